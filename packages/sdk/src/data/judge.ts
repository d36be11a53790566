// Columns of text cells: while they grow, what is a plain number is one at once, and the rest waits for the end, when
// the column is judged as a whole: its kind, and the one way in which it writes numbers.
import { bareOf, type DecimalMark, evidenceOf, MISSING, NUMBER, numberUnder, TRUTH } from './cells.ts';
import { isEitherOrder, orderOf, readDate } from './dates.ts';
import { type Note, type NoteFacts, note } from './notes.ts';

/**
 * The kind of a column: a label tells rows apart and teaches nothing, a category has few kinds of text, text is anything
 * else, and what is empty has no value.
 */
export type ColumnKind = 'number' | 'boolean' | 'date' | 'category' | 'label' | 'text' | 'empty';

/** Cells of a column: numbers, null where one is missing, text where a cell is no number. */
type Cells = Float64Array | readonly (number | string | null)[];

/** A column of text while it is read. */
export interface TextColumn {
  readonly name: string;
  /** True if the file gives no name. */
  readonly nameless: boolean;
  /** The first proof of a decimal mark, or the one that was asked for. */
  mark: DecimalMark | undefined;
  /** Numbers so far, NaN where there is none or not yet. */
  values: Float64Array;
  rows: number;
  missing: number;
  readonly missingRows: number[];
  readonly missingCells: string[];
  /** Rows, from 0, whose cell waits, and the cells. */
  readonly waiting: number[];
  readonly cells: string[];
}

/** Words that mean "no value". */
export interface MissingWords {
  readonly words: ReadonlySet<string>;
  /** True if one of them reads as a number. */
  readonly numbers: boolean;
  /** Characters of the longest. */
  readonly longest: number;
}

/** The words of an option: a list adds to the usual ones, `'a,b'` too, `'only:a,b'` stands for them. */
export function missingWordsOf(given: string | readonly string[] = []): MissingWords {
  const only = typeof given === 'string' && given.startsWith('only:');
  const list = typeof given === 'string' ? given.slice(only ? 5 : 0).split(',') : given;
  const own = list.map((word) => word.trim().toLowerCase());
  const words = new Set([...(only ? [''] : MISSING), ...own]);
  const longest = Math.max(...[...words].map(({ length }) => length));
  return { words, numbers: own.some((word) => NUMBER.test(word)), longest };
}

export const textColumn = (name: string, nameless: boolean, mark?: DecimalMark): TextColumn => ({
  name,
  nameless,
  mark,
  values: new Float64Array(16),
  rows: 0,
  missing: 0,
  missingRows: [],
  missingCells: [],
  waiting: [],
  cells: [],
});

const COMMA_NUMBER = /^[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?$/;
/** Rows and cells that a note names. */
const SHOWN = 3;

/** Adds the cell of the next row. */
export function addCell(column: TextColumn, field: string, missing: MissingWords): void {
  const cell = field.trim();
  let value =
    missing.numbers && missing.words.has(cell.toLowerCase()) ? Number.NaN : plainNumber(column, cell);
  if (!(value - value === 0)) {
    value = Number.NaN;
    if (cell.length <= missing.longest && missing.words.has(cell.toLowerCase())) addMissing(column, cell);
    else {
      column.waiting.push(column.rows);
      column.cells.push(field);
    }
  }
  if (column.rows === column.values.length) {
    const longer = new Float64Array(2 * column.rows);
    longer.set(column.values);
    column.values = longer;
  }
  column.values[column.rows++] = value;
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

function addMissing(column: TextColumn, cell: string): void {
  column.missing++;
  if (column.missingRows.length < SHOWN) {
    column.missingRows.push(column.rows + 1);
    column.missingCells.push(cell);
  }
}

/** A column with its kind. */
export interface JudgedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly cells: Cells;
  /** The decimal mark of a column of numbers. */
  readonly mark: DecimalMark;
  /** True if every number in it is written as programs write them, but for the decimal mark. */
  readonly plain: boolean;
  readonly notes: readonly Note[];
}

/** Circumstances that help to judge. */
export interface Context {
  /** The decimal mark that was asked for. */
  readonly decimal?: DecimalMark | undefined;
  /** True if fields are separated by commas: who writes decimal commas separates by something else. */
  readonly commaSeparated: boolean;
}

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

/** The mark that most columns prove, none where neither leads. */
function majority(marks: readonly (DecimalMark | undefined)[]): DecimalMark | undefined {
  const points = marks.filter((mark) => mark === '.').length;
  const commas = marks.filter((mark) => mark === ',').length;
  return points === commas ? undefined : points > commas ? '.' : ',';
}

function judge(column: TextColumn, context: Context, file: DecimalMark | undefined): JudgedColumn {
  const { name, rows, missing } = column;
  const present = rows - missing;
  const words = isWords(column);
  const chosen = markOf(words ? { ...column, cells: [] } : column, context, file);
  const same = { name, mark: chosen.mark };
  if (present === 0) {
    const notes = [note({ code: 'empty', column: name })];
    return { ...same, kind: 'empty', cells: new Array<null>(rows).fill(null), plain: true, notes };
  }
  const numbers = words ? undefined : readNumbers(column, chosen.mark);
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
  if (column.cells.length === present && column.cells.every((cell) => TRUTH.has(cell.trim().toLowerCase()))) {
    const notes = missingNotes(column).map(note);
    return { ...same, kind: 'boolean', cells: truths(column), plain, notes };
  }
  const examples = column.cells.slice(0, SHOWN);
  const cells =
    column.cells.length === rows
      ? column.cells.slice()
      : withText(column, { values: column.values, unreadable: [], seen: new Map() });
  if (holdsDates(column, present)) {
    return { ...same, kind: 'date', cells, plain, notes: [note({ code: 'date', column: name, examples })] };
  }
  const levels = levelsOf(column, present);
  const told = levels
    ? note({ code: 'category', column: name, count: levels.length, examples: levels.slice(0, SHOWN) })
    : note({ code: 'text', column: name, examples });
  return { ...same, kind: levels ? 'category' : 'text', cells, plain, notes: [told] };
}

/** The decimal mark of a column, and the first cells of those that could have been read in another way. */
interface ChosenMark {
  readonly mark: DecimalMark;
  readonly doubtful: readonly string[];
  /** True if a cell has a decimal comma. */
  readonly commas: boolean;
}

/** True if more than one cell of five cannot be a number in any way. */
function isWords({ cells, rows, missing }: TextColumn): boolean {
  let left = (rows - missing) / 5;
  for (const cell of cells) {
    if (!bareOf(cell) && --left < 0) return true;
  }
  return false;
}

function markOf(
  column: TextColumn,
  { decimal, commaSeparated }: Context,
  file: DecimalMark | undefined,
): ChosenMark {
  const proofs = { '.': 0, ',': 0 };
  const groups: Record<DecimalMark, string[]> = { '.': [], ',': [] };
  for (const cell of column.cells) {
    const evidence = evidenceOf(bareOf(cell)?.digits ?? '');
    if (!evidence) continue;
    if ('decimal' in evidence) proofs[evidence.decimal]++;
    else groups[evidence.groups].push(cell);
  }
  const { mark } = column;
  // all that did not have to wait may have been read by the mark that was proven first
  if (mark) proofs[mark] += column.rows - column.missing - column.cells.length;
  const chosen = (by: DecimalMark, proven: boolean): ChosenMark => ({
    mark: by,
    doubtful: proven ? [] : groups[by].slice(0, SHOWN),
    commas: by === ',' && (proofs[','] > 0 || groups[','].length > 0),
  });
  if (decimal) return chosen(decimal, true);
  if (proofs['.'] !== proofs[',']) return chosen(proofs['.'] > proofs[','] ? '.' : ',', true);
  if (mark ?? file) return chosen((mark ?? file)!, false);
  if (groups[','].length > groups['.'].length) return chosen('.', false);
  // who parts thousands by points has no commas between fields: three decimals are what programs write
  return chosen(groups['.'].length === 0 || commaSeparated ? '.' : ',', false);
}

/** The forms in which a column writes numbers beside the plain one, each with the first cells of it. */
type Forms = Map<'groups' | 'currency' | 'percent', string[]>;

interface Numbers {
  readonly values: Float64Array;
  /** Rows from 0 whose cell is no number, with the cells. */
  readonly unreadable: readonly (readonly [row: number, cell: string])[];
  readonly seen: Forms;
}

/** The numbers of a column; undefined where fewer than four cells of five are some. */
function readNumbers(column: TextColumn, mark: DecimalMark): Numbers | undefined {
  const most = (column.rows - column.missing) / 5;
  const flipped = column.mark !== undefined && column.mark !== mark ? brokenBy(column) : [];
  const values = column.values.subarray(0, column.rows);
  const found: [number, number][] = [];
  const unreadable: [number, string][] = [...flipped];
  const seen: Forms = new Map();
  for (let i = 0; i < column.cells.length; i++) {
    const cell = column.cells[i]!;
    const bare = bareOf(cell);
    const { value, grouped } = bare ? numberUnder(mark, bare) : { value: Number.NaN, grouped: false };
    if (Number.isNaN(value)) {
      unreadable.push([column.waiting[i]!, cell]);
      if (unreadable.length > most) return undefined;
      continue;
    }
    found.push([column.waiting[i]!, value]);
    if (grouped) see(seen, 'groups', cell);
    if (bare!.currency !== '') see(seen, 'currency', cell);
    if (bare!.percent) see(seen, 'percent', cell);
  }
  if (unreadable.length > most) return undefined;
  for (const [row, value] of found) values[row] = value;
  for (const [row] of flipped) values[row] = Number.NaN;
  return { values, unreadable: unreadable.sort(([a], [b]) => a - b), seen };
}

/** Cells that were read by the mark of the first proof, where most others prove the other mark. */
function brokenBy({ values, rows, mark }: TextColumn): [number, string][] {
  return Array.from(values.subarray(0, rows)).flatMap((value, row) =>
    Number.isNaN(value) || Number.isInteger(value) ? [] : [[row, String(value).replace('.', mark!)]],
  );
}

function see(seen: Forms, form: 'groups' | 'currency' | 'percent', cell: string): void {
  const cells = seen.get(form);
  if (!cells) seen.set(form, [cell]);
  else if (cells.length < SHOWN) cells.push(cell);
}

/** The cells as they are handed on: numbers alone where every cell is one. */
function withText(column: TextColumn, { values, unreadable, seen }: Numbers): Cells {
  const { rows, missing, cells, waiting } = column;
  const text =
    seen.size === 0 && unreadable.length === 0
      ? waiting.map((row, i) => [row, cells[i]!] as const)
      : unreadable;
  const open = text.filter(([row]) => Number.isNaN(values[row]));
  if (missing === 0 && open.length === 0) return values.slice(0, rows);
  const all: (number | string | null)[] = Array.from(values.subarray(0, rows), (value) =>
    Number.isNaN(value) ? null : value,
  );
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

function numberNotes(
  { name, rows }: TextColumn,
  { unreadable, seen }: Numbers,
  { mark, doubtful, commas }: ChosenMark,
): NoteFacts[] {
  const facts: NoteFacts[] = [...seen].map(([code, examples]) => ({ code, column: name, examples }));
  const first = unreadable.slice(0, SHOWN);
  if (first.length > 0) {
    facts.push({
      code: 'unreadable',
      column: name,
      count: unreadable.length,
      of: rows,
      rows: first.map(([row]) => row + 1),
      examples: first.map(([, cell]) => cell),
    });
  }
  if (commas || doubtful.length > 0) {
    facts.push({ code: 'decimal', column: name, value: mark, examples: doubtful });
  }
  return facts;
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
function levelsOf({ cells, values, rows, waiting }: TextColumn, present: number): string[] | undefined {
  const levels = new Set<string>();
  for (const cell of cells) {
    levels.add(cell.trim());
    if (levels.size > MOST_LEVELS) return undefined;
  }
  if (waiting.length < present) {
    for (let row = 0; row < rows && levels.size <= MOST_LEVELS; row++) {
      if (!Number.isNaN(values[row])) levels.add(String(values[row]));
    }
  }
  if (levels.size > MOST_LEVELS || levels.size * LEAST_TIMES > present) return undefined;
  return [...levels].sort((a, b) => (a < b ? -1 : 1));
}

const LABEL =
  /^(?:id|index|unnamed: ?0|row ?names?|row_names|no\.|nr\.?|serial (?:no\.?|number)|#|序号|编号)$/i;
const TIME =
  /^(?:years?|yr|months?|weeks?|days?|hours?|minutes?|seconds?|t|time|steps?|epochs?|date|period|年份?|月份?|日期?|天数?|时间|周)$/i;
/** Rows from which counting is no accident. */
const LEAST_COUNTED = 10;

/** Columns that tell rows apart, each with what tells so: a name, or that it counts the rows. */
function labelsAmong(
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
