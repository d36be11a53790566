// Columns of text, each judged as a whole: its kind, its cells, and what there is to note.
import { type DecimalMark, TRUTH } from './cells.ts';
import { type DateOrder, isEitherOrder, orderOf, readDate } from './dates.ts';
import { labelsAmong } from './labels.ts';
import { type NoteFacts, note } from './notes.ts';
import {
  type Context,
  cellNote,
  majority,
  markOf,
  marksIn,
  type Numbers,
  numberNotes,
  readNumbers,
} from './numbers.ts';
import { type Cells, type JudgedColumn, SHOWN, type TextColumn, valuesOf } from './text-column.ts';

/** The columns of a table, each judged as a whole. Columns with neither a name nor a value are left out. */
export function judgeColumns(columns: readonly TextColumn[], context: Context): JudgedColumn[] {
  const file = majority(columns.map(({ mark }) => mark));
  const judged = columns
    .filter(({ nameless, rows, missing }) => !nameless || missing < rows)
    .map((column) => judge(column, context, file));
  const labels = labelsAmong(judged, columns);
  return judged.map((column) => {
    const value = labels.get(column.name);
    if (value === undefined) return column;
    const notes = column.notes.filter(({ code }) => code !== 'text' && code !== 'category');
    return {
      ...column,
      kind: 'label',
      notes: [...notes, note({ code: 'label', column: column.name, value })],
    };
  });
}

function judge(column: TextColumn, context: Context, file: DecimalMark | undefined): JudgedColumn {
  const { name, rows, missing } = column;
  const present = rows - missing;
  const marks = marksIn(column);
  const chosen = markOf(column, marks, context, file);
  const same = { name, mark: chosen.mark };
  if (present === 0) {
    const notes = [note({ code: 'empty', column: name })];
    return { ...same, kind: 'empty', cells: new Array<null>(rows).fill(null), plain: true, notes };
  }
  const numbers = marks && readNumbers(column, chosen.mark);
  if (numbers) {
    const notes = [...missingNotes(column), ...numberNotes(column, numbers, chosen)].map(note);
    return {
      ...same,
      kind: 'number',
      cells: withText(column, numbers),
      plain: numbers.seen.size === 0,
      notes,
    };
  }
  const plain = true;
  if (isTruth(column)) {
    const notes = missingNotes(column).map(note);
    return { ...same, kind: 'boolean', cells: truths(column), plain, notes };
  }
  const examples = column.cells.slice(0, SHOWN);
  const cells = column.cells.length === rows ? column.cells.slice() : withText(column, unread(column));
  if (holdsDates(column, present)) {
    const order = orderOf(column.cells);
    const told = [...missingNotes(column), ...undatedNotes(column, order)].map((facts) =>
      note({ ...facts, value: 'date' }),
    );
    const notes = [note({ code: 'date', column: name, examples }), ...told];
    // a number among dates is no day
    return { ...same, kind: 'date', order, cells: Array.from(cells, bare), plain, notes };
  }
  const levels = levelsOf(column, present);
  const told = levels
    ? note({ code: 'category', column: name, count: levels.length, examples: levels.slice(0, SHOWN) })
    : note({ code: 'text', column: name, examples });
  return { ...same, kind: levels ? 'category' : 'text', cells, plain, notes: [told] };
}

const bare = (cell: number | string | null): string | null =>
  cell === null || (typeof cell === 'number' && Number.isNaN(cell)) ? null : String(cell);

/** The cells of a column of dates that are none. */
function undatedNotes(column: TextColumn, order: DateOrder | undefined): NoteFacts[] {
  const { name, rows, waiting, cells } = column;
  const numbers = [...valuesOf(column)].flatMap((value, row) =>
    Number.isNaN(value) ? [] : [[row, String(value)] as const],
  );
  const texts = cells.flatMap((cell, i) =>
    Number.isNaN(readDate(cell.trim(), order)) ? [[waiting[i]!, cell] as const] : [],
  );
  const undated = [...numbers, ...texts].sort(([a], [b]) => a - b);
  return undated.length > 0 ? [cellNote('unreadable', name, rows, undated)] : [];
}

/** The cells of a column by the kind and the mark that others of it have proven. */
export function cellsAs({ kind, mark }: JudgedColumn, column: TextColumn): Cells {
  if (kind === 'number') return withText(column, readNumbers(column, mark, Infinity)!);
  if (kind === 'boolean' && isTruth(column)) return truths(column);
  return withText(column, unread(column));
}

/** The cells of a column that is none of numbers, as they are. */
const unread = (column: TextColumn): Numbers => ({
  values: valuesOf(column),
  unreadable: [],
  seen: new Map(),
  rounded: [],
});

const isTruth = ({ cells, rows, missing }: TextColumn): boolean =>
  cells.length === rows - missing && cells.every((cell) => TRUTH.has(cell.trim().toLowerCase()));

/** The cells as they are handed on: numbers alone where every cell is one. */
function withText(column: TextColumn, { values, unreadable, seen }: Numbers): Cells {
  const { rows, missing, cells, waiting } = column;
  const text =
    seen.size === 0 && unreadable.length === 0
      ? waiting.map((row, i) => [row, cells[i]!] as const)
      : unreadable;
  const open = text.filter(([row]) => Number.isNaN(values[row]));
  if (missing === 0 && open.length === 0) return values.slice(0, rows);
  const all = new Array<number | string | null>(rows);
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    all[row] = Number.isNaN(value) ? null : value;
  }
  for (const [row, cell] of open) all[row] = cell;
  return all;
}

function truths({ rows, missing, waiting, cells }: TextColumn): Cells {
  const bits = new Array<number | null>(rows).fill(null);
  waiting.forEach((row, i) => {
    bits[row] = TRUTH.get(cells[i]!.trim().toLowerCase())!;
  });
  return missing === 0 ? Float64Array.from(bits as number[]) : bits;
}

function missingNotes({ name, rows, missing, missingRows, missingCells }: TextColumn): NoteFacts[] {
  if (missing === 0) return [];
  return [
    { code: 'missing', column: name, count: missing, of: rows, rows: missingRows, examples: missingCells },
  ];
}

function holdsDates({ cells }: TextColumn, present: number): boolean {
  let left = present / 5 - (present - cells.length);
  for (const cell of cells) {
    const date = cell.trim();
    if (Number.isNaN(readDate(date)) && Number.isNaN(readDate(date, 'day'))) left--;
    if (left < 0) return false;
  }
  return orderOf(cells) !== undefined || !cells.some(isEitherOrder);
}

/** Levels of a category at most, and times that each has to stand there on average. */
const MOST_LEVELS = 50;
const LEAST_TIMES = 2;

/** The levels of a category, in the order of code points; undefined for other text. */
function levelsOf(column: TextColumn, present: number): string[] | undefined {
  const { cells, rows } = column;
  const levels = new Set<string>();
  for (const cell of cells) {
    levels.add(cell.trim());
    if (levels.size > MOST_LEVELS) return undefined;
  }
  if (cells.length < present) {
    const values = valuesOf(column);
    for (let row = 0; row < rows && levels.size <= MOST_LEVELS; row++) {
      if (!Number.isNaN(values[row])) levels.add(String(values[row]));
    }
  }
  if (levels.size > MOST_LEVELS || levels.size * LEAST_TIMES > present) return undefined;
  return [...levels].sort((a, b) => (a < b ? -1 : 1));
}
