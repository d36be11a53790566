// First chapters on regression, one line each: what R's lm says of them, at every door of the sdk.
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
