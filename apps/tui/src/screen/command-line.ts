import type { FitOptions } from '@gd-trainer/sdk';
import { flagOf, type HintSurface, nameMeant, PANELS, RACE_KINDS } from '@gd-trainer/sdk/view';
import { listOf, parseParameters, toValue } from '../input/values.ts';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { LANGUAGES } from '../words/words.ts';
import { type Action, YANKED } from './acts.ts';

/** A word of the command line; `words.commands[name]` says what it does. */
interface Verb {
  readonly name: string;
  /** Argument after the word. */
  readonly takes: string;
  /** The option that it sets, where it has another name. */
  readonly option?: keyof FitOptions;
  action(argument: string): Action;
}

const setting =
  (option: keyof FitOptions) =>
  (argument: string): Action => ({ run: { type: 'set', options: { [option]: toValue(argument) } } });

const choice = <T extends string>(argument: string, ...choices: readonly T[]): T => {
  const found = choices.find((name) => name === argument);
  if (found) return found;
  throw new Failure(EXIT.usage, `expected ${choices.join(' or ')}, got ${quoted(argument)}`);
};

function count(argument: string): number {
  const value = toValue(argument);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Failure(EXIT.usage, `expected a whole number ≥ 0, got ${quoted(argument)}`);
}

/** A format, then a file. */
function written(argument: string): Action {
  const [format = '', ...rest] = argument.split(' ');
  const path = rest.join(' ');
  const chosen = choice(format, 'csv', 'worksheet', 'exercise', 'typescript', 'numpy');
  if (path === '') throw new Failure(EXIT.usage, `:export ${chosen} expected a file to write`);
  return { store: { type: 'write', format: chosen, path } };
}

/** `rate 0.1 0.5 1`, `optimizer`, or `end`. */
function race(argument: string): Action {
  const [kind = '', ...values] = argument.split(/[\s,]+/);
  const chosen = choice(kind, ...RACE_KINDS, 'end');
  return chosen === 'end' ? { run: { type: 'end-race' } } : { run: { type: 'race', kind: chosen, values } };
}

export const VERBS = [
  { name: 'rate', takes: '0.05 | gentle | auto', option: 'learningRate', action: setting('learningRate') },
  { name: 'epoch', takes: '1000', action: (argument) => ({ run: { type: 'seek', epoch: count(argument) } }) },
  { name: 'batch', takes: '32 | full', option: 'batchSize', action: setting('batchSize') },
  {
    name: 'optimizer',
    takes: 'gd | momentum | nesterov | adagrad | rmsprop | adam',
    action: setting('optimizer'),
  },
  { name: 'momentum', takes: '0.9 | auto', action: setting('momentum') },
  { name: 'scale', takes: 'standard | none', action: setting('scale') },
  {
    name: 'start',
    takes: '0,0;0',
    option: 'initial',
    action: (argument) => ({ run: { type: 'place', ...parseParameters(argument) } }),
  },
  { name: 'epochs', takes: '10000', action: setting('epochs') },
  { name: 'tolerance', takes: '1e-10', action: setting('tolerance') },
  { name: 'l2', takes: '0.1', action: setting('l2') },
  { name: 'l1', takes: '0.1', action: setting('l1') },
  { name: 'seed', takes: '1', action: setting('seed') },
  {
    name: 'shuffle',
    takes: 'yes | no',
    action: (argument) => ({
      run: { type: 'set', options: { shuffle: choice(argument, 'yes', 'no') === 'yes' } },
    }),
  },
  {
    name: 'intercept',
    takes: 'yes | no',
    action: (argument) => ({
      run: { type: 'set', options: { intercept: choice(argument, 'yes', 'no') === 'yes' } },
    }),
  },
  {
    name: 'path',
    takes: 'auto | moments | rows',
    action: (argument) => ({
      run: { type: 'set', options: { path: choice(argument, 'auto', 'moments', 'rows') } },
    }),
  },
  {
    name: 'missing',
    takes: 'drop | error',
    action: (argument) => ({ leave: { reopen: { missing: choice(argument, 'drop', 'error') } } }),
  },
  {
    name: 'target',
    takes: 'price',
    action: (argument) => ({ leave: { reopen: { target: argument } } }),
  },
  {
    name: 'features',
    takes: 'size,age',
    action: (argument) => ({ leave: { reopen: { features: listOf(argument) ?? [] } } }),
  },
  {
    name: 'weight',
    takes: 'visits | none',
    option: 'sampleWeight',
    action: (argument) => ({ leave: { reopen: { sampleWeight: argument } } }),
  },
  {
    name: 'sample',
    takes: '17',
    action: (argument) => ({ store: { type: 'sample-row', row: count(argument) } }),
  },
  {
    name: 'unit',
    takes: 'sample | batch | epoch',
    action: (argument) => ({ screen: { type: 'unit', unit: choice(argument, 'sample', 'batch', 'epoch') } }),
  },
  {
    name: 'show',
    takes: PANELS.join(' | '),
    action: (argument) => ({ screen: { type: 'show', panel: choice(argument, ...PANELS) } }),
  },
  {
    name: 'lang',
    takes: LANGUAGES.join(' | '),
    action: (argument) => ({ screen: { type: 'language', language: choice(argument, ...LANGUAGES) } }),
  },
  {
    name: 'charset',
    takes: 'braille | block | ascii',
    action: (argument) => ({
      screen: { type: 'charset', charset: choice(argument, 'braille', 'block', 'ascii') },
    }),
  },
  {
    name: 'theme',
    takes: 'dark | light | none',
    action: (argument) => ({ screen: { type: 'theme', theme: choice(argument, 'dark', 'light', 'none') } }),
  },
  {
    name: 'race',
    takes: 'optimizer gd adam | rate 0.1 0.5 1 | batch full 32 1 | momentum 0 0.9 | end',
    action: race,
  },
  { name: 'save', takes: 'model.json', action: (argument) => ({ run: { type: 'save', path: argument } }) },
  {
    name: 'state',
    takes: 'run.json',
    action: (argument) => ({ store: { type: 'write', format: 'state', path: argument } }),
  },
  {
    name: 'link',
    takes: '',
    action: (argument) => ({ store: { type: 'write', format: 'link', path: argument || undefined } }),
  },
  {
    name: 'yank',
    takes: YANKED.join(' | '),
    action: (argument) => ({ store: { type: 'yank', what: choice(argument, ...YANKED) } }),
  },
  {
    name: 'export',
    takes: 'csv history.csv | worksheet day-1.md | exercise day-1.md | typescript run.ts | numpy run.py',
    action: written,
  },
  { name: 'reset', takes: '', action: () => ({ run: { type: 'reset' } }) },
  { name: 'columns', takes: '', action: () => ({ leave: { reopen: 'by choice' } }) },
  { name: 'help', takes: '', action: () => ({ screen: { type: 'help' } }) },
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
  const verb = verbs.find(({ name }) => name === word) ?? (matches.length === 1 ? matches[0] : undefined);
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

/** The line with its word completed as far as that is certain, for the tab key. */
export function completeCommand(line: string): string {
  const names = verbsOf(line).map(({ name }) => name as string);
  const [first, ...others] = names;
  if (first === undefined || line.includes(' ')) return line;
  if (others.length === 0) return `${first} `;
  let shared = first;
  while (!others.every((name) => name.startsWith(shared))) shared = shared.slice(0, -1);
  return shared;
}

/** The commands that a line may become. */
export function verbsOf(line: string): readonly (typeof VERBS)[number][] {
  const [word = '', ...rest] = line.trimStart().split(' ');
  const exact = VERBS.filter(({ name }) => name === word);
  return rest.length > 0 && exact.length > 0 ? exact : VERBS.filter(({ name }) => name.startsWith(word));
}
