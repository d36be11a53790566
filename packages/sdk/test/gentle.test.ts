import { type FitOptions, fitSync, forecast, Trainer } from '@gd-trainer/sdk';
import { fit as leanFit } from '@gd-trainer/sdk/lean';
import { describe, expect, it } from 'vitest';

/** Numbers between 0 and 1 by a generator of its own, the same every time. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

interface Problem {
  readonly columns: { readonly a: number[]; readonly b: number[]; readonly y: number[] };
  /** Standardised columns and the target about its mean, in units of nothing and of the data. */
  readonly z: readonly (readonly number[])[];
  /** Correlation of a and b: standardised, H has the eigenvalues 1 ± r for (1, ±1)/√2, and 1 for the bias. */
  readonly r: number;
  /** Least squares in that space: along (1, 1), along (1, −1), and the bias. */
  readonly optimum: readonly [number, number, number];
}

/** Two columns that share as much as `shared` says, and a target that both have a part in. */
function drawn(random: () => number, shared: number, n: number = 30): Problem {
  const noise = (): number[] => Array.from({ length: n }, () => 2 * random() - 1);
  const [common, own, other, rest] = [noise(), noise(), noise(), noise()];
  const a = common.map((value, i) => 5 + 3 * (shared * value + own[i]!));
  const b = common.map((value, i) => -2 + shared * value + other[i]!);
  const y = a.map((value, i) => 40 + 2 * value - 3 * b[i]! + rest[i]!);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const standard = (values: readonly number[]): number[] => {
    const middle = mean(values);
    const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
    return values.map((value) => (value - middle) / spread);
  };
  const [za, zb] = [standard(a), standard(b)] as const;
  const shareOf = (z: readonly number[]): number => mean(z.map((value, i) => value * (y[i]! - mean(y))));
  const r = mean(za.map((value, i) => value * zb[i]!));
  const [ca, cb] = [shareOf(za), shareOf(zb)];
  // H θ = c in the directions (1, ±1)/√2
  const optimum = [(ca + cb) / Math.SQRT2 / (1 + r), (ca - cb) / Math.SQRT2 / (1 - r), mean(y)] as const;
  return { columns: { a, b, y }, z: [za, zb], r, optimum };
}

const along = (weights: ArrayLike<number>, bias: number): [number, number, number] => [
  (weights[0]! + weights[1]!) / Math.SQRT2,
  (weights[0]! - weights[1]!) / Math.SQRT2,
  bias,
];

/** What is left of the way in each direction after each epoch, 1 at the start. */
function waysLeft(
  { columns, optimum, r }: Problem,
  options: FitOptions,
  epochs: number,
): { left: number[][]; learningRate: number; largest: number; smallest: number } {
  const trainer = new Trainer(columns, { target: 'y', learningRate: 'gentle', tolerance: 0, ...options });
  const left = Array.from({ length: epochs + 1 }, (_, epoch) => {
    const { scaled } = trainer.seek(epoch);
    return along(scaled.weights, scaled.bias).map((value, k) => 1 - value / optimum[k]!);
  });
  const values = [1 + r, 1 - r, 1];
  const { learningRate } = trainer.snapshot;
  return { left, learningRate, largest: Math.max(...values), smallest: Math.min(...values) };
}

const SHARED = [0, 0.2, 0.5, 1, 2, 5, 20];
/** Share of an eigenvalue that floats may get wrong where nothing is left of a way. */
const ROUNDING = 1e-9;

describe('at the gentle rate', () => {
  const random = randomly(3);
  const problems = SHARED.flatMap((shared) => [drawn(random, shared), drawn(random, -shared || 0.1)]);

  it('gradient descent never passes the optimum, and the slowest direction keeps 1 % after 40 epochs or what 1/λmax leaves', () => {
    for (const problem of problems) {
      const { left, largest, smallest } = waysLeft(problem, { optimizer: 'gd' }, 120);
      for (const ways of left) expect(Math.min(...ways)).toBeGreaterThan(-ROUNDING);
      // the recurrence d ← (1 − αλ)d of the slowest direction, by the rate as it is promised
      const rate = Math.min(1 / largest, (1 - 0.01 ** (1 / 40)) / smallest);
      let slowest = 1;
      for (let epoch = 0; epoch < 40; epoch++) slowest -= rate * smallest * slowest;
      expect(Math.max(...left[40]!)).toBeCloseTo(slowest, 5);
      if (largest < 9 * smallest) expect(slowest).toBeCloseTo(0.01, 10);
      else if (largest > 10 * smallest) expect(slowest).toBeGreaterThan(0.01);
    }
  });

  it('momentum and nesterov never pass it either, at any β', () => {
    for (const problem of problems) {
      for (const optimizer of ['momentum', 'nesterov'] as const) {
        for (const momentum of ['auto', 0, 0.3, 0.8, 0.99] as const) {
          const { left, learningRate, largest, smallest } = waysLeft(problem, { optimizer, momentum }, 300);
          for (const ways of left) expect(Math.min(...ways), optimizer).toBeGreaterThan(-ROUNDING);
          expect(left.at(-1)!.every((way) => way < 1)).toBe(true);
          const asked = { target: 'y', learningRate: 'gentle', optimizer, momentum } as const;
          expect(forecast(problem.columns, asked).verdict).toBe('converges');
          if (momentum === 'auto') continue;
          const promised = Math.min(
            (1 - Math.sqrt(momentum)) ** 2 / largest,
            ((1 - momentum) * (1 - 0.01 ** (1 / 40))) / smallest,
          );
          expect(learningRate / promised).toBeCloseTo(1, 6);
        }
      }
    }
  });

  it('momentum and nesterov keep 1 % after some 40 epochs where every direction is as steep', () => {
    const line = { x: [1, 2, 3, 4, 5], y: [9, 7, 8, 3, 1] };
    for (const optimizer of ['momentum', 'nesterov'] as const) {
      for (const momentum of [0.1, 0.3]) {
        const options: FitOptions = { target: 'y', optimizer, momentum, learningRate: 'gentle' };
        const { loss, gap } = new Trainer(line, options).seek(0);
        const left = new Trainer(line, options).seek(40).gap / gap;
        expect(loss).toBeGreaterThan(gap);
        expect(Math.sqrt(left)).toBeGreaterThan(0.003);
        expect(Math.sqrt(left)).toBeLessThan(0.03);
      }
    }
  });

  it('no sample of a batch is passed, the slowest direction keeps some 1 % after 40 epochs, and no run ends above its start', () => {
    for (const problem of problems) {
      const squares = problem.z[0]!.map((value, i) => 1 + value ** 2 + problem.z[1]![i]! ** 2);
      for (const batchSize of [1, 7]) {
        const { left, learningRate, largest, smallest } = waysLeft(problem, { batchSize }, 60);
        expect(learningRate * Math.max(...squares)).toBeLessThanOrEqual(1);
        const updates = Math.ceil(30 / batchSize);
        const kept = (1 - learningRate * smallest) ** (40 * updates);
        expect(kept).toBeGreaterThan(0.00999);
        if (largest < 3 * smallest) expect(kept).toBeCloseTo(0.01, 5);
        const { loss, ...model } = fitSync(problem.columns, {
          target: 'y',
          learningRate: 'gentle',
          batchSize,
          epochs: 60,
        });
        expect(loss).toBeLessThan(model.history.loss[0]!);
        expect(Math.max(...left[40]!.map(Math.abs))).toBeLessThan(kept + 0.1);
      }
    }
  });

  it('optimizers that adapt take their automatic rate', () => {
    for (const optimizer of ['adagrad', 'rmsprop', 'adam'] as const) {
      const rateOf = (learningRate: 'auto' | 'gentle'): number =>
        fitSync(problems[0]!.columns, { target: 'y', optimizer, learningRate, epochs: 1 }).training
          .learningRate;
      expect(rateOf('gentle')).toBe(rateOf('auto'));
    }
  });
});

const LINE = { x: [1, 2, 3, 4], y: [3, 5, 7, 8] };

it('the gentle rate is the same in the lean entry, in a saved session and under any penalty', async () => {
  const options: FitOptions = { target: 'y', learningRate: 'gentle', epochs: 40 };
  const model = fitSync(LINE, options);
  expect((await leanFit(LINE, options)).weights).toEqual(model.weights);
  const trainer = new Trainer(LINE, options);
  trainer.step('epoch', 40);
  expect(trainer.snapshot.weights).toEqual(model.weights);
  const state = JSON.parse(JSON.stringify(trainer.toState()));
  expect(Trainer.fromState(state, LINE).options.learningRate).toBe('gentle');
  expect(Trainer.fromState(state, LINE).snapshot.weights).toEqual(model.weights);
  for (const penalty of [{ l1: 0.1 }, { l2: 3 }, { l1: 0.1, optimizer: 'nesterov' as const }]) {
    const { loss, history } = fitSync(LINE, { ...options, ...penalty });
    expect(loss).toBeLessThan(history.loss[0]!);
  }
});

it('a rate that is no word is told of, with the word that was meant', () => {
  expect(() => fitSync(LINE, { target: 'y', learningRate: 'gentel' as 'gentle' })).toThrow(
    expect.objectContaining({
      message: `"learningRate" expected 'auto' or 'gentle' or a finite number > 0 or a function of the epoch, got "gentel"`,
      hint: 'did you mean "gentle"?',
    }),
  );
});
