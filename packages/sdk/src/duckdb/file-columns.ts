// The columns of a file, and their kinds.
import { hintAmong, listOf } from '../checks.ts';
import type { ColumnKind, CsvHead, DecimalMark } from '../csv.ts';
import type { DateOrder } from '../data/dates.ts';
import { judgeColumns } from '../data/judge.ts';
import type { Note } from '../data/notes.ts';
import { addValue, type MissingWords, textColumn } from '../data/text-column.ts';
import { counted, GdError, quote } from '../errors.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import type { Database } from './database.ts';
import { asWritten, type Files, readCall } from './files.ts';

/** A column of a file: its name, its type, and whether a model can use it. */
export interface FileColumn {
  /** As in the file. */
  readonly name: string;
  /** DuckDB's name of the type: `BIGINT`, `DOUBLE`, `VARCHAR`, … */
  readonly type: string;
  /** True if it can be a feature, target or weight: numbers, and true and false as 1 and 0. */
  readonly numeric: boolean;
  /** The kind of a column of text, judged by the start of the file; none of other formats, which have types. */
  readonly kind?: ColumnKind;
}

/** A column and how to ask for it. */
export interface ReadColumn extends FileColumn {
  /** Its name in SQL, where "a" and "A" are the same: the second is called "A_1". */
  readonly sqlName: string;
  /** The decimal mark of its numbers. */
  readonly mark: DecimalMark;
  /** The order of day and month in which its dates stand in the file. */
  readonly order?: DateOrder | undefined;
  /** True if all that is known of its numbers is written as programs write them, so that the engine may read them itself. */
  readonly plain: boolean;
  /** Name in SQL of a column beside it, of a table in memory: each cell that notes count, after its state. */
  readonly told?: string | undefined;
  /** Whatever was chosen or left out of text in a format that has types. */
  readonly notes?: readonly Note[];
}

const NUMERIC = /^(?:(?:U|)(?:TINY|SMALL|BIG|HUGE|)INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/;

/** The columns, in the order of the file. Throws `DATA` for headers that are not all different. */
export async function readColumns(
  database: Database,
  files: Files,
  head: CsvHead | undefined,
  missing: MissingWords,
): Promise<ReadColumn[]> {
  const described = await database.columns(
    `DESCRIBE SELECT * FROM ${readCall(files, { ...head, nulls: asWritten(missing) })}`,
  );
  const [sqlNames, types] = described.columns as [string[], string[]];
  const columns = sqlNames.map((name, j) => ({ sqlName: name, type: types[j]! }));
  if (!head) return judgeText(database, files, columns.map(asDescribed), missing);
  if (files.names.length === 1) {
    refuseOtherCount(head.names, sqlNames);
    return columns.map((column, j) => asInHead(column, head.names[j]!, head));
  }
  refuseCase(head.names);
  return columns.map((column) =>
    head.names.includes(column.sqlName) ? asInHead(column, column.sqlName, head) : asDescribed(column),
  );
}

type Described = Pick<ReadColumn, 'sqlName' | 'type'>;

function asDescribed({ sqlName, type }: Described): ReadColumn {
  return { name: sqlName, sqlName, type, numeric: NUMERIC.test(type), mark: '.', plain: true };
}

/** Rows by which text is judged. */
const JUDGED_ROWS = 50_000;

/** Columns of a format that has types, with the text among them judged by the first rows, as the cells of a text table are. */
async function judgeText(
  database: Database,
  files: Files,
  columns: readonly ReadColumn[],
  missing: MissingWords,
): Promise<ReadColumn[]> {
  const texts = columns.filter(({ type }) => type === 'VARCHAR');
  if (files.format === 'csv' || texts.length === 0) return [...columns];
  const names = texts.map(({ sqlName }) => quoteIdentifier(sqlName, 'duckdb'));
  const first = await database.columns(
    `SELECT ${names.join(', ')} FROM ${readCall(files)} LIMIT ${JUDGED_ROWS}`,
  );
  const cells = texts.map(({ name }, j) => {
    const column = textColumn(name, false);
    for (const value of first.columns[j]!) addValue(column, value, missing);
    return column;
  });
  const judged = new Map(
    judgeColumns(cells, { commaSeparated: true }).map((column) => [column.name, column]),
  );
  return columns.map((column) => {
    const found = judged.get(column.name);
    if (!found) return column;
    const { kind, mark, order, notes, cells: values } = found;
    const numeric =
      kind === 'number' || kind === 'boolean' || (kind === 'label' && !Array.from(values).some(isText));
    const type = numeric ? 'DOUBLE' : column.type;
    return { ...column, type, numeric, kind, mark, order, plain: !numeric, notes };
  });
}

const isText = (cell: unknown): boolean => typeof cell === 'string';

/**
 * The light reader decides what is a number, so that both readers agree; DuckDB tells true from 1, and a date from other
 * text. Whole numbers at the start may have decimals further down: every number is a double.
 */
function asInHead({ sqlName, type }: Described, name: string, head: CsvHead): ReadColumn {
  const numeric = !head.text.includes(name);
  const kind = head.kinds[name]!;
  const text = kind === 'date' && /^(?:DATE|TIMESTAMP)/.test(type) ? type : 'VARCHAR';
  const number = type === 'BOOLEAN' ? type : 'DOUBLE';
  return {
    name,
    sqlName,
    type: numeric ? number : text,
    numeric,
    kind,
    mark: head.marks[name]!,
    order: head.orders[name],
    plain: head.plain.includes(name) || type === 'BOOLEAN',
  };
}

/** The column of that name, able to be used. Throws `DATA` for none, or for text. */
export function numericColumn(columns: readonly ReadColumn[], name: string): ReadColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) {
    const names = columns.map((candidate) => candidate.name);
    throw new GdError('DATA', `no column ${quote(name)}`, hintAmong(name, names), { column: name });
  }
  if (column.numeric) return column;
  const numeric = columns.filter((other) => other.numeric).map((other) => other.name);
  throw new GdError(
    'DATA',
    `column ${quote(name)}: expected numbers, got ${column.type}`,
    `name one of ${listOf(numeric)}; in a column of numbers at least four cells of five are numbers`,
    { column: name },
  );
}

function refuseOtherCount(names: readonly string[], found: readonly string[]): void {
  if (names.length === found.length) return;
  throw new GdError(
    'DATA',
    `expected ${counted(names.length, 'field')} in every row as in the header, got ${found.length}`,
    'mend the rows that have more or fewer, and quote the fields that hold a separator',
  );
}

function refuseCase(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const second = lower.findIndex((name, j) => lower.indexOf(name) < j);
  if (second < 0) return;
  const first = lower.indexOf(lower[second]!);
  throw new GdError(
    'DATA',
    `column ${second + 1} expected a name of its own, got ${quote(names[second]!)}, the name of column ${first + 1}`,
    'rename one of them: columns of several files are matched without regard to capitals',
    { column: names[second]! },
  );
}

/** True of a column of few kinds of text. */
export const isCategory = ({ kind, numeric }: Pick<ReadColumn, 'kind' | 'numeric'>): boolean =>
  kind === 'category' && !numeric;

/** True of a column of dates, by its type or as text. */
export const isDate = ({ kind, type }: Pick<ReadColumn, 'kind' | 'type'>): boolean =>
  kind === 'date' || /^(?:DATE|TIMESTAMP)/.test(type);
