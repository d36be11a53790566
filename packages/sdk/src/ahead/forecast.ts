import { describe, GdError } from '../errors.ts';
import { conditionOf, hidesDirection, rankOf } from '../loss/directions.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import { ConjugateGradients } from './conjugate-gradients.ts';
import type { Rates } from './rates.ts';
import { Trajectory } from './trajectory.ts';

/** Forecast of a run by the curvature of the loss, before its first epoch. Rates are per update, in the space it runs in. */
export interface Forecast {
  /** The run converges for every rate below this, 2/λmax for gd; null where no bound is known (adaptive optimizers), and for cg, which takes none. */
  readonly learningRateLimit: number | null;
  /** The fastest constant rate; null where the limit is. */
  readonly learningRateBest: number | null;
  /** The rate that 'auto' takes. */
  readonly learningRateAuto: number;
  /**
   * κ = λmax/λ⁺min, the λ that are zero but for rounding left out; null if none is left. The order of magnitude alone where
   * unscaled columns far from zero hide a direction in rounding.
   */
  readonly condition: number | null;
  /** Eigenvalues of H, ascending: the curvature along each of its axes; empty above 512 parameters. */
  readonly eigenvalues: Float64Array;
  /**
   * Directions in which the data determine the parameters; fewer than there are parameters for collinear columns, null
   * above 512 parameters.
   */
  readonly rank: number | null;
  /**
   * First epoch, from the start of the run, at which ‖∇L‖ ≤ tolerance·σ_y·√trace(H) and the loss is within tolerance·½σ_y²
   * of its minimum; null if it never gets there, as no run of rounded numbers gets to 0.
   */
  epochsTo(tolerance: number): number | null;
  /** 'oscillates' converges too, past the optimum and back; 'unproven' where no bound is known. */
  readonly verdict: 'converges' | 'oscillates' | 'diverges' | 'unproven';
  /** Factor per epoch of the slowest (or the diverging) direction in the long run; null where no bound is known. */
  readonly growth: number | null;
}

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
  /** State of conjugate gradients that have begun. */
  readonly memory?: Float64Array | undefined;
  /** Gain of the loss in directions that only the rows tell from flat ones; 0 by default. */
  readonly unseen?: number;
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
  const { problem, rates, unseen = 0 } = plan;
  const closed = hasClosedForm(plan);
  const growth = closed ? growthOf(plan) : null;
  return {
    learningRateLimit: rates.limit,
    learningRateBest: rates.best,
    learningRateAuto: rates.auto,
    condition: conditionOf(problem),
    eigenvalues: problem.hasSpectrum ? problem.spectrum.values.slice() : new Float64Array(0),
    rank: rankOf(problem),
    growth,
    verdict: verdictOf(plan),
    epochsTo(tolerance) {
      if (!(tolerance >= 0)) {
        throw new GdError('OPTION', `"tolerance" expected a number ≥ 0, got ${describe(tolerance)}`);
      }
      const goal = problem.goalOf(tolerance);
      if (unseen > goal.gap || tolerance === 0) return null;
      if (TRAITS[plan.optimizer].searches) return conjugateOf(plan).updatesTo(goal);
      if (!closed) return null;
      const trajectory = trajectoryOf(plan);
      return growth !== null && growth < 1 && goal.gradientNorm > 0
        ? trajectory.firstAt(goal)
        : trajectory.firstAt(goal, 0);
    },
  };
}

/** Conjugate gradients from where a run stands. */
function conjugateOf({ problem, theta, memory }: Plan): ConjugateGradients {
  const gradients = new ConjugateGradients(problem, theta);
  if (memory) gradients.restore(memory);
  return gradients;
}

function verdictOf(plan: Plan): Forecast['verdict'] {
  const { rates, learningRate, batchSize } = plan;
  const { limit } = rates;
  if (TRAITS[plan.optimizer].searches) return 'converges';
  if (limit === null || learningRate === null) return 'unproven';
  // past the bound of a single sample a batch may still be stable; below it there is at worst noise around the optimum
  if (batchSize !== 'full') return learningRate < limit ? 'converges' : 'unproven';
  if (learningRate >= limit) return 'diverges';
  return recurrences(plan).some((one) => overshoot(one) > NEGLIGIBLE) ? 'oscillates' : 'converges';
}

/** Share of a distance beyond the optimum, where it is next, below which nothing is to be seen of it. */
const NEGLIGIBLE = 1e-6;

/** r² − trace·r + determinant: its roots are the factors of a direction from epoch to epoch. */
interface Recurrence {
  readonly trace: number;
  readonly determinant: number;
}

/** Recurrences of the directions that are determined; of the steepest alone where the others are not known. */
function recurrences({ problem, rates: { momentum }, optimizer, learningRate }: Plan): Recurrence[] {
  const values = problem.hasSpectrum ? Array.from(problem.spectrum.values) : [problem.largestEigenvalue];
  return values
    .filter((value) => problem.counts(value))
    .map((value) => {
      const kept = 1 - learningRate! * value;
      return optimizer === 'nesterov'
        ? { trace: (1 + momentum) * kept, determinant: momentum * kept }
        : { trace: momentum + kept, determinant: momentum };
    });
}

/** Spectral radius of one epoch over the directions that are determined. */
function growthOf(plan: Plan): number {
  // a direction that rounding hides stays where it is
  const still = hidesDirection(plan.problem) || plan.unseen ? 1 : 0;
  return Math.max(still, ...recurrences(plan).map(spectralRadius));
}

function spectralRadius({ trace, determinant }: Recurrence): number {
  const discriminant = trace * trace - 4 * determinant;
  return discriminant < 0 ? Math.sqrt(determinant) : (Math.abs(trace) + Math.sqrt(discriminant)) / 2;
}

/** Share of the distance that is left half a turn later, beyond the optimum: none for positive roots. */
function overshoot({ trace, determinant }: Recurrence): number {
  const discriminant = trace * trace - 4 * determinant;
  if (discriminant < 0) {
    const halfTurn = Math.PI / Math.atan2(Math.sqrt(-discriminant), trace);
    return Math.sqrt(determinant) ** halfTurn;
  }
  return Math.max(0, (Math.sqrt(discriminant) - trace) / 2);
}
