// Names from files on their way to a terminal: whatever command prints them, nothing in them acts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitSync } from '@gd-trainer/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

/** Sets the title, clears the screen, turns the text round. */
const ACTS = '\u001b]0;PWNED\u0007\u001b[2J\u202e';
const PARTS = ['\u001b]0;PWNED', '\u001b[2J', '\u202e'];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-quiet-'));
  const [x, y] = [`x${ACTS}`, `y${ACTS}`];
  const target = { x: [1, 2, 3, 4], [y]: [3, 5, 7, 9] };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(fitSync(target, { target: y })));
  const feature = { [x]: [1, 2, 3, 4], y: [3, 5, 7, 9] };
  writeFileSync(join(folder, 'feature.json'), JSON.stringify(fitSync(feature, { target: 'y' })));
  writeFileSync(join(folder, 'rows.csv'), 'x,y\n1,3\n2,5\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['cat target.json; sed "s/.u001b/$(printf "\\033")/g" target.json', true],
  ['$GD explain target.json rows.csv --row 2', false],
  ['$GD predict target.json rows.csv --json', false],
  ['$GD predict target.json rows.csv', false],
  ['$GD export feature.json --to sql', false],
  ['$GD export feature.json --to python', false],
  ['$GD export feature.json --to js', false],
])('%s', async (command, acts) => {
  const terminal = TestTerminal.shell(`cd ${folder}; ${command}; echo done`);
  await terminal.ends();
  terminal.close();
  expect(terminal.bytes).toContain('done');
  expect(PARTS.some((part) => terminal.bytes.includes(part))).toBe(acts);
});

test('what goes into a pipe as JSON holds no character that acts, and reads back the same', async () => {
  const terminal = TestTerminal.shell(`cd ${folder}; $GD predict target.json rows.csv --json > out.json`);
  expect(await terminal.ends()).toBe(0);
  terminal.close();
  const text = readFileSync(join(folder, 'out.json'), 'utf8');
  expect(PARTS.some((part) => text.includes(part))).toBe(false);
  expect(JSON.parse(text).target).toBe(`y${ACTS}`);
});

test.each([
  ['on the screen', ''],
  ['among sentences', '--screen-reader'],
])('no level of a category acts %s', async (_, flags) => {
  const rows = Array.from({ length: 12 }, (_row, i) => `${i},${i % 2 ? `B${ACTS}` : 'A'},${(i * 5) % 7}`);
  writeFileSync(join(folder, 'levels.csv'), `x,kind,y\n${rows.join('\n')}\n`);
  const terminal = TestTerminal.shell(
    `cd ${folder}; $GD levels.csv --target y --features x,kind ${flags}; echo done`,
    { columns: 160, rows: 50 },
  );
  await terminal.shows('levels.csv');
  for (const key of ['s', '1', '2', '3', '4', '5', '6']) {
    terminal.type(key);
    await terminal.rests();
  }
  terminal.type('c');
  await terminal.shows('Which column');
  terminal.type('\r');
  await terminal.shows('From which columns');
  terminal.type('\u001b');
  await terminal.shows('Which column');
  terminal.type('\u001b');
  await terminal.shows('levels.csv');
  terminal.type('q');
  await terminal.shows('done');
  terminal.close();
  expect(terminal.bytes).toContain('kind=B');
  for (const part of PARTS) expect(terminal.bytes).not.toContain(part);
});
