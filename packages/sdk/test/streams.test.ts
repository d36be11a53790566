import { core } from '@gd-trainer/core';
import {
  crossValidate,
  type Epoch,
  fit,
  fitSync,
  GdError,
  Model,
  Moments,
  moments,
  type Source,
  solve,
  train,
} from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { fc, runs } from '@gd-trainer/testing/properties';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import * as arrow from 'apache-arrow';
import { type DataType, Float64, makeVector, Table, tableFromArrays, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const target = 'y';
const a = randomNumbers(1, 20_000);
const b = randomNumbers(2, 20_000);
const noise = randomNumbers(3, 20_000);
const y = a.map((value, i) => 2 * value - 3 * b[i]! + noise[i]!);
const all = { a, b, y };
const slice = (from: number, to: number) => ({
  a: a.subarray(from, to),
  b: b.subarray(from, to),
  y: y.subarray(from, to),
});

async function* inChunks(...sizes: number[]): AsyncGenerator<Source> {
  let from = 0;
  for (const size of sizes) {
    yield slice(from, from + size);
    from += size;
  }
  if (from < a.length) yield slice(from, a.length);
}

describe('a stream', () => {
  it.each([[[]], [[1]], [[4096]], [[5, 4000, 91, 8192]], [[9999]]])(
    'cut at %o gives the bits of the whole',
    async (sizes) => {
      const whole = fitSync(all, { target });
      const model = await fit(inChunks(...sizes), { target });
      expect([...model.weights, model.bias]).toEqual([...whole.weights, whole.bias]);
      expect((await moments(() => inChunks(...sizes), { target })).toJSON()).toEqual(whole.moments!.toJSON());
    },
  );

  it('is solved and dropped from like any rows', async () => {
    async function* chunks() {
      yield { x: [1, null, 2], y: [3, 4, 5] };
      yield { x: [3], y: [7] };
    }
    const model = await solve(chunks(), { target, missing: 'drop' });
    expect([model.rows, model.skippedRows]).toEqual([3, 1]);
    expect(model.weights[0]).toBeCloseTo(2, 12);
  });

  it.each<[string, () => AsyncIterable<Source>, RegExp]>([
    [
      'a bad value in a later chunk',
      async function* () {
        yield slice(0, 5);
        yield { a: [1, Number.NaN], b: [1, 2], y: [1, 2] };
      },
      /^chunk 2: column "a", row 2: expected a number, got NaN/,
    ],
    [
      'other columns in a later chunk',
      async function* () {
        yield slice(0, 5);
        yield { a: [1], y: [1] };
      },
      /^chunk 2: chunk expected the columns/,
    ],
    ['no chunk', async function* () {}, /the stream has no chunk/],
  ])('with %s is refused', async (_, chunks, message) => {
    await expect(fit(chunks(), { target })).rejects.toThrow(message);
  });

  it('ends with the reason of the signal, and passes on what its source throws', async () => {
    const controller = new AbortController();
    async function* endless() {
      for (let i = 0; ; i++) {
        if (i === 3) controller.abort(new Error('enough'));
        yield slice(0, 100);
      }
    }
    await expect(fit(endless(), { target, signal: controller.signal })).rejects.toThrow('enough');
    async function* broken() {
      yield slice(0, 10);
      throw new Error('disk gone');
    }
    await expect(moments(broken(), { target })).rejects.toThrow('disk gone');
  });
});

describe('batches from a stream', () => {
  // past 16 MiB, the memory of a part: two parts, the second of them shorter
  const ROWS = 700_000;
  const PART = 524_288;
  const large = (() => {
    const x = randomNumbers(11, ROWS);
    const z = randomNumbers(12, ROWS).map((value, i) => 50 + value + x[i]! / 2);
    const error = randomNumbers(13, ROWS);
    return { x, z, y: x.map((value, i) => 4 * value - z[i]! + error[i]!) };
  })();
  const cut = (size: number, passes: { started: number; ended: number } = { started: 0, ended: 0 }) =>
    async function* () {
      passes.started++;
      try {
        for (let from = 0; from < ROWS; from += size) {
          const part = (column: Float64Array) => column.subarray(from, from + size);
          yield { x: part(large.x), z: part(large.z), y: part(large.y) };
        }
      } finally {
        passes.ended++;
      }
    };

  it.each([
    { batchSize: 32 },
    { batchSize: 1, optimizer: 'momentum', l2: 0.01 },
    { batchSize: 7, optimizer: 'adam', shuffle: false },
    { batchSize: 64, intercept: false, sampleWeight: 'b' },
  ] as const)('that fit into memory give the bits of the rows in memory: %o', async (options) => {
    const wanted = fitSync(all, { target, epochs: 3, seed: 9, ...options });
    const model = await fit(() => inChunks(5, 4000, 91), { target, epochs: 3, seed: 9, ...options });
    expect([...model.weights, model.bias, model.loss]).toEqual([...wanted.weights, wanted.bias, wanted.loss]);
    expect(model.toJSON()).toEqual(wanted.toJSON());
  });

  it('that do not fit learn the same line in constant memory, one pass an epoch', async () => {
    const passes = { started: 0, ended: 0 };
    const before = core().memory.usedBytes;
    let most = 0;
    const onEpoch = () => {
      most = Math.max(most, core().memory.usedBytes - before);
    };
    const model = await fit(cut(50_000, passes), { target, batchSize: 32, epochs: 3, onEpoch });
    // the moments, the longest row, three epochs
    expect(passes).toEqual({ started: 5, ended: 5 });
    expect([model.rows, model.epochs, model.training.shuffledRows]).toEqual([ROWS, 3, PART]);
    expect(model.hint).toMatch('shuffled within 524288 rows at a time');
    expect(model.gap).toBeLessThan(0.02 * model.loss);
    // the rows of a part, and four bytes of order for each of them; what runs before have left may go meanwhile
    expect(most).toBeGreaterThan(PART * 32);
    expect(most).toBeLessThan(PART * 36 + 2 ** 16);
    expect(Model.fromJSON(JSON.parse(JSON.stringify(model))).toJSON()).toEqual(model.toJSON());
  });

  it('give the same bits for the same seed, however the stream is cut', async () => {
    const run = async (size: number, seed: number) => {
      const { weights, bias } = await fit(cut(size), { target, batchSize: 8, epochs: 2, seed });
      return [...weights, bias];
    };
    const first = await run(100_003, 1);
    expect(await run(262_144, 1)).toEqual(first);
    expect(await run(ROWS, 1)).toEqual(first);
    expect(await run(ROWS, 2)).not.toEqual(first);
  });

  it('shuffle within a part: the order of the parts is that of the stream', async () => {
    // every batch is a whole part, so that no shuffle inside it shows beyond rounding
    const options = { target, batchSize: PART, epochs: 1, learningRate: 0.1, tolerance: 0 } as const;
    const [first, second] = [
      await fit(cut(ROWS), options),
      await fit(cut(ROWS), { ...options, shuffle: false }),
    ];
    expect(digitsAgreed(first.weights[0]!, second.weights[0]!)).toBeGreaterThan(10);
  });

  it('report every epoch, and take a rate that changes with it', async () => {
    const seen: Epoch[] = [];
    const rates: number[] = [];
    const learningRate = (epoch: number) => 0.01 / (1 + epoch);
    const onEpoch = (report: Epoch) => {
      seen.push(report);
      rates.push(report.learningRate);
    };
    await fit(cut(100_000), { target, batchSize: 32, epochs: 3, learningRate, onEpoch });
    expect(seen.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
    expect(rates).toEqual([0.01, 0.01, 0.005, 0.01 / 3]);
  });

  it('end with the reason of the signal, the stream closed', async () => {
    const passes = { started: 0, ended: 0 };
    const controller = new AbortController();
    const options = { target, batchSize: 32, signal: controller.signal } as const;
    const onEpoch = ({ epoch }: Epoch) => epoch === 1 && controller.abort(new Error('enough'));
    await expect(fit(cut(50_000, passes), { ...options, onEpoch })).rejects.toThrow('enough');
    expect(passes.ended).toBe(passes.started);
  });

  it('are refused from a stream that passes once, or gives other rows the next time', async () => {
    const options = { target, batchSize: 32 } as const;
    await expect(fit(inChunks(), options)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: 'every epoch takes a pass over the stream, and this one passes once',
    });
    let pass = 0;
    const shrinking = async function* () {
      yield slice(0, pass++ === 0 ? 100 : 99);
    };
    await expect(fit(shrinking, options)).rejects.toThrow('99 rows in a later pass and 100 in the first');
    let more = 0;
    const growing = async function* () {
      yield* cut(ROWS)();
      if (more++ > 0) yield { x: [1], z: [1], y: [1] };
    };
    const message = `over ${ROWS} rows in a later pass and ${ROWS} in the first`;
    await expect(fit(growing, options)).rejects.toThrow(message);
    await expect(fit(() => inChunks(), { ...options, path: 'moments' })).rejects.toThrow('"path" expected');
  });
});

describe('full batches by rows, streamed', () => {
  const d = 90;
  const n = 30_000;
  const names = Array.from({ length: d }, (_, j) => `x${j}`);
  const columns = Object.fromEntries(names.map((name, j) => [name, randomNumbers(j + 1, n)]));
  const y = columns.x0!.map((x, i) => 3 * x - columns.x7![i]! + 5 + randomNumbers(99, n)[i]!);
  const weight = randomNumbers(50, n).map((x) => 0.5 + x);
  columns.x3![5] = Number.NaN;
  columns.x3![n - 7] = Number.NaN;
  const rows = { ...columns, y, weight };
  const by = (size: number) =>
    async function* () {
      for (let from = 0; from < n; from += size) {
        yield Object.fromEntries(Object.entries(rows).map(([name, x]) => [name, x.slice(from, from + size)]));
      }
    };
  const options = {
    target: 'y',
    features: names,
    path: 'rows',
    missing: 'drop',
    epochs: 4,
    tolerance: 0,
  } as const;

  it.each([
    ['gd', {}],
    ['momentum of weighted rows', { optimizer: 'momentum', sampleWeight: 'weight' }],
    ['adam without a bias under l2', { optimizer: 'adam', intercept: false, l2: 0.3 }],
  ] as const)('have the bits of memory however they are cut, in more parts than one: %s', async (_, more) => {
    const whole = fitSync(rows, { ...options, ...more });
    for (const size of [n, 7000, 997]) {
      const epochs: number[] = [];
      const streamed = await fit(by(size), {
        ...options,
        ...more,
        onEpoch: ({ epoch }) => epochs.push(epoch),
      });
      expect(streamed.weights).toEqual(whole.weights);
      expect(streamed.bias).toBe(whole.bias);
      expect(epochs).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it('make the updates of a plain loop over the rows', async () => {
    const used = ['x0', 'x7'];
    const run = { ...options, features: used, optimizer: 'gd', scale: 'none', learningRate: 0.5 } as const;
    const { weights, bias } = await fit(by(4999), run);
    const theta = [0, 0, 0];
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      const gradient = [0, 0, 0];
      for (let i = 0; i < n; i++) {
        const x = [...used.map((name) => rows[name as 'y']![i]!), 1];
        const left = y[i]! - x.reduce((sum, value, j) => sum + theta[j]! * value, 0);
        for (let j = 0; j < 3; j++) gradient[j]! -= (left * x[j]!) / n;
      }
      for (let j = 0; j < 3; j++) theta[j]! -= 0.5 * gradient[j]!;
    }
    for (const [j, value] of [...weights, bias].entries()) expect(value).toBeCloseTo(theta[j]!, 10);
  });

  it('converge as the moments do, and end with what they were told', async () => {
    const run = { target: 'y', features: ['x0', 'x7'] } as const;
    const [byRows, byMoments] = [
      await fit(by(9000), { ...run, path: 'rows', optimizer: 'gd' }),
      fitSync(rows, { ...run, optimizer: 'gd' }),
    ];
    expect([byRows.status, byRows.epochs]).toEqual(['converged', byMoments.epochs]);
    const controller = new AbortController();
    const onEpoch = (): void => controller.abort(new Error('enough'));
    await expect(fit(by(9000), { ...run, path: 'rows', onEpoch, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    await expect(fit(by(9000)(), { ...run, path: 'rows' })).rejects.toThrow('this one passes once');
  });
});

describe('moments', () => {
  it('of parts merge to those of the whole, and come apart again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 19_999 }), { minLength: 1, maxLength: 6 }), (cuts) => {
        const edges = [0, ...new Set(cuts.sort((p, q) => p - q)), 20_000];
        const parts = edges
          .slice(1)
          .map((end, i) => fitSync(slice(edges[i]!, end), { target, epochs: 0 }).moments!);
        const merged = parts.reduceRight((sum, part) => part.merge(sum));
        const whole = fitSync(all, { target, epochs: 0 }).moments!;
        const apart = merged.subtract(parts[0]!).merge(parts[0]!);
        for (const [k, value] of whole.comoment.entries()) {
          expect(Math.abs(merged.comoment[k]! - value)).toBeLessThan(1e-9);
          expect(Math.abs(apart.comoment[k]! - value)).toBeLessThan(1e-9);
        }
        expect(merged.n).toBe(20_000);
      }),
      { numRuns: runs(30) },
    );
  });

  it('know the variance where raw sums lose it', async () => {
    const x = Float64Array.from({ length: 10_001 }, (_, i) => 1e10 + i);
    const { mean, comoment, n } = await moments({ x, y: x.slice().fill(0) }, { target });
    expect(mean[0]).toBe(1e10 + 5000);
    expect(comoment[0]! / n).toBe((10_001 ** 2 - 1) / 12);
  });

  it('serve any choice of features and target', async () => {
    const all = await moments({ a, b, y }, { target });
    const swapped = fitSync(all, { target: 'a', features: ['y'] });
    expect(digitsAgreed(swapped.weights[0]!, fitSync({ a, y }, { target: 'a' }).weights[0]!)).toBeGreaterThan(
      9,
    );
    expect(all.select(['y', 'b']).names).toEqual(['y', 'b']);
    expect(() => all.select(['c'])).toThrow('no column "c" in the moments');
  });

  it('come back from JSON with the same bits, and refuse what is none', async () => {
    const all = await moments({ a, b, y }, { target });
    expect(Moments.fromJSON(JSON.parse(JSON.stringify(all)))).toEqual(all);
    for (const [change, message] of [
      [{ names: ['a'] }, /"target" expected one of the names/],
      [{ mean: [1, 2] }, /"mean" expected 3 finite numbers/],
      [{ n: -1 }, /"n" expected a whole number/],
      [{ schemaVersion: 2 }, /"schemaVersion" expected 1/],
    ] as const) {
      expect(() => Moments.fromJSON({ ...all.toJSON(), ...change })).toThrow(message);
    }
  });

  it('refuse to subtract more than there is', async () => {
    const [large, small] = [await moments(all, { target }), await moments(slice(0, 10), { target })];
    expect(() => small.subtract(large)).toThrow(GdError);
    expect(small.subtract(small).n).toBe(0);
    // fewer rows that weigh more: what were left would weigh less than nothing
    const rows = { x: [1, 2, 3], y: [1, 3, 2] };
    const light = await moments({ ...rows, w: [1, 1, 1] }, { target, sampleWeight: 'w' });
    const heavy = await moments({ x: [1, 2], y: [1, 3], w: [2, 2] }, { target, sampleWeight: 'w' });
    expect(() => light.subtract(heavy)).toThrow('cannot subtract 2 rows from 3');
  });
});

describe('Arrow tables', () => {
  it('are read in place', () => {
    const model = fitSync(tableFromArrays({ a, b, y }), { target });
    expect([...model.weights]).toEqual([...fitSync(all, { target }).weights]);
  });

  it('keep their nulls, which toArray would turn into 0', () => {
    const table = new Table({
      x: vectorFromArray([1, null, 3, 4], new Float64()),
      y: vectorFromArray([3, 100, 7, 9], new Float64()),
    });
    expect(() => fitSync(table, { target })).toThrow('column "x", row 2: expected a number, got nothing');
    const model = fitSync(table, { target, missing: 'drop' });
    expect(model.skippedRows).toBe(1);
    expect(digitsAgreed(model.weights[0]!, 2)).toBeGreaterThan(9);
  });

  // days since 1970 and other values that each type holds, by the format's own rules
  const noons = [0, 1, 2.5, 20_000.25, 20_653.5];
  const counted = (perDay: number) => noons.map((day) => BigInt(Math.round(day * perDay)));
  const decimalWords = (values: readonly bigint[]) =>
    Uint32Array.from(
      values.flatMap((v) =>
        [0n, 32n, 64n, 96n].map((bits) => Number((BigInt.asUintN(128, v) >> bits) & 0xffffffffn)),
      ),
    );
  it.each<[string, DataType, ArrayLike<number | bigint> & ArrayBufferView, readonly number[]]>([
    ['seconds', new arrow.TimestampSecond(), BigInt64Array.from(counted(86_400)), noons],
    ['milliseconds', new arrow.TimestampMillisecond(), BigInt64Array.from(counted(864e5)), noons],
    ['microseconds', new arrow.TimestampMicrosecond(), BigInt64Array.from(counted(864e8)), noons],
    ['nanoseconds', new arrow.TimestampNanosecond(), BigInt64Array.from(counted(864e11)), noons],
    [
      'dates in days',
      new arrow.DateDay(),
      Int32Array.of(-3, 0, 5, 20_000, 20_001),
      [-3, 0, 5, 20_000, 20_001],
    ],
    ['dates in milliseconds', new arrow.DateMillisecond(), BigInt64Array.from(counted(864e5)), noons],
    [
      'times in seconds',
      new arrow.TimeSecond(),
      Int32Array.of(0, 43_200, 86_399, 5, 1),
      [0, 0.5, 86_399 / 86_400, 5 / 86_400, 1 / 86_400],
    ],
    [
      'times in microseconds',
      new arrow.TimeMicrosecond(),
      BigInt64Array.of(0n, 43_200_000_000n, 1n, 5n, 7n),
      [0, 0.5, 1 / 864e8, 5 / 864e8, 7 / 864e8],
    ],
    ['durations in milliseconds', new arrow.DurationMillisecond(), BigInt64Array.from(counted(864e5)), noons],
    [
      'half floats',
      new arrow.Float16(),
      Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001),
      [1, -2, 0.333251953125, 65_504, 2 ** -24],
    ],
    [
      'decimals',
      new arrow.Decimal(2, 10, 128),
      decimalWords([1234n, -1n, 0n, -99_999n, 10n ** 20n]),
      [12.34, -0.01, 0, -999.99, 1e18],
    ],
    ['truth', new arrow.Bool(), Uint8Array.of(0b10110), [0, 1, 1, 0, 1]],
    [
      '64-bit integers',
      new arrow.Int64(),
      BigInt64Array.of(1n, -5n, 2n ** 53n - 1n, 0n, 9n),
      [1, -5, 2 ** 53 - 1, 0, 9],
    ],
    ['bytes', new arrow.Uint8(), Uint8Array.of(1, 2, 255, 0, 9), [1, 2, 255, 0, 9]],
  ])('of %s are read by their type, with a null and without', (_, type, data, expected) => {
    const model = Model.fromJSON({
      ...fitSync({ x: [1, 2], y: [1, 2] }, { target }).toJSON(),
      weights: [1],
      bias: 0,
    });
    const vector = (nulls: boolean) =>
      new arrow.Vector([
        arrow.makeData({
          type,
          data,
          length: 5,
          nullCount: Number(nulls),
          ...(nulls && { nullBitmap: Uint8Array.of(0b11011) }),
        } as never),
      ]);
    expect([...model.predictAll(new Table({ x: vector(false) }))]).toEqual(expected);
    const learned = (nulls: boolean) => {
      const table = new Table({ x: vector(nulls), y: vectorFromArray([1, 5, 2, 4, 3], new Float64()) });
      return fitSync(table, { target, missing: 'drop' }).moments!;
    };
    expect(learned(true).n).toBe(4);
    const kept = expected.filter((_, row) => row !== 2);
    expect(learned(true)).toEqual(fitSync({ x: kept, y: [1, 5, 4, 3] }, { target }).moments);
    expect(learned(false)).toEqual(fitSync({ x: expected, y: [1, 5, 2, 4, 3] }, { target }).moments);
  });

  it('are refused where an f64 would lose what tells their rows apart', () => {
    const refused = (type: DataType, data: BigInt64Array | Uint32Array, message: RegExp) => {
      const vector = new arrow.Vector([arrow.makeData({ type, data, length: 2, nullCount: 0 } as never)]);
      const y = vectorFromArray([1, 2], new Float64());
      expect(() => fitSync(new Table({ x: vector as never, y }), { target })).toThrow(message);
    };
    const place = 'column "x", row 2: expected';
    refused(
      new arrow.TimestampNanosecond(),
      BigInt64Array.of(0n, 1_790_000_000_000_000_001n),
      new RegExp(`${place} whole microseconds, got 1790000000000000001 ns`),
    );
    refused(
      new arrow.Int64(),
      BigInt64Array.of(0n, 2n ** 53n + 1n),
      new RegExp(`${place} a number, got 9007199254740993`),
    );
    refused(
      new arrow.TimestampMicrosecond(),
      BigInt64Array.of(0n, 2n ** 60n),
      new RegExp(`${place} a number, got`),
    );
    refused(
      new arrow.Decimal(0, 38, 128),
      decimalWords([0n, 2n ** 70n + 1n]),
      new RegExp(`${place} a number, got`),
    );
  });

  it('of 64-bit integers and of several chunks are numbers too', () => {
    const ints = makeVector(BigInt64Array.of(1n, 2n, 3n));
    const table = new Table({ x: ints, y: makeVector(Float64Array.of(3, 5, 7)) });
    const model = fitSync(table.concat(table), { target });
    expect(model.rows).toBe(6);
    expect(digitsAgreed(model.weights[0]!, 2)).toBeGreaterThan(9);
  });
});

describe('train', () => {
  it('gives every epoch, then the model', async () => {
    const epochs: Epoch[] = [];
    const run = train(all, { target, epochs: 5, tolerance: 0 });
    let step = await run.next();
    for (; !step.done; step = await run.next()) epochs.push(step.value);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(step.value).toBeInstanceOf(Model);
    expect([...step.value.weights]).toEqual([...epochs[5]!.weights]);
    expect(epochs[5]!.rmse).toBeCloseTo(Math.sqrt(2 * epochs[5]!.loss), 12);
  });

  it('ends when its loop is left, or its signal says so', async () => {
    for await (const { epoch } of train(all, { target, tolerance: 0 })) if (epoch === 2) break;
    const run = train(all, { target, signal: AbortSignal.abort(new Error('no')) });
    await expect(run.next()).rejects.toThrow('no');
  });
});

describe('early stopping', () => {
  // forty features of noise and thirty rows: the longer the descent, the better it learns the noise by heart
  const rows = 30;
  const wide = Object.fromEntries(
    Array.from({ length: 40 }, (_, j) => [`x${j}`, randomNumbers(100 + j, rows)]),
  );
  const source = { ...wide, y: wide.x0!.map((x, i) => x + randomNumbers(999, rows)[i]!) };

  it('returns the weights of the epoch with the lowest validation loss', async () => {
    const reports: Epoch[] = [];
    const options = { target, validation: 0.3, patience: 5, onEpoch: (epoch: Epoch) => reports.push(epoch) };
    const model = await fit(source, options);
    expect(model.status).toBe('stopped');
    expect(model.rows).toBe(21);
    const best = reports.reduce((least, report) =>
      report.validationLoss! < least.validationLoss! ? report : least,
    );
    expect(model.epochs).toBe(best.epoch);
    expect([...model.weights]).toEqual([...best.weights]);
    expect(reports.at(-1)!.epoch).toBeLessThanOrEqual(best.epoch + 5);
  });

  it('ends a plateau: what does not fall is not patience won', () => {
    // steps that leave every prediction the same double, so that the loss stays what it was to the last bit
    const still = { target, learningRate: 1e-300, validation: { x: [1, 4], y: [2, 5] }, patience: 3 };
    const model = fitSync({ x: [1, 2, 3], y: [1, 3, 2] }, { ...still, epochs: 50 });
    expect([model.status, model.epochs]).toEqual(['stopped', 0]);
  });

  it('takes rows of its own as well', async () => {
    const model = await fit(slice(0, 1000), { target, validation: slice(1000, 2000) });
    expect(model.rows).toBe(1000);
    await expect(fit(all, { target, validation: { a, y } })).rejects.toThrow('no column "b"');
  });

  it('lets others run while three million rows are drawn from, and learns from the rest of them', async () => {
    const [n, share] = [3_000_000, 0.2];
    const x = Float64Array.from({ length: n }, (_, i) => i % 1009);
    // the row's own number as the target's last digits: what is held out and what is not make up the whole
    const y = x.map((v, i) => 2 * v + i / n);
    let [last, longest] = [performance.now(), 0];
    const started = last;
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    const model = await fit({ x, y }, { target, validation: share, epochs: 3 });
    clearInterval(timer);
    // 50 ms are promised; timers wait for two turns, and a machine may have other things to do
    expect(longest).toBeLessThan(Math.max(200, (performance.now() - started) / 3));
    expect(model.rows).toBe(n * (1 - share));
    expect(model.moments!.mean[0]).toBeCloseTo(504, 0);
  });

  it('picks each row once, in the order of the table, by any share', async () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => i + (i % 2 ? 0.5 : 0));
    for (const validation of [0.001, 0.2, 0.999]) {
      const { moments: kept, rows } = fitSync({ x, y: x }, { target, validation, epochs: 1 });
      const held = fitSync({ x, y: x }, { target, validation: 1 - validation, epochs: 1, seed: 1 });
      expect(rows + held.rows).toBe(5000);
      const sum = kept!.mean[0]! * rows;
      // whole and half numbers add up exactly
      expect(sum * 2).toBeCloseTo(Math.round(sum * 2), 3);
    }
    const { folds } = await crossValidate({ x, y: x.map((v) => v * v) }, { target, folds: 7 });
    expect(folds.reduce((rows, fold) => rows + fold.n, 0)).toBe(5000);
  });

  it('holds out the same rows for the same seed', () => {
    const run = (seed: number) => fitSync(source, { target, validation: 0.3, seed }).weights;
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
    expect(() => fitSync({ x: [1, 2], y: [1, 2] }, { target, validation: 0.1 })).toThrow(
      'leaves nothing on one side',
    );
  });
});

describe('cross-validation', () => {
  it('equals fitting and scoring each fold by hand', async () => {
    const { columns, options } = dataSet('plane');
    const { folds, r2, rmse } = await crossValidate(columns, { ...options, folds: 4, seed: 5 });
    expect(folds.map(({ n }) => n)).toEqual([50, 50, 50, 50]);
    const mean = Math.sqrt(folds.reduce((sum, fold) => sum + fold.rmse ** 2, 0) / 4);
    expect(rmse).toBeCloseTo(mean, 12);
    expect(r2).toBeGreaterThan(0.97);
    // true weights of the plane leave its noise; a model of other rows can do no better on the whole
    expect(rmse).toBeGreaterThan(fitSync(columns, options).rmse);
  });

  it('with as many folds as rows leaves each out once', async () => {
    const x = [1, 2, 3, 4, 6];
    const source = { x, y: [2, 3, 5, 4, 8] };
    const { rmse } = await crossValidate(source, { target, folds: 5, tolerance: 1e-13 });
    const residuals = x.map((value, left) => {
      const others = { x: x.filter((_, i) => i !== left), y: source.y.filter((_, i) => i !== left) };
      return source.y[left]! - fitSync(others, { target, tolerance: 1e-13 }).predict([value]);
    });
    const byHand = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / 5);
    expect(digitsAgreed(rmse, byHand)).toBeGreaterThan(9);
  });

  it('keeps the order of the rows where nothing is to be shuffled', async () => {
    const [x, y] = [
      [1, 2, 4, 7, 8, 9, 12],
      [2, 1, 6, 3, 9, 4, 11],
    ] as const;
    const folds = [
      [0, 2],
      [2, 4],
      [4, 7],
    ] as const;
    const options = { target, tolerance: 1e-13 };
    const found = await crossValidate({ x, y }, { ...options, folds: 3, shuffle: false });
    for (const [i, [start, end]] of folds.entries()) {
      const isLeft = (_: number, row: number) => row < start || row >= end;
      const model = fitSync({ x: x.filter(isLeft), y: y.filter(isLeft) }, options);
      const squares = x.slice(start, end).map((v, k) => (y[start + k]! - model.predict([v])) ** 2);
      const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (end - start));
      expect(digitsAgreed(found.folds[i]!.rmse, rmse)).toBeGreaterThan(9);
    }
    const shuffled = await crossValidate({ x, y }, { ...options, folds: 3 });
    expect(shuffled.rmse).not.toBe(found.rmse);
  });

  it('weighs the errors of a row by its weight, within its fold and between folds', async () => {
    const x = [1, 2, 4, 7, 8, 9];
    const y = [2, 1, 6, 3, 9, 4];
    const w = [1, 9, 2, 1, 1, 5];
    const options = { target, sampleWeight: 'w', tolerance: 1e-13, shuffle: false };
    const { rmse, folds } = await crossValidate({ x, y, w }, { ...options, folds: 2 });
    // least squares on weighted centred columns
    const squares = x.map((value, row) => {
      const others = x.flatMap((_, i) => (Math.floor(i / 3) === Math.floor(row / 3) ? [] : [i]));
      const mean = (of: readonly number[]) =>
        others.reduce((sum, i) => sum + w[i]! * of[i]!, 0) / others.reduce((sum, i) => sum + w[i]!, 0);
      const [mx, my] = [mean(x), mean(y)];
      const sxy = others.reduce((sum, i) => sum + w[i]! * (x[i]! - mx) * (y[i]! - my), 0);
      const sxx = others.reduce((sum, i) => sum + w[i]! * (x[i]! - mx) ** 2, 0);
      return w[row]! * (y[row]! - my - (sxy / sxx) * (value - mx)) ** 2;
    });
    const rooted = (from: number, to: number) =>
      Math.sqrt(squares.slice(from, to).reduce((a, b) => a + b) / w.slice(from, to).reduce((a, b) => a + b));
    expect(digitsAgreed(rmse, rooted(0, 6))).toBeGreaterThan(9);
    expect(digitsAgreed(folds[0]!.rmse, rooted(0, 3))).toBeGreaterThan(9);
    expect(digitsAgreed(folds[1]!.rmse, rooted(3, 6))).toBeGreaterThan(9);
  });

  it.each([1, 2.5, 21])('refuses %d folds of 20 rows', async (folds) => {
    await expect(crossValidate(slice(0, 20), { target, folds })).rejects.toThrow('"folds" expected');
  });
});

describe('update', () => {
  it('learns more rows as if they had been there', () => {
    const updated = fitSync(slice(0, 5000), { target }).update(slice(5000, 20_000));
    const whole = fitSync(all, { target });
    expect(updated.rows).toBe(20_000);
    for (const [j, weight] of whole.weights.entries()) {
      expect(digitsAgreed(updated.weights[j]!, weight)).toBeGreaterThan(8);
    }
  });
});

describe('sample weights', () => {
  const rows = { x: [1, 2, 3, 4], y: [1, 3, 2, 5] };

  it('of 2 count a row twice, of 0 not at all', () => {
    const weighted = fitSync(rows, { target, sampleWeight: [2, 1, 0, 1], tolerance: 1e-13 });
    const repeated = fitSync({ x: [1, 1, 2, 4], y: [1, 1, 3, 5] }, { target, tolerance: 1e-13 });
    expect(weighted.rows).toBe(3);
    expect(digitsAgreed(weighted.weights[0]!, repeated.weights[0]!)).toBeGreaterThan(12);
    expect(digitsAgreed(weighted.loss, repeated.loss)).toBeGreaterThan(12);
  });

  it('may be a column, which is then no feature', () => {
    const model = fitSync({ ...rows, importance: [2, 1, 0, 1] }, { target, sampleWeight: 'importance' });
    expect(model.features).toEqual(['x']);
  });

  it('shape a stochastic run the same way', () => {
    const options = {
      target,
      sampleWeight: [2, 1, 0, 1],
      batchSize: 2,
      epochs: 3000,
      learningRate: 0.005,
    } as const;
    const exact = fitSync(rows, { target, sampleWeight: [2, 1, 0, 1] });
    expect(fitSync(rows, options).loss).toBeLessThan(exact.loss * 1.05);
  });

  it.each([
    [[1, 1, 1], /"sampleWeight" expected 4 rows/],
    [[1, -1, 1, 1], /sample weight, row 2: expected a finite number ≥ 0, got -1/],
    [[0, 0, 0, 0], /no rows/],
  ])('%o are refused', (sampleWeight, message) => {
    expect(() => fitSync(rows, { target, sampleWeight })).toThrow(message);
  });
});
