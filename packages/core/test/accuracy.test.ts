import { core, momentsScratch } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import { difference, expectWithin, minus, product, sum, type Term, term } from './support/bounds.ts';
import { HARD, type Hard, hardNumbers } from './support/hard-numbers.ts';
import { randomNumbers } from './support/random.ts';
import { add, exact, magnitude, negate, ratio, times } from './support/rational.ts';
import { run } from './support/twins.ts';

// few rows, where a bound is nearly reached, and many
const CASES = (Object.keys(HARD) as Hard[]).flatMap((hard) =>
  [5, 301].flatMap((count) => [
    { hard, count, weighted: false },
    { hard, count, weighted: true },
  ]),
);
const flat = (columns: readonly Float64Array[]) =>
  Float64Array.from(columns.flatMap((values) => [...values]));

/** The target and d features, with a weight for each row. */
function hardTable({ hard, count, weighted }: (typeof CASES)[number], d: number) {
  const columns = Array.from({ length: d }, (_, j) => hardNumbers(hard, j + 1, count));
  const weights = randomNumbers(9, count).map((x) => 1 + x);
  return {
    columns,
    target: hardNumbers(hard, 7, count),
    weights,
    weight: (i: number) => term(weighted ? weights[i]! : 1),
  };
}

describe('error bounds of sums over rows, against exact arithmetic', () => {
  it.each(CASES)('moments: $hard, $count rows, weighted $weighted', (test) => {
    const { count, weighted } = test;
    const { columns, weights, weight } = hardTable(test, 4);
    const shift = Float64Array.from(columns, (values) => values[0]!);
    const { after } = run(core(), {
      name: 'moments',
      offset: 0,
      buffers: {
        source: flat(columns),
        weights,
        shift,
        scratch: new Float64Array(momentsScratch(4, weighted) / 8),
        part: new Float64Array(15),
      },
      call: (k, at) =>
        k.moments(at.source, 8 * count, count, 4, weighted ? at.weights : 0, at.shift, at.scratch, at.part),
    });
    const rows = Array.from({ length: count }, (_, i) => [
      term(1),
      ...columns.map((values, j) => difference(values[i]!, shift[j]!)),
    ]);
    let entry = 0;
    for (let i = 0; i < 5; i++) {
      for (let j = i; j < 5; j++) {
        const terms = rows.map((x, row) => product(weight(row), x[i]!, x[j]!));
        expectWithin(after.part[entry++]!, sum(terms), count / 2 + 5, 3 * count);
      }
    }
  });

  it.each(CASES)('gradient over columns: $hard, $count rows, weighted $weighted', (test) => {
    const { count, weighted } = test;
    for (const d of [1, 2, 3, 5]) {
      const { columns, target, weights, weight } = hardTable(test, d);
      const [bias, ...slopes] = randomNumbers(5, d + 1);
      const { after, returned } = run(core(), {
        name: 'gradient',
        offset: 0,
        buffers: {
          block: flat([target, ...columns]),
          theta: Float64Array.from(slopes),
          weights,
          scratch: new Float64Array(count),
          out: new Float64Array(d),
        },
        call: (k, at) => {
          const weightsAt = weighted ? at.weights : 0;
          return k.gradientOfColumns(
            at.block,
            8 * count,
            count,
            d,
            weightsAt,
            at.theta,
            bias!,
            at.scratch,
            at.out,
          );
        },
      });
      const residual = (i: number): Term =>
        sum([
          term(bias!),
          ...slopes.map((slope, j) => product(term(slope), term(columns[j]![i]!))),
          minus(term(target[i]!)),
        ]);
      const residuals = Array.from({ length: count }, (_, i) => product(weight(i), residual(i)));
      expectWithin(returned as number, sum(residuals), count + d + 5, 4 * count);
      for (const [j, values] of columns.entries()) {
        const products = residuals.map((value, i) => product(value, term(values[i]!)));
        expectWithin(after.out[j]!, sum(products), count + d + 5, 4 * count);
      }
    }
  });
});

/** Halves of numbers, whose products are exact, and what they leave out of numbers of twice the precision, as one buffer. */
function planesOf(columns: readonly Float64Array[]): Float64Array {
  const top = (value: number): number => {
    const big = (2 ** 27 + 1) * value;
    return big - (big - value);
  };
  const halves = [top, (value: number) => value - top(value), lowOf];
  return flat(halves.flatMap((half) => columns.map((values) => values.map(half))));
}
const lowOf = (value: number): number => value * 2 ** -54;

it.each((Object.keys(HARD) as Hard[]).flatMap((hard) => [2, 6, 302].map((numbers) => ({ hard, numbers }))))(
  'precise dot products: $hard, $numbers numbers',
  ({ hard, numbers }) => {
    const [left, right] = [10, 20].map((seed) => [1, 2, 3].map((j) => hardNumbers(hard, seed + j, numbers)));
    const [first] = left!;
    const { after } = run(core(), {
      name: 'precise dot products',
      offset: 0,
      buffers: { left: planesOf(left!), right: planesOf(right!), out: new Float64Array(6) },
      call: (k, at) => k.preciseDots(at.left, at.right, 24 * numbers, 8 * numbers, numbers, 3, at.out),
    });
    const whole = (value: number): Term => term(add(exact(value), exact(lowOf(value))));
    for (const [row, others] of right!.entries()) {
      const terms = Array.from(first!, (value, k) => product(whole(value), whole(others[k]!)));
      const { value, size } = sum(terms);
      const rounding = times(exact((4 * numbers + 16) * 2 ** -106), size);
      const bound = add(rounding, times(exact(8 * numbers), exact(2 ** -1074)));
      const [high, low] = [after.out[2 * row]!, after.out[2 * row + 1]!];
      expect(high + low).toBe(high);
      const error = magnitude(add(add(exact(high), exact(low)), negate(value)));
      expect(ratio(error, bound), 'error ÷ its bound').toBeLessThanOrEqual(1);
    }
  },
);

describe('moments in parts', () => {
  const COUNT = 10;

  it('lose log₂ of their number of roundings when they are merged', () => {
    const { memory, kernels } = core();
    const ones = (value: number) => [...value.toString(2)].filter((digit) => digit === '1').length;
    for (const count of [1, 2, 3, 7, 8, 100]) {
      const stack = memory.allocate(8 * COUNT * 9);
      const parts = Array.from({ length: count }, (_, index) => hardNumbers('cancelling', index + 1, COUNT));
      for (const [index, part] of parts.entries()) {
        memory.f64(stack + 8 * COUNT * ones(index), COUNT).set(part);
        kernels.carry(stack, COUNT, index);
      }
      for (let top = ones(count) - 1; top > 0; top--) {
        kernels.accumulate(stack + 8 * COUNT * (top - 1), stack + 8 * COUNT * top, COUNT);
      }
      const merged = memory.f64(stack, COUNT).slice();
      memory.release(stack);
      for (const [k, value] of merged.entries()) {
        expectWithin(value, sum(parts.map((part) => term(part[k]!))), Math.floor(Math.log2(count)) + 1);
      }
    }
  });
});
