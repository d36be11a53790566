import { DuckDBInstance } from '@duckdb/node-api';
import { fitSync, moments, type Source } from '@gd-trainer/sdk';
import { toSql } from '@gd-trainer/sdk/export';
import { type Dialect, momentsFromSql, momentsSql } from '@gd-trainer/sdk/sql';
import { oursOr, oursOrAsync } from '@gd-trainer/testing/hostile';
import { HOSTILE_TEXTS } from '@gd-trainer/testing/hostile-texts';
import { damagedJson, damagedText } from '@gd-trainer/testing/mutations';
import { fc, PATIENCE, runs } from '@gd-trainer/testing/properties';
import { describe, expect, it } from 'vitest';
import { ANSWER } from './sql-answer.ts';

const NAMES = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  damagedText('size', '"size"', '`size`', 'a\\"b', "it's", '$$x$$', 'x -- y', 'x /* y */ z'),
);

/** A quoted name of each dialect, to its end. */
const QUOTED: Readonly<Record<Dialect, RegExp>> = {
  duckdb: /"(?:[^"]|"")*"/g,
  postgres: /"(?:[^"]|"")*"/g,
  trino: /"(?:[^"]|"")*"/g,
  clickhouse: /"(?:[^"\\]|\\.)*"/gs,
  spark: /`(?:[^`]|``)*`/g,
  bigquery: /`(?:[^`\\]|\\.)*`/gs,
};
const DIALECTS = Object.keys(QUOTED) as Dialect[];

/** A text of each dialect, to its end. */
const TEXT = (dialect: Dialect): string =>
  ['duckdb', 'postgres', 'trino'].includes(dialect) ? "'(?:[^']|'')*'" : "'(?:[^'\\\\]|\\\\.)*'";

/** A name or a level in a term, in quotes. */
const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A statement without its names: what a database takes for commands. */
const skeleton = (sql: string, dialect: Dialect): string =>
  sql
    .replaceAll(new RegExp(`${QUOTED[dialect].source}|${TEXT(dialect)}`, 'gs'), (found) =>
      found.startsWith("'") ? 'TEXT' : 'NAME',
    )
    .replaceAll(/\bgdx*(?=[\dmorw])/g, 'gd');

describe('a name, whatever it holds', { timeout: PATIENCE }, () => {
  it('changes no statement of any dialect but by its own place', () => {
    const plain = { table: ['t'], target: 'y', features: ['a', 'b'], sampleWeight: 'w' };
    fc.assert(
      fc.property(
        fc.uniqueArray(NAMES, { minLength: 5, maxLength: 5 }),
        fc.constantFrom(...DIALECTS),
        ([table, target, a, b, w], dialect) => {
          const features = [a!, b!].map(inQuotes);
          const named = { dialect, table: [table!], target: target!, features, sampleWeight: w! };
          const written = oursOr(() => momentsSql(named));
          if (!written) return;
          expect(written.map((sql) => skeleton(sql, dialect))).toEqual(
            momentsSql({ dialect, ...plain }).map((sql) => skeleton(sql, dialect)),
          );
        },
      ),
      { numRuns: runs(1500) },
    );
  });

  it('changes no term but by its own place, nor does a level', () => {
    const termsOf = (a: string, b: string, one: string, two: string): string[] => [
      `log(${a})*${b}^2`,
      `bin(${a}, 0, 1)`,
      `category(${b}, ${one}, ${two})`,
    ];
    fc.assert(
      fc.property(
        fc.uniqueArray(NAMES, { minLength: 4, maxLength: 4 }),
        fc.constantFrom(...DIALECTS),
        ([a, b, one, two], dialect) => {
          // what is longer than a term may be is the name of a column
          if ([a, b, one, two].some((text) => text!.length > 200)) return;
          const from = { dialect, table: ['t'], target: 'y of all' };
          const features = termsOf(inQuotes(a!), inQuotes(b!), inQuotes(one!), inQuotes(two!));
          const written = oursOr(() => momentsSql({ ...from, features }));
          if (!written) return;
          const plain = momentsSql({ ...from, features: termsOf('a', 'b', 'one', 'two') });
          const digits = /TEXT(?:, TEXT)+/g;
          const bare = (sql: string): string => skeleton(sql, dialect).replaceAll(digits, 'TEXT');
          expect(written.map(bare)).toEqual(plain.map(bare));
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('changes no prediction in SQL, either', () => {
    const rows = {
      x: [
        [1, 5],
        [2, 3],
        [4, 4],
      ],
      y: [1, 2, 3],
    };
    const plain = fitSync({ ...rows, names: ['a', 'b'] });
    fc.assert(
      fc.property(
        fc.uniqueArray(NAMES, { minLength: 2, maxLength: 2 }),
        fc.constantFrom(...DIALECTS),
        (names, dialect) => {
          const model = oursOr(() => fitSync({ ...rows, names }));
          const written = model && oursOr(() => toSql(model, dialect));
          if (written) expect(skeleton(written, dialect)).toBe(skeleton(toSql(plain, dialect), dialect));
        },
      ),
      { numRuns: runs(400) },
    );
  });

  it('finds its column in DuckDB, and nothing else happens there', async () => {
    const database = await DuckDBInstance.create();
    const client = await database.connect();
    const all = async (sql: string) => (await client.runAndReadAll(sql)).getRows();
    await client.run('CREATE TABLE t AS SELECT 1 AS untouched');
    const expected = await moments({ a: [1, 2, 4], y: [1, 3, 2] }, { target: 'y' });
    await fc.assert(
      fc.asyncProperty(NAMES, NAMES, async (table, name) => {
        const own = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const from = { dialect: 'duckdb', table: [`table ${table}`], target: 'y', features: [name] } as const;
        try {
          await client.run(`CREATE TABLE ${own(from.table[0]!)} (${own(name)} DOUBLE, y DOUBLE)`);
        } catch {
          // what the engine itself does not take
          return;
        }
        await client.run(`INSERT INTO ${own(from.table[0]!)} VALUES (1, 1), (2, 3), (4, 2)`);
        const query = async (sql: string) => (await client.runAndReadAll(sql)).getRowObjects();
        const found = await oursOrAsync(() => momentsFromSql({ ...from, query }));
        if (found)
          expect([...found.comoment].map((value) => value.toFixed(9))).toEqual(
            [...expected.comoment].map((value) => value.toFixed(9)),
          );
        await client.run(`DROP TABLE ${own(from.table[0]!)}`);
        expect(await all('SELECT * FROM t')).toEqual([[1]]);
        expect(await all('SELECT COUNT(*) FROM duckdb_tables()')).toEqual([[1n]]);
      }),
      { numRuns: runs(60) },
    );
    client.closeSync();
    database.closeSync();
  });
});

it('a database that answers nonsense gives finite moments or our own error', {
  timeout: PATIENCE,
}, async () => {
  const answer = {
    ...ANSWER,
    mean1: '4',
    product1_1: '8',
    weight: 3,
    least_weight: 1,
    weighted: 3,
  };
  const table = { table: ['t'], target: 'y', features: ['x'] };
  await fc.assert(
    fc.asyncProperty(
      damagedJson([answer]),
      fc.constantFrom(...DIALECTS),
      fc.boolean(),
      async (rows, dialect, weighted) => {
        const from = { ...table, dialect, ...(weighted ? { sampleWeight: 'w' } : {}) };
        const found = await oursOrAsync(() => momentsFromSql({ ...from, query: async () => rows as never }));
        if (!found) return;
        expect([found.weight, ...found.mean, ...found.comoment].every(Number.isFinite)).toBe(true);
        oursOr(() => fitSync(found as unknown as Source, { epochs: 20 }));
      },
    ),
    { numRuns: runs(1500) },
  );
});

it('weights that sum to nothing over rows that have some are no answer', async () => {
  const query = async () => [{ ...ANSWER, weight: 0, least_weight: 1, weighted: 3 }];
  const from = {
    dialect: 'duckdb',
    table: ['t'],
    target: 'y',
    features: ['x'],
    sampleWeight: 'w',
    query,
  } as const;
  await expect(momentsFromSql(from)).rejects.toThrow('contradict each other');
});
