import { type FitOptions, type Parameters, type Snapshot, Trainer } from '@gd-trainer/sdk';
import { fc, PATIENCE, runs } from '@gd-trainer/testing/properties';
import { expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options: base } = dataSet('penguins');

/** What a session is by its contract: where it started, what was changed at which epoch, and where it is. */
interface Course {
  start: Parameters | undefined;
  changes: { readonly at: number; readonly options: FitOptions }[];
  epoch: number;
}

/** Two sessions under the same commands; one of them is saved, opened again and branched now and then. */
interface Sessions {
  real: Trainer;
  readonly twin: Trainer;
}

const bits = ({ epoch, weights, bias, loss, gradientNorm, status, convergedAt }: Snapshot) => ({
  numbers: [epoch, ...weights, bias, loss, gradientNorm],
  status,
  convergedAt,
});

/** The same course by single steps from its start, never sought. */
function walk({ start, changes, epoch }: Course): Snapshot {
  const [first, ...later] = changes;
  const trainer = new Trainer(columns, { ...base, ...first?.options });
  if (start) trainer.place(start);
  for (const { at, options } of later.filter((change) => change.at <= epoch)) {
    stepTo(trainer, at);
    trainer.set(options);
  }
  return stepTo(trainer, epoch);
}

function stepTo(trainer: Trainer, epoch: number): Snapshot {
  // nothing follows a divergence
  while (trainer.snapshot.epoch < epoch && trainer.snapshot.status !== 'diverged') trainer.step();
  return trainer.snapshot;
}

function expectContract(course: Course, { real, twin }: Sessions): void {
  const { snapshot } = real;
  expect(bits(snapshot)).toEqual(bits(twin.snapshot));
  if (snapshot.status === 'diverged') course.epoch = snapshot.epoch;
  const walked = walk(course);
  expect([snapshot.epoch, snapshot.status === 'diverged']).toEqual([
    course.epoch,
    walked.status === 'diverged',
  ]);
  if (snapshot.status === 'diverged') return;
  const close = (actual: number, expected: number): void =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(expected)));
  for (const [j, weight] of walked.weights.entries()) close(snapshot.weights[j]!, weight);
  close(snapshot.bias, walked.bias);
}

type Command = fc.Command<Course, Sessions>;

/** A command that both sessions obey, and what it means for the course. */
function both(name: string, obey: (trainer: Trainer) => unknown, note: (course: Course) => void): Command {
  return {
    check: () => true,
    run(course, sessions) {
      obey(sessions.real);
      obey(sessions.twin);
      note(course);
      expectContract(course, sessions);
    },
    toString: () => name,
  };
}

/** A command to one of them that may change nothing. */
function neutral(name: string, act: (sessions: Sessions) => void): Command {
  return {
    check: () => true,
    run(course, sessions) {
      const before = bits(sessions.real.snapshot);
      act(sessions);
      expect(bits(sessions.real.snapshot)).toEqual(before);
      expectContract(course, sessions);
    },
    toString: () => name,
  };
}

// no adaptive optimizer: one that begins where another stood divides gradients of rounding alone by their own size
const CHANGES: readonly FitOptions[] = [
  { learningRate: 0.01 },
  { learningRate: 'auto' },
  { optimizer: 'gd' },
  { optimizer: 'momentum' },
  { optimizer: 'nesterov', momentum: 0.5 },
  { learningRate: 0.3 },
  { batchSize: 32, seed: 7 },
  { batchSize: 'full' },
  { l2: 0.2 },
  { scale: 'none', learningRate: 1e-6 },
  { scale: 'standard' },
];

/** What is in force at an epoch, from the changes up to there. */
const inForce = ({ changes, epoch }: Course): FitOptions =>
  Object.assign({}, ...changes.filter(({ at }) => at <= epoch).map(({ options }) => options));

const startAgain = (course: Course, start: Parameters | undefined): void => {
  Object.assign(course, { start, changes: [{ at: 0, options: inForce(course) }], epoch: 0 });
};

const commands: fc.Arbitrary<Command>[] = [
  fc.integer({ min: 1, max: 12 }).map((count) =>
    both(
      `step ${count}`,
      (trainer) => trainer.step('epoch', count),
      (course) => {
        course.epoch += count;
      },
    ),
  ),
  fc.nat(60).map((epoch) =>
    both(
      `seek ${epoch}`,
      (trainer) => trainer.seek(epoch),
      (course) => {
        course.epoch = epoch;
      },
    ),
  ),
  fc.constantFrom(...CHANGES).map((options) =>
    both(
      `set ${JSON.stringify(options)}`,
      (trainer) => trainer.set(options),
      (course) => {
        course.changes = [
          ...course.changes.filter(({ at }) => at <= course.epoch),
          { at: course.epoch, options },
        ];
      },
    ),
  ),
  fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -4000, max: 4000 })).map(([weight, bias]) => {
    const state = { weights: [weight, weight + 1], bias };
    return both(
      `place ${weight} ${bias}`,
      (trainer) => trainer.place(state),
      (course) => startAgain(course, state),
    );
  }),
  fc.constant(
    both(
      'reset',
      (trainer) => trainer.reset(),
      (course) => startAgain(course, course.start),
    ),
  ),
  fc.constant(
    neutral('save and open', (sessions) => {
      sessions.real = Trainer.fromState(JSON.parse(JSON.stringify(sessions.real.toState())), columns);
    }),
  ),
  fc.constantFrom(...CHANGES).map((options) =>
    neutral(`branch and ${JSON.stringify(options)}`, ({ real }) => {
      const branch = real.branch();
      expect(bits(branch.snapshot)).toEqual(bits(real.snapshot));
      branch.set(options);
      branch.step('batch', 5);
      branch.seek(3);
      branch.place({ weights: [1, 1], bias: 1 });
    }),
  ),
  fc.constant(
    neutral('go on with a branch', (sessions) => {
      sessions.real = sessions.real.branch();
    }),
  ),
  fc.constant(
    neutral('look around', ({ real }) => {
      real.forecast.epochsTo(1e-6);
      real.contour(real.features[0]!, 'bias');
      real.facts;
      real.surface;
    }),
  ),
];

it('a session keeps its contract under any commands', { timeout: PATIENCE }, () => {
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 25 }), (sequence) => {
      const start = (): { model: Course; real: Sessions } => ({
        model: { start: undefined, changes: [{ at: 0, options: {} }], epoch: 0 },
        real: { real: new Trainer(columns, base), twin: new Trainer(columns, base) },
      });
      fc.modelRun(start, sequence);
    }),
    { numRuns: runs(120) },
  );
});
