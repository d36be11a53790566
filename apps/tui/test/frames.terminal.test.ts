import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strayNumbers } from '@gd-trainer/testing/numerals';
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

// the panel's name in its upper edge tells that a frame has been drawn
const TITLES = {
  en: ['mean loss', 'descent', 'chain rule', 'fit', 'timeline', 'data', 'summary', 'diagnosis', 'penalty'],
  'zh-CN': ['平均损失', '下降', '链式法则', '拟合', '时间轴', '数据', '推断', '诊断', '正则化'],
};
const UNDER_WAY = /Each value is tried|正在用留出的行/;
const HELP = { en: ' Keys', 'zh-CN': ' 按键' };
const SIZES = [
  [80, 24],
  [100, 30],
  [160, 50],
] as const;

/** Characters that are neither ASCII nor Chinese. */
const signsIn = (text: string): string[] => text.match(/[^\0-\x7f\u3000-\u9fff\uff00-\uffef]/g) ?? [];

describe.each(SIZES)('at %i × %i', (columns, rows) => {
  describe.each(['braille', 'ascii'] as const)('in %s', (charset) => {
    test.each(['en', 'zh-CN'] as const)('every panel in %s looks as it did', async (language) => {
      terminal = TestTerminal.run(['penguins', '--charset', charset, '--lang', language], { columns, rows });
      await terminal.shows('penguins');
      terminal.type('sss');
      await terminal.shows(/^ \S+ 3 /m);
      const frames = [await captured('the screen')];
      for (const [index, title] of TITLES[language].entries()) {
        terminal.type(String(index + 1));
        await terminal.shows(edges(charset, title));
        await terminal.until('what is computed meanwhile', () => !UNDER_WAY.test(terminal.text));
        frames.push(await captured(title));
      }
      terminal.type('?');
      await terminal.shows(HELP[language]);
      frames.push(await captured('help'));
      expect(strayNumbers(frames.join(''), charset)).toEqual([]);
      // nor is one cut
      expect(frames.join('')).not.toMatch(/(?:[.,]\d*|[×⁻⁰-⁹])…/);
      if (charset === 'ascii') expect(signsIn(frames.join(''))).toEqual([]);
      await expect(frames.join('\n')).toMatchFileSnapshot(
        `frames/${columns}x${rows}-${charset}-${language}.txt`,
      );
    });
  });
});

describe.each([SIZES[0], SIZES[2]])('at %i × %i', (columns, rows) => {
  test.each([
    ['braille', 'en'],
    ['braille', 'zh-CN'],
    ['ascii', 'en'],
  ] as const)('a race in %s and %s looks as it did', async (charset, language) => {
    terminal = TestTerminal.run(['penguins', '--charset', charset, '--lang', language], { columns, rows });
    await terminal.shows('penguins');
    terminal.type(':race rate 0.1 0.5 0.9 1.3\rssss');
    await terminal.shows(/^ \S+ 4 /m);
    const frames = [await captured('the screen')];
    for (const panel of [0, 1, 4]) {
      terminal.type(String(panel + 1));
      await terminal.shows(edges(charset, TITLES[language][panel]!));
      frames.push(await captured(TITLES[language][panel]!));
    }
    expect(strayNumbers(frames.join(''), charset)).toEqual([]);
    await expect(frames.join('\n')).toMatchFileSnapshot(
      `frames/race-${columns}x${rows}-${charset}-${language}.txt`,
    );
  });
});

/** A table with something to be said of most of its columns, some of it long. */
const CARS = `Report of the cars, made in spring
id,mpg,disp,hp,price,made,maker,left
1,21,160,"1,110",$2.62,2024-01-03,Mazda,
2,21,160,"1,110",$2.875,2024-01-04,Mazda,
3,22.8,108,93,$2.32,2024-01-05,Datsun,
4,21.4,258,"1,110",$3.215,2024-01-06,Hornet,
5,18.7,360,?,$3.44,2024-01-07,Hornet,
6,18.1,225,105,$3.46,2024-01-08,Valiant,
7,14.3,360,245,$3.57,2024-01-09,Duster,
8,24.4,146.7,62,$3.19,2024-01-10,Merc,
9,22.8,140.8,95,$3.15,2024-01-11,Merc,
10,19.2,167.6,123,$3.44,2024-01-12,Merc,
11,17.8,167.6,oops,$3.44,2024-01-13,Merc,
12,16.4,275.8,180,$4.07,2024-01-14,Merc,
`;

test.each(SIZES)(
  'at %i × %i the notes on a file stand below its rows, in both languages',
  async (columns, rows) => {
    const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-frames-'));
    const file = join(folder, 'cars.csv');
    writeFileSync(file, CARS);
    terminal = TestTerminal.run([file, '--target', 'mpg'], { columns, rows });
    await terminal.shows('9 notes · d');
    const frames: string[] = [];
    for (const [key, title, first, last, language] of [
      ['d', 'data', '- a line above', 'left: has no value', 'English'],
      ['1Ld', '数据', '- 表格上方', 'left：没有任何值', '中文'],
    ] as const) {
      terminal.type(key);
      // a wide window has the first of them in view before
      await terminal.shows(edges('braille', title));
      await terminal.shows(first);
      for (let page = 1; page < 6; page++) {
        frames.push(await captured(`${language}, page ${page}`));
        if (terminal.text.includes(last)) break;
        const before = terminal.text;
        terminal.type('d');
        await terminal.until('the next page', () => terminal.text !== before);
      }
      expect(terminal.text).toContain(last);
    }
    const said = frames.join('').replaceAll(/\s*│\n│\s*/g, ' ');
    for (const part of ['row 11 holds "oops"', 'day(made)', 'maker：是类别']) expect(said).toContain(part);
    await expect(frames.join('\n')).toMatchFileSnapshot(`frames/notes-${columns}x${rows}.txt`);
    rmSync(folder, { recursive: true });
  },
);

/** The upper edge of a panel that fills the window. */
function edges(charset: 'braille' | 'ascii', title: string): RegExp {
  return charset === 'ascii'
    ? new RegExp(`^\\+ ${title}[^+]*\\+$`, 'm')
    : new RegExp(`^┌ ${title}[^┌┐]*┐$`, 'm');
}

/** The screen once nothing more is written to it, under a title. */
async function captured(title: string): Promise<string> {
  await terminal.rests();
  return `== ${title}\n${terminal.text}\n`;
}
