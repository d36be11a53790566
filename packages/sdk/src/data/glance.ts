// What a cell is at a glance, before its column is judged.
import { bareOf, MISSING, numberUnder } from './cells.ts';

export const isMissing = (cell: string): boolean => MISSING.includes(cell.trim().toLowerCase());

/** True of a number under either decimal mark. */
export function isNumber(cell: string): boolean {
  const bare = bareOf(cell);
  return (
    bare !== undefined &&
    [numberUnder('.', bare), numberUnder(',', bare)].some(({ value }) => !Number.isNaN(value))
  );
}

export const isYear = (cell: string): boolean => /^(?:1[89]|20)\d\d$/.test(cell.trim());

/** True of cells of which four in five that are there are numbers. */
export function holdsNumbers(cells: readonly string[]): boolean {
  const present = cells.filter((cell) => !isMissing(cell));
  return present.length > 0 && 5 * present.filter(isNumber).length >= 4 * present.length;
}
