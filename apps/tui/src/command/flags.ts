import { type FitOptions, OPTIMIZERS } from '@gd-trainer/sdk';
import type { CsvOptions } from '@gd-trainer/sdk/csv';
import type { Dialect, SourceLanguage } from '@gd-trainer/sdk/export';
import type { RunFormat } from '@gd-trainer/sdk/view';
import { flagOf, OPTIONS } from '@gd-trainer/sdk/view';
import { type Command, Option } from 'commander';
import type { ServedDialect } from '../input/sql-client.ts';
import { parseParameters, toValue } from '../input/values.ts';

/** The flags of how a file is read. */
export interface ReadingFlags {
  readonly encoding?: string;
  readonly separator?: string;
  readonly header?: string;
  readonly decimal?: string;
  readonly missingWords?: string;
  readonly ragged?: string;
}

/** The flags of `train` as commander hands them over: text, or true for a switch. */
export interface TrainingFlags extends ReadingFlags {
  readonly target?: string;
  readonly features?: string;
  readonly where?: string;
  readonly state?: string;
  readonly optimizer?: string;
  readonly learningRate?: string;
  readonly batchSize?: string;
  readonly epochs?: string;
  readonly tolerance?: string;
  readonly momentum?: string;
  readonly l2?: string;
  readonly l1?: string;
  readonly scale?: string;
  readonly missing?: string;
  readonly intercept?: string | false;
  readonly seed?: string;
  readonly shuffle?: string;
  readonly path?: string;
  readonly sampleWeight?: string;
  readonly validation?: string;
  readonly patience?: string;
  readonly initial?: string;
  readonly every?: string;
  readonly json?: true;
  readonly jsonl?: true;
  readonly interactive: boolean;
  readonly screenReader?: true;
  readonly save?: string;
  readonly lang?: string;
  readonly charset?: string;
  readonly color?: string;
  readonly theme?: string;
  readonly mouse?: string;
  readonly quiet?: true;
  readonly timeout?: string;
  /** Columns of the groups, of which each gets a model. */
  readonly by?: string;
  readonly csv?: true;
  /** The question that is asked; the descent unless said. */
  readonly task?: FitTask;
  /** Level of the intervals of a summary. */
  readonly level?: string;
  /** Kind of its standard errors. */
  readonly errors?: string;
}

/** Ways to the weights, and what is told of them: descent, least squares at once, and that with how sure it is. */
export type FitTask = 'train' | 'solve' | 'summary';

/** The flags of `sql`. */
export interface SqlFlags extends TrainingFlags {
  readonly dialect: ServedDialect;
  readonly url?: string;
  readonly table: string;
  readonly target: string;
  readonly features: string;
  readonly where?: string;
}

/** The flags of `predict`. */
export interface PredictFlags extends ReadingFlags {
  readonly interval?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly lang?: string;
}

/** The flags of `explain`. */
export interface ExplainFlags extends ReadingFlags {
  readonly row: string;
  readonly lang?: string;
}

/** The flags of `export`. */
export interface ExportFlags {
  readonly to: 'sql' | 'onnx' | SourceLanguage | RunFormat;
  readonly dialect: Dialect;
  /** End of the interval that SQL has in place of the prediction. */
  readonly bound?: 'low' | 'high';
  /** Its level. */
  readonly interval?: string;
  /** Language of a worksheet. */
  readonly lang?: string;
  /** File to write instead of stdout. */
  readonly output?: string;
}

/** A flag by its value and its purpose. */
interface Flag {
  readonly takes: string;
  readonly help: string;
  /** The command's own default, where it is not the sdk's. */
  readonly default?: string;
}

const MODEL_FLAGS = {
  missing: { takes: '<what>', help: 'a row with a missing value: drop or error', default: 'drop' },
  scale: { takes: '<kind>', help: 'standard runs on (x − μ)/σ, none on x' },
  intercept: {
    takes: '<yes|no>',
    help: 'whether the model has a bias; --no-intercept is no',
    default: 'yes',
  },
  l2: { takes: '<factor>', help: 'penalty ½·l2·‖w‖²' },
  l1: { takes: '<factor>', help: 'penalty l1·‖w‖₁' },
  sampleWeight: { takes: '<column>', help: 'column with a weight ≥ 0 for each row', default: 'none' },
} as const satisfies Partial<Record<keyof FitOptions, Flag>>;

const DESCENT_FLAGS = {
  learningRate: {
    takes: '<rate>',
    help: 'step size α: auto, gentle or a number > 0',
    default: 'auto, on a screen gentle',
  },
  optimizer: { takes: '<name>', help: listed([...OPTIMIZERS, 'auto']), default: 'auto, on a screen gd' },
  momentum: { takes: '<share>', help: 'share β of the last step that is kept: auto or in [0, 1)' },
  batchSize: { takes: '<rows>', help: 'rows an update averages over: full or a number' },
  epochs: { takes: '<n>', help: 'passes over the data at most' },
  tolerance: { takes: '<t>', help: 'converged when the gradient is this small, relatively' },
  initial: { takes: '<w1,w2;b>', help: 'start values in data units', default: 'zeros' },
  shuffle: {
    takes: '<yes|no>',
    help: 'whether batches come in a new order each epoch',
    default: 'yes',
  },
  path: { takes: '<way>', help: 'moments sums the rows up once, rows walks them every epoch; or auto' },
  seed: { takes: '<n>', help: 'seed of the order of samples, and of the rows held out' },
  validation: {
    takes: '<share>',
    help: 'share of the rows held out: a run stops where the loss on them has stopped falling',
    default: 'none',
  },
  patience: { takes: '<n>', help: 'epochs without a lower loss on them after which it stops' },
} as const satisfies Partial<Record<keyof FitOptions, Flag>>;

const READING_FLAGS = {
  encoding: { takes: '<name>', help: 'of a text file, such as gb18030 or windows-1252', default: 'found' },
  separator: { takes: '<mark>', help: 'between fields: one character, tab or blank', default: 'found' },
  header: { takes: '<yes|no>', help: 'whether the first line holds names', default: 'found' },
  decimal: { takes: '<mark>', help: 'before the decimals: . or ,', default: 'found by column' },
  missingWords: {
    takes: '<a,b>',
    help: 'more words that mean "no value"; only:a,b for these alone',
    default: 'NA, null, ?, - …',
  },
  ragged: { takes: '<what>', help: 'a row with another number of fields: error or skip', default: 'error' },
} as const satisfies Readonly<Record<keyof ReadingFlags, Flag>>;

/** Adds the flags of how a file is read. */
export const addReadingFlags = (command: Command): Command =>
  addFlags(command.optionsGroup('File'), READING_FLAGS);

/** The options of reading for the flags that were given; what is wrong is left for the sdk to refuse. */
export function readingOf(flags: ReadingFlags): CsvOptions {
  const given = Object.keys(READING_FLAGS).flatMap((name) => {
    const text = flags[name as keyof ReadingFlags];
    if (text === undefined) return [];
    return [[name, name === 'header' ? yesOrNo(text) : text]];
  });
  return Object.fromEntries(given) as CsvOptions;
}

/** Flags of the run itself: those that a file of settings may set, but for those that are about some rows. */
export const RUN_FLAGS = { ...MODEL_FLAGS, ...DESCENT_FLAGS };

/** Flags of the screen that take one word of a few. */
export const SCREEN_CHOICES = {
  charset: {
    takes: '<set>',
    help: 'what is drawn with; in ascii ∂ is d and ŷ is y^, for terminals that draw such signs two columns wide',
    words: ['braille', 'block', 'ascii'],
    default: 'by the terminal',
  },
  color: { takes: '<when>', help: 'colour', words: ['auto', 'always', 'never'], default: 'auto' },
  theme: {
    takes: '<theme>',
    help: 'for a dark or a light terminal',
    words: ['dark', 'light'],
    default: 'by the terminal',
  },
  mouse: {
    takes: '<when>',
    help: 'clicks, drags and the wheel: auto takes them',
    words: ['auto', 'never'],
    default: 'auto',
  },
} as const;

/** Adds the flags of what is minimised. */
export const addModelFlags = (command: Command): Command =>
  addFlags(command, MODEL_FLAGS).addOption(new Option('--no-intercept', 'a model without a bias').hideHelp());

/** Adds the flags of how it is descended. */
export const addDescentFlags = (command: Command): Command =>
  addFlags(command.optionsGroup('Descent'), DESCENT_FLAGS);

function addFlags(command: Command, flags: Readonly<Record<string, Flag>>): Command {
  for (const [name, { takes, help, ...own }] of Object.entries(flags)) {
    const fallback = own.default ?? OPTIONS[name as keyof FitOptions].default;
    command.option(`${flagOf(name)} ${takes}`, `${help} (default: ${fallback})`);
  }
  return command;
}

/** The sdk's options for the flags that were given. What isn't a number stays text, for the sdk to refuse. */
export function fitOptionsOf(flags: TrainingFlags): FitOptions {
  const given = Object.keys(RUN_FLAGS).flatMap((name): [string, unknown][] => {
    const text = flags[name as keyof typeof RUN_FLAGS];
    return text === undefined ? [] : [[name, optionOf(name, text)]];
  });
  return Object.fromEntries(given) as FitOptions;
}

function optionOf(name: string, text: string | false): unknown {
  if (text === false || OPTIONS[name as keyof FitOptions].kind === 'switch') return yesOrNo(text);
  if (name === 'sampleWeight') return text;
  return name === 'initial' ? parseParameters(text) : toValue(text);
}

/** The truth of yes and no, and of a flag that says `no-`; what is neither is left for the sdk to refuse. */
const yesOrNo = (text: string | false): boolean | string =>
  text === false ? false : ({ yes: true, true: true, no: false, false: false }[text] ?? text);

/** `a, b or c` */
function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
