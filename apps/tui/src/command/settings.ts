// Defaults of one's own, from a file in the working folder and one of the user. The folder may be a stranger's: no setting
// names a file, a condition or an address, and what a file says is checked as flags are.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Check, flagOf, type HintSurface, nameMeant, OPTIONS } from '@gd-trainer/sdk/view';
import type { Command } from 'commander';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { LANGUAGES } from '../words/words.ts';
import { RUN_FLAGS, SCREEN_CHOICES } from './flags.ts';

/** A setting: what it takes, and what holds where no file and no flag sets it. */
interface Setting {
  readonly check: Check;
  readonly default: unknown;
  /** True where its flag takes no value. */
  readonly isSwitch?: true;
}

const wordOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string) ? undefined : words.map((word) => `"${word}"`).join(' or ');

/** Options that are about some rows: start values of their columns, those that are held out, and their weights. */
const BOUND_TO_ROWS: readonly string[] = ['initial', 'validation', 'sampleWeight'];

/** Every setting by its name, as the options of the sdk have it: those of the run, then those of the screen. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  ...Object.fromEntries(
    Object.entries(RUN_FLAGS)
      .filter(([name]) => !BOUND_TO_ROWS.includes(name))
      .map(([name, flag]) => {
        const { check, default: value } = OPTIONS[name as keyof typeof RUN_FLAGS];
        return [name, { check, default: 'default' in flag ? flag.default : value }];
      }),
  ),
  ...Object.fromEntries(
    Object.entries(SCREEN_CHOICES).map(([name, { words, default: value }]) => [
      name,
      { check: wordOf(words), default: value },
    ]),
  ),
  screenReader: {
    check: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
    default: false,
    isSwitch: true,
  },
  lang: { check: wordOf(LANGUAGES), default: 'by the locale' },
};

/** A value, and the file that it is from. */
interface ValueOfFile {
  readonly value: unknown;
  readonly from: string;
}

/** All that the files set. */
export interface FoundSettings {
  readonly values: Readonly<Record<string, ValueOfFile>>;
  /** The files in the order in which they are asked, and whether each is there. */
  readonly files: readonly { readonly path: string; readonly isThere: boolean }[];
  /** What is wrong with one of them; commands without settings go on all the same. */
  readonly failure: Failure | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The file in the working folder, then that of the user. */
function pathsIn(env: Environment): string[] {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: appData = '' } = env;
  const home = process.platform === 'win32' && appData ? appData : join(homedir(), '.config');
  return ['gd-trainer.json', join(isAbsolute(xdg) ? xdg : home, 'gd-trainer', 'config.json')];
}

export function findSettings(env: Environment): FoundSettings {
  const values: Record<string, ValueOfFile> = {};
  const files: { path: string; isThere: boolean }[] = [];
  let failure: Failure | undefined;
  for (const path of pathsIn(env)) {
    try {
      const settings = settingsIn(path);
      files.push({ path, isThere: settings !== undefined });
      for (const [name, value] of Object.entries(settings ?? {})) values[name] ??= { value, from: path };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure ??= error;
    }
  }
  return { values, files, failure };
}

/** More than all settings take, many times over. */
const MOST_BYTES = 64 * 1024;

function settingsIn(path: string): Readonly<Record<string, unknown>> | undefined {
  const text = textOf(path);
  if (text === undefined) return undefined;
  const settings = parsed(path, text);
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(SETTINGS, name)) throw unknownName(path, name);
    const expected = SETTINGS[name]!.check(value)?.replace(' or a function of the epoch', '');
    if (expected === undefined) continue;
    const got = `${quoted(name)} expected ${expected.replaceAll("'", '"')}, got ${shown(value)}`;
    throw failed(path, got, 'mend it, or take it out');
  }
  return settings;
}

/** Text of a file, if there is one; nothing else than a file is waited for. */
function textOf(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { size } = fstatSync(file);
    if (!fstatSync(file).isFile()) throw failed(path, 'it is no file', 'move it elsewhere');
    if (size > MOST_BYTES) throw failed(path, `expected at most ${MOST_BYTES / 1024} KB, got more`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw failed(path, `it could not be read (${code})`, 'let yourself read it, or move it elsewhere');
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function parsed(path: string, text: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // of a text that is no JSON nothing is repeated: a link may lead anywhere
    throw failed(path, `no JSON, from line ${lineOfMistake(text)} on`, EXAMPLE);
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  throw failed(path, `expected names and values, got ${shown(json)}`, EXAMPLE);
}

/** The first line with which a text is not even the beginning of JSON, or the last one. */
function lineOfMistake(text: string): number {
  const lines = text.split('\n');
  const found = lines.findIndex((_, index) => !beginsJson(lines.slice(0, index + 1).join('\n')));
  return found < 0 ? lines.length : found + 1;
}

function beginsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const [, position = ''] = /position (\d+)/.exec(message) ?? [];
    return message.includes('end of JSON') || (position !== '' && Number(position) >= text.length);
  }
}

const EXAMPLE = 'write it like { "learningRate": 0.05, "lang": "en" }';

const failed = (path: string, message: string, hint = ''): Failure =>
  new Failure(EXIT.usage, `settings of ${quoted(path)}: ${message}`, hint);

/** Settings by their names. */
const IN_FILE: HintSurface = {
  verb: 'write',
  named: (option) => (Object.hasOwn(SETTINGS, option) ? option : undefined),
  set: (option, value) => `"${option}": ${value}`,
};

/** A name that is none; one that a flag has is told so. */
function unknownName(path: string, name: string): Failure {
  const names = Object.keys(SETTINGS);
  const meant = nameMeant(
    name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    IN_FILE,
    names,
  );
  const flag = flagOf(name) ?? (FLAGS_ONLY.includes(name) ? `--${name}` : undefined);
  const hint = flag
    ? `it is for the command line: ${flag}`
    : meant
      ? `did you mean "${meant}"?`
      : 'gd-trainer config lists them';
  return failed(path, `no setting ${quoted(name)}`, hint);
}

/** Flags that name files, conditions or addresses. */
const FLAGS_ONLY = ['save', 'state', 'url', 'output', 'by'];

const MOST_SHOWN = 60;

/** A value from a file, in JSON of a line. */
function shown(value: unknown): string {
  const text = cleanText(JSON.stringify(value));
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/**
 * Settings of files, as though they had been flags; flags that were given stay. Returns those of the run that the command now
 * has, in words. A run of `--state` is opened as it was sent. Throws a `Failure` for a file with something wrong in it.
 */
export function applySettings(command: Command, { values, files, failure }: FoundSettings): string[] {
  const own = new Set(command.options.map((option) => option.attributeName()));
  const names = Object.keys(SETTINGS).filter((name) => own.has(name));
  if (names.length === 0) return [];
  if (failure) throw failure;
  const isOpened = command.getOptionValue('state') !== undefined;
  const applied = names.filter((name) => {
    const isOfRun = Object.hasOwn(RUN_FLAGS, name);
    return values[name] && command.getOptionValueSource(name) !== 'cli' && !(isOpened && isOfRun);
  });
  for (const name of applied) {
    const { value } = values[name]!;
    command.setOptionValueWithSource(name, SETTINGS[name]!.isSwitch ? value : flagText(value), 'config');
  }
  const told = applied.filter((name) => Object.hasOwn(RUN_FLAGS, name));
  return files.flatMap(({ path }) => {
    const set = told.filter((name) => values[name]!.from === path);
    if (set.length === 0) return [];
    return [
      `settings of ${quoted(path)}: ${set.map((name) => `${name} ${shown(values[name]!.value)}`).join(', ')}`,
    ];
  });
}

/** A value as it would have been typed. */
function flagText(value: unknown): string {
  if (typeof value !== 'boolean') return String(value);
  return value ? 'yes' : 'no';
}
