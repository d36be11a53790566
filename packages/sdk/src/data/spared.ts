// What the lean entry goes without: Arrow's less plain types, options by their names elsewhere, and words for what looks
// like data and is none.
import { GdError } from '../errors.ts';
import { type FitOptions, FOREIGN_CURES } from '../options.ts';
import { arrowCells } from './arrow-cells.ts';
import { READERS } from './table.ts';

READERS.arrowCells = arrowCells;
READERS.refusal = refusalOf;

/** Names of our options in other libraries, in lower case without separators. */
const OPTIONS_ELSEWHERE: Readonly<Record<string, keyof FitOptions>> = {
  eta: 'learningRate',
  eta0: 'learningRate',
  lr: 'learningRate',
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
  weights: 'sampleWeight',
  callback: 'onEpoch',
  solver: 'optimizer',
};
for (const [name, option] of Object.entries(OPTIONS_ELSEWHERE)) FOREIGN_CURES[name] = `use "${option}"`;
FOREIGN_CURES.alpha = 'the step size is "learningRate", the penalty "l2"';

/** The error for a source that is no table but something a table can be had from; undefined for others. */
function refusalOf(source: unknown): GdError | undefined {
  const found = MISTAKEN.find(([looksLikeIt]) => looksLikeIt(Object(source)));
  if (!found) return undefined;
  const [, what, cure] = found;
  return new GdError('DATA', `the data expected columns, rows or { x, y }, got ${what}`, cure);
}

type Given = Readonly<Record<PropertyKey, unknown>>;

const isFunction = (value: unknown): boolean => typeof value === 'function';

const MISTAKEN: readonly (readonly [(given: Given) => boolean, what: string, cure: string])[] = [
  [(given) => isFunction(given.then), 'a promise', 'await it first: fit(await rows, options)'],
  [(given) => given instanceof Map, 'a Map', 'turn it into columns by name: Object.fromEntries(map)'],
  [
    (given) => Object(given.columns) === given.columns && Array.isArray(given.names) && 'skipped' in given,
    'what parseCsv returns',
    'pass its columns: fit(csv.columns, options)',
  ],
  [
    (given) => given.comoment instanceof Float64Array,
    'moments without their methods, as a worker receives them',
    'send moments.toJSON(), and read it there with Moments.fromJSON',
  ],
  [
    (given) => given.format === 'gd-trainer/moments',
    'moments as JSON',
    'read them first: fit(Moments.fromJSON(json), options)',
  ],
  [
    (given) => given.constructor?.name === 'ColumnTable' || isFunction(given.toArrow),
    "arquero's own table",
    'pass it as Arrow: fit(table.toArrow(), options)',
  ],
  [
    (given) => isFunction(given) || Symbol.asyncIterator in given || isFunction(given.next),
    'a stream',
    'only fit, solve and moments read streams: collect the rows, or go chunk by chunk',
  ],
];
