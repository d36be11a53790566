// Levels of categories: cells as their text, their order, and the errors for too many and for one that is not known.
import { GdError, quote } from '../errors.ts';
import { type Category, categoryName } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import { missingWordsOf } from './text-column.ts';

/** Levels of a category. */
export const MOST_LEVELS = 50;
const MISSING = missingWordsOf();

/** A cell as the text of a level; null where it is missing. */
export function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return null;
  const text = (
    cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : String(cell)
  ).trim();
  return MISSING.words.has(text.toLowerCase()) ? null : text;
}

/** Levels in the order of code points. Throws `DATA` for too many. */
export function inOrder(levels: ReadonlySet<string>, category: Category): readonly string[] {
  if (levels.size <= MOST_LEVELS) return [...levels].sort(byCodePoint);
  throw new GdError(
    'DATA',
    `category ${quote(categoryName(category, written))} has ${levels.size} levels, and ${MOST_LEVELS} are the most`,
    'leave it out, or group its values',
    { column: category.name },
  );
}

/** Order of code points, which UTF-16 keeps but for those past U+FFFF. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const i = left.findIndex((character, k) => character !== right[k]);
  return i < 0
    ? left.length - right.length
    : (left[i]!.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? -1);
}

/** The error for a level that those known do not list. */
export function unseenLevel(column: string, row: number, level: string, known: readonly string[]): GdError {
  return new GdError(
    'DATA',
    `column ${quote(column)}, row ${row + 1}: no level ${quote(level)} among those known`,
    `there are ${known.map(quote).join(', ')}`,
    { column, row: row + 1, level },
  );
}
