// Terms over files: the moments are those of the same rows in memory, whatever the format, and so are the runs over a stream.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { fit, fitSync, moments, solve } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { type DataFile, openFile } from '@gd-trainer/sdk/duckdb';
import { momentsFromSql } from '@gd-trainer/sdk/sql';
import {
  csvOf,
  drawFeature,
  drawn,
  drawTable,
  momentsDiffer,
  plainName,
} from '@gd-trainer/testing/drawn-terms';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAgreement } from './sql-agreement.ts';

const folder = mkdtempSync(join(tmpdir(), 'gd-terms-files-'));
const random = randomNumbers(4, 3000);
const ROWS = 700;
const csv = [
  'size,Size,kind,zip,sold,y',
  ...Array.from({ length: ROWS }, (_, i) => {
    const kind = i % 19 === 4 ? '' : ['plain', '"a, b"', '多', "O'Hara"][Math.floor(4 * random[i]!)];
    const sold = new Date(Date.UTC(2022, 0, 1) + i * 864e5).toISOString().slice(0, 10);
    const size = i % 23 === 7 ? '' : (1 + 8 * random[ROWS + i]!).toFixed(4);
    return `${size},${i % 7},${kind},${[7, 10, 200][i % 3]},${sold},${random[2 * ROWS + i]!.toFixed(6)}`;
  }),
].join('\n');

const FORMULAS = [
  ['size', 'kind'],
  ['poly(size, 3)', 'Size', 'log(size)*Size'],
  ['size*kind', 'category(zip, ref: 10)'],
  ['day(sold)', 'month(sold)', 'weekday(sold)'],
  ['kind=plain', 'bin(size, 0, 3, 9)', 'size'],
];

const target = 'y';
const { columns } = parseCsv(csv);

beforeAll(async () => {
  writeFileSync(join(folder, 'rows.csv'), csv);
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(
    `COPY (SELECT * FROM read_csv('${join(folder, 'rows.csv')}')) TO '${join(folder, 'rows.parquet')}'`,
  );
  connection.closeSync();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['csv', 'parquet'])('terms over a file of %s', (format) => {
  // DuckDB calls a second column of the same name but for capitals Size_1 in Parquet
  const second = format === 'csv' ? 'Size' : 'Size_1';
  const named = (term: string): string => term.replaceAll('Size', second);
  const own = { ...columns, [second]: columns.Size! };
  let file: DataFile;
  beforeAll(async () => {
    file = await openFile(join(folder, `rows.${format}`));
  });
  afterAll(() => file.close());

  it.each(FORMULAS.map((features) => [features.map(named).join(', '), features.map(named)] as const))(
    '%s have the moments of the rows in memory',
    async (_, features) => {
      const expected = await moments(own, { target, features, missing: 'drop' });
      const found = await file.moments({ target, features });
      expectAgreement(found, expected);
      expect([found.terms, found.skippedRows]).toEqual([expected.terms, ROWS - expected.n]);
      const model = await solve(found);
      const row = Object.fromEntries(Object.entries(own).map(([name, column]) => [name, column[0]]));
      expect(model.predict(row)).toBeCloseTo((await solve(expected)).predict(row), 9);
      const some = { target, features, where: 'zip > 7' };
      expect((await file.moments(some)).n).toBeLessThan(found.n);
    },
  );

  it('train by batches over a stream to the bits of the rows in memory', async () => {
    const options = {
      target,
      features: ['size', 'kind', 'day(sold)', 'size^2'],
      missing: 'drop',
      batchSize: 32,
      epochs: 3,
    } as const;
    const { missing, batchSize, epochs, ...asked } = options;
    const streamed = await fit(file.stream(asked), options);
    const whole = fitSync(columns, options);
    expect(streamed.features).toEqual(whole.features);
    expect([...streamed.weights, streamed.bias]).toEqual([...whole.weights, whole.bias]);
  });

  it('are refused where they are none, or too many levels', async () => {
    const refused = (features: string[]) => file.moments({ target, features });
    await expect(refused(['log(sise)'])).rejects.toMatchObject({
      code: 'DATA',
      message: expect.stringContaining('no column "sise"'),
    });
    await expect(refused(['lgo(size)'])).rejects.toMatchObject({ code: 'OPTION' });
    await expect(refused(['log(y)'])).rejects.toMatchObject({
      code: 'DATA',
      message: 'column "y" is the target and a feature',
    });
    await expect(refused(['category(sold)'])).rejects.toMatchObject({
      code: 'DATA',
      message: expect.stringContaining('50 are the most'),
    });
  });
});

it('penguins with species and sex are one line over a file, too', async () => {
  const path = 'packages/datasets/sets/penguins.csv';
  const file = await openFile(path);
  const features = ['flipper_length_mm', 'species', 'sex'];
  const model = await solve(await file.moments({ target: 'body_mass_g', features }));
  file.close();
  const inMemory = await solve(parseCsv(readFileSync(path, 'utf8')).columns, {
    target: 'body_mass_g',
    features,
    missing: 'drop',
  });
  expect(model.features).toEqual(inMemory.features);
  for (const [j, weight] of inMemory.weights.entries()) expect(model.weights[j]! / weight).toBeCloseTo(1, 10);
});

it('drawn terms have the moments of their columns in a file and in a table', async () => {
  const next = drawn(21);
  const client = await (await DuckDBInstance.create()).connect();
  const query = async (sql: string) => (await client.runAndReadAll(sql)).getRowObjects();
  for (let run = 0; run < 7; run++) {
    const table = drawTable(next);
    const path = join(folder, `drawn${run}.csv`);
    writeFileSync(path, csvOf(table));
    await client.run(`CREATE OR REPLACE TABLE t AS SELECT * FROM read_csv('${path}')`);
    const file = await openFile(path);
    for (let formula = 0; formula < 10; formula++) {
      const { text, columns: own } = drawFeature(table, next);
      const asked = { target, features: [text] };
      const values = [...own.map((column) => column.values), table.y];
      const names = [...own.map(({ name }) => plainName(name)), target];
      for (const found of [
        await file.moments(asked),
        await momentsFromSql({ ...asked, dialect: 'duckdb', table: ['t'], query }),
      ]) {
        expect(found.names, text).toEqual(names);
        expect(momentsDiffer(found, values), text).toBeLessThan(1e-10);
      }
    }
    file.close();
  }
  client.closeSync();
});
