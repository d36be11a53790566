// A run that is written down brings its screen along: opened again, it shows what was shown, to the character.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-screen-'));
});
afterEach(() => terminal.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** The screen but for its last line, which says what just happened. */
const shown = (): string[] => terminal.lines.slice(0, -1);

/** The same without what is foreseen of a run by batches, which depends on where it was looked from: rows, numbers and titles. */
const known = (): string[] =>
  shown().map((line, row) => (row < 6 || /^┌/.test(line) ? line : line.slice(104)));

// what was done before, at 160 × 50, where nearly all of it is on one screen
test.each([
  ['all panels, a row and views of all plots', ['penguins'], 'sss:rate 0.05\rss:sample 4\rlwxfi', shown],
  ['a unit, batches through shuffled rows', ['penguins', '--batch-size', '32'], 'sssu>>i:sample 17\r', known],
  [
    'the chain rule enlarged, with a reason',
    ['penguins', '--batch-size', '1'],
    ':unit sample\rsss:sample 9\ryyy',
    shown,
  ],
  ['the data enlarged', ['cars'], 'ss:sample 100\r6', shown],
  ['the note of a bundled set', ['lecture'], 'ss6', shown],
])('%s', async (_, argv, keys, seen) => {
  const size = { columns: 160, rows: 50 };
  const file = join(folder, 'run.json');
  terminal = TestTerminal.run(argv, size);
  await terminal.shows('ready');
  for (const key of keys.match(/:[^\r]*\r|./g)!) {
    terminal.type(key);
    await terminal.rests();
  }
  terminal.type(`:state ${file}\r`);
  await terminal.shows('saved to');
  await terminal.rests();
  const before = seen();
  terminal.type('q');
  await terminal.ends();
  terminal.close();
  terminal = TestTerminal.run(['--state', file], size);
  await terminal.shows(argv[0]!);
  await terminal.rests();
  expect(seen()).toEqual(before);
});

test('the path of a run by single rows is there again, update by update', async () => {
  const file = join(folder, 'path.json');
  const size = { columns: 100, rows: 30 };
  terminal = TestTerminal.run(['lecture'], size);
  await terminal.shows('ready');
  terminal.type('ss');
  await terminal.shows('epoch 1 (2/4)');
  terminal.type(`2:state ${file}\r`);
  await terminal.shows('saved to');
  await terminal.rests();
  const before = shown().slice(6);
  terminal.type('q');
  await terminal.ends();
  terminal.close();
  terminal = TestTerminal.run(['--state', file], size);
  await terminal.shows('epoch 1 (2/4)');
  await terminal.rests();
  expect(shown().slice(6)).toEqual(before);
  // from the loss of the start, by the lecture's own numbers
  terminal.type('5');
  await terminal.shows('mean loss 15.625 → 1.4444');
});

test('what no screen can be is as usual, and the run is there all the same', async () => {
  const file = join(folder, 'hostile.json');
  terminal = TestTerminal.run(['lecture']);
  await terminal.shows('ready');
  terminal.type(`ss:state ${file}\r`);
  await terminal.shows('saved to');
  terminal.type('q');
  await terminal.ends();
  terminal.close();
  const run = JSON.parse(readFileSync(file, 'utf8'));
  expect(run.screen).toMatchObject({ unit: 'sample', sample: 'next', zoomed: false });
  const screen = {
    ...{
      unit: 'year',
      sample: -1,
      zoomed: 'yes',
      axis: 7,
      recent: 1,
      follow: null,
      pair: 1e99,
      fitView: 0.5,
    },
    ...{ speed: 99, why: '3', panel: 'x\u001b[2J', language: {}, running: true, command: 'quit', help: 3 },
  };
  writeFileSync(file, JSON.stringify({ ...run, screen }));
  terminal = TestTerminal.run(['--state', file]);
  await terminal.shows('(2/4)');
  expect(terminal.text).toContain('1[loss]');
  expect(terminal.text).toContain('25 samples/s');
  terminal.close();
  writeFileSync(file, JSON.stringify({ ...run, screen: [1, 2] }));
  terminal = TestTerminal.run(['--state', file]);
  await terminal.shows(/\(2\/4\)|screen/);
});
