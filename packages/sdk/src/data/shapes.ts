// Tables of every shape that a source may have, and words for what looks like data and is none.
import { counted, describe, GdError } from '../errors.ts';
import type { Settings } from '../options.ts';
import type { ArrowTableLike, ArrowVectorLike, NumericColumn, Source } from '../types.ts';
import { arrowCells } from './arrow-cells.ts';
import type { Judged } from './judged-table.ts';
import { RawTable } from './raw-table.ts';
import {
  arrayColumn,
  type Column,
  cellColumn,
  find,
  lossOf,
  namedColumns,
  noRows,
  type Shape,
  type Table,
  type Terms,
  type TextCells,
} from './table.ts';
import { numbersOf, type OpenTerms, openTerms, tableWithTerms, termColumns } from './term-columns.ts';

/**
 * The table that the options choose from a source; `known` are the terms that its features are, where they have been read before,
 * and columns `aside` are no features. Throws
 * `DATA` (or `OPTION` where no target is named).
 */
export function readTable(
  source: Source,
  settings: Settings,
  known?: Terms,
  aside: readonly string[] = [],
  looked?: number,
): Table {
  return orRefused(source, () => {
    if (Array.isArray(source) && source.length === 0) throw noRows();
    const shape = shapeOf(source, settings.features);
    const names = aside.length === 0 ? shape.names : shape.names.filter((name) => !aside.includes(name));
    return { ...tableWithTerms({ ...shape, names }, settings, known, undefined, looked), source };
  });
}

/** A reader of chunks: the first is judged as a whole, and the others held to it. */
export function chunkReader(settings: Settings, known?: Terms): (chunk: Source) => Table {
  let held: Judged | undefined;
  let chosen = settings;
  return (chunk) =>
    orRefused(chunk, () => {
      const { judged, ...table } = tableWithTerms(shapeOf(chunk, chosen.features), chosen, known, held);
      held ??= judged ?? new Map();
      if (judged && !table.terms) chosen = { ...settings, features: table.features.map(({ name }) => name) };
      // counts of a part say nothing of the whole
      const notes = table.notes?.filter(({ code }) => code !== 'missing' && code !== 'unreadable');
      return notes ? { ...table, notes } : table;
    });
}

/** The terms of a source that more rows follow, and the levels of a part of them. */
export function readOpenTerms(source: Source, settings: Settings): OpenTerms {
  return openTerms(shapeOf(source, settings.features), settings);
}
export const readLevels = (source: Source, terms: OpenTerms): readonly (readonly string[])[] =>
  terms.levelsIn(shapeOf(source, undefined));

/** The columns of the features of a trained model. Rows given as `{ x }` without names count as in order. */
export function readFeatures(source: Source, features: readonly string[], terms?: Terms): Column[] {
  return orRefused(source, () => termColumns(shapeOf(source, features), features, terms));
}

/** The column of that name, be it the target of the source or one of its features. */
export function readTarget(source: Source, name: string, features: readonly string[]): Column {
  const shape = shapeOf(source, features);
  return shape.target && !shape.names.includes(name) ? shape.target : numbersOf(shape, name);
}

/** The columns with text. */
export const readTexts = (source: Source): readonly TextCells[] =>
  new RawTable(shapeOf(source, undefined), 'drop').texts;

/** The cells of a raw column, as they are. */
export function readCells(source: Source, name: string): ArrayLike<unknown> {
  const { length, cell } = find(shapeOf(source, undefined), name);
  const own = Object.hasOwn(source, name) ? (source as Readonly<Record<string, unknown>>)[name] : undefined;
  if (Array.isArray(own) || (ArrayBuffer.isView(own) && 'length' in own)) return own as ArrayLike<unknown>;
  return Array.from({ length }, (_, row) => cell(row));
}

/** The reading of a source; where it fails, the reason may be what the source is. */
function orRefused<Result>(source: Source, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw refusalOf(source) ?? error;
  }
}

/** Names and columns of a source. Throws `DATA` for what has none. */
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

function rowObjects(source: readonly object[], featureNames: readonly string[] = []): Shape {
  const [first] = source;
  if (source.length > 0 && (typeof first !== 'object' || first === null || Array.isArray(first))) {
    throw new GdError(
      'DATA',
      `row 1 expected an object, got ${describe(first)}`,
      'rows of numbers go into `{ x, y }`',
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
      `row ${ragged + 1} expected ${counted(width, 'number')} like row 1, got ${describe(x[ragged]?.length)}`,
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
      `"x" expected a multiple of ${counted(columns, 'number')}, got ${x.length}`,
      'check `columns`',
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
      `"x" expected ${counted(names.length, 'column')}, one a name, got ${width}`,
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
        return cellColumn(name, vector, arrowCells(name, vector));
      }
      const values = vector.nullCount === 0 ? vector.toArray() : undefined;
      return ArrayBuffer.isView(values)
        ? arrayColumn(name, values as Float64Array)
        : cellColumn(name, vector, (row) => vector.get(row));
    },
  };
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
    numeric: true,
  };
}

/** The error for a source that is no table but something a table can be had from; undefined for others. */
function refusalOf(source: unknown): GdError | undefined {
  const found = MISTAKEN.find(([looksLikeIt]) => looksLikeIt(Object(source)));
  if (!found) return undefined;
  const [, what, cure] = found;
  return new GdError('DATA', `the data expected columns, rows or { x, y }, got ${what}`, cure);
}

type Given = Readonly<Record<PropertyKey, unknown>>;

const isFunction = (value: unknown): boolean => typeof value === 'function';

const MISTAKEN: readonly (readonly [(given: Given) => boolean, what: string, cure: string])[] = [
  [(given) => isFunction(given.then), 'a promise', 'await it first: `fit(await rows, options)`'],
  [(given) => given instanceof Map, 'a Map', 'turn it into columns by name: `Object.fromEntries(map)`'],
  [
    (given) => Object(given.columns) === given.columns && Array.isArray(given.names) && 'skipped' in given,
    'a table of CSV with its notes',
    'pass its columns: `fit(csv.columns, options)`',
  ],
  [
    (given) => given.comoment instanceof Float64Array,
    'moments without their methods, as a worker receives them',
    'send `moments.toJSON()`, and read it there by `Moments.fromJSON`',
  ],
  [
    (given) => given.format === 'gd-trainer/moments',
    'moments as JSON',
    'read them first: `fit(Moments.fromJSON(json), options)`',
  ],
  [
    (given) => given.constructor?.name === 'ColumnTable' || isFunction(given.toArrow),
    "arquero's own table",
    'pass it as Arrow: `fit(table.toArrow(), options)`',
  ],
  [
    (given) => isFunction(given) || Symbol.asyncIterator in given || isFunction(given.next),
    'a stream',
    'only `fit`, `solve` and `moments` read streams: collect the rows, or go chunk by chunk',
  ],
];
