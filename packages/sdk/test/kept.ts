import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { core } from '@gd-trainer/core';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Collects garbage, and waits for what garbage held of the core's memory to be given back. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    collect();
    // what a registry of finalizers does, it does in a turn of its own
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Bytes of the core's memory that are handed out and not given back by `run`; garbage of before is to be collected first. */
export async function bytesKept(run: () => unknown): Promise<number> {
  const before = core().memory.usedBytes;
  await run();
  return core().memory.usedBytes - before;
}
