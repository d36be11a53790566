// Columns of text cells while they grow: what is a plain number is one at once, and the rest waits until the column is judged.

import { GdError, quote } from '../errors.ts';
import { type DecimalMark, evidenceOf, isRounded, MISSING, NUMBER } from './cells.ts';
import type { DateOrder } from './dates.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import type { Note } from './notes.ts';
import { WaitingCells } from './waiting-cells.ts';

/**
 * The kind of a column: a label tells rows apart and teaches nothing, a category has few kinds of text, text is anything
 * else, and what is empty has no value.
 */
export type ColumnKind = 'number' | 'boolean' | 'date' | 'category' | 'label' | 'text' | 'empty';

/** Cells of a column: numbers, null where one is missing, text where a cell is no number. */
export type Cells = Float64Array | readonly (number | string | null)[];

/** A column with its kind. */
export interface JudgedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly cells: Cells;
  /** The decimal mark of a column of numbers. */
  readonly mark: DecimalMark;
  /** The order of day and month that a column of dates proves. */
  readonly order?: DateOrder | undefined;
  /** True if every number in it is written as programs write them, but for the decimal mark. */
  readonly plain: boolean;
  readonly notes: readonly Note[];
  /** Whole numbers that f64 does not hold, with their rows from 0. */
  readonly rounded?: readonly WaitingCells[];
}

/** A column of text while it is read. */
export interface TextColumn {
  readonly name: string;
  /** True if the file gives no name. */
  readonly nameless: boolean;
  /** The first proof of a decimal mark, or the one that was asked for. */
  mark: DecimalMark | undefined;
  /** Numbers so far. */
  readonly numbers: GrowingNumbers;
  rows: number;
  missing: number;
  readonly missingRows: number[];
  readonly missingCells: string[];
  /** Whole numbers that f64 does not hold, with their rows from 0. */
  readonly rounded: WaitingCells;
  readonly waiting: WaitingCells;
}

/** Words that mean "no value". */
export interface MissingWords {
  readonly words: ReadonlySet<string>;
  /** True if one of them reads as a number. */
  readonly numbers: boolean;
  /** Characters of the longest. */
  readonly longest: number;
  /** True of the codes of the characters that one of them begins with, in either case. */
  readonly initials: ReadonlySet<number>;
  /** Told of every cell that is one of them, where more than the first of them are wanted. */
  readonly onMissing?: (column: TextColumn, cell: string) => void;
}

/** True of a cell that means "no value". */
const isMissing = (cell: string, { words, longest, initials }: MissingWords): boolean =>
  cell === '' || (cell.length <= longest && initials.has(cell.charCodeAt(0)))
    ? words.has(cell.toLowerCase())
    : false;

/** The words of an option: a list adds to the usual ones, `'a,b'` too, `'only:a,b'` stands for them. */
export function missingWordsOf(given: string | readonly string[] = []): MissingWords {
  const only = typeof given === 'string' && given.startsWith('only:');
  const list = typeof given === 'string' ? given.slice(only ? 5 : 0).split(',') : given;
  const own = list.map((word) => word.trim().toLowerCase());
  const words = new Set([...(only ? [''] : MISSING), ...own]);
  const longest = Math.max(...[...words].map(({ length }) => length));
  const initials = new Set(
    [...words].flatMap((word) => [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)]),
  );
  return { words, numbers: own.some((word) => NUMBER.test(word)), longest, initials };
}

export const textColumn = (name: string, nameless: boolean, mark?: DecimalMark): TextColumn => ({
  name,
  nameless,
  mark,
  numbers: new GrowingNumbers(),
  rows: 0,
  missing: 0,
  missingRows: [],
  missingCells: [],
  rounded: new WaitingCells(),
  waiting: new WaitingCells(),
});

const COMMA_NUMBER = /^[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?$/;
/** Rows and cells that a note names. */
export const SHOWN = 3;

/** Adds the cell of the next row. */
export function addCell(column: TextColumn, field: string, missing: MissingWords): void {
  const cell = field.trim();
  const value = missing.numbers && isMissing(cell, missing) ? Number.NaN : plainNumber(column, cell);
  const isNumber = value - value === 0;
  if (!isNumber) {
    if (isMissing(cell, missing)) addMissing(column, cell, missing);
    else column.waiting.add(column.rows, field);
  } else if (isRounded(value, cell)) {
    column.rounded.add(column.rows, cell);
  }
  addNumber(column, isNumber ? value : Number.NaN);
}

/**
 * Adds the value of the next row: a number as it is, text as a cell, truth and dates as the words for them; null, undefined
 * and what is no finite number are missing.
 */
export function addValue(column: TextColumn, value: unknown, missing: MissingWords): void {
  if (typeof value === 'number' && Number.isFinite(value)) addNumber(column, value);
  else if (value === null || value === undefined || typeof value === 'number') {
    addMissing(column, value ? String(value) : '', missing);
    addNumber(column, Number.NaN);
  } else addCell(column, cellOf(column, value), missing);
}

function cellOf({ name, rows }: TextColumn, value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // too deep, in a circle, or with a bigint in it
    const message = `column ${quote(name)}, row ${rows + 1}: expected a number or text, got an object`;
    throw new GdError('DATA', message, 'leave the column out', { column: name, row: rows + 1 });
  }
}

/** Adds a number, NaN for a cell that is none. */
export function addNumber(column: TextColumn, value: number): void {
  const row = column.rows++;
  if (!Number.isNaN(value)) column.numbers.set(row, value);
}

const NINE = 57;

/** A number that leaves no doubt; NaN for what has to wait. */
function plainNumber(column: TextColumn, cell: string): number {
  if (!(cell.charCodeAt(0) <= NINE)) return Number.NaN;
  if (column.mark === ',') {
    if (COMMA_NUMBER.test(cell)) return Number(cell.replace(',', '.'));
    return !cell.includes('.') && NUMBER.test(cell) ? Number(cell) : Number.NaN;
  }
  if (NUMBER.test(cell)) {
    const sure = column.mark === '.' || !cell.includes('.') || provesMark(column, cell, '.');
    return sure ? Number(cell) : Number.NaN;
  }
  const sure = COMMA_NUMBER.test(cell) && provesMark(column, cell, ',');
  return sure ? Number(cell.replace(',', '.')) : Number.NaN;
}

function provesMark(column: TextColumn, cell: string, mark: DecimalMark): boolean {
  if (column.mark !== undefined) return false;
  const evidence = evidenceOf(cell.replace(/^[+-]/, ''));
  if (evidence && 'decimal' in evidence && evidence.decimal === mark) column.mark = mark;
  return column.mark === mark;
}

function addMissing(column: TextColumn, cell: string, { onMissing }: MissingWords): void {
  column.missing++;
  onMissing?.(column, cell);
  if (column.missingRows.length < SHOWN) {
    column.missingRows.push(column.rows + 1);
    column.missingCells.push(cell);
  }
}
