// Errors in Chinese: every text that one can have has its translation, with the same code in it and as many clauses.

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GdError } from '@gd-trainer/sdk';
import { COMMAND, type HintSurface, onSurface, PAGE } from '@gd-trainer/sdk/view';
import {
  DATABASES,
  inChinese,
  MODELS,
  PROGRAMS,
  READING,
  RUNS,
  type Translations,
  translator,
  VALUES,
} from '@gd-trainer/sdk/zh-CN';
import { describe, expect, it } from 'vitest';
import { COMMAND_ERRORS } from '../../../apps/tui/src/words/errors.zh-CN.ts';
import { PAGE_ERRORS } from '../../../apps/web/src/words/errors.zh-CN.ts';
import { errorProse } from './prose.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const SDK = { VALUES, READING, RUNS, PROGRAMS, MODELS, DATABASES };
const ALL: readonly Translations[] = [COMMAND_ERRORS, PAGE_ERRORS, ...Object.values(SDK)];

/** Parts of texts, which have translations as a whole. */
const PARTS: readonly string[] = [
  // before a hint that says what there is
  '7there are 7',
  'did you mean 7? ',
  '7there are 7; a column of that name goes into double quotes',
  // after the epoch of a divergence
  ', learning rate 7 is past the limit 7',
  // a verb in the singular or the plural
  '7 of 7 7 no value in a column that is used',
  'row has',
  'rows have',
  // before what they have to be
  'files that are read together have to be',
  'files of over 7 MB have to be',
  // after the name of a file
  'could not be read (7)',
  'npm install @duckdb/node-api',
  'npm install 7',
];

/** Statements, patterns and tables for people, in files that make errors, too. */
const isNoError = (file: string, text: string): boolean =>
  !/[a-z]{2}/.test(text) || file.endsWith('model/summary.ts') || /^Parser Error|^ SETTINGS skip/.test(text);

/** Latin prose that is left when names, code and marks are out. */
const leftInEnglish = (text: string): boolean =>
  / [a-z]{2,} [a-z]{2,}\b/.test(
    ` ${text.replace(/“[^”]*”|"[^"]*"|`[^`]*`|'[^']*'|--\S+|\b[\w.]+\([^)]*\)/g, ' ')}`,
  );

describe.each([
  ['the sdk', 'packages/{core,sdk}/src/**/*.ts', SDK],
  ['the command', 'apps/tui/src/**/*.{ts,tsx}', { COMMAND_ERRORS, ...SDK }],
  ['the page', 'apps/web/src/**/*.ts', { PAGE_ERRORS, VALUES, READING, RUNS }],
] as const)('%s', (_, pattern, tables) => {
  it('has every text of its errors in Chinese', () => {
    const tell = translator(...Object.values(tables));
    const prose = errorProse(pattern, '7').filter(
      ([file, text]) => !PARTS.includes(text) && !isNoError(file, text),
    );
    expect(prose.length).toBeGreaterThan(10);
    const missing = prose.filter(([, text]) => tell(text) === text || leftInEnglish(tell(text)));
    expect(missing.map(([file, text]) => `${file}: ${text} → ${tell(text)}`)).toEqual([]);
  });
});

const codeIn = (text: string): string[] =>
  (text.match(/`[^`]*`/g) ?? []).map((code) => code.replace(/\{\d?\}/g, '')).sort();
const clausesIn = (text: string): number => text.replace(/`[^`]*`/g, '').split(/; |, or |；|，或/).length;

it('a translation holds the places, the code and the clauses of its text', () => {
  for (const [english, chinese] of ALL.flatMap((table) => Object.entries(table))) {
    const places = english.split('{}').length - 1;
    for (const [, place] of chinese.matchAll(/\{(\d)\}/g))
      expect(Number(place), english).toBeLessThan(places);
    expect(codeIn(chinese), english).toEqual(codeIn(english));
    // a surface drops the clauses that it has no name for
    if (english.includes('`')) expect(clausesIn(chinese), english).toBe(clausesIn(english));
  }
});

/** Texts of commander, in its own source. */
const FOREIGN = /^(?:option|missing required|required option|too many|unknown command)/;

it('no translation is of a text that is gone', () => {
  const sources = globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !/errors\.zh-CN|values\.zh-CN/.test(file))
    .map((file) => readFileSync(root + file, 'utf8').replace(/\\(['"`])/g, '$1'))
    .join('\n');
  const longest = (english: string): string =>
    english.split('{}').reduce((found, piece) => (piece.length > found.length ? piece : found), '');
  const gone = ALL.flatMap((table) => Object.keys(table)).filter(
    (english) => !FOREIGN.test(english) && !sources.includes(longest(english).trim()),
  );
  expect(gone).toEqual([]);
});

it('an error is told in Chinese on every surface, by the names of the place', () => {
  const told = (error: GdError, surface: HintSurface): string[] => {
    const { message, hint } = onSurface({ ...inChinese(error), details: error.details }, surface);
    return [message, hint];
  };
  const rate = new GdError(
    'OPTION',
    '"learningRate" expected a finite number > 0 or a function of the epoch, got "x"',
    "pass `learningRate: 'auto'`, or leave such rows out",
  );
  expect(told(rate, COMMAND)).toEqual([
    '--learning-rate 应为大于 0 的有限数，却是“x”',
    '请用 --learning-rate auto，或去掉这些行',
  ]);
  expect(told(rate, PAGE)).toEqual([
    '“learning-rate”应为大于 0 的有限数，却是“x”',
    '请用 learning-rate="auto"，或去掉这些行',
  ]);
});

it.each([
  ['row 1: a quoted field is never closed', '第 1 行：带引号的字段没有结束'],
  ['header row: a quoted field is never closed', '表头：带引号的字段没有结束'],
  ['as in poly(size, 3)', '例如 poly(size, 3)'],
  ['as in bin(age, 0, 18, 65)', '例如 bin(age, 0, 18, 65)'],
  ['"initial" expected 3 weights, got 1', '“initial”应有 3 个权重，却有 1 个'],
  [
    '"initial" expected { weights, bias } with finite numbers, got an object',
    '“initial”应为含有限数的 { weights, bias }，却是对象',
  ],
  [`"scale" expected 'standard' or 'none', got "x"`, "“scale”应为 'standard' 或 'none'，却是“x”"],
  [`"path" expected 'a' or 'b' or 'c', got 1`, "“path”应为 'a'、'b' 或 'c'，却是 1"],
  [
    `"batchSize" expected 'full' or a whole number ≥ 1, got -1`,
    "“batchSize”应为 'full' 或不小于 1 的整数，却是 -1",
  ],
  ['expected at least one row below the header, got none', '表头下应至少有一行数据，却没有'],
  [
    'expected at least one row below the header, got only 3 with another number of fields',
    '表头下应至少有一行数据，却只有 3 行字段数不符的数据',
  ],
  [
    'term "a)", character 2: expected * or ^ or the end, got ")"',
    '项“a)”的第 2 个字符：应为 *、^ 或结尾，却是“)”',
  ],
])('%s is told as one would say it', (english, chinese) => {
  expect(inChinese(new GdError('DATA', english, '')).message).toBe(chinese);
});

it('names of a page stand in the quotes of the language', () => {
  const hintOf = (hint: string): string =>
    onSurface({ ...inChinese(new GdError('DATA', '', hint)), details: {} }, PAGE).hint;
  expect(hintOf('take it out of `features`')).toBe('请从“features”中去掉它');
  expect(hintOf("pass `batchSize: 'full'`, or use `l2`")).toBe('请用 batch-size="full"，或用“l2”');
});

it('a name is no text to be told, whatever it holds', () => {
  const tell = translator(VALUES, READING);
  expect(tell('column "a, row 3: expected a number", row 4: expected a number, got "1"2"')).toBe(
    '“a, row 3: expected a number”列第 4 行应为数值，却是“1"2”',
  );
  expect(tell('no column "no column {}"')).toBe('没有“no column {}”这一列');
  // every way to take its quotes apart would take longer than a test has
  tell(`column ${'"'.repeat(60)}, row 3: expected a number, got ${'", row 1'.repeat(8)}`);
});
