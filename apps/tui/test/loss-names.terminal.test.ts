import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal | undefined;
afterEach(() => terminal?.close());

/** A number under the name of the loss alone, which might be of one row or of all. */
const NAMELESS = /(?<!mean )\bloss(?: L)?[:：]? +[−\d].*|(?<!平均)损失[:：]? *[−\d].*/;

const ROWS = [
  [2, 1, 8],
  [1, 1, 6],
  [0, 1, 4],
  [1, 0, 3],
] as const;
const lossesAt = ([w1, w2, b]: readonly [number, number, number]) =>
  ROWS.map(([x1, x2, y]) => 0.5 * (y - (w1 * x1 + w2 * x2 + b)) ** 2);
const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe.each([
  [80, 24],
  [100, 30],
  [160, 50],
])('at %i × %i', (columns, rows) => {
  test.each([
    ['en', 'mean loss', 'epoch 1 (1/4)'],
    ['zh-CN', '平均损失', '轮次 1 (1/4)'],
  ])('in %s the loss of a row is L, that of all rows the %s', async (language, name, place) => {
    terminal = TestTerminal.run(['lecture', '--lang', language], { columns, rows });
    await terminal.shows('lecture');
    terminal.type('3');
    await terminal.shows(/ L += ½/);
    for (const [at, parameters, next] of [
      [/ 0 +(?:mean|平均)/, [0, 0, 0], 0],
      [place, [1.6, 0.8, 0.8], 1],
    ] as const) {
      await terminal.shows(at);
      const losses = lossesAt(parameters);
      const said = (pattern: string): number =>
        Number(new RegExp(`${pattern} +([\\d.]+)`).exec(terminal!.text)?.[1]);
      expect(said(`${name}`)).toBeCloseTo(meanOf(losses), 3);
      expect(said('L += ½\\(y − ŷ\\)²(?: = ½\\S+ =)?')).toBeCloseTo(losses[next]!, 3);
      terminal.type(':unit sample\rs');
    }
  });
});

const FRAMES = new URL('frames/', import.meta.url);

test.each(readdirSync(FRAMES))('no number in %s is called the loss and no more', (name) => {
  const text = readFileSync(new URL(name, FRAMES), 'utf8');
  expect(NAMELESS.exec(text)?.[0]).toBeUndefined();
  if (!name.startsWith('notes')) expect(text).toMatch(/mean loss +\d|平均损失 +\d/);
});
