/**
 * CSV to columns: text at once, or a stream as it comes.
 *
 * @module
 */
import { type Csv, conventionsOf } from './csv/columns.ts';
import type { CsvOptions } from './csv/options.ts';
import { type CsvHead, createReader } from './csv/reader.ts';
import { type CsvStream, readCsv } from './csv/sources.ts';
import { encodingOf } from './data/detection.ts';
import { textSource } from './data/encodings.ts';
import { missingWordsOf } from './data/text-column.ts';

export type { Csv, CsvColumn, CsvDialect, JudgedTable } from './csv/columns.ts';
export { type JsonOptions, parseJson } from './csv/json.ts';
export type { CsvOptions } from './csv/options.ts';
export type { CsvHead } from './csv/reader.ts';
export type { CsvStream } from './csv/sources.ts';
export { type DecimalMark, MISSING } from './data/cells.ts';
export type { DateOrder } from './data/dates.ts';
export { isJson } from './data/detection.ts';
export type { Drawn } from './data/layout.ts';
export type { Note, NoteCode } from './data/notes.ts';
export type { ColumnKind } from './data/text-column.ts';

/**
 * Reads a table of text into columns ready for `fit`, as a careful person would, and notes whatever it chose or left out.
 *
 * Separator, header, encoding and the way in which each column writes its numbers are found: decimal points or commas,
 * groups of three digits, currencies, percent signs, `(5)` and `5-` for −5. A column is one of numbers if four of five cells that
 * are not missing are; what is none stays text among them. Lines above the table, comments, blank lines and those that Markdown or
 * a shell draws a table with are no rows, line ends may be LF, CRLF or CR. Rows count from 1, the header not counted.
 *
 * A string and bytes, such as a `Buffer`, are read at once; a web or Node stream of bytes or of strings as it arrives.
 * Beside what the engine takes for its work that holds twice the text at most, or what the columns take: 8 bytes a
 * number, 26 where some are missing, and for a cell of text 28 beside its characters.
 *
 * @throws {GdError} `DATA` without a row, for a row with another number of fields, an open or stray quote, and for what
 * isn't text (binary, gzip, Excel, Parquet); `OPTION` for a bad option. A stream rejects, and is cancelled.
 *
 * @example Count the penguins that were weighed.
 * ```ts
 * import { parseCsv } from '@gd-trainer/sdk/csv';
 *
 * const { columns, notes } = parseCsv('species,body_mass_g\nAdelie,3750\nAdelie,NA\nGentoo,4500\nGentoo,5100\n');
 * console.log(columns.body_mass_g); // [ 3750, null, 4500, 5100 ]
 * console.log(notes[0].message); // species: holds 2 kinds of text: "Adelie", "Gentoo"
 * ```
 */
export function parseCsv(text: string | Uint8Array, options?: CsvOptions): Csv;
export function parseCsv(stream: CsvStream | AsyncIterable<unknown>, options?: CsvOptions): Promise<Csv>;
export function parseCsv(
  input: string | Uint8Array | CsvStream | AsyncIterable<unknown>,
  options: CsvOptions = {},
): Csv | Promise<Csv> {
  return readCsv(input, options, encodingOf);
}

/** Rows by which the columns of a file are judged before an engine reads the rest, and characters of them at most. */
const HEAD_ROWS = 50_000;
const HEAD_CHARACTERS = 2 ** 24;
/** Characters that show in which ways lines end. */
const LINE_ENDS = 2 ** 19;

/**
 * Reads the first 50,000 rows of a file, or all of a shorter one, by the rules of `parseCsv`: for readers that leave the
 * rest to an engine. Wide rows may be fewer, 16 MB of them. Throws as `parseCsv` does.
 */
export async function readCsvHead(
  stream: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): Promise<CsvHead> {
  const missingWords = new Set<string>();
  const reader = createReader(options, {
    ...missingWordsOf(options.missingWords),
    onMissing: (_, cell) => missingWords.add(cell),
  });
  const source = textSource(encodingOf, options.encoding);
  let start = '';
  let last = '';
  let characters = 0;
  const take = (piece: string): void => {
    characters += piece.length;
    if (start.length < LINE_ENDS) start += piece;
    last = piece || last;
    reader.push(piece);
  };
  const headOf = (whole: boolean): CsvHead | undefined => {
    const head = reader.head(source.encoding, options.encoding === undefined);
    if (!head) return undefined;
    const isMarked = whole && last.trimEnd().endsWith('\u001a');
    return {
      ...head,
      ...conventionsOf(head.judged),
      regular: head.regular && !isMarked,
      missingWords,
      mixedLineEnds: endsMixed(start),
      whole,
    };
  };
  for await (const bytes of stream) {
    take(source.push(bytes));
    if (reader.rows < HEAD_ROWS && characters < HEAD_CHARACTERS) continue;
    const head = headOf(false);
    if (head) return head;
  }
  take(source.end());
  reader.end(source.encoding, options.encoding === undefined);
  return headOf(true)!;
}

function endsMixed(text: string): boolean {
  return new Set(text.replace(/"[^"]*"?/g, '').match(/\r\n|\n|\r(?!$)/g)).size > 1;
}
