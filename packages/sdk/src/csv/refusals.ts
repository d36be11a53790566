// What is no table of text, and why.
import { counted, GdError, quote } from '../errors.ts';

const FOREIGN: readonly (readonly [start: RegExp, name: string, hint: string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of gzip, read as UTF-8 or Latin-1
  [/^\u001f[\ufffd\u008b]/, 'gzip data', 'unpack it first'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of a zip file
  [/^PK\u0003\u0004/, 'an Excel or zip file', 'save the sheet as CSV'],
  [
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Parquet's magic word, then the first page, not a name
    /^PAR1[\u0000-\u001f]/,
    'a Parquet file',
    'save the table as CSV, or read it by `openFile` of `@gd-trainer/sdk/duckdb`',
  ],
  [/^\u00d0\u00cf.\u00e0\u00a1\u00b1/, 'an Excel file', 'save the sheet as CSV'],
  [/^(?:\u00fd7zXZ|\u0028\u00b5\u002f\u00fd|BZh\d1AY)/, 'packed data', 'unpack it first'],
  [/^%PDF-/, 'a PDF file', 'copy its table into a file of text'],
  // what a bank may call a sheet, and a server send in place of a file
  [/^\s*<(?:!doctype html|html\b|table\b)/i, 'a web page', 'copy its table into a file of text'],
  [/^\s*<\?xml\b/i, 'XML', 'save the table as CSV'],
];

export function refuseForeign(start: string): void {
  for (const [magic, name, hint] of FOREIGN) {
    if (magic.test(start)) throw new GdError('DATA', `expected a table of text, got ${name}`, hint);
  }
}

/** Columns of a table: each takes memory of its own, however few its rows are. */
const MOST_COLUMNS = 2 ** 17;

/** Throws `DATA` for more columns than there is memory for. */
export function refuseWide(columns: number): void {
  if (columns <= MOST_COLUMNS) return;
  const message = `expected at most ${MOST_COLUMNS} columns, got ${columns}`;
  throw new GdError('DATA', message, 'leave out columns that nothing is learned from', {
    limit: MOST_COLUMNS,
  });
}

export const UNQUOTED = 'close the quoted field with ", and write a quote inside it as ""';

export function refuseQuote(code: string, row: number | undefined): never {
  const place = row === undefined ? 'header row' : `row ${row}`;
  const what =
    code === 'MissingQuotes' ? 'a quoted field is never closed' : 'text after the closing quote of a field';
  throw new GdError('DATA', `${place}: ${what}`, UNQUOTED, row === undefined ? {} : { row });
}

export function refuseRagged(
  row: number,
  expected: number,
  fields: readonly string[],
  separator: string,
): never {
  const line = fields.join(separator);
  const message = `row ${row}: expected ${counted(expected, 'field')}, got ${fields.length}`;
  const hint =
    fields.length < expected
      ? `the line is ${quote(line)}: write NA for what it has no value of, or pass \`ragged: 'skip'\` to leave such rows out`
      : `the line is ${quote(line)}: quote a field that holds ${quote(separator)}, or pass \`ragged: 'skip'\` to leave such rows out`;
  throw new GdError('DATA', message, hint, { row, expected, fields: fields.length });
}
