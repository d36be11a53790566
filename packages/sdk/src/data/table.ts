import { hintAmong, isNumber } from '../checks.ts';
import { counted, describe, GdError, quote } from '../errors.ts';
import type { Settings } from '../options.ts';
import type { RawRows } from '../terms/evaluate.ts';
import type { NumericColumn, Source } from '../types.ts';
import type { DateOrder } from './dates.ts';
import type { Note } from './notes.ts';
import type { JudgedColumn } from './text-column.ts';

/** One column of a source, read in place: nothing is copied until a block asks for it. */
export interface Column {
  readonly name: string;
  readonly length: number;
  /** Fills `into` with the rows from `start`; a missing value becomes NaN. Throws `DATA` for what is no number. */
  read(into: Float64Array, start: number): void;
  /** The value as it was given, for messages; of a computed column that has none there, `DATA` is thrown, which tells why. */
  cell(row: number): unknown;
  /** The rows from `start` up to `end` as they lie there, where a kernel widens them faster than `read`. */
  narrow?(start: number, end: number): Float32Array | Int32Array;
  /** True where no cell can be anything but a number or missing. */
  readonly numeric?: boolean;
  /** Fills `into` with what the f64 of `read` leave out of the values, for a column that is computed. */
  rest?(into: Float64Array, start: number): void;
}

/** The raw columns that columns are made of, and the levels of categories. */
export interface Terms {
  /** Raw columns of each column, on an object without a prototype. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Levels of categories by the term, the reference first. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** Order of day and month in raw columns of dates like 03/04/2025; missing where there are none. */
  readonly orders?: Readonly<Record<string, DateOrder>>;
}

/** Levels of a category that is a feature unasked. */
export const MOST_DEFAULT_LEVELS = 20;

/** Raw columns of some columns, each once. */
export const inputNames = ({ terms }: Pick<Table, 'terms'>, features: readonly string[]): string[] => [
  ...new Set(features.flatMap((name) => terms?.inputs[name] ?? name)),
];

/** A column with text as it was judged, and its cells as they are. */
export interface TextCells {
  readonly judged: JudgedColumn;
  readonly raw: Column;
}

/** Rows of features and a target, whatever shape they came in. */
export interface Table {
  readonly features: readonly Column[];
  readonly target: Column;
  readonly sampleWeight: Column | undefined;
  readonly rows: number;
  /** The table that its rows were picked from, and their numbers there, from 0; missing where they are all of it. */
  readonly part?: { readonly of: Table; readonly rows: Int32Array };
  /** Whatever was chosen or left out where text was read. */
  readonly notes?: readonly Note[];
  /** Missing where every feature is a column. */
  readonly terms?: Terms | undefined;
  /** Rows of the raw columns of terms, from `start` on; missing where there are no terms. */
  rawRows?(start: number, count: number): RawRows;
  /** What it was read from, where that may have other columns. */
  readonly source?: Source;
}

/** The table that the rows of another were picked from, or that itself: rows there go by their numbers in the source. */
export const wholeOf = (table: Table): Table => table.part?.of ?? table;

/** Names and columns of a source, before anyone chose features and target. */
export interface Shape {
  /** Columns that may be features. */
  readonly names: readonly string[];
  /** The target of a shape that sets it apart, as `{ x, y }` does. */
  readonly target?: Column;
  column(name: string): Column;
}

/** The table that the options choose from a shape. Throws `DATA`, or `OPTION` where no target is named. */
export function tableOf(shape: Shape, settings: Settings): Table {
  const target = settings.target ?? shape.target?.name;
  if (target === undefined) {
    throw new GdError('OPTION', '"target" expected a column name, got nothing', hintAmong('', shape.names));
  }
  const { sampleWeight } = settings;
  const apart = [target, sampleWeight];
  const names = settings.features ?? shape.names.filter((name) => !apart.includes(name));
  if (names.length === 0) {
    throw new GdError('DATA', `no feature beside the target ${quote(target)}`, 'add a column');
  }
  refuseTooMany(names.length);
  if (names.includes(target)) {
    throw new GdError(
      'DATA',
      `column ${quote(target)} is the target and a feature`,
      'take it out of `features`',
    );
  }
  if (new Set(names).size < names.length) {
    throw new GdError('DATA', 'a feature is named twice', 'name each feature once');
  }
  const targetColumn = shape.target?.name === target ? shape.target : find(shape, target);
  return withEqualLengths({
    features: names.map((name) => find(shape, name)),
    target: targetColumn,
    sampleWeight:
      sampleWeight === undefined
        ? undefined
        : typeof sampleWeight === 'string'
          ? find(shape, sampleWeight)
          : arrayColumn('sampleWeight', sampleWeight),
    rows: targetColumn.length,
  });
}

/** Bytes of a product of two features in all tables of them that a run holds at its height: sums, moments, H, and copies for the kernels. */
const PRODUCT_BYTES = 6 * 8;
const MOST_BYTES = 2 ** 32;

function refuseTooMany(features: number): void {
  const bytes = PRODUCT_BYTES * features ** 2;
  if (bytes <= MOST_BYTES) return;
  throw new GdError(
    'UNSUPPORTED',
    `${counted(features, 'feature')} need ${Math.ceil(bytes / 2 ** 20)} MiB for their products, and ${MOST_BYTES / 2 ** 20} MiB is the limit`,
    `choose up to ${Math.floor(Math.sqrt(MOST_BYTES / PRODUCT_BYTES))} features`,
    { bytes, limit: MOST_BYTES },
  );
}

/** Throws `DATA` for a name that is not among those of the shape. */
export function find(shape: Shape, name: string): Column {
  if (!shape.names.includes(name)) throw unknownColumn(name, shape.names);
  return shape.column(name);
}

function withEqualLengths(table: Table): Table {
  const { target, sampleWeight } = table;
  for (const column of [...table.features, ...(sampleWeight ? [sampleWeight] : [])]) {
    if (column.length === target.length) continue;
    throw new GdError(
      'DATA',
      `column ${quote(column.name)} expected ${counted(target.length, 'row')} like ${quote(target.name)}, got ${column.length}`,
      'null stands for a missing value',
      { column: column.name },
    );
  }
  if (table.rows === 0) throw noRows();
  return table;
}

export const noRows = (): GdError => new GdError('DATA', 'the data has no rows', 'give at least one row');

export function unknownColumn(name: string, names: readonly string[]): GdError {
  return new GdError('DATA', `no column ${quote(name)}`, hintAmong(name, names), { column: name });
}

/**
 * True of columns by name whose features are numbers. Terms, other sources, and what is none, are for `shapes.ts`, which callers
 * who wait load when they meet one.
 */
export function isNamedColumns(
  source: unknown,
  { features, target }: Settings,
): source is Readonly<Record<string, NumericColumn>> {
  const columns = Object(source);
  const names = features?.concat(target as string) ?? Object.keys(columns);
  return names.length > 0 && names.every((name) => isNumbers(columns[name]));
}

const isNumbers = (values: unknown): boolean =>
  isFloats(values) || (Array.isArray(values) && values.every((value) => isNumber(value ?? 0)));

export function namedColumns(source: Readonly<Record<string, NumericColumn>>): Shape {
  return {
    names: Object.keys(source),
    column: (name) => arrayColumn(name, source[name] as NumericColumn),
  };
}

/** A column of numbers in one piece of memory. */
function floatColumn(name: string, values: Float64Array | Float32Array | Int32Array): Column {
  const refuseLoss = lossOf(name, values);
  const part = (start: number, end: number) => {
    refuseLoss();
    return values.subarray(start, end);
  };
  return {
    name,
    length: values.length,
    read: (into, start) => into.set(part(start, start + into.length)),
    cell: (row) => values[row],
    numeric: true,
    ...(values instanceof Float64Array ? {} : { narrow: part as NonNullable<Column['narrow']> }),
  };
}

/** A check that no value of an array has gone since: a caller may shorten or transfer it while a run takes its pauses. */
export function lossOf(name: string, values: { readonly length: number }): () => void {
  const { length } = values;
  return () => {
    if (values.length >= length) return;
    throw new GdError(
      'DATA',
      `column ${quote(name)} expected ${counted(length, 'value')} as before, got ${values.length}`,
      'leave the data alone meanwhile',
      { column: name },
    );
  };
}

const isFloats = (values: unknown): values is Float64Array | Float32Array | Int32Array =>
  values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array;

export function arrayColumn(name: string, values: NumericColumn): Column {
  if (isFloats(values)) return floatColumn(name, values);
  if (Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView))) {
    return cellColumn(name, values, (row) => values[row]);
  }
  throw new GdError(
    'DATA',
    `column ${quote(name)} expected an array of numbers, got ${describe(values)}`,
    'pass `[1, null, 3]` or a typed array',
    { column: name },
  );
}

/** A column that is asked value by value, each checked on the way. */
export function cellColumn(
  name: string,
  rows: { readonly length: number },
  cell: (row: number) => unknown,
): Column {
  const refuseLoss = lossOf(name, rows);
  return {
    name,
    length: rows.length,
    cell,
    read(into, start) {
      refuseLoss();
      for (let i = 0; i < into.length; i++) into[i] = asNumber(cell(start + i), name, start + i);
    },
  };
}

/** A value as f64, NaN where it is missing. Throws `DATA` for what is no number. */
function asNumber(value: unknown, name: string, row: number): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
  }
  throw badCell(name, row, value);
}

/** The error for a value that cannot be learned from; `row` counts from 0 here, from 1 in the message. */
export function badCell(column: string, row: number, value: unknown): GdError {
  const missing = value === null || value === undefined || Number.isNaN(value);
  const hint = missing
    ? "pass `missing: 'drop'` to leave such rows out"
    : typeof value === 'bigint'
      ? 'only whole numbers up to 2^53 have an exact f64'
      : 'leave such rows out';
  const came = value === null || value === undefined ? 'nothing' : describe(value);
  return new GdError(
    'DATA',
    `column ${quote(column)}, row ${row + 1}: expected a number, got ${came}`,
    hint,
    {
      column,
      row: row + 1,
    },
  );
}
