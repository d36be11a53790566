// Eigenvectors cost the cube of the features: what the screen asks for them is counted where the kernels are called.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let folder: string;
let counter: string;
let terminal: TestTerminal;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  counter = join(folder, 'counter.mjs');
  writeFileSync(
    counter,
    `import { appendFileSync } from 'node:fs';
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(module, imports) {
    const { exports } = new Instance(module, imports);
    const tridiagonalize = (...of) => {
      appendFileSync(process.env.COUNT, '.');
      exports.tridiagonalize(...of);
    };
    this.exports = { ...exports, tridiagonalize };
  }
};
`,
  );
});
afterEach(() => terminal.close());
afterAll(() => rmSync(folder, { recursive: true }));

test('a key decomposes no matrix that is known, and a run none at all', async () => {
  const file = join(folder, 'count');
  const count = (): number => (existsSync(file) ? readFileSync(file).length : 0);
  terminal = TestTerminal.shell(
    `NODE_OPTIONS=--import=${pathToFileURL(counter)} exec $GD penguins`,
    { columns: 160, rows: 50 },
    { COUNT: file },
  );
  await terminal.shows('penguins');
  await terminal.rests();
  const begun = count();
  expect(begun).toBeGreaterThan(0);
  terminal.type('>>> ');
  await terminal.shows('converged');
  await terminal.rests();
  // the rate, the optimizer, the batch, the scale, the panels, a step and a look back: no matrix is new
  for (const key of ['+', '-', '*', 'o', 'O', 'm', 'z', 'z', '3', '4', 's', '0', 'a']) {
    terminal.type(key);
    await terminal.rests();
  }
  expect(count()).toBe(begun);
  terminal.type(':l2 0.5\r');
  await terminal.rests();
  // another penalty is another matrix, in both spaces
  expect(count() - begun).toBeLessThanOrEqual(2);
});
