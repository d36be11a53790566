import { type FitOptions, ledger, OPTIMIZERS, Trainer } from '@gd-trainer/sdk';
import { chainOf, madeUpdate, nextUpdate } from '@gd-trainer/sdk/view';
import { fc, runs } from '@gd-trainer/testing/properties';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options: penguins } = dataSet('penguins');

const settings = fc.record<FitOptions>({
  optimizer: fc.constantFrom(...OPTIMIZERS),
  batchSize: fc.constantFrom<FitOptions['batchSize'][]>('full', 1, 7, 32, 342),
  scale: fc.constantFrom('standard', 'none'),
  intercept: fc.boolean(),
  l2: fc.constantFrom(0, 0.3),
  seed: fc.nat(1000),
  shuffle: fc.boolean(),
});

function holds(check: (trainer: Trainer) => void): void {
  const property = fc.property(settings, fc.nat(40), fc.nat(9), (options, epochs, steps) => {
    fc.pre(options.optimizer !== 'cg' || options.batchSize === 'full');
    const trainer = new Trainer(columns, { ...penguins, ...options });
    trainer.seek(epochs);
    trainer.step('batch', steps);
    check(trainer);
  });
  fc.assert(property, { numRuns: runs(60) });
}

describe('the update that is shown', () => {
  it('is the one then applied, to its bits, and stays the one that was made', () => {
    holds((trainer) => {
      const before = trainer.snapshot;
      const next = nextUpdate(trainer)!;
      expect(trainer.snapshot).toEqual(before);
      const after = trainer.step('batch');
      expect([next.from, next.to]).toEqual([before, after]);
      expect(madeUpdate(trainer, before)).toEqual({ ...next, when: 'made' });
      const isFull = trainer.options.batchSize === 'full';
      expect(next.rows).toEqual(isFull ? [] : trainer.batch);
      expect(next.samples).toBe(isFull ? 342 : trainer.batch.length);
    });
  });

  it('is −α times its gradient in a plain step, which is the mean of the rows it names', () => {
    holds((trainer) => {
      const { from, to, gradient, learningRate, rows } = nextUpdate(trainer)!;
      expect(gradient === undefined).toBe(trainer.options.optimizer !== 'gd');
      if (!gradient) return;
      from.scaled.weights.forEach((weight, j) => {
        expect(to.scaled.weights[j]! + learningRate * gradient.weights[j]!).toBeCloseTo(weight, 6);
      });
      if (rows.length === 0 || trainer.options.l2 > 0) return;
      const slopes = rows.map((row) => {
        const { z, y } = trainer.sample(row);
        return ledger({ x: z, y }, from.scaled, learningRate).lossByWeight[0]!;
      });
      const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
      expect(gradient.weights[0]! / mean).toBeCloseTo(1, 4);
    });
  });

  it('names no update for an epoch of many, for a leap, or where a run has diverged', () => {
    const trainer = new Trainer(columns, { ...penguins, batchSize: 32 });
    const before = trainer.snapshot;
    trainer.step('epoch');
    expect(madeUpdate(trainer, before)).toBeUndefined();
    const full = new Trainer(columns, { ...penguins, learningRate: 3 });
    const start = full.snapshot;
    full.seek(2);
    expect(madeUpdate(full, start)).toBeUndefined();
    expect(nextUpdate(full)).toBeDefined();
    full.seek(1e6);
    expect(nextUpdate(full)).toBeUndefined();
  });

  it('knows the rate that an option brings in with this very step', () => {
    const trainer = new Trainer(columns, { ...penguins, learningRate: 0.1 });
    trainer.seek(3);
    trainer.set({ learningRate: 0.5 });
    trainer.seek(2);
    trainer.step();
    expect(trainer.snapshot.learningRate).toBe(0.1);
    expect(nextUpdate(trainer)!.learningRate).toBe(0.5);
  });
});

it('the chain rule stands at the state that an update starts from, else at the present one', () => {
  const trainer = new Trainer(columns, { ...penguins, batchSize: 1 });
  const before = trainer.snapshot;
  trainer.step('sample');
  const made = madeUpdate(trainer, before)!;
  const sample = trainer.sample(made.rows[0]!);
  const chain = chainOf(sample, made, trainer.snapshot);
  expect(chain.state).toEqual(before.scaled);
  // of one row, its own derivative is what moves the weights
  expect(chain.ledger.lossByWeight[0]! / made.gradient!.weights[0]!).toBeCloseTo(1, 6);
  expect(chainOf(sample, undefined, trainer.snapshot).state).toEqual(trainer.snapshot.scaled);
});
