// JSON to columns: its strings are judged by the rules of text tables.
import { NUMBER } from '../data/cells.ts';
import { encodingOf } from '../data/detection.ts';
import { textSource } from '../data/encodings.ts';
import { nameColumns } from '../data/header.ts';
import { judgeColumns } from '../data/judge.ts';
import { type Note, note } from '../data/notes.ts';
import { addValue, type MissingWords, missingWordsOf, textColumn } from '../data/text-column.ts';
import { counted, describe, GdError, quote } from '../errors.ts';
import { type JudgedTable, judgedTable, type KnownTable } from './columns.ts';
import { type CsvOptions, checkCsvOptions } from './options.ts';
import { refuseWide } from './refusals.ts';

/** Options of reading JSON: those of a text table that decide what its strings mean. */
export type JsonOptions = Pick<CsvOptions, 'decimal' | 'missingWords'>;

/** Cells of a table, those that no row gives among them: two lists of them take half a gigabyte. */
const MOST_CELLS = 2 ** 25;

const SHAPES = 'give [{"a": 1, "b": 2}, …] or {"a": [1, …], "b": [2, …]}';

/**
 * Reads JSON into columns ready for `fit`: an array of row objects, an object of columns, one object a line, or an object
 * of which exactly one member is such a table, as `{ "data": [...] }`. Rows may be arrays, the names in the first of them or
 * in a member `columns`, and columns or rows may have keys, as in all that pandas writes: keys that do not count from 0 become the column `index`.
 *
 * Strings are judged column by column as the cells of a text table are, so that `"1,234"` is a number among its like.
 * True and false count as 1 and 0; null, a key that a row lacks, `NaN` and `Infinity` are missing.
 *
 * @throws {GdError} `DATA` for what is no JSON, no table or has no rows, and for one of over 2²⁵ cells; `OPTION` for a bad option
 *
 * @example Read numbers that a database wrote as text.
 * ```ts
 * import { parseJson } from '@gd-trainer/sdk/csv';
 *
 * const { columns } = parseJson('{"ok": true, "rows": [{"x": "1.50", "y": 3}, {"x": "2.25", "y": NaN}]}');
 * console.log(columns.x, columns.y); // Float64Array(2) [ 1.5, 2.25 ] [ 3, null ]
 * ```
 */
export const parseJson = (text: string | Uint8Array, options: JsonOptions = {}): JudgedTable =>
  readJsonText(typeof text === 'string' ? text : decoded(text), options);

/** Reads JSON as `parseJson` does, but text alone, for callers with an encoding of their own. */
export const readJsonText = (text: string, options: JsonOptions): JudgedTable =>
  readKnownJson(text, options, missingWordsOf(options.missingWords));

/** The same with words of the caller's for what is missing, and all that is known of the columns. */
export function readKnownJson(text: string, options: JsonOptions, words: MissingWords): KnownTable {
  checkCsvOptions(options);
  const value = parsed(text);
  refuseSaved(value);
  const table = tableIn(value);
  const { decimal } = options;
  const columns = table.names.map((name) => {
    const column = textColumn(name, false, decimal);
    for (let row = 0; row < table.rows; row++) addValue(column, table.cell(row, name), words);
    return column;
  });
  return judgedTable(judgeColumns(columns, { decimal, commaSeparated: true }), table.notes);
}

function decoded(bytes: Uint8Array): string {
  const source = textSource(encodingOf);
  return source.push(bytes) + source.end();
}

/** What the sdk itself saves as JSON, by its format. */
const SAVED: ReadonlyMap<unknown, string> = new Map([
  ['gd-trainer/model', 'a model'],
  ['gd-trainer/trainer', 'a run'],
  ['gd-trainer/moments', 'moments'],
]);

/** Throws `DATA` for what was saved and holds no rows, though lists are in it. */
function refuseSaved(value: unknown): void {
  const { format, state } = Object(value) as Row;
  const kind = SAVED.get(format) ?? SAVED.get((Object(state) as Row).format);
  if (kind) throw new GdError('DATA', `expected a table, got ${kind}`, 'give the rows that it is of');
}

type Row = Readonly<Record<string, unknown>>;

/** A table by rows or by columns, before its cells are read. */
interface JsonCells {
  readonly names: readonly string[];
  readonly rows: number;
  cell(row: number, name: string): unknown;
  readonly notes?: readonly Note[];
}

function parsed(text: string): unknown {
  const bare = text.replace(/^\ufeff/, '');
  try {
    return readJson(bare);
  } catch (error) {
    const lines = linesOf(bare);
    if (lines) return lines;
    throw new GdError('DATA', `no JSON: ${(error as Error).message}`, SHAPES);
  }
}

/** The value of a text, with or without the words for numbers that JSON has none for. Throws the error of the text as it is. */
function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // digits past those of f64 are gone once they are parsed
    return LONG_WHOLE.test(text) ? JSON.parse(outsideQuotes(text, LONG_WHOLES, '$1"$2"')) : value;
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    try {
      return readJson(outsideQuotes(text, WORDS, 'null'));
    } catch {
      throw error;
    }
  }
}

/** Whole numbers that may have more digits than f64 keeps, after what stands before a value. */
const LONG_WHOLE = /([[:,\s])(-?\d{16,})(?=\s*[,}\]])/;
const LONG_WHOLES = new RegExp(LONG_WHOLE, 'g');
/** Words that JavaScript and Python write for numbers that JSON has none for. */
const WORDS = /-?\b(?:NaN|Infinity)\b/g;

/** One object a line; undefined where the first line is none. */
function linesOf(text: string): readonly unknown[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const objects: unknown[] = [];
  for (const [i, line] of lines.entries()) {
    try {
      objects.push(readJson(line));
    } catch (error) {
      if (i === 0) return undefined;
      const message = `row ${i + 1}: no JSON: ${(error as Error).message}`;
      throw new GdError('DATA', message, 'give one object a line', { row: i + 1 });
    }
  }
  return objects;
}

/** The text with whatever a pattern finds replaced; what stands in quotes stays. */
function outsideQuotes(text: string, pattern: RegExp, by: string): string {
  let quoted = false;
  const pieces = text.split('"').map((piece) => {
    const shown = quoted ? piece : piece.replace(pattern, by);
    // an odd number of backslashes makes the quote after them one of the text
    if (!quoted || !/(?:^|[^\\])(?:\\\\)*\\$/.test(piece)) quoted = !quoted;
    return shown;
  });
  return pieces.join('"');
}

function tableIn(value: unknown): JsonCells {
  if (Array.isArray(value)) return isLists(value) ? listsTable(value) : rowsTable(value);
  if (isNamedLists(value)) return listsTable(value.rows ?? value.data!, value.columns, value.index);
  if (isColumns(value)) return columnsTable(value);
  const members = Object.entries(Object(value) as Row);
  const found = members.filter(([, member]) => isRows(member) || isColumns(member) || isNamedLists(member));
  const tables = found.length > 0 ? found : members.filter(([, member]) => isLists(member));
  if (tables.length > 1) {
    const names = tables.map(([name]) => quote(name)).slice(0, 5);
    throw new GdError('DATA', `expected one table, got ${tables.length}: ${names.join(', ')}`, 'keep one');
  }
  if (tables.length === 1) return tableIn(tables[0]![1]);
  if (isKeyed(value)) return keyedTable(value);
  // one line of one object a line
  if (isFlat(value)) return rowsTable([value]);
  throw new GdError('DATA', 'expected rows or columns', SHAPES);
}

const isRow = (value: unknown): value is Row => Object(value) === value && !Array.isArray(value);

const isRows = (value: unknown): boolean => Array.isArray(value) && isRow(value[0]);

type Lists = readonly (readonly unknown[])[];

const isLists = (value: unknown): value is Lists => Array.isArray(value) && Array.isArray(value[0]);

/** Names beside rows as lists. */
interface NamedLists {
  readonly columns: readonly string[];
  readonly rows?: Lists;
  readonly data?: Lists;
  readonly index?: unknown;
}

const isNamedLists = (value: unknown): value is NamedLists =>
  isRow(value) && isNames(value.columns) && (isLists(value.rows) || isLists(value.data));

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

/** True of an object with values and nothing around them. */
const isFlat = (value: unknown): value is Row =>
  isRow(value) && Object.values(value).every((member) => Object(member) !== member);

const isColumns = (value: unknown): value is Readonly<Record<string, readonly unknown[]>> => {
  const columns = isRow(value) ? Object.values(value) : [];
  return (
    columns.length > 0 && columns.every((column) => Array.isArray(column) && Object(column[0]) !== column[0])
  );
};

function rowsTable(rows: readonly unknown[]): JsonCells {
  const odd = rows.findIndex((row) => !isRow(row));
  if (odd >= 0) throw new GdError('DATA', `row ${odd + 1} expected an object`, SHAPES, { row: odd + 1 });
  const names = keysOf(rows as readonly Row[]);
  requireRows(rows.length);
  refuseMany(rows.length, names.length);
  return { names, rows: rows.length, cell: (row, name) => own(rows[row] as Row, name) };
}

function keysOf(rows: readonly Row[]): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) keys.add(key);
  return [...keys];
}

/** The value of a key; one that some rows lack is missing there, be it one that every object inherits. */
const own = (row: Row, key: string): unknown => (Object.hasOwn(row, key) ? row[key] : undefined);

function columnsTable(columns: Readonly<Record<string, readonly unknown[]>>): JsonCells {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.length;
  requireRows(rows);
  const uneven = names.find((name) => columns[name]!.length !== rows);
  if (uneven !== undefined) {
    const got = columns[uneven]!.length;
    throw new GdError(
      'DATA',
      `column ${quote(uneven)} expected ${counted(rows, 'value')}, got ${got}`,
      SHAPES,
    );
  }
  refuseMany(rows, names.length);
  return { names, rows, cell: (row, name) => columns[name]![row] };
}

/** True of columns or rows with keys; one alone has those that count, or it is no table. */
function isKeyed(value: unknown): value is Readonly<Record<string, Row>> {
  const members = isRow(value) ? Object.values(value) : [];
  const [first] = members;
  if (!first || !members.every(isFlat)) return false;
  return members.length > 1 || Object.keys(first).every(isWhole);
}

/** Rows as lists: the names are given, or stand in the first of them. */
function listsTable(lists: Lists, given?: readonly string[], index?: unknown): JsonCells {
  const isNamed = given === undefined && isHeader(lists);
  const rows = isNamed ? lists.slice(1) : lists;
  const width = (given ?? lists[0])!.length;
  const ragged = rows.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (ragged >= 0) {
    const [row, got] = [ragged + 1, describe(rows[ragged]?.length)];
    throw new GdError('DATA', `row ${row}: expected ${counted(width, 'value')}, got ${got}`, SHAPES, { row });
  }
  const header = given ?? (isNamed ? (lists[0] as readonly string[]) : undefined);
  const { names, notes } = nameColumns(header ?? Array.from({ length: width }, () => ''));
  requireRows(rows.length);
  refuseMany(rows.length, width);
  const indexOf = new Map(names.map((name, j) => [name, j]));
  const table = {
    names,
    rows: rows.length,
    cell: (row: number, name: string) => rows[row]![indexOf.get(name)!],
    notes: header ? notes : [note({ code: 'header', value: 'none' })],
  };
  return Array.isArray(index) ? withIndex(table, index) : table;
}

/** True of lists whose first holds names: text alone, over what is no text or where no text is a number. */
const isHeader = ([first = [], second = []]: Lists): boolean =>
  isNames(first) &&
  (second.some((cell) => typeof cell !== 'string') || !first.some((name) => NUMBER.test(name)));

/** Columns or rows with keys. Those of rows may count, a column holds values of one kind, and most tables are longer than wide. */
function keyedTable(members: Readonly<Record<string, Row>>): JsonCells {
  const outer = Object.keys(members);
  const all = Object.values(members);
  const inner = keysOf(all);
  const isLonger = inner.length > outer.length || !isOfOneKind(all.map((member) => own(member, inner[0]!)));
  const byColumn =
    inner.every(isWhole) ||
    (isLonger && !outer.every(isWhole) && all.every((member) => isOfOneKind(Object.values(member))));
  const [names, keys] = byColumn ? [outer, inner] : [inner, outer];
  requireRows(keys.length);
  refuseMany(keys.length, names.length);
  const cell: JsonCells['cell'] = (row, name) =>
    byColumn ? own(members[name]!, keys[row]!) : own(members[keys[row]!]!, name);
  return withIndex({ names, rows: keys.length, cell }, keys);
}

const isOfOneKind = (values: readonly unknown[]): boolean =>
  new Set(values.flatMap((value) => (value === null ? [] : [typeof value]))).size <= 1;

const isWhole = (key: string): boolean => /^\d+$/.test(key);

/** The table with what its rows are called as a column, unless they are counted from 0. */
function withIndex(table: JsonCells, index: readonly unknown[]): JsonCells {
  if (index.every((key, row) => String(key) === String(row))) return table;
  let called = 'index';
  while (table.names.includes(called)) called += '_';
  return {
    ...table,
    names: [called, ...table.names],
    cell: (row, name) => (name === called ? index[row] : table.cell(row, name)),
  };
}

function requireRows(rows: number): void {
  if (rows === 0) throw new GdError('DATA', 'expected at least one row, got none', SHAPES);
}

function refuseMany(rows: number, names: number): void {
  if (rows * names > MOST_CELLS) {
    throw new GdError(
      'DATA',
      `expected at most ${MOST_CELLS} cells, got ${counted(rows, 'row')} with ${counted(names, 'key')}, ${rows * names} cells`,
      'give every row the same keys, or save the table as CSV or Parquet',
      { cells: rows * names, limit: MOST_CELLS },
    );
  }
  refuseWide(names);
}
