// Columns of text, each judged as a whole: its kind, its cells, and what there is to note.
import { type DecimalMark, TRUTH } from './cells.ts';
import { type DateOrder, isEitherOrder, provenOrder, readDate } from './dates.ts';
import { labelsAmong } from './labels.ts';
import { type NoteFacts, note } from './notes.ts';
import {
  type Context,
  CountedCells,
  cellNote,
  majority,
  markOf,
  marksIn,
  type Numbers,
  numberNotes,
  readNumbers,
} from './numbers.ts';
import { type Cells, type JudgedColumn, SHOWN, type TextColumn } from './text-column.ts';

/** True of a column with a name or a value. */
export const isKept = ({ nameless, rows, missing }: TextColumn): boolean => !nameless || missing < rows;

/** The columns of a table, each judged as a whole. Columns with neither a name nor a value are left out. */
export function judgeColumns(columns: readonly TextColumn[], context: Context): JudgedColumn[] {
  const file = majority(columns.map(({ mark }) => mark));
  const judged = columns.filter(isKept).map((column) => {
    const found = judge(column, context, file);
    // what it holds is among the cells now, and takes no room while other columns are judged
    column.numbers.clear(found.cells);
    column.waiting.clear();
    return found;
  });
  const unnamed = context.header === false ? [] : columns.filter((column) => column.nameless);
  const nameless = new Set(unnamed.map(({ name }) => name));
  const labels = labelsAmong(judged, nameless);
  return judged.map((column) => {
    const value = labels.get(column.name);
    if (value === undefined) return nameless.has(column.name) ? withoutName(column) : column;
    const notes = column.notes.filter(
      ({ code, value: of }) => code !== 'text' && code !== 'category' && of !== 'category',
    );
    return {
      ...column,
      kind: 'label',
      notes: [...notes, note({ code: 'label', column: column.name, value })],
    };
  });
}

/** A column of values over which the file has no name, and no label. */
const withoutName = (column: JudgedColumn): JudgedColumn => ({
  ...column,
  notes: [note({ code: 'header', column: column.name, examples: [''] }), ...column.notes],
});

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
      rounded: numbers.rounded,
    };
  }
  const plain = true;
  if (isTruth(column)) {
    const notes = missingNotes(column).map(note);
    return { ...same, kind: 'boolean', cells: truths(column), plain, notes };
  }
  const examples = column.waiting.first(SHOWN);
  const cells = withText(column, unread(column));
  const dates = datesIn(column, present);
  if (dates) {
    const { order } = dates;
    const told = [...missingNotes(column), ...undatedNotes(column, order)].map((facts) =>
      note({ ...facts, value: 'date' }),
    );
    const notes = [note({ code: 'date', column: name, examples }), ...told];
    // a number among dates is no day
    const asText = cells.some((cell) => typeof cell === 'number') ? Array.from(cells, bare) : cells;
    return { ...same, kind: 'date', order, cells: asText, plain, notes };
  }
  const levels = levelsOf(column, present);
  const told = levels
    ? note({ code: 'category', column: name, count: levels.length, examples: levels.slice(0, SHOWN) })
    : note({ code: 'text', column: name, examples });
  // text that no model takes keeps no row out
  const gaps = levels ? missingNotes(column).map((facts) => note({ ...facts, value: 'category' })) : [];
  return { ...same, kind: levels ? 'category' : 'text', cells, plain, notes: [told, ...gaps] };
}

const bare = (cell: number | string | null): string | null =>
  cell === null || (typeof cell === 'number' && Number.isNaN(cell)) ? null : String(cell);

/** The cells of a column of dates that are none. */
function undatedNotes(column: TextColumn, order: DateOrder | undefined): NoteFacts[] {
  const { name, rows, numbers, waiting } = column;
  const undated = new CountedCells();
  for (const [row, value] of numbersIn(numbers, rows).entries()) {
    if (!Number.isNaN(value)) undated.add(row, String(value));
  }
  waiting.forEach((cell, row) => {
    if (Number.isNaN(readDate(cell.trim(), order))) undated.add(row, cell);
  });
  return undated.count > 0 ? [cellNote('unreadable', name, rows, undated)] : [];
}

/** The cells of a column by the kind and the mark that others of it have proven. */
export function cellsAs({ kind, mark }: JudgedColumn, column: TextColumn): Cells {
  if (kind === 'number') return withText(column, readNumbers(column, mark, Infinity)!);
  if (kind === 'boolean' && isTruth(column)) return truths(column);
  return withText(column, unread(column));
}

const NONE = new Float64Array();

/** The numbers of a column; of text alone none. */
const numbersIn = (numbers: TextColumn['numbers'], rows: number): Float64Array =>
  numbers.isEmpty ? NONE : numbers.join(rows);

/** The cells of a column that is none of numbers, as they are. */
const unread = (column: TextColumn): Numbers => ({
  values: numbersIn(column.numbers, column.rows),
  unreadable: new CountedCells(),
  broken: [],
  seen: new Map(),
  rounded: [],
});

const isTruth = ({ waiting, rows, missing }: TextColumn): boolean =>
  waiting.count === rows - missing && waiting.every((cell) => TRUTH.has(cell.trim().toLowerCase()));

/** The cells as they are handed on: numbers alone where every cell is one. */
function withText(
  { rows, missing, waiting }: TextColumn,
  { values, broken, unreadable, seen }: Numbers,
): Cells {
  let all: (number | string | null)[] | undefined = missing > 0 ? withNulls(values, rows) : undefined;
  const put = (cell: string, row: number): void => {
    const value = values[row];
    if (value !== undefined && !Number.isNaN(value)) return;
    all ??= withNulls(values, rows);
    all[row] = cell;
  };
  for (const [row, cell] of broken) put(cell, row);
  if (unreadable.count > 0 || seen.size === 0) waiting.keepEach(put);
  return all ?? values;
}

/** Numbers as an array of its own kind from the start: one that turns from numbers into anything is held twice meanwhile. */
function withNulls(values: Float64Array, rows: number): (number | string | null)[] {
  const all = new Array<number | null>(rows).fill(null);
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row])) all[row] = values[row]!;
  }
  return all;
}

function truths({ rows, missing, waiting }: TextColumn): Cells {
  const bits = missing === 0 ? new Float64Array(rows) : new Array<number | null>(rows).fill(null);
  waiting.forEach((cell, row) => {
    bits[row] = TRUTH.get(cell.trim().toLowerCase())!;
  });
  return bits;
}

function missingNotes({ name, rows, missing, missingRows, missingCells }: TextColumn): NoteFacts[] {
  if (missing === 0) return [];
  return [
    { code: 'missing', column: name, count: missing, of: rows, rows: missingRows, examples: missingCells },
  ];
}

/** The order of day and month in a column of dates; undefined for another column. */
function datesIn({ waiting }: TextColumn, present: number): { order: DateOrder | undefined } | undefined {
  let left = present / 5 - (present - waiting.count);
  if (left < 0) return undefined;
  let order: DateOrder | undefined;
  let isOpen = false;
  const areDates = waiting.every((cell) => {
    const date = cell.trim();
    if (Number.isNaN(readDate(date)) && Number.isNaN(readDate(date, 'day'))) return --left >= 0;
    order ??= provenOrder(date);
    isOpen ||= isEitherOrder(date);
    return true;
  });
  return areDates && (order || !isOpen) ? { order } : undefined;
}

/** Levels of a category at most, and times that each has to stand there on average. */
const MOST_LEVELS = 50;
const LEAST_TIMES = 2;

/** The levels of a category, in the order of code points; undefined for other text. */
function levelsOf(column: TextColumn, present: number): string[] | undefined {
  const { rows, waiting } = column;
  const levels = new Set<string>();
  const areFew = waiting.every((cell) => levels.add(cell.trim()).size <= MOST_LEVELS);
  if (!areFew) return undefined;
  if (waiting.count < present) {
    const values = column.numbers.join(rows);
    for (let row = 0; row < rows && levels.size <= MOST_LEVELS; row++) {
      if (!Number.isNaN(values[row])) levels.add(String(values[row]));
    }
  }
  if (levels.size > MOST_LEVELS || levels.size * LEAST_TIMES > present) return undefined;
  return [...levels].sort((a, b) => (a < b ? -1 : 1));
}
