// Passes over the rows of a file in their order, none of which is taken for whole where it breaks off.

import type { Note } from '../data/notes.ts';
import { streamData } from '../moments/stream.ts';
import { readOptions } from '../options.ts';
import type { AnswerRow } from '../sql/answers.ts';
import { castColumn, quoteIdentifier } from '../sql/dialects.ts';
import { columnsOf, type ReadTable, valueSql } from '../sql/statements.ts';
import type { TableMoments } from '../sql/table-moments.ts';
import type { Chunk, Database, QueryWatch } from './database.ts';
import { numericColumn, type ReadColumn } from './file-columns.ts';
import type { ProgressScale } from './progress.ts';
import type { RowViews } from './row-views.ts';

/** Some rows as columns by name, on an object without a prototype: numbers, and text or dates as their text. */
export type FileRows = Readonly<Record<string, Float64Array | readonly (string | null)[]>>;

/** A column of a pass: its name, and its value in SQL. */
export interface StreamedColumn {
  readonly name: string;
  readonly value: string;
  readonly isText?: boolean;
}

/** Features, target and weight of a table as columns of these names. */
export const usedColumns = (from: ReadTable, names: readonly string[]): StreamedColumn[] => {
  const { sampleWeight } = from;
  const weight = sampleWeight === undefined ? [] : [castColumn(sampleWeight, 'duckdb')];
  return [...columnsOf(from).map((column) => valueSql(from, column)), ...weight].map((value, j) => ({
    name: names[j]!,
    value,
  }));
};

/** Some rows as columns by name, of numbers or of text. */
export type FileCells = Readonly<Record<string, readonly (number | string | null)[]>>;

/** Everything that it takes to ask for rows. */
export interface OpenedFile {
  readonly database: Database;
  readonly columns: readonly ReadColumn[];
  readonly views: RowViews;
  /** Whatever was chosen or left out of text, as far as it has been looked at. */
  readonly notes: readonly Note[];
  /** True of a text file whose notes speak of its start alone. */
  readonly partial: boolean;
  /** True if the rows are counted when the file is opened. */
  readonly counted: boolean;
  /** True if the values are parsed from text. */
  readonly parsed: boolean;
  readonly scale: ProgressScale | undefined;
  /** Number of rows that meet a condition, asked once. */
  total(where?: string): Promise<number>;
}

/** What a pass tells of the gaps of a column: how many cells are no numbers, and whether all of them are known to be missing. */
export interface Gaps {
  readonly count: number;
  readonly missing: boolean;
}

/** Numbers of rows that meet a condition, each asked for once. */
export function counter(database: Database, views: RowViews): OpenedFile['total'] {
  const counts = new Map<string | undefined, number>();
  return async (where) => {
    const known = counts.get(where);
    if (known !== undefined) return known;
    const count = (view: string): Promise<AnswerRow> =>
      database.row(`SELECT COUNT(*) AS total FROM ${rowsIn(view, where)}`);
    // without a condition no cell is looked at
    const { total } = await (where === undefined ? count(views.present) : views.read(count));
    counts.set(where, Number(total));
    return Number(total);
  };
}

/** A pass over the rows; where a cell stops the fast view, the careful one goes on from there. */
export async function* streamRows(
  { database, views, total }: OpenedFile,
  from: ReadTable,
  streamed: readonly StreamedColumn[],
  signal: AbortSignal | undefined,
): AsyncGenerator<FileRows> {
  const values = streamed.map(({ value, isText }) =>
    isText ? value : finiteSql(value, "CAST('NaN' AS DOUBLE)"),
  );
  await database.requireCondition(from.where);
  let given = 0;
  async function* rowsOf(view: string): AsyncGenerator<FileRows> {
    const sql = `SELECT ${values.join(', ')} FROM ${rowsIn(view, from.where)} OFFSET ${given}`;
    for await (const { rows, column } of database.stream(sql, signal && { signal })) {
      const chunk: Record<string, FileRows[string]> = Object.create(null);
      for (const [j, { name, isText }] of streamed.entries()) {
        chunk[name] = isText ? textsOf(column(j), rows) : doublesOf(column(j), rows);
      }
      given += rows;
      yield chunk;
    }
    if (given !== (await total(from.where))) throw await database.failureOf(sql);
  }
  try {
    yield* rowsOf(await views.first());
  } catch (error) {
    yield* rowsOf(await views.careful(error));
  }
}

/** The moments of the complete rows, streamed; one whose weight is missing is no complete row either. The cells without a number of each column are counted in `gaps`. */
export async function summedRows(
  reader: OpenedFile,
  from: ReadTable,
  names: readonly string[],
  { signal, onProgress }: QueryWatch,
  gaps: Map<string, Gaps>,
): Promise<TableMoments> {
  // any name but theirs
  const weight = `weight of ${names.join(', ')}`;
  const all = onProgress ? await reader.total(from.where) : 0;
  const target = names.at(-1)!;
  let rows = 0;
  async function* chunks(): AsyncGenerator<FileRows> {
    const weighted = from.sampleWeight === undefined ? [] : [weight];
    for await (const chunk of streamRows(reader, from, usedColumns(from, [...names, ...weighted]), signal)) {
      const values = chunk as Readonly<Record<string, Float64Array>>;
      for (const [name, cells] of Object.entries(chunk)) addGaps(gaps, name, cells);
      for (const name of weighted) dropUnweighted(values[name]!, values[target]!);
      rows += chunk[target]!.length;
      onProgress?.({ share: rows / all, rows });
      yield chunk;
    }
  }
  const settings = readOptions({
    target,
    features: names.slice(0, -1),
    missing: 'drop',
    ...(from.sampleWeight === undefined ? {} : { sampleWeight: weight }),
    ...(signal && { signal }),
  });
  const { moments, skippedRows } = await streamData(chunks(), settings);
  return Object.assign(moments, { skippedRows }, from.terms && { terms: from.terms });
}

/** Streams give what is not finite as NaN too: whether all is missing is not known. */
function addGaps(gaps: Map<string, Gaps>, name: string, cells: FileRows[string]): void {
  let { count } = gaps.get(name) ?? { count: 0 };
  for (const cell of cells) if (cell === null || Number.isNaN(cell)) count++;
  gaps.set(name, { count, missing: count === 0 });
}

function dropUnweighted(weights: Float64Array, target: Float64Array): void {
  for (let i = 0; i < weights.length; i++) {
    if (!Number.isNaN(weights[i])) continue;
    weights[i] = 1;
    target[i] = Number.NaN;
  }
}

function doublesOf(column: ReturnType<Chunk['column']>, rows: number): Float64Array {
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) values[i] = column.getItem(i) as number;
  return values;
}

const textsOf = (column: ReturnType<Chunk['column']>, rows: number): (string | null)[] =>
  Array.from({ length: rows }, (_, i) => column.getItem(i) as string | null);

/** All columns, the chosen ones as numbers, or text where a cell cannot be read, and the others as the text they are written as. */
export async function* readCells(
  { database, columns, views, parsed, total }: OpenedFile,
  numbers: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<FileCells> {
  const chosen = [...new Set(numbers.map((name) => numericColumn(columns, name)))];
  const { view, unread } = await views.cells(chosen);
  // where a double is stored as one, it prints in fewer digits than DuckDB's text of it
  const asNumber = (column: ReadColumn): boolean =>
    chosen.includes(column) || (!parsed && /^(?:FLOAT|DOUBLE)$/.test(column.type));
  const values = columns.map((column) =>
    asNumber(column)
      ? finiteSql(castColumn(column.sqlName, 'duckdb'), 'NULL')
      : `CAST(${quoteIdentifier(column.sqlName, 'duckdb')} AS VARCHAR)`,
  );
  const sql = `SELECT ${[...values, ...unread].join(', ')} FROM ${view}`;
  const positions = columns.map((column) => [column.name, chosen.indexOf(column)] as const);
  let given = 0;
  for await (const { rows, column } of database.stream(sql, signal && { signal })) {
    const chunk: Record<string, (number | string | null)[]> = Object.create(null);
    for (const [j, [name, k]] of positions.entries()) {
      const cells = column(j);
      const texts = k < 0 ? undefined : column(columns.length + k);
      chunk[name] = Array.from(
        { length: rows },
        (_, i) => (cells.getItem(i) ?? texts?.getItem(i) ?? null) as number | string | null,
      );
    }
    given += rows;
    yield chunk;
  }
  if (given !== (await total())) throw await database.failureOf(sql);
}

/** A value as a double, and what stands for one that is missing or not finite. */
export function finiteSql(value: string, otherwise: string): string {
  return `CASE WHEN isfinite(${value}) THEN ${value} ELSE ${otherwise} END`;
}

/** The rows of a view that meet a condition, closed off by a line end in case it ends in a comment. */
export const rowsIn = (view: string, where: string | undefined): string =>
  where === undefined ? view : `(SELECT * FROM ${view} WHERE (${where}\n)) AS chosen`;
