// What was added by half: a list that is kept by hand, held to the one that the rest is made from.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPTIMIZERS } from '@gd-trainer/sdk';
import type { Language } from '@gd-trainer/sdk/narrate';
import { SHARED_WORDS, TRAITS } from '@gd-trainer/sdk/view';
import { describe, expect, test } from 'vitest';
import { OPTIMIZERS as COMPARED } from '../../../packages/core/test/support/cases.ts';
import reference from '../../datasets/reference-weights.json' with { type: 'json' };
import testing from '../../testing/package.json' with { type: 'json' };
import { ROOT } from '../project.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test("every optimizer with a kernel is one that core's tests compare with its twin, under its number", () => {
  const numbered = OPTIMIZERS.filter((name) => TRAITS[name].code !== undefined);
  expect(COMPARED, 'OPTIMIZERS in packages/core/test/support/cases.ts').toEqual(numbered);
  expect(numbered.map((name) => TRAITS[name].code)).toEqual([...numbered.keys()]);
});

/** Tags that texts of this project are written in, from the type that the compiler asks every list for. */
const LANGUAGES = [
  ...(/export type Language = (.*);/.exec(read('packages/sdk/src/narrate.ts'))?.[1] ?? '').matchAll(
    /'([\w-]+)'/g,
  ),
].map((match) => match[1] as string);

test('the languages are found', () => {
  expect(LANGUAGES).toContain('en');
  expect(LANGUAGES).toContain('zh-CN');
});

/** Files that hold one language, by their names in Chinese. */
const TRANSLATED = globSync('{packages,apps}/*/{src,demo}/**/*zh-CN.{ts,json}', { cwd: ROOT });
/** Words that stay as they are in any language. */
const INTERNATIONAL = /^(?:\P{Letter}|\p{Letter}(?!\p{Letter}{2}))*$|^AIC, BIC$|^VIF$/u;

/** What a table of words says, but for what it makes of arguments, by the path to it. */
const told = (words: unknown, path = ''): [string, string][] => {
  if (typeof words === 'string') return INTERNATIONAL.test(words) ? [] : [[path, words]];
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([name, part]) => told(part, `${path}.${name}`));
};

test('files in Chinese are found, and words in English', () => {
  expect(TRANSLATED.length).toBeGreaterThan(10);
  expect(told(SHARED_WORDS.en).length).toBeGreaterThan(50);
});

describe.each(LANGUAGES.filter((language) => language !== 'en') as Language[])(
  'the language %s',
  (language) => {
    test.each(TRANSLATED)('has what %s is in Chinese', (file) => {
      expect(existsSync(join(ROOT, file.replace('zh-CN', language)))).toBe(true);
    });

    test('says in words of its own what both faces say', () => {
      const own = new Map(told(SHARED_WORDS[language]));
      expect(told(SHARED_WORDS.en).filter(([path, text]) => own.get(path) === text)).toEqual([]);
    });

    test('is named where an author chooses one', () => {
      const lang = /\/\*\* (.*) \*\/\n {2}declare lang:/.exec(read('apps/web/src/element/properties.ts'))![1];
      expect(lang, 'what apps/web/src/element/properties.ts says of `lang`').toContain(language);
    });
  },
);

const SETS = 'packages/datasets/sets';
interface DataSet {
  readonly name: string;
  readonly title: Readonly<Record<string, string>>;
  readonly description: Readonly<Record<string, string>>;
  readonly target: string;
  readonly features: readonly string[];
  readonly rows: number;
  readonly completeRows: number;
  readonly source: { readonly title: string };
  readonly license: { readonly name: string };
}

const names = readdirSync(join(ROOT, SETS)).flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []);

describe.each(names)('the bundled set %s', (name) => {
  const set = JSON.parse(read(`${SETS}/${name}.json`)) as DataSet;
  const [header, ...rows] = read(`${SETS}/${name}.csv`)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const used = [set.target, ...set.features].map((column) => header?.indexOf(column) ?? -1);

  test('is called by its file, and has its columns', () => {
    expect(set.name).toBe(name);
    expect(used).not.toContain(-1);
  });

  test('has as many rows as it says, all and complete', () => {
    expect(
      rows.every((row) => row.length === header?.length),
      'no cell holds a comma or a line',
    ).toBe(true);
    expect(rows.length, `"rows" in ${SETS}/${name}.json`).toBe(set.rows);
    const complete = rows.filter((row) => used.every((column) => row[column] !== ''));
    expect(complete.length, `"completeRows" in ${SETS}/${name}.json`).toBe(set.completeRows);
  });

  test.each(LANGUAGES)('has a title and a description in %s', (language) => {
    expect(set.title[language], `title.${language} in ${SETS}/${name}.json`).toMatch(/\S/);
    expect(set.description[language], `description.${language} in ${SETS}/${name}.json`).toMatch(/\S/);
  });

  test('names its source and its licence', () => {
    expect(set.source.title).toMatch(/\S/);
    expect(set.license.name).toMatch(/\S/);
  });

  test('has reference weights, from tools/datasets/reference_weights.py', () => {
    expect(Object.keys(reference)).toContain(name);
  });
});

test('what tools/testing has for all tests is hoisted to where they find it', () => {
  const hoisted = read('pnpm-workspace.yaml').split('publicHoistPattern:\n')[1]?.split('\n\n')[0] ?? '';
  const own = ['fast-check', 'typescript'];
  for (const name of Object.keys(testing.devDependencies).filter((name) => !own.includes(name)))
    expect(hoisted).toMatch(new RegExp(`^  - "?${name}"?$`, 'm'));
});
