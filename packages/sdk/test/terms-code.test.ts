// Runs on terms written down again start from the raw columns, as the reader has them: code, and the worksheet.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { toCode, toWorksheet } from '@gd-trainer/sdk/export';
import { needs } from '@gd-trainer/testing/needs';
import { has } from '@gd-trainer/testing/programs';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const target = 'y';
const ROWS = 48;
const KINDS = ['plain', "O'Hara", 'a "b", c', 'back\\slash', '多', '$x_1$ <b>'];

const random = randomNumbers(9, 6 * ROWS);
const column = <T>(k: number, value: (u: number, row: number) => T): T[] =>
  Array.from({ length: ROWS }, (_, row) => value(random[k * ROWS + row]!, row));
const TABLE = {
  size: column(0, (u) => Math.round(1e4 * (0.5 + 9 * u)) / 1e4),
  'price "€"': column(1, (u) => Math.round(1e4 * (u - 0.5)) / 1e4),
  kind: column(2, (u, row) => KINDS[row < 6 ? row : Math.floor(6 * u)]!),
  zip: column(3, (u, row) => [7, 10, 200][row < 3 ? row : Math.floor(3 * u)]!),
  sold: column(4, (u) => new Date(Math.round((u + 0.2) * 1.5e9) * 1000)),
  y: column(5, (u) => Math.round(1e4 * u) / 1e4),
};
/** The same with a gap in every column. */
const GAPS = Object.fromEntries(
  Object.entries(TABLE).map(([name, cells], k) => [
    name,
    cells.map((cell, row) => (row % 11 === k + 4 ? null : cell)),
  ]),
);

const FORMULAS: readonly (readonly string[])[] = [
  ['poly(size, 2)', 'kind', 'size*category(zip)', 'month(sold)', 'day(sold)'],
  ['size', 'zip', 'category(zip, ref: 10)', '"price ""€"""^2'],
  ['log(size)^2', 'exp("price ""€""")', 'abs("price ""€""")', 'sqrt(size)*sin(size)'],
  ['bin(size, 0, 2.5, 6)', 'kind=plain', 'weekday(sold)', 'hour(sold)', 'year(sold)'],
  ['size', 'kind', 'size*kind'],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-code-'));
  // the sdk by its name, as where it is installed
  symlinkSync(
    fileURLToPath(new URL('../../../apps/tui/node_modules', import.meta.url)),
    join(folder, 'node_modules'),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Printed {
  readonly weights: readonly number[];
  readonly bias: number;
}

const cell = (value: unknown): string =>
  `"${(value instanceof Date ? value.toISOString() : String(value ?? 'NA')).replaceAll('"', '""')}"`;
const csvOf = (table: object): string => {
  const lines = TABLE.y.map((_, row) =>
    Object.values(table)
      .map((cells) => cell(cells[row]))
      .join(','),
  );
  return [Object.keys(table).map(cell).join(','), ...lines].join('\n');
};

let programs = 0;
async function runTypeScript(code: string): Promise<Printed> {
  const file = join(folder, `run${programs++}.mjs`);
  // a module of JavaScript is one of TypeScript; the file it reads lies beside it
  writeFileSync(
    file,
    code
      .replace("readFile('rows.csv'", 'readFile(')
      .replaceAll('"rows.csv"', JSON.stringify(join(folder, 'rows.csv'))),
  );
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await import(/* @vite-ignore */ pathToFileURL(file).href);
    return JSON.parse(print.mock.calls[0]![0]) as Printed;
  } finally {
    print.mockRestore();
  }
}

describe.each(FORMULAS.map((features) => [features.join(', '), features] as const))(
  'a run on %s',
  (_, features) => {
    const options: FitOptions = { target, features, learningRate: 0.1, missing: 'drop' };
    const SOURCES = [
      ['all cells', TABLE],
      ['gaps', GAPS],
    ] as const;
    const trainerOf = (source: object): Trainer => {
      const trainer = new Trainer(source as typeof TABLE, options);
      trainer.seek(30);
      return trainer;
    };

    it.each(SOURCES)(
      'runs again in TypeScript from its terms and raw columns, to the same bits: %s',
      async (__, source) => {
        const trainer = trainerOf(source);
        const { weights, bias } = trainer.snapshot;
        const code = toCode(trainer, 'typescript');
        expect(code).toContain(JSON.stringify(features).slice(1, -1));
        for (const name of trainer.inputs) expect(code).toContain(`  [${JSON.stringify(name)}]: [`);
        expect(await runTypeScript(code)).toEqual({ weights: [...weights], bias });
      },
    );

    it(
      'runs again in NumPy from the raw columns, in the code and in a file',
      needs(has('python3'), 'python3'),
      () => {
        const twice = Object.fromEntries(
          Object.entries(GAPS).map(([name, cells]) => [name, [...cells, ...cells, ...cells]]),
        );
        const [head, ...lines] = csvOf(GAPS).split('\n');
        writeFileSync(join(folder, 'rows.csv'), [head, ...lines, ...lines, ...lines].join('\n'));
        for (const trainer of [trainerOf(GAPS), trainerOf(twice)]) {
          const { weights, bias } = trainer.snapshot;
          const code = toCode(trainer, 'numpy', { file: 'rows.csv' });
          expect(code).toContain('for row in');
          const found = JSON.parse(
            execFileSync('python3', ['-'], { input: code, encoding: 'utf8', cwd: folder }),
          ) as Printed;
          const scale = Math.hypot(...weights, bias);
          expect(found.weights).toHaveLength(weights.length);
          for (const [j, weight] of [...weights, bias].entries()) {
            expect(Math.abs([...found.weights, found.bias][j]! - weight)).toBeLessThan(1e-9 * scale);
          }
        }
      },
    );

    it.each(['en', 'zh-CN'] as const)('is computed on the worksheet from the raw columns: %s', (language) => {
      const trainer = new Trainer(TABLE, { ...options, batchSize: 2, shuffle: false });
      const sheet = toWorksheet(trainer, language);
      const computed = [...sheet.matchAll(/^- \$x_\{(\d+)\} = (.*) = ([^=]*?), \\; z_\{\d+\} = (.*)\$$/gm)];
      const terms = trainer.features.filter((name) => !['size', 'zip'].includes(name)).length;
      // two rows in each of three updates
      expect(computed).toHaveLength(6 * terms);
      for (const [k, [line, j, formula, value, z]] of computed.entries()) {
        const sample = trainer.sample(Math.floor(k / terms));
        const x = sample.x[Number(j) - 1]!;
        expect(Math.abs(numberIn(value!) - x), line).toBeLessThanOrEqual(1e-5 * Math.abs(x));
        expect(Math.abs(numberIn(z!) - sample.z[Number(j) - 1]!), line).toBeLessThanOrEqual(1e-5);
        // what stands there is what comes of it, but for six digits in every number
        expect(Math.abs(computedBy(formula!) - x), line).toBeLessThanOrEqual(1e-4 * Math.abs(x) + 1e-6);
      }
      expect(sheet.includes('[\\ldots]')).toBe(trainer.features.some((name) => /=|bin/.test(name)));
      expect(sheet).not.toMatch(/<b>|NaN|undefined/);
    });
  },
);

const numberIn = (latex: string): number => Number(latex.replace(/ \\cdot 10\^\{(.+)\}/, 'e$1'));

/** A formula in LaTeX, computed by JavaScript. */
function computedBy(latex: string): number {
  const script = latex
    .replaceAll(/ \\cdot 10\^\{(-?\d+)\}/g, 'e$1')
    .replaceAll(/\\mathrm\{(\w+)\}\(\\text\{([^}]*)\}\)/g, (_, part: string, date: string) =>
      String(PARTS[part]!(new Date(date.length > 10 ? `${date.replace('Z', '')}Z` : date))),
    )
    .replaceAll(
      /\[\\text\{((?:\\.|\{[^}]*\}|[^{}])*)\} = \\text\{((?:\\.|\{[^}]*\}|[^{}])*)\}\]/g,
      (_, a: string, b: string) => String(Number(a === b)),
    )
    .replaceAll(/\[(.+?) \\le (.+?) < (.+?)\]/g, '(($1 <= $2 && $2 < $3) ? 1 : 0)')
    .replaceAll(/\[(.+?) = (.+?)\]/g, '($1 === $2 ? 1 : 0)')
    .replaceAll(/\\sqrt\{(.*?)\}/g, 'Math.sqrt($1)')
    .replaceAll(/e\^\{(.*?)\}/g, 'Math.exp($1)')
    .replaceAll(/\^\{(\d+)\}/g, '**$1')
    .replaceAll(/\|(.*?)\|/g, 'Math.abs($1)')
    .replaceAll(/\\(ln|sin|cos)/g, (_, name: string) => `Math.${name === 'ln' ? 'log' : name}`)
    .replaceAll('\\cdot', '*');
  return Number(new Function(`return ${script}`)());
}

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  day: (date) => date.getTime() / 864e5,
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  weekday: (date) => date.getUTCDay() || 7,
  hour: (date) => date.getUTCHours(),
};
