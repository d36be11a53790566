// Columns that tell rows apart and teach nothing.
import type { Cells, JudgedColumn } from './text-column.ts';

const LABEL =
  /^(?:id|index|unnamed: ?0|row ?names?|row_names|no\.|nr\.?|serial (?:no\.?|number)|#|序号|编号)$/i;
const TIME =
  /^(?:years?|yr|months?|weeks?|days?|hours?|minutes?|seconds?|t|time|steps?|epochs?|date|period|年份?|月份?|日期?|天数?|时间|周)$/i;
/** Rows from which counting is no accident. */
const LEAST_COUNTED = 10;

/** Columns that tell rows apart, each with what tells so: a name, or that it counts the rows. */
export function labelsAmong(
  judged: readonly JudgedColumn[],
  nameless: ReadonlySet<string>,
): ReadonlyMap<string, 'name' | 'counts'> {
  const named = judged.filter(
    ({ name, kind, cells }, j) =>
      kind !== 'empty' && ((j === 0 && nameless.has(name)) || LABEL.test(name)) && tellsApart(cells),
  );
  const labels = new Map(named.map(({ name }) => [name, 'name' as 'name' | 'counts']));
  const usable = judged.filter(
    ({ name, kind }) => (kind === 'number' || kind === 'boolean') && !labels.has(name),
  );
  if (usable.length <= 2) return labels;
  for (const { name, cells } of usable) {
    if (!TIME.test(name) && countsRows(cells)) labels.set(name, 'counts');
  }
  return labels;
}

/** True of text and whole numbers that are all different, gaps aside. */
function tellsApart(cells: Cells): boolean {
  const seen = new Set<number | string>();
  for (const cell of cells) {
    // whole numbers beyond 2^53 are no numbers to learn from, and their last digits are gone here
    if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell)) continue;
    if (cell === null) continue;
    if ((typeof cell === 'number' && !Number.isInteger(cell)) || seen.has(cell)) return false;
    seen.add(cell);
  }
  return true;
}

/** True of whole numbers that count the rows, or one another where a unit, a total or a gap stands between. */
function countsRows(cells: Cells): boolean {
  const start = cells.findIndex((cell) => typeof cell === 'number');
  const first = cells[start];
  let [count, rows, turns] = [0, true, true];
  for (let row = start; row < cells.length && (rows || turns); row++) {
    const cell = cells[row];
    if (typeof cell !== 'number') continue;
    const passed = cell - Number(first);
    rows &&= passed === row - start;
    turns &&= passed === count++;
  }
  return Number.isInteger(first) && count >= LEAST_COUNTED && (rows || turns);
}
