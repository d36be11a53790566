import { core, momentsScratch } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import { numbersOf, randomNumbers } from './support/random.ts';
import { add, exact, magnitude, negate, type Rational, sumOf, times, toNumber } from './support/rational.ts';
import { run } from './support/twins.ts';

/** γ(k) = k·u/(1 − k·u), u = 2⁻⁵³: what k roundings may do. */
const gamma = (k: number) => (k * 2 ** -53) / (1 - k * 2 ** -53);

/** |computed − exact| against the bound γ(roundings)·(sum of magnitudes). */
function expectWithin(computed: number, terms: readonly Rational[], roundings: number): void {
  const error = Math.abs(toNumber(add(exact(computed), negate(sumOf(terms)))));
  expect(error).toBeLessThanOrEqual(gamma(roundings) * toNumber(sumOf(terms.map(magnitude))));
}

/** Products that cancel: ± pairs of wild sizes that leave a small rest. */
function cancelling(seed: number, rows: number): Float64Array {
  const numbers = randomNumbers(seed, rows);
  return numbers.map((x, i) => (i % 2 ? -numbers[i - 1]! * (1 + 2 ** -40) : x * 2 ** ((i % 40) - 20)));
}

describe('error bounds, against exact arithmetic', () => {
  const ROWS = 301;
  const HARD = {
    'columns near 1e8': (seed: number) => numbersOf('far from zero', seed, ROWS),
    'columns that cancel': (seed: number) => cancelling(seed, ROWS),
    'columns with zeros': (seed: number) => numbersOf('zeros', seed, ROWS),
  };

  it.each(Object.entries(HARD))('of moments: %s', (_, column) => {
    for (const weighted of [false, true]) {
      const columns = [column(1), column(2), column(3), column(4)];
      const shift = columns.map((values) => values[0]!);
      const weights = randomNumbers(9, ROWS).map((x) => 1 + x);
      const { after } = run(core(), {
        name: 'moments',
        offset: 0,
        buffers: {
          source: Float64Array.from(columns.flatMap((values) => [...values])),
          weights,
          shift: Float64Array.from(shift),
          scratch: new Float64Array(momentsScratch(4, weighted) / 8),
          part: new Float64Array(15),
        },
        call: (k, at) =>
          k.moments(at.source, 8 * ROWS, ROWS, 4, weighted ? at.weights : 0, at.shift, at.scratch, at.part),
      });
      const ones = Array.from({ length: ROWS }, () => exact(1));
      const shifted = columns.map((values, j) =>
        Array.from(values, (x) => add(exact(x), negate(exact(shift[j]!)))),
      );
      const factors = [ones, ...shifted];
      let entry = 0;
      for (let i = 0; i < 5; i++) {
        for (let j = i; j < 5; j++) {
          const terms = ones.map((one, row) => {
            const weight = weighted ? exact(weights[row]!) : one;
            return times(weight, times(factors[i]![row]!, factors[j]![row]!));
          });
          expectWithin(after.part[entry++]!, terms, ROWS / 2 + 5);
        }
      }
    }
  });

  it('of a gradient over columns, d = 2 and d = 3', () => {
    for (const d of [2, 3]) {
      const columns = Array.from({ length: d }, (_, j) => cancelling(j + 1, ROWS));
      const theta = randomNumbers(5, d + 1);
      const target = cancelling(7, ROWS);
      const { after } = run(core(), {
        name: 'gradient',
        offset: 0,
        buffers: {
          features: Float64Array.from(columns.flatMap((values) => [...values])),
          target,
          theta,
          scratch: new Float64Array(ROWS),
          out: new Float64Array(d + 2),
        },
        call: (k, at) =>
          k.gradientOfColumns(at.features, 8 * ROWS, at.target, ROWS, d, 0, at.theta, at.scratch, at.out),
      });
      const row = (i: number) => [exact(1), ...columns.map((values) => exact(values[i]!))];
      for (let j = 0; j <= d; j++) {
        // every term of every residual, times the feature
        const terms = Array.from({ length: ROWS }, (_, i) => {
          const x = row(i);
          const residual = x.map((value, k) => times(exact(theta[k]!), value));
          return [...residual, negate(exact(target[i]!))].map((term) => times(term, x[j]!));
        }).flat();
        expectWithin(after.out[j]!, terms, ROWS + d + 5);
      }
    }
  });
});

describe('moments in parts', () => {
  const COLUMNS = 3;
  const COUNT = 10;

  /** The part of some rows of a table in which column j is `columns[j]`. */
  function partOf(columns: readonly Float64Array[], shift: Float64Array): Float64Array {
    const rows = columns[0]!.length;
    return run(core(), {
      name: 'part',
      offset: 0,
      buffers: {
        source: Float64Array.from(columns.flatMap((values) => [...values])),
        shift,
        scratch: new Float64Array(momentsScratch(COLUMNS, false) / 8),
        part: new Float64Array(COUNT),
      },
      call: (k, at) => k.moments(at.source, 8 * rows, rows, COLUMNS, 0, at.shift, at.scratch, at.part),
    }).after.part;
  }

  it('sum to those of all rows, however many parts the counter has taken', () => {
    const shift = new Float64Array(COLUMNS);
    for (const parts of [1, 2, 3, 7, 8, 100]) {
      const columns = Array.from({ length: COLUMNS }, (_, j) => randomNumbers(j + parts, 10 * parts));
      const { memory, kernels } = core();
      const stack = memory.allocate(8 * COUNT * 9);
      const ones = (value: number) => [...value.toString(2)].filter((digit) => digit === '1').length;
      for (let index = 0; index < parts; index++) {
        const rows = columns.map((values) => values.subarray(10 * index, 10 * index + 10));
        memory.f64(stack + 8 * COUNT * ones(index), COUNT).set(partOf(rows, shift));
        kernels.carry(stack, COUNT, index);
      }
      for (let top = ones(parts) - 1; top > 0; top--) {
        kernels.accumulate(stack + 8 * COUNT * (top - 1), stack + 8 * COUNT * top, COUNT);
      }
      const whole = partOf(columns, shift);
      for (const [k, value] of memory.f64(stack, COUNT).entries()) expect(value).toBeCloseTo(whole[k]!, 11);
      memory.release(stack);
    }
  });

  it('move from one shift to another without losing digits', () => {
    const columns = Array.from({ length: COLUMNS }, (_, j) => numbersOf('far from zero', j + 1, 101));
    const near = Float64Array.of(1e8, 1e8 - 1, 1e8 + 2);
    const far = Float64Array.of(1e8 + 7, 1e8 - 5, 1e8 - 3);
    const { after } = run(core(), {
      name: 'translate',
      offset: 0,
      buffers: { part: partOf(columns, far), offset: far.map((value, j) => value - near[j]!) },
      call: (k, at) => k.translate(at.part, COLUMNS, at.offset),
    });
    for (const [k, value] of partOf(columns, near).entries()) {
      expect(Math.abs(after.part[k]! - value)).toBeLessThan(1e-11 * (1 + Math.abs(value)));
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
