import { describe, expect, it } from 'vitest';
import { UNIT } from './support/bounds.ts';
import { decompose } from './support/decompose.ts';
import { randomNumbers } from './support/random.ts';
import { add, exact, negate, type Rational, sumOf, times, toNumber } from './support/rational.ts';

function symmetric(n: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return entry(Math.min(i, j), Math.max(i, j));
  });
}

/** Spectra that are hard to tell apart, or of very different sizes. */
const MATRICES: Readonly<Record<string, (n: number) => Float64Array>> = {
  random: (n) => {
    const random = randomNumbers(n, n * n);
    return symmetric(n, (i, j) => random[i * n + j]!);
  },
  // condition 10^(1.5·n)
  Hilbert: (n) => symmetric(n, (i, j) => 1 / (i + j + 1)),
  // pairs of eigenvalues that agree in all digits (Wilkinson's W⁺)
  'nearly equal pairs': (n) =>
    symmetric(n, (i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : j === i + 1 ? 1 : 0)),
  'rank one': (n) => symmetric(n, (i, j) => ((i + 1) * (j + 1)) / n ** 2),
  'graded from 1 to 1e-18': (n) => {
    const random = randomNumbers(n, n * n);
    return symmetric(n, (i, j) => random[i * n + j]! * 10 ** ((-9 * (i + j)) / n));
  },
  'with entries whose squares vanish': (n) =>
    symmetric(n, (i, j) => (i === j ? 1 + i / n : (i + j) % 3 ? 1e-170 : 1e-3)),
  'a repeated eigenvalue': (n) => symmetric(n, (i, j) => (i === j ? 1 : 0) - 2 / n),
};

const rowsOf = (matrix: Float64Array, n: number): Rational[][] =>
  Array.from({ length: n }, (_, i) => Array.from(matrix.subarray(i * n, (i + 1) * n), exact));

const dot = (x: readonly Rational[], y: readonly Rational[]) =>
  sumOf(x.map((value, i) => times(value, y[i]!)));

/** Frobenius norm. */
const norm = (entries: readonly Rational[]) => Math.sqrt(toNumber(dot(entries, entries)));

describe('error bounds of the eigen-decomposition, against exact arithmetic', () => {
  const sizes = [2, 3, 5, 12, 31];

  it.each(Object.entries(MATRICES))('%s', (_, make) => {
    for (const n of sizes) {
      const matrix = make(n);
      const rows = rowsOf(matrix, n);
      const decomposition = decompose(matrix, n, 1);
      const values = Array.from(decomposition.values, exact);
      const vectors = rowsOf(decomposition.vectors, n);
      // AV − VΛ and VᵀV − I
      const residuals = vectors.flatMap((v, k) =>
        rows.map((row, i) => add(dot(row, v), negate(times(values[k]!, v[i]!)))),
      );
      const skew = vectors.flatMap((v, i) => vectors.map((w, j) => add(dot(v, w), exact(i === j ? -1 : 0))));
      expect(norm(residuals) / (4 * n * UNIT * norm(rows.flat()))).toBeLessThanOrEqual(1);
      expect(norm(skew) / (8 * n * UNIT)).toBeLessThanOrEqual(1);
    }
  });
});
