// Frames come and go: nothing of them is kept, however long a run goes on.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

/** Answers a signal with the bytes that are in use once all garbage is collected. */
const PROBE = `
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
writeFileSync(process.env.FOLDER + '/pid', String(process.pid));
let asked = 0;
process.on('SIGUSR2', () => {
  gc();
  gc();
  writeFileSync(process.env.FOLDER + '/used' + ++asked, String(process.memoryUsage().heapUsed));
});`;

test('a hundred frames of 160 × 50 leave nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-memory-'));
  terminal = TestTerminal.shell(
    `exec $GD penguins --batch-size 32`,
    { columns: 160, rows: 50 },
    { FOLDER: folder, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PROBE)}` },
  );
  await terminal.shows('ready');
  const frames = async (count: number): Promise<void> => {
    for (let frame = 0; frame < count; frame++) {
      const before = terminal.bytes.length;
      terminal.type('s');
      await terminal.until('the next frame', () => terminal.bytes.length > before);
    }
  };
  let asked = 0;
  const used = async (): Promise<number> => {
    const file = join(folder, `used${++asked}`);
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGUSR2');
    await expect
      .poll(() => {
        try {
          return Number(readFileSync(file, 'utf8'));
        } catch {
          return 0;
        }
      })
      .toBeGreaterThan(0);
    return Number(readFileSync(file, 'utf8'));
  };
  // what is compiled and cached on the way is there by then
  await frames(50);
  const before = await used();
  await frames(120);
  const after = await used();
  // Ink asked to keep two texts of each, together some 34 KB
  expect((after - before) / 1e6).toBeLessThan(1.5);
  rmSync(folder, { recursive: true });
});
