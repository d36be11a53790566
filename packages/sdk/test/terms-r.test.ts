// First chapters on regression, one line each: what R's lm says of them, at every door of the sdk.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Model, solve, solveSync } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { openFile } from '@gd-trainer/sdk/duckdb';
import { momentsFromSql } from '@gd-trainer/sdk/sql';
import { splitTerms } from '@gd-trainer/sdk/view';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { REGRESSIONS } from '@gd-trainer/testing/regressions';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFile } from './data-sets.ts';

const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(REGRESSIONS)('$name', ({ features: terms, target, intercept, csv, set, weights, bias }) => {
  const text = csv ?? readFileSync(dataFile(`${set}.csv`), 'utf8');
  const features = splitTerms(terms);
  const options = { target, features, intercept };

  function expectR(model: Model): void {
    const digits = [...model.weights, model.bias].map((estimate, j) =>
      digitsAgreed(estimate, [...weights, bias][j]!),
    );
    expect(digits).toHaveLength(weights.length + 1);
    expect(Math.min(...digits)).toBeGreaterThan(8);
  }

  it('from columns', () => {
    expectR(solveSync(parseCsv(text).columns, { ...options, missing: 'drop' }));
  });

  it('from a stream', async () => {
    const { columns } = parseCsv(text);
    const names = Object.keys(columns);
    async function* chunks() {
      for (let start = 0; start < columns[target]!.length; start += 40) {
        yield Object.fromEntries(names.map((name) => [name, columns[name]!.slice(start, start + 40)]));
      }
    }
    expectR(await solve(chunks, { ...options, missing: 'drop' }));
  });

  it('from a file that is left where it is, and from a table in a database', async () => {
    const path = join(folder, 'rows.csv');
    writeFileSync(path, text);
    const file = await openFile(path);
    expectR(await solve(await file.moments(options), { intercept }));
    expectR(await solve(file.stream(options), { ...options, missing: 'drop' }));
    file.close();
    const client = await (await DuckDBInstance.create()).connect();
    await client.run(`CREATE TABLE t AS SELECT * FROM read_csv('${path}', nullstr = ['', 'NA'])`);
    const query = async (sql: string) => (await client.runAndReadAll(sql)).getRowObjects();
    const moments = await momentsFromSql({ ...options, dialect: 'duckdb', table: ['t'], query });
    expectR(await solve(moments, { intercept }));
    client.closeSync();
  });
});

/** Rows of Boston and weights of R's lm on them, from R itself: the data is not ours to hand on. Nothing without R's MASS. */
function bostonOfR(formulas: readonly string[]): { csv: string; weights: number[][] } | undefined {
  const code = `
    data(Boston, package = "MASS")
    write.csv(Boston, stdout(), row.names = FALSE)
    for (formula in commandArgs(TRUE)) cat("#", sprintf("%.17g", coef(lm(as.formula(formula), Boston))), "\\n")`;
  const { status, stdout } = spawnSync('Rscript', ['-e', code, ...formulas], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [csv, ...fits] = stdout.split(/^# /m);
  return { csv: csv!, weights: fits.map((line) => line.trim().split(/\s+/).map(Number)) };
}

describe('Boston, in the examples of R', () => {
  const examples = [
    ['medv ~ .', undefined],
    ['medv ~ lstat + I(lstat^2)', ['poly(lstat, 2)']],
    ['medv ~ lstat * age', ['lstat', 'age', 'lstat*age']],
    ['medv ~ log(rm) + factor(rad)', ['log(rm)', 'category(rad, ref: 1)']],
  ] as const;
  const boston = bostonOfR(examples.map(([formula]) => formula));

  it.runIf(boston).each(examples.map((example, i) => [...example, i] as const))('%s', (_, features, i) => {
    const { columns } = parseCsv(boston!.csv);
    const model = solveSync(columns, { target: 'medv', ...(features ? { features } : {}) });
    const [bias, ...weights] = boston!.weights[i]!;
    const byName = new Map(model.features.map((name, j) => [name, model.weights[j]!]));
    const levels = [...byName.keys()].filter((name) => name.startsWith('rad='));
    // R has the levels of a number in the order of numbers
    const inOrder = levels.sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
    const names = [...model.features.filter((name) => !levels.includes(name)), ...inOrder];
    expect(names).toHaveLength(weights.length);
    for (const [j, name] of names.entries()) {
      expect(digitsAgreed(byName.get(name)!, weights[j]!), name).toBeGreaterThan(8);
    }
    expect(digitsAgreed(model.bias, bias!)).toBeGreaterThan(8);
  });
});
