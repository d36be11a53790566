// More parameters than are decomposed: what is said of them is held against weights that are known from the start.
import { fitSync, solveSync } from '@gd-trainer/sdk';
import { describe, expect, it } from 'vitest';

const FEATURES = 560;
const ROWS = 700;

/** Whole numbers up to 50 either way, by a generator of its own. */
function whole(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 101) - 50;
  };
}

/** Columns of which every second one is `alike` times the one before it, and its own numbers; the target is exact. */
function columnsOf(alike: number): { x: Float64Array[]; y: Float64Array; weights: number[] } {
  const next = whole(11);
  const x = Array.from({ length: FEATURES }, () => Float64Array.from({ length: ROWS }, next));
  for (let j = 1; j < FEATURES; j += 2) x[j] = x[j]!.map((value, i) => value + alike * x[j - 1]![i]!);
  const weights = x.map((_, j) => (j % 7) - 3);
  const y = Float64Array.from({ length: ROWS }, (_, i) =>
    x.reduce((sum, column, j) => sum + weights[j]! * column[i]!, 0),
  );
  return { x, y, weights };
}

const named = (x: readonly Float64Array[], y: Float64Array): Record<string, Float64Array> => ({
  ...Object.fromEntries(x.map((column, j) => [`x${j}`, column])),
  y,
});

/** −log₁₀ of the distance from the true weights as a share of them, both in deviations of their columns. */
function digitsOf(weights: ArrayLike<number>, truth: readonly number[], x: readonly Float64Array[]): number {
  const spread = x.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / ROWS;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ROWS);
  });
  const off = Math.hypot(...truth.map((weight, j) => (weights[j]! - weight) * spread[j]!));
  return -Math.log10(off / Math.hypot(...truth.map((weight, j) => weight * spread[j]!)));
}

describe(`${FEATURES} features`, () => {
  it.each([0, 100, 10_000])('digits are those there are, of columns alike by %d', (alike) => {
    const { x, y, weights } = columnsOf(alike);
    const source = named(x, y);
    for (const model of [
      solveSync(source, { target: 'y' }),
      fitSync(source, { target: 'y', epochs: 40, optimizer: 'nesterov' }),
    ]) {
      const there = digitsOf(model.weights, weights, x);
      expect(model.digits, `${model.status}: ${there}`).toBeLessThan(Math.max(0, there) + 0.5);
      expect(model.digits, `${model.status}: ${there}`).toBeGreaterThan(Math.min(15, there) - 3);
    }
  });
});
