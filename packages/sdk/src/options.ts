import { describe, GdError, quote } from './errors.ts';
import { type FitOptions, OPTIMIZERS } from './types.ts';

/** Options without a default: undefined where they are not given. */
type Undecided = 'target' | 'features' | 'sampleWeight' | 'initial' | 'validation' | 'onEpoch' | 'signal';

/** FitOptions with every default filled in: what the rest of the sdk reads. */
export interface Settings
  extends Required<Omit<FitOptions, Undecided>>,
    OrUndefined<Pick<FitOptions, Undecided>> {}

type OrUndefined<T> = { readonly [K in keyof T]-?: T[K] | undefined };

const DEFAULTS: Settings = {
  target: undefined,
  features: undefined,
  sampleWeight: undefined,
  intercept: true,
  batchSize: 'full',
  optimizer: 'gd',
  learningRate: 'auto',
  momentum: 'auto',
  epochs: 10_000,
  tolerance: 1e-10,
  l2: 0,
  l1: 0,
  scale: 'standard',
  missing: 'error',
  shuffle: true,
  seed: 1,
  initial: undefined,
  path: 'auto',
  validation: undefined,
  patience: 10,
  every: 1,
  onEpoch: undefined,
  signal: undefined,
};

/** A check returns what it expected when the value is something else. */
type Check = (value: unknown) => string | undefined;

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const when = (wanted: boolean, expected: string): string | undefined => (wanted ? undefined : expected);
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    when(values.includes(value as string), values.map((name) => `'${name}'`).join(' or '));
const boolean: Check = (value) => when(typeof value === 'boolean', 'true or false');
const text: Check = (value) => when(typeof value === 'string', 'a column name');
const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    when(
      Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
      most === Number.MAX_SAFE_INTEGER
        ? `a whole number ≥ ${least}`
        : `a whole number from ${least} to ${most}`,
    );
const penalty: Check = (value) =>
  when(isNumber(value) && value >= 0 && value < Infinity, 'a finite number ≥ 0');
const or =
  (word: string, check: Check): Check =>
  (value) => {
    const expected = value === word ? undefined : check(value);
    return expected && `'${word}' or ${expected}`;
  };

/** One by one and no further than the first that is none: a length is only a claim. */
function holdsNumbers(values: ArrayLike<unknown>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return Number.isInteger(values.length);
}

const CHECKS: Readonly<Record<keyof Settings, Check>> = {
  target: text,
  features: (value) =>
    when(
      Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string'),
      'column names',
    ),
  sampleWeight: (value) =>
    when(
      typeof value === 'string' || Array.isArray(value) || ArrayBuffer.isView(value),
      'a column or its name',
    ),
  intercept: boolean,
  batchSize: or('full', wholeNumber(1)),
  optimizer: oneOf(...OPTIMIZERS),
  learningRate: or('auto', (value) =>
    when(
      typeof value === 'function' || (isNumber(value) && value > 0 && value < Infinity),
      'a finite number > 0 or a function of the epoch',
    ),
  ),
  momentum: or('auto', (value) => when(isNumber(value) && value >= 0 && value < 1, 'a number in [0, 1)')),
  epochs: wholeNumber(0),
  tolerance: (value) => when(isNumber(value) && value >= 0 && value < 1, 'a number in [0, 1)'),
  l2: penalty,
  l1: penalty,
  scale: oneOf('standard', 'none'),
  missing: oneOf('error', 'drop'),
  shuffle: boolean,
  seed: wholeNumber(0, 2 ** 32 - 1),
  initial: (value) =>
    when(
      isRecord(value) &&
        isRecord(value.weights) &&
        holdsNumbers(value.weights as unknown as ArrayLike<unknown>) &&
        Number.isFinite(value.bias),
      '{ weights, bias } with finite numbers',
    ),
  path: oneOf('auto', 'moments', 'rows'),
  validation: (value) =>
    when(
      isNumber(value) ? value > 0 && value < 1 : isRecord(value),
      'a share in (0, 1) of the rows, or rows',
    ),
  patience: wholeNumber(1),
  every: wholeNumber(1),
  onEpoch: (value) => when(typeof value === 'function', 'a function'),
  signal: (value) => when(isRecord(value) && typeof value.aborted === 'boolean', 'an AbortSignal'),
};

/** What other libraries call our options, in lower case without separators. */
const FOREIGN: Readonly<Record<string, keyof FitOptions>> = {
  eta: 'learningRate',
  eta0: 'learningRate',
  lr: 'learningRate',
  stepsize: 'learningRate',
  maxiter: 'epochs',
  maxiterations: 'epochs',
  iterations: 'epochs',
  niter: 'epochs',
  tol: 'tolerance',
  epsilon: 'tolerance',
  errorthresh: 'tolerance',
  randomstate: 'seed',
  randomseed: 'seed',
  lambda: 'l2',
  regularization: 'l2',
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
  weights: 'sampleWeight',
  callback: 'onEpoch',
  solver: 'optimizer',
};

/** Checks the options once, for the whole sdk, and fills in the defaults. Throws `OPTION`. */
export function readOptions(options: FitOptions = {}): Settings {
  if (!isRecord(options)) {
    throw new GdError('OPTION', `options expected an object, got ${describe(options)}`);
  }
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(CHECKS, name)) throw unknownOption(name);
    if (value === undefined) continue;
    const expected = CHECKS[name as keyof Settings](value);
    if (expected) {
      throw new GdError('OPTION', `"${name}" expected ${expected}, got ${describe(value)}`, '', {
        option: name,
      });
    }
    settings[name] = value;
  }
  const checked = settings as unknown as Settings;
  if (checked.l1 > 0 && (checked.batchSize !== 'full' || !['gd', 'nesterov'].includes(checked.optimizer))) {
    throw new GdError(
      'OPTION',
      '"l1" needs full batches and the optimizer gd or nesterov',
      "leave batchSize at 'full', or use l2",
      { option: 'l1' },
    );
  }
  return checked;
}

function unknownOption(name: string): GdError {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const hint =
    plain === 'alpha'
      ? 'the step size is "learningRate", the penalty "l2"'
      : `use "${(Object.hasOwn(FOREIGN, plain) && FOREIGN[plain]) || nearest(name, Object.keys(CHECKS))}"`;
  return new GdError('OPTION', `unknown option ${quote(name)}`, hint, { option: name });
}

/** The candidate with the smallest edit distance to `word`, case aside. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map((candidate) => editDistance(word.toLowerCase(), candidate.toLowerCase()));
  return candidates[distances.indexOf(Math.min(...distances))];
}

/** Levenshtein distance: insertions, deletions and substitutions of characters. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
