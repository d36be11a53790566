/**
 * The moments of a table where it lives: the database sums the rows up, a few numbers travel, the descent runs here.
 *
 * @module
 */
import { describe, GdError } from './errors.ts';
import type { LinearModel } from './model/linear-model.ts';
import type { Summary, SummaryOptions } from './model/summary.ts';
import type { GroupMoments } from './moments/group-moments.ts';
import { orAborted } from './pauses.ts';
import { onlyRow } from './sql/answers.ts';
import { engineError } from './sql/engine-error.ts';
import { askGroups } from './sql/group-moments.ts';
import { readBy, readTableOptions } from './sql/options.ts';
import { askSummary } from './sql/robust-sums.ts';
import { countSql, type ReadTable, rowsSql, type SqlTable, sampleSql, sumsSql } from './sql/statements.ts';
import { askMoments, type TableMoments } from './sql/table-moments.ts';
import { featuresSql, kindsIn, mayBeTerm, withDeclaredTerms, withTerms } from './sql/table-terms.ts';

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
 * `fitGroups`: at most a million, in the order of their keys; with sample weights in DuckDB alone.
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
  const by = readBy(options.by);
  const rowsOf = asking(options);
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

/** Who answers, and the errors that are asked for. */
export interface SqlSummaryOptions
  extends Omit<SqlOptions, 'target' | 'features' | 'intercept'>,
    Pick<SummaryOptions, 'level' | 'errors'> {}

/**
 * The summary of a model of `momentsFromSql` with robust errors, by one more question to the same table: the database sums up the squares
 * of the residuals of the rows, or of clusters, by their columns; with `errors` left out it is not asked. Condition and weights are
 * those of the training.
 *
 * @throws {GdError} as `summary`; `DATA` where there are more or fewer complete rows than those learned from, or the database refuses;
 *   `UNSUPPORTED` for HC2 and HC3 of a row of leverage 1, and where a statement gets too long for the dialect
 *
 * @example How sure a slope is where residuals spread unlike, of rows that stay in their table.
 * ```ts
 * import { DuckDBInstance } from '@duckdb/node-api';
 * import { solve } from '@gd-trainer/sdk';
 * import { momentsFromSql, summaryFromSql } from '@gd-trainer/sdk/sql';
 *
 * const client = await (await DuckDBInstance.create()).connect();
 * await client.run('CREATE TABLE sales AS SELECT size, 2 * size + size % 3 AS price FROM range(1_000) AS t(size)');
 * const query = async (sql) => (await client.runAndReadAll(sql)).getRowObjects();
 *
 * const table = { query, dialect: 'duckdb', table: ['sales'] };
 * const model = await solve(await momentsFromSql({ ...table, target: 'price', features: ['size'] }));
 * const { parameters } = await summaryFromSql(model, { ...table, errors: 'HC3' });
 * console.log(parameters[0].standardError.toPrecision(3)); // 0.0000898
 * ```
 */
export async function summaryFromSql(model: LinearModel, options: SqlSummaryOptions): Promise<Summary> {
  const { target, features } = model;
  const from = readTableOptions({ ...options, target, features }, ['query', 'signal', 'errors', 'level']);
  const rowsOf = asking(options);
  const written = featuresSql(model, from.dialect);
  const values = new Map(features.map((name, j) => [name, written[j]!]));
  return askSummary(model, options, {
    from: { ...from, values },
    ask: async (sql) => onlyRow(await rowsOf(sql)),
  });
}

/** The answers of a client, or the errors of its database in our words. Throws `OPTION` for what is no client. */
function asking({ query, signal }: Pick<SqlOptions, 'query' | 'signal'>): SqlOptions['query'] {
  if (typeof query !== 'function') {
    throw new GdError('OPTION', `"query" expected a function, got ${describe(query)}`, '', {
      option: 'query',
    });
  }
  return async (sql) => {
    signal?.throwIfAborted();
    try {
      return await orAborted(query(sql), signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof GdError ? error : engineError(error);
    }
  };
}
