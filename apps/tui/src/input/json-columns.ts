import { GdError } from '@gd-trainer/sdk';
import { quoted } from '../output/clean-text.ts';
import type { Columns, DataColumn } from './columns.ts';

/** Cells of a table, those that no row gives among them: two lists of them take half a gigabyte. */
const MOST_CELLS = 2 ** 25;

const SHAPES = 'give [{"a": 1, "b": 2}, …] or {"a": [1, …], "b": [2, …]}';

/** JSON to columns: an array of row objects, or an object of columns. True and false count as 1 and 0. */
export function columnsOfJson(text: string): Columns {
  const value = parse(text);
  const byName = Array.isArray(value) ? columnsOfRows(value) : columnsOfObject(value);
  const names = Object.keys(byName);
  const rows = names.length > 0 ? byName[names[0]!]!.length : 0;
  if (rows === 0) throw new GdError('DATA', 'expected at least one row, got none', SHAPES);
  const uneven = names.find((name) => byName[name]!.length !== rows);
  if (uneven !== undefined) {
    const got = byName[uneven]!.length;
    throw new GdError('DATA', `column ${quoted(uneven)} expected ${rows} values, got ${got}`, SHAPES);
  }
  const columns = Object.fromEntries(names.map((name) => [name, byName[name]!.map(toCell)]));
  const isText = (name: string) => columns[name]!.some((cell) => typeof cell === 'string');
  return { names, columns: columns as Record<string, DataColumn>, text: names.filter(isText) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new GdError('DATA', `no JSON: ${(error as Error).message}`, SHAPES);
  }
}

function columnsOfRows(rows: readonly unknown[]): Record<string, unknown[]> {
  const bad = rows.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (bad >= 0) throw new GdError('DATA', `row ${bad + 1} expected an object`, SHAPES, { row: bad + 1 });
  const objects = rows as readonly Readonly<Record<string, unknown>>[];
  const names = new Set(objects.flatMap((row) => Object.keys(row)));
  refuseTooMany(rows.length, names.size);
  // a key that some rows lack is a missing value there, be it one that every object inherits
  const cell = (row: Readonly<Record<string, unknown>>, name: string) =>
    Object.hasOwn(row, name) ? row[name] : undefined;
  return Object.fromEntries([...names].map((name) => [name, objects.map((row) => cell(row, name))]));
}

function refuseTooMany(rows: number, names: number): void {
  if (rows * names <= MOST_CELLS) return;
  throw new GdError(
    'DATA',
    `expected at most ${MOST_CELLS} cells, got ${rows} rows with ${names} keys, ${rows * names} cells`,
    'give every row the same keys, or save the table as CSV or Parquet',
    { cells: rows * names, limit: MOST_CELLS },
  );
}

function columnsOfObject(value: unknown): Record<string, unknown[]> {
  if (typeof value !== 'object' || value === null || !Object.values(value).every(Array.isArray)) {
    throw new GdError('DATA', 'expected rows or columns', SHAPES);
  }
  return value as Record<string, unknown[]>;
}

function toCell(value: unknown): number | string | null {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  return value === null || value === undefined ? null : JSON.stringify(value);
}
