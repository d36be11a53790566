import { type FitOptions, fitSync, GdError, type Model, type Optimizer } from '@gd-trainer/sdk';
import { describe, expect, it } from 'vitest';

type Columns = Readonly<Record<string, number[]>> & { readonly y: number[] };

/** Numbers between 0 and 1 by a generator of its own, the same every time. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const tenths = Array.from({ length: 100 }, (_, i) => i / 10);

function polynomial(degree: number): Columns {
  const powers = Array.from({ length: degree }, (_, p) => [`x${p + 1}`, tenths.map((x) => x ** (p + 1))]);
  return { ...Object.fromEntries(powers), y: tenths.map(Math.sin) };
}

/** The mean of ½·weight·residual² over the rows, and the penalties in the units of the run. */
function lossOf(
  { features, training }: Model,
  { weights, bias }: { readonly weights: ArrayLike<number>; readonly bias: number },
  columns: Columns,
  of: readonly number[] = columns.y.map(() => 1),
): number {
  const total = of.reduce((sum, weight) => sum + weight, 0);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value, i) => sum + of[i]! * value, 0) / total;
  const squares = columns.y.map(
    (y, i) => features.reduce((rest, name, j) => rest - weights[j]! * columns[name]![i]!, y - bias) ** 2,
  );
  const penalties = features.map((name, j) => {
    const x = columns[name]!;
    const spread = training.scale === 'none' ? 1 : Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)));
    return 0.5 * training.l2 * (weights[j]! * spread) ** 2 + training.l1 * Math.abs(weights[j]! * spread);
  });
  return 0.5 * mean(squares) + penalties.reduce((sum, value) => sum + value, 0);
}

function expectNoRise(columns: Columns, options: FitOptions, of?: number[]): void {
  const weighted = of ? { sampleWeight: Float64Array.from(of) } : {};
  const model = fitSync(columns, { target: 'y', ...options, ...weighted });
  const start = lossOf(model, { weights: new Float64Array(model.features.length), bias: 0 }, columns, of);
  const end = lossOf(model, model, columns, of);
  expect(end, JSON.stringify(options)).toBeLessThanOrEqual(start * (1 + 1e-9));
}

const BETAS = ['auto', 0, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99] as const;

describe('at the automatic rate no run ends above its start', () => {
  const sets = [2, 3, 4, 5, 6, 7, 8, 9].map(polynomial);
  it.each<Optimizer>(['momentum', 'nesterov'])('%s, polynomials of degree 2 to 9', (optimizer) => {
    for (const columns of sets) {
      for (const momentum of BETAS) {
        for (const scale of ['standard', 'none'] as const) {
          for (const epochs of [1, 2, 3, 7, 30, 200, 3000]) {
            expectNoRise(columns, { optimizer, momentum, scale, epochs });
          }
        }
      }
    }
  });

  it('gd, at any tolerance and number of epochs', () => {
    for (const columns of sets) {
      for (const tolerance of [0, 1e-12, 1e-3, 0.999]) {
        for (const epochs of [1, 2, 50, 1e9]) {
          const until = { tolerance, epochs };
          if (epochs < 1e9) expectNoRise(columns, { optimizer: 'gd', ...until });
          const { training } = fitSync(columns, { target: 'y', optimizer: 'gd', ...until, epochs: 1 });
          expect(training.learningRate).toBeLessThan(training.learningRateLimit!);
        }
      }
    }
  });

  it('with penalties, weights and batches', () => {
    const random = randomly(11);
    const weights = tenths.map(() => 0.1 + 9 * random() ** 4);
    const line = { x: tenths, y: tenths.map((x) => 14 + x) };
    const runs: FitOptions[] = (['gd', 'momentum', 'nesterov'] as const).flatMap((optimizer) =>
      (optimizer === 'gd' ? (['auto'] as const) : (['auto', 0.5, 0.99] as const)).flatMap((momentum) =>
        [0, 0.1, 10].map((l2) => ({ optimizer, momentum, l2, epochs: 40 })),
      ),
    );
    for (const run of runs) {
      for (const batchSize of [1, 7, 'full'] as const) {
        for (const of of [undefined, weights]) {
          expectNoRise(polynomial(2), { ...run, batchSize, scale: 'none' }, of);
          for (const columns of [line, polynomial(2), polynomial(4)]) {
            expectNoRise(columns, { ...run, batchSize }, of);
          }
        }
      }
      if (run.optimizer !== 'momentum')
        for (const epochs of [1, 3, 40]) expectNoRise(polynomial(4), { ...run, l1: 0.01, epochs });
    }
  });

  it('those that adapt, on columns as they come', () => {
    const sets = [polynomial(2), polynomial(3)];
    const far = { x: tenths.map((x) => 1e6 + x), y: tenths.map((x) => 14 + x) };
    for (const optimizer of ['adagrad', 'rmsprop', 'adam'] as const) {
      for (const columns of [...sets, far]) {
        for (const scale of ['standard', 'none'] as const) {
          expectNoRise(columns, { optimizer, scale, epochs: 500 });
        }
      }
    }
  });
});

const DIVERGENCES = 1000;

it('the rate that a divergence names is below the limit and works', () => {
  const random = randomly(5);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  let seen = 0;
  while (seen < DIVERGENCES) {
    const n = 5 + Math.floor(20 * random());
    const offset = pick([0, 1, 100, 300]);
    const column = (): number[] => Array.from({ length: n }, () => offset + 4 * random() - 2);
    const [a, b] = [column(), column()];
    const y = a.map((value, i) => 3 * value - b[i]! + random());
    const optimizer = pick<Optimizer>(['gd', 'momentum', 'nesterov', 'gd', 'adagrad', 'adam']);
    const adapts = optimizer === 'adagrad' || optimizer === 'adam';
    const batchSize = pick(['full', 'full', 1, 4] as const);
    const options: FitOptions = {
      target: 'y',
      optimizer,
      momentum: pick(['auto', 0, 0.5, 0.9, 0.99]),
      scale: pick(['standard', 'none']),
      intercept: random() < 0.8,
      l2: pick([0, 0, 0.1, 5]),
      batchSize,
      ...pick([{}, { sampleWeight: Float64Array.from(a, () => 0.1 + 3 * random() ** 3) }]),
      // the more epochs, the nearer the limit gd may go
      epochs: optimizer === 'gd' && batchSize === 'full' ? 1e9 : 200,
      learningRate: adapts ? 10 ** (4 + 4 * random()) : 10 ** (4 * random() - 2),
    };
    const columns = { a, b, y };
    try {
      fitSync(columns, options);
    } catch (error) {
      if (!(error instanceof GdError && error.code === 'DIVERGED')) throw error;
      seen++;
      const learningRate = Number(/a rate up to ([^\s,]+)/.exec(error.hint)![1]);
      const limit = error.details.learningRateLimit as number | null;
      if (limit !== null) expect(learningRate).toBeLessThan(limit);
      const model = fitSync(columns, { ...options, learningRate, epochs: 200 });
      expect(model.loss, JSON.stringify(options)).toBeLessThanOrEqual(model.history.loss[0]! * (1 + 1e-9));
    }
  }
});
