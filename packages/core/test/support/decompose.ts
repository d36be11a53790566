import { core } from '@gd-trainer/core';
import { expect } from 'vitest';
import { run } from './twins.ts';

/** Eigenvalues, ascending, and with `vectors` the eigenvectors as rows in the same order. */
export function decompose(matrix: Float64Array, n: number, vectors: 0 | 1) {
  const { returned, after } = run(core(), {
    name: 'eigen',
    offset: 0,
    buffers: {
      matrix,
      diagonal: new Float64Array(n),
      offDiagonal: new Float64Array(n),
      scratch: new Float64Array(n),
    },
    call: (k, at) => {
      k.tridiagonalize(at.matrix, n, at.diagonal, at.offDiagonal, at.scratch, vectors);
      return k.diagonalize(at.matrix, n, at.diagonal, at.offDiagonal, vectors);
    },
  });
  expect(returned).toBe(0);
  return { values: after.diagonal, vectors: after.matrix };
}
