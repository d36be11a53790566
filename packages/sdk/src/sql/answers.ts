// Answers as clients hand them back: doubles as numbers or text, 64-bit integers as number, bigint or text.

import { describe, GdError, quote } from '../errors.ts';

/** The one row that an aggregate query answers with. */
export type AnswerRow = Readonly<Record<string, unknown>>;

/** The one row of an answer. Throws `DATA` for anything else. */
export function onlyRow(rows: unknown): AnswerRow {
  if (!Array.isArray(rows)) throw nonsense(`an array with one row, got ${describe(rows)}`);
  if (rows.length !== 1) throw nonsense(`one row, got ${rows.length}`);
  const [row] = rows;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw nonsense(`a row with named columns, got ${describe(row)}`);
  }
  return row as AnswerRow;
}

/** A count, exact past 2^32. Throws `DATA` for what is none. */
export function countIn(answer: AnswerRow, name: string): number {
  const value = answer[name];
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const number = typeof count === 'bigint' ? Number(count) : count;
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number;
  throw nonsense(`a whole number ≥ 0 as ${quote(name)}, got ${describe(value)}`);
}

/** A double, infinite if the engine says so. Throws `DATA` where there is no number. */
export function numberIn(answer: AnswerRow, name: string): number {
  const value = answer[name];
  const number = typeof value === 'string' ? readText(value) : value;
  if (typeof number === 'bigint') return Number(number);
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw nonsense(`a number as ${quote(name)}, got ${describe(value)}`);
}

/** The same, or undefined where the engine has none: the mean of no rows is NULL in most, NaN in some. */
export function numberOrNoneIn(answer: AnswerRow, name: string): number | undefined {
  const value = answer[name];
  const none = value === null || (typeof value === 'string' ? /^nan$/i.test(value) : Number.isNaN(value));
  return none ? undefined : numberIn(answer, name);
}

function readText(text: string): number {
  if (/^\+?inf(inity)?$/i.test(text)) return Infinity;
  if (/^-inf(inity)?$/i.test(text)) return -Infinity;
  return text.trim() === '' ? Number.NaN : Number(text);
}

function nonsense(expected: string): GdError {
  return new GdError(
    'DATA',
    `the query expected ${expected}`,
    'let `query` return the rows as objects with the names of the columns as they are in the statement',
  );
}
