// The layout of a text table, by its first lines: line ends, what stands above the table, separator, lines it is drawn with.
import { holdsNumbers, isMissing, isNumber, isYear } from './glance.ts';
import { type Head, headerOf, namesInComment } from './header.ts';
import { note } from './notes.ts';

/** One character, or a blank for runs of blanks. */
type Separator = string;

/** The way in which a table is written. */
export interface TableLayout extends Head {
  readonly separator: Separator;
  readonly newline: '\n' | '\r';
  /** True if blanks stand between a separator and the quotes of a field. */
  readonly spacedQuotes: boolean;
  /** The lines that the table is drawn with; undefined of most tables, which have none. */
  readonly drawn: Drawn | undefined;
  /** Characters above the header, or above the first row where there is none. */
  readonly start: number;
  /** Lines above the header. */
  readonly lines: number;
}

/**
 * Lines that a table is drawn with, as database shells and Markdown show one: a rule of dashes under the names, and in `closed` ones
 * a mark before the first field and after the last.
 */
export type Drawn = 'open' | 'closed';

/** Wishes that overrule what is found. */
export interface LayoutWishes {
  readonly separator?: string | undefined;
  readonly header?: boolean | undefined;
}

/** Cuts text into records of fields; at most `limit` records. */
export type Split = (
  text: string,
  layout: Pick<TableLayout, 'separator' | 'newline' | 'spacedQuotes'>,
  limit: number,
) => string[][];

/** In the order of preference where they do equally well. */
const SEPARATORS: readonly Separator[] = ['\t', ';', '|', ',', ' '];
/** Records that are looked at. */
const LOOKED_AT = 60;
/** Comments, and the top of a table that is drawn. */
const COMMENT = /^[ \t]*(?:[#%]|(?:\+-|==)[-+= ]*\s*$)/;
const RULE = /^\s*:?(?:[-+]+|=+):?\s*$/;
/** What stands below rows in a shell. */
const COUNT = /^\s*\(\d+ [^)]*\)\s*$/;
const SEPARATOR_LINE = /^"?sep=(.)"?\s*$/i;

/** The layout of a text without a byte order mark; undefined while it holds no line end and there may be more. */
export function findLayout(
  text: string,
  whole: boolean,
  wishes: LayoutWishes,
  split: Split,
): TableLayout | undefined {
  const newline = lineEndOf(text, whole);
  if (!newline) return undefined;
  const ending = whole ? text.length : text.lastIndexOf(newline);
  const above = skipComments(text, 0, newline);
  const wished = wishes.separator ?? above.separator;
  const sample = (start: number): string => text.slice(start, Math.max(ending, start));
  const spacedQuotes = /(?:^|[,;\t|]) +"/m.test(withoutQuoted(sample(above.end)));
  const guess = chooseSeparator(sample(above.end), { newline, spacedQuotes }, wished, split);
  const layout = { newline, spacedQuotes, separator: guess.separator };
  const filledFrom = (start: number): string[][] => split(sample(start), layout, LOOKED_AT).filter(isFilled);
  const bare = skipTitles(text, above.end, guess, newline);
  const padded = paddedTitles(filledFrom(bare.start), guess.width);
  const top = padded === 0 ? bare : skipRecords(text, bare, padded, layout);
  const filled = filledFrom(top.start);
  const drawn = drawnBy(filled);
  const rows = filled.map((fields) => rowOf(fields, drawn)).filter((row) => row !== undefined);
  const fieldsOf = (line: string): readonly string[] => split(line, layout, 1)[0] ?? [];
  const head =
    top.names === undefined
      ? headerOf(rows, wishes.header, namesInComment(above.comments, guess, fieldsOf))
      : { names: ['', ...fieldsOf(top.names)], named: true, notes: [] };
  const { titles } = top;
  const preamble =
    titles.length === 0
      ? []
      : [note({ code: 'preamble', count: titles.length, examples: titles.slice(0, 3) })];
  const lines = text.slice(0, top.start).split(newline).length - 1;
  const rule =
    drawn && note({ code: 'separator', value: 'lines', examples: [filled[1]!.join(guess.separator)] });
  return {
    ...layout,
    drawn,
    start: top.start,
    lines,
    names: head.names,
    named: head.named,
    notes: [...preamble, ...(rule ? [rule] : []), ...head.notes],
  };
}

/** The text with what stands in double quotes reduced to the quotes. */
const withoutQuoted = (text: string): string => text.replace(/"[^"]*"?/g, '"');

function lineEndOf(text: string, whole: boolean): TableLayout['newline'] | undefined {
  const unquoted = text.replace(/"[^"]*"?/g, '');
  if (unquoted.includes('\n')) return '\n';
  // a CR at the very end may be half of a CRLF
  if (unquoted.slice(0, -1).includes('\r')) return '\r';
  return whole ? (unquoted.endsWith('\r') ? '\r' : '\n') : undefined;
}

interface Above {
  readonly end: number;
  readonly comments: readonly string[];
  readonly separator: string | undefined;
}

/** Blank lines, comments and a line `sep=;` from `start`. */
function skipComments(text: string, start: number, newline: string): Above {
  const comments: string[] = [];
  let separator: string | undefined;
  let end = start;
  for (;;) {
    const next = text.indexOf(newline, end);
    const line = text.slice(end, next < 0 ? text.length : next).trim();
    const named = separator === undefined && comments.length === 0 ? SEPARATOR_LINE.exec(line) : null;
    if (named) separator = named[1]!;
    else if (COMMENT.test(line)) comments.push(line);
    else if (line !== '' || next < 0) return { end, comments, separator };
    if (next < 0) return { end: text.length, comments, separator };
    end = next + 1;
  }
}

interface Guess {
  readonly separator: Separator;
  /** Fields of most lines. */
  readonly width: number;
}

/** The separator that gives the most lines of one width; of equals, the one that leaves the most numbers. */
function chooseSeparator(
  text: string,
  layout: Pick<TableLayout, 'newline' | 'spacedQuotes'>,
  wished: string | undefined,
  split: Split,
): Guess {
  const found = (wished === undefined ? SEPARATORS : [wished]).map((separator) => {
    const rows = split(text, { ...layout, separator }, LOOKED_AT).filter(isFilled);
    const width = commonWidth(rows);
    const even = rows.filter((row) => row.length === width);
    const cells = even.flat();
    const numbers = cells.filter(isNumber).length / Math.max(1, cells.length);
    return { separator, width, lines: width > 1 ? even.length : 0, cells, numbers, rows: rows.length };
  });
  const even = found.filter(({ lines, rows }) => lines > 0 && 2 * lines >= rows);
  // blanks beside tabs belong to the cells, and to words above the table
  const tabbed = even.find(({ separator }) => separator === '\t')?.width ?? 0;
  const [best] = even
    .filter(
      ({ lines, rows, separator, width }) =>
        separator !== ' ' ||
        (width > tabbed &&
          lines >= rows - titlesBefore(rows, lines, width) &&
          even.every(
            (other) =>
              other.separator === ' ' ||
              other.lines < lines ||
              other.numbers === 0 ||
              other.cells.some(holdsRun),
          )),
    )
    .sort((a, b) => b.lines - a.lines || b.numbers - a.numbers);
  if (best) return best;
  return {
    separator: wished ?? ',',
    width: found.find(({ separator }) => separator === (wished ?? ','))?.width ?? 1,
  };
}

/** Lines of other widths that words between blanks may have: prose is no table. */
const titlesBefore = (rows: number, lines: number, width: number): number =>
  width > 1 && rows - lines <= 2 ? rows - lines : 0;

/** True of a cell with numbers between blanks, which part them: a blank in "Row 1" belongs to the words. */
function holdsRun(cell: string): boolean {
  const parts = cell.trim().split(/\s+/);
  return parts.some((part, i) => i > 0 && isNumber(part) && isNumber(parts[i - 1]!)) && !isNumber(cell);
}

/** The width of most rows; of equals the larger. */
function commonWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || b - a);
  return first?.[0] ?? 1;
}

const isFilled = (row: readonly string[]): boolean => !row.every(isBlank);

/** The lines of a table whose second record is a rule. */
function drawnBy([first = [], rule = []]: readonly (readonly string[])[]): Drawn | undefined {
  if (!isRule(rule)) return undefined;
  return first.length > 2 && isBlank(first[0]!) && isBlank(first.at(-1)!) ? 'closed' : 'open';
}

const isBlank = (field: string): boolean => field.trim() === '';

const isRule = (fields: readonly string[]): boolean =>
  fields.some((field) => /--|==/.test(field)) && fields.every((field) => isBlank(field) || RULE.test(field));

/** The fields of a record of a table; undefined of what is drawn, and of a line that says how many rows there are. */
export function rowOf(fields: string[], drawn: Drawn | undefined): string[] | undefined {
  if (drawn === undefined) return fields;
  if (fields.length === 1 || isRule(fields) || COUNT.test(fields.join(' '))) return undefined;
  return drawn === 'closed' ? fields.slice(1, -1) : fields;
}

/** Where the table begins, and the lines above it. */
interface Top {
  readonly start: number;
  readonly titles: readonly string[];
  /** The line of names, where it has one fewer than there are fields. */
  readonly names?: string;
}

/** Lines above the table, which have fewer fields, where two lines of the table follow. */
function skipTitles(text: string, from: number, { separator, width }: Guess, newline: string): Top {
  const none = { start: from, titles: [] };
  if (width < 2) return none;
  const titles: string[] = [];
  let start = from;
  for (;;) {
    const next = text.indexOf(newline, start);
    if (next < 0) return none;
    const line = text.slice(start, next);
    const comment = COMMENT.test(line);
    if (!comment && line.trim() !== '') {
      const fields = countFields(line, separator);
      if (countFields(recordFrom(text, start, newline), separator) === width) break;
      if (fields === width || (fields > width && separator !== ' ')) break;
      // one name fewer than there are fields: R leaves out that of the names of rows
      if (fields > 1 && fields === width - 1 && titles.length === 0) {
        return ' \t'.includes(separator) ? { start: next + 1, titles, names: line } : none;
      }
      // names, and marks in the numbers below them that are decimal
      const following = cellsOf(recordFrom(text, next + 1, newline), separator);
      const isHeader = fields > 1 && titles.length === 0 && !cellsOf(line, separator).some(isNumber);
      if (separator !== ' ' && isHeader && following.length === width && following.every(isNumber))
        return none;
      titles.push(line.trim());
    }
    start = next + 1;
  }
  return titles.length === 0 ? none : { start, titles };
}

/** The line from `start`, and those after it that a line end in quotes makes one with it. */
function recordFrom(text: string, start: number, newline: string): string {
  let end = start;
  for (let quoted = false; end < text.length; end++) {
    if (text[end] === '"') quoted = !quoted;
    else if (!quoted && text[end] === newline) break;
  }
  return text.slice(start, end);
}

/** Records of titles that a spreadsheet has filled up with separators: the first full one names columns of numbers. */
function paddedTitles(rows: readonly (readonly string[])[], width: number): number {
  const isFull = (row: readonly string[]): boolean =>
    row.length >= width && !isBlank(row[width - 1]!) && row.slice(width).every(isBlank);
  const full = rows.findIndex(isFull);
  const below = rows.slice(full + 1);
  const header = rows[full] ?? [];
  const numeric = header.filter((_, j) => holdsNumbers(below.map((row) => row[j] ?? '')));
  const isNamed = numeric.every((name) => !isMissing(name) && (!isNumber(name) || isYear(name)));
  return full > 0 && width > 1 && numeric.length > 0 && isNamed ? full : 0;
}

/** The top of a table with so many records more above it. */
function skipRecords(
  text: string,
  { start, titles }: Top,
  count: number,
  { newline, separator }: Pick<TableLayout, 'newline' | 'separator'>,
): Top {
  const more: string[] = [];
  for (let from = start; ; ) {
    const record = recordFrom(text, from, newline);
    if (countFields(record, separator) > 0 && more.push(record.trim()) > count) {
      return { start: from, titles: [...titles, ...more.slice(0, -1)] };
    }
    from += record.length + 1;
  }
}

/** Cells of a line, those in quotes as one letter. */
const cellsOf = (line: string, separator: Separator): string[] => {
  const bare = line.replace(/"(?:[^"]|"")*"/g, 'x');
  return separator === ' ' ? bare.trim().split(/[ \t]+/) : bare.split(separator);
};

/** Fields of a line that hold something, up to the last of them. */
function countFields(line: string, separator: Separator): number {
  const fields = cellsOf(line, separator);
  const filled = fields.filter((field) => field.trim() !== '').length;
  return filled <= 1 ? filled : fields.length;
}
