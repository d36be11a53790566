import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

// the panel's name in its upper edge tells that a frame has been drawn
const TITLES = {
  en: ['loss', 'descent', 'chain rule', 'fit', 'timeline', 'data'],
  'zh-CN': ['损失', '下降', '链式法则', '拟合', '时间轴', '数据'],
};
const HELP = { en: ' Keys', 'zh-CN': ' 按键' };
const SIZES = [
  [80, 24],
  [100, 30],
  [160, 50],
] as const;

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
        frames.push(await captured(title));
      }
      terminal.type('?');
      await terminal.shows(HELP[language]);
      frames.push(await captured('help'));
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
    await expect(frames.join('\n')).toMatchFileSnapshot(
      `frames/race-${columns}x${rows}-${charset}-${language}.txt`,
    );
  });
});

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
