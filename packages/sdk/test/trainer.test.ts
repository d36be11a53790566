import { type FitOptions, fitSync, GdError, ledger, type Snapshot, Trainer } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { fc, runs } from '@gd-trainer/testing/properties';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options, reference } = dataSet('penguins');
const penguins = (more: FitOptions = {}): Trainer => new Trainer(columns, { ...options, ...more });

/** Every kind of run: with a closed form, replayed in full batches, replayed by samples. */
const RUNS: [string, FitOptions][] = [
  ['gd', {}],
  ['gd without scaling', { scale: 'none', learningRate: 4e-5 }],
  ['gd without intercept', { intercept: false }],
  ['ridge', { l2: 0.1 }],
  ['momentum', { optimizer: 'momentum' }],
  ['nesterov', { optimizer: 'nesterov' }],
  ['lasso', { l1: 100, learningRate: 0.3 }],
  ['adagrad', { optimizer: 'adagrad' }],
  ['rmsprop', { optimizer: 'rmsprop' }],
  ['adam', { optimizer: 'adam' }],
  ['full batches over the rows', { path: 'rows' }],
  ['single samples', { batchSize: 1 }],
  ['mini-batches with momentum', { batchSize: 32, optimizer: 'momentum' }],
  ['a learning rate schedule', { learningRate: (epoch) => 0.5 / (1 + epoch) }],
];

const bits = (snapshot: Snapshot): number[] => [
  snapshot.epoch,
  ...snapshot.weights,
  snapshot.bias,
  snapshot.loss,
];

function expectClose(actual: Snapshot, expected: Snapshot): void {
  expect(actual.epoch).toBe(expected.epoch);
  for (const [j, weight] of expected.weights.entries()) {
    expect(Math.abs(actual.weights[j]! - weight)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(weight)));
  }
  expect(Math.abs(actual.bias - expected.bias)).toBeLessThanOrEqual(
    1e-10 * Math.max(1, Math.abs(expected.bias)),
  );
}

describe.each(RUNS)('a session by %s', (_, more) => {
  it('is at the same place by steps and by seek', () => {
    expectClose(penguins(more).seek(60), penguins(more).step('epoch', 60));
  });

  it('gives the same bits in one step of many epochs and in many steps of one', () => {
    const trainer = penguins(more);
    for (let epoch = 0; epoch < 20; epoch++) trainer.step();
    expect(bits(trainer.snapshot)).toEqual(bits(penguins(more).step('epoch', 20)));
  });

  it('goes back to any epoch, and forward again', () => {
    const trainer = penguins(more);
    const at10 = trainer.step('epoch', 10);
    const at30 = trainer.step('epoch', 20);
    expectClose(trainer.seek(10), at10);
    expectClose(trainer.seek(30), at30);
    expect(trainer.seek(0).epoch).toBe(0);
  });

  it('branches without touching its parent', () => {
    const parent = penguins(more);
    parent.step('epoch', 7);
    const before = bits(parent.snapshot);
    const twin = parent.branch();
    expect(bits(twin.snapshot)).toEqual(before);
    twin.step('epoch', 5);
    twin.place({ weights: [0, 0], bias: 1 });
    expect(bits(parent.snapshot)).toEqual(before);
    expect(bits(parent.step('epoch', 5))).toEqual(bits(penguins(more).step('epoch', 12)));
  });
});

it('branches in the middle of an epoch of batches, and both go on with the same bits', () => {
  const parent = penguins({ batchSize: 8 });
  parent.step('epoch', 2);
  parent.step('batch', 17);
  const twin = parent.branch();
  expect(twin.batch).toEqual(parent.batch);
  expect(bits(twin.step('batch', 40))).toEqual(bits(parent.step('batch', 40)));
});

describe('in the middle of an epoch of batches', () => {
  const within = (): Trainer => {
    const trainer = penguins({ batchSize: 8 });
    trainer.step('epoch', 2);
    trainer.step('batch', 3);
    return trainer;
  };

  it('an epoch that has begun is left for its start', () => {
    const trainer = within();
    expect(bits(trainer.seek(2))).toEqual(bits(penguins({ batchSize: 8 }).step('epoch', 2)));
    expect(trainer.snapshot.sample).toBe(0);
  });

  it('the last batch takes the rows that are left, and ends the epoch', () => {
    const trainer = penguins({ batchSize: 32 });
    trainer.step('batch', 11);
    expect(trainer.batch).toHaveLength(342 % 32);
    expect(bits(trainer.snapshot)).toEqual(bits(penguins({ batchSize: 32 }).step('epoch')));
    expect(trainer.step('batch').sample).toBe(32);
  });

  it('options that are changed move nothing, however often they are', () => {
    const trainer = within();
    const { weights, bias } = trainer.snapshot;
    for (const learningRate of [0.01, 0.02, 0.03]) {
      expect(trainer.set({ learningRate })).toMatchObject({ weights, bias });
    }
    const early = penguins({ batchSize: 8 });
    early.step('batch');
    expect(early.set({ learningRate: 0.01 }).status).toBe('running');
  });
});

describe.each(RUNS.filter(([, more]) => typeof more.learningRate !== 'function'))(
  'the state of %s',
  (_, more) => {
    it('replays bit for bit, changes of course included', () => {
      const trainer = penguins(more);
      trainer.step('epoch', 3);
      trainer.seek(12);
      trainer.step('sample', 5);
      trainer.set({ learningRate: 0.00001 });
      trainer.step('epoch', 4);
      trainer.seek(14);
      trainer.step('batch', 2);
      const state = JSON.parse(JSON.stringify(trainer.toState())) as unknown;
      const replayed = Trainer.fromState(state, columns);
      expect(bits(replayed.snapshot)).toEqual(bits(trainer.snapshot));
      expect(bits(replayed.seek(5))).toEqual(bits(trainer.seek(5)));
    });
  },
);

describe('what a session knows', () => {
  it('where it is, and where it converged', () => {
    const trainer = penguins();
    expect(trainer.snapshot).toMatchObject({ epoch: 0, status: 'idle', convergedAt: null });
    const { epochs } = fitSync(columns, options);
    expect(trainer.forecast.epochsTo(1e-10)).toBe(epochs);
    expect(trainer.step().status).toBe('running');
    expect(trainer.forecast.epochsTo(1e-10)).toBe(epochs - 1);
    expect(trainer.seek(epochs - 1)).toMatchObject({ status: 'running', convergedAt: null });
    expect(trainer.seek(1_000_000)).toMatchObject({ status: 'converged', convergedAt: epochs });
    expect(digitsAgreed(trainer.snapshot.weights[0]!, reference.weights[0]!)).toBeGreaterThan(12);
  });

  it('the rows it learns from, and the last it used', () => {
    const trainer = penguins({ batchSize: 3, shuffle: false });
    expect([trainer.rows, trainer.skippedRows, trainer.target]).toEqual([342, 2, 'body_mass_g']);
    expect(trainer.batch).toEqual([]);
    trainer.step('batch', 2);
    expect(trainer.batch).toEqual([3, 4, 5]);
    // row 4 of the file has missing values, so the fourth row learned from is its fifth
    expect(trainer.sample(3)).toMatchObject({ row: 5, y: 3450 });
    expect([...trainer.sample(3).x]).toEqual([193, 19.3]);
    expect(trainer.sample(3).z[0]).toBeCloseTo((193 - 200.915) / 14.04, 2);
    expect(() => trainer.sample(342)).toThrow('"index" expected a whole number from 0 to 341, got 342');
  });

  it.each([-1, 0.5, Number.NaN, 3])('no row of the number %d', (index) => {
    const session = new Trainer({ x: [1, 2, 3], y: [1, 3, 2] }, { target: 'y' });
    expect(() => session.sample(index)).toThrow(`"index" expected a whole number from 0 to 2, got ${index}`);
    expect(session.sample(2).y).toBe(2);
  });

  it('a shuffled epoch uses every row once, another order each time and the same for the same seed', () => {
    const epochOf = (trainer: Trainer): number[] =>
      Array.from({ length: 342 }, () => {
        trainer.step('sample');
        return trainer.batch[0]!;
      });
    const trainer = penguins({ batchSize: 1, seed: 7 });
    const [first, second] = [epochOf(trainer), epochOf(trainer)];
    const sorted = (order: number[]) => [...order].sort((a, b) => a - b);
    expect(sorted(first)).toEqual(Array.from({ length: 342 }, (_, i) => i));
    expect(sorted(second)).toEqual(sorted(first));
    expect(second).not.toEqual(first);
    expect(epochOf(penguins({ batchSize: 1, seed: 7 }))).toEqual(first);
    expect(epochOf(penguins({ batchSize: 1, seed: 8 }))).not.toEqual(first);
  });

  it('the first update of the lecture, by hand', () => {
    const lecture = dataSet('lecture');
    const trainer = new Trainer(lecture.columns, lecture.options);
    const { x, y } = trainer.sample(0);
    const { next, lossByWeight, lossByPrediction } = ledger({ x, y }, { weights: [0, 0], bias: 0 }, 0.1);
    // x = (2, 1), y = 8: ŷ = 0, ∂L/∂ŷ = −8, ∂L/∂w = (−16, −8), w = (1.6, 0.8), b = 0.8
    expect([lossByPrediction, ...lossByWeight, ...next.weights, next.bias]).toEqual([
      -8, -16, -8, 1.6, 0.8, 0.8,
    ]);
    const { weights, bias } = trainer.step('sample');
    for (const [actual, wanted] of [
      [weights[0], next.weights[0]],
      [weights[1], next.weights[1]],
      [bias, next.bias],
    ]) {
      expect(actual).toBeCloseTo(wanted!, 14);
    }
  });

  it('of a sample with as many numbers as there are weights', () => {
    expect(() => ledger({ x: [1, 2], y: 9 }, { weights: [0], bias: 0 }, 0.1)).toThrow(
      'a sample expected 1 number, got 2',
    );
  });

  it('the gradient it will apply: the central difference of the loss', () => {
    const trainer = penguins({ scale: 'none', learningRate: 4e-5 });
    const state = { weights: [30, 10], bias: -200 };
    const { gradient } = trainer.place(state);
    const lossAt = (j: number, step: number): number => {
      const moved = { weights: [...state.weights], bias: state.bias };
      if (j < 2) moved.weights[j]! += step;
      else moved.bias += step;
      return penguins().place(moved).loss;
    };
    for (const [j, slope] of [...gradient.weights, gradient.bias].entries()) {
      const difference = (lossAt(j, 1e-2) - lossAt(j, -1e-2)) / 2e-2;
      expect(digitsAgreed(difference, slope)).toBeGreaterThan(6);
    }
  });
});

describe('a run that diverges', () => {
  it('stays at its last finite state, however far it is asked to go', () => {
    const trainer = penguins({ learningRate: 3 });
    const end = trainer.step('epoch', 10_000);
    expect(end.status).toBe('diverged');
    expect(Number.isFinite(end.loss)).toBe(true);
    expect(bits(trainer.step('epoch', 5))).toEqual(bits(end));
    const sought = penguins({ learningRate: 3 }).seek(1e9);
    expect(sought.status).toBe('diverged');
    expect(sought.epoch).toBe(end.epoch);
    expect(trainer.forecast).toMatchObject({ verdict: 'diverges', growth: expect.closeTo(3.751, 2) });
  });

  it('goes on from there when the rate is lowered', () => {
    const trainer = penguins({ learningRate: 3 });
    trainer.step('epoch', 10);
    trainer.set({ learningRate: 'auto' });
    expect(trainer.step('epoch', 1000).status).toBe('converged');
  });
});

describe('a change of options', () => {
  it('is part of the past: winding back shows what was, forward what came', () => {
    const trainer = penguins({ learningRate: 0.1 });
    trainer.step('epoch', 5);
    trainer.set({ learningRate: 0.5 });
    const at9 = trainer.step('epoch', 4);
    expect(trainer.seek(3).learningRate).toBe(0.1);
    expect(trainer.seek(7).learningRate).toBe(0.5);
    expectClose(trainer.seek(9), at9);
    trainer.seek(2);
    expectClose(trainer.step('epoch', 7), at9);
  });

  it('in the past starts another future', () => {
    const trainer = penguins({ learningRate: 0.1 });
    trainer.step('epoch', 5);
    trainer.set({ learningRate: 0.5 });
    trainer.seek(2);
    trainer.set({ learningRate: 0.2 });
    expect(trainer.seek(8).learningRate).toBe(0.2);
  });

  it('that is refused changes nothing', () => {
    const trainer = penguins();
    const before = bits(trainer.step('epoch', 3));
    expect(() => trainer.set({ learningRate: -1 })).toThrow(GdError);
    expect(() => trainer.set({ lr: 1 } as never)).toThrow('unknown option "lr"');
    expect(bits(trainer.snapshot)).toEqual(before);
  });

  it('keeps the momentum', () => {
    const straight = penguins({ optimizer: 'momentum', learningRate: 0.05, momentum: 0.9 });
    const turned = penguins({ optimizer: 'momentum', learningRate: 0.05, momentum: 0.9 });
    turned.step('epoch', 5);
    turned.set({ epochs: 99 });
    expect(turned.step('epoch', 5).loss).toBeCloseTo(straight.step('epoch', 10).loss, 6);
  });

  it('of scale keeps the place', () => {
    const trainer = penguins({ learningRate: 0.3 });
    const { loss, weights } = trainer.step('epoch', 5);
    const after = trainer.set({ scale: 'none', learningRate: 1e-5 });
    expect(digitsAgreed(after.loss, loss)).toBeGreaterThan(9);
    expect(digitsAgreed(after.weights[0]!, weights[0]!)).toBeGreaterThan(12);
  });
});

describe('the loss surface', () => {
  it('is the loss at every point of the grid', () => {
    const trainer = penguins();
    trainer.step('epoch', 4);
    const grid = trainer.contour('flipper_length_mm', 'bias', {
      x: [0, 80],
      y: [-9000, 0],
      columns: 5,
      rows: 3,
    });
    const { weights } = trainer.snapshot;
    for (const [j, bias] of grid.y.entries()) {
      for (const [i, weight] of grid.x.entries()) {
        const there = penguins().place({ weights: [weight, weights[1]!], bias });
        expect(digitsAgreed(grid.loss[j * 5 + i]!, there.loss)).toBeGreaterThan(9);
      }
    }
    expect(digitsAgreed(grid.optimum[0], reference.weights[0]!)).toBeGreaterThan(10);
  });

  it('takes in start, present and optimum by itself', () => {
    const trainer = penguins();
    const { x, y, optimum } = trainer.contour('flipper_length_mm', 'bill_depth_mm');
    expect(x[0]).toBeLessThan(0);
    expect(x.at(-1)).toBeGreaterThan(optimum[0]);
    expect(y.at(-1)).toBeGreaterThan(optimum[1]);
    expect(() => trainer.contour('flipper', 'bias')).toThrow('no parameter "flipper"');
    expect(() => trainer.contour('Zr', 'bias')).toThrow('no parameter "Zr"');
  });
});

it('begins anew on the data of another session', () => {
  const first = penguins();
  first.step('epoch', 5);
  const second = new Trainer(first, { learningRate: 0.5 });
  expect(second.snapshot).toMatchObject({ epoch: 0, learningRate: 0.5 });
  expect(bits(second.step('epoch', 5))).toEqual(bits(penguins({ learningRate: 0.5 }).step('epoch', 5)));
});

describe('the surface', () => {
  const trainer = penguins({ optimizer: 'momentum' });
  const { surface } = trainer;

  it('knows the optimum in both spaces, and the way between them', () => {
    expect(digitsAgreed(surface.optimum.bias, reference.bias)).toBeGreaterThan(12);
    const there = trainer.place(surface.optimum);
    expect(there.gap).toBeLessThan(1e-9);
    expect(there.scaled.bias).toBeCloseTo(surface.scaledOptimum.bias, 9);
    const back = surface.toData(surface.toScaled({ weights: [1, -2], bias: 3 }));
    expect([...back.weights, back.bias].map((value) => value.toFixed(9))).toEqual([
      '1.000000000',
      '-2.000000000',
      '3.000000000',
    ]);
    expect([...surface.toScaled({ weights: [1, -2], bias: 3 }).weights]).toEqual([
      ...trainer.place({ weights: [1, -2], bias: 3 }).scaled.weights,
    ]);
  });

  it('curves as the loss does', () => {
    // standardised: ones on the diagonal, the correlation beside them, and a bias that stands alone
    const { scaled } = trainer.snapshot;
    expect(surface.slice([0, 2], scaled).curvature).toEqual([1, 0, 1]);
    const { eigenvalues } = trainer.forecast;
    expect(1 + Math.abs(surface.slice([0, 1], scaled).curvature[1])).toBeCloseTo(eigenvalues[2]!, 12);
  });
});

describe('the state of a session', () => {
  it('carries small data with it', () => {
    const trainer = new Trainer({ a: [1, 2, null, 4], y: [1, 3, 5, 8] }, { target: 'y', missing: 'drop' });
    trainer.step('epoch', 3);
    const replayed = Trainer.fromState(JSON.parse(JSON.stringify(trainer.toState())));
    expect(bits(replayed.snapshot)).toEqual(bits(trainer.snapshot));
    expect(replayed.skippedRows).toBe(1);
  });

  it('knows its data again, and refuses other', () => {
    const state = penguins().toState();
    const other = dataSet('cars').columns;
    expect(() => Trainer.fromState(state)).not.toThrow();
    const renamed = {
      flipper_length_mm: other.horsepower!,
      bill_depth_mm: other.weight!,
      body_mass_g: other.mpg!,
    };
    expect(() => Trainer.fromState(state, renamed)).toThrow('the data is not the data of this session');
  });

  it.each([
    [null, '"the state" expected an object, got null'],
    [{}, '"format" expected "gd-trainer/trainer", got nothing'],
    [{ ...penguins().toState(), legs: [] }, /legs|current/],
    [{ ...penguins().toState(), current: 5 }, '"current" expected a number below 1, got 5'],
    [{ ...penguins().toState(), legs: [{ options: { lr: 1 } }] }, 'options by their names, got "lr"'],
  ])('is refused where it is not one: %#', (state, message) => {
    expect(() => Trainer.fromState(state)).toThrow(message);
  });

  it.each([
    { optimizer: 'adam' },
    { batchSize: 1, learningRate: 0.01 },
    { learningRate: 0.01, l1: 0.1 },
  ] as const)('%o: more steps than anyone would wait for are refused before the first is made', (options) => {
    const trainer = new Trainer({ x: [1, 2, 3], y: [2, 4, 7] }, { target: 'y', ...options });
    trainer.step('epoch', 3);
    const state = trainer.toState();
    const hostile = { ...state, position: { anchor: 0, steps: 2 ** 52 } };
    expect(() => Trainer.fromState(hostile)).toThrow(/asks for 4503599627370496 steps/);
    expect(Trainer.fromState(state).snapshot).toEqual(trainer.snapshot);
  });

  it('a closed form goes to any epoch at once', () => {
    const state = new Trainer({ x: [1, 2, 3], y: [2, 4, 7] }, { target: 'y' }).toState();
    const far = Trainer.fromState({ ...state, position: { anchor: 2 ** 52, steps: 0 } });
    expect(far.snapshot.status).toBe('converged');
  });
});

describe('a run that overflows within one step', () => {
  const many = Array.from({ length: 1000 }, (_, i) => 3 * Math.sin(7 * i));
  const source = { a: many, y: many.map((x) => 2 * x + 1) };

  it.each<[string, FitOptions]>([
    ['single samples', { batchSize: 1, learningRate: 10 }],
    ['batches', { batchSize: 10, learningRate: 1e150 }],
    ['gd', { learningRate: 1e200 }],
    ['momentum', { optimizer: 'momentum', learningRate: 1e200 }],
    ['adam', { optimizer: 'adam', learningRate: 1e200 }],
    ['lasso', { optimizer: 'nesterov', l1: 1, learningRate: 1e200 }],
    ['rows', { path: 'rows', learningRate: 1e200 }],
    ['a schedule', { learningRate: (epoch) => (epoch < 5 ? 0.1 : 1e200) }],
  ])('stays at its last finite state: %s', (_, options) => {
    const trainer = new Trainer(source, { target: 'y', ...options });
    const expectFinite = ({ weights, bias, loss, status }: Snapshot) => {
      expect([...weights, bias, loss].every(Number.isFinite)).toBe(true);
      expect(status).toBe('diverged');
    };
    expectFinite(trainer.step('epoch', 9));
    const reached = bits(trainer.snapshot);
    expectFinite(trainer.seek(9));
    expect(bits(trainer.snapshot)).toEqual(reached);
    expectFinite(trainer.step('batch', 400));
    expectFinite(trainer.branch().snapshot);
    if (typeof trainer.options.learningRate === 'number')
      expectFinite(Trainer.fromState(JSON.parse(JSON.stringify(trainer.toState()))).snapshot);
    expect(trainer.seek(0).status).toBe('idle');
    expectFinite(trainer.step('sample', 4000));
  });

  it('is refused at a start whose loss is not finite', () => {
    const trainer = new Trainer(source, { target: 'y' });
    expect(() => trainer.place({ weights: [1e300], bias: 0 })).toThrow('the loss overflows at the start');
    expect(trainer.step().epoch).toBe(1);
    const initial = { weights: [1e300], bias: 0 };
    expect(() => fitSync(source, { target: 'y', initial })).toThrow(GdError);
  });
});

it('tells its listeners of every change until they have heard enough', () => {
  const trainer = penguins();
  const epochs: number[] = [];
  const stop = trainer.subscribe(({ epoch }) => epochs.push(epoch));
  trainer.step();
  trainer.seek(10);
  stop();
  trainer.reset();
  expect(epochs).toEqual([1, 10]);
});

it('has summed the arrays it was given, and reads the rows of samples where they lie', () => {
  const [x, y] = [Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 8)];
  const trainer = new Trainer({ x, y }, { target: 'y', learningRate: 0.1 });
  const alone = new Trainer({ x: x.slice(), y: y.slice() }, { target: 'y', learningRate: 0.1 });
  x.fill(1e9);
  expect(trainer.seek(40)).toEqual(alone.seek(40));
  expect(trainer.sample(0).x[0]).toBe(1e9);
});

it('keeps its promises under any sequence of commands', () => {
  const command = fc.oneof(
    fc.record({
      do: fc.constant('step' as const),
      unit: fc.constantFrom('sample' as const, 'batch' as const, 'epoch' as const),
      count: fc.nat(9),
    }),
    fc.record({ do: fc.constant('seek' as const), epoch: fc.nat(40) }),
    fc.record({
      do: fc.constant('set' as const),
      options: fc.constantFrom<FitOptions>(
        { learningRate: 0.01 },
        { optimizer: 'momentum' },
        { optimizer: 'adam', learningRate: 50 },
        { batchSize: 16 },
        { batchSize: 'full' },
        { scale: 'none', learningRate: 1e-6 },
        { scale: 'standard' },
      ),
    }),
    fc.record({ do: fc.constant('place' as const), bias: fc.double({ min: -1e4, max: 1e4, noNaN: true }) }),
    fc.constant({ do: 'reset' as const }),
  );
  const obey = (
    trainer: Trainer,
    commands: readonly (typeof command extends fc.Arbitrary<infer C> ? C : never)[],
  ) => {
    for (const one of commands) {
      if (one.do === 'step') trainer.step(one.unit, one.count);
      else if (one.do === 'seek') trainer.seek(one.epoch);
      else if (one.do === 'set') trainer.set(one.options);
      else if (one.do === 'place') trainer.place({ weights: [1, 2], bias: one.bias });
      else trainer.reset();
    }
    return trainer;
  };
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 12 }),
      fc.array(command, { maxLength: 4 }),
      (commands, more) => {
        const trainer = obey(penguins(), commands);
        const before = bits(trainer.snapshot);
        expect(before.every(Number.isFinite)).toBe(true);
        expect(bits(obey(penguins(), commands).snapshot)).toEqual(before);
        obey(trainer.branch(), more);
        expect(bits(trainer.snapshot)).toEqual(before);
        const replayed = Trainer.fromState(JSON.parse(JSON.stringify(trainer.toState())), columns);
        expect(bits(replayed.snapshot)).toEqual(before);
        expect(bits(obey(replayed, more).snapshot)).toEqual(bits(obey(trainer, more).snapshot));
      },
    ),
    { numRuns: runs(150) },
  );
});
