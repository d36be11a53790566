// Which columns a file has, and what they hold.
import { GdError, quote } from '../errors.ts';
import type { Engine } from './engine.ts';
import { type Files, headerSql, readCall } from './files.ts';

export interface FileColumn {
  readonly name: string;
  /** DuckDB's name of the type: `BIGINT`, `DOUBLE`, `VARCHAR`, … */
  readonly type: string;
  /** Whether it can be a feature, target or weight: numbers, and true and false as 1 and 0. */
  readonly numeric: boolean;
}

const NUMERIC = /^(?:(?:U|)(?:TINY|SMALL|BIG|HUGE|)INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/;

/** A number in place of a name; DuckDB adds _1 to one that comes twice. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:_\d+)?$/;

/** The columns, in the order of the file. Throws `DATA` for headers that are not all different. */
export async function readColumns(engine: Engine, files: Files): Promise<FileColumn[]> {
  const described = await engine.columns(`DESCRIBE SELECT * FROM ${readCall(files)}`);
  const [names, types] = described.columns as [string[], string[]];
  if (files.bytes === 0) throw new GdError('DATA', 'expected rows, got an empty file', 'choose another file');
  if (files.format === 'csv' && names.length === 1 && /[,;\t|]/.test(names[0]!)) {
    throw new GdError(
      'DATA',
      `expected as many fields in every row as in the header ${quote(names[0]!)}`,
      'mend the rows that have more or fewer, and quote the fields that hold a delimiter',
    );
  }
  if (files.format === 'csv' && names.every((name) => NUMBER.test(name))) {
    throw new GdError(
      'DATA',
      'expected column names in the first row, got only numbers',
      'add a row of names at the top',
    );
  }
  if (files.format === 'csv' && names.some((name) => /_\d+$/.test(name))) {
    refuseTwice((await engine.columns(headerSql(files))).columns.map(([name]) => String(name ?? '')));
  }
  return names.map((name, j) => ({ name, type: types[j]!, numeric: NUMERIC.test(types[j]!) }));
}

/** Whole numbers in the first rows may have decimals further down: of a text file every number is read as a double. */
export function widerTypes(columns: readonly FileColumn[]): Map<string, string> {
  const numbers = columns.filter(({ numeric, type }) => numeric && type !== 'BOOLEAN');
  return new Map(numbers.map(({ name }) => [name, 'DOUBLE']));
}

/** The column of that name, able to be used. Throws `DATA` for none, or for text. */
export function numericColumn(columns: readonly FileColumn[], name: string): FileColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) {
    const names = columns.map((candidate) => quote(candidate.name)).slice(0, 20);
    throw new GdError('DATA', `no column ${quote(name)}`, `the columns are ${names.join(', ')}`, {
      column: name,
    });
  }
  if (column.numeric) return column;
  throw new GdError(
    'DATA',
    `column ${quote(name)}: expected numbers, got ${column.type}`,
    'choose another column; one cell of text among the numbers is enough to make a column text',
    { column: name },
  );
}

function refuseTwice(headers: readonly string[]): void {
  const lower = headers.map((header) => header.toLowerCase());
  const second = lower.findIndex((header, j) => lower.indexOf(header) < j);
  if (second < 0) return;
  const first = lower.indexOf(lower[second]!);
  throw new GdError(
    'DATA',
    `column ${second + 1} expected a name of its own, got ${quote(headers[second]!)}, the name of column ${first + 1}`,
    'rename one of them: DuckDB does not tell capitals from small letters',
    { column: headers[second]! },
  );
}
