import { fitSync, GdError, moments, solve, solveSync } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { needs } from '@gd-trainer/testing/needs';
import { nistIsThere, nistSet } from '@gd-trainer/testing/nist';
import { fc, runs } from '@gd-trainer/testing/properties';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const target = 'y';

/** Population standard deviation. */
function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Digits of all parameters of a model on a NIST set, the worst of them. */
function worstDigits(name: string, model: { weights: Float64Array; bias: number }): number {
  const { certified, intercept } = nistSet(name);
  const estimates = intercept ? [model.bias, ...model.weights] : [...model.weights];
  expect(estimates.length).toBe(certified.length);
  return Math.min(...estimates.map((estimate, i) => digitsAgreed(estimate, certified[i]!.estimate)));
}

describe(
  'NIST StRD, certified values',
  needs(nistIsThere, "NIST's files in shared/ beside the checkout"),
  () => {
    it.each([
      ['Norris', 12],
      ['Pontius', 12],
      ['NoInt1', 14],
      ['NoInt2', 14],
      ['Longley', 13],
      ['Wampler1', 12],
      ['Wampler2', 12],
      ['Wampler3', 12],
      ['Wampler4', 12],
      ['Wampler5', 12],
      ['Filip', 7.5],
    ])('solve agrees on %s to %d digits', (name, digits) => {
      const { columns, intercept, residualDeviation } = nistSet(name);
      const model = solveSync(columns, { target, intercept });
      expect(worstDigits(name, model)).toBeGreaterThan(digits);
      expect(model.status).toBe('exact');
      const freedom = model.rows - model.weights.length - (intercept ? 1 : 0);
      const sigma = model.rmse * Math.sqrt(model.rows / freedom);
      if (residualDeviation > 0) expect(digitsAgreed(sigma, residualDeviation)).toBeGreaterThan(7);
    });

    it.each([
      ['Norris', 8, 10_000],
      ['Pontius', 8, 10_000],
      ['NoInt1', 8, 10_000],
      ['NoInt2', 8, 10_000],
      ['Longley', 6, 200_000],
    ])('gradient descent agrees on %s to %d digits within %d epochs', (name, digits, epochs) => {
      const { columns, intercept } = nistSet(name);
      const model = fitSync(columns, { target, intercept, epochs, tolerance: 1e-13 });
      expect(worstDigits(name, model)).toBeGreaterThan(digits);
    });

    it.each(['Wampler1', 'Wampler2', 'Wampler3', 'Wampler4', 'Wampler5', 'Filip'])(
      'gradient descent ends %s as exhausted, and κ says why',
      (name) => {
        const model = fitSync(nistSet(name).columns, { target, optimizer: 'gd' });
        expect(model.status).toBe('exhausted');
        expect(model.gap).toBeGreaterThan(0);
        expect(model.hint).toMatch(/(momentum|rank \d+ of \d+ parameters).*solve/);
        expect(model.forecast.condition).toBeGreaterThan(1e6);
      },
    );

    it.each(['gd', 'momentum', 'nesterov', 'cg'] as const)(
      'a run by %s has the digits that it claims',
      (optimizer) => {
        for (const name of ['Norris', 'Pontius', 'Longley', 'Wampler1', 'Wampler2', 'Wampler4']) {
          const { columns } = nistSet(name);
          const model = fitSync(columns, { target, optimizer, epochs: 100_000 });
          const optimum = solveSync(columns, { target });
          const scale = model.features.map((feature) => deviation(columns[feature]!));
          const error = Math.hypot(...scale.map((σ, j) => σ * (model.weights[j]! - optimum.weights[j]!)));
          const size = Math.hypot(...scale.map((σ, j) => σ * optimum.weights[j]!));
          expect(-Math.log10(error / size), name).toBeGreaterThan(model.digits - 0.5);
        }
      },
    );

    it('reports the standard errors that are certified', () => {
      for (const [name, digits] of [
        ['Norris', 11],
        ['Pontius', 9],
        ['Longley', 12],
      ] as const) {
        const { columns, certified, residualDeviation, rSquared } = nistSet(name);
        const { parameters, sigma, r2 } = solveSync(columns, { target }).summary();
        const interceptFirst = [parameters.at(-1)!, ...parameters.slice(0, -1)];
        for (const [i, { standardError }] of interceptFirst.entries()) {
          expect(digitsAgreed(standardError, certified[i]!.deviation), name).toBeGreaterThan(digits);
        }
        expect(digitsAgreed(sigma, residualDeviation), name).toBeGreaterThan(digits);
        expect(digitsAgreed(r2, rSquared), name).toBeGreaterThan(14);
      }
    });
  },
);

describe('solve', () => {
  it.each(['penguins', 'cars', 'temperature', 'plane', 'lecture'])('is exact on %s', (name) => {
    const { columns, options, reference } = dataSet(name);
    const { target, features, missing } = options;
    const model = solveSync(columns, { target, features, missing } as never);
    for (const [j, weight] of reference.weights.entries()) {
      expect(digitsAgreed(model.weights[j]!, weight)).toBeGreaterThan(14);
    }
    expect(digitsAgreed(model.bias, reference.bias)).toBeGreaterThan(14);
    expect(model.digits).toBeGreaterThan(15);
  });

  it('gives the slope of timestamps exactly', () => {
    const start = 1_790_000_000_000;
    const x = Float64Array.from({ length: 1000 }, (_, i) => start + 60_000 * i);
    const y = x.map((time) => (time - start) / 60_000);
    expect(solveSync({ x, y }, { target }).weights[0]).toBeCloseTo(1 / 60_000, 20);
  });

  it.each([20_000, 60_000])('tells near copies of %d rows apart, whose sums in f64 are the same', (rows) => {
    // y is exact in f64, and so are its weights
    const a = randomNumbers(1, rows).map((x) => Math.round(1024 * x));
    const b = randomNumbers(2, rows).map((x, i) => a[i]! + Math.round(1024 * x) * 2 ** -30);
    const y = a.map((x, i) => 2 * x - 3 * b[i]!);
    const { weights, bias, digits } = solveSync({ a, b, y }, { target });
    expect(digitsAgreed(weights[0]!, 2)).toBeGreaterThan(6);
    expect(digitsAgreed(weights[1]!, -3)).toBeGreaterThan(6);
    expect(Math.abs(bias)).toBeLessThan(1e-6);
    expect(digits).toBeGreaterThan(6);
  });

  it('of collinear columns finds the shortest of all solutions', () => {
    const a = randomNumbers(1, 50);
    const source = { a, b: a, c: a.map((x) => 2 * x), y: a.map((x) => 6 * x + 1) };
    // standardised, the three columns are one and share its weight equally
    const model = solveSync(source, { target });
    expect(model.weights[0]).toBeCloseTo(2, 12);
    expect(model.weights[1]).toBeCloseTo(2, 12);
    expect(model.weights[2]).toBeCloseTo(1, 12);
    const descended = fitSync(source, { target, tolerance: 1e-13 });
    for (const [j, weight] of model.weights.entries()) expect(descended.weights[j]).toBeCloseTo(weight, 9);
  });

  it('with more features than rows passes through every row', () => {
    const rows = [
      [1, 2, 3, 4],
      [2, 1, 0, 1],
    ];
    const model = solveSync({ x: rows, y: [10, -3] });
    expect(model.predict(rows[0]!)).toBeCloseTo(10, 12);
    expect(model.predict(rows[1]!)).toBeCloseTo(-3, 12);
  });

  it('from moments says that fewer digits can be trusted', async () => {
    const x = Float64Array.from({ length: 100 }, (_, i) => i);
    const powers = { x, x2: x.map((v) => v ** 2), x3: x.map((v) => v ** 3), x4: x.map((v) => v ** 4) };
    const source = { ...powers, y: x.map((v) => 1 + v + v ** 3) };
    const fromRows = solveSync(source, { target });
    const fromMoments = solveSync(await moments(source, { target }));
    expect(fromRows.digits).toBeGreaterThan(15);
    expect(fromMoments.digits).toBeLessThan(fromRows.digits);
    expect([fromRows.hint, fromMoments.hint]).toEqual([
      '',
      expect.stringContaining('solve() the rows themselves'),
    ]);
    expect(digitsAgreed(fromMoments.weights[2]!, 1)).toBeGreaterThan(fromMoments.digits - 3);
    expect(digitsAgreed(fromRows.weights[2]!, 1)).toBeGreaterThan(14);
  });

  it('minimises the ridge loss that fit descends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        (seed, l2) => {
          const [a, b, noise] = [1, 2, 3].map((k) => randomNumbers(seed + k, 40)) as [
            Float64Array,
            Float64Array,
            Float64Array,
          ];
          const source = { a, b, y: a.map((v, i) => 3 * v - b[i]! + noise[i]!) };
          const solved = solveSync(source, { target, l2 });
          const descended = fitSync(source, { target, l2, tolerance: 1e-12 });
          expect(digitsAgreed(descended.loss, solved.loss)).toBeGreaterThan(11);
          expect(digitsAgreed(descended.weights[0]!, solved.weights[0]!)).toBeGreaterThan(7);
        },
      ),
      { numRuns: runs(50) },
    );
  });

  it('leaves a residual orthogonal to every feature', async () => {
    const { columns, options } = dataSet('cars');
    const {
      target: name,
      features,
      missing,
    } = options as { target: string; features: string[]; missing: 'drop' };
    const model = await solve(columns, { target: name, features, missing });
    const rows = columns[name]!.map((_, i) => i).filter((i) =>
      [name, ...features].every((f) => columns[f]![i as number] !== null),
    );
    let [products, sizes] = [0, 0];
    for (const i of rows) {
      const x = features.map((f) => columns[f]![i as number] as number);
      const residual = (columns[name]![i as number] as number) - model.predict(x);
      products += residual * x[0]!;
      sizes += Math.abs(residual * x[0]!);
    }
    expect(Math.abs(products / sizes)).toBeLessThan(1e-12);
  });

  it('refuses l1', () => {
    expect(() => solveSync({ x: [[1], [2]], y: [1, 2] }, { l1: 1 })).toThrow(GdError);
  });
});

describe('a model that is told of more rows', () => {
  const row = (x: number): number[] => [1, 2, 3, 4, 5, 6].map((power) => x ** power);
  const some = (from: number, to: number) => {
    const at = Array.from({ length: to - from }, (_, i) => (from + i) / 10);
    return { x: at.map(row), y: at.map(Math.sin) };
  };

  it('is solved again where it was solved, and descends where it had descended', () => {
    const [first, more] = [some(0, 50), some(50, 100)];
    const all = solveSync({ x: [...first.x, ...more.x], y: [...first.y, ...more.y] });
    const updated = solveSync(first).update(more);
    expect(updated.status).toBe('exact');
    expect(updated.rows).toBe(100);
    for (const [j, weight] of all.weights.entries())
      expect(digitsAgreed(updated.weights[j]!, weight)).toBeGreaterThan(6);
    expect(fitSync(first, { epochs: 5 }).update(more).status).toBe('exhausted');
  });
});

describe('a run that came down says what its sums do not tell', () => {
  const x = Array.from({ length: 40 }, (_, i) => i);
  const y = x.map((value) => value + Math.sin(value));

  it('columns that follow from one another', () => {
    const model = fitSync({ x, twice: x.map((value) => 2 * value), y }, { target });
    expect(model.status).toBe('converged');
    expect(model.hint).toMatch(/^rank 2 of 3 parameters/);
    expect(fitSync({ x, one: x.map(() => 1), y }, { target }).hint).toBe('');
  });

  it('and what hides the rest', () => {
    const { hint, status } = fitSync({ x: x.map((value) => 1e6 + value), y }, { target, scale: 'none' });
    expect(status).toBe('exhausted');
    expect(hint).toMatch(/^scale: 'standard' .* κ = \d\.\de\+2\d/);
  });
});
