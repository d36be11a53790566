// The panels of text: rows by name and number, and all of it in reach of keys and mouse, whatever the window.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
let folder: string;
let file: string;
const [UP, DOWN] = [64, 65];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-diagnosis-'));
  file = join(folder, 'cars.csv');
  const rows = Array.from({ length: 30 }, (_, i) => `car ${i + 1},${i},${2 * i + (i % 3)}`);
  // the last one sets a title, turns its text round, and lies far off
  const hostile = '"\u001b]0;PWNED\u0007Volvo\u202e 142E",29,90';
  writeFileSync(file, ['name,x,y', ...rows.with(29, hostile)].join('\n'));
});
afterEach(() => terminal.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** Text of the panel, its lines joined. */
const said = (): string => terminal.text.replaceAll(/\s*│\n│\s*/g, ' ');
const open = (argv: readonly string[], size: { columns: number; rows: number }): TestTerminal =>
  TestTerminal.run([file, '--target', 'y', '--features', 'x', ...argv], size);

test.each([
  ['en', /PWNED Volvo 142E \(row 30\) lies .* above the line/, /142E \(row 30\).* move the line most/],
  ['zh-CN', /PWNED Volvo 142E（第 30 行）高于拟合值/, /最能移动拟合线的是 .*142E（第 30 行）/],
] as const)('a row goes by its name beside its number, in %s', async (lang, outlier, movers) => {
  terminal = open(['--lang', lang], { columns: 160, rows: 50 });
  await terminal.shows('cars.csv');
  terminal.type('8');
  await terminal.until(outlier, () => outlier.test(said()));
  expect(said()).toMatch(movers);
  // in the table with its number, and at its point in both charts
  expect(terminal.text).toMatch(/^│ 30 \]0;PWNED Volvo 142E +62\.94/m);
  expect(terminal.text.match(/PWNED Volvo/g)!.length).toBeGreaterThanOrEqual(4);
  for (const part of ['\u001b]0;PWNED', '\u202e']) expect(terminal.bytes).not.toContain(part);
});

test('all that a panel holds beyond its room is in reach of keys and wheel', async () => {
  const rows = 24;
  terminal = TestTerminal.run(['cars'], { columns: 80, rows });
  await terminal.shows('cars');
  const hidden = (): number => Number(/ (\d+) more line/.exec(terminal.text)?.[1] ?? 0);
  const body = (): string[] => terminal.lines.filter((line) => line.startsWith('│'));
  for (const panel of ['7', '8', '9']) {
    terminal.type(panel);
    await terminal.shows(new RegExp(`${panel}\\[[^\\]]*\\][^]*^└─+ \\d+ more lines?: ↑↓ ┘$`, 'm'));
    await terminal.rests();
    const [most, first] = [hidden(), body()];
    const seen = [...first];
    for (let left = most; left > 0; left--) {
      terminal.type('\u001b[B');
      await terminal.until(`${left - 1} more`, () => hidden() === left - 1);
      seen.push(body().at(-1)!);
    }
    // past the end nothing moves, and one line back is one key
    terminal.type('\u001b[B\u001b[B\u001b[B\u001b[A');
    await terminal.until('one line back', () => hidden() === 1);
    expect(body().slice(0, -1)).toEqual(seen.slice(most - 1, -2));
    terminal.point(10, rows - 8, DOWN);
    await terminal.until('the end', () => hidden() === 0);
    for (let turn = 0; turn <= most / 3; turn++) terminal.point(10, rows - 8, UP);
    await terminal.until('the start', () => hidden() === most);
    expect(body()).toEqual(first);
  }
  // another panel begins at its own start, and where all is in view the keys choose a row
  terminal.type('\u001b[6~73');
  await terminal.shows('chain rule');
  const before = terminal.text;
  terminal.type('\u001b[B');
  await terminal.until('another row', () => terminal.text !== before);
});
