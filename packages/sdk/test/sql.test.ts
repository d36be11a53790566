import { type GdError, Moments } from '@gd-trainer/sdk';
import { momentsFromSql, momentsSql, type SqlOptions, type SqlTable } from '@gd-trainer/sdk/sql';
import { describe, expect, it } from 'vitest';
import { ANSWER } from './sql-answer.ts';

const TABLE: SqlTable = { dialect: 'trino', table: ['shop', 'sales'], target: 'price', features: ['size'] };

const answering =
  (changed: Readonly<Record<string, unknown>> = {}): SqlOptions['query'] =>
  async () => [{ ...ANSWER, ...changed }];
const ask = (query: SqlOptions['query'], more: Partial<SqlOptions> = {}) =>
  momentsFromSql({ ...TABLE, ...more, query });

describe('the statements', () => {
  it('are the same aggregate in each dialect', () => {
    const sums = (dialect: SqlTable['dialect']) => momentsSql({ ...TABLE, dialect, where: 'day > 3' }).at(-1);
    expect(sums('trino')).toBe(
      'SELECT COUNT(*) AS complete, SUM(gd0) AS sum0, SUM(gd0 * gd0) AS product0_0, SUM(gd0 * gd1) AS product0_1, ' +
        'SUM(gd1) AS sum1, SUM(gd1 * gd1) AS product1_1 FROM (' +
        'SELECT CAST("size" AS DOUBLE) - gdm0 AS gd0, CAST("price" AS DOUBLE) - gdm1 AS gd1 FROM "shop"."sales" ' +
        'CROSS JOIN (SELECT AVG(CAST("size" AS DOUBLE)) AS gdm0, AVG(CAST("price" AS DOUBLE)) AS gdm1 ' +
        'FROM "shop"."sales" WHERE (day > 3\n) AND ' +
        'CAST("size" AS DOUBLE) BETWEEN CAST(-1.7976931348623157E308 AS DOUBLE) AND CAST(1.7976931348623157E308 AS DOUBLE) AND ' +
        'CAST("price" AS DOUBLE) BETWEEN CAST(-1.7976931348623157E308 AS DOUBLE) AND CAST(1.7976931348623157E308 AS DOUBLE)) AS means ' +
        'WHERE (day > 3\n) AND ' +
        'CAST("size" AS DOUBLE) BETWEEN CAST(-1.7976931348623157E308 AS DOUBLE) AND CAST(1.7976931348623157E308 AS DOUBLE) AND ' +
        'CAST("price" AS DOUBLE) BETWEEN CAST(-1.7976931348623157E308 AS DOUBLE) AND CAST(1.7976931348623157E308 AS DOUBLE)) AS centred',
    );
    expect(sums('spark')).toBe(sums('trino')!.replaceAll('"', '`'));
    expect(sums('bigquery')).toBe(sums('spark')!.replaceAll('DOUBLE', 'FLOAT64'));
    expect(sums('postgres')).toBe(sums('trino')!.replaceAll('AS DOUBLE)', 'AS DOUBLE PRECISION)'));
  });

  it('hold the constants in the fewest digits that read back the same', async () => {
    const asked: string[] = [];
    const query = async (sql: string) => {
      asked.push(sql);
      return [{ ...ANSWER, mean0: 0.1 + 0.2, mean1: 1.79e12 }];
    };
    await ask(query);
    expect(asked[2]).toContain('CAST("size" AS DOUBLE) - CAST(3.0000000000000004E-1 AS DOUBLE) AS gd0');
    expect(asked[2]).toContain('CAST("price" AS DOUBLE) - CAST(1.79E12 AS DOUBLE) AS gd1');
    expect(asked[2]).not.toContain('JOIN');
  });

  it('stay within what a database takes, a hundred features wide', () => {
    const features = Array.from({ length: 100 }, (_, j) => `feature_number_${j}`);
    for (const [dialect, most] of [
      ['postgres', 1664],
      ['clickhouse', 10_000],
      ['bigquery', 10_000],
    ] as const) {
      const statements = momentsSql({ ...TABLE, dialect, features });
      const sums = statements.flatMap((sql) => sql.match(/AS (?:sum\d+|product\d+_\d+)\b/g) ?? []);
      expect(new Set(sums).size).toBe(101 + (101 * 102) / 2);
      for (const sql of statements) {
        expect(sql.match(/SUM\(/g)?.length ?? 0).toBeLessThan(most);
        expect(sql.length).toBeLessThan(256 * 1024);
      }
    }
  });
});

describe('the answers', () => {
  it('may give whole numbers as number, bigint or text, past 2^32 too', async () => {
    for (const count of [5e9, 5_000_000_000n, '5000000000']) {
      const found = await ask(answering({ complete: count, total: count }));
      expect([found.n, found.weight, found.skippedRows]).toEqual([5e9, 5e9, 0]);
    }
  });

  it('become moments that know how many rows are not in them', async () => {
    const found = await ask(answering({ sum0: '0', sum1: 0n, product0_0: 2n, product0_1: '4.0' }));
    expect(found).toBeInstanceOf(Moments);
    expect(found.skippedRows).toBe(1);
    expect([...found.mean]).toEqual([2, 4]);
    expect([...found.comoment]).toEqual([2, 4, 4, 8]);
    expect(Moments.fromJSON(JSON.parse(JSON.stringify(found))).n).toBe(3);
  });

  it.each([
    [[{}], 'the query expected a whole number ≥ 0 as "total", got nothing'],
    [[], 'the query expected one row, got 0'],
    [[ANSWER, ANSWER], 'the query expected one row, got 2'],
    [undefined, 'the query expected an array with one row, got nothing'],
    [[[1, 2]], 'the query expected a row with named columns, got an array of 2'],
    [[{ ...ANSWER, total: '4 rows' }], 'the query expected a whole number ≥ 0 as "total", got "4 rows"'],
    [[{ ...ANSWER, complete: -1 }], 'the query expected a whole number ≥ 0 as "complete", got -1'],
    [[{ ...ANSWER, sum0: null }], 'the query expected a number as "sum0", got null'],
    [[{ ...ANSWER, product0_1: Number.NaN }], 'the query expected a number as "product0_1", got NaN'],
    [[{ ...ANSWER, product1_1: '' }], 'the query expected a number as "product1_1", got ""'],
    [[{ ...ANSWER, product1_1: undefined }], 'the query expected a number as "product1_1", got nothing'],
    [[{ ...ANSWER, product1_1: '-Infinity' }], 'column "price": the squares of its values overflow'],
    [[{ ...ANSWER, product0_0: 'inf' }], 'column "size": the squares of its values overflow'],
  ])('%j is refused', async (rows, message) => {
    await expect(ask(async () => rows as never)).rejects.toMatchObject({
      name: 'GdError',
      code: 'DATA',
      message,
    });
  });

  // three rows of variance 1, whose mean is so many deviations from the sample's: squares of 1e4 times the variance and
  // more cost more than four digits
  it.each([
    [99, 3],
    [101, 4],
  ])(
    'of rows whose mean is %d deviations from the constants take %d statements',
    async (away, statements) => {
      for (const column of [0, 1, 2]) {
        const cells = [0, 1, 2].flatMap((j): [string, number][] => [
          [`low${j}`, 0],
          [`mean${j}`, 1],
          [`high${j}`, 2],
          [`sum${j}`, j === column ? 3 * away : 0],
          ...[0, 1, 2].flatMap((k): [string, number][] =>
            k < j ? [] : [[`product${j}_${k}`, j === k ? 3 * (1 + (j === column ? away ** 2 : 0)) : 0]],
          ),
        ]);
        let asked = 0;
        const query = async () => {
          asked++;
          return [{ total: 3, complete: 3, ...Object.fromEntries(cells) }];
        };
        const { comoment } = await ask(query, { features: ['a', 'b'] });
        expect(asked).toBe(statements);
        expect([...comoment].map(Math.round)).toEqual([3, 0, 0, 0, 3, 0, 0, 0, 3]);
      }
    },
  );

  it('of a table that changed meanwhile are refused', async () => {
    const features = Array.from({ length: 60 }, (_, j) => `x${j}`);
    let rows = 10;
    const query = async (sql: string) => {
      const names = [...sql.matchAll(/AS (\w+)/g)].map(([, name]) => [name, 0]);
      return [{ ...Object.fromEntries(names), complete: rows++ }];
    };
    await expect(ask(query, { features })).rejects.toThrow('the table changed between two statements');
  });
});

describe('what goes wrong', () => {
  it('keeps the words of the database, not the credentials', async () => {
    const fails = (error: unknown) => ask(async () => Promise.reject(error));
    const refused = Object.assign(
      new Error(
        'cannot reach https://ann:s3cret@db.example:8443/?user=ann&password=s3cret\n\u001b[31mtoken: s3cret',
      ),
      { code: '28P01', config: { password: 's3cret' } },
    );
    const error: Error = await fails(refused).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'GdError', code: 'DATA', details: { engineCode: '28P01' } });
    expect(error.message).toBe(
      'the query failed: cannot reach https://…@db.example:8443/?user=ann&password=… [31mtoken: …',
    );
    expect(JSON.stringify(error) + error.stack).not.toContain('s3cret');
    await expect(fails('down')).rejects.toThrow('the query failed: down');
    await expect(fails(new Error(''))).rejects.toThrow('the query failed: the engine gave no reason');
  });

  // the engines' own words: DuckDB 1.5, ClickHouse 18 and 25, PostgreSQL 15
  it.each([
    ['Out of Memory Error: failed to allocate data of size 16.0 MiB (285.9 MiB/286.1 MiB used)', /memory/],
    ['Code: 241. DB::Exception: Memory limit (for query) exceeded: would use 9.31 GiB', /memory/],
    [
      'default: Authentication failed: password is incorrect, or there is no user with such name.',
      /password/,
    ],
    ['Code: 193. DB::Exception: Wrong password for user default', /password/],
    ['password authentication failed for user "ann"', /password/],
    ['permission denied for table houses', /password/],
    [
      'ann: Not enough privileges. To execute this query it is necessary to have grant SELECT(a) ON db.t',
      /password/,
    ],
    ['connect ECONNREFUSED 127.0.0.1:5432', /can be reached/],
    ['Catalog Error: Table with name hauses does not exist! Did you mean "houses"?', /name of the table/],
    ['relation "hauses" does not exist', /name of the table/],
    ["Table default.hauses doesn't exist.", /name of the table/],
    ['Unknown table expression identifier', /name of the table/],
    ['Conversion Error: Could not convert string "n/a" to DOUBLE', /hold numbers$/],
    ['invalid input syntax for type double precision: "n/a"', /hold numbers$/],
    ['column "aera" does not exist', /names of its columns/],
    ['Binder Error: Referenced column "aera" not found in FROM clause!', /names of its columns/],
    ['', /names of its columns/],
  ])('tells the cure for its class of complaint: %s', async (complaint, cure) => {
    const query = () => Promise.reject(new Error(complaint));
    const { hint } = (await ask(query).catch((error: unknown) => error)) as GdError;
    expect(hint).toMatch(cure);
    expect(/password/.test(hint)).toBe(cure.source === 'password');
    expect(/columns and/.test(hint)).toBe(cure.source.includes('names of its'));
  });

  it('stops between statements with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let asked = 0;
    const query: SqlOptions['query'] = async () => {
      asked++;
      controller.abort(reason);
      return [ANSWER];
    };
    await expect(ask(query, { signal: controller.signal })).rejects.toBe(reason);
    expect(asked).toBe(1);
  });

  it.each([
    [
      { table: 'shop.sales' },
      `"table" expected the parts of the table's name, like ['schema', 'table'], got "shop.sales"`,
    ],
    [
      { dialect: 'mysql' },
      '"dialect" expected duckdb, clickhouse, postgres, trino, bigquery, spark, got "mysql"',
    ],
    [{ features: [] }, '"features" expected column names, got an empty array'],
    [{ target: undefined }, '"target" expected a column name, got nothing'],
    [{ where: '  ' }, '"where" expected a condition in SQL, got "  "'],
    [{ query: 'SELECT 1' }, '"query" expected a function, got "SELECT 1"'],
    [{ filter: 'x > 1' }, 'unknown option "filter"'],
    [{ features: ['size', 'size'] }, 'column "size" is a feature twice'],
    [{ features: ['price'] }, 'column "price" is the target and a feature'],
    [{ features: ['a\0b'] }, '"a\\u0000b" cannot be a name in SQL'],
  ])('refuses %j', async (changed, message) => {
    await expect(momentsFromSql({ ...TABLE, query: answering(), ...changed } as never)).rejects.toThrow(
      message,
    );
  });
});
