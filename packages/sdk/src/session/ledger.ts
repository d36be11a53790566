import { counted, GdError } from '../errors.ts';
import type { Parameters } from '../types.ts';

/** The chain rule of one sample, every factor by its name; see `ledger`. */
export interface Ledger {
  /** ŷ = w·x + b */
  readonly prediction: number;
  /** y − ŷ */
  readonly residual: number;
  /** L = ½(y − ŷ)² */
  readonly loss: number;
  /** ∂L/∂ŷ = −(y − ŷ), computed once and used by every derivative below */
  readonly lossByPrediction: number;
  /** ∂ŷ/∂wⱼ = xⱼ, length d */
  readonly predictionByWeight: Float64Array;
  /** ∂ŷ/∂b = 1 */
  readonly predictionByBias: 1;
  /** ∂L/∂wⱼ = ∂L/∂ŷ · ∂ŷ/∂wⱼ, length d */
  readonly lossByWeight: Float64Array;
  /** ∂L/∂b = ∂L/∂ŷ · ∂ŷ/∂b */
  readonly lossByBias: number;
  /** w − α·∂L/∂w and b − α·∂L/∂b: where this sample alone would move the parameters */
  readonly next: {
    /** length d */
    readonly weights: Float64Array;
    /** in the same space */
    readonly bias: number;
  };
}

/**
 * The chain rule of one sample, with numbers.
 *
 * @param sample - one row
 * @param sample.x - d numbers
 * @param sample.y - the target
 * @param state - d weights and the bias, in the same space as x
 * @param learningRate - α > 0
 * @throws {GdError} `DATA` unless there are as many weights as numbers in x
 *
 * @example Do the first update of the lecture by hand.
 * ```ts
 * import { ledger } from '@gd-trainer/sdk';
 *
 * const { residual, lossByWeight, next } = ledger({ x: [1, 2], y: 9 }, { weights: [0, 0], bias: 0 }, 0.1);
 * console.log(residual, [...lossByWeight], [...next.weights], next.bias); // 9 [ -9, -18 ] [ 0.9, 1.8 ] 0.9
 * ```
 */
export function ledger(
  sample: { readonly x: ArrayLike<number>; readonly y: number },
  state: Parameters,
  learningRate: number,
): Ledger {
  const weights = Float64Array.from(state.weights);
  const predictionByWeight = Float64Array.from(sample.x);
  if (weights.length !== predictionByWeight.length) {
    throw new GdError(
      'DATA',
      `a sample expected ${counted(weights.length, 'number')}, got ${predictionByWeight.length}`,
    );
  }
  const prediction = weights.reduce((sum, weight, j) => sum + weight * predictionByWeight[j]!, state.bias);
  const residual = sample.y - prediction;
  const lossByPrediction = -residual;
  const lossByWeight = predictionByWeight.map((x) => lossByPrediction * x);
  const lossByBias = lossByPrediction;
  return {
    prediction,
    residual,
    loss: 0.5 * residual * residual,
    lossByPrediction,
    predictionByWeight,
    predictionByBias: 1,
    lossByWeight,
    lossByBias,
    next: {
      weights: weights.map((weight, j) => weight - learningRate * lossByWeight[j]!),
      bias: state.bias - learningRate * lossByBias,
    },
  };
}
