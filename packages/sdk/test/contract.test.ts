import { type FitOptions, fit, fitSync, forecast, GdError, moments, type Source } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { fc, runs } from '@gd-trainer/testing/properties';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';

const target = 'y';

interface Problem {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly y: Float64Array;
}

/** Well-conditioned problems of two features, some offset and stretched, with noise. */
const problems = fc
  .record({
    seed: fc.nat(1e6),
    rows: fc.integer({ min: 4, max: 60 }),
    offset: fc.double({ min: -100, max: 100, noNaN: true }),
    stretch: fc.double({ min: 0.1, max: 10, noNaN: true }),
  })
  .map(({ seed, rows, offset, stretch }): Problem => {
    const a = randomNumbers(seed, rows).map((u) => offset + stretch * u);
    const b = randomNumbers(seed + 1, rows);
    const noise = randomNumbers(seed + 2, rows);
    return { a, b, y: a.map((x, i) => x - 2 * b[i]! + noise[i]!) };
  });

const asSource = ({ a, b, y }: Problem): Source => ({ a, b, y });
const precise = { target, tolerance: 1e-13 } as const;

/** Digits of the weights on which two models agree, the worse one. */
const weightDigits = (one: { weights: Float64Array }, other: { weights: ArrayLike<number> }): number =>
  Math.min(...Array.from(one.weights, (weight, j) => digitsAgreed(weight, other.weights[j]!)));

function holds(check: (problem: Problem) => void, numRuns = 60): void {
  fc.assert(fc.property(problems, check), { numRuns: runs(numRuns) });
}

describe('over random problems', () => {
  it('the rows and their moments are descended alike, epoch by epoch', () => {
    fc.assert(
      fc.property(
        problems,
        fc.constantFrom<FitOptions['optimizer'][]>(
          'gd',
          'momentum',
          'nesterov',
          'adagrad',
          'rmsprop',
          'adam',
        ),
        fc.constantFrom<FitOptions>(
          {},
          { l2: 0.3 },
          { intercept: false },
          { scale: 'none', learningRate: 1e-6 },
        ),
        (problem, optimizer, more) => {
          const options = { target, epochs: 25, tolerance: 0, optimizer, ...more } as FitOptions;
          const [byMoments, byRows] = (['moments', 'rows'] as const).map((path) =>
            fitSync(asSource(problem), { ...options, path }),
          );
          expect(byMoments!.history.epoch).toEqual(byRows!.history.epoch);
          for (const [i, loss] of byMoments!.history.loss.entries()) {
            expect(Math.abs(loss - byRows!.history.loss[i]!)).toBeLessThanOrEqual(
              1e-9 * byMoments!.history.loss[0]!,
            );
          }
          // a rate for each parameter divides by the size of its gradients, and so enlarges what rounding left of them
          const share = ['gd', 'momentum', 'nesterov'].includes(optimizer!) ? 1e-9 : 1e-7;
          for (const [j, weight] of byMoments!.weights.entries()) {
            expect(Math.abs(weight - byRows!.weights[j]!)).toBeLessThanOrEqual(
              share * Math.max(1, Math.abs(weight)),
            );
          }
        },
      ),
      { numRuns: runs(120) },
    );
  });

  it('a target times c takes weights and bias times c', () => {
    holds((problem) => {
      const one = fitSync(asSource(problem), precise);
      const times = fitSync({ ...problem, y: problem.y.map((value) => 8 * value) }, precise);
      expect(weightDigits(times, { weights: one.weights.map((weight) => 8 * weight) })).toBeGreaterThan(10);
    });
  });

  it('a feature that is shifted shifts the bias alone', () => {
    holds((problem) => {
      const one = fitSync(asSource(problem), precise);
      const shifted = fitSync({ ...problem, a: problem.a.map((value) => value + 1000) }, precise);
      expect(weightDigits(shifted, one)).toBeGreaterThan(7);
      // as many digits of 1000 times the weight
      const across = 1000 * Math.max(1, Math.abs(one.weights[0]!));
      expect(Math.abs(shifted.bias - (one.bias - 1000 * one.weights[0]!))).toBeLessThan(1e-7 * across);
    });
  });

  it('rows in another order change the loss by rounding alone', () => {
    holds((problem) => {
      const reversed = { a: problem.a.toReversed(), b: problem.b.toReversed(), y: problem.y.toReversed() };
      const [one, other] = [fitSync(asSource(problem), precise), fitSync(reversed, precise)];
      // of the loss that was there at the start: few rows leave next to nothing of it
      expect(Math.abs(one.loss - other.loss)).toBeLessThan(1e-12 * one.history.loss[0]!);
    });
  });

  it('the loss never rises below the limit, and does at last above it', () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.05, max: 0.999, noNaN: true }), (problem, factor) => {
        const limit = forecast(asSource(problem), { target }).learningRateLimit!;
        const { loss } = fitSync(asSource(problem), {
          target,
          learningRate: factor * limit,
          epochs: 40,
        }).history;
        for (let i = 1; i < loss.length; i++) expect(loss[i]).toBeLessThanOrEqual(loss[i - 1]! * (1 + 1e-12));
        expect(() =>
          fitSync(asSource(problem), { target, learningRate: limit / factor + 0.1, epochs: 5000 }),
        ).toThrow(GdError);
      }),
      { numRuns: runs(60) },
    );
  });

  it('a fit of the same rows twice gives the same bits, and so does fit to fitSync', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const [one, two] = [fitSync(asSource(problem), { target }), await fit(asSource(problem), { target })];
        expect([...two.weights, two.bias]).toEqual([...one.weights, one.bias]);
      }),
      { numRuns: runs(20) },
    );
  });

  it('predictions of parts are the parts of the predictions', () => {
    holds((problem) => {
      const model = fitSync(asSource(problem), { target });
      const all = model.predictAll(asSource(problem));
      const head = model.predictAll({ a: problem.a.subarray(0, 2), b: problem.b.subarray(0, 2) });
      expect([...head]).toEqual([...all.subarray(0, 2)]);
      expect(all[3]).toBe(model.predict([problem.a[3]!, problem.b[3]!]));
    });
  });

  it('a weight of 2 counts as the row twice, 0 as none', () => {
    holds((problem) => {
      const sampleWeight = problem.a.map((_, i) => i % 3);
      const repeat = (column: Float64Array) =>
        Float64Array.from([...column].flatMap((value, i) => Array(i % 3).fill(value) as number[]));
      const repeated = { a: repeat(problem.a), b: repeat(problem.b), y: repeat(problem.y) };
      const [weighted, long] = [
        fitSync(asSource(problem), { ...precise, sampleWeight }),
        fitSync(repeated, precise),
      ];
      expect(Math.abs(weighted.loss - long.loss)).toBeLessThanOrEqual(1e-11 * long.history.loss[0]!);
    });
  });
});

describe('what sets a library apart from a sample', () => {
  const source = { a: [1, 2, 3, 4], b: [0, 1, 0, 1], y: [1, 3, 2, 5] };

  it('a model asked for another width or other names says so', () => {
    const model = fitSync(source, { target });
    expect(() => model.predict([1])).toThrow('a row expected 2 numbers, got 1');
    expect(() => model.predictAll({ a: [1], c: [2] })).toThrow('no column "b"');
    expect(() => model.predictAll({ a: [1], b: ['x'] })).toThrow(
      'column "b", row 1: expected a number, got "x"',
    );
  });

  it('epochs: 0 is the start, and the start alone', () => {
    const model = fitSync(source, { target, epochs: 0, initial: { weights: [1, 2], bias: 3 } });
    expect([...model.weights, model.bias].map((value) => value.toFixed(12))).toEqual([
      '1.000000000000',
      '2.000000000000',
      '3.000000000000',
    ]);
    expect([model.status, model.epochs, model.history.epoch.length]).toEqual(['exhausted', 0, 1]);
  });

  it('fifty thousand columns of a name that every object has are only columns', () => {
    const columns = Object.assign(Object.create(null) as Record<string, number[]>, {
      constructor: [1, 2, 3],
      toString: [1, 0, 1],
      y: [1, 2, 4],
    });
    Object.defineProperty(columns, '__proto__', { value: [3, 1, 2], enumerable: true });
    const model = fitSync(columns, { target });
    expect(model.features).toEqual(['constructor', 'toString', '__proto__']);
    expect(model.weights.every(Number.isFinite)).toBe(true);
  });

  it('a forecast of batches needs the rows', async () => {
    const all = await moments(source, { target });
    expect(forecast(all).learningRateLimit).toBeGreaterThan(1);
    expect(() => forecast(all, { batchSize: 1 })).toThrow(GdError);
    expect(forecast(source, { target, batchSize: 1 }).verdict).toBe('converges');
  });

  it('κ = 1e8 ends right where the epochs suffice, and says so where they do not', () => {
    const a = randomNumbers(1, 200);
    const b = a.map((x, i) => x + 1e-4 * (randomNumbers(2, 200)[i]! - 0.5));
    // the difference of a and b, which hardly varies, carries most of the weights
    const y = a.map((x, i) => 1e4 * (x - b[i]!));
    const plain = fitSync({ a, b, y }, { target, optimizer: 'gd' });
    expect(plain.forecast.condition).toBeGreaterThan(1e7);
    expect(plain.status).toBe('exhausted');
    expect(plain.digits).toBeLessThan(1);
    const momentum = fitSync(
      { a, b, y },
      { target, optimizer: 'momentum', epochs: 1_000_000, tolerance: 1e-11 },
    );
    expect(momentum.status).toBe('converged');
    expect(digitsAgreed(momentum.weights[0]!, 1e4)).toBeGreaterThan(momentum.digits - 1);
    expect(momentum.digits).toBeGreaterThan(3);
  });
});
