import type { Unit } from '@gd-trainer/sdk';
import { PANELS } from '@gd-trainer/sdk/view';
import { EXIT } from '../output/failure.ts';
import { languageAfter } from '../words/words.ts';
import type { Action } from './acts.ts';
import { sampleBeside } from './panels/chosen.ts';
import type { View } from './store.ts';
import { EMPTY_LINE } from './typing.ts';

/** A key; the words of the language tell its act in `keys[id]`, the last line of the screen in `hints[id]`. */
interface Key {
  readonly id: KeyId;
  /** Names as `keyName` gives them. */
  readonly keys: readonly string[];
  /** Keys as they are written on screen. */
  readonly shown: string;
  action(view: View, key: string): Action;
}

export type KeyId = (typeof KEYS)[number]['id'];

const UNITS: readonly Unit[] = ['sample', 'batch', 'epoch'];
const EPOCHS: Readonly<Record<string, number>> = {
  left: -1,
  right: 1,
  'shift+left': -10,
  'shift+right': 10,
  '[': -100,
  ']': 100,
};

/** One of the first nine panels each; Tab and `:show` have the others too. */
const DIGITS = PANELS.slice(0, 9).map((_, index) => String(index + 1));

/** Every key of the trainer, in the order of the help. */
export const KEYS = [
  { id: 'run', keys: ['space'], shown: '␣', action: () => ({ store: { type: 'toggle-run' } }) },
  {
    id: 'step',
    keys: ['s'],
    shown: 's',
    action: ({ screen }) => ({ run: { type: 'step', unit: screen.unit, count: 1 } }),
  },
  {
    id: 'unit',
    keys: ['u'],
    shown: 'u',
    action: ({ screen }) => ({
      screen: { type: 'unit', unit: UNITS[(UNITS.indexOf(screen.unit) + 1) % 3]! },
    }),
  },
  {
    id: 'time',
    keys: Object.keys(EPOCHS),
    shown: '←→',
    action: (_, key) => ({
      run: key === 'left' ? { type: 'back' } : { type: 'seek-by', epochs: EPOCHS[key]! },
    }),
  },
  {
    id: 'ends',
    keys: ['home', 'g', 'end', 'G'],
    shown: 'gG',
    action: (_, key) => ({
      run: key === 'home' || key === 'g' ? { type: 'seek', epoch: 0 } : { type: 'seek-end' },
    }),
  },
  {
    id: 'speed',
    keys: ['<', '>', ',', '.'],
    shown: '<>',
    action: (_, key) => ({ screen: { type: 'faster', by: key === '<' || key === ',' ? -1 : 1 } }),
  },
  {
    id: 'rate',
    keys: ['+', '=', '-'],
    shown: '+−',
    action: (_, key) => ({ run: { type: 'rate-by', factor: key === '-' ? 1 / 1.1 : 1.1 } }),
  },
  {
    id: 'rateTwice',
    keys: ['*', '/'],
    shown: '*/',
    action: (_, key) => ({ run: { type: 'rate-by', factor: key === '/' ? 0.5 : 2 } }),
  },
  {
    id: 'auto',
    keys: ['a'],
    shown: 'a',
    action: () => ({ run: { type: 'set', options: { learningRate: 'auto' } } }),
  },
  {
    id: 'optimizer',
    keys: ['o', 'O'],
    shown: 'o',
    action: (_, key) => ({ run: { type: 'next-optimizer', by: key === 'o' ? 1 : -1 } }),
  },
  { id: 'batch', keys: ['m'], shown: 'm', action: () => ({ run: { type: 'next-batch' } }) },
  { id: 'scale', keys: ['z'], shown: 'z', action: () => ({ run: { type: 'next-scale' } }) },
  { id: 'reset', keys: ['0'], shown: '0', action: () => ({ run: { type: 'reset' } }) },
  { id: 'branch', keys: ['b'], shown: 'b', action: () => ({ run: { type: 'branch' } }) },
  {
    id: 'race',
    keys: ['r'],
    shown: 'r',
    action: ({ session }) =>
      session.race ? { run: { type: 'end-race' } } : { run: { type: 'race', kind: 'optimizer', values: [] } },
  },
  {
    id: 'sample',
    keys: ['up', 'down', 'pageup', 'pagedown'],
    shown: '↑↓',
    action: (view, key) => sampleBeside(view, { up: -1, down: 1, pageup: -10, pagedown: 10 }[key] ?? 0),
  },
  {
    id: 'nextSample',
    keys: ['n'],
    shown: 'n',
    action: () => ({ screen: { type: 'sample', sample: 'next' } }),
  },
  {
    id: 'panels',
    keys: DIGITS,
    shown: `1-${DIGITS.length}`,
    action: (_, key) => ({ screen: { type: 'show', panel: PANELS[Number(key) - 1]! } }),
  },
  {
    id: 'nextPanel',
    keys: ['tab', 'shift+tab'],
    shown: '⇥',
    action: (_, key) => ({ screen: { type: 'next-panel', by: key === 'tab' ? 1 : -1 } }),
  },
  { id: 'axis', keys: ['l'], shown: 'l', action: () => ({ screen: { type: 'axis' } }) },
  { id: 'recent', keys: ['w'], shown: 'w', action: () => ({ screen: { type: 'recent' } }) },
  { id: 'pair', keys: ['x'], shown: 'x', action: () => ({ screen: { type: 'pair' } }) },
  { id: 'follow', keys: ['v'], shown: 'v', action: () => ({ screen: { type: 'follow' } }) },
  { id: 'fitView', keys: ['f'], shown: 'f', action: () => ({ screen: { type: 'fit-view', by: 1 } }) },
  { id: 'bands', keys: ['i'], shown: 'i', action: () => ({ screen: { type: 'bands' } }) },
  { id: 'penalty', keys: ['p'], shown: 'p', action: () => ({ screen: { type: 'penalty' } }) },
  { id: 'notes', keys: ['d'], shown: 'd', action: () => ({ screen: { type: 'notes' } }) },
  {
    id: 'why',
    keys: ['y', 'Y'],
    shown: 'y',
    action: (_, key) => ({ screen: key === 'y' ? { type: 'why' } : { type: 'updates', by: undefined } }),
  },
  { id: 'columns', keys: ['c'], shown: 'c', action: () => ({ leave: { reopen: 'by choice' } }) },
  {
    id: 'language',
    keys: ['L'],
    shown: 'L',
    action: ({ screen }) => ({ screen: { type: 'language', language: languageAfter(screen.language) } }),
  },
  {
    id: 'theme',
    keys: ['t'],
    shown: 't',
    action: ({ screen }) => {
      const themes = ['dark', 'light', 'none'] as const;
      return { screen: { type: 'theme', theme: themes[(themes.indexOf(screen.theme) + 1) % 3]! } };
    },
  },
  {
    id: 'charset',
    keys: ['C'],
    shown: 'C',
    action: ({ screen }) => {
      const sets = ['braille', 'block', 'ascii'] as const;
      return { screen: { type: 'charset', charset: sets[(sets.indexOf(screen.charset) + 1) % 3]! } };
    },
  },
  {
    id: 'command',
    keys: [':'],
    shown: ':',
    action: () => ({ screen: { type: 'command', line: EMPTY_LINE } }),
  },
  { id: 'help', keys: ['?', 'h'], shown: '?', action: () => ({ screen: { type: 'help', by: 1 } }) },
  { id: 'back', keys: ['escape'], shown: 'Esc', action: () => ({ screen: { type: 'back' } }) },
  { id: 'quit', keys: ['q'], shown: 'q', action: () => ({ leave: { exitCode: EXIT.done } }) },
] as const satisfies readonly {
  readonly id: string;
  readonly keys: readonly string[];
  readonly shown: string;
  action(view: View, key: string): Action;
}[];

/** The keys that stand in the last line, as many as fit, the last ones always. */
export const HINTS: readonly KeyId[] = [
  'run',
  'step',
  'time',
  'rate',
  'optimizer',
  'batch',
  'scale',
  'reset',
  'panels',
  'command',
  'help',
  'quit',
];

/** The keys that stand there while the help is open. */
export const HELP_HINTS: readonly KeyId[] = ['help', 'back', 'quit'];

export function actionOf(key: string, view: View): Action | undefined {
  const found: Key | undefined = KEYS.find(({ keys }) => (keys as readonly string[]).includes(key));
  return found?.action(view, key);
}
