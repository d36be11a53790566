import { describe, GdError } from '../errors.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { round24 } from '../math/rounding.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import type { FitOptions } from '../options.ts';

/** The options that rates depend on. */
export interface RateOptions {
  readonly optimizer: Optimizer;
  readonly momentum: 'auto' | number;
  readonly tolerance: number;
  readonly epochs: number;
}

/** Rates that the curvature allows an optimizer: null where no bound is known. */
export interface Rates {
  /** Largest rate that still converges, exclusive. */
  readonly limit: number | null;
  /** Fastest constant rate. */
  readonly best: number | null;
  /** The rate of 'auto'. */
  readonly auto: number;
  /** Share of the last step that is kept; 0 without momentum. */
  readonly momentum: number;
}

/** The learning rate of an epoch. Throws `OPTION` if a schedule gives none. */
export function rateAt(
  epoch: number,
  rates: Rates,
  { learningRate }: Pick<FitOptions, 'learningRate'>,
): number {
  if (typeof learningRate === 'number') return learningRate;
  if (typeof learningRate !== 'function') return rates.auto;
  const rate = learningRate(epoch);
  if (rate > 0 && rate < Infinity) return rate;
  throw new GdError(
    'OPTION',
    `"learningRate" expected a finite number > 0 at epoch ${epoch}, got ${describe(rate)}`,
    'return a step size for every epoch from 0 on',
    { option: 'learningRate' },
  );
}

const GUESSED_CONDITION = 1e4;

/**
 * Learning rates of a full-batch run. gd: 2/λmax and 2/(λ⁺min + λmax); momentum: Polyak 1964; nesterov: Nesterov 2004,
 * §2.2.1; adagrad, rmsprop and adam adapt, start from the deviation of the target and have no limit.
 */
export function ratesOf(problem: Quadratic, options: RateOptions): Rates {
  // without curvature nothing moves and any rate will do
  const largest = problem.largestEigenvalue || 1;
  // where the curvature is too large to be decomposed, the flattest direction is taken to be a guess flatter
  const smallest =
    problem.smallestEigenvalue === null ? largest / GUESSED_CONDITION : problem.smallestEigenvalue || 1;
  const rootCondition = Math.sqrt(largest / smallest);
  const ratio = (rootCondition - 1) / (rootCondition + 1);
  const given = options.momentum === 'auto' ? undefined : options.momentum;
  switch (options.optimizer) {
    case 'gd': {
      const best = 2 / (smallest + largest);
      // the best rate leaves the stiffest direction as slow as the flattest; this one damps it within the epochs
      const damping = (1 + options.tolerance ** (1 / options.epochs)) / largest;
      return { limit: 2 / largest, best, auto: round24(Math.min(best, damping)), momentum: 0 };
    }
    case 'momentum': {
      const momentum = given ?? round24(ratio * ratio);
      const best = 4 / (Math.sqrt(largest) + Math.sqrt(smallest)) ** 2;
      return { limit: (2 * (1 + momentum)) / largest, best, auto: round24(best), momentum };
    }
    case 'nesterov': {
      const momentum = given ?? round24(ratio);
      const limit = (2 * (1 + momentum)) / ((1 + 2 * momentum) * largest);
      return { limit, best: 1 / largest, auto: round24(1 / largest), momentum };
    }
    default:
      return adaptiveRates(problem, options.optimizer);
  }
}

const STOCHASTIC_MOMENTUM = 0.9;

/**
 * Learning rates of a run by batches. An update by one sample scales its error by 1 − α‖z̃‖², so that every sample is
 * stable below 2/max‖z̃‖²; momentum multiplies the step by 1/(1 − β) in the long run.
 *
 * @param largestSquare - max ‖z̃‖² over the rows
 */
export function stochasticRates(problem: Quadratic, largestSquare: number, options: RateOptions): Rates {
  if (TRAITS[options.optimizer].adapts) return adaptiveRates(problem, options.optimizer);
  return ratesBelow((2 * (1 - keptShare(options))) / (largestSquare || 1), options);
}

/** The same for gd, momentum and nesterov, by their limit alone. */
export function ratesBelow(limit: number, options: RateOptions): Rates {
  return { limit, best: null, auto: round24(limit / 2), momentum: keptShare(options) };
}

function keptShare({ optimizer, momentum }: RateOptions): number {
  if (!TRAITS[optimizer].keepsStep) return 0;
  return momentum === 'auto' ? STOCHASTIC_MOMENTUM : momentum;
}

function adaptiveRates(problem: Quadratic, optimizer: Optimizer): Rates {
  const deviation = Math.sqrt(problem.targetSquare) || 1;
  const auto = optimizer === 'adagrad' ? deviation : 0.01 * deviation;
  return { limit: null, best: null, auto: round24(auto), momentum: 0 };
}
