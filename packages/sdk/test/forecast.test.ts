import { type FitOptions, fitSync, GdError, moments, Trainer } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

/** The limit of a run on one unscaled feature, for our loss, the mean of ½(y − ŷ)². */
function limitOf(x: readonly number[], y: readonly number[], more: FitOptions = {}): number {
  const source = { x: Float64Array.from(x), y: Float64Array.from(y) };
  return new Trainer(source, { target: 'y', scale: 'none', ...more }).forecast.learningRateLimit!;
}

const line = (x: readonly number[], slope: number, bias: number): number[] =>
  x.map((value) => slope * value + bias);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('five well-known reports, told before the first epoch', () => {
  // their losses have no ½, which doubles the gradient and halves the limit; a sum over n rows makes it n times smaller
  it('TensorFlow.js #8302: the default rate 0.01 holds with x = 25 and fails with x = 26', () => {
    const limit = (last: number): number => {
      const x = [-1, 0, 1, 2, 3, 4, last];
      return limitOf(x, line(x, 2, -1)) / 2;
    };
    expect(limit(25)).toBeCloseTo(0.01064, 5);
    expect(limit(26)).toBeCloseTo(0.00988, 5);
    for (const [last, converges] of [
      [25, true],
      [26, false],
    ] as const) {
      const x = [-1, 0, 1, 2, 3, 4, last];
      const run = () =>
        fitSync({ x, y: line(x, 2, -1) }, { target: 'y', scale: 'none', learningRate: 0.02, epochs: 5000 });
      if (converges) expect(run().weights[0]).toBeCloseTo(2, 1);
      else expect(run).toThrow(GdError);
    }
  });

  it('TensorFlow #12030: rate 0.01, limit 7.96e-4; without the last point 0.0299', () => {
    const [x, y] = [
      [1, 2, 3, 4, 35],
      [0, -1, -2, -3, -34],
    ];
    expect(limitOf(x!, y!) / (2 * 5)).toBeCloseTo(7.96e-4, 6);
    expect(limitOf(x!.slice(0, 4), y!.slice(0, 4)) / (2 * 4)).toBeCloseTo(0.0299, 4);
  });

  it('TensorFlow #3148: rate 0.5, limit 3.0e-4', () => {
    expect(limitOf(upTo(100), line(upTo(100), 0.1, 0.3)) / 2).toBeCloseTo(3e-4, 5);
  });

  it('Keras #3040: single samples, rate 0.001, limit 2.5e-5', () => {
    const x = upTo(200);
    expect(limitOf(x, line(x, 2, 0), { batchSize: 1 }) / 2).toBeCloseTo(2.5e-5, 6);
    const run = { target: 'y', scale: 'none', batchSize: 1, learningRate: 0.002, shuffle: false } as const;
    expect(() => fitSync({ x, y: line(x, 2, 0) }, run)).toThrow(GdError);
  });

  it('TensorFlow Playground #3: single samples of a plane on ±6, rate 1', () => {
    const grid = upTo(49).map((i) => [(i % 7) * 2 - 6, Math.floor(i / 7) * 2 - 6]);
    const source = { x: grid, y: grid.map(([a, b]) => (a! + b!) / 10) };
    const options = { scale: 'none', batchSize: 1, learningRate: 1 } as const;
    const { forecast } = new Trainer(source, options);
    expect(forecast.learningRateLimit).toBeCloseTo(2 / (36 + 36 + 1), 12);
    expect(forecast.verdict).toBe('unproven');
    expect(() => fitSync(source, options)).toThrow(GdError);
  });
});

describe('the forecast', () => {
  const { columns, options } = dataSet('cars');
  const model = (more: FitOptions = {}) => fitSync(columns, { ...options, ...more });

  it.each<FitOptions>([
    {},
    { learningRate: 0.3 },
    { optimizer: 'momentum' },
    { optimizer: 'nesterov' },
    { l2: 0.2 },
    { intercept: false },
    { initial: { weights: [1, -1], bias: 100 } },
  ])('names the epoch at which a run by %o converges', (more) => {
    const { forecast, epochs, status } = model(more);
    expect(status).toBe('converged');
    expect(Math.abs(forecast.epochsTo(1e-10)! - epochs)).toBeLessThanOrEqual(more.optimizer ? 2 : 0);
    for (const none of [-1e-10, Number.NaN]) {
      expect(() => forecast.epochsTo(none)).toThrow(`"tolerance" expected a number ≥ 0, got ${none}`);
    }
  });

  it.each<FitOptions>([
    {},
    { optimizer: 'momentum' },
    { optimizer: 'nesterov' },
    { scale: 'none', learningRate: 1e-7 },
  ])('of %o gives the state at any epoch, as far as the run went and beyond', (more) => {
    const run = model({ ...more, epochs: 37, tolerance: 0 });
    const at = run.at(37);
    expect(Math.abs(at.bias - run.bias)).toBeLessThan(1e-10 * Math.max(1, Math.abs(run.bias)));
    expect(digitsAgreed(at.loss, run.loss)).toBeGreaterThan(10);
    expect(run.at(0)).toEqual({
      weights: Float64Array.of(0, 0),
      bias: expect.closeTo(0, 9),
      loss: expect.anything(),
    });
    expect(run.at(1e9).loss).toBeLessThanOrEqual(run.loss);
  });

  it('has no closed form where there is none', () => {
    for (const more of [
      { optimizer: 'adam' },
      { batchSize: 8 },
      { l1: 0.1 },
      { learningRate: () => 0.1 },
    ] as FitOptions[]) {
      const run = model({ ...more, epochs: 5 });
      expect(() => run.at(3)).toThrow(GdError);
      expect(run.forecast.epochsTo(1e-6)).toBeNull();
    }
  });

  it.each<FitOptions>([
    { optimizer: 'momentum', momentum: 0.5 },
    { optimizer: 'nesterov', momentum: 0.5 },
    { optimizer: 'gd' },
  ])('has a limit for %o on whose two sides a run ends differently', (more) => {
    const limit = model({ ...more, epochs: 1 }).forecast.learningRateLimit!;
    const run = (factor: number) =>
      model({ ...more, learningRate: factor * limit, epochs: 20_000, tolerance: 1e-6 });
    expect(run(0.99).status).toBe('converged');
    expect(() => run(1.01)).toThrow(GdError);
  });

  it('calls data that determine only some directions by their rank', async () => {
    const a = [1, 2, 3, 4];
    const all = await moments({ a, b: a, y: [1, 2, 3, 5] }, { target: 'y' });
    const { rank, eigenvalues, condition } = fitSync(all).forecast;
    expect(rank).toBe(2);
    expect([...eigenvalues].map((value) => value.toFixed(12))).toEqual([
      '0.000000000000',
      '1.000000000000',
      '2.000000000000',
    ]);
    expect(condition).toBeCloseTo(2, 12);
  });

  it.each([1e80, 1e160, 1e250, 1e300])(
    'holds under a penalty of %d, beside which the rest is nothing',
    (l2) => {
      const { eigenvalues, learningRateLimit } = new Trainer(columns, { ...options, scale: 'none', l2 })
        .forecast;
      expect(eigenvalues[0]).toBeCloseTo(1, 12);
      for (const value of eigenvalues.slice(1)) expect(value / l2).toBeCloseTo(1, 12);
      expect((learningRateLimit! * l2) / 2).toBeCloseTo(1, 12);
    },
  );

  it('of the standardised run knows κ from the correlation', () => {
    const { condition, learningRateLimit, learningRateBest } = model().forecast;
    const correlation = 0.8645377375741442; // cor(horsepower, weight) of the complete rows, R 4.2.2
    expect(condition).toBeCloseTo((1 + correlation) / (1 - correlation), 6);
    expect(learningRateLimit).toBeCloseTo(2 / (1 + correlation), 9);
    expect(learningRateBest).toBeCloseTo(1, 9);
  });
});
