import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// tables are padded by the formatter
const readmeIn = (name: string): string =>
  readFileSync(new URL(`../${name}`, import.meta.url), 'utf8').replace(/ +\|/g, ' |');
const readme = readmeIn('README.md');
const chinese = readmeIn('README.zh-CN.md');
const framesOf = (size: string, language = 'en'): string =>
  readFileSync(new URL(`frames/${size}-braille-${language}.txt`, import.meta.url), 'utf8').replace(
    / +$/gm,
    '',
  );
const firstFrame = (frames: string): string => {
  const [screen = ''] = frames.split('\n== ');
  return screen.slice(screen.indexOf('\n') + 1).trimEnd();
};
const rootFile = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

test('the frame in the READMEs is the one the trainer draws', () => {
  const frame = firstFrame(framesOf('100x30'));
  expect(readme).toContain(frame);
  expect(rootFile('README.md')).toContain(frame);
  expect(rootFile('README.zh-CN.md')).toContain(firstFrame(framesOf('100x30', 'zh-CN')));
  expect(chinese).toContain(firstFrame(framesOf('100x30', 'zh-CN')));
});

test.each([
  ['en', readme],
  ['zh-CN', chinese],
])('the README lists every key that the help lists, in %s', (language, page) => {
  const [, help = ''] = framesOf('160x50', language).split('== help\n');
  const [, section = ''] = help.split(/^ (?:Keys|按键).*\n/m);
  // the keys stand in the left column, up to a blank
  // beside them stand commands, or more signs
  const lines = section.split('\n').map((line) =>
    line
      .replace(/\s{2,}:[a-z].*$/, '')
      .slice(0, 80)
      .trim(),
  );
  const keys = lines
    .slice(0, lines.indexOf(''))
    .map((line) => /^(\S+) +(\S.*?)(?: {2,}.*)?$/.exec(line) ?? []);
  expect(keys.length).toBeGreaterThan(30);
  for (const [, key, text] of keys) expect(page).toContain(`| \`${key}\` | ${text} |`);
});

test.each([
  ['en', readme],
  ['zh-CN', chinese],
])('and everything that the mouse does, in %s', (language, page) => {
  const [, help = ''] = framesOf('160x50', language).split('== help\n');
  const lines = help.split('\n');
  const at = lines.findIndex((line) => /Mouse|鼠标/.test(line));
  const acts = lines
    .slice(at + 1, at + 4)
    .map((line) => /(click|drag|wheel|单击|拖动|滚轮) +(\S.*)$/.exec(line) ?? []);
  for (const [, act, text] of acts) expect(page).toContain(`| \`${act}\` | ${text} |`);
  expect(acts.flat()).toHaveLength(9);
});
