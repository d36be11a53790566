import { DuckDBInstance } from '@duckdb/node-api';
import { type Dialect, momentsFromSql } from '@gd-trainer/sdk/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreesWithSdk, type Engine, expectAgreement } from './sql-agreement.ts';

let engine: Engine;
let close: () => void;

beforeAll(async () => {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  engine = {
    dialect: 'duckdb',
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects(),
    types: {
      double: 'DOUBLE',
      integer: 'BIGINT',
      decimal: 'DECIMAL(18, 2)',
      text: 'VARCHAR',
      time: 'TIMESTAMP',
    },
    quoted: (name) => `"${name.replaceAll('"', '""')}"`,
  };
  close = () => {
    connection.closeSync();
    database.closeSync();
  };
});
afterAll(() => close());

describe('the moments of a table in DuckDB', () => {
  agreesWithSdk(() => engine);

  it('are exact past 2^32 rows', async () => {
    const sums = 'CAST(5000000001 AS BIGINT) AS total, CAST(5000000000 AS BIGINT) AS complete';
    const query = async (sql: string) =>
      engine.query(sql.replace(/COUNT\(\*\) AS total, COUNT\(\w+\) AS complete/, sums));
    await engine.query('CREATE TABLE many AS SELECT i AS x, 2 * i AS y FROM range(4) AS t(i)');
    const found = await momentsFromSql({
      query,
      dialect: 'duckdb',
      table: ['many'],
      target: 'y',
      features: ['x'],
    });
    expect([found.n, found.skippedRows]).toEqual([5_000_000_000, 1]);
  });

  it('do not suffer from a sample unlike the other rows', async () => {
    await engine.query('CREATE TABLE later AS SELECT 1.79e12 + i AS x, -i AS y FROM range(2000) AS t(i)');
    const table = { dialect: 'duckdb' as Dialect, table: ['later'], target: 'y', features: ['x'] };
    const unlike = async (sql: string) => {
      const rows = await engine.query(sql);
      return 'mean0' in rows[0]! ? [{ ...rows[0], mean0: 0 }] : rows;
    };
    expectAgreement(
      await momentsFromSql({ ...table, query: unlike }),
      await momentsFromSql({ ...table, query: engine.query }),
    );
  });

  it('and a table of another schema', async () => {
    await engine.query('CREATE SCHEMA "my.shop"; CREATE TABLE "my.shop"."t.1" AS SELECT 1 AS x, 3 AS y');
    const { n, mean } = await momentsFromSql({
      query: engine.query,
      dialect: 'duckdb',
      table: ['my.shop', 't.1'],
      target: 'y',
      features: ['x'],
    });
    expect([n, [...mean]]).toEqual([1, [1, 3]]);
  });
});
