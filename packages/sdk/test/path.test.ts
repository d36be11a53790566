// Folds, and weights over a penalty, against sums over the rows themselves.
import { crossValidate, GdError, path } from '@gd-trainer/sdk';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';

const ROWS = 48;
const [a, b, c, noise] = [1, 2, 3, 4].map((seed) =>
  Array.from(randomNumbers(seed, ROWS), (v) => v - 0.5),
) as [number[], number[], number[], number[]];
// in units that differ, so that scaling matters
const columns = { a: a.map((v) => 100 * v), b, c: c.map((v) => 0.01 * v + 3) };
const y = a.map((v, i) => 5 * v - 2 * b[i]! + 0.4 * noise[i]!);
const source = { ...columns, y };
const names = ['a', 'b', 'c'] as const;

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const pick = (values: readonly number[], rows: readonly number[]): number[] =>
  rows.map((row) => values[row]!);

interface Line {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Minimum of ½·mean of squares + ½·l2·‖w‖² over standardised columns: normal equations, eliminated. */
function ridge(rows: readonly number[], l2: number): Line {
  const target = pick(y, rows);
  const center = names.map((name) => mean(pick(columns[name], rows)));
  const spread = names.map((name, j) =>
    Math.sqrt(mean(pick(columns[name], rows).map((v) => (v - center[j]!) ** 2))),
  );
  const z = names.map((name, j) => pick(columns[name], rows).map((v) => (v - center[j]!) / spread[j]!));
  const matrix = z.map((left, i) => [
    ...z.map((right, j) => mean(left.map((v, k) => v * right[k]!)) + (i === j ? l2 : 0)),
    mean(left.map((v, k) => v * (target[k]! - mean(target)))),
  ]);
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      if (k === i) continue;
      const factor = matrix[k]![i]! / matrix[i]![i]!;
      for (let j = 0; j < 4; j++) matrix[k]![j]! -= factor * matrix[i]![j]!;
    }
  }
  const weights = matrix.map((row, j) => row[3]! / row[j]! / spread[j]!);
  return { weights, bias: mean(target) - weights.reduce((sum, w, j) => sum + w * center[j]!, 0) };
}

const residual = ({ weights, bias }: Line, row: number): number =>
  y[row]! - bias - names.reduce((sum, name, j) => sum + weights[j]! * columns[name][row]!, 0);

/** Rows of each of so many parts in a row. */
const parts = (count: number): number[][] =>
  Array.from({ length: count }, (_, part) =>
    Array.from({ length: ROWS }, (__, row) => row).filter((row) => Math.floor((row * count) / ROWS) === part),
  );

const without = (rows: readonly number[]): number[] =>
  Array.from({ length: ROWS }, (_, row) => row).filter((row) => !rows.includes(row));

const errorOn = (rows: readonly number[], line: Line): number =>
  mean(rows.map((row) => residual(line, row) ** 2));

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
  }
}

describe('a path over l2', () => {
  const values = [0, 0.01, 0.3, 5];

  it('has the weights of ridge regression, and the errors of rows left out', async () => {
    const found = await path(source, { target: 'y', l2: values, folds: 6, shuffle: false });
    expect([...found.values]).toEqual(values.toReversed());
    expect(found).toMatchObject({ penalty: 'l2', features: ['a', 'b', 'c'] });
    const all = Array.from({ length: ROWS }, (_, row) => row);
    for (const [k, value] of found.values.entries()) {
      const line = ridge(all, value);
      expectNear([...found.weights.subarray(3 * k, 3 * k + 3), found.bias[k]!], [...line.weights, line.bias]);
      const errors = parts(6).map((rows) => errorOn(rows, ridge(without(rows), value)));
      const spread = errors.map((error) => (error - mean(errors)) ** 2);
      expectNear([found.error[k]!, found.standardError[k]!], [mean(errors), Math.sqrt(mean(spread) / 5)]);
    }
    const least = Math.min(...found.error);
    expect(found.error[found.best]).toBe(least);
    const bound = least + found.standardError[found.best]!;
    expect(found.error[found.oneStandardError]!).toBeLessThanOrEqual(bound);
    expect([...found.error].slice(0, found.oneStandardError).every((error) => error > bound)).toBe(true);
  });
});

describe('a path over l1', () => {
  it('begins where all weights are 0, and each of its models is a minimum', async () => {
    const found = await path(source, { target: 'y', l1: 'auto' });
    expect(found.values).toHaveLength(50);
    expect([...found.weights.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...found.weights.subarray(3, 6)].some((weight) => weight !== 0)).toBe(true);
    const spread = names.map((name) =>
      Math.sqrt(mean(columns[name].map((v) => (v - mean(columns[name])) ** 2))),
    );
    for (const [k, value] of found.values.entries()) {
      const line = { weights: [...found.weights.subarray(3 * k, 3 * k + 3)], bias: found.bias[k]! };
      const left = y.map((_, row) => residual(line, row));
      expect(Math.abs(mean(left))).toBeLessThan(1e-12);
      for (const [j, name] of names.entries()) {
        const slope = mean(
          left.map((v, row) => (v * (columns[name][row]! - mean(columns[name]))) / spread[j]!),
        );
        // at a minimum the pull is the penalty, or less where the weight is 0
        if (line.weights[j] === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(value * (1 + 1e-9));
        else expect(slope / (Math.sign(line.weights[j]!) * value)).toBeCloseTo(1, 8);
      }
    }
    // c has no part in y
    expect(found.weights[3 * found.oneStandardError + 2]).toBe(0);
  });
});

describe('folds', () => {
  const shop = Array.from({ length: ROWS }, (_, row) => `shop ${(row * row) % 7}`);
  const shops = [...new Set(shop)];

  it('keep groups together', async () => {
    const data = { ...source, shop };
    const options = {
      target: 'y',
      features: [...names],
      folds: 2,
      by: 'shop',
      shuffle: false,
      tolerance: 1e-14,
    };
    const { folds } = await crossValidate(data, options);
    const half = Math.floor(shops.length / 2);
    const sides = [shops.slice(0, half), shops.slice(half)].map((side) =>
      shop.flatMap((name, row) => (side.includes(name) ? [row] : [])),
    );
    for (const [i, rows] of sides.entries()) {
      expect(folds[i]!.n).toBe(rows.length);
      expectNear([folds[i]!.rmse ** 2], [errorOn(rows, ridge(without(rows), 0))]);
    }
    const drawn = await crossValidate(data, { ...options, shuffle: true, folds: shops.length });
    const sizes = shops.map((name) => shop.filter((other) => other === name).length);
    expect(drawn.folds.map(({ n }) => n).toSorted()).toEqual(sizes.toSorted());
  });

  it('ahead in time are predicted from what was before', async () => {
    const { folds, rmse } = await crossValidate(source, {
      target: 'y',
      folds: 4,
      ahead: true,
      tolerance: 1e-14,
    });
    const blocks = parts(4);
    const errors = blocks.slice(1).map((rows, i) => errorOn(rows, ridge(blocks.slice(0, i + 1).flat(), 0)));
    expectNear(
      folds.map((fold) => fold.rmse ** 2),
      errors,
    );
    expectNear([rmse ** 2], [mean(errors)]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['both penalties', () => path(source, { target: 'y', l1: [1], l2: [1] }), /l1 or l2, and not both/],
    ['no penalty', () => path(source, { target: 'y' }), /l1 or l2/],
    ['a penalty below 0', () => path(source, { target: 'y', l2: [1, -1] }), /"l2".*got -1/],
    ['no value', () => path(source, { target: 'y', l1: [] }), /"l1".*empty/],
    [
      'more folds than groups',
      () => crossValidate({ ...source, shop }, { target: 'y', features: ['a'], folds: 9, by: 'shop' }),
      /the \d groups, got 9/,
    ],
    [
      'groups ahead',
      () =>
        crossValidate(
          { ...source, shop },
          { target: 'y', features: ['a'], folds: 2, by: 'shop', ahead: true },
        ),
      /no order/,
    ],
    [
      'a column that is not there',
      () => crossValidate(source, { target: 'y', folds: 2, by: 'shop' }),
      /no column "shop"/,
    ],
  ])('%s: an error that says so', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
    await expect(call()).rejects.toThrow(GdError);
  });
});
