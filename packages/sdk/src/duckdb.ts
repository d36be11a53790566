/**
 * Files of any size, read by DuckDB: the rows stay in the file, a few numbers come back.
 *
 * @module
 */

import { type Check, checkedOptions, requireOption, when } from './checks.ts';
import { CSV_CHECKS } from './csv/options.ts';
import type { CsvOptions } from './csv.ts';
import type { Note } from './data/notes.ts';
import { chosenRows, type FileRowsOptions, rawColumns } from './duckdb/chosen-rows.ts';
import { readingOf } from './duckdb/csv-head.ts';
import { Database } from './duckdb/database.ts';
import type { FileColumn } from './duckdb/file-columns.ts';
import { type FileGroupsOptions, fileGroups } from './duckdb/file-groups.ts';
import { type FileMomentsOptions, fileMoments } from './duckdb/file-moments.ts';
import { openedFile } from './duckdb/opened-file.ts';
import { type FileCells, type FileRows, type OpenedFile, readCells, streamRows } from './duckdb/passes.ts';
import { drawSample, type FileSample, type FileSampleOptions } from './duckdb/samples.ts';
import type { GroupMoments } from './moments/group-moments.ts';
import type { TableMoments } from './sql/table-moments.ts';

export type { FileRowsOptions } from './duckdb/chosen-rows.ts';
export type { Progress } from './duckdb/database.ts';
export type { FileColumn } from './duckdb/file-columns.ts';
export type { FileGroupsOptions } from './duckdb/file-groups.ts';
export type { FileMomentsOptions } from './duckdb/file-moments.ts';
export type { FileCells, FileRows } from './duckdb/passes.ts';
export type { FileSample, FileSampleOptions } from './duckdb/samples.ts';
export type { GroupMoments } from './moments/group-moments.ts';
export type { TableMoments } from './sql/table-moments.ts';

/** Options of opening a file; those of `CsvOptions` are for files of text. */
export interface FileOptions extends CsvOptions {
  /** Memory that DuckDB may take, as `'512MB'` or `'4GB'`. Default: 1GB, enough for the moments of a file of any size. */
  readonly memoryLimit?: string;
}

export interface FileStreamOptions extends FileRowsOptions {
  /** Columns that go along unused, as numbers or text: what tells the clusters of robust errors apart. */
  readonly beside?: readonly string[];
  /** Ends a pass that is under way. */
  readonly signal?: AbortSignal;
}

/** A file, opened: nothing of it is in memory. */
export interface DataFile {
  /** All columns in the order of the file, text too. */
  readonly columns: readonly FileColumn[];
  /** Whatever was chosen or left out of a text file, as far as its first 50,000 rows tell; `moments` counts over all rows. */
  readonly notes: readonly Note[];
  /** Rows, complete or not; undefined until `moments` has read a text file too large to count in passing. */
  readonly rows: number | undefined;
  /**
   * The moments of all complete rows in one pass: up to 24 columns as sums in DuckDB, after a look at the first thousand rows;
   * of more the rows are streamed and summed here, which is faster then.
   */
  moments(options: FileMomentsOptions): Promise<TableMoments>;
  /**
   * The moments of the complete rows of each group in one pass, for `fitGroups`: at most a million groups, in the order of
   * their keys. Groups without a complete row are not there.
   */
  groups(options: FileGroupsOptions): Promise<GroupMoments>;
  /** `count` rows drawn at random, the same for the same seed: numeric columns, missing values as null. */
  sample(count: number, seed?: number, options?: FileSampleOptions): Promise<FileSample>;
  /**
   * The rows in the order of the file, some thousand at a time, missing values as NaN: a stream for `fit` by batches in
   * constant memory, which reads the file once each time the function is called. A condition that DuckDB answers by a
   * join, such as a list of more than six values, loses the order, and with it the same bits for the same seed.
   */
  stream(options: FileStreamOptions): () => AsyncIterable<FileRows>;
  /**
   * All columns in the order of the file, some thousand rows at a time: those named as numbers, null where none stands and
   * text where it cannot be read, the others as their text, null where they are empty. For what goes row by row, such as predictions.
   */
  cells(numbers: readonly string[], options?: { readonly signal?: AbortSignal }): AsyncIterable<FileCells>;
  /** Gives DuckDB's memory back; the file was never locked. */
  close(): void;
}

const MEMORY_LIMIT = '1GB';
/**
 * Opens CSV, TSV, Parquet or JSON files, also as .gz and by a pattern like `data/*.parquet`. Needs `@duckdb/node-api`.
 *
 * DuckDB is shut off before it opens the file: no extensions, no other path to read or write, settings locked. It runs
 * in this process all the same; its makers count a crash by a crafted file as a bug, not as a vulnerability, so open
 * files of strangers in a process you can lose.
 *
 * @throws {GdError} `UNSUPPORTED` without DuckDB or for a URL; `DATA` for no such file, or one that is no table
 *
 * @example Fit a file larger than memory.
 * ```ts
 * import { fit } from '@gd-trainer/sdk';
 * import { openFile } from '@gd-trainer/sdk/duckdb';
 *
 * const file = await openFile('packages/datasets/sets/penguins.csv');
 * const moments = await file.moments({ target: 'body_mass_g', features: ['flipper_length_mm'] });
 * const model = await fit(moments);
 * console.log(file.rows, moments.skippedRows, model.weights[0].toFixed(4)); // 344 2 49.6856
 * file.close();
 * ```
 */
export async function openFile(path: string, options: FileOptions = {}): Promise<DataFile> {
  const { memoryLimit, reading } = readOptions(path, options);
  const database = await Database.inMemory(memoryLimit);
  try {
    const opened = await openedFile(database, path, reading);
    return dataFile(opened, opened.counted ? await opened.total() : undefined);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A stored database that answers, one SELECT at a time. */
export interface StoredDatabase {
  /**
   * The rows of one SELECT, as `momentsFromSql` asks for them. Throws `DATA` for anything but one SELECT, and in the
   * engine's own words; an aborted query rejects with the reason of the signal.
   */
  query(sql: string, signal?: AbortSignal): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Gives memory and file back. */
  close(): void;
}

/**
 * Opens the file of a DuckDB database to be read and left as it is, to the last byte. Needs `@duckdb/node-api`.
 *
 * @param path - the file
 * @throws {GdError} `UNSUPPORTED` without DuckDB; `DATA` for no such file, or one that is no database
 */
export async function openDatabase(path: string): Promise<StoredDatabase> {
  const database = await Database.stored(path);
  return {
    query: (sql, signal) => database.rows(sql, signal && { signal }),
    close: () => database.close(),
  };
}

function dataFile(reader: OpenedFile, counted: number | undefined): DataFile {
  const { database, columns, views, notes } = reader;
  let rowsInFile = counted;
  return {
    columns: columns.map(({ name, type, numeric, kind }) => ({ name, type, numeric, ...(kind && { kind }) })),
    notes,
    get rows() {
      return rowsInFile;
    },
    async moments(options) {
      const found = await fileMoments(reader, options, rowsInFile);
      const isWhole = options.where === undefined && options.sampleWeight === undefined;
      if (isWhole) rowsInFile ??= found.n + found.skippedRows;
      return found;
    },
    groups: (options) => fileGroups(reader, options),
    sample: (count, seed = 1, options = {}) => drawSample(reader, { count, seed }, options),
    stream({ signal, beside = [], ...options }) {
      const chosen = chosenRows(reader, options);
      const streamed = rawColumns(reader, chosen, options.sampleWeight, beside);
      return () => streamRows(reader, chosen.from, streamed, signal);
    },
    cells: (numbers, { signal } = {}) => readCells(reader, numbers, signal),
    close() {
      views.close();
      database.close();
    },
  };
}

const CHECKS: Readonly<Record<keyof FileOptions, Check>> = {
  ...CSV_CHECKS,
  memoryLimit: (value) =>
    when(typeof value === 'string' && /^\d+(\.\d+)? ?[KMGT]i?B$/.test(value), 'a size like 512MB or 4GB'),
};

function readOptions(
  path: string,
  options: FileOptions,
): { readonly memoryLimit: string; readonly reading: CsvOptions } {
  requireOption('path', path, (value) =>
    when(typeof value === 'string' && value !== '' && !value.includes('\0'), 'the name of a file'),
  );
  const { memoryLimit = MEMORY_LIMIT, ...reading } = checkedOptions(options, CHECKS) as FileOptions;
  return { memoryLimit, reading: readingOf(path, reading) };
}
