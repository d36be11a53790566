// Conjugate gradients against those of the textbook in fixed point of 600 bits, where d steps are d steps, and the choice
// of an optimizer against runs of each.

import {
  crossValidate,
  type FitOptions,
  fit,
  fitSync,
  forecast,
  type Model,
  solveSync,
  Trainer,
  train,
} from '@gd-trainer/sdk';
import { fit as leanFit } from '@gd-trainer/sdk/lean';
import { narrate } from '@gd-trainer/sdk/narrate';
import { contendersOf, Race } from '@gd-trainer/sdk/view';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';

const BITS = 600n;
const ONE = 1n << BITS;
const fixed = (x: number): bigint => {
  let [m, e] = [x, 0n];
  for (; !Number.isSafeInteger(m); e++) m *= 2;
  return BigInt(m) << (BITS - e);
};
const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;
const dot = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, x, i) => sum + times(x, b[i]!), 0n);
const plain = (x: bigint): number => {
  const drop = BigInt(Math.max(0, x.toString(2).length - 70));
  return Number(x >> drop) * 2 ** Number(drop - BITS);
};
function rootOf(x: bigint): bigint {
  let root = 1n << BigInt(Math.ceil((x << BITS).toString(2).length / 2));
  for (;;) {
    const next = (root + (x << BITS) / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

interface Case {
  readonly xs: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly of?: readonly number[];
  readonly scale: 'standard' | 'none';
  readonly intercept: boolean;
  readonly l2: number;
}

interface State {
  readonly weights: readonly number[];
  readonly bias: number;
  readonly loss: bigint;
}

/** States of the recurrence of Hestenes & Stiefel, r ← r − αHp and β = r′ᵀr′/rᵀr, from zeros, in data units. */
function textbook({ xs, y, of = y.map(() => 1), scale, intercept, l2 }: Case, steps: number): State[] {
  const total = of.reduce((sum, weight) => sum + weight, 0);
  const share = of.map((weight) => over(fixed(weight), fixed(total)));
  const mean = (values: readonly bigint[]): bigint => dot(share, values);
  const columns = xs.map((x) => x.map(fixed));
  const center = columns.map((x) => (intercept && scale === 'standard' ? mean(x) : 0n));
  const spread = columns.map((x, j) =>
    scale === 'none' ? ONE : rootOf(mean(x.map((value) => times(value - center[j]!, value - center[j]!)))),
  );
  const z = columns.map((x, j) => x.map((value) => over(value - center[j]!, spread[j]!)));
  const all = intercept ? [...z, y.map(() => ONE)] : z;
  const target = y.map(fixed);
  const H = all.map((a, i) =>
    all.map(
      (b, j) => mean(a.map((x, row) => times(x, b[row]!))) + (i === j && i < z.length ? fixed(l2) : 0n),
    ),
  );
  const c = all.map((a) => mean(a.map((x, row) => times(x, target[row]!))));
  const square = mean(target.map((value) => times(value, value)));
  const product = (p: readonly bigint[]): bigint[] => H.map((row) => dot(row, p));

  let theta = all.map(() => 0n);
  let residual = c;
  let direction = residual;
  const states: State[] = [];
  for (let step = 0; ; step++) {
    const weights = z.map((_, j) => over(theta[j]!, spread[j]!));
    const bias = intercept ? theta.at(-1)! - dot(weights, center) : 0n;
    const loss = (square - 2n * dot(c, theta) + dot(theta, product(theta))) / 2n;
    states.push({ weights: weights.map(plain), bias: plain(bias), loss });
    const squares = dot(residual, residual);
    if (step === steps || squares === 0n) return states;
    const image = product(direction);
    const curvature = dot(direction, image);
    if (curvature === 0n) return states;
    const rate = over(squares, curvature);
    theta = theta.map((value, i) => value + times(rate, direction[i]!));
    residual = residual.map((value, i) => value - times(rate, image[i]!));
    const kept = over(dot(residual, residual), squares);
    direction = residual.map((value, i) => value + times(kept, direction[i]!));
  }
}

function modelOf({ xs, y, of, scale, intercept, l2 }: Case, options: FitOptions): Model {
  const columns = { ...Object.fromEntries(xs.map((x, j) => [`x${j}`, [...x]])), y: [...y] };
  const weighted = of ? { sampleWeight: Float64Array.from(of) } : {};
  return fitSync(columns, { target: 'y', scale, intercept, l2, ...weighted, ...options });
}

/** Whole numbers in [−50, 50], exact in both arithmetics. */
const whole = (seed: number, rows: number): number[] =>
  Array.from(randomNumbers(seed, rows), (x) => Math.round(100 * x - 50));
const SHAPES: readonly Omit<Case, 'xs' | 'y'>[] = [true, false].flatMap((intercept) =>
  (['standard', 'none'] as const).flatMap((scale) => [0, 0.7].map((l2) => ({ intercept, scale, l2 }))),
);

describe('cg', () => {
  it.each([1, 2, 3, 5])(
    'goes from state to state of the textbook, and is there after one step a parameter: d = %i',
    (d) => {
      const xs = Array.from({ length: d }, (_, j) => whole(10 * d + j, 20));
      const y = whole(7, 20).map((noise, i) => 3 * xs[0]![i]! - xs.at(-1)![i]! + noise + 40);
      for (const shape of [...SHAPES, { ...SHAPES[0]!, of: whole(3, 20).map(Math.abs) }]) {
        const one = { xs, y, ...shape };
        const size = d + (shape.intercept ? 1 : 0);
        const states = textbook(one, size);
        for (const [epochs, { weights, bias }] of states.entries()) {
          const model = modelOf(one, { optimizer: 'cg', epochs, tolerance: 0 });
          const unit = 1e-9 * (1 + Math.hypot(...weights, bias));
          for (const [j, weight] of weights.entries())
            expect(Math.abs(model.weights[j]! - weight), `${epochs}`).toBeLessThan(unit);
          expect(Math.abs(model.bias - bias)).toBeLessThan(unit);
        }
        const end = modelOf(one, { optimizer: 'cg', tolerance: 1e-9 });
        expect(end.status).toBe('converged');
        expect(end.epochs).toBeLessThanOrEqual(size);
      }
    },
  );

  it.each([2, 3, 4, 5, 6])(
    'arrives where the columns are powers of one, of degree %i, and knows how near it is',
    (degree) => {
      const t = Array.from({ length: 12 }, (_, i) => i + 1);
      const xs = Array.from({ length: degree }, (_, p) => t.map((x) => x ** (p + 1)));
      const y = t.map((x) => (x * x * 7919) % 101);
      for (const l2 of [0, 1e-6]) {
        const one: Case = { xs, y, l2, scale: 'standard', intercept: true };
        const least = textbook(one, degree + 1).at(-1)!;
        const model = modelOf(one, { optimizer: 'cg' });
        expect(model.status).toBe('converged');
        for (const [j, weight] of least.weights.entries())
          expect(digitsAgreed(model.weights[j]!, weight)).toBeGreaterThan(model.digits - 1.5);
        const spread =
          2 *
          modelOf(one, { optimizer: 'cg', epochs: 0, initial: { weights: xs.map(() => 0), bias: mean(y) } })
            .loss;
        expect(Math.abs(model.loss - plain(least.loss))).toBeLessThan(1e-10 * spread);
        expect(model.gap).toBeLessThan(1e-10 * spread);
      }
    },
  );

  it('shares a weight between columns alike, and leaves one that never varies at 0', () => {
    const a = whole(1, 30);
    const y = a.map((x, i) => 2 * x + whole(2, 30)[i]!);
    const [{ weights, bias }] = textbook({ xs: [a], y, scale: 'standard', intercept: true, l2: 0 }, 2).slice(
      -1,
    ) as [State];
    for (const scale of ['standard', 'none'] as const) {
      const model = fitSync({ a, b: a, still: a.map(() => 7), y }, { target: 'y', scale, optimizer: 'cg' });
      expect(model.status).toBe('converged');
      expect(digitsAgreed(model.weights[0]!, weights[0]! / 2)).toBeGreaterThan(12);
      expect(digitsAgreed(model.weights[1]!, weights[0]! / 2)).toBeGreaterThan(12);
      if (scale === 'standard') {
        expect(model.weights[2]).toBe(0);
        expect(digitsAgreed(model.bias, bias)).toBeGreaterThan(12);
      }
    }
  });

  it.each(['standard', 'none'] as const)(
    'loses nothing along a direction whose curvature is rounding, however long it runs: scale %s',
    (scale) => {
      // columns so near each other that the eigenvalue of their difference is below 2⁻⁵²·λmax
      for (const apart of [1e-9, 1e-10, 1e-12]) {
        for (let seed = 1; seed <= 10; seed++) {
          const a = randomNumbers(seed, 5);
          const b = a.map((x, i) => x + apart * randomNumbers(seed + 100, 5)[i]!);
          const y = a.map((x, i) => x + randomNumbers(seed + 200, 5)[i]!);
          const run = { target: 'y', optimizer: 'cg', scale, tolerance: 0 } as const;
          const trainer = new Trainer({ a, b, y }, run);
          let least = Infinity;
          for (let epoch = 0; epoch <= 40; epoch++) {
            const { weights, bias } = trainer.seek(epoch);
            const residuals = Array.from(
              y,
              (value, i) => value - bias - weights[0]! * a[i]! - weights[1]! * b[i]!,
            );
            const loss = mean(residuals.map((r) => (r * r) / 2));
            expect(loss, `${apart} apart, seed ${seed}, epoch ${epoch}`).toBeLessThan(least * (1 + 1e-9));
            least = Math.min(least, loss);
          }
        }
      }
    },
  );

  it('has one run, however it is asked for', () => {
    const columns = { a: whole(1, 30), b: whole(2, 30), c: whole(3, 30), y: whole(4, 30) };
    const run = { target: 'y', optimizer: 'cg', scale: 'none' } as const;
    const model = fitSync(columns, run);
    const trainer = new Trainer(columns, run);
    expect(trainer.forecast.verdict).toBe('converges');
    expect(trainer.forecast.learningRateLimit).toBeNull();
    expect(trainer.forecast.epochsTo(1e-10)).toBe(model.epochs);
    expect(model.forecast.epochsTo(1e-10)).toBe(model.epochs);
    expect(model.forecast.epochsTo(0)).toBeNull();
    for (let epoch = 0; epoch <= model.epochs; epoch++) {
      const stopped = fitSync(columns, { ...run, epochs: epoch });
      expect(trainer.seek(epoch).weights).toEqual(stopped.weights);
      expect(trainer.forecast.epochsTo(1e-10)).toBe(model.epochs - epoch);
      expect(model.at(epoch).weights).toEqual(stopped.weights);
      const again = Trainer.fromState(JSON.parse(JSON.stringify(trainer.toState())));
      expect(again.step('epoch').weights).toEqual(trainer.branch().step('epoch').weights);
    }
    expect(trainer.snapshot.status).toBe('converged');
    expect(trainer.snapshot.convergedAt).toBe(model.epochs);
    // nothing is left to gain: the last digits stay as they are
    expect(trainer.seek(1e6).loss).toBeLessThanOrEqual(model.loss * (1 + 1e-15));
    expect(model.at(1e9).weights).toEqual(trainer.snapshot.weights);
  });

  it('reports the rate of every update, and steps by it: first along the gradient alone', async () => {
    const columns = { a: whole(1, 30), y: whole(4, 30) };
    const run = { target: 'y', optimizer: 'cg', scale: 'none', intercept: false } as const;
    const curvature = mean(columns.a.map((x) => x * x));
    expect(new Trainer(columns, run).snapshot.learningRate).toBeCloseTo(1 / curvature, 12);
    const rates = [];
    for await (const { epoch, learningRate } of train(columns, run)) if (epoch > 0) rates.push(learningRate);
    expect(rates).toHaveLength(1);
    expect(rates[0]).toBeCloseTo(1 / curvature, 12);
  });

  it.each<[FitOptions, string]>([
    [{ batchSize: 1 }, "batchSize: 'full'"],
    [{ path: 'rows' }, "path: 'auto'"],
    [{ learningRate: 0.1 }, "learningRate: 'auto'"],
    [{ learningRate: () => 0.1 }, "learningRate: 'auto'"],
    [{ l1: 0.1 }, 'l2'],
  ])('refuses %o, with the cure, and changes nothing in a session', async (options, cure) => {
    const columns = { a: whole(1, 30), y: whole(4, 30) };
    const refused = expect.objectContaining({ code: 'OPTION', hint: expect.stringContaining(cure) });
    const run = { target: 'y', optimizer: 'cg', ...options } as const;
    expect(() => fitSync(columns, run)).toThrow(refused);
    await expect(leanFit(columns, run)).rejects.toThrow(refused);
    const trainer = new Trainer(columns, { target: 'y', optimizer: 'cg' });
    const before = trainer.step('epoch');
    expect(() => trainer.set(options)).toThrow(refused);
    expect(trainer.snapshot).toEqual(before);
    expect(trainer.options.optimizer).toBe('cg');
  });

  it('is what arrives where a loss is too large to decompose', () => {
    const d = 600;
    const rows = 900;
    const columns = Object.fromEntries(
      Array.from({ length: d }, (_, j) => [`x${j}`, randomNumbers(j, rows)]),
    );
    const y = randomNumbers(9999, rows);
    const model = fitSync({ ...columns, y }, { target: 'y' });
    expect(model.training.optimizer).toBe('cg');
    expect(model.status).toBe('converged');
    expect(model.epochs).toBeLessThan(d);
  });
});

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('the optimizer that a run chooses', () => {
  const a = randomNumbers(1, 60);
  const apart = (by: number) => {
    const b = a.map((x, i) => x + by * (randomNumbers(2, 60)[i]! - 0.5));
    return { a, b, y: a.map((x, i) => (x - b[i]!) / by + randomNumbers(3, 60)[i]!) };
  };

  it('is the plainest that arrives, for every κ and number of epochs, in every entry', async () => {
    const chosen = new Set<string>();
    for (const by of [1, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4]) {
      for (const epochs of [3, 30, 300, 3000, 30_000]) {
        const options = { target: 'y', epochs } as const;
        const model = fitSync(apart(by), options);
        const { optimizer } = model.training;
        const arrives = (['gd', 'momentum', 'cg'] as const).find(
          (name) => fitSync(apart(by), { ...options, optimizer: name }).status === 'converged',
        );
        expect(optimizer, `${by} apart, ${epochs} epochs`).toBe(arrives ?? 'cg');
        if (epochs >= 30) expect(model.status).toBe('converged');
        const lean = await leanFit(apart(by), options);
        expect([lean.training.optimizer, lean.weights]).toEqual([optimizer, model.weights]);
        chosen.add(optimizer);
      }
    }
    expect([...chosen].sort()).toEqual(['cg', 'gd', 'momentum']);
  });

  it('is gd by batches and at a rate that is given, nesterov under l1, and the one that is named', async () => {
    const columns = apart(0.01);
    const of = (options: FitOptions) =>
      fitSync(columns, { target: 'y', epochs: 20, ...options }).training.optimizer;
    expect(of({})).toBe('cg');
    expect(of({ batchSize: 8 })).toBe('gd');
    expect(of({ learningRate: 0.1 })).toBe('gd');
    expect(of({ learningRate: 'gentle' })).toBe('gd');
    expect(of({ learningRate: () => 0.1 })).toBe('gd');
    expect(of({ l1: 0.1 })).toBe('nesterov');
    expect(of({ path: 'rows' })).toBe('momentum');
    expect(of({ optimizer: 'adam' })).toBe('adam');
    expect((await fit(columns, { target: 'y', epochs: 20, l2: 1e-9 })).training.optimizer).toBe('cg');
    const chunks = async function* () {
      yield columns;
    };
    expect((await fit(chunks(), { target: 'y', epochs: 20 })).training.optimizer).toBe('cg');
    expect((await crossValidate(columns, { target: 'y', folds: 3, epochs: 20 })).r2).toBeGreaterThan(0.5);
  });

  it('stays gd in a session and in a forecast, unless they are told to choose, and then once', () => {
    const columns = apart(0.001);
    expect(new Trainer(columns, { target: 'y' }).options.optimizer).toBe('gd');
    expect(forecast(columns, { target: 'y' }).learningRateLimit).not.toBeNull();
    expect(forecast(columns, { target: 'y', optimizer: 'auto', epochs: 9 }).learningRateLimit).toBeNull();
    const trainer = new Trainer(columns, { target: 'y', optimizer: 'auto', epochs: 9 });
    expect(trainer.options.optimizer).toBe('cg');
    trainer.set({ epochs: 1e9 });
    expect(trainer.options.optimizer).toBe('cg');
    expect(trainer.set({ optimizer: 'auto' }).learningRate).toBeGreaterThan(0);
    expect(trainer.options.optimizer).not.toBe('auto');
    expect(solveSync(columns, { target: 'y', optimizer: 'auto' }).training.optimizer).toBe('gd');
  });
});

it('a race has a lane for cg, and says why so few steps are enough', () => {
  const trainer = new Trainer(
    { a: whole(1, 30), b: whole(2, 30), y: whole(4, 30) },
    { target: 'y', scale: 'none' },
  );
  const race = new Race(trainer, contendersOf('optimizer', trainer));
  const { winner, fact } = race;
  expect(winner!.trainer.options.optimizer).toBe('cg');
  expect(winner!.convergedAt).toBeLessThanOrEqual(3);
  expect(narrate(fact!, 'en')).toContain('but for rounding, 3 steps, one a parameter, are enough');
  expect(narrate(fact!, 'zh-CN')).toContain('不计舍入误差，每个参数一步，共 3 步就够了');
  trainer.set({ optimizer: 'cg' });
  expect(narrate(trainer.facts[0], 'en')).toMatch(
    /^The weights settle by epoch \d\. Each step is the best mix/,
  );
  expect(narrate(trainer.facts[0], 'zh-CN')).toMatch(/^训练到第 \d 轮收敛。每一步都是梯度/);
});
