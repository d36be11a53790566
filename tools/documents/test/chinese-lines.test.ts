// How the Chinese pages are set: a line break of the source is a space on the page, where Chinese has none, and `**`
// between a sign and a character neither opens nor closes.
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRepository, repositoryFile } from '../src/repository.ts';

const PAGES = globSync(
  ['*.zh-CN.md', 'docs/**/*.zh-CN.md', '{apps,packages}/*/*.zh-CN.md', 'docs/glossary.md'],
  { cwd: repositoryFile('') },
);

/** Without what stands in code. */
const proseOf = (page: string): string =>
  page.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]+`/g, '`code`');

const BREAKS: Readonly<Record<string, RegExp>> = {
  'begins with a sign that ends something': /.*\n *[，。；：、！？…）”’》].*/g,
  'ends with a sign that begins something': /.*[（“‘《]\n.*/g,
  'ends between two characters': /.*\p{Script=Han}\n *\p{Script=Han}.*/gu,
};

/** Faults of a page: what is wrong, and where. */
function faultsOf(page: string): string[] {
  const prose = proseOf(page);
  const breaks = Object.entries(BREAKS).flatMap(([fault, pattern]) =>
    (prose.match(pattern) ?? []).map((lines) => `${fault}: ${lines}`),
  );
  const strong = [...prose.matchAll(/(?<=(.?))\*\*([^*\n]+)\*\*(?=(.?))/gu)]
    .filter(
      ([, before, words, after]) =>
        (isText(before) && isSign(words!)) || (isSign(words!.at(-1)) && isText(after)),
    )
    .map(([words]) => `is not strong on the page: ${words}`);
  return [...breaks, ...strong];
}

const isText = (from = ''): boolean => /^[\p{L}\p{N}]/u.test(from);
const isSign = (from = ''): boolean => /^[\p{P}\p{S}]/u.test(from);

test.each(PAGES)('%s breaks no line where Chinese has no space', (path) => {
  expect(faultsOf(readRepository(path))).toEqual([]);
});

test('there are pages, and faults are found in what has them', () => {
  expect(PAGES.length).toBeGreaterThan(10);
  const faulty = ['梯度\n，下降', '（\n梯度', '梯度\n  下降', '**梯度。**下降', '梯度**“下降”** x'];
  expect(faulty.map((text) => faultsOf(text).length)).toEqual(faulty.map(() => 1));
  const right = ['梯度，\n下降', '梯度\nα', '**梯度**。下降', '下降，**梯度**下降', '```\n梯度\n下降\n```'];
  expect(right.flatMap(faultsOf)).toEqual([]);
});
