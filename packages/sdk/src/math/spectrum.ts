import { core } from '@gd-trainer/core';
import { powerOfTwoBelow } from './rounding.ts';

/** Eigenvalues, ascending, and the eigenvectors as rows in the same order. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Spectrum of a symmetric matrix (n × n, row-major), without touching it. */
export function eigenSymmetric(matrix: Float64Array, n: number): Spectrum {
  const { kernels, memory } = core();
  // squares inside must not overflow: a power of two brings the entries near 1 and costs no digit
  let most = 0;
  for (let k = 0; k < n * n; k++) most = Math.max(most, Math.abs(matrix[k]!));
  const scale = powerOfTwoBelow(most);
  const start = memory.allocate((n * n + 3 * n) * 8);
  const diagonal = start + n * n * 8;
  const offDiagonal = diagonal + n * 8;
  const scratch = offDiagonal + n * 8;
  const work = memory.f64(start, n * n);
  for (let k = 0; k < n * n; k++) work[k] = matrix[k]! / scale;
  kernels.tridiagonalize(start, n, diagonal, offDiagonal, scratch, 1);
  kernels.diagonalize(start, n, diagonal, offDiagonal, 1);
  const values = new Float64Array(memory.f64(diagonal, n));
  for (let k = 0; k < n; k++) values[k]! *= scale;
  const vectors = new Float64Array(memory.f64(start, n * n));
  memory.release(start);
  return { values, vectors };
}
