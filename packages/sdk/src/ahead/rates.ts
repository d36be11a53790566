import { describe, GdError } from '../errors.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { floor24 } from '../math/rounding.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Settings } from '../options.ts';

/** The options that rates depend on. */
export interface RateOptions {
  readonly optimizer: Optimizer | 'auto';
  readonly momentum: 'auto' | number;
  readonly tolerance: number;
  readonly epochs: number;
  readonly batchSize: 'full' | number;
}

/** Rates that the curvature allows an optimizer: null where no bound is known. */
export interface Rates {
  /** Largest rate that still converges, exclusive. */
  readonly limit: number | null;
  /** Fastest constant rate. */
  readonly best: number | null;
  /** The rate of 'auto'. */
  readonly auto: number;
  /** The rate of 'gentle'. */
  readonly gentle: number;
  /** Share of the last step that is kept; 0 without momentum. */
  readonly momentum: number;
}

/** The learning rate of an epoch. Throws `OPTION` if a schedule gives none. */
export function rateAt(
  epoch: number,
  rates: Rates,
  { learningRate }: Pick<Settings, 'learningRate'>,
): number {
  if (typeof learningRate === 'number') return learningRate;
  if (typeof learningRate === 'string') return rates[learningRate];
  const rate = learningRate(epoch);
  if (rate > 0 && rate < Infinity) return rate;
  throw new GdError(
    'OPTION',
    `"learningRate" expected a finite number > 0 at epoch ${epoch}, got ${describe(rate)}`,
    '`return` a step size for every epoch',
    { option: 'learningRate' },
  );
}

const GUESSED_CONDITION = 1e4;

/** λmax; without curvature nothing moves and any rate will do. */
export const steepestOf = ({ largestEigenvalue }: Quadratic): number => largestEigenvalue || 1;

/** λ⁺min; where the curvature is too large to be decomposed, the flattest direction is taken to be a guess flatter. */
export const flattestOf = (problem: Quadratic): number =>
  problem.smallestEigenvalue === null
    ? steepestOf(problem) / GUESSED_CONDITION
    : problem.smallestEigenvalue || 1;

/** Learning rates of gd on full batches: 2/λmax is the limit, 2/(λ⁺min + λmax) the best. */
export function plainRates(problem: Quadratic, { tolerance, epochs }: RateOptions): Rates {
  const [smallest, largest] = [flattestOf(problem), steepestOf(problem)];
  const best = 2 / (smallest + largest);
  // the best rate leaves the stiffest direction as slow as the flattest; this one damps it within the epochs
  const damping = (1 + tolerance ** (1 / epochs)) / largest;
  return {
    limit: 2 / largest,
    best,
    auto: floor24(Math.min(best, damping)),
    gentle: gentleRate(smallest, largest, 0),
    momentum: 0,
  };
}

/** Epochs in which a gentle run is watched. */
const WATCHED = 40;
/** Share of its distance that the flattest direction keeps then. */
const KEPT = 0.01;

/**
 * The largest rate at which no direction passes the optimum and the flattest keeps 1 % of its distance after 40 epochs, or
 * more where the steepest does not allow that. From rest the roots of a direction are real and positive up to
 * αλ = (1 − √β)², also under nesterov; the slow one is 1 − αλ/(1 − β), or 1 − αλ without momentum.
 *
 * @param updates - in an epoch
 */
export function gentleRate(smallest: number, largest: number, momentum: number, updates: number = 1): number {
  const calm = (1 - Math.sqrt(momentum)) ** 2 / largest;
  const watchable = ((1 - momentum) * (1 - KEPT ** (1 / (WATCHED * updates)))) / smallest;
  return floor24(Math.min(calm, watchable));
}
