import type { SymmetricSystem } from './conjugate-gradients.ts';

const MOST_SWEEPS = 10_000;

/**
 * The exact minimum under l1 that a proximal descent is measured against: each parameter in turn goes to its best value
 * with the others held (Friedman et al. 2007), until nothing moves by more than rounding.
 *
 * @param thresholds - factor of each parameter's |θ| in the loss, 0 beyond the last
 */
export function lassoOptimum(
  { hessian, linear, size, stride }: SymmetricSystem,
  thresholds: Float64Array,
): Float64Array {
  const theta = new Float64Array(stride);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let [largestMove, largest] = [0, 0];
    for (let i = 0; i < size; i++) {
      const curvature = hessian[i * stride + i]!;
      if (curvature === 0) continue;
      let pull = linear[i]!;
      for (let j = 0; j < size; j++) if (j !== i) pull -= hessian[i * stride + j]! * theta[j]!;
      const threshold = thresholds[i] ?? 0;
      const next = (pull - Math.min(Math.max(pull, -threshold), threshold)) / curvature;
      largestMove = Math.max(largestMove, Math.abs(next - theta[i]!));
      largest = Math.max(largest, Math.abs(next));
      theta[i] = next;
    }
    if (largestMove <= 2 ** -50 * largest) break;
  }
  return theta;
}
