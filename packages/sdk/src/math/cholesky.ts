import { add, type DoubleDouble, divide, multiply, squareRoot, subtract, ZERO } from './double-double.ts';

/** Solution of H·θ = c. */
export interface Solution {
  readonly theta: DoubleDouble[];
  /** Pivots that count: independent directions. */
  readonly rank: number;
  /** Smallest pivot that counts, as a share of its diagonal: about 1/κ of the scaled H. */
  readonly smallestPivot: number;
}

/**
 * θ of least norm with H·θ = c, H symmetric and positive semi-definite, in double-double: Cholesky with complete
 * pivoting, and for a deficient rank least norm within the rows of the factor (Higham 2002, ch. 10).
 *
 * @param zeroPivot - a pivot up to this share of its column's diagonal counts as zero
 */
export function solveCholesky(
  hessian: readonly DoubleDouble[][],
  linear: readonly DoubleDouble[],
  zeroPivot: number,
): Solution {
  const n = linear.length;
  const { factor, order, rank, smallestPivot } = factorize(hessian, zeroPivot);
  // R₁₁ᵀ·z = c, then θ = Rᵀ(R·Rᵀ)⁻¹·z, which is R₁₁⁻¹·z at full rank
  const z = forward(
    factor,
    order.slice(0, rank).map((index) => linear[index]!),
  );
  const permuted = rank === n ? backward(factor, z) : leastNorm(factor, z, n);
  const theta: DoubleDouble[] = new Array(n).fill(ZERO);
  for (const [i, index] of order.entries()) theta[index] = permuted[i] ?? ZERO;
  return { theta, rank, smallestPivot };
}

/** Rows of R with RᵀR = PᵀHP, as far as pivots count. */
function factorize(
  hessian: readonly DoubleDouble[][],
  zeroPivot: number,
): { factor: DoubleDouble[][]; order: number[]; rank: number; smallestPivot: number } {
  const n = hessian.length;
  const work = hessian.map((row) => [...row]);
  const order = Array.from({ length: n }, (_, i) => i);
  const scale = hessian.map((row, i) => row[i]![0]);
  const factor: DoubleDouble[][] = [];
  let smallestPivot = 1;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++)
      if (work[order[i]!]![order[i]!]![0] > work[order[best]!]![order[best]!]![0]) best = i;
    [order[k], order[best]] = [order[best]!, order[k]!];
    const p = order[k]!;
    const pivot = work[p]![p]!;
    if (!(pivot[0] > zeroPivot * scale[p]!)) break;
    smallestPivot = Math.min(smallestPivot, pivot[0] / scale[p]!);
    const root = squareRoot(pivot);
    const row: DoubleDouble[] = new Array(n).fill(ZERO);
    for (let i = k; i < n; i++) row[order[i]!] = i === k ? root : divide(work[p]![order[i]!]!, root);
    for (let i = k + 1; i < n; i++) {
      for (let j = i; j < n; j++) {
        const [a, b] = [order[i]!, order[j]!];
        const value = subtract(work[a]![b]!, multiply(row[a]!, row[b]!));
        work[a]![b] = value;
        work[b]![a] = value;
      }
    }
    factor.push(row);
  }
  return {
    // columns in pivot order, so that the factor is upper triangular
    factor: factor.map((row) => order.map((index) => row[index]!)),
    order,
    rank: factor.length,
    smallestPivot,
  };
}

/** R₁₁ᵀ·z = c */
function forward(factor: readonly DoubleDouble[][], right: readonly DoubleDouble[]): DoubleDouble[] {
  const z: DoubleDouble[] = [];
  for (let i = 0; i < right.length; i++) {
    let rest = right[i]!;
    for (let k = 0; k < i; k++) rest = subtract(rest, multiply(factor[k]![i]!, z[k]!));
    z.push(divide(rest, factor[i]![i]!));
  }
  return z;
}

/** R₁₁·x = z */
function backward(factor: readonly DoubleDouble[][], z: readonly DoubleDouble[]): DoubleDouble[] {
  const x: DoubleDouble[] = new Array(z.length).fill(ZERO);
  for (let i = z.length - 1; i >= 0; i--) {
    let rest = z[i]!;
    for (let k = i + 1; k < z.length; k++) rest = subtract(rest, multiply(factor[i]![k]!, x[k]!));
    x[i] = divide(rest, factor[i]![i]!);
  }
  return x;
}

/** Of all x with R·x = z the shortest: Rᵀ·(R·Rᵀ)⁻¹·z, R being rank × n. */
function leastNorm(factor: readonly DoubleDouble[][], z: readonly DoubleDouble[], n: number): DoubleDouble[] {
  const rank = factor.length;
  const outer = factor.map((row) =>
    factor.map((other) =>
      row.reduce<DoubleDouble>((sum, value, k) => add(sum, multiply(value, other[k]!)), ZERO),
    ),
  );
  const inner = rank > 0 ? solveCholesky(outer, z, 0).theta : [];
  return Array.from({ length: n }, (_, j) =>
    inner.reduce<DoubleDouble>((sum, value, k) => add(sum, multiply(factor[k]![j]!, value)), ZERO),
  );
}
