// The enlarged chain rule looks back at the last updates, and at two rows at once: by a recurrence written down here.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
let folder: string;
const X = [0.5, -1, 2, 1.5, -0.5, 1, 3];
const Z = [1, 2, -1, 0.5, 1.5, -2, 0];
const Y = [1, -2.5, 4, 3.5, 0, 2, 7];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-updates-'));
  const rows = X.map((x, i) => `${x},${Z[i]},${Y[i]}`);
  writeFileSync(join(folder, 'own.csv'), `x,z,y\n${rows.join('\n')}\n`);
});
afterEach(() => terminal.close());
afterAll(() => rmSync(folder, { recursive: true }));

const number = (text: string): number => Number(text.replace('−', '-'));

/** The updates on the screen, from the oldest on: the rows used, as they are told, and three parameters, with their changes where there is room. */
function listed(): { readonly used: string; readonly place: string; readonly numbers: number[] }[] {
  const lines = terminal.lines.flatMap(
    (line) => /^│ (\d.*?) {2,}(\d+|mean \d+) {2,}(\S+(?: +\S+){3}(?:(?: +\S+){3})?) *│$/.exec(line) ?? [],
  );
  const found = [];
  for (let at = 0; at < lines.length; at += 4) {
    const [, place = '', used = '', rest = ''] = lines.slice(at, at + 4);
    found.push({ place, used, numbers: rest.trim().split(/ +/).map(number) });
  }
  return found.reverse();
}

/** θ after an update by the mean gradient of rows. */
function updated([w, v, b]: readonly number[], rows: readonly number[], rate: number): number[] {
  const sums = [0, 0, 0];
  for (const i of rows) {
    const error = w! * X[i]! + v! * Z[i]! + b! - Y[i]!;
    for (const [j, input] of [X[i]!, Z[i]!, 1].entries()) sums[j]! += (error * input) / rows.length;
  }
  return [w!, v!, b!].map((value, j) => value - rate * sums[j]!);
}

async function opened(size: { columns: number; rows: number }, ...flags: string[]): Promise<void> {
  terminal = TestTerminal.run(
    [
      join(folder, 'own.csv'),
      '--target',
      'y',
      '--scale',
      'none',
      '--learning-rate',
      '0.1',
      '--seed',
      '5',
      ...flags,
    ],
    size,
  );
  await terminal.shows('ready');
}

describe.each([
  ['80 × 24', { columns: 80, rows: 24 }],
  ['100 × 30', { columns: 100, rows: 30 }],
])('at %s', (_, size) => {
  test('the last updates are those of the rows that they name, through epochs and a change of the rate', async () => {
    await opened(size, '--batch-size', '1');
    for (const key of ['s', 's', 's', 's', 's', ':rate 0.05\r', 's', 's', 's', 's', 'Y']) {
      terminal.type(key);
      await terminal.rests();
    }
    await terminal.shows('last 9 updates, newest first');
    const updates = listed();
    expect(updates.map(({ place }) => place).slice(-3)).toEqual(['1', '2 (1/7)', '2 (2/7)']);
    let theta = [0, 0, 0];
    for (const [index, { used, numbers }] of updates.entries()) {
      const next = updated(theta, [Number(used) - 1], index < 5 ? 0.1 : 0.05);
      const loss =
        X.reduce((sum, x, i) => sum + 0.5 * (next[0]! * x + next[1]! * Z[i]! + next[2]! - Y[i]!) ** 2, 0) / 7;
      const changes = next.map((value, j) => value - theta[j]!);
      const wanted = [
        loss,
        ...next.flatMap((value, j) => (size.columns < 100 ? [value] : [value, changes[j]!])),
      ];
      expect(numbers).toHaveLength(wanted.length);
      for (const [j, value] of wanted.entries())
        expect(Math.abs(numbers[j]! - value)).toBeLessThan(6e-4 * Math.abs(value) + 1e-9);
      theta = next;
    }
    // seven rows, each once in the first epoch
    expect(new Set(updates.slice(0, 7).map(({ used }) => used)).size).toBe(7);
    terminal.type('Y');
    await terminal.shows(/∂L\/∂ŷ/);
  });
});

test('on full batches they are of all rows, and scrolled by the wheel', async () => {
  await opened({ columns: 100, rows: 30 }, '--batch-size', 'full');
  terminal.type(':epoch 60\r');
  await terminal.shows(/^ epoch 60 /m);
  terminal.type('Y');
  await terminal.shows('last 60 updates');
  const all = Array.from({ length: 60 }).reduce<number[][]>(
    (states) => [...states, updated(states.at(-1)!, [0, 1, 2, 3, 4, 5, 6], 0.1)],
    [[0, 0, 0]],
  );
  const holds = (): void => {
    for (const { place, used, numbers } of listed()) {
      expect(used).toBe('mean 7');
      for (const [j, value] of all[Number(place)]!.entries())
        expect(Math.abs(numbers[1 + 2 * j]! - value)).toBeLessThan(6e-4 * Math.abs(value));
    }
  };
  holds();
  expect(listed().at(-1)!.place).toBe('60');
  const { row, column } = terminal.placeOf('┌ chain rule');
  for (let turn = 1; turn <= 3; turn++) terminal.point(column + 20, row + 5, 65);
  await terminal.until('older ones', () => listed().at(-1)?.place === '51');
  holds();
  for (let turn = 1; turn <= 30; turn++) terminal.point(column + 20, row + 5, 65);
  await terminal.until('the first one', () => listed()[0]?.place === '1');
  holds();
  terminal.type('L');
  await terminal.shows('最近 60 次更新，新的在前');
});

test('before the first update that is said', async () => {
  await opened({ columns: 80, rows: 24 });
  terminal.type('Y');
  await terminal.shows('no update was made');
});

test('at 160 × 50 the derivation of the next row stands beside that of the chosen one', async () => {
  await opened({ columns: 160, rows: 50 }, '--batch-size', '1');
  terminal.type('sss');
  await terminal.shows('(3/7)');
  terminal.type('Y');
  await terminal.shows('last 3 updates');
  const theta = listed().reduce<number[]>(
    (state, { used }) => updated(state, [Number(used) - 1], 0.1),
    [0, 0, 0],
  );
  terminal.type('Y');
  await terminal.shows(/next, row (\d)/);
  const next = Number(/next, row (\d)/.exec(terminal.text)![1]);
  const chosen = next === 7 ? 6 : 7;
  terminal.type(`:sample ${chosen}\r`);
  await terminal.shows(new RegExp(`^│ chosen, row ${chosen} +next, row ${next} +│$`, 'm'));
  const losses = [...terminal.text.matchAll(/L +=.*?½·\S+² = (\S+)/g)].map(([, text]) => number(text!));
  const lossOf = (row: number): number => {
    const i = row - 1;
    return 0.5 * (theta[0]! * X[i]! + theta[1]! * Z[i]! + theta[2]! - Y[i]!) ** 2;
  };
  expect(losses).toHaveLength(2);
  for (const [side, row] of [chosen, next].entries())
    expect(Math.abs(losses[side]! / lossOf(row) - 1)).toBeLessThan(1e-3);
});
