import type { Quadratic } from '../loss/quadratic.ts';
import { floor24 } from '../math/rounding.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import { flattestOf, gentleRate, plainRates, type RateOptions, type Rates, steepestOf } from './rates.ts';

/** The options that the rates of an optimizer depend on. */
interface KnownOptions extends RateOptions {
  readonly optimizer: Optimizer;
}

/**
 * Learning rates of a full-batch run. gd: 2/λmax and 2/(λ⁺min + λmax); momentum: Polyak 1964; nesterov: Nesterov 2004,
 * §2.2.1; adagrad, rmsprop and adam adapt, start from the deviation of the target and have no limit. At none of the rates
 * of 'auto' does a run on moments end above its start, but for those that adapt.
 */
export function ratesOf(problem: Quadratic, options: KnownOptions): Rates {
  const { optimizer } = options;
  if (TRAITS[optimizer].adapts) return adaptiveRates(problem, optimizer);
  if (optimizer === 'gd') return plainRates(problem, options);
  const [smallest, largest] = [flattestOf(problem), steepestOf(problem)];
  const rates = keepingRates(smallest, largest, options);
  return { ...rates, gentle: gentleRate(smallest, largest, rates.momentum) };
}

function keepingRates(smallest: number, largest: number, options: KnownOptions): Omit<Rates, 'gentle'> {
  const root = Math.sqrt(largest / smallest);
  if (options.optimizer === 'momentum') return heavyBallRates(smallest, largest, root, options);
  const momentum = givenMomentum(options) ?? floor24((root - 1) / (root + 1));
  const limit = (2 * (1 + momentum)) / ((1 + 2 * momentum) * largest);
  // ‖step‖²/2α + loss never grows at 1/λmax, whatever the momentum (Chambolle & Dossal 2015)
  return { limit, best: 1 / largest, auto: floor24(1 / largest), momentum };
}

const givenMomentum = ({ momentum }: KnownOptions): number | undefined =>
  momentum === 'auto' ? undefined : momentum;

/**
 * At Polyak's β, and at (1 + √β)²/λmax with any other, every direction is a spiral of factor √β, or slower and straight;
 * the stiffest swells first, to β^(t/2)·(1 + (1 + √β)·t) of its distance. Where that would be felt, the rate is 1/λmax,
 * at which it stays under √(4/(4 − β)), and β the one that is critical for λ⁺min there.
 */
function heavyBallRates(
  smallest: number,
  largest: number,
  root: number,
  options: KnownOptions,
): Omit<Rates, 'gentle'> {
  const polyak = ((root - 1) / (root + 1)) ** 2;
  const given = givenMomentum(options);
  const isCalm = !fades(given ?? floor24(polyak), options.epochs);
  const momentum = given ?? floor24(isCalm ? calmMomentum(root, options.epochs) : polyak);
  const polyakRate = 4 / (Math.sqrt(largest) + Math.sqrt(smallest)) ** 2;
  const critical = (1 + Math.sqrt(momentum)) ** 2 / largest;
  return {
    limit: (2 * (1 + momentum)) / largest,
    best: momentum < polyak ? (2 * (1 + momentum)) / (smallest + largest) : polyakRate,
    auto: floor24(isCalm ? calmRate(momentum, options.epochs) / largest : Math.min(polyakRate, critical)),
    momentum,
  };
}

/** Share of a distance that spirals may leave by the last epoch. */
const LEFT = 1e-3;
/** Least 1 − √β: a swell to 370 times the distance, 140,000 times the loss. */
const LEAST_DAMPING = 2e-3;

/** True if what swells at momentum β has all but gone by the last epoch. */
function fades(momentum: number, epochs: number): boolean {
  const factor = Math.sqrt(momentum);
  return 1 - factor >= LEAST_DAMPING && factor ** epochs * (1 + (1 + factor) * epochs) <= LEFT;
}

function calmMomentum(root: number, epochs: number): number {
  return Math.min((1 - 1 / root) ** 2, (LEFT * LEFT) ** (1 / epochs));
}

/**
 * α·λmax at which no direction ends above its start: 1 where β^epochs makes up for 4/(4 − β) ≤ 4/3; up to 2(1 − β)
 * ½αλ·distance² + ½β·step² never grows.
 */
function calmRate(momentum: number, epochs: number): number {
  return momentum ** epochs <= 0.75 ? 1 : Math.min(1, 2 * (1 - momentum));
}

const STOCHASTIC_MOMENTUM = 0.9;

/**
 * Learning rates of a run by batches. An update by one sample scales its error by 1 − α(‖z̃‖² + l2), so that every sample
 * is stable below 2/(max‖z̃‖² + l2); momentum multiplies the step by 1/(1 − β) in the long run.
 *
 * @param rows - all rows there are, and max ‖z̃‖² over them, times their weight
 */
export function stochasticRates(
  problem: Quadratic,
  { total, largestSquare }: { readonly total: number; readonly largestSquare: number },
  options: KnownOptions,
): Rates {
  if (TRAITS[options.optimizer].adapts) return adaptiveRates(problem, options.optimizer);
  const limit = (2 * (1 - keptShare(options))) / (largestSquare + problem.l2 || 1);
  return ratesBelow(limit, problem, total, options);
}

/** The same for gd, momentum and nesterov, by their limit alone. */
export function ratesBelow(limit: number, problem: Quadratic, rows: number, options: KnownOptions): Rates {
  const momentum = keptShare(options);
  const auto = floor24((limit / 2) * Math.min(1, worthOf(problem, options)));
  const updates = Math.ceil(rows / (options.batchSize as number));
  const gentle = gentleRate(flattestOf(problem), (2 * (1 - momentum)) / limit, momentum, updates);
  return { limit, best: null, auto, gentle: Math.min(auto, gentle), momentum };
}

/** Part of what there is to gain that noise may take. */
const NOISE = 0.25;

/**
 * Share of half the limit up to which batches do not lose in noise what they gain: at half the limit the loss ends about
 * its minimum over the batch size higher. The start is taken to be 0.
 */
function worthOf({ targetSquare, space, minimum }: Quadratic, { batchSize }: KnownOptions): number {
  const gain = (0.5 * (targetSquare + space.targetCenter ** 2)) / minimum - 1;
  return gain > 0 && batchSize !== 'full' ? NOISE * batchSize * gain : 1;
}

function keptShare(options: KnownOptions): number {
  return TRAITS[options.optimizer].keepsStep ? (givenMomentum(options) ?? STOCHASTIC_MOMENTUM) : 0;
}

/** A step is α in every parameter: predictions move as they would in columns of curvature 1. */
function adaptiveRates(problem: Quadratic, optimizer: Optimizer): Rates {
  const deviation = Math.sqrt(problem.targetSquare) || 1;
  const step = deviation * Math.min(1, Math.sqrt(problem.size / problem.trace));
  const auto = floor24(optimizer === 'adagrad' ? step : 0.01 * step);
  return { limit: null, best: null, auto, gentle: auto, momentum: 0 };
}
