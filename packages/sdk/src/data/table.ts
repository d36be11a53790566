import { nearest } from '../checks.ts';
import { describe, GdError, quote } from '../errors.ts';
import type { Settings } from '../options.ts';
import type { ArrowTableLike, ArrowVectorLike, NumericColumn, Source } from '../types.ts';

/** One column of a source, read in place: nothing is copied until a block asks for it. */
export interface Column {
  readonly name: string;
  readonly length: number;
  /** Fills `into` with the rows from `start`; a missing value becomes NaN. Throws `DATA` for what is no number. */
  read(into: Float64Array, start: number): void;
  /** The value as it was given, for messages. */
  cell(row: number): unknown;
  /** The rows from `start` up to `end` as they lie there, where a kernel widens them faster than `read`. */
  narrow?(start: number, end: number): Float32Array | Int32Array;
}

/** Rows of features and a target, whatever shape they came in. */
export interface Table {
  readonly features: readonly Column[];
  readonly target: Column;
  readonly sampleWeight: Column | undefined;
  readonly rows: number;
}

/** Names and columns of a source, before anyone chose features and target. */
interface Shape {
  /** Columns that may be features. */
  readonly names: readonly string[];
  /** The target of a shape that sets it apart, as `{ x, y }` does. */
  readonly target?: Column;
  column(name: string): Column;
}

/** Readers that the main entry brings (`spared.ts`), and the lean one spares. */
export const READERS: {
  arrowCells?: (name: string, vector: ArrowVectorLike) => (row: number) => unknown;
  refusal?: (source: unknown) => GdError | undefined;
} = {};

/** The table that the options choose from a source. Throws `DATA` (or `OPTION` where no target is named). */
export const readTable = (source: Source, settings: Settings): Table =>
  orRefused(source, () => chosenTable(source, settings));

/** What is read of a source; where it cannot be, the reason may be what the source is. */
function orRefused<Result>(source: Source, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw READERS.refusal?.(source) ?? error;
  }
}

function chosenTable(source: Source, settings: Settings): Table {
  if (Array.isArray(source) && source.length === 0) throw noRows();
  const shape = shapeOf(source, settings.features);
  const target = settings.target ?? shape.target?.name;
  if (target === undefined) {
    throw new GdError(
      'OPTION',
      '"target" expected a column name, got nothing',
      `name one of ${list(shape.names)}`,
    );
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
      'take it out of "features"',
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
    `${features} features need ${Math.ceil(bytes / 2 ** 20)} MiB for their products, and ${MOST_BYTES / 2 ** 20} MiB is the limit`,
    `choose up to ${Math.floor(Math.sqrt(MOST_BYTES / PRODUCT_BYTES))} features`,
    { bytes, limit: MOST_BYTES },
  );
}

/** The columns of these names, for a model that has been trained. Rows given as `{ x }` without names count as in order. */
export function readFeatures(source: Source, names: readonly string[]): Column[] {
  return orRefused(source, () => {
    const shape = shapeOf(source, names);
    return names.map((name) => find(shape, name));
  });
}

/** The column of that name, be it the target of the source or one of its features. */
export function readTarget(source: Source, name: string, features: readonly string[]): Column {
  const shape = shapeOf(source, features);
  return shape.target && !shape.names.includes(name) ? shape.target : find(shape, name);
}

function find(shape: Shape, name: string): Column {
  if (!shape.names.includes(name)) throw unknownColumn(name, shape.names);
  return shape.column(name);
}

function withEqualLengths(table: Table): Table {
  const { target, sampleWeight } = table;
  for (const column of [...table.features, ...(sampleWeight ? [sampleWeight] : [])]) {
    if (column.length === target.length) continue;
    throw new GdError(
      'DATA',
      `column ${quote(column.name)} expected ${target.length} rows like ${quote(target.name)}, got ${column.length}`,
      'give every column one value a row; null stands for a missing one',
      { column: column.name },
    );
  }
  if (table.rows === 0) throw noRows();
  return table;
}

export const noRows = (): GdError => new GdError('DATA', 'the data has no rows', 'give at least one row');

function unknownColumn(name: string, names: readonly string[]): GdError {
  const near = nearest(name, names);
  return new GdError(
    'DATA',
    `no column ${quote(name)}`,
    names.length === 0
      ? 'there are no columns'
      : `${near === undefined ? '' : `did you mean ${quote(near)}? `}there are ${list(names)}`,
    { column: name },
  );
}

const LONGEST_LIST = 12;

function list(names: readonly string[]): string {
  const shown = names.slice(0, LONGEST_LIST).map(quote).join(', ');
  return names.length > LONGEST_LIST ? `${shown} and ${names.length - LONGEST_LIST} more` : shown;
}

function shapeOf(source: Source, featureNames: readonly string[] | undefined): Shape {
  if (typeof source !== 'object' || source === null) {
    throw new GdError('DATA', `the data expected columns, rows or { x, y }, got ${describe(source)}`);
  }
  if (Array.isArray(source)) return rowObjects(source, featureNames);
  if ('getChild' in source && 'numRows' in source) return arrowTable(source as ArrowTableLike);
  const { x, columns } = source as { x?: unknown; columns?: unknown };
  if (Array.isArray(x) && typeof x[0] === 'object' && x[0] !== null) {
    return rowArrays(source as RowArrays, featureNames);
  }
  if (ArrayBuffer.isView(x) && typeof columns === 'number') return flatArray(source as Flat, featureNames);
  return namedColumns(source as Readonly<Record<string, NumericColumn>>);
}

function namedColumns(source: Readonly<Record<string, NumericColumn>>): Shape {
  return {
    names: Object.keys(source),
    column: (name) => arrayColumn(name, source[name] as NumericColumn),
  };
}

function rowObjects(source: readonly object[], featureNames: readonly string[] = []): Shape {
  const [first] = source;
  if (source.length > 0 && (typeof first !== 'object' || first === null || Array.isArray(first))) {
    throw new GdError(
      'DATA',
      `row 1 expected an object, got ${describe(first)}`,
      'rows of numbers go into { x, y }',
    );
  }
  return {
    names: source.length > 0 ? keysOf(source) : featureNames,
    // a key that a row lacks is missing there, be it one that every object inherits
    column: (name) =>
      cellColumn(name, source, (row) =>
        Object.hasOwn(source[row] ?? {}, name)
          ? (source[row] as Readonly<Record<string, unknown>>)[name]
          : undefined,
      ),
  };
}

/** Keys of all rows, in the order in which they are met first. */
function keysOf(rows: readonly object[]): string[] {
  const keys = Object.keys(rows[0]!);
  const known = new Set(keys);
  for (const row of rows) {
    let j = 0;
    // most rows have the keys of the first in its order
    for (const key in row) {
      if (key === keys[j++] || known.has(key) || !Object.hasOwn(row, key)) continue;
      known.add(key);
      keys.push(key);
    }
  }
  return keys;
}

type RowArrays = Extract<Source, { readonly x: readonly (readonly number[])[] }>;

function rowArrays({ x, y, names }: RowArrays, featureNames: readonly string[] | undefined): Shape {
  const width = x[0]!.length;
  const ragged = x.findIndex((row) => row?.length !== width);
  if (ragged >= 0) {
    throw new GdError(
      'DATA',
      `row ${ragged + 1} expected ${width} numbers like row 1, got ${describe(x[ragged]?.length)}`,
      'give every row one number a feature',
      { row: ragged + 1 },
    );
  }
  const column = (name: string, j: number): Column => cellColumn(name, x, (row) => x[row]?.[j]);
  return featuresAndTarget(names ?? featureNames, width, y, column);
}

type Flat = Extract<Source, { readonly columns: number }>;

function flatArray(
  { x, y, columns, order = 'row', names }: Flat,
  featureNames: readonly string[] | undefined,
): Shape {
  const rows = x.length / columns;
  if (!(Number.isInteger(rows) && columns >= 1)) {
    throw new GdError(
      'DATA',
      `"x" expected a multiple of ${columns} numbers, got ${x.length}`,
      'check "columns"',
    );
  }
  const column = (name: string, j: number) =>
    order === 'column'
      ? arrayColumn(name, x.subarray(j * rows, (j + 1) * rows))
      : stridedColumn(name, x, j, columns, rows);
  return featuresAndTarget(names ?? featureNames, columns, y, column);
}

function featuresAndTarget(
  given: readonly string[] | undefined,
  width: number,
  y: NumericColumn | undefined,
  column: (name: string, index: number) => Column,
): Shape {
  const names = given ?? Array.from({ length: width }, (_, index) => `x${index + 1}`);
  if (names.length !== width) {
    throw new GdError(
      'DATA',
      `"x" expected ${names.length} columns, one a name, got ${width}`,
      'name every column',
    );
  }
  if (y !== undefined && names.includes('y')) {
    const message = `column ${names.indexOf('y') + 1} of "x" expected a name of its own, got "y", the name of the target`;
    throw new GdError('DATA', message, 'give it another name', { column: 'y' });
  }
  const indexOf = new Map(names.map((name, index) => [name, index]));
  return {
    names,
    ...(y === undefined ? {} : { target: arrayColumn('y', y) }),
    column: (name) => column(name, indexOf.get(name)!),
  };
}

/** Integers and floats, by Arrow's ids of types; a typed array holds them as they are, but for floats of 16 bits. */
const LAST_PLAIN_TYPE = 3;
const HALF_FLOAT = 0;

function arrowTable(source: ArrowTableLike): Shape {
  return {
    names: source.schema.fields.map((field) => field.name),
    column(name) {
      const vector = source.getChild(name) as ArrowVectorLike;
      const { typeId = 0, precision = 1 } = vector.type ?? {};
      if (typeId > LAST_PLAIN_TYPE || precision === HALF_FLOAT) {
        if (READERS.arrowCells) return cellColumn(name, vector, READERS.arrowCells(name, vector));
        const message = `column ${quote(name)}: its Arrow type is not read by the lean entry`;
        throw new GdError('UNSUPPORTED', message, 'import from @gd-trainer/sdk');
      }
      const values = vector.nullCount === 0 ? vector.toArray() : undefined;
      return ArrayBuffer.isView(values)
        ? arrayColumn(name, values as Float64Array)
        : cellColumn(name, vector, (row) => vector.get(row));
    },
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
    ...(values instanceof Float64Array ? {} : { narrow: part as NonNullable<Column['narrow']> }),
  };
}

/** A check that no value of an array has gone since: a caller may shorten or transfer it while a run takes its pauses. */
function lossOf(name: string, values: { readonly length: number }): () => void {
  const { length } = values;
  return () => {
    if (values.length >= length) return;
    throw new GdError(
      'DATA',
      `column ${quote(name)} expected ${length} values as before, got ${values.length}`,
      'leave the data alone until the run ends',
      { column: name },
    );
  };
}

function arrayColumn(name: string, values: NumericColumn): Column {
  if (values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array) {
    return floatColumn(name, values);
  }
  if (Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView))) {
    return cellColumn(name, values, (row) => values[row]);
  }
  throw new GdError(
    'DATA',
    `column ${quote(name)} expected an array of numbers, got ${describe(values)}`,
    'pass a typed array or an array of numbers and nulls',
    { column: name },
  );
}

/** A column whose values lie `stride` apart. */
function stridedColumn(
  name: string,
  values: Float64Array | Float32Array,
  offset: number,
  stride: number,
  rows: number,
): Column {
  const refuseLoss = lossOf(name, values);
  return {
    name,
    length: rows,
    read(into, start) {
      refuseLoss();
      for (let i = 0, p = start * stride + offset; i < into.length; i++, p += stride) into[i] = values[p]!;
    },
    cell: (row) => values[row * stride + offset],
  };
}

/** A column that is asked value by value, each checked on the way. */
function cellColumn(name: string, rows: { readonly length: number }, cell: (row: number) => unknown): Column {
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
    ? "pass missing: 'drop' to leave such rows out"
    : typeof value === 'bigint'
      ? 'only whole numbers up to 2^53 have an exact f64'
      : typeof value === 'number'
        ? 'leave such rows out'
        : 'name the numeric columns in "features", or turn text, dates and truth into numbers first';
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
