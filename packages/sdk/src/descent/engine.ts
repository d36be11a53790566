import type { Rates } from '../ahead/rates.ts';
import type { Goal, Quadratic } from '../loss/quadratic.ts';
import { toData } from '../loss/space.ts';
import type { Optimizer } from '../optimizers.ts';
import type { Epoch } from '../types.ts';

/** Loss and gradient at a state of the descent. */
export interface Look {
  /** Mean of ½(y − ŷ)² plus penalties. */
  readonly loss: number;
  /** ‖∇L‖ in the space of the descent; of the proximal gradient under l1. */
  readonly gradientNorm: number;
}

/** Bounds at which a run ends by itself: converged at its goal, never where that is below 0. */
export interface Bounds extends Goal {
  /** Diverged when the loss is not ≤ this. */
  readonly loss: number;
}

/** A copy of all that the next update depends on. */
export type Checkpoint = Float64Array;

/** A place within an epoch of batches: what the rest of the epoch depends on beside the optimizer. */
export interface Within {
  /** Samples used. */
  readonly sample: number;
  /** Order of the rows, as far as it is drawn; missing where they are not shuffled. */
  readonly order?: Int32Array;
  /** The generator that draws the rest of it. */
  readonly random: Float64Array;
}

/**
 * One way to descend: `Descent` on the moments, `Stochastic` over the rows. It counts epochs from where it was made and
 * knows nothing of options, reports or history.
 */
export interface Engine {
  readonly problem: Quadratic;
  readonly rates: Rates;
  /** Whole epochs made. */
  readonly epoch: number;
  /** θ in the space of the descent: weights, then the bias less the mean of the target. A copy. */
  readonly theta: Float64Array;
  /** Rows shuffled at a time, where that is fewer than all. */
  readonly shuffledRows?: number | undefined;
  /** Multiplications of an epoch, roughly: how long it takes. */
  readonly workPerEpoch: number;
  /** At most `epochs` epochs; returns early, and says why, when a bound is met before an epoch. */
  run(learningRate: number, epochs: number, bounds: Bounds): 'running' | 'converged' | 'diverged';
  /** Promise that `run` has to wait for, where its rows are still to come. */
  refill?(): Promise<unknown> | undefined;
  look(learningRate: number): Look;
  /** Epoch boundaries only. */
  save(): Checkpoint;
  restore(checkpoint: Checkpoint, epoch: number): void;
  release(): void;
}

/** An engine that a session can stop within an epoch, look into, and put anywhere on its course. */
export interface SeekableEngine extends Engine {
  /** Parts an epoch is counted in: its rows on a walk over them, else 1. */
  readonly samplesPerEpoch: number;
  /** Samples used of the present epoch. */
  readonly sample: number;
  /** Samples an update averages over; `samplesPerEpoch` on full batches. */
  readonly batchSize: number;
  /** Rows of the last update, counted from 0 among the complete ones; none before the first and on moments. */
  readonly batch: readonly number[];
  /** ∇L at θ, l1 aside, in the same order. A copy. */
  readonly gradient: Float64Array;
  /** The last step that momentum goes on with. Missing on a walk over the rows, which no closed form describes. */
  readonly velocity?: Float64Array;
  /** True where no epoch to come moves anything. */
  readonly isStill?: boolean;
  /** Uses `samples` more samples, from epoch to epoch, whatever comes of it. */
  advance(learningRate: number, samples: number): void;
  /** Puts the descent where a closed form says it is after `epoch` epochs; where there is a `velocity`. */
  place?(theta: Float64Array, velocity: Float64Array, epoch: number): void;
  /** Goes on in the order of rows of a session that has come to this epoch, and to a place within it. */
  enter?(firstEpoch: number, within: Within | undefined): void;
  /** Place within the present epoch; missing at its start, and on the moments. */
  readonly within?: Within | undefined;
  /** Goes to where an engine of the same run is, in the middle of an epoch too. */
  adopt(other: Engine): void;
}

/** True if a run has converged. A direction that rounding hides from the gradient shows in the loss. */
export function isAtGoal({ loss, gradientNorm }: Look, goal: Goal, problem: Quadratic): boolean {
  return gradientNorm <= goal.gradientNorm && loss - problem.leastLoss <= goal.gap;
}

/** The present state of an engine, in data units. */
export function readEpoch(engine: Engine, learningRate: number): Epoch {
  const { problem, theta, epoch } = engine;
  const { loss, gradientNorm } = engine.look(learningRate);
  const rmse = Math.sqrt(Math.max(0, 2 * (loss - problem.penalty(theta))));
  return { epoch, loss, rmse, gradientNorm, learningRate, ...toData(problem.space, theta) };
}

const ADAM_MOMENTUM = 0.9;
const RMSPROP_DECAY = 0.9;
const ADAM_DECAY = 0.999;
const EPSILON = 1e-8;

/** The settings of the update kernels: rate, β, decay of squared gradients, ε, l2. */
export function kernelSettings(
  optimizer: Optimizer,
  learningRate: number,
  momentum: number,
  l2: number,
): number[] {
  const adam = optimizer === 'adam';
  return [learningRate, adam ? ADAM_MOMENTUM : momentum, adam ? ADAM_DECAY : RMSPROP_DECAY, EPSILON, l2];
}
