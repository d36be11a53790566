import type { Unit } from '@gd-trainer/sdk';
import { PANELS, type Panel, PENALTIES, type Penalty } from '@gd-trainer/sdk/view';
import type { Charset } from '../plots/canvas.ts';
import type { Language } from '../words/words.ts';
import { remembered, type Typing } from './typing.ts';

const LOSS_AXES = ['log', 'gap', 'linear'] as const;
type LossAxis = (typeof LOSS_AXES)[number];

/** The panel that shows what a view by that name shows; the neuron of the page is the chain rule too. */
export function panelOf(view: string | undefined): Panel {
  return PANELS.find((name) => name === (view === 'neuron' ? 'ledger' : view)) ?? 'loss';
}

export type Theme = 'dark' | 'light' | 'none';

/** Epochs (or other units) a second. */
export const SPEEDS = [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1000, 1e4, 1e5] as const;

/** State of the screen; the run itself is the session's. */
export interface ScreenState {
  readonly running: boolean;
  /** Index into `SPEEDS`. */
  readonly speed: number;
  readonly unit: Unit;
  readonly panel: Panel;
  /** One panel over the whole window. */
  readonly zoomed: boolean;
  /** Row whose chain rule is shown, from 0; 'next' follows the run. */
  readonly sample: number | 'next';
  /** Scale of the loss: its logarithm, itself, or the logarithm of what is left above the minimum. */
  readonly axis: LossAxis;
  /** The last epochs instead of the whole run. */
  readonly recent: boolean;
  /** The contours follow the point towards the optimum. */
  readonly follow: boolean;
  /** Number of the pair of parameters in the contours. */
  readonly pair: number;
  /** 0: predicted × actual; j: feature j. */
  readonly fitView: number;
  /** Intervals around the line of the fit. */
  readonly bands: boolean;
  /** Penalty whose path is shown. */
  readonly penalty: Penalty;
  /** Page of the notes beside the data, from 0, counted on past the last. */
  readonly notes: number;
  /** Line of the chain rule whose reason stands below it, from 1, counted on past the last; 0 for none. */
  readonly why: number;
  /** The last updates in place of it, from so many back on. */
  readonly updates: number | undefined;
  /** Lines of the chosen panel above its room, where it holds more than that. */
  readonly scroll: number;
  readonly language: Language;
  readonly theme: Theme;
  readonly charset: Charset;
  /** True if the terminal is asked for its mouse. */
  readonly mouse: boolean;
  /** Page of the help, from 1; 0 while it is closed. */
  readonly help: number;
  /** The command line, undefined while it is closed. */
  readonly command: Typing | undefined;
  /** Lines that were entered there, the last one last. */
  readonly history: readonly string[];
  readonly message: { readonly text: string; readonly tone: 'plain' | 'error' } | undefined;
}

/** A screen before anybody has asked it for anything. */
export const FIRST_SCREEN: ScreenState = {
  running: false,
  speed: 3,
  unit: 'epoch',
  panel: 'loss',
  zoomed: false,
  sample: 'next',
  axis: 'gap',
  recent: false,
  follow: false,
  pair: 0,
  fitView: 0,
  bands: false,
  penalty: 'l2',
  notes: 0,
  why: 0,
  updates: undefined,
  scroll: 0,
  language: 'en',
  theme: 'none',
  charset: 'braille',
  mouse: true,
  help: 0,
  command: undefined,
  history: [],
  message: undefined,
};

type Kept = Pick<
  ScreenState,
  'unit' | 'sample' | 'zoomed' | 'axis' | 'recent' | 'follow' | 'pair' | 'fitView' | 'bands' | 'speed' | 'why'
>;

const truth = (value: unknown): boolean => typeof value === 'boolean';
const upTo =
  (most: number) =>
  (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
const isAmong =
  (words: readonly string[]) =>
  (value: unknown): boolean =>
    words.includes(value as string);

/** What a run that is written down says of the screen, and what each of it has to be. */
const KEPT: Readonly<Record<keyof Kept, (value: unknown) => boolean>> = {
  unit: isAmong(['sample', 'batch', 'epoch']),
  sample: (value) => value === 'next' || upTo(1e9)(value),
  zoomed: truth,
  axis: isAmong(LOSS_AXES),
  recent: truth,
  follow: truth,
  pair: upTo(1e6),
  fitView: upTo(1e6),
  bands: truth,
  speed: upTo(SPEEDS.length - 1),
  why: upTo(1e6),
};
const KEPT_NAMES = Object.keys(KEPT) as readonly (keyof Kept)[];

/** The part of the screen that goes with a run that is written down. */
export const keptOf = (screen: ScreenState): Kept =>
  Object.fromEntries(KEPT_NAMES.map((name) => [name, screen[name]])) as unknown as Kept;

/** The part of a screen that came with a run: what is known and as it has to be, the rest is as usual. */
export const restored = (screen: Readonly<Record<string, unknown>>): Partial<Kept> =>
  Object.fromEntries(
    KEPT_NAMES.filter((name) => Object.hasOwn(screen, name) && KEPT[name](screen[name])).map((name) => [
      name,
      screen[name],
    ]),
  );

/** Changes of the screen alone; the run's changes come as `RunAction`. */
export type ScreenAction =
  | { readonly type: 'run'; readonly running: boolean }
  | { readonly type: 'faster'; readonly by: number }
  | { readonly type: 'show'; readonly panel: Panel }
  | { readonly type: 'focus'; readonly panel: Panel }
  | { readonly type: 'next-panel'; readonly by: number }
  | { readonly type: 'back' }
  | { readonly type: 'sample'; readonly sample: number | 'next' }
  | { readonly type: 'axis' }
  | { readonly type: 'recent'; readonly recent?: boolean }
  | { readonly type: 'follow'; readonly follow?: boolean }
  | { readonly type: 'pair' }
  | { readonly type: 'fit-view'; readonly by: number }
  | { readonly type: 'bands' }
  | { readonly type: 'penalty' }
  | { readonly type: 'notes' }
  | { readonly type: 'why' }
  | { readonly type: 'updates'; readonly by: number | undefined }
  | { readonly type: 'scroll'; readonly to: number }
  | { readonly type: 'unit'; readonly unit: Unit }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'charset'; readonly charset: Charset }
  | { readonly type: 'mouse'; readonly mouse: boolean }
  | { readonly type: 'help'; readonly by: number }
  | { readonly type: 'command'; readonly line: Typing | undefined }
  | { readonly type: 'entered'; readonly text: string }
  | { readonly type: 'message'; readonly text: string; readonly tone: 'plain' | 'error' };

/** The next state of the screen. Any action takes the last message away. */
export function reduceScreen(state: ScreenState, action: ScreenAction): ScreenState {
  return { ...state, message: undefined, ...changeOf(state, action) };
}

function changeOf(state: ScreenState, action: ScreenAction): Partial<ScreenState> {
  switch (action.type) {
    case 'run':
      return { running: action.running };
    case 'faster':
      return { speed: Math.min(SPEEDS.length - 1, Math.max(0, state.speed + action.by)) };
    case 'show':
      return {
        panel: action.panel,
        zoomed: state.panel === action.panel ? !state.zoomed : true,
        help: 0,
        scroll: 0,
      };
    case 'focus':
      return { panel: action.panel, ...(action.panel !== state.panel && { scroll: 0 }) };
    case 'next-panel': {
      const index = PANELS.indexOf(state.panel) + action.by + PANELS.length;
      return { panel: PANELS[index % PANELS.length]!, scroll: 0 };
    }
    case 'back':
      return state.help > 0 ? { help: 0 } : { zoomed: false };
    case 'sample':
      return { sample: action.sample };
    case 'axis':
      return { axis: LOSS_AXES[(LOSS_AXES.indexOf(state.axis) + 1) % LOSS_AXES.length]! };
    case 'recent':
      return { recent: action.recent ?? !state.recent };
    case 'follow':
      return { follow: action.follow ?? !state.follow };
    case 'pair':
      return { pair: state.pair + 1 };
    case 'fit-view':
      return { fitView: Math.max(0, state.fitView + action.by) };
    case 'bands':
      return { bands: !state.bands };
    case 'penalty':
      return { penalty: PENALTIES.find((name) => name !== state.penalty)!, scroll: 0 };
    case 'notes':
      return notesOf(state);
    case 'why':
      return reasonOf(state);
    case 'updates':
      return updatesOf(state, action.by);
    case 'scroll':
      return { scroll: action.to };
    case 'unit':
      return { unit: action.unit };
    case 'language':
      return { language: action.language };
    case 'theme':
      return { theme: action.theme };
    case 'charset':
      return { charset: action.charset };
    case 'mouse':
      return { mouse: action.mouse };
    case 'help':
      return { help: Math.max(1, state.help + action.by) };
    case 'command':
      return { command: action.line };
    case 'entered':
      return { command: undefined, history: remembered(state.history, action.text) };
    case 'message':
      return { message: { text: action.text, tone: action.tone } };
  }
}

/** The data over the whole window, with their first notes; once they are there, the notes after these. */
function notesOf({ panel, zoomed, help, notes }: ScreenState): Partial<ScreenState> {
  const isShown = panel === 'data' && zoomed && help === 0;
  return { panel: 'data', zoomed: true, help: 0, notes: isShown ? notes + 1 : 0 };
}

/** The chain rule over the whole window, with the reason of its first line; once that is there, of the next one. */
function reasonOf({ panel, zoomed, help, why }: ScreenState): Partial<ScreenState> {
  const isShown = panel === 'ledger' && zoomed && help === 0;
  return { panel: 'ledger', zoomed: true, help: 0, why: isShown ? why + 1 : 1, updates: undefined };
}

/** The last updates over the whole window; once they are there, from so many lines on, or the chain rule again. */
function updatesOf(
  { panel, zoomed, help, updates }: ScreenState,
  by: number | undefined,
): Partial<ScreenState> {
  const isShown = panel === 'ledger' && zoomed && help === 0 && updates !== undefined;
  if (by === undefined) return { panel: 'ledger', zoomed: true, help: 0, updates: isShown ? undefined : 0 };
  return { updates: Math.max(0, (updates ?? 0) + by) };
}
