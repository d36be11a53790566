import { fit, fitSync, GdError, moments, solveSync, Trainer } from '@gd-trainer/sdk';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { beforeEach, describe, expect, it } from 'vitest';
import { endured, expectFlat } from './endured.ts';
import { bytesKept, collectGarbage } from './kept.ts';

const target = 'y';
const a = randomNumbers(1, 300);
const source = { a, y: a.map((x) => 3 * x + 1) };

// else sessions of the test before, collected meanwhile, would be counted as given back
beforeEach(collectGarbage);

/** What `run` keeps, though it may fail as any input may. */
const keptThoughItFails = (run: () => unknown): Promise<number> =>
  bytesKept(async () => {
    try {
      await run();
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  });

describe('memory is given back', () => {
  it.each<[string, () => unknown]>([
    ['a fit', () => fitSync(source, { target })],
    ['a stochastic fit', () => fitSync(source, { target, batchSize: 4, epochs: 3 })],
    ['a fit that diverges', () => fitSync(source, { target, learningRate: 5 })],
    ['a fit of bad data', () => fitSync({ a: [1, Number.NaN], y: [1, 2] }, { target })],
    [
      'a fit whose schedule fails',
      () => fitSync(source, { target, learningRate: (epoch) => (epoch < 3 ? 0.1 : -1) }),
    ],
    [
      'a fit whose listener throws',
      () =>
        fitSync(source, {
          target,
          onEpoch: () => {
            throw new Error('no');
          },
        }),
    ],
    ['an aborted fit', () => fit(source, { target, tolerance: 0, signal: AbortSignal.abort() })],
    ['an exact solution', () => solveSync(source, { target })],
    ['moments', () => moments(source, { target })],
    [
      'a stream that breaks',
      () =>
        fit(
          (async function* () {
            yield source;
            throw new Error('gone');
          })(),
          { target },
        ),
    ],
    [
      'batches from a stream',
      () =>
        fit(
          async function* () {
            yield source;
          },
          { target, batchSize: 4, epochs: 3 },
        ),
    ],
    [
      'batches from a stream that breaks in its second pass',
      () => {
        let passes = 0;
        const stream = async function* () {
          yield source;
          if (passes++ > 0) throw new Error('gone');
        };
        return fit(stream, { target, batchSize: 4 });
      },
    ],
  ])('after %s', async (_, run) => {
    // once before measuring: the first call may keep what all later ones share
    await keptThoughItFails(run);
    expect(await keptThoughItFails(run)).toBe(0);
  });
});

describe('nothing grows', () => {
  // what is garbage shall be gone before it is weighed
  async function heapBytes(): Promise<number> {
    await collectGarbage();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  }

  it.each(endured(source))('%s', (_, work) => expectFlat(work, heapBytes), 120_000);
});

it('a listener that throws is heard by the caller, and the session goes on', () => {
  const trainer = new Trainer(source, { target });
  const stop = trainer.subscribe(() => {
    throw new Error('listener');
  });
  expect(() => trainer.step()).toThrow('listener');
  stop();
  expect(trainer.step().epoch).toBe(2);
  expect(() => trainer.set({ learningRate: 0 })).toThrow(GdError);
});
