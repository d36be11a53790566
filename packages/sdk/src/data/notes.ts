// What was chosen or left out while a table was read, as facts and in English; narrate/ has the other languages.
import { counted, quote } from '../errors.ts';

/** The kind of a note. */
export type NoteCode =
  | 'encoding'
  | 'preamble'
  | 'header'
  | 'separator'
  | 'groups'
  | 'decimal'
  | 'currency'
  | 'percent'
  | 'missing'
  | 'unreadable'
  | 'rounded'
  | 'label'
  | 'empty'
  | 'text'
  | 'category'
  | 'date'
  | 'truncated';

/** Something that was chosen or left out while a table was read. */
export interface Note {
  /** The kind of choice. */
  readonly code: NoteCode;
  /** The column it is about, if it is about one. */
  readonly column?: string;
  /** The first rows it is about, at most three, from 1. */
  readonly rows?: readonly number[];
  /** Cells, rows or lines it is about. */
  readonly count?: number;
  /** Cells, rows or lines there are. */
  readonly of?: number;
  /** Cells or lines as they stand in the file: the first of them, at most three. */
  readonly examples?: readonly string[];
  /** The choice: the name of an encoding or a column, a mark, a separator; 'date' or 'category' for cells among those. */
  readonly value?: string;
  /** The same in English, control characters escaped. */
  readonly message: string;
}

/** A note before it is told. */
export type NoteFacts = Omit<Note, 'message'>;

/** The note of these facts. */
export const note = (facts: NoteFacts): Note => ({ ...facts, message: toldInEnglish(facts) });

/** Cells in quotes, one of each kind. */
const quoted = (cells: readonly string[] = []): string => [...new Set(cells)].map(quote).join(', ');

function toldInEnglish(facts: NoteFacts): string {
  const told = ENGLISH[facts.code](facts);
  return facts.column === undefined ? told : `${shown(facts.column)}: ${told}`;
}

/** A name as it may stand in a line: bare where nothing in it acts. */
export function shown(name: string): string {
  const safe = quote(name);
  return safe === `"${name}"` && name !== '' ? name : safe;
}

const MARKS: Readonly<Record<string, string>> = {
  '.': 'the point',
  ',': 'the comma',
};

function rowsOf({ rows = [], count = 0 }: NoteFacts): string {
  if (count === 1) return `row ${rows[0]}`;
  if (count <= rows.length) return `rows ${rows.slice(0, -1).join(', ')} and ${rows.at(-1)}`;
  return `rows ${rows.join(', ')} and ${count - rows.length} more`;
}

const hold = ({ count }: NoteFacts): string => (count === 1 ? 'holds' : 'hold');
const numbersOf = ({ count = 0, of = 0, value }: NoteFacts): string =>
  `${of - count} of ${of} cells are ${value === 'date' ? 'dates' : value === 'category' ? 'text' : 'numbers'}`;

const ENGLISH: Readonly<Record<NoteCode, (facts: NoteFacts) => string>> = {
  encoding: ({ value }) => `the text is no UTF-8 and was read as ${value}`,
  preamble: ({ count, examples }) =>
    `${count === 1 ? 'a line' : `${count} lines`} above the table ${count === 1 ? 'is' : 'are'} left out: ${quoted(examples)}`,
  header: ({ value, column, examples }) =>
    value === 'none'
      ? 'the first line holds numbers like the others and is a row: the columns are c1, c2 …'
      : value === 'years' || value === 'numbers'
        ? `the first line holds ${value} over other numbers and is the header: ${quoted(examples)}`
        : column === undefined
          ? `the names are in a comment: ${quoted(examples)}`
          : examples?.[0] === ''
            ? 'the column had no name'
            : `another column is named ${quoted(examples)} too`,
  separator: ({ value, examples }) =>
    value === 'lines'
      ? `the table is drawn with lines, which are left out, as are those without a second field: ${quoted(examples)}`
      : `fields are separated by ${value}`,
  groups: ({ examples }) => `marks between groups of three digits are left out: ${quoted(examples)}`,
  decimal: ({ value, examples = [] }) =>
    `${MARKS[value!]} is the decimal mark${examples.length > 0 ? `, though ${quoted(examples)} could be read in another way` : ''}`,
  currency: ({ examples }) => `the currency is left out: ${quoted(examples)}`,
  percent: ({ examples }) => `percentages count as the number before the sign: ${quoted(examples)}`,
  missing: (facts) =>
    facts.examples?.every((cell) => cell === '')
      ? `${numbersOf(facts)}; ${rowsOf(facts)} ${hold(facts)} nothing`
      : `${numbersOf(facts)}; ${rowsOf(facts)} ${hold(facts)} ${quoted(facts.examples)}, no value`,
  unreadable: (facts) => `${numbersOf(facts)}; ${rowsOf(facts)} ${hold(facts)} ${quoted(facts.examples)}`,
  rounded: (facts) =>
    `${rowsOf(facts)} ${hold(facts)} more digits than a number keeps, rounded: ${quoted(facts.examples)}`,
  label: ({ value }) =>
    value === 'counts' ? 'counts the rows, and is a label' : 'tells the rows apart, and is a label',
  empty: () => 'has no value in any row',
  text: ({ examples }) => `holds text: ${quoted(examples)}`,
  category: ({ count, examples }) => `holds ${counted(count ?? 0, 'kind')} of text: ${quoted(examples)}`,
  date: ({ column, examples }) =>
    `holds dates: ${quoted(examples)}; ${`day(${shown(column ?? '')})`} counts their days`,
  truncated: ({ count, examples }) =>
    `${counted(count ?? 0, 'row')} with another number of fields left out: ${quoted(examples)}`,
};
