import { core, momentsScratch } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import { difference, expectWithin, minus, product, sum, type Term, term } from './support/bounds.ts';
import { HARD, type Hard, hardNumbers } from './support/hard-numbers.ts';
import { randomNumbers } from './support/random.ts';
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
    for (const d of [1, 2, 3]) {
      const { columns, target, weights, weight } = hardTable(test, d);
      const theta = randomNumbers(5, d + 1);
      const { out } = run(core(), {
        name: 'gradient',
        offset: 0,
        buffers: {
          features: flat(columns),
          target,
          theta,
          weights,
          scratch: new Float64Array(count),
          out: new Float64Array(d + 2),
        },
        call: (k, at) =>
          k.gradientOfColumns(
            at.features,
            8 * count,
            at.target,
            count,
            d,
            weighted ? at.weights : 0,
            at.theta,
            at.scratch,
            at.out,
          ),
      }).after;
      const { gradient, squares } = exactGradient(
        Array.from({ length: count }, (_, i) => ({
          weight: weight(i),
          x: [term(1), ...columns.map((values) => term(values[i]!))],
          y: term(target[i]!),
        })),
        theta,
      );
      for (let j = 0; j <= d; j++) expectWithin(out[j]!, gradient[j]!, count + d + 5, 4 * count);
      expectWithin(out[d + 1]!, squares, count + 2 * d + 7, 8 * count);
    }
  });

  it.each(CASES)('gradient over rows: $hard, $count rows, weighted $weighted', (test) => {
    const { count, weighted } = test;
    for (const d of [2, 7]) {
      const stride = 4 * Math.ceil((d + 1) / 4);
      const { columns, target, weights, weight } = hardTable(test, d);
      // [y, x₁ …], filled up with zeros
      const padded = [
        target,
        ...columns,
        ...Array.from({ length: stride - d - 1 }, () => new Float64Array(count)),
      ];
      const center = padded.map((values, j) => (j > 0 && j <= d ? values[0]! + 1 / 3 : 0));
      const inverse = padded.map((_, j) => (j === 0 ? 1 : j <= d ? 1 / (j + 0.5) : 0));
      const theta = randomNumbers(5, stride).map((x, j) => (j <= d ? x : 0));
      // with weights the features are scaled too, without they are taken as they lie
      const { out } = run(core(), {
        name: 'gradient',
        offset: 0,
        buffers: {
          rows: Float64Array.from(
            { length: count * stride },
            (_, k) => padded[k % stride]![Math.floor(k / stride)]!,
          ),
          scaling: Float64Array.of(...center, ...inverse),
          weights,
          theta,
          scratch: new Float64Array(stride),
          out: new Float64Array(stride + 1),
        },
        call: (k, at) => {
          const [scaling, weightsAt] = weighted ? [at.scaling, at.weights] : [0, 0];
          k.gradientOfRows(at.rows, stride, 0, count, scaling, weightsAt, at.theta, at.scratch, at.out);
        },
      }).after;
      const feature = (i: number, j: number) =>
        weighted ? product(difference(padded[j]![i]!, center[j]!), term(inverse[j]!)) : term(padded[j]![i]!);
      const { gradient, squares } = exactGradient(
        Array.from({ length: count }, (_, i) => ({
          weight: weight(i),
          x: [term(1), ...columns.map((_, j) => feature(i, j + 1))],
          y: term(target[i]!),
        })),
        theta,
      );
      const quarter = stride / 4;
      const underflows = 16 * count * stride;
      for (let j = 0; j <= d; j++) expectWithin(out[j]!, gradient[j]!, count + quarter + 9, underflows);
      expectWithin(out[stride]!, squares, count + 2 * quarter + 12, underflows);
    }
  });
});

interface ExactRow {
  readonly weight: Term;
  readonly x: readonly Term[];
  readonly y: Term;
}

/** Σwrx̃ and Σwr², r = θᵀx̃ − y. */
function exactGradient(rows: readonly ExactRow[], theta: Float64Array) {
  const residuals = rows.map(({ x, y }) =>
    sum([...x.map((value, j) => product(term(theta[j]!), value)), minus(y)]),
  );
  const gradient = rows[0]!.x.map((_, j) =>
    sum(rows.map(({ weight, x }, i) => product(weight, residuals[i]!, x[j]!))),
  );
  const squares = sum(rows.map(({ weight }, i) => product(weight, residuals[i]!, residuals[i]!)));
  return { gradient, squares };
}

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

describe('the gradient is the slope of the loss', () => {
  const D = 3;
  const ROWS = 40;
  const columns = Array.from({ length: D }, (_, j) => randomNumbers(j + 1, ROWS));
  const target = randomNumbers(8, ROWS);

  function lossAndGradient(theta: Float64Array, layout: 'columns' | 'rows'): Float64Array {
    const stride = 4;
    const rows = Float64Array.from({ length: ROWS * stride }, (_, k) => {
      const [i, j] = [Math.floor(k / stride), k % stride];
      return j === 0 ? target[i]! : columns[j - 1]![i]!;
    });
    const buffers = {
      features: Float64Array.from(columns.flatMap((values) => [...values])),
      target,
      rows,
      theta,
      scratch: new Float64Array(ROWS),
      out: new Float64Array(D + 2),
    };
    return run(core(), {
      name: 'gradient',
      offset: 0,
      buffers,
      call: (k, at) =>
        layout === 'columns'
          ? k.gradientOfColumns(at.features, 8 * ROWS, at.target, ROWS, D, 0, at.theta, at.scratch, at.out)
          : k.gradientOfRows(at.rows, stride, 0, ROWS, 0, 0, at.theta, at.scratch, at.out),
    }).after.out;
  }

  it.each(['columns', 'rows'] as const)('over %s', (layout) => {
    const theta = randomNumbers(4, D + 1);
    const gradient = lossAndGradient(theta, layout);
    for (let j = 0; j <= D; j++) {
      const [above, below] = [1e-4, -1e-4].map((step) => {
        const moved = theta.slice();
        moved[j]! += step;
        return 0.5 * lossAndGradient(moved, layout)[D + 1]!;
      }) as [number, number];
      // the loss is quadratic, so the central difference is exact but for rounding
      expect((above - below) / 2e-4).toBeCloseTo(gradient[j]!, 9);
    }
  });
});
