// The mouse over the trainer: what an act at a cell does is read off the screen it was aimed at.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
let shared: TestTerminal | undefined;
afterEach(() => {
  if (terminal !== shared) terminal.close();
});
afterAll(() => shared?.close());

const SIZE = { columns: 100, rows: 30 };
const [SHIFT, MOTION, UP, DOWN] = [4, 32, 64, 65];

async function started(argv: readonly string[] = ['penguins'], size = SIZE): Promise<void> {
  terminal = TestTerminal.run(argv, size);
  await terminal.shows(/ready|就绪/);
  await terminal.rests();
}

/** The penguins at 100 × 30 as at first: a screen that several tests share, since it takes its time to open. */
async function anew(): Promise<void> {
  if (!shared) {
    await started();
    shared = terminal;
    return;
  }
  terminal = shared;
  terminal.type(':reset\r:rate gentle\r1');
  await terminal.shows(/^┌ mean loss[^┌┐]*┐$/m);
  terminal.type('1');
  await terminal.shows(/^ epoch 0 .*^ α 0.2613 .*┐┌ chain rule/ms);
  await terminal.rests();
}

const epoch = (): number => Number(/^ epoch ([\d,]+)/m.exec(terminal.text)![1]!.replaceAll(',', ''));
const rate = (): number => Number(/^ α ([\d.]+)/m.exec(terminal.text)![1]);

/** The line that something slides on: its first column, its cells and its row. */
function track(pattern: RegExp): { from: number; width: number; row: number } {
  const { row } = terminal.placeOf(pattern);
  const found = pattern.exec(terminal.lines[row]!)!;
  return { from: found.index, width: found[0].length, row };
}
const TIMELINE = /[━─●◇]{20,}(?= )/;
const RATES = /(?<=^ α .*)[─┼┃●▶]{10,}/;

/** Waits for what an act leads to, on a busy machine too. */
const leads = <T>(to: () => T) => expect.poll(to, { interval: 20 });

describe('a click', () => {
  test.each([
    ['100 × 30', SIZE, ['mean loss', 'descent', 'chain rule', 'fit', 'timeline']],
    [
      '160 × 50',
      { columns: 160, rows: 50 },
      ['mean loss', 'descent', 'chain rule', 'fit', 'timeline', 'data'],
    ],
  ])('on a panel chooses it, on its upper edge enlarges it and back, at %s', async (_, size, titles) => {
    if (size === SIZE) await anew();
    else await started(['penguins'], size);
    const edges = titles.map((title) => terminal.placeOf(new RegExp(`(?<=┌ )${title}`)));
    for (const [index, { column, row }] of edges.entries()) {
      terminal.point(column + 8, row + 6);
      const chosen = (): boolean[] => edges.map((edge) => terminal.isBold(edge.column, edge.row));
      await leads(chosen).toEqual(edges.map((_, other) => other === index));
    }
    for (const [index, { column, row }] of edges.entries()) {
      terminal.point(column + 2, row);
      await terminal.shows(new RegExp(`^┌ ${titles[index]}[^┌┐]*┐$`, 'm'));
      terminal.point(3, edges[0]!.row);
      await terminal.until('all panels', () =>
        edges.every((edge, i) => terminal.lines[edge.row]!.startsWith(titles[i]!, edge.column)),
      );
    }
  });

  test('on a tab shows its panel, where there is room for one', async () => {
    await started(['penguins', '--lang', 'zh-CN'], { columns: 80, rows: 24 });
    for (const title of ['数据', '时间轴', '推断', '平均损失']) {
      // cells, not characters: a Chinese one takes two
      const { column, row } = terminal.placeOf(new RegExp(`(?<= \\d[ [])${title}`));
      const before = terminal.lines[row]!.slice(0, column);
      terminal.point(column + (before.match(/[\u3000-\u9fff]/g) ?? []).length, row);
      await terminal.shows(`[${title}]`);
    }
  });

  test('on a row of the data chooses it', async () => {
    await started(['penguins'], { columns: 160, rows: 50 });
    terminal.type(':sample 40\r');
    await terminal.shows('chain rule · row 40');
    const { column, row } = terminal.placeOf(/ 43 /, 104);
    terminal.point(column + 2, row);
    await terminal.shows('chain rule · row 43');
  });

  test('on the mean loss says epoch and value of what is drawn there, and the run agrees', async () => {
    await anew();
    const { column, row } = terminal.placeOf('┌ mean loss');
    for (const at of [8, 15, 24]) {
      terminal.point(column + at, row + 5);
      await terminal.shows(/^ epoch (\d+)(, ahead)?: mean loss (\S+), \S+ above the minimum/m);
      const [, when, ahead, loss] = /^ epoch (\d+)(, ahead)?: mean loss (\S+),/m.exec(terminal.text)!;
      expect(ahead).toBe(', ahead');
      terminal.type(`:epoch ${when}\r`);
      await terminal.until(`epoch ${when}`, () => epoch() === Number(when));
      expect(/mean loss ([\d,.]+)/.exec(terminal.text)![1]!.replaceAll(',', '')).toBe(
        loss!.replaceAll(',', ''),
      );
      terminal.type('g');
      await terminal.until('the start', () => epoch() === 0);
    }
    // beside the axis there is nothing to say
    terminal.point(column + 1, row + 5);
    await terminal.rests();
    await terminal.rests();
    expect(terminal.text).not.toContain('above the minimum');
  });
});

test('the timeline is clicked and dragged along, beyond its ends too', async () => {
  await anew();
  const { from, width, row } = track(TIMELINE);
  const end = Number(/ 0 +(\d+) ││/.exec(terminal.lines[row + 1]!)![1]);
  const at = (cell: number): number => Math.round((cell / (width - 1)) * end);
  terminal.point(from + 10, row);
  await leads(epoch).toBe(at(10));
  for (const cell of [12, 15, 4]) {
    // a drag goes on wherever the hand slips
    terminal.point(from + cell, row - 9, MOTION);
    await leads(epoch).toBe(at(cell));
  }
  terminal.point(99, row, MOTION);
  await leads(epoch).toBe(end);
  terminal.point(0, row, MOTION);
  await leads(epoch).toBe(0);
  // a press elsewhere lets go
  terminal.point(5, row - 9);
  terminal.point(from + 8, row, MOTION);
  terminal.type('?');
  await terminal.shows(' Keys');
  terminal.type('\u001b');
  await terminal.until('no help', () => !terminal.text.includes(' Keys'));
  expect(epoch()).toBe(0);
});

test('the learning rate is clicked and dragged along its line, to the best one by its mark', async () => {
  await anew();
  const { from, width, row } = track(RATES);
  const limit = Number(/limit ([\d.]+)/.exec(terminal.text)![1]);
  const at = (cell: number): number => (cell / (width - 1)) * 1.25 * limit;
  terminal.type('s');
  await terminal.until('epoch 1', () => epoch() === 1);
  for (const [code, cell] of [
    [0, 3],
    [MOTION, 9],
    [MOTION, width - 2],
  ] as const) {
    terminal.point(from + cell, code === 0 ? row : row + 12, code);
    await leads(() => Math.abs(rate() / at(cell) - 1)).toBeLessThan(2e-3);
    await leads(epoch).toBe(1);
  }
  terminal.point(from + terminal.lines[row]!.slice(from).indexOf('┼'), row);
  // 2/(λmin + λmax) of penguins: limit/(1 + 1/κ), κ 3.806
  await leads(() => Math.abs(rate() / (limit / (1 + 1 / 3.806)) - 1)).toBeLessThan(1e-3);
  terminal.point(0, row, MOTION);
  await leads(rate).toBeLessThan(0.05);
  expect(rate()).toBeGreaterThan(0);
});

test('the wheel scrolls and zooms what lies under it', async () => {
  await started(['penguins'], { columns: 160, rows: 50 });
  const over = async (title: string, code: number): Promise<void> => {
    const { column, row } = terminal.placeOf(title);
    terminal.point(column + 6, row + 3, code);
  };
  const text = (): string => terminal.text;
  await over('┌ chain rule', DOWN);
  await over('┌ data', DOWN);
  await leads(text).toContain('chain rule · row 3');
  await over('┌ chain rule', UP);
  await leads(text).toContain('chain rule · row 2');
  await over('┌ timeline', DOWN);
  await over('┌ timeline', DOWN);
  await over('┌ timeline', UP);
  await leads(epoch).toBe(1);
  await over('┌ mean loss', UP);
  await leads(text).toContain('recent');
  await over('┌ mean loss', UP);
  await terminal.rests();
  await leads(text).toContain('recent');
  await over('┌ mean loss', DOWN);
  await leads(text).not.toContain('recent');
  await over('┌ fit', DOWN);
  await leads(text).toMatch(/┌ fit flipper_length_mm × body_mass_g/);
  const [before, { row }] = [rate(), track(RATES)];
  terminal.point(20, row, UP);
  await leads(() => Math.abs(rate() / before / 1.1 - 1)).toBeLessThan(1e-3);
  terminal.point(20, row, DOWN);
  // it is kept to four digits on the way
  await leads(() => Math.abs(rate() / before - 1)).toBeLessThan(1e-3);
});

test('the wheel turns the pages of the help, which says what the mouse does', async () => {
  await started(['penguins'], { columns: 80, rows: 24 });
  terminal.type('?');
  await terminal.shows(/ {2}q {4}quit/);
  for (let page = 1; page < 4 && !terminal.text.includes('Mouse (shift'); page++) {
    const before = terminal.text;
    terminal.point(10, 10, DOWN);
    await terminal.until('the next page', () => terminal.text !== before);
  }
  await terminal.shows('Mouse (shift selects text instead)');
  // a press does nothing there
  terminal.point(10, 10);
  for (let page = 1; page < 4; page++) terminal.point(10, 10, UP);
  await terminal.shows(/ {2}q {4}quit/);
});

test.each([
  ['shift', SHIFT],
  ['another button', 2],
  ['the middle button', 1],
  ['a release', -1],
])('%s is not for the trainer', async (_, code) => {
  await anew();
  const { from, width, row } = track(TIMELINE);
  if (code < 0) terminal.point(from + width - 3, row, 0, 'm');
  else terminal.point(from + width - 3, row, code);
  // what comes after it has been heeded, and nothing of it
  terminal.point(from, row, DOWN);
  await leads(epoch).toBe(1);
});

test('a report that comes in two pieces, parted anywhere and slowly, is one, and none of it a key', async () => {
  await anew();
  const { from, width, row } = track(TIMELINE);
  const [bytes, before] = [`\u001b[<0;${from + width - 3};${row + 1}M`, rate()];
  for (let at = 1; at < bytes.length; at++) {
    terminal.type(bytes.slice(0, at));
    await new Promise((resolve) => setTimeout(resolve, 90));
    expect([epoch(), rate()], JSON.stringify(bytes.slice(0, at))).toEqual([0, before]);
    terminal.type(bytes.slice(at));
    await terminal.until('the epoch clicked at', () => epoch() > 100);
    terminal.type('g');
    await terminal.until('the start', () => epoch() === 0);
  }
  expect(rate()).toBe(before);
});

test('bytes that only begin as a report are no keys, and the keys after them are', async () => {
  await anew();
  for (const bytes of [
    '\u001b[<0;1;1X',
    `\u001b[<${'0'.repeat(5000)}M`,
    '\u001b[<0;0;0M',
    '\u001b[<64;1;1;1;1M',
    '\u001b[M q0',
    `\u001b[Mq${'\u00e9'}`,
  ]) {
    terminal.type(bytes);
  }
  await terminal.rests();
  expect(terminal.fullScreen).toBe(true);
  await leads(epoch).toBe(0);
  terminal.type('s');
  await terminal.until('a step', () => epoch() === 1);
});

test.each([[['--mouse', 'never']], [['--screen-reader']]])(
  'with %j the mouse is left to the terminal',
  async (flags) => {
    await started(['penguins', ...flags]);
    expect(terminal.takesMouse).toBe(false);
    expect(terminal.bytes).not.toMatch(/\[\?100\d/);
  },
);

test('the mouse is given back and taken again by a command', async () => {
  await anew();
  expect(terminal.takesMouse).toBe(true);
  terminal.type(':mouse never\r');
  await terminal.until('no mouse', () => !terminal.takesMouse);
  terminal.type(':mouse auto\r');
  await terminal.until('the mouse', () => terminal.takesMouse);
  // while columns are chosen, too
  terminal.type('c');
  await terminal.shows('Which column');
  expect(terminal.takesMouse).toBe(true);
  terminal.type('\u001b');
  await terminal.shows('chain rule');
  terminal.type(':mouse never\r');
  await terminal.until('no mouse', () => !terminal.takesMouse);
  terminal.type('c');
  await terminal.shows('Which column');
  expect(terminal.takesMouse).toBe(false);
});

test('columns are chosen by clicks, and the wheel scrolls them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-mouse-'));
  const file = join(folder, 'wide.csv');
  const names = Array.from({ length: 40 }, (_, j) => `c${j + 1}`);
  const lines = Array.from({ length: 50 }, (_, i) =>
    names.map((_, j) => Math.sin(i * (j + 1)).toFixed(3)).join(),
  );
  writeFileSync(file, [names.join(), ...lines].join('\n'));
  terminal = TestTerminal.run([file], { columns: 80, rows: 24 });
  await terminal.shows('Which column');
  await terminal.rests();
  const click = (name: string): void => {
    const { row } = terminal.placeOf(new RegExp(`(?<= )${name}(?= )`));
    terminal.point(6, row);
  };
  // neither the heading nor what lies below the list is a column
  terminal.point(6, 0);
  terminal.point(6, 22);
  for (let turn = 0; turn < 30; turn++) terminal.point(6, 8, DOWN);
  await terminal.until('the last column', () => terminal.text.includes(' c40 '));
  click('c38');
  await terminal.shows('From which columns shall c38 be predicted?');
  const marked = (): string[] => [...terminal.text.matchAll(/\[x\] (c\d+)/g)].map(([, name]) => name!);
  await terminal.until('marks', () => marked().length > 5);
  terminal.type('\u0001');
  await terminal.until('no marks', () => marked().length === 0);
  click('c5');
  await terminal.until('c5', () => marked().join() === 'c5');
  click('c12');
  await terminal.until('both', () => marked().join() === 'c5,c12');
  click('c5');
  await terminal.until('c12', () => marked().join() === 'c12');
  terminal.point(6, 8, DOWN);
  await terminal.until(
    'three lines on',
    () => !terminal.text.includes(' c3 ') && terminal.text.includes(' c4 '),
  );
  click('c20');
  await terminal.until('both', () => marked().join() === 'c12,c20');
  // the line of the keys ends the choice
  terminal.point(6, 1);
  await terminal.shows(/c38: ŷ = .*c12.*c20/);
  rmSync(folder, { recursive: true });
});

test('a lesson by mouse: a row, a rate, convergence, past the limit, and back', async () => {
  await started();
  terminal.point(70, 12, DOWN);
  await terminal.shows('chain rule · row 2');
  const rates = track(RATES);
  terminal.point(rates.from + terminal.lines[rates.row]!.slice(rates.from).indexOf('┼'), rates.row);
  await leads(rate).toBeGreaterThan(0.99);
  const line = track(TIMELINE);
  expect(terminal.lines[line.row]!.indexOf('◇')).toBeGreaterThan(line.from);
  terminal.point(line.from + line.width - 1, line.row);
  await terminal.shows(/converged *$/m);
  terminal.point(rates.from + rates.width - 1, rates.row);
  await leads(rate).toBeGreaterThan(1.263);
  terminal.point(line.from, line.row);
  await leads(epoch).toBe(0);
  terminal.type('q');
  expect(await terminal.ends()).toBe(0);
});
