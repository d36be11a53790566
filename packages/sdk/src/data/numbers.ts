// The numbers of a column of text: the one convention that it keeps to, and the cells that break it.
import { type Bare, bareOf, type DecimalMark, evidenceOf, numberUnder, type ReadNumber } from './cells.ts';
import type { NoteCode, NoteFacts } from './notes.ts';
import { SHOWN, type TextColumn } from './text-column.ts';
import { ownText, WaitingCells } from './waiting-cells.ts';

/** Circumstances that help to judge. */
export interface Context {
  /** The decimal mark that was asked for. */
  readonly decimal?: DecimalMark | undefined;
  /** True if fields are separated by commas: who writes decimal commas separates by something else. */
  readonly commaSeparated: boolean;
  /** False where there are no names but counted ones. */
  readonly header?: boolean;
}

/** The mark that most columns prove, none where neither leads. */
export function majority(marks: readonly (DecimalMark | undefined)[]): DecimalMark | undefined {
  const points = marks.filter((mark) => mark === '.').length;
  const commas = marks.filter((mark) => mark === ',').length;
  return points === commas ? undefined : points > commas ? '.' : ',';
}

/** The decimal mark of a column, and the first cells of those that could have been read in another way. */
export interface ChosenMark {
  readonly mark: DecimalMark;
  readonly doubtful: readonly string[];
  /** True if a cell has a decimal comma. */
  readonly commas: boolean;
}

/** FoundMarks in the cells that had to wait. */
interface FoundMarks {
  readonly proofs: Readonly<Record<DecimalMark, number>>;
  /** Number of the cells in which a mark looks like it parts groups, and the first of them, by the mark. */
  readonly groups: Readonly<
    Record<DecimalMark, { readonly count: number; readonly cells: readonly string[] }>
  >;
}

const NONE = { count: 0, cells: [] };
const NO_MARKS: FoundMarks = { proofs: { '.': 0, ',': 0 }, groups: { '.': NONE, ',': NONE } };

/** The marks in the cells of a column; undefined where more than one cell of five cannot be a number in any way. */
export function marksIn({ waiting, rows, missing }: TextColumn): FoundMarks | undefined {
  const proofs = { '.': 0, ',': 0 };
  const groups = { '.': { count: 0, cells: [] as string[] }, ',': { count: 0, cells: [] as string[] } };
  let left = (rows - missing) / 5;
  const hasNumbers = waiting.every((cell) => {
    const bare = bareOf(cell);
    if (!bare) return --left >= 0;
    const evidence = evidenceOf(bare.digits);
    if (!evidence) return true;
    if ('decimal' in evidence) proofs[evidence.decimal]++;
    else if (++groups[evidence.groups].count <= SHOWN) groups[evidence.groups].cells.push(cell);
    return true;
  });
  return hasNumbers ? { proofs, groups } : undefined;
}

export function markOf(
  column: TextColumn,
  marks: FoundMarks | undefined,
  { decimal, commaSeparated }: Context,
  file: DecimalMark | undefined,
): ChosenMark {
  const { groups, ...found } = marks ?? NO_MARKS;
  const proofs = { ...found.proofs };
  const { mark } = column;
  // all that did not have to wait may have been read by the mark that was proven first
  if (mark) proofs[mark] += column.rows - column.missing - column.waiting.count;
  const chosen = (by: DecimalMark, proven: boolean): ChosenMark => ({
    mark: by,
    doubtful: proven ? [] : groups[by].cells,
    commas: by === ',' && (proofs[','] > 0 || groups[','].count > 0),
  });
  if (decimal) return chosen(decimal, true);
  if (proofs['.'] !== proofs[',']) return chosen(proofs['.'] > proofs[','] ? '.' : ',', true);
  if (mark ?? file) return chosen((mark ?? file)!, false);
  if (groups[','].count > groups['.'].count) return chosen('.', false);
  // who parts thousands by points has no commas between fields: three decimals are what programs write
  return chosen(groups['.'].count === 0 || commaSeparated ? '.' : ',', false);
}

/** The forms in which a column writes numbers beside the plain one, each with the first cells of it. */
type Forms = Map<'groups' | 'currency' | 'percent', string[]>;

export interface Numbers {
  readonly values: Float64Array;
  /** Cells that are no numbers: those among the waiting without a value, and the broken ones. */
  readonly unreadable: CountedCells;
  /** Cells that had been read by another mark, with their rows from 0. */
  readonly broken: readonly RowCell[];
  readonly seen: Forms;
  /** Whole numbers that f64 does not hold. */
  readonly rounded: readonly WaitingCells[];
}

/** A cell with its row, from 0. */
type RowCell = readonly [row: number, cell: string];

/** Counts cells, and keeps the first of them by their rows. */
export class CountedCells {
  count = 0;
  readonly first: RowCell[] = [];

  add(row: number, cell: string): void {
    this.count++;
    if (this.first.length === SHOWN && row > this.first.at(-1)![0]) return;
    this.first.push([row, ownText(cell)]);
    this.first.sort(([a], [b]) => a - b).length = Math.min(this.first.length, SHOWN);
  }
}

/** The numbers of a column; undefined where more cells than `most`, one of five, are none. */
export function readNumbers(
  column: TextColumn,
  mark: DecimalMark,
  most: number = (column.rows - column.missing) / 5,
): Numbers | undefined {
  const values = column.numbers.join(column.rows);
  const broken = column.mark !== undefined && column.mark !== mark ? brokenBy(values, column.mark) : [];
  const unreadable = new CountedCells();
  for (const [row, cell] of broken) unreadable.add(row, cell);
  const rounded = new WaitingCells();
  const seen: Forms = new Map();
  const hasNumbers = column.waiting.every((cell, row) => {
    const bare = bareOf(cell);
    const { value, grouped, rounded: isRounded } = bare ? numberUnder(mark, bare) : NO_NUMBER;
    values[row] = value;
    if (Number.isNaN(value)) unreadable.add(row, cell);
    else if (grouped || bare!.currency !== '' || bare!.percent) seeForms(seen, cell, bare!, grouped);
    if (isRounded) rounded.add(row, cell.trim());
    return unreadable.count <= most;
  });
  if (!hasNumbers) {
    column.waiting.forEach((_, row) => {
      values[row] = Number.NaN;
    });
    return undefined;
  }
  for (const [row] of broken) values[row] = Number.NaN;
  return { values, unreadable, broken, seen, rounded: [column.rounded, rounded] };
}

const NO_NUMBER: ReadNumber = { value: Number.NaN, grouped: false, rounded: false };

function seeForms(seen: Forms, cell: string, { currency, percent }: Bare, grouped: boolean): void {
  if (grouped) see(seen, 'groups', cell);
  if (currency !== '') see(seen, 'currency', cell);
  if (percent) see(seen, 'percent', cell);
}

/** Cells that were read by the mark of the first proof, where most others prove the other mark. */
function brokenBy(values: Float64Array, first: DecimalMark): RowCell[] {
  const broken: RowCell[] = [];
  for (const [row, value] of values.entries()) {
    if (!Number.isNaN(value) && !Number.isInteger(value))
      broken.push([row, String(value).replace('.', first)]);
  }
  return broken;
}

function see(seen: Forms, form: 'groups' | 'currency' | 'percent', cell: string): void {
  const cells = seen.get(form);
  if (!cells) seen.set(form, [cell]);
  else if (cells.length < SHOWN) cells.push(cell);
}

/** A note on some cells of a column. */
export const cellNote = (
  code: NoteCode,
  column: string,
  rows: number,
  { count, first }: CountedCells,
): NoteFacts => ({
  code,
  column,
  count,
  of: rows,
  rows: first.map(([row]) => row + 1),
  examples: first.map(([, cell]) => cell),
});

export function numberNotes(
  { name, rows }: TextColumn,
  { unreadable, seen, rounded }: Numbers,
  { mark, doubtful, commas }: ChosenMark,
): NoteFacts[] {
  const facts: NoteFacts[] = [...seen].map(([code, examples]) => ({ code, column: name, examples }));
  if (unreadable.count > 0) facts.push(cellNote('unreadable', name, rows, unreadable));
  const changed = new CountedCells();
  for (const cells of rounded) {
    let left = SHOWN;
    cells.every((cell, row) => {
      changed.add(row, cell);
      return --left > 0;
    });
  }
  changed.count = rounded.reduce((sum, { count }) => sum + count, 0);
  if (changed.count > 0) facts.push(cellNote('rounded', name, rows, changed));
  if (commas || doubtful.length > 0) {
    facts.push({ code: 'decimal', column: name, value: mark, examples: doubtful });
  }
  return facts;
}
