import { core } from '@gd-trainer/core';
import { powerOfTwoBelow } from './rounding.ts';

/** Eigenvalues, ascending, and the eigenvectors as rows in the same order. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Share of the largest entry from which down one beside the diagonal counts as zero. */
const FAINT = 1e-77;

/** Spectrum of a symmetric matrix, n × n by rows of `width` numbers of which the others are 0, without touching it. */
export function eigenSymmetric(matrix: Float64Array, n: number, width: number): Spectrum {
  const { kernels, memory } = core();
  // squares inside must not overflow: a power of two brings the entries near 1 and costs no digit
  let most = 0;
  for (const value of matrix) most = Math.max(most, Math.abs(value));
  const scale = powerOfTwoBelow(most);
  const start = memory.allocate((n * n + 3 * n) * 8);
  const diagonal = start + n * n * 8;
  const offDiagonal = diagonal + n * 8;
  const scratch = offDiagonal + n * 8;
  const work = memory.f64(start, n * n);
  // nor must squares beside the diagonal underflow, by which would be divided; so little moves no eigenvalue
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < n; j++, k++) {
      work[k] = matrix[i * width + j]! / scale;
      if (i !== j && Math.abs(work[k]!) < FAINT) work[k] = 0;
    }
  }
  kernels.tridiagonalize(start, n, diagonal, offDiagonal, scratch, 1);
  kernels.diagonalize(start, n, diagonal, offDiagonal, 1);
  const values = memory.f64(diagonal, n).map((value) => value * scale);
  const vectors = memory.f64(start, n * n).slice();
  memory.release(start);
  return { values, vectors };
}
