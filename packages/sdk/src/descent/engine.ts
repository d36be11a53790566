import type { Rates } from '../ahead/rates.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import type { Optimizer } from '../optimizers.ts';

/** What the loss is like at a state of the descent. */
export interface Look {
  /** Mean of ½(y − ŷ)² plus penalties. */
  readonly loss: number;
  /** ‖∇L‖ in the space of the descent; of the proximal gradient under l1. */
  readonly gradientNorm: number;
}

/** When a run ends by itself. */
export interface Bounds {
  /** Converged at ‖∇L‖ ≤ this; below 0 never. */
  readonly gradientNorm: number;
  /** Diverged when the loss is not ≤ this. */
  readonly loss: number;
}

/** A copy of all that the next update depends on. */
export type Checkpoint = Float64Array;

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
  /** ∇L at θ, l1 aside, in the same order. A copy. */
  readonly gradient: Float64Array;
  /** Rows shuffled at a time, where that is fewer than all. */
  readonly shuffledRows?: number | undefined;
  /** Multiplications of an epoch, roughly: how long it takes. */
  readonly workPerEpoch: number;
  /** At most `epochs` epochs; returns early, and says why, when a bound is met before an epoch. */
  run(learningRate: number, epochs: number, bounds: Bounds): 'running' | 'converged' | 'diverged';
  look(learningRate: number): Look;
  /** Epoch boundaries only. */
  save(): Checkpoint;
  restore(checkpoint: Checkpoint, epoch: number): void;
  release(): void;
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
