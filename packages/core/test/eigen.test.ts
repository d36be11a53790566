import { core, largestEigenvalue } from '@gd-trainer/core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { decompose } from './support/decompose.ts';
import { randomNumbers } from './support/random.ts';

function symmetric(n: number): Float64Array {
  const random = randomNumbers(n, n * n);
  return random.map((_, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    return random[Math.min(i, j) * n + Math.max(i, j)]!;
  });
}

/** AAᵀ/n, as the Hessians are: positive semi-definite. */
function gramian(n: number): Float64Array {
  const a = Matrix.from1DArray(n, n, randomNumbers(n, n * n));
  return Float64Array.from(a.mmul(a.transpose()).div(n).to1DArray());
}

function libraryValues(matrix: Float64Array, n: number): number[] {
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(n, n, matrix), {
    assumeSymmetric: true,
  });
  return decomposition.realEigenvalues.sort((a, b) => a - b);
}

describe('eigen-decomposition', () => {
  it.each([1, 2, 3, 4, 5, 8, 17, 32, 33, 100, 257, 512])('solves A·v = λ·v at n = %i', (n) => {
    const matrix = symmetric(n);
    const { values, vectors } = decompose(matrix, n, 1);
    expect([...values]).toEqual([...values].sort((a, b) => a - b));
    let worst = 0;
    for (let k = 0; k < n; k++) {
      const v = vectors.subarray(k * n, (k + 1) * n);
      expect(v.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 12);
      for (let i = 0; i < n; i++) {
        let product = 0;
        for (let j = 0; j < n; j++) product += matrix[i * n + j]! * v[j]!;
        worst = Math.max(worst, Math.abs(product - values[k]! * v[i]!));
      }
    }
    expect(worst).toBeLessThan(4e-14 * n);
  });

  it.each([3, 10, 64, 150, 512])('agrees with ml-matrix at n = %i', (n) => {
    const matrix = symmetric(n);
    const { values } = decompose(matrix, n, 0);
    for (const [k, value] of libraryValues(matrix, n).entries()) expect(values[k]).toBeCloseTo(value, 11);
  });

  it('finds the same values without vectors', () => {
    const matrix = symmetric(20);
    expect(decompose(matrix, 20, 0).values).toEqual(decompose(matrix, 20, 1).values);
  });

  it.each([
    ['zero', [0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0]],
    ['identity', [1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 1, 1]],
    ['rank one', [1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 3]],
    ['diagonal', [3, 0, 0, 0, 1, 0, 0, 0, 2], [1, 2, 3]],
  ])('knows the eigenvalues of the %s matrix', (_, matrix, expected) => {
    const { values } = decompose(Float64Array.from(matrix), 3, 1);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 14);
  });
});

describe('the largest eigenvalue alone', () => {
  it.each([1, 2, 3, 10, 65, 200])('agrees with the whole decomposition at n = %i', (n) => {
    const matrix = gramian(n);
    const expected = decompose(matrix, n, 0).values[n - 1]!;
    expect(Math.abs(largestEigenvalue(core(), matrix, n) / expected - 1)).toBeLessThan(1e-9);
  });

  it('is found where one direction is all there is, or none', () => {
    expect(largestEigenvalue(core(), new Float64Array(25).fill(1), 5)).toBeCloseTo(5, 12);
    expect(largestEigenvalue(core(), new Float64Array(25), 5)).toBe(0);
  });

  it('gives its memory back', () => {
    const before = core().memory.usedBytes;
    largestEigenvalue(core(), gramian(10), 10);
    expect(core().memory.usedBytes).toBe(before);
  });
});
