import { readdirSync, readFileSync } from 'node:fs';
import { lossesAt, meanOf, NAMELESS_LOSS } from '@gd-trainer/testing/lecture';
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal | undefined;
afterEach(() => terminal?.close());

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
      await terminal.rests();
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
  const frame = readFileSync(new URL(name, FRAMES), 'utf8');
  // the tabs of a narrow window, each after the number of its key
  const text = frame.replaceAll(/^ 1.loss. ?2.descent.*$/gm, '');
  expect(NAMELESS_LOSS.exec(text)?.[0]).toBeUndefined();
  if (!name.startsWith('notes')) expect(text).toMatch(/mean loss +\d|平均损失 +\d/);
});
