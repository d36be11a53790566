import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { it } from 'vitest';
import { cdp } from 'vitest/browser';
import { endured, expectFlat } from './endured.ts';

const a = randomNumbers(1, 300);
const source = { a, y: a.map((x) => 3 * x + 1) };

/** Bytes of JavaScript in use, when the garbage is gone. */
async function heapBytes(): Promise<number> {
  // typed for another protocol than the one that is spoken
  const session = cdp() as unknown as { send(method: string): Promise<{ usedSize: number }> };
  for (let i = 0; i < 3; i++) {
    await session.send('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve));
  }
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

it.each(endured(source))('nothing grows in Chromium %s', (_, work) => expectFlat(work, heapBytes), 120_000);
