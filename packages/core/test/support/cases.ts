import { momentsScratch } from '@gd-trainer/core';
import { numbersOf, randomNumbers, VALUES, type Values } from './random.ts';
import type { Buffers, Case } from './twins.ts';

/** Every kernel on its edges: sizes around its tiles, both alignments, all kinds of values. */
export const CASES: Readonly<Record<string, () => Case[]>> = {
  moments: momentCases,
  'merging of parts': mergeCases,
  'conversion of f32 and i32': wideningCases,
  'gradient of columns': columnCases,
  'precise dot products': preciseCases,
  'shuffling and rows': shuffleCases,
  'stochastic descent': stochasticCases,
  'full-batch descent': descentCases,
  eigenvalues: eigenCases,
};

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index);
const OFFSETS = [0, 8] as const;
export const OPTIMIZERS = ['gd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam'];

function test<B extends Buffers>(name: string, offset: 0 | 8, buffers: B, call: Case<B>['call']): Case {
  return { name: `${name}, at ${offset} mod 16`, offset, buffers, call } as unknown as Case;
}

function momentCases(): Case[] {
  const make = (rows: number, columns: number, values: Values, weighted: boolean, offset: 0 | 8) => {
    const stride = rows + 1;
    const buffers = {
      source: numbersOf(values, rows + 31 * columns, stride * columns),
      weights: randomNumbers(rows, rows).map(Math.abs),
      shift: numbersOf(values === 'far from zero' ? values : 'ordinary', columns, columns),
      part: new Float64Array(((columns + 1) * (columns + 2)) / 2),
      scratch: new Float64Array(momentsScratch(columns, weighted) / 8).fill(Number.NaN),
    };
    return test(
      `moments of ${rows} × ${columns}, ${values}${weighted ? ', weighted' : ''}`,
      offset,
      buffers,
      (k, at) =>
        k.moments(
          at.source,
          8 * stride,
          rows,
          columns,
          weighted ? at.weights : 0,
          at.shift,
          at.scratch,
          at.part,
        ),
    );
  };
  const sizes = [...upTo(33), 255, 256, 257, 258, 511, 1001];
  const cases: Case[] = [];
  for (const offset of OFFSETS) {
    for (const weighted of [false, true]) {
      for (const rows of sizes) {
        for (const columns of upTo(7).slice(1)) cases.push(make(rows, columns, 'ordinary', weighted, offset));
      }
      for (const values of VALUES) {
        for (const columns of [2, 3, 5]) cases.push(make(67, columns, values, weighted, offset));
      }
      cases.push(make(301, 22, 'far from zero', weighted, offset));
    }
  }
  return cases;
}

function mergeCases(): Case[] {
  const cases: Case[] = [];
  for (const offset of OFFSETS) {
    for (const count of [...upTo(33), 1001]) {
      const buffers = { target: randomNumbers(count, count), source: randomNumbers(count + 50, count) };
      cases.push(
        test(`${count} sums`, offset, buffers, (k, at) => k.accumulate(at.target, at.source, count)),
      );
    }
    for (const index of [...upTo(16), 127]) {
      const stack = randomNumbers(index, 9 * 10);
      cases.push(test(`part ${index} carried`, offset, { stack }, (k, at) => k.carry(at.stack, 10, index)));
    }
  }
  return cases;
}

function wideningCases(): Case[] {
  return OFFSETS.flatMap((offset) =>
    [...upTo(33), 1001].flatMap((count) => {
      const f32 = new Float32Array(count + (count % 2)).map((_, i) =>
        i % 5 ? 10 / (i - 7) : [Number.NaN, -0, 1e-45, 3e38, Infinity][(i / 5) % 5]!,
      );
      const i32 = new Int32Array(count + (count % 2)).map((_, i) => (i % 5 ? i * 77777 : -(2 ** 31) + i));
      const target = new Float64Array(count);
      return [
        test(`${count} f32`, offset, { source: new Float64Array(f32.buffer), target }, (k, at) =>
          k.widenF32(at.source, at.target, count),
        ),
        test(`${count} i32`, offset, { source: new Float64Array(i32.buffer), target }, (k, at) =>
          k.widenI32(at.source, at.target, count),
        ),
      ];
    }),
  );
}

function preciseCases(): Case[] {
  const cases: Case[] = [];
  for (const offset of OFFSETS) {
    for (const values of VALUES) {
      for (const numbers of [0, 2, 4, 6, 14, 128]) {
        for (const count of [0, 1, 2, 3, 6]) {
          const stride = numbers + 2;
          const buffers = {
            left: numbersOf(values, numbers + 31 * count, 3 * stride * count),
            right: numbersOf(values, numbers + 17 * count, 3 * stride * count),
            out: new Float64Array(2 * count + 2),
          };
          const name = `${count} precise dot products of ${numbers}, ${values}`;
          const call: Case<typeof buffers>['call'] = (k, at) =>
            k.preciseDots(at.left, at.right, 8 * stride * count, 8 * stride, numbers, count, at.out);
          cases.push(test(name, offset, buffers, call));
        }
      }
    }
  }
  return cases;
}

function columnCases(): Case[] {
  const make = (rows: number, columns: number, values: Values, weighted: boolean, offset: 0 | 8) => {
    const stride = rows + 1;
    const buffers = {
      block: numbersOf(values, rows + 31 * columns, stride * (columns + 1)),
      weights: randomNumbers(rows, rows).map(Math.abs),
      theta: randomNumbers(columns, columns),
      scratch: new Float64Array(rows),
      out: randomNumbers(columns, columns),
    };
    const name = `gradient of ${rows} × ${columns}, ${values}${weighted ? ', weighted' : ''}`;
    return test(name, offset, buffers, (k, at) => {
      const weights = weighted ? at.weights : 0;
      return k.gradientOfColumns(
        at.block,
        8 * stride,
        rows,
        columns,
        weights,
        at.theta,
        0.3,
        at.scratch,
        at.out,
      );
    });
  };
  return OFFSETS.flatMap((offset) =>
    [false, true].flatMap((weighted) => [
      ...[...upTo(9), 1001].flatMap((rows) =>
        [0, 1, 2, 3, 4, 5, 9].map((columns) => make(rows, columns, 'ordinary', weighted, offset)),
      ),
      ...VALUES.flatMap((values) => [2, 3, 6].map((columns) => make(67, columns, values, weighted, offset))),
    ]),
  );
}

/** Rows of d features with everything that the kernels over rows read. */
function rowBuffers(d: number, count: number, values: Values = 'ordinary') {
  const stride = 4 * Math.ceil((d + 1) / 4);
  const rows = numbersOf(values, d + 7 * count, count * stride).map((x, i) => (i % stride > d ? 0 : x));
  return {
    stride,
    buffers: {
      rows,
      weights: randomNumbers(count, count).map((x) => 1 + x / 2),
      theta: Float64Array.from({ length: stride }, (_, j) => (j <= d ? 0.1 * j : 0)),
      scratch: new Float64Array(2 * stride),
    },
  };
}

function shuffleCases(): Case[] {
  return OFFSETS.flatMap((offset) => [
    ...[1, 2, 9, 1000].flatMap((total) =>
      [0, 1, -1, 123456789].map((seed) => {
        const identity = new Int32Array(total + (total % 2)).map((_, i) => i);
        const buffers = { order: new Float64Array(identity.buffer), random: new Float64Array(2) };
        return test(`permutation of ${total}, seed ${seed}`, offset, buffers, (k, at) => {
          k.seed(at.random, seed);
          k.shuffle(at.order, at.random, 0, total, total);
        });
      }),
    ),
    ...[0, 1, 2, 5].flatMap((rows) =>
      [1, 3, 4].map((columns) => {
        const buffers = { source: randomNumbers(rows, 4 * 6), target: new Float64Array(4 * rows) };
        return test(`${rows} rows of ${columns}`, offset, buffers, (k, at) =>
          k.interleave(at.source, 48, rows, columns, at.target, 4),
        );
      }),
    ),
  ]);
}

function stochasticCases(): Case[] {
  const cases: Case[] = [];
  const count = 23;
  const orders = ['as they lie', 'in a given order', 'drawn'] as const;
  for (const d of [1, 2, 3, 4, 7, 8, 13]) {
    for (const optimizer of OPTIMIZERS.keys()) {
      for (const batchSize of [1, 2, 5, 100]) {
        const order = orders[(d + batchSize) % 3]!;
        const { stride, buffers } = rowBuffers(d, count, d === 7 ? 'far from zero' : 'ordinary');
        const all = {
          ...buffers,
          order: new Float64Array(Int32Array.from({ length: 24 }, (_, i) => (i * 7) % count).buffer),
          random: new Float64Array(Uint32Array.of(1, 2, 3, 4).buffer),
          state: new Float64Array(2 + 3 * stride),
          settings: Float64Array.of(0.01, 0.9, 0.99, 1e-8, d % 2 ? 0 : 0.1),
        };
        const name = `${OPTIMIZERS[optimizer]}, d = ${d}, batches of ${batchSize}, ${order}`;
        cases.push(
          test(name, OFFSETS[d % 2]!, all, (k, at) => {
            for (const [first, last] of [
              [0, 20],
              [20, count],
            ] as const) {
              k.stochastic(
                optimizer,
                at.rows,
                stride,
                order === 'as they lie' ? 0 : at.order,
                order === 'drawn' ? at.random : 0,
                first,
                last,
                count,
                batchSize,
                (optimizer + batchSize + d) % 3 === 0 ? 0 : 1,
                optimizer % 2 ? at.weights : 0,
                at.theta,
                at.state,
                at.settings,
                at.scratch,
              );
            }
          }),
        );
      }
    }
  }
  return cases;
}

/** H = AAᵀ/n + I is symmetric and positive definite; c = Hθ* makes θ* the optimum. */
export function quadratic(parameters: number) {
  const stride = parameters + (parameters % 2);
  const random = randomNumbers(parameters, parameters * (parameters + 1));
  const hessian = new Float64Array(stride * stride);
  for (let i = 0; i < parameters; i++) {
    for (let j = 0; j < parameters; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < parameters; k++) {
        sum += (random[i * parameters + k]! * random[j * parameters + k]!) / parameters;
      }
      hessian[i * stride + j] = sum;
    }
  }
  const optimum = new Float64Array(stride);
  optimum.set(random.subarray(parameters * parameters));
  const linear = optimum.map((_, i) =>
    optimum.reduce((sum, value, j) => sum + hessian[i * stride + j]! * value, 0),
  );
  return {
    stride,
    buffers: {
      hessian,
      linear,
      optimum,
      theta: new Float64Array(stride),
      out: new Float64Array(stride + 2),
      state: new Float64Array(2 + 3 * stride),
      settings: Float64Array.of(0.2, 0.5, 0.9, 1e-8),
      thresholds: Float64Array.from({ length: stride }, (_, i) => (i < parameters - 1 ? 0.1 : 0)),
    },
  };
}

function descentCases(): Case[] {
  return OFFSETS.flatMap((offset) =>
    [...upTo(33).slice(1), 101].flatMap((parameters) =>
      [...OPTIMIZERS.keys()].flatMap((optimizer) =>
        [0, 1].map((penalised) => {
          const { stride, buffers } = quadratic(parameters);
          const name = `${OPTIMIZERS[optimizer]}, ${parameters} parameters${penalised ? ', l1' : ''}`;
          return test(name, offset, buffers, (k, at) =>
            k.optimize(
              optimizer,
              at.hessian,
              at.linear,
              at.theta,
              at.optimum,
              at.out,
              at.state,
              at.settings,
              penalised && at.thresholds,
              stride,
              40,
              1e-6,
              1e6,
            ),
          );
        }),
      ),
    ),
  );
}

function eigenCases(): Case[] {
  const make = (n: number, values: Values, offset: 0 | 8, vectors: 0 | 1) => {
    const random = numbersOf(values, n, n * n);
    const matrix = random.map((_, index) => {
      const [i, j] = [Math.floor(index / n), index % n];
      return random[Math.min(i, j) * n + Math.max(i, j)]!;
    });
    const buffers = {
      [vectors ? 'matrix' : 'scratchMatrix']: matrix,
      diagonal: new Float64Array(n),
      offDiagonal: new Float64Array(n),
      scratch: new Float64Array(n),
    };
    return test(`${n} × ${n}, ${values}`, offset, buffers, (k, at) => {
      const start = (at.matrix ?? at.scratchMatrix)!;
      k.tridiagonalize(start, n, at.diagonal!, at.offDiagonal!, at.scratch!, vectors);
      return k.diagonalize(start, n, at.diagonal!, at.offDiagonal!, vectors);
    });
  };
  return OFFSETS.flatMap((offset) =>
    ([0, 1] as const).flatMap((vectors) => [
      ...[...upTo(17).slice(1), 40].map((n) => make(n, 'ordinary', offset, vectors)),
      ...(['far from zero', 'zeros', 'subnormal'] as const).map((values) => make(9, values, offset, vectors)),
    ]),
  );
}
