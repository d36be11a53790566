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
  const scale = powerOfTwoBelow(matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const start = memory.allocate((n * n + 3 * n) * 8);
  const [diagonal, offDiagonal, scratch] = [0, 1, 2].map((index) => start + (n * n + index * n) * 8) as [
    number,
    number,
    number,
  ];
  const work = memory.f64(start, n * n);
  for (let k = 0; k < n * n; k++) work[k] = matrix[k]! / scale;
  kernels.tridiagonalize(start, n, diagonal, offDiagonal, scratch, 1);
  kernels.diagonalize(start, n, diagonal, offDiagonal, 1);
  const values = memory.f64(diagonal, n).map((value) => value * scale);
  const vectors = memory.f64(start, n * n).slice();
  memory.release(start);
  return { values, vectors };
}
