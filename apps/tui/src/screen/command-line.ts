import { type FitOptions, OPTIMIZERS } from '@gd-trainer/sdk';
import {
  flagOf,
  type HintSurface,
  nameMeant,
  OPTIONS,
  PANELS,
  RACE_KINDS,
  type RaceKind,
  splitTerms,
} from '@gd-trainer/sdk/view';
import type { DataSet } from '../input/data-set.ts';
import { parseParameters, toValue } from '../input/values.ts';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { LANGUAGES } from '../words/words.ts';
import { type Action, YANKED } from './acts.ts';
import {
  after,
  among,
  type Completer,
  type Completion,
  completed,
  files,
  listOf,
  matching,
  numericColumns,
  terms,
} from './completing.ts';
import type { Typing } from './typing.ts';

/** A word of the command line; `words.commands[name]` says what it does. */
interface Verb {
  readonly name: string;
  /** Argument after the word. */
  readonly takes: string;
  /** The option that it sets, where it has another name. */
  readonly option?: keyof FitOptions;
  /** What may stand there. */
  readonly completes?: Completer;
  action(argument: string): Action;
}

/** The word that a text is, or is the beginning of where that is the only one. */
function wordMeant<T extends string>(text: string, words: readonly T[]): T | undefined {
  const begun = words.filter((word) => word.startsWith(text));
  return words.find((word) => word === text) ?? (begun.length === 1 && text !== '' ? begun[0] : undefined);
}

/** Sets an option of the run as it is. */
function setting<const Name extends string>(name: Name, takes: string, option: keyof FitOptions) {
  const { words = [] } = OPTIONS[option];
  return {
    name,
    takes,
    option,
    completes: among(words),
    action: (argument: string): Action => ({
      run: { type: 'set', options: { [option]: wordMeant(argument, words) ?? toValue(argument) } },
    }),
  };
}

/** Takes one word of a few. */
function choosing<const Name extends string, Word extends string>(
  name: Name,
  words: readonly Word[],
  act: (word: Word) => Action,
) {
  return {
    name,
    takes: words.join(' | '),
    completes: among(words),
    action: (argument: string): Action => act(choice(argument, words)),
  };
}

function choice<T extends string>(argument: string, choices: readonly T[]): T {
  const found = wordMeant(argument, choices);
  if (found) return found;
  throw new Failure(EXIT.usage, `expected ${choices.join(' or ')}, got ${quoted(argument)}`);
}

const YES_NO = ['yes', 'no'] as const;

function count(argument: string): number {
  const value = toValue(argument);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Failure(EXIT.usage, `expected a whole number ≥ 0, got ${quoted(argument)}`);
}

const FORMATS = ['csv', 'worksheet', 'exercise', 'typescript', 'numpy'] as const;

/** A format, then a file. */
function exported(argument: string): Action {
  const [format = '', ...rest] = argument.split(' ');
  const path = rest.join(' ');
  const chosen = choice(format, FORMATS);
  if (path === '') throw new Failure(EXIT.usage, `:export ${chosen} expected a file to write`);
  return { store: { type: 'write', format: chosen, path } };
}

/** `rate 0.1 0.5 1`, `optimizer`, or `end`. */
function race(argument: string): Action {
  const [kind = '', ...values] = argument.split(/[\s,]+/);
  const chosen = choice(kind, [...RACE_KINDS, 'end']);
  return chosen === 'end' ? { run: { type: 'end-race' } } : { run: { type: 'race', kind: chosen, values } };
}

/** What the futures of a race are told apart by. */
const RIVALS: Readonly<Record<RaceKind | 'end', Completer>> = {
  optimizer: listOf(OPTIMIZERS),
  rate: listOf(OPTIONS.learningRate.words ?? []),
  momentum: listOf(OPTIONS.momentum.words ?? []),
  batch: listOf(OPTIONS.batchSize.words ?? []),
  end: listOf([]),
};

export const VERBS = [
  setting('rate', '0.05 | gentle | auto', 'learningRate'),
  { name: 'epoch', takes: '1000', action: (argument) => ({ run: { type: 'seek', epoch: count(argument) } }) },
  setting('batch', '32 | full', 'batchSize'),
  setting('optimizer', OPTIMIZERS.join(' | '), 'optimizer'),
  setting('momentum', '0.9 | auto', 'momentum'),
  setting('scale', 'standard | none', 'scale'),
  {
    name: 'start',
    takes: '0,0;0',
    option: 'initial',
    action: (argument) => ({ run: { type: 'place', ...parseParameters(argument) } }),
  },
  setting('epochs', '10000', 'epochs'),
  setting('tolerance', '1e-10', 'tolerance'),
  setting('l2', '0.1', 'l2'),
  setting('l1', '0.1', 'l1'),
  setting('seed', '1', 'seed'),
  choosing('shuffle', YES_NO, (word) => ({
    run: { type: 'set', options: { shuffle: word === 'yes' } },
  })),
  choosing('intercept', YES_NO, (word) => ({
    run: { type: 'set', options: { intercept: word === 'yes' } },
  })),
  choosing('path', ['auto', 'moments', 'rows'], (path) => ({ run: { type: 'set', options: { path } } })),
  choosing('missing', ['drop', 'error'], (missing) => ({ leave: { reopen: { missing } } })),
  {
    name: 'target',
    takes: 'price',
    completes: among([], numericColumns),
    action: (argument) => ({ leave: { reopen: { target: argument } } }),
  },
  {
    name: 'features',
    takes: 'size,age',
    completes: terms,
    action: (argument) => ({ leave: { reopen: { features: splitTerms(argument) } } }),
  },
  {
    name: 'weight',
    takes: 'visits | none',
    option: 'sampleWeight',
    completes: among(['none'], numericColumns),
    action: (argument) => ({ leave: { reopen: { sampleWeight: argument } } }),
  },
  {
    name: 'validation',
    takes: '0.2 | none',
    completes: among(['none']),
    action: (argument) => ({ leave: { reopen: { validation: toValue(argument) } } }),
  },
  setting('patience', '10', 'patience'),
  {
    name: 'sample',
    takes: '17',
    action: (argument) => ({ store: { type: 'sample-row', row: count(argument) } }),
  },
  choosing('unit', ['sample', 'batch', 'epoch'], (unit) => ({ screen: { type: 'unit', unit } })),
  choosing('show', PANELS, (panel) => ({ screen: { type: 'show', panel } })),
  choosing('lang', LANGUAGES, (language) => ({ screen: { type: 'language', language } })),
  choosing('charset', ['braille', 'block', 'ascii'], (charset) => ({ screen: { type: 'charset', charset } })),
  choosing('theme', ['dark', 'light', 'none'], (theme) => ({ screen: { type: 'theme', theme } })),
  choosing('mouse', ['auto', 'never'], (word) => ({ screen: { type: 'mouse', mouse: word === 'auto' } })),
  {
    name: 'race',
    takes: 'optimizer gd adam | rate 0.1 0.5 1 | batch full 32 1 | momentum 0 0.9 | end',
    completes: after(RIVALS),
    action: race,
  },
  {
    name: 'save',
    takes: 'model.json',
    completes: files,
    action: (argument) => ({ run: { type: 'save', path: argument } }),
  },
  {
    name: 'state',
    takes: 'run.json',
    completes: files,
    action: (argument) => ({ store: { type: 'write', format: 'state', path: argument } }),
  },
  {
    name: 'link',
    takes: '',
    completes: files,
    action: (argument) => ({ store: { type: 'write', format: 'link', path: argument || undefined } }),
  },
  choosing('yank', YANKED, (what) => ({ store: { type: 'yank', what } })),
  {
    name: 'export',
    takes: 'csv history.csv | worksheet day-1.md | exercise day-1.md | typescript run.ts | numpy run.py',
    completes: after(Object.fromEntries(FORMATS.map((format) => [format, files]))),
    action: exported,
  },
  { name: 'reset', takes: '', action: () => ({ run: { type: 'reset' } }) },
  { name: 'columns', takes: '', action: () => ({ leave: { reopen: 'by choice' } }) },
  { name: 'help', takes: '', action: () => ({ screen: { type: 'help', by: 1 } }) },
  { name: 'quit', takes: '', action: () => ({ leave: { exitCode: EXIT.done } }) },
] as const satisfies readonly Verb[];

/** The command that sets an option, where there is one. */
function verbOf(option: string): string | undefined {
  const verb = VERBS.find((known: Verb) => (known.option ?? known.name) === option);
  return verb && `:${verb.name}`;
}

/** The trainer on screen: commands, and where there is none the flags that it was begun with. */
export const SCREEN: HintSurface = {
  verb: 'type',
  named: (option) => verbOf(option) ?? flagOf(option),
  set(option, value) {
    const name = this.named(option);
    return name && `${name} ${value}`;
  },
};

/** Flags as the commands that do the same, where there are any: `:rate` for `--learning-rate`. */
export function typed(text: string): string {
  return text.replace(/--([a-z][a-z0-9-]*)/g, (flag, hyphenated: string) => {
    const name = hyphenated.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return verbOf(name) ?? flag;
  });
}

/** The action of a line such as `rate 0.05`; a beginning of a word will do where it is the only one. Throws a `Failure`. */
export function parseCommand(line: string): Action | undefined {
  const [word = '', ...rest] = cleanText(line).trim().split(/\s+/);
  if (word === '') return undefined;
  const verbs: readonly Verb[] = VERBS;
  const matches = verbs.filter(({ name }) => name.startsWith(word));
  const verb = verbs.find(({ name }) => name === wordMeant(word, NAMES));
  if (!verb) {
    const known = (matches.length > 0 ? matches : verbs).map(({ name }) => name);
    const several = `${quoted(word)} begins several commands`;
    const meant =
      matches.length > 0
        ? undefined
        : nameMeant(
            word,
            SCREEN,
            known.map((name) => `:${name}`),
          );
    throw new Failure(
      EXIT.usage,
      matches.length > 0 ? several : `no command ${quoted(word)}`,
      meant ? `did you mean ${meant}?` : `there are ${known.join(' ')}`,
    );
  }
  const argument = rest.join(' ');
  if (argument === '' && verb.takes !== '') {
    throw new Failure(EXIT.usage, `:${verb.name} expected ${verb.takes}`);
  }
  return verb.action(argument);
}

/** What the last word of a line may become: a command, or whatever that takes. */
export function completionOf(line: string, data: DataSet): Completion {
  const [, word = '', argument] = /^\s*(\S*)(?:\s+(.*))?$/s.exec(line) ?? [];
  if (argument === undefined) return { begun: word, words: VERBS.map(({ name }) => name) };
  const verb: Verb | undefined = VERBS.find(({ name }) => name === wordMeant(word, NAMES));
  return verb?.completes?.(argument, data) ?? { begun: argument, words: [] };
}

const NAMES: readonly string[] = VERBS.map(({ name }) => name);

/** The line with the word before the cursor completed as far as that is certain, or with what it might become told. */
export function completeCommand(line: Typing, data: DataSet): Typing {
  const completion = completionOf(line.before, data);
  const before = completed(line.before, completion);
  return { ...line, before, offered: before === line.before ? matching(completion) : undefined };
}

/** The commands that a line may become. */
export function verbsOf(line: string): readonly (typeof VERBS)[number][] {
  const [word = '', ...rest] = line.trimStart().split(' ');
  const meant = rest.length > 0 ? wordMeant(word, NAMES) : undefined;
  return VERBS.filter(({ name }) => (meant === undefined ? name.startsWith(word) : name === meant));
}
