import type { Data } from '../descent/start.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { explained, targetVariance } from '../moments/moments.ts';
import type { Settings } from '../options.ts';
import { Model } from './model.ts';

/** What a run came to, or a solution: all of a model that its data and its settings don't tell. */
export interface Ending {
  readonly status: Model['status'];
  readonly epochs: number;
  readonly weights: Float64Array;
  readonly bias: number;
  readonly loss: number;
  readonly rmse: number;
  readonly gap: number;
  readonly digits: number;
  readonly history: Model['history'];
  /** The rate of the last update. */
  readonly learningRate: number;
  readonly learningRateLimit: number | null;
  /** Whether the rate was another before. */
  readonly scheduled: boolean;
  readonly shuffledRows?: number | undefined;
}

/** The model of a run that has ended, of a session as it stands, or of a solution. */
export function modelOf(ending: Ending, { moments, skippedRows }: Data, settings: Settings): Model {
  const { initial, optimizer, momentum, batchSize, scale, intercept, l2, l1, tolerance, epochs, seed } =
    settings;
  const { learningRate, learningRateLimit, scheduled, shuffledRows, ...reached } = ending;
  return new Model({
    ...reached,
    features: moments.names.slice(0, -1),
    target: moments.names.at(-1)!,
    r2: explained(reached.rmse ** 2, targetVariance(moments)),
    rows: moments.n,
    skippedRows,
    moments,
    training: {
      optimizer,
      learningRate,
      learningRateLimit,
      scheduled,
      momentum,
      batchSize,
      scale,
      intercept,
      l2,
      l1,
      tolerance,
      epochs,
      seed,
      ...(shuffledRows === undefined ? {} : { shuffledRows }),
      initial: initial ? { weights: Array.from(initial.weights), bias: initial.bias } : null,
    },
  });
}

export const F64_DIGITS = 15.95;

/** Digits of the weights that rounding (16 − log₁₀ κ) and the distance still to go (‖∇L‖/(λmin·‖θ*‖)) leave. */
export function digitsOf(
  { condition, smallestEigenvalue, optimum }: Quadratic,
  gradientNorm: number,
): number {
  const size = Math.sqrt(optimum.reduce((sum, value) => sum + value * value, 0));
  if (!condition || !smallestEigenvalue || size === 0) return F64_DIGITS;
  const rounding = F64_DIGITS - Math.log10(condition);
  const remaining = -Math.log10(gradientNorm / (smallestEigenvalue * size) || Number.MIN_VALUE);
  return Math.max(0, Math.min(F64_DIGITS, rounding, remaining));
}
