// docs/glossary.md is the source of the Chinese words: what it rules out stands in no Chinese text of the product, what it asks for does.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');

/** Rows of the table: what is said, in English and 中文, and what is not. */
const ROWS = read('docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:English|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, english = '', chinese = '', , , not = '']) => ({
    english,
    chinese: chinese.split('、'),
    not: not === '' ? [] : not.split('、'),
  }));

/** Comments, and the tables in which a guide tells of words that others use. */
const aside = (text: string): string =>
  text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '').replace(/^\| *字幕[\s\S]*?(?=\n\n)/gm, '');

const FILES = [
  ...globSync('{packages/sdk,apps/tui,apps/web}/src/**/*{zh-CN,worksheet-words}.ts', { cwd: root }),
  ...globSync('docs/guides/*.zh-CN.md', { cwd: root }),
  ...globSync('{packages,apps}/**/README.zh-CN.md', { cwd: root, exclude: ['**/node_modules/**'] }),
  ...globSync('packages/datasets/sets/*.json', { cwd: root }),
  ...['README.zh-CN.md', 'apps/web/demo/index.html', 'apps/web/demo/page.js'],
];
const TEXTS = FILES.map((file): [string, string] => [file, aside(read(file))]);
const ALL = TEXTS.map(([, text]) => text).join('\n');

describe.each(ROWS)('$english', ({ chinese, not }) => {
  it(`is ${chinese.join('、')} in Chinese, and nothing else`, () => {
    for (const word of chinese) expect(ALL).toContain(word);
    const found = TEXTS.flatMap(([file, text]) =>
      not.flatMap((word) => (text.includes(word) ? [`${file}: ${word} (…${around(text, word)}…)`] : [])),
    );
    expect(found).toEqual([]);
  });
});

const around = (text: string, word: string): string => {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 12), at + 12).replaceAll('\n', ' ');
};

it('has rows enough, each word once', () => {
  expect(ROWS.length).toBeGreaterThan(35);
  const words = ROWS.flatMap(({ chinese }) => chinese);
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
});

/** `批量` alone is a size, of which a text says that it is one, or small, or all rows. */
it('says of a batch that it is small, full, or a size', () => {
  const bare = /(?<![小全])批量(?!大小|梯度|更新|为|，不)/;
  const found = TEXTS.filter(([, text]) => bare.test(text)).map(
    ([file, text]) =>
      `${file}: …${around(text, bare.exec(text)![0])}… ${text.slice(bare.exec(text)!.index - 8, bare.exec(text)!.index + 10)}`,
  );
  expect(found).toEqual([]);
});

it('numbers have commas, and quotes are Chinese', () => {
  const spaced = TEXTS.filter(([file]) => !file.endsWith('.json')).flatMap(([file, text]) =>
    [...text.matchAll(/\p{Script=Han} ?\d{1,3}(?: \d{3})+\b/gu)].map(([number]) => `${file}: ${number}`),
  );
  expect(spaced).toEqual([]);
  const quoted = TEXTS.filter(([file]) => /src\//.test(file)).flatMap(([file, text]) =>
    [...text.matchAll(/\p{Script=Han}"[^"\n]*"\p{Script=Han}/gu)].map(([words]) => `${file}: ${words}`),
  );
  expect(quoted).toEqual([]);
});
