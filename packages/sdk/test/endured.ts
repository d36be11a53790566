import { core } from '@gd-trainer/core';
import { fitSync, type Source, Trainer } from '@gd-trainer/sdk';
import { expect } from 'vitest';

/** Frames of an hour, 60 a second. */
const FRAMES = 216_000;

/** What is to be done for long without growing, so many times. */
export function endured(source: Source): [string, (times?: number) => void][] {
  const target = 'y';
  const trainer = new Trainer(source, { target, batchSize: 7 });
  trainer.step('epoch', 200);
  const replayed = new Trainer(source, { target, optimizer: 'adam', learningRate: 0.01 });
  return [
    [
      'in an hour of frames, by a hand that never rests',
      (times = FRAMES) => {
        for (let frame = 0; frame < times; frame++) {
          if (frame % 100 === 0) trainer.seek(frame % 150);
          else trainer.step(frame % 30 === 0 ? 'epoch' : 'batch');
        }
      },
    ],
    [
      'in an hour of epochs that have no closed form',
      (times = FRAMES) => {
        for (let frame = 0; frame < times; frame++) replayed.step();
        replayed.reset();
      },
    ],
    [
      'over ten thousand fits',
      (times = 10_000) => {
        for (let i = 0; i < times; i++) fitSync({ x: [[1], [2], [4]], y: [1, 2, i] });
      },
    ],
    [
      'over two thousand changes of options, and as many branches that are left',
      (times = 2000) => {
        const session = new Trainer(source, { target });
        for (let i = 0; i < times; i++) {
          session.branch().set({ optimizer: 'momentum' });
          session.seek(i % 5);
          session.set({ learningRate: 0.1 + (i % 3) / 10 });
        }
      },
    ],
  ];
}

/** Fails if `work` leaves more memory in use than it found, after a first round that may keep what later ones share. */
export async function expectFlat(
  work: (times?: number) => void,
  heapBytes: () => Promise<number>,
): Promise<void> {
  work(500);
  const [core0, heap0] = [core().memory.usedBytes, await heapBytes()];
  work();
  const heap = await heapBytes();
  expect(core().memory.usedBytes).toBeLessThanOrEqual(core0);
  // of a megabyte in ten thousand fits, a hundred bytes a fit would be seen
  expect(heap - heap0).toBeLessThan(1e6);
}
