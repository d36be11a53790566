import type { Moments } from '../moments/moments.ts';
import type { Parameters } from '../types.ts';

/**
 * The space the descent runs in: z = (x − center)/spread, and the bias less the mean of the target, so that a large
 * mean costs no digits. θ holds the weights in z, then, with an intercept, bias − targetCenter.
 */
export interface Space {
  readonly center: Float64Array;
  /** Standard deviation, root mean square (no intercept) or 1; 0 for a column that never varies. */
  readonly spread: Float64Array;
  readonly targetCenter: number;
  readonly intercept: boolean;
}

/** The space for d features and a target, the last column of the moments. */
export function spaceOf(moments: Moments, scale: 'standard' | 'none', intercept: boolean): Space {
  const { mean, comoment, weight, names } = moments;
  const p = names.length;
  const d = p - 1;
  const center = new Float64Array(d);
  const spread = new Float64Array(d).fill(1);
  if (scale === 'standard') {
    for (let j = 0; j < d; j++) {
      const variance = comoment[j * p + j]! / weight;
      if (intercept) center[j] = mean[j]!;
      spread[j] = intercept ? deviation(variance, mean[j]!) : Math.sqrt(variance + mean[j]! ** 2);
    }
  }
  return { center, spread, targetCenter: intercept ? mean[d]! : 0, intercept };
}

/** Standard deviation, 0 where it is below what f64 can tell apart at this mean. */
function deviation(variance: number, mean: number): number {
  const sigma = Math.sqrt(variance);
  return sigma > Math.abs(mean) * 2 ** -52 ? sigma : 0;
}

/** θ of one space in another of the same data: the predictions stay, and no mean of the target comes in between. */
export function convert(theta: Float64Array, from: Space, to: Space): Float64Array {
  const converted = theta.slice();
  const d = from.spread.length;
  for (let j = 0; j < d; j++) {
    const weight = from.spread[j]! > 0 ? theta[j]! / from.spread[j]! : 0;
    converted[j] = weight * to.spread[j]!;
    if (from.intercept) converted[d]! += weight * (to.center[j]! - from.center[j]!);
  }
  return converted;
}

/** θ of the descent as weights and bias in data units. */
export function toData(
  { center, spread, targetCenter, intercept }: Space,
  theta: Float64Array,
): {
  weights: Float64Array;
  bias: number;
} {
  const weights = spread.map((sigma, j) => (sigma > 0 ? theta[j]! / sigma : 0));
  let bias = 0;
  if (intercept) {
    let shift = theta[weights.length]!;
    for (let j = 0; j < weights.length; j++) shift -= weights[j]! * center[j]!;
    bias = targetCenter + shift;
  }
  return { weights, bias };
}

/** Weights and bias in data units as θ of the descent. */
export function fromData(
  { center, spread, targetCenter, intercept }: Space,
  parameters: Parameters,
): Float64Array {
  const d = spread.length;
  const theta = new Float64Array(intercept ? d + 1 : d);
  let shift = parameters.bias - targetCenter;
  for (let j = 0; j < d; j++) {
    const weight = parameters.weights[j]!;
    theta[j] = weight * spread[j]!;
    shift += weight * center[j]!;
  }
  if (intercept) theta[d] = shift;
  return theta;
}
