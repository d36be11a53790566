import {
  add,
  type DoubleDouble,
  divide,
  multiply,
  ONE,
  squareRoot,
  subtract,
  ZERO,
} from './double-double.ts';
import { DoubleDoubleRows } from './double-double-rows.ts';

/** Solution of H·θ = c. */
export interface Solution {
  readonly theta: DoubleDouble[];
  /** Pivots that count: independent directions. */
  readonly rank: number;
  /** Smallest pivot that counts, as a share of its diagonal: about 1/κ of the scaled H. */
  readonly smallestPivot: number;
}

/** Columns of L with L·Lᵀ = PHPᵀ, as many as pivots count. */
export interface Factor {
  /** n rows of L, in the order of the pivots; zeros above the diagonal. */
  readonly rows: DoubleDoubleRows;
  /** Row and column of H that row i of L belongs to. */
  readonly order: readonly number[];
  readonly rank: number;
  readonly smallestPivot: number;
}

/**
 * θ of least norm with H·θ = c, H symmetric and positive semi-definite, in double-double: Cholesky with complete
 * pivoting, and for a deficient rank least norm within the columns of the factor (Higham 2002, ch. 10).
 *
 * @param zeroPivot - a pivot up to this share of its column's diagonal counts as zero
 */
export function solveCholesky(
  hessian: DoubleDoubleRows,
  linear: readonly DoubleDouble[],
  zeroPivot: number,
): Solution {
  const factor = factorize(hessian, zeroPivot);
  return {
    theta: solveFactored(factor, linear),
    rank: factor.rank,
    smallestPivot: factor.smallestPivot,
  };
}

/** θ of least norm with H·θ = c, H factored. */
export function solveFactored(factor: Factor, linear: readonly DoubleDouble[]): DoubleDouble[] {
  const { order, rank } = factor;
  // L₁₁·z = c, then θ = L·(LᵀL)⁻¹·z, which is L₁₁⁻ᵀ·z at full rank
  const z = forward(factor, linear);
  const permuted = rank === order.length ? backward(factor, z) : leastNorm(factor, z);
  const theta: DoubleDouble[] = new Array(order.length).fill(ZERO);
  for (const [i, index] of order.entries()) theta[index] = permuted[i]!;
  return theta;
}

/** The factor of H, n³/6 products, column by column: dot products of rows that lie in one piece. */
export function factorize(hessian: DoubleDoubleRows, zeroPivot: number): Factor {
  const rows = new DoubleDoubleRows(hessian.count, hessian.count);
  return DoubleDoubleRows.within([rows], () => factorWithin(rows, hessian, zeroPivot));
}

function factorWithin(rows: DoubleDoubleRows, hessian: DoubleDoubleRows, zeroPivot: number): Factor {
  const n = hessian.count;
  const order = Array.from({ length: n }, (_, i) => i);
  /** Diagonal of what the columns so far leave of H, in the order of the pivots. */
  const rest = order.map((i) => hessian.get(i, i));
  let [rank, smallestPivot] = [0, 1];
  for (; rank < n; rank++) {
    const best = largest(rest, rank);
    for (const list of [order, rest] as unknown[][]) [list[rank], list[best]] = [list[best], list[rank]];
    rows.swap(rank, best);
    const p = order[rank]!;
    const [pivot] = rest[rank]!;
    const [diagonal] = hessian.get(p, p);
    if (!(pivot > zeroPivot * diagonal)) break;
    smallestPivot = Math.min(smallestPivot, pivot / diagonal);
    const root = squareRoot(rest[rank]!);
    const perRoot = divide(ONE, root);
    rows.set(rank, rank, root);
    const products = rows.dots(rank, rows, rank + 1, n, 0, rank);
    for (let i = rank + 1, k = 0; i < n; i++, k += 2) {
      const left = subtract(hessian.get(p, order[i]!), [products[k]!, products[k + 1]!]);
      const value = multiply(left, perRoot);
      rows.set(i, rank, value);
      rest[i] = subtract(rest[i]!, multiply(value, value));
    }
  }
  return { rows, order, rank, smallestPivot };
}

function largest(values: readonly DoubleDouble[], from: number): number {
  let best = from;
  for (let i = from + 1; i < values.length; i++) if (values[i]![0] > values[best]![0]) best = i;
  return best;
}

/** z with L₁₁·z = c, by the pivots of the factor. */
export function forward({ rows, order, rank }: Factor, linear: readonly DoubleDouble[]): DoubleDouble[] {
  const z: DoubleDouble[] = [];
  for (let i = 0; i < rank; i++) {
    let rest = linear[order[i]!]!;
    for (let k = 0; k < i; k++) rest = subtract(rest, multiply(rows.get(i, k), z[k]!));
    z.push(divide(rest, rows.get(i, i)));
  }
  return z;
}

/** L₁₁ᵀ·x = z */
function backward({ rows }: Factor, z: readonly DoubleDouble[]): DoubleDouble[] {
  const x: DoubleDouble[] = new Array(z.length).fill(ZERO);
  for (let i = z.length - 1; i >= 0; i--) {
    let rest = z[i]!;
    for (let k = i + 1; k < z.length; k++) rest = subtract(rest, multiply(rows.get(k, i), x[k]!));
    x[i] = divide(rest, rows.get(i, i));
  }
  return x;
}

/** Of all x with Lᵀ·x = z the shortest: L·(LᵀL)⁻¹·z, L being n × rank. */
function leastNorm({ rows, order, rank }: Factor, z: readonly DoubleDouble[]): DoubleDouble[] {
  const n = order.length;
  const columns = new DoubleDoubleRows(rank, n);
  for (let i = 0; i < n; i++) for (let j = 0; j < rank; j++) columns.set(j, i, rows.get(i, j));
  const products = columns.products(columns);
  let k = 0;
  const inner = DoubleDoubleRows.symmetric(rank, () => [products[k++]!, products[k++]!]);
  const { theta } = solveCholesky(inner, z, 0);
  return order.map((_, i) =>
    theta.reduce<DoubleDouble>((sum, value, k) => add(sum, multiply(rows.get(i, k), value)), ZERO),
  );
}

/** Rows of an inverse that are continued at once: fewer share less of a row, more begin further behind themselves. */
const TOGETHER = 16;

/** L⁻¹ of a factor of full rank, its columns as rows, n³/6 products: row j times row k is element (j, k) of PH⁻¹Pᵀ. */
export function inverseColumns({ rows, rank }: Factor): DoubleDoubleRows {
  const inverse = new DoubleDoubleRows(rank, rank);
  DoubleDoubleRows.within([rows, inverse], () => {
    for (let i = 0; i < rank; i++) {
      const perRoot = divide(ONE, rows.get(i, i));
      for (let first = 0; first < i; first += TOGETHER) {
        const last = Math.min(first + TOGETHER, i);
        const products = rows.dots(i, inverse, first, last, first, i);
        for (let j = first, k = 0; j < last; j++, k += 2) {
          inverse.set(j, i, multiply([-products[k]!, -products[k + 1]!], perRoot));
        }
      }
      inverse.set(i, i, perRoot);
    }
  });
  return inverse;
}
