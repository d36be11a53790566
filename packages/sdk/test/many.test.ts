// Fits of groups and of windows, each against a fit of its rows alone.
import {
  type Fits,
  fitGroups,
  fitGroupsSync,
  GdError,
  type Model,
  rolling,
  rollingSync,
  solveSync,
} from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { fc, runs } from '@gd-trainer/testing/properties';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const ROWS = 400;
const [u, v, e] = [1, 2, 3].map((seed) => Array.from(randomNumbers(seed, ROWS), (value) => value - 0.5)) as [
  number[],
  number[],
  number[],
];
const shop = Array.from({ length: ROWS }, (_, row) => `shop ${(row * 7) % 23}`);
const day = Array.from({ length: ROWS }, (_, row) => new Date(2024, 0, 1 + (row % 3)));
const y = u.map((value, row) => 3 * value - (2 + (row % 23)) * v[row]! + 5 + 0.1 * e[row]!);
const source = { shop, day, u, v, y };

const only = (rows: readonly number[]): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries({ u, v, y }).map(([name, column]) => [name, rows.map((row) => column[row]!)]),
  );

function expectAlike(fits: Fits, index: number, alone: Model, near = 1e-11): void {
  const d = fits.features.length;
  const own = [...fits.weights.subarray(index * d, (index + 1) * d), fits.bias[index]!, fits.r2[index]!];
  for (const [i, value] of [...alone.weights, alone.bias, alone.r2].entries()) {
    expect(Math.abs(own[i]! - value)).toBeLessThan(near * (1 + Math.abs(value)));
  }
  expect(Math.abs(fits.rmse[index]! - alone.rmse)).toBeLessThan(1e-7 * alone.rmse + 1e-9);
  expect(fits.rows[index]).toBe(alone.rows);
}

const rowsWhere = (is: (row: number) => boolean): number[] =>
  Array.from({ length: ROWS }, (_, row) => row).filter(is);

describe('fits by group', () => {
  it('are those of the rows of each group, in the order in which groups are met', async () => {
    const options = { target: 'y', features: ['u', 'v'], by: 'shop' };
    const fits = fitGroupsSync(source, options);
    const names = [...new Set(shop)];
    expect(fits.keys).toEqual(names.map((name) => [name]));
    for (const [i, name] of names.entries()) {
      expectAlike(fits, i, solveSync(only(rowsWhere((row) => shop[row] === name)), { target: 'y' }));
    }
    expect(await fitGroups(source, options)).toEqual(fits);
    expect([...fits].map(({ key }) => key[0])).toEqual(names);
    expect(fits.model(4).summary().n).toBe(fits.rows[4]);
    expect(fits.moments(4).n).toBe(fits.rows[4]);
  });

  it('of several columns, dates among them', () => {
    const fits = fitGroupsSync(source, { target: 'y', features: ['u'], by: ['day', 'shop'] });
    expect(fits.length).toBe(new Set(shop.map((name, row) => `${name} ${row % 3}`)).size);
    const [when, name] = fits.keys[17]!;
    const rows = rowsWhere((row) => shop[row] === name && day[row]!.getTime() === (when as Date).getTime());
    const { u: x, y: target } = only(rows);
    expectAlike(fits, 17, solveSync({ u: x!, y: target! }, { target: 'y' }));
  });

  it('the columns of the groups are no features, and terms are', () => {
    const numbers = { store: u.map((_, row) => row % 4), u, y };
    expect(fitGroupsSync(numbers, { target: 'y', by: 'store' }).features).toEqual(['u']);
    const fits = fitGroupsSync(numbers, { target: 'y', by: 'store', features: ['u', 'u^2'] });
    expect(fits.features).toEqual(['u', 'u^2']);
    const rows = rowsWhere((row) => row % 4 === 2);
    const squares = {
      u: rows.map((row) => u[row]!),
      s: rows.map((row) => u[row]! ** 2),
      y: rows.map((row) => y[row]!),
    };
    expectAlike(fits, 2, solveSync(squares, { target: 'y' }));
  });

  it('what is hard for one group is done with care, and what it lacks is its own error', () => {
    const data = {
      g: [
        'few',
        'line',
        'line',
        'line',
        'copy',
        'copy',
        'copy',
        'copy',
        'gap',
        'gap',
        'gap',
        'still',
        'still',
        'still',
      ],
      a: [1, 1, 2, 3, 1, 2, 3, 4, 1, Number.NaN, 3, 5, 5, 5],
      b: [2, 5, 1, 4, 2, 4, 6, 8, 2, 5, 1, 1, 2, 4],
      y: [3, 7, 8, 9, 3, 5, 7, 8, 1, 2, 3, 4, 6, 1],
    };
    const fits = fitGroupsSync(data, { target: 'y', by: 'g' });
    const of = (name: string): Record<string, number[]> =>
      Object.fromEntries(
        (['a', 'b', 'y'] as const).map((key) => [key, data[key].filter((_, row) => data.g[row] === name)]),
      );
    for (const [i, name] of ['few', 'line', 'copy'].entries()) {
      expectAlike(fits, i, solveSync(of(name), { target: 'y' }));
    }
    expectAlike(fits, 4, solveSync(of('still'), { target: 'y' }));
    expect(fits.error(3)).toBeInstanceOf(GdError);
    expect(fits.error(3)!.message).toMatch(/row 10.*"a"|"a".*row 10/);
    expect([fits.weights[6], fits.bias[3], fits.r2[3]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(() => fits.model(3)).toThrow(fits.error(3));
    const kept = fitGroupsSync(data, { target: 'y', by: 'g', missing: 'drop' });
    expect([kept.error(3), kept.rows[3]]).toEqual([undefined, 2]);
  });

  it('one model for all, and the F test whether it will do: as R has it (corpus/inference/pooled.R)', () => {
    const { columns, options } = dataSet('penguins');
    const fits = fitGroupsSync(columns, { ...options, by: 'species' });
    const { model, f } = fits.pooled();
    for (const [j, weight] of [51.5414448238133, 22.6341384987636].entries()) {
      expect(digitsAgreed(model.weights[j]!, weight)).toBeGreaterThan(12);
    }
    expect(digitsAgreed(model.bias, -6541.9074981604663)).toBeGreaterThan(12);
    expect(digitsAgreed(f!.statistic, 25.8134648942539)).toBeGreaterThan(11);
    expect(digitsAgreed(f!.p, 3.52233363217637e-25)).toBeGreaterThan(8);
    expect(f!.degreesOfFreedom).toEqual([6, 333]);
    expect(() => rollingSync({ u, v, y }, { target: 'y', window: 20 }).pooled()).toThrow(
      'windows share rows',
    );
  });

  it('from moments of the groups, which databases and files sum up', async () => {
    const options = { target: 'y', features: ['u', 'v'] };
    const fromRows = fitGroupsSync(source, { ...options, by: 'shop' });
    const moments = [...fromRows.keys.keys()].map((i) => fromRows.moments(i));
    const groups = { by: ['shop'], keys: fromRows.keys, moments, skippedRows: 0 };
    const fits = fitGroupsSync(groups, options);
    expect(fits.keys).toEqual(fromRows.keys);
    for (let i = 0; i < fits.length; i++) expectAlike(fits, i, fromRows.model(i));
    expect(await fitGroups(groups, options)).toEqual(fits);
    const chosen = fitGroupsSync(groups, { target: 'y', features: ['v'], method: 'fit' });
    expectAlike(chosen, 3, solveSync(moments[3]!, { target: 'y', features: ['v'] }), 1e-8);
  });

  it('descended instead of solved, with penalties, with weights, without a bias', () => {
    const rows = rowsWhere((row) => shop[row] === 'shop 7');
    const at = [...new Set(shop)].indexOf('shop 7');
    const base = { target: 'y', features: ['u', 'v'] };
    const weight = u.map((_, row) => 1 + (row % 5));
    for (const options of [{ l2: 0.3 }, { intercept: false }, { scale: 'none', l2: 0.1 }] as const) {
      const fits = fitGroupsSync(source, { ...base, by: 'shop', ...options });
      expectAlike(fits, at, solveSync(only(rows), { target: 'y', ...options }));
    }
    const weighted = fitGroupsSync({ ...source, weight }, { ...base, by: 'shop', sampleWeight: 'weight' });
    const own = rows.map((row) => weight[row]!);
    expectAlike(weighted, at, solveSync(only(rows), { target: 'y', sampleWeight: own }));
    const descended = fitGroupsSync(source, { ...base, by: 'shop', method: 'fit', optimizer: 'momentum' });
    expectAlike(descended, at, solveSync(only(rows), { target: 'y' }), 1e-8);
  });
});

describe('fits over windows', () => {
  const base = { target: 'y', features: ['u', 'v'] };

  it('are those of the rows of each window', () => {
    const drawn = fc.record({
      window: fc.integer({ min: 3, max: 60 }),
      step: fc.integer({ min: 1, max: 9 }),
      halfLife: fc.constantFrom<(number | undefined)[]>(undefined, undefined, 4, 30),
      intercept: fc.boolean(),
    });
    fc.assert(
      fc.property(drawn, ({ window, step, halfLife, intercept }) => {
        const fits = rollingSync(source, { ...base, window, step, intercept, ...(halfLife && { halfLife }) });
        expect(fits.length).toBe(Math.floor((ROWS - window) / step) + 1);
        for (let i = 0; i < fits.length; i += 13) {
          const [first, end] = fits.keys[i] as [number, number];
          expect([first, end]).toEqual([i * step, i * step + window - 1]);
          const rows = rowsWhere((row) => row >= first && row <= end);
          const sampleWeight = rows.map((row) => 0.5 ** ((end - row) / (halfLife ?? Infinity)));
          const alone = solveSync(only(rows), { target: 'y', intercept, ...(halfLife && { sampleWeight }) });
          expectAlike(fits, i, alone, 1e-10);
        }
      }),
      { numRuns: runs(25) },
    );
  });

  it('an outlier that has left bends nothing', async () => {
    const spoilt = { ...source, u: u.with(100, 1e9), y: y.with(100, -1e12) };
    const [clean, bent] = [source, spoilt].map((data) => rollingSync(data, { ...base, window: 30 }));
    for (const [i, [first]] of bent!.keys.entries()) {
      if ((first as number) <= 100) continue;
      for (const j of [0, 1]) expect(bent!.weights[2 * i + j]).toBeCloseTo(clean!.weights[2 * i + j]!, 8);
    }
    expect(await rolling(spoilt, { ...base, window: 30 })).toEqual(bent);
  });

  it('of all rows so far, and of fewer rows than a window at the start', () => {
    const expanding = rollingSync(source, { ...base, window: 'expanding', step: 50 });
    for (const [i, [first, end]] of expanding.keys.entries()) {
      expect(first).toBe(0);
      expectAlike(expanding, i, solveSync(only(rowsWhere((row) => row <= (end as number))), { target: 'y' }));
    }
    const early = rollingSync(source, { ...base, window: 30, minRows: 10 });
    expect([early.keys[0], early.rows[0], early.rows[20], early.rows[25]]).toEqual([[0, 9], 10, 30, 30]);
  });

  it('with gaps: the windows that have them fail, or do without them', () => {
    const holes = { ...source, u: u.with(50, Number.NaN).with(55, Number.NaN) };
    const strict = rollingSync(holes, { ...base, window: 20 });
    expect([strict.error(30), strict.error(31)?.message]).toEqual([
      undefined,
      expect.stringMatching(/row 51/),
    ]);
    expect([strict.error(55) !== undefined, strict.error(56)]).toEqual([true, undefined]);
    const dropping = rollingSync(holes, { ...base, window: 20, minRows: 19, missing: 'drop' });
    // rows 36 to 55 hold both gaps
    expect([dropping.rows[32], dropping.error(32)]).toEqual([19, undefined]);
    expect(dropping.error(37)?.message).toMatch(/18 of 20 rows are complete, and 19/);
  });
});

it.each<[string, () => unknown, RegExp]>([
  [
    'no such group column',
    () => fitGroupsSync(source, { target: 'y', features: ['u'], by: 'city' }),
    /"city"/,
  ],
  ['no group column', () => fitGroupsSync(source, { target: 'y', by: [] }), /"by" expected/],
  ['l1 solved at once', () => fitGroupsSync(source, { target: 'y', by: 'shop', l1: 1 }), /no l1/],
  ['a window of none', () => rollingSync(source, { target: 'y', window: 0 }), /"window" expected/],
  ['a step backwards', () => rollingSync(source, { target: 'y', window: 3, step: -1 }), /"step" expected/],
  [
    'a half-life of 0',
    () => rollingSync(source, { target: 'y', window: 3, halfLife: 0 }),
    /"halfLife" expected/,
  ],
  [
    'a fit that is not there',
    () => fitGroupsSync(source, { target: 'y', features: ['u'], by: 'shop' }).model(99),
    /from 0 to 22, got 99/,
  ],
])('%s: an error that says so', (_, call, message) => {
  expect(call).toThrow(GdError);
  expect(call).toThrow(message);
});
