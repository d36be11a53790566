// Before each file of tests in Node: names it to the processes that it starts, and tells what itself has come by.
import { existsSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, expect } from 'vitest';
import { REACHED } from './switches.mjs';

if (existsSync(REACHED)) {
  writeFileSync(`${REACHED}/test`, relative(process.cwd(), expect.getState().testPath!));
  afterAll(() => (globalThis as { __stryker__?: { tell(): void } }).__stryker__?.tell());
}
