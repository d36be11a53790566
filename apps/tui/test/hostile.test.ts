import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE_TEXTS } from '@gd-trainer/testing/hostile-texts';
import { fc, PATIENCE, runs } from '@gd-trainer/testing/properties';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const gd = new OneProcess();
let folder: string;

const text = (value: string): string => `"${value.replaceAll('"', '""')}"`;
// no process takes a NUL in its arguments, and no test shall write above its folder
const WORDS = HOSTILE_TEXTS.filter((word) => !/\0|\.\.\//.test(word));
const COLUMNS = WORDS.filter((word) => word.trim() !== '' && word.length < 200).slice(0, 12);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-hostile-'));
  writeFileSync(join(folder, 'rows.csv'), 'x,z,y\n1,2,3\n2,1,4\n3,5,9\n4,4,8\n5,9,1\n');
  const rows = Array.from({ length: 25 }, (_, i) => [
    ...COLUMNS.map((_, j) => (i * (j + 3) + i ** 2) % (7 + j)),
    text(WORDS[i % WORDS.length]!),
    i,
  ]);
  const header = [...COLUMNS.map(text), 'label', 'y'];
  writeFileSync(join(folder, 'names.csv'), [header, ...rows].map((cells) => cells.join(',')).join('\n'));
  writeFileSync(
    join(folder, 'names.json'),
    JSON.stringify(rows.map((row) => Object.fromEntries(header.map((name, j) => [name, row[j]])))),
  );
  const argv = [
    'names.csv',
    '--target',
    'y',
    '--l2',
    '0.1',
    '--epochs',
    '30',
    '--quiet',
    '--save',
    'model.json',
  ];
  await run(argv);
  expect(existsSync(join(folder, 'model.json'))).toBe(true);
});
afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true });
});

const word = fc.constantFrom(
  ...WORDS,
  ...COLUMNS,
  '1',
  '0',
  '-1',
  '0.5',
  '1e308',
  '5e-324',
  '1e999',
  'auto',
  'full',
  'y',
  'x',
  'drop',
  'zh-CN',
);
const file = fc.oneof(
  fc.constantFrom('rows.csv', 'names.csv', 'names.json', 'model.json', 'penguins', '-', '.'),
  word,
);
const flag = (...names: string[]) => fc.tuple(fc.constantFrom(...names.map((name) => `--${name}`)), word);
const flags = (max: number, ...names: string[]) =>
  fc.array(flag(...names), { maxLength: max }).map((pairs) => pairs.flat());
const TRAINING = [
  'features',
  'where',
  'optimizer',
  'learning-rate',
  'batch-size',
  'epochs',
  'tolerance',
  'momentum',
  'l2',
  'l1',
  'scale',
  'missing',
  'seed',
  'initial',
  'every',
  'lang',
  'state',
];

const argv: fc.Arbitrary<string[]> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        file,
        fc.constantFrom('y', ...COLUMNS),
        flags(3, ...TRAINING),
        fc.constantFrom('--json', '--jsonl', '--no-interactive', '--quiet'),
      )
      .map(([name, target, more, output]) => [name, '--target', target, ...more, output, '--timeout', '2s']),
  },
  fc
    .tuple(fc.constantFrom('model.json', 'rows.csv'), file, fc.constantFrom([], ['--json']))
    .map(([model, name, more]) => ['predict', model, name, ...more]),
  fc.tuple(file, word).map(([name, row]) => ['explain', 'model.json', name, '--row', row]),
  fc
    .tuple(fc.constantFrom('sql', 'onnx', 'js', 'python', 'c', 'worksheet', 'numpy'), word)
    .map(([to, dialect]) => ['export', 'model.json', '--to', to, '--dialect', dialect]),
  flags(4, 'url', 'table', 'target', 'features', 'where').map((more) => [
    'sql',
    '--dialect',
    'duckdb',
    ...more,
  ]),
  fc.tuple(fc.constantFrom('datasets', 'completion', 'complete', 'help'), word),
  fc.array(word, { maxLength: 3 }),
);

/** All that could act on a terminal, but for the end of a line and a tab. */
const ACTING = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/u;

const run = (args: readonly string[]) => gd.run(args, { cwd: folder, input: 'x,y\n1,2\n2,3\n' });

describe('whatever is typed', { timeout: PATIENCE }, () => {
  test('ends in a result or in one line that says why, fit for a terminal, and writes nothing', async () => {
    const before = readdirSync(folder);
    await fc.assert(
      fc.asyncProperty(argv, async (args) => {
        const { status, stdout, stderr } = await run(args);
        expect([0, 2, 3, 4]).toContain(status);
        expect(stderr).not.toMatch(/unexpected|\n\s+at /);
        expect(stderr).not.toMatch(ACTING);
        // a model in a format of bytes, code with its names escaped, and the rows that predict gives back are data
        if (args[0] !== 'export' && args[0] !== 'predict') expect(stdout).not.toMatch(ACTING);
        for (const line of stderr.split('\n').filter((line) => line !== ''))
          expect(line).toMatch(/^gd-trainer: /);
        expect(readdirSync(folder)).toEqual(before);
      }),
      { numRuns: runs(40) },
    );
  });
});
