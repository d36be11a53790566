// Terms at the door of the command: first chapters on regression have the weights of R's lm, drawn terms those of least
// squares.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import {
  csvOf,
  drawFeature,
  drawn,
  drawTable,
  leastSquares,
  plainName,
  weightsDiffer,
} from '@gd-trainer/testing/drawn-terms';
import { REGRESSIONS } from '@gd-trainer/testing/regressions';
import { afterAll, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const gd = new OneProcess();
const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-terms-'));
afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly weights: Readonly<Record<string, number>>;
  readonly bias: number;
}

async function run(argv: readonly string[]): Promise<Answer> {
  const { status, stdout, stderr } = await gd.run(argv);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

test.each(REGRESSIONS)('$name', async ({ features, target, intercept, csv, set, weights, bias }) => {
  const file = set ?? join(folder, `${target}.csv`);
  if (csv) writeFileSync(file, csv);
  const model = ['--target', target, '--features', features, ...(intercept ? [] : ['--no-intercept'])];
  const found = await run(['solve', file, ...model, '--json', '--quiet']);
  const estimates = [...Object.values(found.weights), found.bias];
  const digits = estimates.map((estimate, j) => digitsAgreed(estimate, [...weights, bias][j]!));
  expect(digits).toHaveLength(weights.length + 1);
  expect(Math.min(...digits)).toBeGreaterThan(8);
});

test('drawn terms have the weights of least squares on their columns', async () => {
  const next = drawn(23);
  let solved = 0;
  for (let batch = 0; batch < 6; batch++) {
    const drawings = Array.from({ length: 4 }, () => {
      const table = drawTable(next);
      return { table, ...drawFeature(table, next) };
    });
    const answers = await Promise.all(
      drawings.map(({ table, text }, k) => {
        const file = join(folder, `drawn${k}.csv`);
        writeFileSync(file, csvOf(table));
        return run(['solve', file, '--target', 'y', '--features', text, '--json', '--quiet']);
      }),
    );
    for (const [k, { table, text, columns }] of drawings.entries()) {
      const { weights } = answers[k]!;
      expect(Object.keys(weights), text).toEqual(columns.map(({ name }) => plainName(name)));
      const values = [...columns.map((column) => column.values), table.y];
      const wanted = leastSquares(values);
      if (!wanted) continue;
      solved++;
      expect(weightsDiffer(Object.values(weights), wanted, values), text).toBeLessThan(1e-6);
    }
  }
  expect(solved).toBeGreaterThan(10);
});
