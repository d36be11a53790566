// First chapters on regression, one line each: the command has the weights that R's lm has.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { REGRESSIONS } from '@gd-trainer/testing/regressions';
import { afterAll, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-terms-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly weights: Readonly<Record<string, number>>;
  readonly bias: number;
}

function run(argv: readonly string[]): Promise<Answer> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...argv], { env: { PATH, HOME } }, (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout)),
    );
  });
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
