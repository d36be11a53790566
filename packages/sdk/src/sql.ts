/**
 * The moments of a table where it lives: the database sums the rows up, a few numbers travel, the descent runs here.
 *
 * @module
 */
import { describe, GdError } from './errors.ts';
import type { GroupMoments } from './moments/group-moments.ts';
import { orAborted } from './pauses.ts';
import { onlyRow } from './sql/answers.ts';
import { engineError } from './sql/engine-error.ts';
import { askGroups } from './sql/group-moments.ts';
import { readBy, readTableOptions } from './sql/options.ts';
import { countSql, type ReadTable, rowsSql, type SqlTable, sampleSql, sumsSql } from './sql/statements.ts';
import { askMoments, type TableMoments } from './sql/table-moments.ts';
import { kindsIn, mayBeTerm, withDeclaredTerms, withTerms } from './sql/table-terms.ts';

export type { GroupMoments } from './moments/group-moments.ts';
export type { Dialect } from './sql/dialects.ts';
export type { SqlTable } from './sql/statements.ts';
export type { TableMoments } from './sql/table-moments.ts';

/** Columns that tell groups apart. */
export interface GroupedBy {
  /** One or several; a group for each of their values, NULL among them. */
  readonly by: string | readonly string[];
}

export interface SqlOptions extends SqlTable {
  /** Runs one statement and returns its rows, by any client: connection and credentials stay with it. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Stops before the next statement; the one that runs is the client's to stop. */
  readonly signal?: AbortSignal;
}

/**
 * The statements behind `momentsFromSql`, to be read or run elsewhere: rows counted (DuckDB counts them with the sums),
 * a sample for the constants, the sums. `momentsFromSql` puts the constants from the sample into the sums as literals;
 * here a subquery finds them.
 *
 * Run in tests: duckdb, clickhouse, postgres. Not run, text from the same table: trino, bigquery, spark.
 *
 * @throws {GdError} `OPTION` for a bad option, `DATA` for a name that no database takes
 *
 * @example See what a database is asked.
 * ```ts
 * import { momentsSql } from '@gd-trainer/sdk/sql';
 *
 * const [count] = momentsSql({ dialect: 'spark', table: ['shop', 'sales'], target: 'price', features: ['size'] });
 * console.log(count); // SELECT COUNT(*) AS total FROM `shop`.`sales`
 * ```
 */
export function momentsSql(options: SqlTable): string[] {
  const from = withDeclaredTerms(readTableOptions(options));
  const counted = from.dialect === 'duckdb' ? [] : [countSql(from)];
  return [...counted, sampleSql(from), ...sumsSql(from)];
}

/** Words of databases for text that is to be a number, and our own where they take it for NULL. */
const TEXT = /convert|cast|invalid input|cannot parse|bad double|rows have a missing value/i;

/**
 * The moments of a table, ready for `fit`, `solve` and `forecast`. Features are terms as elsewhere, expressions of the dialect there:
 * a look at some rows tells what columns hold, one SELECT DISTINCT the levels of a category. Rows with NULL, NaN or an infinity in a used column
 * are left out and counted in `skippedRows`; rows of weight 0 are left out. With `by` the moments of every group, by one GROUP BY, for
 * `fitGroups`: at most a million, in the order of their keys, without sample weights.
 *
 * @throws {GdError} `DATA` where there are no complete rows or the database refuses, in its own words, without
 *   credentials; `OPTION` for a bad option; an aborted run rejects with the signal's reason
 *
 * @example Fit a table without moving its rows; any client of the database will do.
 * ```ts
 * import { DuckDBInstance } from '@duckdb/node-api';
 * import { fit } from '@gd-trainer/sdk';
 * import { momentsFromSql } from '@gd-trainer/sdk/sql';
 *
 * const client = await (await DuckDBInstance.create()).connect();
 * await client.run('CREATE TABLE sales AS SELECT size, 2 * size + 1 AS price FROM range(1_000_000) AS t(size)');
 * const query = async (sql) => (await client.runAndReadAll(sql)).getRowObjects();
 *
 * const sales = { dialect: 'duckdb', table: ['sales'], target: 'price', features: ['size'] };
 * const model = await fit(await momentsFromSql({ ...sales, query }));
 * console.log(model.rows, model.weights[0].toFixed(6)); // 1000000 2.000000
 * ```
 */
export async function momentsFromSql(options: SqlOptions & GroupedBy): Promise<GroupMoments>;
export async function momentsFromSql(options: SqlOptions): Promise<TableMoments>;
export async function momentsFromSql(
  options: SqlOptions & Partial<GroupedBy>,
): Promise<TableMoments | GroupMoments> {
  const from = readTableOptions(options, ['query', 'signal', 'by']);
  const { query, signal } = options;
  const by = readBy(options.by);
  if (typeof query !== 'function') {
    throw new GdError('OPTION', `"query" expected a function, got ${describe(query)}`, '', {
      option: 'query',
    });
  }
  const rowsOf = async (sql: string): ReturnType<SqlOptions['query']> => {
    signal?.throwIfAborted();
    try {
      return await orAborted(query(sql), signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof GdError ? error : engineError(error);
    }
  };
  const ask = async (table: ReadTable): Promise<TableMoments | GroupMoments> =>
    by ? askGroups(table, by, rowsOf) : askMoments(table, async (sql) => onlyRow(await rowsOf(sql)));
  const asTerms = async (): Promise<ReadTable> =>
    withTerms(from, kindsIn(await rowsOf(rowsSql(from)), from.features), async (sql) =>
      (await rowsOf(sql)).map(({ level }) => level),
    );
  if (from.features.some(mayBeTerm)) return ask(await asTerms());
  try {
    return await ask(from);
  } catch (error) {
    const read =
      error instanceof GdError && TEXT.test(error.message) ? await asTerms().catch(() => from) : from;
    if (read === from) throw error;
    return ask(read);
  }
}
