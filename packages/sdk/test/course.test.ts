import { type FitOptions, OPTIMIZERS, type Snapshot, Trainer } from '@gd-trainer/sdk';
import { type CoursePoint, courseOf, walks } from '@gd-trainer/sdk/view';
import { fc } from '@gd-trainer/testing/properties';
import { describe, expect, test } from 'vitest';

const problem = fc.record({
  rows: fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 3,
    maxLength: 20,
  }),
  optimizer: fc.constantFrom(...OPTIMIZERS),
  batchSize: fc.constantFrom<'full' | number>('full', 1, 2),
  epochs: fc.integer({ min: 1, max: 300 }),
  now: fc.integer({ min: 0, max: 40 }),
});

const sessionOf = (rows: readonly (readonly [number, number])[], options: FitOptions): Trainer =>
  new Trainer({ x: rows.map(([x]) => [x]), y: rows.map(([, y]) => y) }, options);
const numbersOf = ({ loss, weights, bias }: Snapshot | CoursePoint) => ({
  loss,
  weights: [...weights],
  bias,
});
const MANY: readonly (readonly [number, number])[] = Array.from({ length: 400 }, (_, i) => [
  i,
  3 * i + ((i * 7919) % 11),
]);

describe('a course', () => {
  test('holds states that the run goes through, in order, and leaves the run where it is', () => {
    fc.assert(
      fc.property(problem, ({ rows, optimizer, batchSize, epochs, now }) => {
        fc.pre(optimizer !== 'cg' || batchSize === 'full');
        const trainer = sessionOf(rows, { optimizer, batchSize, epochs });
        trainer.seek(now);
        const before = trainer.snapshot;
        const { points, end, converges } = courseOf(trainer);
        expect(trainer.snapshot).toEqual(before);
        if (walks(trainer)) expect(points[0]!.epoch).toBe(before.epoch);
        else expect(points[0]!.epoch).toBe(0);
        expect(end).toBeGreaterThanOrEqual(before.epoch);
        const twin = trainer.branch();
        for (const [i, point] of points.entries()) {
          if (i > 0) expect(point.epoch).toBeGreaterThan(points[i - 1]!.epoch);
          expect(point.epoch).toBeLessThanOrEqual(end);
          const there = twin.seek(point.epoch);
          if (walks(trainer)) expect(numbersOf(point)).toEqual(numbersOf(there));
          else expect(Math.abs(point.loss - there.loss)).toBeLessThanOrEqual(1e-9 * (1 + there.loss));
        }
        if (converges) expect(trainer.branch().seek(end).convergedAt).toBe(converges.epoch);
      }),
    );
  });

  test('ends a little past convergence, and tells where that is', () => {
    const trainer = sessionOf(MANY, { learningRate: 0.1 });
    const { converges, end, points, cut } = courseOf(trainer);
    expect(trainer.branch().seek(end).convergedAt).toBe(converges!.epoch);
    expect(end - converges!.epoch).toBeLessThan(0.16 * converges!.epoch + 3);
    expect(points[0]!.epoch).toBe(0);
    expect(cut).toBe(false);
  });

  test('of a run that diverges ends where that is last finite', () => {
    const { converges, end, points, cut } = courseOf(sessionOf(MANY, { learningRate: 3 }));
    expect({ converges, cut }).toEqual({ converges: undefined, cut: false });
    expect(end).toBeLessThan(1000);
    expect(points.at(-1)!.epoch).toBe(end);
    expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });

  test('by batches begins now, takes over the past it is given, and says how far it looked', () => {
    const trainer = sessionOf(MANY, { batchSize: 1, tolerance: 0 });
    trainer.step('sample', 600);
    const course = courseOf(trainer);
    expect(course.points[0]!.epoch).toBe(1.5);
    expect(course.cut).toBe(true);
    trainer.step('epoch', 5);
    const past = courseOf(trainer, course.points).points.filter(
      ({ epoch }) => epoch < trainer.snapshot.epoch,
    );
    expect(past).toEqual(course.points.filter(({ epoch }) => epoch < trainer.snapshot.epoch));
    expect(past.length).toBeGreaterThan(2);
  });

  test('without a past begins now', () => {
    const trainer = sessionOf(MANY, { learningRate: 0.01 });
    trainer.seek(20);
    expect(courseOf(trainer, []).points[0]!.epoch).toBe(20);
    expect(courseOf(trainer).points[0]!.epoch).toBe(0);
  });

  test('of a run that leaves at once is where it stands', () => {
    const course = courseOf(sessionOf(MANY, { learningRate: 1e300 }));
    expect(course.points.map(({ epoch }) => epoch)).toEqual([0]);
  });

  test('costs no more than a few hundred points however long it is', () => {
    const trainer = sessionOf(MANY, { learningRate: 1e-6, epochs: 1e6 });
    let course = courseOf(trainer);
    expect(course.points.length).toBeLessThan(300);
    for (let i = 0; i < 30; i++) {
      trainer.step('epoch', 1000);
      course = courseOf(trainer, course.points);
    }
    expect(course.points.length).toBeLessThan(1000);
  });
});
