// Columns that tell rows apart and teach nothing.
import type { Cells, JudgedColumn, TextColumn } from './text-column.ts';

const LABEL =
  /^(?:id|index|unnamed: ?0|row ?names?|row_names|no\.|nr\.?|serial (?:no\.?|number)|#|序号|编号)$/i;
const TIME =
  /^(?:years?|yr|months?|weeks?|days?|hours?|minutes?|seconds?|t|time|steps?|epochs?|date|period|年份?|月份?|日期?|天数?|时间|周)$/i;
/** Rows from which counting is no accident. */
const LEAST_COUNTED = 10;

/** Columns that tell rows apart, each with what tells so: a name, or that it counts the rows. */
export function labelsAmong(
  judged: readonly JudgedColumn[],
  columns: readonly TextColumn[],
): ReadonlyMap<string, 'name' | 'counts'> {
  const nameless = columns[0]?.nameless ? columns[0].name : undefined;
  const named = judged.filter(
    ({ name, kind, cells }) =>
      kind !== 'empty' && (name === nameless || LABEL.test(name)) && tellsApart(cells),
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

/** True of text and whole numbers that are all different. */
function tellsApart(cells: Cells): boolean {
  const seen = new Set<number | string>();
  for (const cell of cells) {
    // whole numbers beyond 2^53 are no numbers to learn from, and their last digits are gone here
    if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell)) continue;
    if (cell === null || (typeof cell === 'number' && !Number.isInteger(cell)) || seen.has(cell))
      return false;
    seen.add(cell);
  }
  return true;
}

function countsRows(cells: Cells): boolean {
  if (!(cells instanceof Float64Array) || cells.length < LEAST_COUNTED) return false;
  const first = cells[0]!;
  return Number.isInteger(first) && cells.every((value, row) => value === first + row);
}
