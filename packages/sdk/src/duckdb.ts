/**
 * Files of any size, read by DuckDB: the rows stay in the file, a few numbers come back.
 *
 * @module
 */

import { type Check, checkedOptions, requireOption, when, wholeNumber } from './checks.ts';
import { CSV_CHECKS } from './csv/options.ts';
import type { CsvOptions } from './csv.ts';
import type { Note } from './data/notes.ts';
import { inputNames } from './data/table.ts';
import { type MissingWords, missingWordsOf } from './data/text-column.ts';
import { type FileHead, headOf, readingOf } from './duckdb/csv-head.ts';
import { Database, type QueryWatch } from './duckdb/database.ts';
import { type FileColumn, numericColumn, type ReadColumn, readColumns } from './duckdb/file-columns.ts';
import { type Files, findFiles } from './duckdb/files.ts';
import { countedNotes, gapsOf } from './duckdb/gap-notes.ts';
import { isRegular, loadTable } from './duckdb/loaded-table.ts';
import {
  counter,
  type FileCells,
  type FileRows,
  finiteSql,
  type Gaps,
  type OpenedFile,
  readCells,
  rowsIn,
  type StreamedColumn,
  streamRows,
  summedRows,
  usedColumns,
} from './duckdb/passes.ts';
import { atStart, inRows, progressScale } from './duckdb/progress.ts';
import { ROWS_VIEW, RowViews } from './duckdb/row-views.ts';
import { GdError, quote } from './errors.ts';
import { Moments } from './moments/moments.ts';
import type { AnswerRow } from './sql/answers.ts';
import { castColumn, quoteIdentifier } from './sql/dialects.ts';
import { readTableOptions } from './sql/options.ts';
import type { ReadTable } from './sql/statements.ts';
import { askMoments, type TableMoments } from './sql/table-moments.ts';
import { mayBeTerm, type SqlColumns, withTerms } from './sql/table-terms.ts';
import { columnsIn as columnsInTerm } from './terms/syntax.ts';

export type { Progress } from './duckdb/database.ts';
export type { FileColumn } from './duckdb/file-columns.ts';
export type { FileCells, FileRows } from './duckdb/passes.ts';
export type { TableMoments } from './sql/table-moments.ts';

/** Options of opening a file; those of `CsvOptions` are for files of text. */
export interface FileOptions extends CsvOptions {
  /** Memory that DuckDB may take, as `'512MB'` or `'4GB'`. Default: 1GB, enough for the moments of a file of any size. */
  readonly memoryLimit?: string;
}

/** Rows and columns of a file. */
export interface FileRowsOptions {
  /** Column to predict. */
  readonly target: string;
  /** Terms; default: every other column of numbers or truth, and categories of at most 20 levels. */
  readonly features?: readonly string[];
  /** A condition on the rows in DuckDB's SQL; it can see this file only. Of two names alike but for capitals the later ends in _1 there. */
  readonly where?: string;
  /** A column of sample weights ≥ 0. */
  readonly sampleWeight?: string;
}

export interface FileMomentsOptions extends FileRowsOptions, QueryWatch {}

/** Rows that a sample is drawn from. */
export interface FileSampleOptions extends QueryWatch {
  /** A condition on the rows drawn from, as in `moments`. */
  readonly where?: string;
  /** True for columns of text and dates, too, as their text. Default: false. */
  readonly text?: boolean;
}

export interface FileStreamOptions extends FileRowsOptions {
  /** Ends a pass that is under way. */
  readonly signal?: AbortSignal;
}

/** Columns of numbers by name, and of text where it was asked for, on an object without a prototype: any header is safe as a key. A source for `fit`. */
export type FileSample = Readonly<Record<string, readonly (number | string | null)[]>>;

/** A file, opened: nothing of it is in memory. */
export interface DataFile {
  /** All columns in the order of the file, text too. */
  readonly columns: readonly FileColumn[];
  /** Whatever was chosen or left out of a text file, as far as its first half megabyte tells; `moments` counts over all rows. */
  readonly notes: readonly Note[];
  /** Rows, complete or not; undefined until `moments` has read a text file too large to count in passing. */
  readonly rows: number | undefined;
  /**
   * The moments of all complete rows in one pass: up to 24 columns as sums in DuckDB, after a look at the first thousand rows;
   * of more the rows are streamed and summed here, which is faster then.
   */
  moments(options: FileMomentsOptions): Promise<TableMoments>;
  /** `count` rows drawn at random, the same for the same seed: numeric columns, missing values as null. */
  sample(count: number, seed?: number, options?: FileSampleOptions): Promise<FileSample>;
  /**
   * The rows in the order of the file, some thousand at a time, missing values as NaN: a stream for `fit` by batches in
   * constant memory, which reads the file once each time the function is called. A condition that DuckDB answers by a
   * join, such as a list of more than six values, loses the order, and with it the same bits for the same seed.
   */
  stream(options: FileStreamOptions): () => AsyncIterable<FileRows>;
  /**
   * All columns in the order of the file, some thousand rows at a time: those named as numbers, null where none stands,
   * the others as their text, null where they are empty. For what goes row by row, such as predictions.
   */
  cells(numbers: readonly string[], options?: { readonly signal?: AbortSignal }): AsyncIterable<FileCells>;
  /** Gives DuckDB's memory back; the file was never locked. */
  close(): void;
}

const MEMORY_LIMIT = '1GB';
/** Levels of a category that is a feature unasked. */
const MOST_LEVELS = 20;
/** Columns up to which DuckDB adds the products up: each pair of columns is a sum of its own there, and parsed as one. */
const MOST_SUMMED = 24;
/** Text files up to this size are counted when opened, in about a tenth of a second. */
const COUNTED_BYTES = 32e6;

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
    const files = await findFiles(database, path);
    await database.lock(files.allowed);
    const head = files.format === 'csv' ? await headOf(files, reading) : undefined;
    const opened =
      head && !isRegular(head, reading)
        ? await openLoaded(database, files, head, reading)
        : await openScanned(database, files, head, missingWordsOf(reading.missingWords));
    return dataFile(opened, opened.counted ? await opened.total() : undefined);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Files that the engine reads itself, pass by pass. */
async function openScanned(
  database: Database,
  files: Files,
  head: FileHead | undefined,
  words: MissingWords,
): Promise<OpenedFile> {
  const columns = await readColumns(database, files, head, words);
  const views = new RowViews(database, files, columns, head, words);
  await views.open();
  return {
    database,
    columns,
    views,
    notes: head ? notesOf(head) : withoutCounts(columns.flatMap((column) => column.notes ?? [])),
    partial: files.format !== 'csv' || !(head?.whole && files.names.length === 1),
    parsed: files.format !== 'parquet',
    scale: head && progressScale(files, head),
    counted: countsAtOnce(files, head),
    total: counter(database),
  };
}

/** A file that is read here, once. */
async function openLoaded(
  database: Database,
  files: Files,
  head: FileHead,
  reading: CsvOptions,
): Promise<OpenedFile> {
  const { columns, notes, files: loaded } = await loadTable(database, files, head, reading);
  const views = new RowViews(database, loaded, columns, undefined, missingWordsOf());
  await views.open();
  return {
    database,
    columns,
    views,
    notes,
    partial: false,
    parsed: true,
    scale: undefined,
    counted: true,
    total: counter(database),
  };
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
    async query(sql, signal) {
      const { names, columns } = await database.columns(sql, signal && { signal });
      const rows = columns[0]?.length ?? 0;
      return Array.from({ length: rows }, (_, row) =>
        Object.fromEntries(names.map((name, j) => [name, columns[j]![row]])),
      );
    },
    close: () => database.close(),
  };
}

/** Notes without the counts of missing values, which are those of the start alone where that is not all. */
const withoutCounts = (notes: readonly Note[]): Note[] => notes.filter(({ code }) => code !== 'missing');

const notesOf = ({ whole, notes }: FileHead): readonly Note[] => (whole ? notes : withoutCounts(notes));

function dataFile(reader: OpenedFile, counted: number | undefined): DataFile {
  const { database, columns, views, notes, parsed, scale } = reader;
  let rowsInFile = counted;
  return {
    columns: columns.map(({ name, type, numeric, kind }) => ({ name, type, numeric, ...(kind && { kind }) })),
    notes,
    get rows() {
      return rowsInFile;
    },
    async moments({ signal, onProgress, ...options }) {
      const chosen = chosenRows(reader, options);
      await database.requireCondition(chosen.from.where);
      const { from, names } = await withFileTerms(reader, chosen);
      const whole = from.where === undefined && from.sampleWeight === undefined;
      const noted = async (
        found: TableMoments,
        counted: ReadonlyMap<string, Gaps>,
      ): Promise<TableMoments> => {
        const all = found.n + found.skippedRows;
        if (whole) rowsInFile ??= all;
        const isTold = !reader.partial || found.skippedRows === 0 || options.where !== undefined;
        const weight = options.sampleWeight === undefined ? [] : [options.sampleWeight];
        const used = [...inputNames(from, names.slice(0, -1)), names.at(-1)!, ...weight];
        const gaps = from.terms ? undefined : counted;
        const told = isTold ? notes : await countedNotes(reader, used, all, signal ? { signal } : {}, gaps);
        return told.length > 0 ? Object.assign(found, { notes: told }) : found;
      };
      if (names.length > MOST_SUMMED) {
        const gaps = new Map<string, Gaps>();
        const watch = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
        return noted(await summedRows(reader, from, names, watch, gaps), gaps);
      }
      const watch = (rows: 'all' | 'few'): QueryWatch => ({
        ...(signal && { signal }),
        ...(onProgress && {
          onProgress: rows === 'all' ? inRows(onProgress, scale, rowsInFile) : atStart(onProgress),
        }),
      });
      let gaps: ReadonlyMap<string, Gaps> = new Map();
      const ask = async (sql: string, rows: 'all' | 'few'): Promise<AnswerRow> => {
        const answer = await database.row(sql, watch(rows));
        if (rows === 'all') gaps = gapsOf(answer, names);
        return answer;
      };
      const { skippedRows, ...found } = await views.read((view) =>
        askMoments({ ...from, table: [view], parsed, gapsCounted: true }, ask),
      );
      return noted(
        Object.assign(new Moments({ ...found, names, target: names.at(-1)! }), { skippedRows }),
        gaps,
      );
    },
    sample: (count, seed = 1, options = {}) => drawSample(reader, { count, seed }, options),
    stream({ signal, ...options }) {
      const chosen = chosenRows(reader, options);
      const streamed = rawColumns(reader, chosen, options.sampleWeight);
      return () => streamRows(reader, chosen.from, streamed, signal);
    },
    cells: (numbers, { signal } = {}) => readCells(reader, numbers, signal),
    close: () => database.close(),
  };
}

/** The rows and columns asked for, by their names in SQL, and the names of features and target in the file. */
function chosenRows(
  { columns, notes }: OpenedFile,
  { target, features, where, sampleWeight, ...unknown }: FileRowsOptions,
): ChosenRows {
  const given = readTableOptions({
    ...unknown,
    dialect: 'duckdb',
    table: [ROWS_VIEW],
    target,
    features: features ?? otherColumns(columns, notes, target, sampleWeight),
    ...(where === undefined ? {} : { where }),
    ...(sampleWeight === undefined ? {} : { sampleWeight }),
  });
  const sqlName = (name: string): string => numericColumn(columns, name).sqlName;
  for (const name of given.features) if (!mayBeTerm(name)) kindIn(columns, name);
  const isPlain = given.features.every((name) =>
    columns.some((column) => column.name === name && column.numeric),
  );
  const from = {
    ...given,
    features: isPlain ? given.features.map(sqlName) : given.features,
    target: sqlName(target),
    ...(sampleWeight === undefined ? {} : { sampleWeight: sqlName(sampleWeight) }),
  };
  return { from, names: [...given.features, target], isPlain };
}

/** The rows with terms as expressions; levels are asked for. */
async function withFileTerms(
  { database, columns, views }: OpenedFile,
  { from, names, isPlain }: ChosenRows,
): Promise<Pick<ChosenRows, 'from' | 'names'>> {
  if (isPlain) return { from, names };
  const target = names.at(-1)!;
  const read = await views.read((view) =>
    withTerms({ ...from, table: [view], target }, columnsIn(columns), async (sql) => {
      const { columns: found } = await database.columns(sql);
      return found[0] ?? [];
    }),
  );
  return { from: { ...read, table: from.table, target: from.target }, names: [...read.features, target] };
}

const columnsIn = (columns: readonly ReadColumn[]): SqlColumns => ({
  names: columns.map(({ name }) => name),
  kindOf: (name) => kindIn(columns, name),
  columnOf: (name) => columns.find((column) => column.name === name)?.sqlName ?? name,
});

/** The kind of a column of a file. Throws `DATA` for none of that name. */
function kindIn(columns: readonly ReadColumn[], name: string): 'number' | 'date' | 'category' {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column || column.numeric) return numericColumn(columns, name) && 'number';
  return column.kind === 'date' || /^(?:DATE|TIMESTAMP)/.test(column.type) ? 'date' : 'category';
}

/** The columns that the features of a stream are made from, the target and the weight. */
function rawColumns(
  { columns }: OpenedFile,
  { from, names, isPlain }: ChosenRows,
  weight: string | undefined,
): StreamedColumn[] {
  const last = weight === undefined ? [] : [weight];
  if (isPlain) return usedColumns(from, [...names, ...last]);
  const isColumn = (name: string): boolean => columns.some((column) => column.name === name);
  const inputs = names.slice(0, -1).flatMap((term) => columnsInTerm(term, isColumn));
  return [...new Set([...inputs, names.at(-1)!, ...last])].map((name) => {
    const isText = kindIn(columns, name) !== 'number';
    const sqlName = columns.find((column) => column.name === name)!.sqlName;
    const value = isText ? textSql(sqlName) : castColumn(sqlName, 'duckdb');
    return { name, value, isText };
  });
}

const textSql = (column: string): string => `CAST(${quoteIdentifier(column, 'duckdb')} AS VARCHAR)`;

/** Rows and columns that were asked for. */
interface ChosenRows {
  /** By their names in SQL; features that are terms as they were given. */
  readonly from: ReadTable;
  /** Features and target by their names in the file. */
  readonly names: readonly string[];
  /** True if every feature is a column of numbers. */
  readonly isPlain: boolean;
}

/** True where the rows are counted when the file is opened: where it tells, or is small. The first pass counts others. */
const countsAtOnce = ({ format, bytes }: Files, head: FileHead | undefined): boolean =>
  format === 'parquet' || bytes * (head?.unpacking ?? 1) <= COUNTED_BYTES;

/** Features unasked: numbers, truth and categories of at most 20 levels, but no labels. */
function otherColumns(
  columns: readonly FileColumn[],
  notes: readonly Note[],
  target: string,
  sampleWeight?: string,
): string[] {
  const isCategory = (name: string): boolean =>
    notes.some(
      ({ code, column, count = 0 }) => code === 'category' && column === name && count <= MOST_LEVELS,
    );
  const others = columns.filter(
    ({ name, numeric, kind }) =>
      (numeric || isCategory(name)) &&
      kind !== 'label' &&
      kind !== 'empty' &&
      name !== target &&
      name !== sampleWeight,
  );
  if (others.length > 0) return others.map(({ name }) => name);
  throw new GdError('DATA', `no numeric column beside the target ${quote(target)}`, 'add a column');
}

async function drawSample(
  { database, columns, views }: OpenedFile,
  { count, seed }: { count: number; seed: number },
  { where, text = false, ...watch }: FileSampleOptions,
): Promise<FileSample> {
  for (const [name, value, least] of [
    ['count', count, 1],
    ['seed', seed, 0],
  ] as const) {
    requireOption(name, value, wholeNumber(least, 2 ** 31 - 1));
  }
  const sample: Record<string, (number | string | null)[]> = Object.create(null);
  await database.requireCondition(where);
  const drawable = columns.filter((column) => text || column.numeric);
  if (drawable.length === 0) return sample;
  const values = drawable.map(({ sqlName, numeric }) =>
    numeric ? finiteSql(castColumn(sqlName, 'duckdb'), 'NULL') : textSql(sqlName),
  );
  const drawn = await views.read((view) =>
    database.columns(
      `SELECT ${values.join(', ')} FROM ${rowsIn(view, where)} USING SAMPLE reservoir(${count} ROWS) REPEATABLE (${seed})`,
      watch,
    ),
  );
  for (const [j, { name }] of drawable.entries())
    sample[name] = drawn.columns[j] as (number | string | null)[];
  return sample;
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
