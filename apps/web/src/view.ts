import type { FitOptions, Parameters, RunFact, Snapshot, Trainer, Unit } from '@gd-trainer/sdk';
import type { Contender, DiagnosisChart, Pane, Penalty, Session } from '@gd-trainer/sdk/view';
import type { CSSResult } from 'lit';
import type { Residuals } from './charts/fit.ts';
import type { Size } from './charts/marks.ts';
import type { Picture } from './charts/picture.ts';
import type { Turn } from './charts/space.ts';
import type { Format } from './format.ts';
import type { DataTable } from './input/rows.ts';
import type { Late } from './late.ts';
import type { FirstWords, Language, Words } from './words/words.ts';

/** Attribute of an element while the page goes to paper. */
export const PRINTING = 'data-printing';

/** empty, loading and error come before there is a run; then it is the status of the run, stopped when it is paused. */
export type ElementStatus = 'empty' | 'loading' | 'error' | Snapshot['status'];

/** Texts that a reader can copy. */
export const COPIED = ['link', 'tag', 'frame'] as const;
/** A text that was copied, or is to be copied by hand. */
export interface Copied {
  readonly kind: (typeof COPIED)[number];
  readonly text: string;
  readonly isInClipboard: boolean;
}

/** What a reader can take away: texts, and files. */
export const SHARED = [
  ...COPIED,
  'csv',
  'worksheet',
  'exercise',
  'typescript',
  'numpy',
  'svg',
  'png',
] as const;
export type Shared = (typeof SHARED)[number];

/** Controls that a reader may be given; the `controls` attribute lists some of them. */
const CONTROLS = [
  'play',
  'step',
  'timeline',
  'speed',
  'rate',
  'point',
  'sample',
  'data',
  'settings',
  'race',
  'summary',
  'diagnosis',
  'penalty',
  'share',
  'sound',
] as const;
export type Control = (typeof CONTROLS)[number];

/** Drawers that may stand among the panes, always open. */
export const STANDING = ['data', 'summary', 'diagnosis', 'penalty'] as const;
/** A part of the page that has a place of its own: a pane, or a drawer that stands. */
export type Section = Pane | (typeof STANDING)[number];

/** Names that an author may list: sections, or all panes side by side. */
export type PaneName = Section | 'all';

/** Drawers that open above the panes. */
export type Drawer = 'data' | 'settings' | 'race' | 'summary' | 'diagnosis' | 'penalty' | 'share';

/** Rows that a run does not learn from: the share of them, the seed that draws it, and the epochs without a lower loss on them that it waits. */
export interface HoldOut {
  readonly validation?: number | undefined;
  readonly patience?: number | undefined;
  readonly seed?: number | undefined;
}

/** The words to an answer: what the reader said, whether so it went where that can be told, what happened and why. */
export interface Feedback {
  readonly said: string;
  readonly isRight: boolean | undefined;
  readonly facts: readonly RunFact[];
}

/** Choices of the reader about the view; none of them changes the run. */
export interface Choices {
  readonly pane: Pane;
  /** The drawer that is open above the panes. */
  readonly drawer: Drawer | undefined;
  /** The penalty whose path is shown. */
  readonly penalty: Penalty;
  readonly unit: Unit;
  readonly residuals: Residuals;
  /** True if intervals stand around the line of the fit. */
  readonly hasBands: boolean;
  /** True if two features are shown in space, undefined until it is chosen; `turn` says from where. */
  readonly isInSpace: boolean | undefined;
  /** True if a wide element shows all panes, of which it has one in front otherwise. */
  readonly areAllShown: boolean;
  readonly turn: Turn;
  /** True if a press on a point moves it. */
  readonly isEditing: boolean;
  /** True if the loss can be heard. */
  readonly isAudible: boolean;
  /** The parameters across and up on the contours, the bias counted after the weights. */
  readonly plane: readonly [number, number];
  readonly hoveredEpoch: number | undefined;
  /** Link that stays lit up in all panes. */
  readonly pinned: string | undefined;
  /** Line of the chain rule whose reason is open, by what is on its left. */
  readonly explained: string | undefined;
  /** The pane that is taken away as a picture. */
  readonly picture: Exclude<Pane, 'ledger'>;
  /** The text that was copied last, for as long as it is the run's. */
  readonly copied: Copied | undefined;
  /** Charts whose table is open. */
  readonly tables: readonly Pane[];
}

/** Before the reader has chosen. */
export const FIRST_CHOICES: Choices = {
  pane: 'fit',
  drawer: undefined,
  penalty: 'l2',
  unit: 'epoch',
  residuals: 'lines',
  hasBands: false,
  isInSpace: undefined,
  areAllShown: false,
  turn: { yaw: -35, pitch: 22 },
  isEditing: false,
  isAudible: false,
  plane: [0, 1],
  hoveredEpoch: undefined,
  pinned: undefined,
  explained: undefined,
  picture: 'loss',
  copied: undefined,
  tables: [],
};

/** Means of whoever draws by a part that is loaded when it is first shown. */
export interface Loading {
  readonly words: FirstWords;
  /** Loads a part, and draws anew when it has come or could not be had. */
  load(late: Late<unknown>): void;
  /** Takes up the looks of a part that has come. */
  adopt(looks: CSSResult): void;
}

/** All that a pane draws from; panes keep no state. */
export interface RunView extends Loading {
  readonly session: Session;
  readonly picture: Picture;
  readonly language: Language;
  readonly format: Format;
  readonly isPlaying: boolean;
  /** True if what is there to be read, not watched, is drawn anew. */
  readonly isDue: boolean;
  readonly speed: number;
  readonly choices: Choices;
  /** The sections that the author has chosen, in that order. */
  readonly sections: readonly Section[];
  /** Those of them that are panes. */
  readonly panes: readonly Pane[];
  /** True if the author has chosen none, so that one stands in front until the reader wants all. */
  readonly hasFront: boolean;
  /** True if one stands in front now. */
  readonly isFront: boolean;
  /** True if the author has a player, which other pages can frame. */
  readonly hasPlayer: boolean;
  allows(control: Control): boolean;
  /** Size of the chart in a pane or a drawer, in pixels. */
  sizeOf(plot: Pane | DiagnosisChart['kind'] | 'weights' | 'error'): Size;
  readonly act: Actions;
}

/** The same for parts that come later, with all words. */
export interface View extends RunView {
  readonly words: Words;
}

/** Acts of the reader. */
export interface Actions {
  togglePlay(): void;
  stepOnce(): void;
  back(): void;
  seek(epoch: number): void;
  reset(): void;
  place(state: Parameters): void;
  /** Looks at another sample, by its number for `trainer.sample`. */
  pick(sample: number): void;
  /** Keeps the pictures as they are while something in them is dragged. */
  hold(isHeld: boolean): void;
  chooseSpeed(perSecond: number): void;
  change(settings: Partial<FitOptions>): void;
  /** Holds other rows out, none where the share is undefined; the run is what it would have been so. */
  holdOut(held: HoldOut): void;
  /** Two to six futures from here, or none to end their race. */
  race(contenders: readonly Contender[]): void;
  /** Changes a point of the data; the run is what it would have been with it. */
  edit(change: (table: DataTable, trainer: Trainer) => DataTable): void;
  /** Turns the tone of the loss on or off. */
  toggleSound(): void;
  /** Takes the run away in one of its forms. */
  share(kind: Shared): void;
  choose(choices: Partial<Choices>): void;
}
