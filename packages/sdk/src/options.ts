import {
  type Check,
  checkedOptions,
  isNumber,
  isRecord,
  listed,
  nearest,
  oneWordOf,
  plainly,
  requireOption,
  texts,
  trueOrFalse,
  when,
  wholeNumber,
  wordOr,
} from './checks.ts';
import { GdError, quote } from './errors.ts';
import { expect, object, string } from './json.ts';
import { OPTIMIZERS, type Optimizer, TRAITS } from './optimizers.ts';
import type { Epoch, NumericColumn, Parameters, Source } from './types.ts';

/** Options of a run; each has a default that aims at ordinary least squares. */
export interface FitOptions {
  /** Name of the column to predict. Required for named columns, row objects and Arrow tables. */
  readonly target?: string;
  /**
   * Terms to predict from: columns, and what is made of them, such as `size^2`, `size*rooms`, `log(size)`, `poly(size, 3)`,
   * `species` (a category: a weight a level but the first), `category(zip)`, `day(sold)`, `size*species`, `bin(age, 0, 18, 65)`.
   * A column of exactly that name always wins. Defaults to every other column of numbers or truth, and categories of at
   * most 20 levels.
   */
  readonly features?: readonly string[];
  /**
   * Weight ≥ 0 of each row, as a column or the name of one: how precise its target is, as in R's `lm` and statsmodels'
   * WLS. Weights and bias are those of a row given twice for a weight of 2, and of none for 0; the standard errors
   * of `summary` are not, since two measurements are more than one of twice the precision.
   */
  readonly sampleWeight?: string | NumericColumn;
  /** True for a model with a bias. Without one nothing is centred, and the first category has a weight for every level. Defaults to true. */
  readonly intercept?: boolean;
  /** Rows an update averages over: a whole number ≥ 1, or 'full' for all of them. Defaults to 'full'. */
  readonly batchSize?: 'full' | number;
  /**
   * Way from gradients to updates. 'auto' is gd where it will meet the tolerance within the epochs, else momentum, else cg
   * (under l1 nesterov), and gd on batches and at a rate that is given; `training.optimizer` says which ran. cg takes full
   * batches, no l1 and no learning rate: it finds the best of every update. Defaults to 'auto' for `fit` and `train`, to
   * 'gd' elsewhere.
   */
  readonly optimizer?: Optimizer | 'auto';
  /**
   * Step size α > 0 of each update, a function of the epoch (from 0), or chosen from the data: 'auto' to arrive soon,
   * 'gentle' to be watched. At 'gentle' no direction passes the optimum, and the slowest keeps 1 % of its distance after
   * 40 epochs, or more where that cannot be: gd min(1/λmax, (1 − 0.01^(1/40))/λ⁺min), momentum and nesterov
   * min((1 − √β)²/λmax, (1 − β)(1 − 0.01^(1/40))/λ⁺min), batches the same with max‖z̃‖² for λmax and the exponent over the
   * updates of an epoch, adagrad, rmsprop and adam as 'auto'. Defaults to 'auto'.
   */
  readonly learningRate?: 'auto' | 'gentle' | number | ((epoch: number) => number);
  /** Share β in [0, 1) of the last step that momentum and nesterov keep, or 'auto'. Defaults to 'auto'. */
  readonly momentum?: 'auto' | number;
  /** Passes over the data at most, a whole number ≥ 0. Defaults to 10,000. */
  readonly epochs?: number;
  /**
   * Converged when ‖∇L‖ ≤ tolerance·σ_y·√trace(H) and the loss is within tolerance·½σ_y² of its minimum, in [0, 1); 0 never
   * stops early. Defaults to 1e-10.
   */
  readonly tolerance?: number;
  /** Factor ≥ 0 of ½‖w‖² in the loss; the bias is never penalised. Defaults to 0. */
  readonly l2?: number;
  /** Factor ≥ 0 of ‖w‖₁ in the loss, by proximal steps. Defaults to 0. */
  readonly l1?: number;
  /** 'standard' runs on (x − μ)/σ, 'none' on x itself; weights come back in data units either way. Defaults to 'standard'. */
  readonly scale?: 'standard' | 'none';
  /** Treatment of a missing value in a used column: 'error', or 'drop' its row and count it. Defaults to 'error'. */
  readonly missing?: 'error' | 'drop';
  /** True to draw batches in a new order each epoch, and the folds of a cross-validation by `seed`. Defaults to true. */
  readonly shuffle?: boolean;
  /** Seed of the shuffle, a whole number in [0, 2³²). Defaults to 1. */
  readonly seed?: number;
  /** Start of the descent, in data units. Defaults to zeros. */
  readonly initial?: Parameters;
  /** 'moments' sums the rows up once, 'rows' walks them every epoch. Defaults to 'auto': whichever is right and cheaper. */
  readonly path?: 'auto' | 'moments' | 'rows';
  /** Early stopping: the share in (0, 1) of the rows to hold out, drawn by `seed`, or a source with the same columns. */
  readonly validation?: number | Source;
  /** Epochs without a lower validation loss after which a run stops, ≥ 1. Defaults to 10. */
  readonly patience?: number;
  /** Epochs between two reports, ≥ 1. Defaults to 1. */
  readonly every?: number;
  /** Called with each report. */
  readonly onEpoch?: (epoch: Epoch) => void;
  /** Aborts the run: `fit` and `train` then reject with its reason. */
  readonly signal?: AbortSignal;
}

/** Options without a default: undefined where they are not given. */
type Undecided = 'target' | 'features' | 'sampleWeight' | 'initial' | 'validation' | 'onEpoch' | 'signal';

/** FitOptions with every default filled in: what the rest of the sdk reads. */
export interface Settings
  extends Required<Omit<FitOptions, Undecided>>,
    OrUndefined<Pick<FitOptions, Undecided>> {}

/** Settings of a run, whose optimizer is decided. */
export interface DecidedSettings extends Settings {
  readonly optimizer: Optimizer;
}

type OrUndefined<T> = { readonly [K in keyof T]-?: T[K] | undefined };

/** An option, for those who check, save, print or ask for it. */
export interface Option {
  /** Its value where none is given; undefined for none. */
  readonly default: unknown;
  /** Returns what it expected, where a value is something else. */
  readonly check: Check;
  /** Its kind, for whoever reads it from text or shows a control for it. */
  readonly kind: 'choice' | 'number' | 'switch' | 'column' | 'columns' | 'parameters' | 'code';
  /** Words that it takes: all that a choice knows, or those that a number takes too. */
  readonly words?: readonly string[];
}

const switched = (value: boolean): Option => ({ default: value, check: trueOrFalse, kind: 'switch' });
const choice = (words: readonly string[]): Option => ({
  default: words[0],
  check: oneWordOf(words),
  kind: 'choice',
  words,
});
const numeric = (value: number, check: Check): Option => ({ default: value, check, kind: 'number' });
/** Words, the first the default, or a number. */
const wordOrNumber = (words: readonly string[], check: Check): Option => ({
  default: words[0],
  check: wordOr(words, check),
  kind: 'number',
  words,
});
const undecided = (kind: Option['kind'], check: Check): Option => ({ default: undefined, check, kind });

const share: Check = (value) => when(isNumber(value) && value >= 0 && value < 1, 'a number in [0, 1)');
const penalty: Check = (value) =>
  when(isNumber(value) && value >= 0 && value < Infinity, 'a finite number ≥ 0');
const rate: Check = (value) =>
  when(
    typeof value === 'function' || (isNumber(value) && value > 0 && value < Infinity),
    'a finite number > 0 or a function of the epoch',
  );

/** One by one and no further than the first that is none: a length is only a claim. */
function holdsNumbers(values: ArrayLike<unknown>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return Number.isInteger(values.length);
}

/** One row an option: what checks, completion, menus and saved state are made of; `view` tells which are flags and attributes. */
export const OPTIONS: Readonly<Record<keyof FitOptions, Option>> = {
  target: undecided('column', (value) => when(typeof value === 'string', 'a column name')),
  features: undecided('columns', texts('column names')),
  sampleWeight: undecided('column', (value) =>
    when(
      typeof value === 'string' || Array.isArray(value) || ArrayBuffer.isView(value),
      'a column or its name',
    ),
  ),
  optimizer: choice([...OPTIMIZERS, 'auto']),
  learningRate: wordOrNumber(['auto', 'gentle'], rate),
  momentum: wordOrNumber(['auto'], share),
  batchSize: wordOrNumber(['full'], wholeNumber(1)),
  epochs: numeric(10_000, wholeNumber(0)),
  tolerance: numeric(1e-10, share),
  l2: numeric(0, penalty),
  l1: numeric(0, penalty),
  scale: choice(['standard', 'none']),
  intercept: switched(true),
  missing: choice(['error', 'drop']),
  shuffle: switched(true),
  seed: numeric(1, wholeNumber(0, 2 ** 32 - 1)),
  path: choice(['auto', 'moments', 'rows']),
  initial: undecided('parameters', (value) =>
    when(
      isRecord(value) &&
        isRecord(value.weights) &&
        holdsNumbers(value.weights as unknown as ArrayLike<unknown>) &&
        Number.isFinite(value.bias),
      '{ weights, bias } with finite numbers',
    ),
  ),
  validation: undecided('number', (value) =>
    when(
      isNumber(value) ? value > 0 && value < 1 : isRecord(value),
      'a share in (0, 1) of the rows, or rows',
    ),
  ),
  patience: numeric(10, wholeNumber(1)),
  every: numeric(1, wholeNumber(1)),
  onEpoch: undecided('code', (value) => when(typeof value === 'function', 'a function')),
  signal: undecided('code', (value) =>
    when(isRecord(value) && typeof value.aborted === 'boolean', 'an AbortSignal'),
  ),
};

const column = <Key extends keyof Option>(key: Key): Readonly<Record<string, Option[Key]>> =>
  Object.fromEntries(Object.entries(OPTIONS).map(([name, option]) => [name, option[key]]));

const DEFAULTS = column('default');
const CHECKS = column('check') as Readonly<Record<string, Check>>;

/** Names of our options in other libraries, in lower case without separators. */
const OPTIONS_ELSEWHERE: Readonly<Record<string, keyof FitOptions>> = {
  eta: 'learningRate',
  eta0: 'learningRate',
  lr: 'learningRate',
  rate: 'learningRate',
  stepsizeinit: 'learningRate',
  learningrateinit: 'learningRate',
  nepochs: 'epochs',
  stepsize: 'learningRate',
  maxiter: 'epochs',
  maxiterations: 'epochs',
  iterations: 'epochs',
  steps: 'epochs',
  niter: 'epochs',
  tol: 'tolerance',
  epsilon: 'tolerance',
  errorthresh: 'tolerance',
  randomstate: 'seed',
  randomseed: 'seed',
  lambda: 'l2',
  regularization: 'l2',
  penalty: 'l2',
  beta: 'momentum',
  fitintercept: 'intercept',
  bias: 'intercept',
  normalize: 'scale',
  standardize: 'scale',
  coefinit: 'initial',
  warmstart: 'initial',
  y: 'target',
  label: 'target',
  x: 'features',
  inputs: 'features',
  weight: 'sampleWeight',
  weights: 'sampleWeight',
  sampleweights: 'sampleWeight',
  batch: 'batchSize',
  callback: 'onEpoch',
  solver: 'optimizer',
};

/** Values of our options in other libraries and textbooks, in lower case without separators, and what they are here. */
const VALUES_ELSEWHERE: Partial<Record<keyof FitOptions, Readonly<Record<string, string>>>> = {
  optimizer: {
    sgd: "pass `optimizer: 'gd'` and `batchSize: 1`",
    gradientdescent: "pass `optimizer: 'gd'`",
    nag: "pass `optimizer: 'nesterov'`",
    heavyball: "pass `optimizer: 'momentum'`",
    conjugategradient: "pass `optimizer: 'cg'`",
    conjugategradients: "pass `optimizer: 'cg'`",
  },
  scale: { zscore: "pass `scale: 'standard'`", raw: "pass `scale: 'none'`" },
};

/** Checks the options once, for the whole sdk, and fills in the defaults. Throws `OPTION`. */
export function readOptions(options?: FitOptions): Settings {
  refuseWords(options);
  return settingsOf(options, cureOf);
}

/** The same for `fit` and `train`, which choose the optimizer where none is given. */
export function runOptions(options?: FitOptions): Settings {
  return deciding(readOptions(options), options);
}

export const deciding = (settings: Settings, options?: FitOptions): Settings => ({
  ...settings,
  optimizer: options?.optimizer ?? 'auto',
});

/** Refuses a word that an option does not know, with the one that was meant; all else is checked with the rest. */
function refuseWords(options: object = {}): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== 'string' || !Object.hasOwn(OPTIONS, name)) continue;
    const { words, check } = OPTIONS[name as keyof FitOptions];
    if (words && !words.includes(value)) requireOption(name, value, check, valueMeant(name, value, words));
  }
}

/** `readOptions` by our own names alone, for callers who count bytes. */
export function settingsOf(options: FitOptions = {}, cure?: (name: string) => string): Settings {
  const settings = {
    ...DEFAULTS,
    ...checkedOptions(options, CHECKS, cure),
  } as unknown as Settings;
  const { l1, batchSize, optimizer } = settings;
  const isProximal = optimizer === 'auto' || TRAITS[optimizer].proximal;
  if (l1 > 0 && !(batchSize === 'full' && isProximal)) {
    const proximal = OPTIMIZERS.filter((name) => TRAITS[name].proximal).join(' or ');
    throw new GdError(
      'OPTION',
      `"l1" needs full batches and the optimizer ${proximal}`,
      "pass `batchSize: 'full'`, or use `l2`",
      { option: 'l1' },
    );
  }
  return settings;
}

/** Options that JSON may bring along: those that are data, known by name, and as their checks want them. Throws `MODEL`. */
export function optionsFromJson(json: unknown, key: string): FitOptions {
  const { onEpoch, signal, ...checks } = CHECKS;
  const options = object(json, key);
  for (const [name, value] of Object.entries(options)) {
    expect(Object.hasOwn(checks, name), key, 'options by their names', name);
    const expected = checks[name]!(value);
    expect(expected === undefined, `${key}.${name}`, expected ?? '', value);
  }
  if (options.sampleWeight !== undefined) string(options.sampleWeight, `${key}.sampleWeight`);
  return { ...options };
}

/** The option that is meant by a name from elsewhere. */
export function optionMeant(name: string): keyof FitOptions | undefined {
  const plain = plainly(name);
  return Object.hasOwn(OPTIONS_ELSEWHERE, plain) ? OPTIONS_ELSEWHERE[plain] : undefined;
}

/** The name to use here for one that is none of ours. */
function cureOf(name: string): string {
  const plain = plainly(name);
  if (plain === 'alpha') return 'the step size is `learningRate`, the penalty `l2`';
  if (plain === 'degree') return 'name the powers in `features`, as x^2';
  const meant = optionMeant(name);
  const option = meant ?? nearest(name, Object.keys(OPTIONS));
  return option ? `use \`${option}\`` : listed(Object.keys(OPTIONS));
}

/** The value that is meant by a word that is none of ours. */
function valueMeant(option: string, value: string, words: readonly string[]): string {
  const elsewhere = VALUES_ELSEWHERE[option as keyof FitOptions] ?? {};
  const plain = plainly(value);
  if (Object.hasOwn(elsewhere, plain)) return elsewhere[plain]!;
  const near = nearest(value, words);
  return near ? `did you mean ${quote(near)}?` : '';
}
