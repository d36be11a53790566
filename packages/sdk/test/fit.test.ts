import { crossValidate, fit, fitSync, GdError, Model, OPTIMIZERS, solveSync, Trainer } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it, vi } from 'vitest';
import { dataSet } from './data-sets.ts';
import { errorOf } from './error-of.ts';

const line = { x: [[1], [2], [3], [4]], y: [3, 5, 7, 9] };

describe('the weights of real data', () => {
  it.each(['penguins', 'cars', 'temperature', 'plane'])(
    'agree with least squares on %s to 8 digits',
    (name) => {
      const { columns, options, reference } = dataSet(name);
      const model = fitSync(columns, options);
      expect(model.status).toBe('converged');
      expect(model.rows).toBe(reference.rows);
      expect(model.skippedRows).toBe(reference.skippedRows);
      for (const [j, weight] of reference.weights.entries()) {
        expect(digitsAgreed(model.weights[j]!, weight), model.features[j]).toBeGreaterThan(8);
      }
      expect(digitsAgreed(model.bias, reference.bias)).toBeGreaterThan(8);
      expect(digitsAgreed(model.loss, reference.loss)).toBeGreaterThan(12);
      expect(digitsAgreed(model.r2, reference.r2)).toBeGreaterThan(12);
    },
  );

  it('are those of the lecture, one sample at a time', () => {
    const { columns, options } = dataSet('lecture');
    const model = fitSync(columns, options);
    expect(model.status).toBe('converged');
    expect([...model.weights, model.bias].map((value) => value.toFixed(6))).toEqual([
      '2.000000',
      '3.000000',
      '1.000000',
    ]);
  });
});

describe('the same data in any shape', () => {
  const rows = 5000;
  const [a, b] = [randomNumbers(1, rows), randomNumbers(2, rows).map((x) => x * 100)];
  const y = a.map((value, i) => 2 * value - 3 * b[i]! + 7 + randomNumbers(3, rows)[i]!);
  const target = 'y';
  const shifted = new Float64Array(rows + 3);
  shifted.set(a, 3);
  const wanted = fitSync({ a, b, y }, { target });

  it.each<[string, () => Model]>([
    ['views with a byte offset', () => fitSync({ a: shifted.subarray(3), b, y }, { target })],
    ['plain arrays', () => fitSync({ a: [...a], b: [...b], y: [...y] }, { target })],
    ['frozen arrays', () => fitSync({ a: Object.freeze([...a]), b, y }, { target })],
    [
      'row objects',
      () =>
        fitSync(
          Array.from(a, (_, i) => ({ a: a[i]!, b: b[i]!, y: y[i]! })),
          { target },
        ),
    ],
    ['rows and a target', () => fitSync({ x: Array.from(a, (_, i) => [a[i]!, b[i]!]), y })],
    [
      'a flat array by rows',
      () =>
        fitSync({
          x: Float64Array.from({ length: 2 * rows }, (_, k) => (k % 2 ? b : a)[k >> 1]!),
          y,
          columns: 2,
        }),
    ],
    [
      'a flat array by columns',
      () => fitSync({ x: Float64Array.of(...a, ...b), y, columns: 2, order: 'column' }),
    ],
    ['moments of it', () => fitSync(wanted.moments!)],
  ])('gives the same bits as %s', (_, run) => {
    const model = run();
    expect([...model.weights, model.bias, model.loss]).toEqual([...wanted.weights, wanted.bias, wanted.loss]);
  });

  it('counts Float32Array and Int32Array as the numbers they hold', () => {
    const x = Float32Array.of(1, 2, 3, 4);
    const model = fitSync({ x, y: Int32Array.of(3, 5, 7, 9) }, { target });
    expect(digitsAgreed(model.weights[0]!, 2)).toBeGreaterThan(9);
  });

  it.each([Float32Array, Int32Array])('widens %o of any length to the bits of its numbers', (Kind) => {
    for (const length of [1, 2, 3, 4095, 4096, 4097, 9001]) {
      const x = new Kind(randomNumbers(length, length).map((u) => u * 1000));
      const y = new Kind(randomNumbers(length + 1, length).map((u) => u * 1000));
      const wide = fitSync({ x: Float64Array.from(x), y: [...y] }, { target });
      expect(fitSync({ x, y }, { target }).moments).toEqual(wide.moments);
    }
  });

  it('reads whole numbers from BigInt64Array, and says which one is too large', () => {
    const model = fitSync({ x: BigInt64Array.of(1n, 2n, 3n), y: [3, 5, 7] }, { target });
    expect(digitsAgreed(model.weights[0]!, 2)).toBeGreaterThan(9);
    const error = errorOf(() =>
      fitSync({ x: BigInt64Array.of(1n, 2n ** 60n, 3n), y: [3, 5, 7] }, { target }),
    );
    expect(error.message).toBe('column "x", row 2: expected a number, got 1152921504606846976');
  });

  it('leaves what it was given alone', () => {
    const source = { a: a.slice(), b: b.slice(), y: y.slice() };
    const options = Object.freeze({ target, features: Object.freeze(['a', 'b']) });
    fitSync(source, options);
    expect(source).toEqual({ a, b, y });
  });
});

describe('large offsets', () => {
  it.each([1e4, 1e8, 1e10, 1.79e12])('cost the slope no digits at x = %d + 0 … 100', (offset) => {
    const x = randomNumbers(4, 10_000).map((u) => offset + Math.floor(u * 100));
    const y = x.map((value) => 2 * (value - offset) + 1);
    const model = fitSync({ x, y }, { target: 'y' });
    expect(digitsAgreed(model.weights[0]!, 2)).toBeGreaterThan(14);
  });

  it('of the target cost nothing either', () => {
    const [x1, x2] = [randomNumbers(5, 1000), randomNumbers(6, 1000)];
    const y = x1.map((value, i) => 1e9 + value - x2[i]!);
    const model = fitSync({ x1, x2, y }, { target: 'y' });
    expect(digitsAgreed(model.weights[0]!, 1)).toBeGreaterThan(6);
    expect(digitsAgreed(model.bias, 1e9)).toBeGreaterThan(14);
  });
});

describe('columns of any size', () => {
  // what squares cannot hold is refused; what they can is learned, and a constant column is one at any size
  const x = Array.from({ length: 5000 }, (_, i) => (i * 37) % 101);
  const y = x.map((v, i) => 3 * v + ((i * 13) % 7));
  const wanted = solveSync({ x, y }, { target: 'y' }).weights[0]!;
  it.each(['x', 'y'] as const)('make %s learned to all digits, or refused by its name', (name) => {
    const outcomes = new Set<string>();
    for (let exponent = -323; exponent <= 300; exponent += 17) {
      const size = Number(`1e${exponent}`);
      const source = { x, y, [name]: (name === 'x' ? x : y).map((v) => v * size) };
      for (const run of [fitSync, solveSync]) {
        try {
          const weight = run(source, { target: 'y' }).weights[0]!;
          expect(
            digitsAgreed(name === 'x' ? weight * size : weight / size, wanted),
            `1e${exponent}`,
          ).toBeGreaterThan(9);
          outcomes.add('learned');
        } catch (error) {
          const way = exponent < 0 ? 'underflow' : 'overflow';
          expect(error, `1e${exponent}`).toMatchObject({
            code: 'DATA',
            message: `column "${name}": the squares of its values ${way}`,
          });
          outcomes.add(way);
        }
      }
    }
    expect([...outcomes]).toEqual(['underflow', 'learned', 'overflow']);
  });

  it('are no error where they do not vary, or vary later on', () => {
    for (const constant of [0, 1e-170, 1e-100, 7]) {
      expect(fitSync({ x, c: x.map(() => constant), y }, { target: 'y' }).weights[1]).toBe(0);
    }
    const late = x.map((v, i) => (i < 4096 ? v * 1e-170 : v));
    expect(fitSync({ x: late, y }, { target: 'y' }).rows).toBe(5000);
  });
});

describe('R² of a model without an intercept', () => {
  it('is the share of the squares about 0, as R has it, wherever it stands', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const x = randomNumbers(seed, 30).map((u) => u + 3);
      const y = x.map((v, i) => v * (seed % 3) + 5 * x[(i * 7) % 30]!);
      const options = { target: 'y', intercept: false, tolerance: 1e-13 } as const;
      const weight = x.reduce((sum, v, i) => sum + v * y[i]!, 0) / x.reduce((sum, v) => sum + v * v, 0);
      const left = y.reduce((sum, v, i) => sum + (v - weight * x[i]!) ** 2, 0);
      const r2 = 1 - left / y.reduce((sum, v) => sum + v * v, 0);
      const model = fitSync({ x, y }, options);
      const validated = await crossValidate(
        { x: [...x, ...x], y: [...y, ...y] },
        { ...options, folds: 2, shuffle: false },
      );
      const places = [
        model.r2,
        model.summary().r2,
        model.score({ x, y }).r2,
        solveSync({ x, y }, options).r2,
        new Trainer({ x, y }, options).seek(100).r2,
        validated.r2,
      ];
      for (const found of places) expect(found).toBeCloseTo(r2, 9);
    }
  });
});

describe('full batches over the rows', () => {
  const ROWS = 700;
  const xs = Array.from({ length: 7 }, (_, j) => randomNumbers(j + 1, ROWS));
  const y = xs[0]!.map((x, i) => 3 * x - xs[3]![i]! + 5 + randomNumbers(99, ROWS)[i]!);
  const sampleWeight = randomNumbers(50, ROWS).map((x) => 0.5 + x);
  xs[1]![5] = Number.NaN;
  xs[5]![444] = Number.NaN;
  const names = xs.map((_, j) => `x${j}`);
  const columns = { ...Object.fromEntries(names.map((name, j) => [name, xs[j]!])), y };
  const RATE = 0.05;

  interface Run {
    readonly d: number;
    readonly l2: number;
    readonly momentum: number;
    readonly intercept: boolean;
    readonly weighted: boolean;
  }

  /** The lecture's loop, one row after the other: θ = [w₁ … w_d, b] after 20 epochs. */
  function descend({ d, l2, momentum, intercept, weighted }: Run): Float64Array {
    const used = xs.slice(0, d);
    const complete = [...y.keys()].filter((i) => used.every((column) => !Number.isNaN(column[i]!)));
    const weightOf = (i: number): number => (weighted ? sampleWeight[i]! : 1);
    const total = complete.reduce((sum, i) => sum + weightOf(i), 0);
    const theta = new Float64Array(d + 1);
    const step = new Float64Array(d + 1);
    for (let epoch = 0; epoch < 20; epoch++) {
      const gradient = theta.map((value, j) => (j < d ? l2 * value : 0));
      for (const i of complete) {
        const x = [...used.map((column) => column[i]!), intercept ? 1 : 0];
        const guess = x.reduce((sum, value, j) => sum + theta[j]! * value, 0);
        for (let j = 0; j <= d; j++) gradient[j]! -= (weightOf(i) / total) * (y[i]! - guess) * x[j]!;
      }
      for (let j = 0; j <= d; j++) {
        step[j] = momentum * step[j]! - RATE * gradient[j]!;
        theta[j]! += step[j]!;
      }
    }
    return theta;
  }

  it.each<Run>([
    { d: 1, l2: 0, momentum: 0, intercept: true, weighted: false },
    { d: 2, l2: 0, momentum: 0.5, intercept: true, weighted: false },
    { d: 2, l2: 0.1, momentum: 0, intercept: false, weighted: false },
    { d: 4, l2: 0, momentum: 0, intercept: false, weighted: true },
    { d: 6, l2: 0.3, momentum: 0.9, intercept: true, weighted: true },
    { d: 7, l2: 0, momentum: 0, intercept: true, weighted: true },
  ])('make the updates of a plain loop: %o', (run) => {
    const { d, weighted, ...options } = run;
    const { weights, bias } = fitSync(columns, {
      ...options,
      target: 'y',
      features: names.slice(0, d),
      optimizer: run.momentum > 0 ? 'momentum' : 'gd',
      learningRate: RATE,
      epochs: 20,
      tolerance: 0,
      path: 'rows',
      scale: 'none',
      missing: 'drop',
      // the bias starts at 0 of the data
      initial: { weights: new Float64Array(d), bias: 0 },
      ...(weighted ? { sampleWeight } : {}),
    });
    const theta = descend(run);
    for (let j = 0; j < d; j++) expect(digitsAgreed(weights[j]!, theta[j]!)).toBeGreaterThan(11);
    if (run.intercept) expect(digitsAgreed(bias, theta[d]!)).toBeGreaterThan(11);
    else expect(bias).toBe(0);
  });

  it.each(['gd', 'nesterov'] as const)('take the proximal steps of l1, by %s', (optimizer) => {
    const run = { target: 'y', features: names, missing: 'drop', l1: 0.1, optimizer, epochs: 300 } as const;
    const [rows, moments] = (['rows', 'moments'] as const).map((path) => fitSync(columns, { ...run, path }));
    expect(rows!.status).toBe('converged');
    expect(rows!.weights.filter((weight) => weight === 0).length).toBeGreaterThan(2);
    for (const [j, weight] of moments!.weights.entries()) expect(rows!.weights[j]).toBeCloseTo(weight, 9);
  });

  it('are refused on moments, with the option that does without rows', () => {
    const { moments } = fitSync({ a: xs[0]!, y }, { target: 'y', epochs: 0 });
    expect(() => fitSync(moments!, { path: 'rows' })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', hint: expect.stringContaining("path: 'auto'") }),
    );
  });

  it.each(OPTIMIZERS.filter((name) => name !== 'cg'))(
    'go where those on the moments go, by %s',
    (optimizer) => {
      const run = {
        target: 'y',
        features: names,
        missing: 'drop',
        optimizer,
        epochs: 30,
        tolerance: 0,
      } as const;
      const [rows, moments] = (['rows', 'moments'] as const).map((path) =>
        fitSync(columns, { ...run, path }),
      );
      for (const [j, weight] of moments!.weights.entries()) {
        expect(digitsAgreed(rows!.weights[j]!, weight)).toBeGreaterThan(9);
      }
      expect(digitsAgreed(rows!.bias, moments!.bias)).toBeGreaterThan(9);
    },
  );
});

describe('missing values', () => {
  const columns = { a: [1, 2, null, 4], unused: [null, 1, 1, 1], y: [3, 5, 7, 9] };
  const options = { target: 'y', features: ['a'] } as const;

  it('are named by column and row, with the cure', () => {
    const error = errorOf(() => fitSync(columns, options));
    expect(error.code).toBe('DATA');
    expect(error.message).toBe('column "a", row 3: expected a number, got nothing');
    expect(error.hint).toBe("pass `missing: 'drop'` to leave such rows out");
    expect(error.details).toEqual({ column: 'a', row: 3 });
  });

  it('drop their rows and are counted when asked, and only in used columns', () => {
    const model = fitSync(columns, { ...options, missing: 'drop' });
    expect([model.rows, model.skippedRows]).toEqual([3, 1]);
    expect(digitsAgreed(model.weights[0]!, 2)).toBeGreaterThan(9);
  });

  it.each([[Number.NaN], [Infinity]])('of the kind %d are found in a million rows', (bad) => {
    const x = randomNumbers(7, 1_000_000);
    x[765_432] = bad;
    const error = errorOf(() => fitSync({ x, y: x.slice().fill(1) }, { target: 'y' }));
    expect(error.message).toBe(`column "x", row 765433: expected a number, got ${bad}`);
  });

  it('do not excuse Infinity, and text in a number only where they may be left out', () => {
    const source = (bad: number | string) => ({ a: [1, bad, 3, 4, 5], y: [1, 2, 3, 4, 5] });
    const drop = { target: 'y', missing: 'drop' } as const;
    expect(errorOf(() => fitSync(source(Infinity), drop)).message).toMatch(/row 2.*got Infinity/);
    for (const text of ['n/a', 'two']) {
      expect(errorOf(() => fitSync(source(text), { target: 'y' })).message).toMatch(
        new RegExp(`row 2.*got "${text}"`),
      );
      expect(fitSync(source(text), drop).skippedRows).toBe(1);
    }
  });
});

describe('data that cannot be learned from', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no rows', () => fitSync({ x: [], y: [] }, { target: 'y' }), /no rows/],
    [
      'ragged rows',
      () => fitSync({ x: [[1, 2], [3]], y: [1, 2] }),
      /row 2 expected 2 numbers like row 1, got 1/,
    ],
    [
      'columns of different length',
      () => fitSync({ x: [1, 2], y: [1, 2, 3] }, { target: 'y' }),
      /column "x" expected 3 rows like "y", got 2/,
    ],
    ['an unknown target', () => fitSync({ price: [1], size: [2] }, { target: 'prise' }), /no column "prise"/],
    [
      'nothing at all',
      () => fitSync(undefined as never),
      /expected columns, rows or \{ x, y \}, got nothing/,
    ],
    [
      'a feature called as the target is',
      () => fitSync({ x: [[1, 2]], y: [3], names: ['a', 'y'] }),
      /"y", the name of the target/,
    ],
    ['rows without names', () => fitSync([[1, 2]] as never, { target: 'y' }), /row 1 expected an object/],
    [
      'a column that is no array',
      () => fitSync({ x: {}, y: [1] } as never, { target: 'y' }),
      /got an object/,
    ],
    [
      'all rows missing',
      () => fitSync({ x: [null], y: [1] }, { target: 'y', missing: 'drop' }),
      /all 1 rows have/,
    ],
    [
      'squares that overflow',
      () => fitSync({ x: [1e200, -1e200], y: [1, 2] }, { target: 'y' }),
      /"x".*overflow/,
    ],
  ])('%s: one clear error', (_, call, message) => {
    const error = errorOf(call);
    expect(error.code).toBe('DATA');
    expect(error.message).toMatch(message);
    expect(error.message + error.hint).not.toMatch(/undefined|\[object|NaN/);
  });

  it('suggests the column that was meant', () => {
    const error = errorOf(() => fitSync({ price: [1], size: [2] }, { target: 'prise' }));
    expect(error.hint).toBe('did you mean "price"? there are "price", "size"');
  });

  it('never lets a name from a file reach the screen raw', () => {
    const error = errorOf(() => fitSync({ '\u001b[2J\u202e': ['x'], y: [1] } as never, { target: 'y' }));
    expect(error.hint).toContain('"\\u001b[2J\\u202e"');
  });
});

describe('few rows and odd columns', () => {
  it('fits one row by the smallest weights that pass through it', () => {
    const model = fitSync({ x: [[3, 4]], y: [5] }, { scale: 'none', intercept: false });
    expect([...model.weights].map((weight) => weight.toFixed(9))).toEqual(['0.600000000', '0.800000000']);
  });

  it('gives a constant column weight 0', () => {
    const model = fitSync({ a: [1, 2, 3], b: [0.1, 0.1, 0.1], y: [1, 2, 3] }, { target: 'y' });
    expect(model.weights[1]).toBe(0);
    expect(digitsAgreed(model.weights[0]!, 1)).toBeGreaterThan(9);
  });

  it('shares the weight among collinear columns', () => {
    const model = fitSync({ a: [1, 2, 3], b: [1, 2, 3], y: [2, 4, 6] }, { target: 'y' });
    expect(model.status).toBe('converged');
    expect(digitsAgreed(model.weights[0]!, 1)).toBeGreaterThan(9);
    expect(digitsAgreed(model.weights[1]!, 1)).toBeGreaterThan(9);
    expect(model.forecast.rank).toBe(2);
  });

  it('learns a constant target by its bias', () => {
    const model = fitSync({ x: [1, 2, 3], y: [7, 7, 7] }, { target: 'y' });
    expect(model.weights[0]).toBeCloseTo(0, 9);
    expect(digitsAgreed(model.bias, 7)).toBeGreaterThan(9);
    expect(model.r2).toBeGreaterThanOrEqual(0);
  });
});

describe('how a run ends', () => {
  it('converged: at the tolerance, from any start, at the optimum at once', () => {
    const model = fitSync(line);
    const again = fitSync(line, { initial: { weights: model.weights, bias: model.bias } });
    expect(again.status).toBe('converged');
    expect(again.epochs).toBe(0);
  });

  it('exhausted: with the gap to the least loss', () => {
    const { columns, options, reference } = dataSet('cars');
    const model = fitSync(columns, { ...options, optimizer: 'gd', epochs: 20 });
    expect(model.status).toBe('exhausted');
    expect(model.epochs).toBe(20);
    expect(model.gap).toBeGreaterThan(0);
    expect(digitsAgreed(model.loss - model.gap, reference.loss)).toBeGreaterThan(12);
  });

  it('diverged: as an error that knows the limit', () => {
    const { columns, options } = dataSet('penguins');
    const error = errorOf(() => fitSync(columns, { ...options, scale: 'none', learningRate: 10 }));
    expect(error.code).toBe('DIVERGED');
    expect(error.details).toMatchObject({ learningRate: 10 });
    const limit = error.details.learningRateLimit as number;
    expect(error.hint).toMatch(/^pass `learningRate: 'auto'`, or a rate up to \S+, or `scale: 'standard'`$/);
    const below = fitSync(columns, { ...options, scale: 'none', learningRate: 0.999 * limit, epochs: 100 });
    expect(below.loss).toBeLessThan(below.history.loss[0]!);
    expect(() => fitSync(columns, { ...options, scale: 'none', learningRate: 1.001 * limit })).toThrow(
      GdError,
    );
  });

  it('diverged: past the limit as soon as the loss has grown at all, at the limit not while it stands', () => {
    // curvature 1 in both directions: the error keeps 1 − α of itself an epoch, and the limit is 2
    const rows = { x: [-1, 1], y: [-3, 3] };
    const run = (learningRate: number) => fitSync(rows, { target: 'y', learningRate, epochs: 2 });
    expect(errorOf(() => run(2.05))).toMatchObject({
      code: 'DIVERGED',
      details: { epoch: 2, learningRate: 2.05, learningRateLimit: 2 },
    });
    const { status, loss, history } = run(2);
    expect([status, loss]).toEqual(['exhausted', 4.5]);
    expect([...history.loss]).toEqual([4.5, 4.5, 4.5]);
  });

  it('keeps the loss of every early epoch, and at most 1,000 points', () => {
    const { columns, options } = dataSet('cars');
    const { history, epochs } = fitSync(columns, { ...options, tolerance: 0, epochs: 1_000_000 });
    expect(epochs).toBe(1_000_000);
    expect(history.epoch.length).toBeLessThanOrEqual(1000);
    expect([...history.epoch.subarray(0, 5)]).toEqual([0, 1, 2, 3, 4]);
    expect(history.epoch.at(-1)).toBe(1_000_000);
    expect(history.loss.every((loss, i) => i === 0 || loss <= history.loss[i - 1]! + 1e-12)).toBe(true);
  });
});

describe('options', () => {
  it.each([
    ['lr', 'use `learningRate`'],
    ['eta0', 'use `learningRate`'],
    ['max_iter', 'use `epochs`'],
    ['tol', 'use `tolerance`'],
    ['random_state', 'use `seed`'],
    ['lambda', 'use `l2`'],
    ['alpha', 'the step size is `learningRate`, the penalty `l2`'],
    ['learningrate', 'use `learningRate`'],
    ['epoch', 'use `epochs`'],
    ['steps', 'use `epochs`'],
    ['weight', 'use `sampleWeight`'],
    ['degree', 'name the powers in `features`, as x^2'],
    ['l3', /^the options are `target`, `features`/],
  ])('"%s" is unknown: %s', (name, hint) => {
    const error = errorOf(() => fitSync(line, { [name]: 1 } as never));
    expect(error.code).toBe('OPTION');
    expect(error.hint).toEqual(typeof hint === 'string' ? hint : expect.stringMatching(hint));
    expect(error.message).toBe(`unknown option "${name}"`);
  });

  it.each([
    [
      { learningRate: 0 },
      "\"learningRate\" expected 'auto' or 'gentle' or a finite number > 0 or a function of the epoch, got 0",
    ],
    [{ learningRate: Number.NaN }, /"learningRate" expected .* got NaN/],
    [{ epochs: 1.5 }, '"epochs" expected a whole number ≥ 0, got 1.5'],
    [{ tolerance: 1 }, '"tolerance" expected a number in [0, 1), got 1'],
    [{ batchSize: 0 }, '"batchSize" expected \'full\' or a whole number ≥ 1, got 0'],
    [{ optimizer: 'sgd' }, /"optimizer" expected 'gd' or .* got "sgd"/],
    [{ l2: -1 }, '"l2" expected a finite number ≥ 0, got -1'],
    [{ initial: { weights: [1, 2], bias: 0 } }, '"initial" expected 1 weight, got 2'],
    [{ l1: 1, optimizer: 'adam' }, /"l1" needs full batches/],
  ])('%o is refused', (options, message) => {
    const error = errorOf(() => fitSync(line, options as never));
    expect(error.code).toBe('OPTION');
    expect(error.message).toMatch(message);
  });
});

describe('fit', () => {
  it('returns the bits of fitSync, and lets others run meanwhile', async () => {
    const x = randomNumbers(8, 2_000_000);
    const y = x.map((value) => 3 * value + 1);
    const ticks = vi.fn();
    const timer = setInterval(ticks, 1);
    const model = await fit({ x, y }, { target: 'y', batchSize: 1, epochs: 5, tolerance: 0 });
    clearInterval(timer);
    expect(ticks.mock.calls.length).toBeGreaterThan(1);
    expect(model.weights).toEqual(
      fitSync({ x, y }, { target: 'y', batchSize: 1, epochs: 5, tolerance: 0 }).weights,
    );
  });

  it('stops with the reason of its signal', async () => {
    const controller = new AbortController();
    const run = fit(line, {
      tolerance: 0,
      epochs: 1e9,
      signal: controller.signal,
      every: 1e6,
      onEpoch: ({ epoch }) => epoch > 0 && controller.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
  });

  it('reports every so many epochs, the start first', () => {
    const epochs: number[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => epochs.push(epoch);
    fitSync(line, { epochs: 35, every: 10, tolerance: 0, onEpoch });
    expect(epochs).toEqual([0, 10, 20, 30]);
  });
});

describe('a model', () => {
  const { columns, options, reference } = dataSet('penguins');
  const model = fitSync(columns, options);

  it('predicts a row by name or by position', () => {
    const expected = reference.weights[0]! * 181 + reference.weights[1]! * 18.7 + reference.bias;
    expect(
      digitsAgreed(model.predict({ flipper_length_mm: 181, bill_depth_mm: 18.7 }), expected),
    ).toBeGreaterThan(8);
    expect(model.predict([181, 18.7])).toBe(model.predict({ bill_depth_mm: 18.7, flipper_length_mm: 181 }));
  });

  it('says which feature a row lacks', () => {
    expect(errorOf(() => model.predict({ flipper_length_mm: 181 })).message).toBe(
      '"bill_depth_mm" expected a finite number, got nothing',
    );
    expect(errorOf(() => model.predict([181])).message).toBe('a row expected 2 numbers, got 1');
  });

  it('predicts many rows as it predicts each', () => {
    const rows = [
      { flipper_length_mm: 181, bill_depth_mm: 18.7 },
      { flipper_length_mm: 200, bill_depth_mm: 15 },
    ];
    const [first, second] = model.predictAll(rows);
    expect(first).toBeCloseTo(model.predict(rows[0]!), 9);
    expect(second).toBeCloseTo(model.predict(rows[1]!), 9);
  });

  it('scores rows as its own training loss says', () => {
    const source = { x: [[1], [2], [4]], y: [1, 2, 3] };
    const trained = fitSync(source);
    const score = trained.score(source);
    expect(score.n).toBe(3);
    expect(score.rmse).toBeCloseTo(trained.rmse, 9);
    expect(score.r2).toBeCloseTo(trained.r2, 9);
    expect(score.mae).toBeGreaterThan(0);
  });

  it('comes back from JSON with the same bits', () => {
    const copy = Model.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.toJSON()).toEqual(model.toJSON());
    expect(copy.predict([181, 18.7])).toBe(model.predict([181, 18.7]));
    expect(copy.forecast.learningRateLimit).toBe(model.forecast.learningRateLimit);
  });

  it.each<[string, (json: Record<string, unknown>) => unknown, string]>([
    ['no object', () => 'model', '"the model" expected an object, got "model"'],
    ['another format', (json) => ({ ...json, format: 'x' }), '"format" expected "gd-trainer/model", got "x"'],
    ['a later version', (json) => ({ ...json, schemaVersion: 2 }), '"schemaVersion" expected 1, got 2'],
    [
      'weights too few',
      (json) => ({ ...json, weights: [1] }),
      '"weights" expected 2 finite numbers, got an array of 1',
    ],
    [
      'a weight of null',
      (json) => ({ ...json, weights: [1, null] }),
      '"weights" expected 2 finite numbers, got an array of 2',
    ],
    ['no bias', ({ bias, ...json }) => json, '"bias" expected a finite number, got nothing'],
  ])('refuses JSON with %s', (_, change, message) => {
    const json = JSON.parse(JSON.stringify(model)) as Record<string, unknown>;
    const error = errorOf(() => Model.fromJSON(change(json)));
    expect(error.code).toBe('MODEL');
    expect(error.message).toBe(message);
  });

  it('lets no JSON change a prototype', () => {
    const json = JSON.stringify(model).replace('{', '{"__proto__":{"polluted":true},');
    expect(Model.fromJSON(JSON.parse(json)).bias).toBe(model.bias);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
