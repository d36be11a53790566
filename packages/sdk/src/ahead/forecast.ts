import { describe, GdError } from '../errors.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Rates } from './rates.ts';
import { Trajectory } from './trajectory.ts';

/** What the curvature of the loss says about a run before its first epoch. Rates are per update, in the space it runs in. */
export interface Forecast {
  /** The run converges for every rate below this, 2/λmax for gd; null where no bound is known (adaptive optimizers). */
  readonly learningRateLimit: number | null;
  /** The fastest constant rate; null where the limit is. */
  readonly learningRateBest: number | null;
  /** The rate that 'auto' takes. */
  readonly learningRateAuto: number;
  /** κ = λmax/λ⁺min, the λ that are zero but for rounding left out; null if none is left. */
  readonly condition: number | null;
  /** Eigenvalues of H, ascending: the curvature along each of its axes; empty above 512 parameters. */
  readonly eigenvalues: Float64Array;
  /**
   * Directions in which the data determine the parameters; fewer than there are parameters for collinear columns, null
   * above 512 parameters.
   */
  readonly rank: number | null;
  /** Epochs until ‖∇L‖ ≤ tolerance·σ_y·√trace(H), from the start of the run; null if it never gets there. */
  epochsTo(tolerance: number): number | null;
  /** 'oscillates' converges too, from alternating sides; 'unproven' where no bound is known. */
  readonly verdict: 'converges' | 'oscillates' | 'diverges' | 'unproven';
  /** Factor per epoch of the slowest (or the diverging) direction in the long run; null where no bound is known. */
  readonly growth: number | null;
}

const MOST_EPOCHS = 2 ** 53;

/** What a forecast has to know of a run, beside its rates. */
export interface PlannedRun {
  readonly optimizer: Optimizer;
  /** The rate of every epoch, or null where a schedule changes it. */
  readonly learningRate: number | null;
  readonly batchSize: 'full' | number;
  readonly l1: number;
}

/** Whether a run has a closed form: a constant rate and full batches, no corners, no adapting, eigenvectors to be had. */
export function hasClosedForm(problem: Quadratic, rates: Rates, run: PlannedRun): boolean {
  const { learningRate, batchSize, l1 } = run;
  return (
    rates.limit !== null && learningRate !== null && batchSize === 'full' && l1 === 0 && problem.hasSpectrum
  );
}

/** The run from θ in closed form. Throws `UNSUPPORTED` where there is none. */
export function trajectoryOf(
  problem: Quadratic,
  rates: Rates,
  run: PlannedRun,
  theta: Float64Array,
  velocity?: Float64Array,
): Trajectory {
  if (!hasClosedForm(problem, rates, run)) {
    throw new GdError(
      'UNSUPPORTED',
      'only gd, momentum and nesterov on full batches, at a constant rate and without l1, have a closed form',
      'step through the run instead',
    );
  }
  const learningRate = run.learningRate!;
  return new Trajectory(
    problem,
    { learningRate, momentum: rates.momentum, nesterov: run.optimizer === 'nesterov' },
    theta,
    velocity,
  );
}

/** The forecast of a run from θ. */
export function forecastOf(problem: Quadratic, rates: Rates, run: PlannedRun, theta: Float64Array): Forecast {
  const closed = hasClosedForm(problem, rates, run);
  const growth = closed ? growthOf(problem, rates, run) : null;
  return {
    learningRateLimit: rates.limit,
    learningRateBest: rates.best,
    learningRateAuto: rates.auto,
    condition: problem.condition,
    eigenvalues: problem.hasSpectrum ? problem.spectrum.values.slice() : new Float64Array(0),
    rank: problem.rank,
    growth,
    verdict: verdictOf(rates, run),
    epochsTo(tolerance) {
      if (!(tolerance >= 0)) {
        throw new GdError('OPTION', `"tolerance" expected a number ≥ 0, got ${describe(tolerance)}`);
      }
      if (!closed) return null;
      const trajectory = trajectoryOf(problem, rates, run, theta);
      const wanted = tolerance * problem.gradientScale;
      if (trajectory.gradientNorm(0) <= wanted) return 0;
      if (!(growth !== null && growth < 1 && wanted > 0)) return null;
      return firstEpoch((epoch) => trajectory.gradientNorm(epoch) <= wanted);
    },
  };
}

function verdictOf({ limit }: Rates, { learningRate, batchSize }: PlannedRun): Forecast['verdict'] {
  if (limit === null || learningRate === null) return 'unproven';
  // past the bound of a single sample a batch may still be stable; below it there is at worst noise around the optimum
  if (batchSize !== 'full') return learningRate < limit ? 'converges' : 'unproven';
  if (learningRate >= limit) return 'diverges';
  return learningRate > limit / 2 ? 'oscillates' : 'converges';
}

/** Spectral radius of one epoch over the directions that are determined. */
function growthOf(problem: Quadratic, rates: Rates, run: PlannedRun): number {
  let growth = 0;
  for (const eigenvalue of problem.spectrum.values) {
    if (!problem.counts(eigenvalue)) continue;
    const pull = run.learningRate! * eigenvalue;
    const nesterov = run.optimizer === 'nesterov';
    // the block's characteristic polynomial r² − trace·r + determinant
    const trace = nesterov ? (1 + rates.momentum) * (1 - pull) : 1 + rates.momentum - pull;
    const determinant = nesterov ? rates.momentum * (1 - pull) : rates.momentum;
    growth = Math.max(growth, spectralRadius(trace, determinant));
  }
  return growth;
}

function spectralRadius(trace: number, determinant: number): number {
  const discriminant = trace * trace - 4 * determinant;
  return discriminant < 0 ? Math.sqrt(determinant) : (Math.abs(trace) + Math.sqrt(discriminant)) / 2;
}

/** The first epoch at which something that stays true has become true: doubling, then bisection. */
export function firstEpoch(reached: (epoch: number) => boolean): number | null {
  let past = 1;
  while (!reached(past)) {
    past *= 2;
    if (past > MOST_EPOCHS) return null;
  }
  let before = Math.floor(past / 2);
  while (past - before > 1) {
    const middle = Math.floor((past + before) / 2);
    if (reached(middle)) past = middle;
    else before = middle;
  }
  return past;
}
