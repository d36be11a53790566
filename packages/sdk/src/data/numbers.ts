// The numbers of a column of text: the one convention that it keeps to, and the cells that break it.
import { type Bare, bareOf, type DecimalMark, evidenceOf, numberUnder, type ReadNumber } from './cells.ts';
import type { NoteCode, NoteFacts } from './notes.ts';
import { SHOWN, type TextColumn } from './text-column.ts';

/** Circumstances that help to judge. */
export interface Context {
  /** The decimal mark that was asked for. */
  readonly decimal?: DecimalMark | undefined;
  /** True if fields are separated by commas: who writes decimal commas separates by something else. */
  readonly commaSeparated: boolean;
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
  /** Rows from 0 whose cell is no number, with the cells. */
  readonly unreadable: readonly (readonly [row: number, cell: string])[];
  readonly seen: Forms;
  /** Rows from 0 with a whole number that f64 does not hold, with the cells. */
  readonly rounded: readonly (readonly [row: number, cell: string])[];
}

/** The numbers of a column; undefined where more cells than `most`, one of five, are none. */
export function readNumbers(
  column: TextColumn,
  mark: DecimalMark,
  most: number = (column.rows - column.missing) / 5,
): Numbers | undefined {
  const flipped = column.mark !== undefined && column.mark !== mark ? brokenBy(column) : [];
  const values = column.numbers.join(column.rows);
  const unreadable: [number, string][] = [...flipped];
  const rounded: (readonly [number, string])[] = [...column.rounded];
  const seen: Forms = new Map();
  const hasNumbers = column.waiting.every((cell, row) => {
    const bare = bareOf(cell);
    const { value, grouped, rounded: isRounded } = bare ? numberUnder(mark, bare) : NO_NUMBER;
    values[row] = value;
    if (Number.isNaN(value)) unreadable.push([row, cell]);
    else if (grouped || bare!.currency !== '' || bare!.percent) seeForms(seen, cell, bare!, grouped);
    if (isRounded) rounded.push([row, cell.trim()]);
    return unreadable.length <= most;
  });
  if (!hasNumbers) {
    column.waiting.forEach((_, row) => {
      values[row] = Number.NaN;
    });
    return undefined;
  }
  for (const [row] of flipped) values[row] = Number.NaN;
  return { values, unreadable: unreadable.sort(byRow), seen, rounded: rounded.sort(byRow) };
}

const byRow = ([a]: readonly [number, string], [b]: readonly [number, string]): number => a - b;
const NO_NUMBER: ReadNumber = { value: Number.NaN, grouped: false, rounded: false };

function seeForms(seen: Forms, cell: string, { currency, percent }: Bare, grouped: boolean): void {
  if (grouped) see(seen, 'groups', cell);
  if (currency !== '') see(seen, 'currency', cell);
  if (percent) see(seen, 'percent', cell);
}

/** Cells that were read by the mark of the first proof, where most others prove the other mark. */
function brokenBy(column: TextColumn): [number, string][] {
  return Array.from(column.numbers.join(column.rows)).flatMap((value, row) =>
    Number.isNaN(value) || Number.isInteger(value) ? [] : [[row, String(value).replace('.', column.mark!)]],
  );
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
  cells: readonly (readonly [row: number, cell: string])[],
): NoteFacts => ({
  code,
  column,
  count: cells.length,
  of: rows,
  rows: cells.slice(0, SHOWN).map(([row]) => row + 1),
  examples: cells.slice(0, SHOWN).map(([, cell]) => cell),
});

export function numberNotes(
  { name, rows }: TextColumn,
  { unreadable, seen, rounded }: Numbers,
  { mark, doubtful, commas }: ChosenMark,
): NoteFacts[] {
  const facts: NoteFacts[] = [...seen].map(([code, examples]) => ({ code, column: name, examples }));
  if (unreadable.length > 0) facts.push(cellNote('unreadable', name, rows, unreadable));
  if (rounded.length > 0) facts.push(cellNote('rounded', name, rows, rounded));
  if (commas || doubtful.length > 0) {
    facts.push({ code: 'decimal', column: name, value: mark, examples: doubtful });
  }
  return facts;
}
