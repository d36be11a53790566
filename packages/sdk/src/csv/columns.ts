// Rows of fields to the columns that readers of tables return.
import type { DecimalMark } from '../data/cells.ts';
import type { DateOrder } from '../data/dates.ts';
import { isKept, judgeColumns } from '../data/judge.ts';
import type { Drawn, TableLayout } from '../data/layout.ts';
import type { Note } from '../data/notes.ts';
import {
  addCell,
  addNumber,
  type ColumnKind,
  type JudgedColumn,
  type MissingWords,
  textColumn,
} from '../data/text-column.ts';
import { GdError } from '../errors.ts';
import { PlainLine } from './plain-line.ts';

/**
 * One column of a table of text.
 * - `Float64Array`: every cell is a number, or every cell is a word of truth such as `yes` and `no`, which become 1 and 0.
 * - array of numbers and `null`: the same, with `null` where a value is missing.
 * - array with strings: at least one cell is something else. Where `kinds` has it as one of numbers, those are the cells
 *   that cannot be read as one; in text, cells that read as numbers are numbers.
 */
export type CsvColumn = Float64Array | readonly (number | string | null)[];

/** A table as columns, each of as many values as there are rows. */
export interface JudgedTable {
  /** Columns by name, on an object without a prototype: any header is safe as a key, `__proto__` too. */
  readonly columns: Readonly<Record<string, CsvColumn>>;
  /** Column names in file order (an object lists names like "2024" first). */
  readonly names: readonly string[];
  /** The kind of each column, by name. */
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  /** Names of the columns that hold text, categories or dates and can't be a feature or target as they are, in file order. */
  readonly text: readonly string[];
  /** Whatever was chosen or left out. */
  readonly notes: readonly Note[];
}

/** A table with all that is known of its columns. */
export interface KnownTable extends JudgedTable {
  readonly judged: readonly JudgedColumn[];
}

/** A table of text as columns. */
export interface Csv extends JudgedTable {
  /** Rows left out because of their number of fields: 0 unless `ragged: 'skip'`. Blank lines are no rows. */
  readonly skipped: number;
  /** The way in which the table is written. */
  readonly dialect: CsvDialect;
}

/** The way in which a table of text is written. */
export interface CsvDialect {
  /** The character between fields, a blank for runs of blanks. */
  readonly separator: string;
  /** The decimal mark of most columns that have one. */
  readonly decimal: DecimalMark;
  /** True if the first line of the table holds names. */
  readonly header: boolean;
  /** Name of the encoding of its bytes; utf-8 for text. */
  readonly encoding: string;
  /** The lines that the table is drawn with, which most have none of. */
  readonly drawn?: Drawn;
}

/** Facts of a table that are known before its rows. */
interface TableRules extends Pick<CsvDialect, 'separator' | 'header'>, Pick<TableLayout, 'drawn'> {
  /** The decimal mark that was asked for. */
  readonly decimal: DecimalMark | undefined;
}

/** Rows on their way to becoming columns. */
export interface CsvTable {
  readonly width: number;
  readonly rows: number;
  /** Adds a row; false, and nothing, if it has another number of fields. */
  add(fields: readonly string[]): boolean;
  /** Adds a line without quotes, between two places of a text, as a row; false, and nothing, if it has another number of fields. */
  addLine(text: string, start: number, end: number): boolean;
  /** True if every row has one field a column, and every column is kept. */
  readonly even: boolean;
  /** The columns. */
  finish(skipped: number, notes: readonly Note[], encoding: string): Csv & KnownTable;
}

/** The ways in which the columns of a table write their numbers. */
export interface Conventions {
  /** The decimal mark of each column, by name. */
  readonly marks: Readonly<Record<string, DecimalMark>>;
  /** The order of day and month in columns of dates that prove one. */
  readonly orders: Readonly<Record<string, DateOrder | undefined>>;
  /** Names of the columns all of whose numbers are written as programs write them. */
  readonly plain: readonly string[];
}

export function createTable(
  names: readonly string[],
  nameless: readonly boolean[],
  words: MissingWords,
  { decimal, separator, header, drawn }: TableRules,
): CsvTable {
  let rows = 0;
  let even = true;
  const columns = names.map((name, j) => textColumn(name, nameless[j]!, decimal));
  const line = new PlainLine(separator, names.length);
  const least = header ? nameless.lastIndexOf(false) + 1 : names.length;
  return {
    width: names.length,
    get rows() {
      return rows;
    },
    get even() {
      return even && least === names.length && columns.every((column) => isKept(column));
    },
    add(fields) {
      const { length } = fields;
      if (length !== names.length) {
        // separators at the end of the header, or of a row, alone
        if (length < least || !fields.slice(names.length).every(isBlank)) return false;
        even = false;
      }
      for (let j = 0; j < columns.length; j++) addCell(columns[j]!, fields[j] ?? '', words);
      rows++;
      return true;
    },
    addLine(text, start, end) {
      // a blank line is no row, nor is one cell of it
      if (words.numbers || columns.length === 1 || !line.read(text, start, end)) return false;
      let from = start;
      for (let j = 0; j < columns.length; j++) {
        const column = columns[j]!;
        const number = line.numbers[j]!;
        if (!Number.isNaN(number) && (line.pointed[j] === 0 || column.mark === '.'))
          addNumber(column, number);
        else addCell(column, text.slice(from, line.ends[j]), words);
        from = line.ends[j]! + 1;
      }
      rows++;
      return true;
    },
    finish(skipped, notes, encoding) {
      const judged = judgeColumns(columns, { decimal, commaSeparated: separator === ',', header });
      const commas = judged.filter(({ kind, mark }) => kind === 'number' && mark === ',').length;
      const points = columns.filter(({ mark }) => mark === '.').length;
      return {
        ...judgedTable(judged, notes),
        skipped,
        dialect: {
          separator,
          decimal: decimal ?? (commas > points ? ',' : '.'),
          header,
          encoding,
          ...(drawn && { drawn }),
        },
      };
    },
  };
}

/** The ways in which judged columns write their numbers. */
export function conventionsOf(judged: readonly JudgedColumn[]): Conventions {
  const marks: Record<string, DecimalMark> = Object.create(null);
  const orders: Record<string, DateOrder | undefined> = Object.create(null);
  for (const { name, mark, order } of judged) [marks[name], orders[name]] = [mark, order];
  return { marks, orders, plain: judged.filter(isPlain).map(({ name }) => name) };
}

const isPlain = ({ kind, mark, plain, notes }: JudgedColumn): boolean =>
  (kind === 'number' || kind === 'label') &&
  mark === '.' &&
  plain &&
  !notes.some(({ code }) => code === 'unreadable');

/** Judged columns as a table. Throws `DATA` where there is none. */
export function judgedTable(judged: readonly JudgedColumn[], notes: readonly Note[] = []): KnownTable {
  if (judged.length === 0) {
    const message = 'expected a column with a name or a value, got none';
    throw new GdError('DATA', message, 'add a header row and data');
  }
  const columns: Record<string, CsvColumn> = Object.create(null);
  const kinds: Record<string, ColumnKind> = Object.create(null);
  for (const { name, cells, kind } of judged) {
    columns[name] = cells;
    kinds[name] = kind;
  }
  return {
    columns,
    names: judged.map(({ name }) => name),
    kinds,
    text: judged.filter(({ kind, cells }) => isText(kind, cells)).map(({ name }) => name),
    notes: [...notes, ...judged.flatMap((column) => column.notes)],
    judged,
  };
}

const isBlank = (field: string): boolean => field.trim() === '';

const isText = (kind: ColumnKind, cells: CsvColumn): boolean =>
  kind === 'text' ||
  kind === 'category' ||
  kind === 'date' ||
  (kind === 'label' && !(cells instanceof Float64Array) && cells.some((cell) => typeof cell === 'string'));
