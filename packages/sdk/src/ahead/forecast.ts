import { describe, GdError } from '../errors.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Rates } from './rates.ts';
import { Trajectory } from './trajectory.ts';

/** Forecast of a run by the curvature of the loss, before its first epoch. Rates are per update, in the space it runs in. */
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

/** A run by its first state and what never changes on its way. */
export interface Plan {
  readonly problem: Quadratic;
  readonly rates: Rates;
  readonly optimizer: Optimizer;
  /** The rate of every epoch, or null where a schedule changes it. */
  readonly learningRate: number | null;
  readonly batchSize: 'full' | number;
  readonly l1: number;
  /** θ to begin with. */
  readonly theta: Float64Array;
  /** The step before, where momentum goes on with one. */
  readonly velocity?: Float64Array | undefined;
}

/** True if a run has a closed form: a constant rate and full batches, no corners, no adapting, eigenvectors to be had. */
export function hasClosedForm({ problem, rates, learningRate, batchSize, l1 }: Plan): boolean {
  return (
    rates.limit !== null && learningRate !== null && batchSize === 'full' && l1 === 0 && problem.hasSpectrum
  );
}

/** The run in closed form. Throws `UNSUPPORTED` where there is none. */
export function trajectoryOf(plan: Plan): Trajectory {
  if (!hasClosedForm(plan)) {
    throw new GdError(
      'UNSUPPORTED',
      'only gd, momentum and nesterov on full batches, at a constant rate and without l1, have a closed form',
      'step through the run instead',
    );
  }
  const { problem, rates, optimizer, theta, velocity } = plan;
  return new Trajectory(
    problem,
    { learningRate: plan.learningRate!, momentum: rates.momentum, nesterov: optimizer === 'nesterov' },
    theta,
    velocity,
  );
}

/** Facts of a run before it is made. */
export function lookAhead(plan: Plan): Forecast {
  const { problem, rates } = plan;
  const closed = hasClosedForm(plan);
  const growth = closed ? growthOf(plan) : null;
  return {
    learningRateLimit: rates.limit,
    learningRateBest: rates.best,
    learningRateAuto: rates.auto,
    condition: problem.condition,
    eigenvalues: problem.hasSpectrum ? problem.spectrum.values.slice() : new Float64Array(0),
    rank: problem.rank,
    growth,
    verdict: verdictOf(plan),
    epochsTo(tolerance) {
      if (!(tolerance >= 0)) {
        throw new GdError('OPTION', `"tolerance" expected a number ≥ 0, got ${describe(tolerance)}`);
      }
      if (!closed) return null;
      const trajectory = trajectoryOf(plan);
      const wanted = tolerance * problem.gradientScale;
      if (trajectory.gradientNorm(0) <= wanted) return 0;
      if (!(growth !== null && growth < 1 && wanted > 0)) return null;
      return firstEpoch((epoch) => trajectory.gradientNorm(epoch) <= wanted);
    },
  };
}

function verdictOf({ rates: { limit }, learningRate, batchSize }: Plan): Forecast['verdict'] {
  if (limit === null || learningRate === null) return 'unproven';
  // past the bound of a single sample a batch may still be stable; below it there is at worst noise around the optimum
  if (batchSize !== 'full') return learningRate < limit ? 'converges' : 'unproven';
  if (learningRate >= limit) return 'diverges';
  return learningRate > limit / 2 ? 'oscillates' : 'converges';
}

/** Spectral radius of one epoch over the directions that are determined. */
function growthOf({ problem, rates, optimizer, learningRate }: Plan): number {
  let growth = 0;
  for (const eigenvalue of problem.spectrum.values) {
    if (!problem.counts(eigenvalue)) continue;
    const pull = learningRate! * eigenvalue;
    const nesterov = optimizer === 'nesterov';
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
