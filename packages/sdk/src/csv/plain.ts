// Tables that leave nothing to be judged, as most pages show them: commas, a header, numbers as programs write them and
// words. Pages that meet no others take none of the rules by which any table is read. Whatever might be read in
// another way is refused here, not guessed.
import type { NoteFacts } from '../data/notes.ts';
import type { JudgedTable } from './columns.ts';

/** A table as `readCsv` reads it, its notes not told yet. */
export type PlainTable = Omit<JudgedTable, 'notes'> & { readonly notes: readonly NoteFacts[] };

/** Names in which nobody sees a number or an amount. */
const NAME = /^(?:\p{L}[\p{L}_]*|[a-z]\d{1,3}|[a-z]{4}\w*|[a-z]+_\w+)$/iu;
/** Those of columns that may tell rows apart. */
const LABEL = /^(?:id|index|nr|row_?names?|序号|编号)$/i;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,30})?$/;
/** Digits that may be a group of a thousand. */
const GROUP = /^-?[1-9]\d{0,2}\.\d{3}$/;
const TEXT = /^\p{L}+(?:[ _-]\p{L}+)*$/u;
/** Words that may be missing values or truth. */
const WORD = /^(?:na[nt]?|null|nil|none|missing|无|缺失|true|yes|t|y|是|false|no|f|n|否)$/i;
/** Levels of a category at most; columns of numbers beside which one that counts the rows is a label; rows that a note names. */
const MOST_LEVELS = 50;
const MOST_UNCOUNTED = 2;
const SHOWN = 3;

/** The table in a text, as `readCsv` reads it without options; undefined where that takes its rules. */
export function readPlain(text: string): PlainTable | undefined {
  const all = text.split('\n');
  const isFilled = (line: string): boolean => line.trim() !== '';
  const [head = '', ...lines] = all.slice(all.findIndex(isFilled), all.findLastIndex(isFilled) + 1);
  const names = head.split(',');
  const rows = lines.map((line) => line.split(','));
  const isTable =
    names.length > 1 &&
    new Set(names).size === names.length &&
    names.every((name) => NAME.test(name) && !LABEL.test(name)) &&
    rows.length > 0 &&
    rows.every(({ length }) => length === names.length);
  if (!isTable) return undefined;
  const columns: Record<string, PlainColumn['cells']> = Object.create(null);
  const kinds: Record<string, PlainColumn['kind']> = Object.create(null);
  const notes: NoteFacts[] = [];
  for (const [j, name] of names.entries()) {
    const column = plainColumn(
      name,
      rows.map((row) => row[j]!),
    );
    if (!column) return undefined;
    columns[name] = column.cells;
    kinds[name] = column.kind;
    notes.push(...column.notes);
  }
  const numeric = names.filter((name) => kinds[name] === 'number');
  if (numeric.length > MOST_UNCOUNTED && numeric.some((name) => countsRows(columns[name]!))) return undefined;
  return { columns, names, kinds, text: names.filter((name) => kinds[name] !== 'number'), notes };
}

interface PlainColumn {
  readonly kind: 'number' | 'category' | 'text';
  readonly cells: Float64Array | readonly (number | string | null)[];
  readonly notes: readonly NoteFacts[];
}

const isMissing = (cell: string): boolean => cell === '' || cell === 'NA';

function plainColumn(column: string, cells: readonly string[]): PlainColumn | undefined {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length === 0) return undefined;
  if (present.every((cell) => NUMBER.test(cell))) return numbers(column, cells, present);
  if (!present.every((cell) => TEXT.test(cell) && !WORD.test(cell))) return undefined;
  const levels = [...new Set(present)].sort();
  const isCategory = levels.length <= MOST_LEVELS && 2 * levels.length <= present.length;
  return {
    kind: isCategory ? 'category' : 'text',
    cells: cells.map((cell) => (isMissing(cell) ? null : cell)),
    notes: isCategory
      ? [
          { code: 'category', column, count: levels.length, examples: levels.slice(0, SHOWN) },
          ...gapsIn(column, cells).map((facts): NoteFacts => ({ ...facts, value: 'category' })),
        ]
      : [{ code: 'text', column, examples: present.slice(0, SHOWN) }],
  };
}

/** The note on cells without a value. */
function gapsIn(column: string, cells: readonly string[]): NoteFacts[] {
  const gaps = [...cells.keys()].filter((row) => isMissing(cells[row]!));
  const first = gaps.slice(0, SHOWN);
  const rows = first.map((row) => row + 1);
  const examples = first.map((row) => cells[row]!);
  return gaps.length > 0
    ? [{ code: 'missing', column, count: gaps.length, of: cells.length, rows, examples }]
    : [];
}

function numbers(
  column: string,
  cells: readonly string[],
  present: readonly string[],
): PlainColumn | undefined {
  const groups = present.filter((cell) => GROUP.test(cell)).length;
  // a point that parts no group says what the others are
  if (groups > 0 && !present.some((cell) => cell.includes('.') && !GROUP.test(cell))) return undefined;
  const notes = gapsIn(column, cells);
  return {
    kind: 'number',
    cells:
      notes.length > 0
        ? cells.map((cell) => (isMissing(cell) ? null : Number(cell)))
        : Float64Array.from(cells, Number),
    notes,
  };
}

const countsRows = (cells: PlainColumn['cells']): boolean =>
  cells instanceof Float64Array && cells.every((value, row) => value === cells[0]! + row);
