import { readFileSync } from 'node:fs';
import { compare, fitSync, GdError, Model, solve, solveSync } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { describe, expect, it } from 'vitest';

interface FromR {
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly weights: readonly number[] | null;
  readonly target: string;
  /** Rows that are predicted again, from 1. */
  readonly rows: readonly number[];
  readonly intercept: boolean;
  /** Fit, low and high of each of them. */
  readonly prediction: readonly (readonly number[])[];
  readonly mean: readonly (readonly number[])[];
  readonly prediction80: readonly (readonly number[])[];
  readonly covariance: readonly number[];
  /** Statistic, its two degrees of freedom, its p. */
  readonly f: readonly number[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
}

// values of R 4.2.2, which the script beside them prints
const SETS = Object.entries(
  JSON.parse(readFileSync(new URL('corpus/inference/inference.json', import.meta.url), 'utf8')) as Record<
    string,
    FromR
  >,
);

const modelOf = ({ columns, weights, target, intercept }: FromR) =>
  solveSync(columns, { target, intercept, ...(weights && { sampleWeight: weights }) });

const rowOf = ({ columns }: FromR, row: number): Record<string, number> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row - 1]!]));

function expectAgreed(actual: readonly number[], expected: readonly number[], digits: number): void {
  for (const [i, value] of expected.entries())
    expect(digitsAgreed(actual[i]!, value)).toBeGreaterThan(digits);
}

describe.each(SETS)('what R says of %s', (_, from) => {
  it('is what intervals say, a row at a time and all at once', () => {
    const model = modelOf(from);
    const kinds = [
      [{}, from.prediction],
      [{ kind: 'mean' }, from.mean],
      [{ level: 0.8 }, from.prediction80],
    ] as const;
    const table = from.rows.map((row) => rowOf(from, row));
    for (const [options, expected] of kinds) {
      const { level = 0.95, ...kind } = options as { level?: number; kind?: 'mean' };
      const all = model.predictAll(table, { interval: level, ...kind });
      for (const [i, row] of from.rows.entries()) {
        const { prediction, low, high } = model.interval(rowOf(from, row), options);
        expectAgreed([prediction, low, high], expected[i]!, 8);
        expect([all.prediction[i], all.low[i], all.high[i]]).toEqual([prediction, low, high]);
      }
    }
    const listed = model.features.map((name) => from.columns[name]![0]!);
    expect(model.interval(listed)).toEqual(model.interval(rowOf(from, 1)));
  });

  it('is what the summary says', () => {
    const { covariance, f, logLikelihood, aic, bic } = modelOf(from).summary();
    expectAgreed([...covariance], from.covariance, 9);
    expectAgreed([f!.statistic, ...f!.degreesOfFreedom, f!.p], from.f, 9);
    const criteria = [logLikelihood, aic, bic];
    // moments hold the products of weights, and not their logarithms
    if (from.weights) expect(criteria).toEqual([null, null, null]);
    else expectAgreed(criteria as number[], [from.logLikelihood, from.aic, from.bic], 12);
  });
});

// values of statsmodels 0.13.5, which the other script prints; the groups are four rows each
const ROBUST = JSON.parse(
  readFileSync(new URL('corpus/inference/robust.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, { readonly covariance: readonly number[]; readonly f: number }>>;

describe.each(SETS)('what statsmodels says of %s where residuals spread unlike', (set, from) => {
  it.each(['HC0', 'HC1', 'HC2', 'HC3', 'cluster'] as const)('%s', (kind) => {
    const rows = from.columns[from.target]!;
    const data = { ...from.columns, block: rows.map((_, row) => `block ${Math.floor(row / 4)}`) };
    const { covariance, f, parameters } = modelOf(from).summary({
      errors: kind === 'cluster' ? { cluster: 'block' } : kind,
      data,
      ...(from.weights && { sampleWeight: from.weights }),
    });
    const expected = ROBUST[set]![kind]!;
    expectAgreed([...covariance], expected.covariance, 8);
    if (f) expectAgreed([f.statistic], [expected.f], 7);
    for (const [i, { standardError, t, estimate }] of parameters.entries()) {
      expect(standardError).toBe(Math.sqrt(covariance[i * (parameters.length + 1)]!));
      expect(t).toBe(estimate / standardError);
    }
  });
});

describe.each(SETS)('the same of %s from a stream that can be read again', (set, from) => {
  const rows = from.columns[from.target]!;
  const data = {
    ...from.columns,
    block: rows.map((_, row) => `block ${Math.floor(row / 4)}`),
    times: from.weights ?? rows.map(() => 1),
  };
  // clusters of four rows lie across chunks of seven
  const chunks = function* () {
    for (let row = 0; row < rows.length; row += 7)
      yield Object.fromEntries(
        Object.entries(data).map(([key, column]) => [key, column.slice(row, row + 7)]),
      );
  };
  const weighted = from.weights ? { sampleWeight: 'times' } : {};

  it.each(['HC0', 'HC1', 'HC2', 'HC3', 'cluster'] as const)('%s', async (kind) => {
    const { target, intercept } = from;
    const features = Object.keys(from.columns).filter((name) => name !== target);
    const model = await solve(chunks, { target, features, intercept, ...weighted });
    const errors = kind === 'cluster' ? { cluster: 'block' } : kind;
    const { covariance, f } = await model.summary({ errors, data: chunks, ...weighted });
    const expected = ROBUST[set]![kind]!;
    expectAgreed([...covariance], expected.covariance, 8);
    if (f) expectAgreed([f.statistic], [expected.f], 7);
  });

  it('is refused where it passes once, ends short, or is told to stop', async () => {
    const model = modelOf(from);
    const asked = { errors: 'HC1', ...weighted } as const;
    await expect(model.summary({ ...asked, data: chunks() })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      hint: 'pass a `function` that returns the chunks from the start',
    });
    const short = function* () {
      yield chunks().next().value!;
    };
    await expect(model.summary({ ...asked, data: short })).rejects.toThrow('the data have 7 complete rows');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(model.summary({ ...asked, data: chunks, signal })).rejects.toThrow('enough');
    expect((await model.summary({ data: chunks })).covariance).toEqual(model.summary().covariance);
  });
});

it('robust errors ask for what they need', () => {
  const fitted = modelOf(SETS[0]![1]);
  const columns = SETS[0]![1].columns;
  expect(() => fitted.summary({ errors: 'HC1' })).toThrow(/need the rows/);
  expect(() => fitted.summary({ errors: 'HC9' as never, data: columns })).toThrow(
    /"errors" expected 'classic', 'HC0'/,
  );
  expect(() => fitted.summary({ errors: { cluster: 'none' }, data: columns })).toThrow(/"none"/);
  const fewer = Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, column.slice(1)]));
  expect(() => fitted.summary({ errors: 'HC1', data: fewer })).toThrow(/31 complete rows.*32/);
  const weighted = modelOf(SETS[3]![1]);
  expect(() => weighted.summary({ errors: 'HC1', data: SETS[3]![1].columns })).toThrow(/had weights/);
});

const [name, mtcars] = SETS[0]!;
const model = modelOf(mtcars);

it(`the level of a summary is that of its intervals, of ${name} as R's confint`, () => {
  const { parameters, level } = model.summary({ level: 0.8 });
  expect(level).toBe(0.8);
  // confint(lm(mpg ~ wt + hp, mtcars), level = 0.8), R 4.2.2
  expectAgreed(parameters[0]!.interval as [number, number], CONFINT_80, 10);
});
const CONFINT_80 = [-4.70761873670588, -3.04804274810348];

it('a run that has converged has the intervals of the exact optimum', () => {
  const run = fitSync(mtcars.columns, { target: 'mpg' });
  expectAgreed(Object.values(run.interval([2.62, 110])), mtcars.prediction[0]!, 8);
});

it('intervals through weights that are normalised know that there are weights', () => {
  const weights = mtcars.columns.mpg!.map((_, i) => (i % 2 === 0 ? 0.5 : 1.5));
  const weighted = solveSync(mtcars.columns, { target: 'mpg', sampleWeight: weights });
  expect(weighted.moments!.weight).toBe(weighted.moments!.n);
  expect(weighted.summary().aic).toBeNull();
});

it('a category and a power have the intervals of their columns', () => {
  const kind = mtcars.columns.wt!.map((wt) => (wt > 3.2 ? 'heavy' : 'light'));
  const { wt, hp, mpg } = mtcars.columns as Record<string, readonly number[]>;
  const terms = solveSync({ kind, hp: hp!, mpg: mpg! }, { target: 'mpg', features: ['kind', 'hp^2'] });
  const plain = solveSync(
    { light: wt!.map((value) => (value > 3.2 ? 0 : 1)), square: hp!.map((value) => value ** 2), mpg: mpg! },
    { target: 'mpg' },
  );
  const [one, other] = [terms.interval({ kind: 'light', hp: 110 }), plain.interval([1, 12_100])];
  expectAgreed(Object.values(one), Object.values(other), 10);
});

it('a missing value is refused, or predicted as NaN with its interval', () => {
  const rows = { wt: [2.62, Number.NaN], hp: [110, 110] };
  expect(() => model.predictAll(rows)).toThrow(/row 2/);
  expect([...model.predictAll(rows, { missing: 'null' })].map(Number.isNaN)).toEqual([false, true]);
  const { low, high } = model.predictAll(rows, { missing: 'null', interval: 0.9 });
  expect([low[0]! < high[0]!, low[1], high[1]]).toEqual([true, Number.NaN, Number.NaN]);
});

it('weights are found by the names of their terms', () => {
  expect(model.weight('hp')).toBe(model.weights[1]);
  expect(model.coefficients()).toEqual({ wt: model.weights[0], hp: model.weights[1], bias: model.bias });
  expect(() => model.weight('hq')).toThrow(GdError);
});

it('as text a summary is a table, a line a parameter', () => {
  expect(String(model.summary())).toBe(
    [
      'mpg: least squares of 32 rows',
      '',
      '         estimate  std. error       t        p                   95 %    VIF',
      'wt      -3.877831     0.63273  -6.129  1.12e-6      -5.1719 … -2.5837  1.767  ***',
      'hp    -0.03177295   0.0090297  -3.519  0.00145  -0.050241 … -0.013305  1.767  **',
      'bias     37.22727      1.5988   23.28  < 2e-16        33.957 … 40.497         ***',
      '*** p < 0.001   ** p < 0.01   * p < 0.05',
      '',
      'residual standard error 2.59341 on 29 degrees of freedom',
      'R² 0.82679   adjusted 0.81484',
      'F 69.21 on 2 and 29 degrees of freedom, p 9.11e-12',
      'AIC 156.652   BIC 162.515',
    ].join('\n'),
  );
});

describe('nothing is made up', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a penalty', () => fitSync(mtcars.columns, { target: 'mpg', l2: 1 }).interval([1, 2]), /penalised/],
    [
      'a level of 95',
      () => model.interval([1, 2], { level: 95 }),
      /"level" expected a number between 0 and 1, got 95/,
    ],
    ['a kind that is none', () => model.interval([1, 2], { kind: 'middle' as never }), /"kind" expected/],
    ['too few numbers', () => model.interval([1]), /2 numbers/],
    ['a level of a summary', () => model.summary({ level: 0 }), /"level"/],
  ])('for %s', (_, call, message) => {
    expect(call).toThrow(GdError);
    expect(call).toThrow(message);
  });

  it('of a line without residual: no F, no likelihood', () => {
    const exact = solveSync({ x: [1, 2, 3, 4], y: [3, 5, 7, 9] }, { target: 'y' }).summary();
    expect([exact.f, exact.logLikelihood, exact.aic, exact.bic]).toEqual([null, null, null, null]);
  });

  it('of weights that tell no logarithms, though they add up to the number of rows: no likelihood, here and read again', () => {
    const rows = { x: [1, 2, 3, 4], y: [3, 5, 8, 9], w: [0.5, 1.5, 0.5, 1.5] };
    const weighted = solveSync(rows, { target: 'y', features: ['x'], sampleWeight: 'w' });
    for (const read of [weighted, Model.fromJSON(JSON.parse(JSON.stringify(weighted)))])
      expect(read.summary()).toMatchObject({ logLikelihood: null, aic: null, bic: null });
  });
});

describe('models side by side', () => {
  const qsec = [
    16.46, 17.02, 18.61, 19.44, 17.02, 20.22, 15.84, 20, 22.9, 18.3, 18.9, 17.4, 17.6, 18, 17.98, 17.82,
    17.42, 19.47, 18.52, 19.9, 20.01, 16.87, 17.3, 15.41, 17.05, 18.9, 16.7, 16.9, 14.5, 15.5, 14.6, 18.6,
  ];
  const am = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1];
  const data: Readonly<Record<string, readonly number[]>> = { ...mtcars.columns, qsec, am };
  const of = (...features: string[]) => solveSync(data, { target: 'mpg', features });
  const [small, middle, large] = [of('wt'), of('wt', 'hp'), of('wt', 'hp', 'qsec', 'am')];

  it('nested ones have the partial F of anova, and the AIC of R 4.2.2', () => {
    const { models, best } = compare(small, middle, large);
    expect(best).toBe(2);
    expectAgreed(
      models.map(({ aic }) => aic!),
      [166.02942899187622, 156.65233882564132, 154.3273686013203],
      12,
    );
    // anova(lm(mpg ~ wt), lm(mpg ~ wt + hp)), and of that and lm(mpg ~ wt + hp + qsec + am)
    const [none, one, two] = models.map(({ partialF }) => partialF);
    expect(none).toBeNull();
    expectAgreed([one!.statistic, one!.p], [12.38133350704512, 0.0014512285315694238], 11);
    expectAgreed([two!.statistic, two!.p], [2.9503212345094196, 0.06936680684749201], 11);
    expect(two!.degreesOfFreedom).toEqual([2, 27]);
    // whichever way round
    expect(compare(large, middle).models[1]!.partialF).toEqual(two);
  });

  it('others have none, and models of other rows or targets are not compared', () => {
    expect(compare(of('wt'), of('qsec')).models[1]!.partialF).toBeNull();
    const fewer = solveSync({ wt: data.wt!.slice(1), mpg: data.mpg!.slice(1) }, { target: 'mpg' });
    expect(() => compare(small, fewer)).toThrow(/different rows, 32 rows and 31/);
    const moved = solveSync(
      { wt: data.wt!, mpg: data.mpg!.map((y, i) => (i === 3 ? y + 1 : y)) },
      { target: 'mpg' },
    );
    expect(() => compare(small, moved)).toThrow(/different rows/);
    expect(() => compare(small, solveSync(data, { target: 'hp', features: ['wt'] }))).toThrow(
      /predict mpg and hp/,
    );
    expect(() => compare(small)).toThrow(/two models/);
  });
});
