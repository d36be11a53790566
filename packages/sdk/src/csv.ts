/**
 * CSV to columns: text at once, or a stream as it comes.
 *
 * @module
 */
import type { Csv } from './csv/columns.ts';
import { type CsvOptions, checkCsvOptions } from './csv/options.ts';
import { BLOCK, type CsvHead, type CsvReader, createReader } from './csv/reader.ts';
import { textSource } from './data/encodings.ts';
import { describe, GdError } from './errors.ts';

export type { Csv, CsvColumn, CsvDialect, JudgedTable } from './csv/columns.ts';
export { isJson, type JsonOptions, parseJson } from './csv/json.ts';
export type { CsvOptions } from './csv/options.ts';
export type { CsvHead } from './csv/reader.ts';
export { type DecimalMark, MISSING } from './data/cells.ts';
export type { Note, NoteCode } from './data/notes.ts';
export type { ColumnKind } from './data/text-column.ts';

/** As much of a `ReadableStream` of text or bytes as is used, so that Node's own type for it fits too. */
export interface CsvStream {
  /** The reader of the stream, whose chunks are text or bytes in UTF-8. */
  getReader(): {
    /** The next chunk, or that there is none. */
    read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
    /** Ends the stream early. */
    cancel(reason?: unknown): Promise<void>;
    /** Lets others read the stream again. */
    releaseLock(): void;
  };
}

/**
 * Reads a table of text into columns ready for `fit`, as a careful person would, and notes whatever it chose or left out.
 *
 * Separator, header, encoding and the way in which each column writes its numbers are found: decimal points or commas,
 * groups of three digits, currencies, percent signs, `(5)` for −5. A column is one of numbers if four of five cells that are
 * not missing are; what is none stays text among them. Lines above the table, comments and blank lines are no rows, line
 * ends may be LF, CRLF or CR. Rows count from 1, the header not counted.
 *
 * A string and bytes, such as a `Buffer`, are read at once; a web or Node stream of bytes or of strings as it arrives,
 * in memory for the columns alone.
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
  checkCsvOptions(options);
  const reader = createReader(options);
  if (typeof input === 'string' || input instanceof Uint8Array) {
    const take = taking(reader, options);
    for (let start = 0; start < input.length; start += BLOCK) take(input.slice(start, start + BLOCK));
    return take(undefined)!;
  }
  const given: Partial<CsvStream & AsyncIterable<unknown>> = Object(input);
  if (typeof given.getReader === 'function') return readStream(input as CsvStream, taking(reader, options));
  if (Symbol.asyncIterator in given)
    return readPieces(input as AsyncIterable<unknown>, taking(reader, options));
  throw new GdError(
    'DATA',
    `expected CSV text, bytes or a stream of them, got ${describe(input)}`,
    'read the file first: parseCsv(await readFile(name))',
  );
}

/** Takes the next piece of text or bytes; the table is returned for `undefined`, at the end. */
type Take = (piece: unknown) => Csv | undefined;

function taking(reader: CsvReader, { encoding }: CsvOptions): Take {
  const source = textSource(encoding);
  return (piece) => {
    if (typeof piece === 'string') reader.push(piece);
    else if (piece === undefined) {
      reader.push(source.end());
      return reader.end(source.encoding, encoding === undefined);
    } else if (ArrayBuffer.isView(piece)) {
      const { buffer, byteOffset, byteLength } = piece;
      reader.push(source.push(new Uint8Array(buffer, byteOffset, byteLength)));
    } else throw new GdError('DATA', `expected a stream of text or bytes, got ${describe(piece)} in it`);
    return undefined;
  };
}

async function readPieces(pieces: AsyncIterable<unknown>, take: Take): Promise<Csv> {
  for await (const piece of pieces) take(piece ?? null);
  return take(undefined)!;
}

/**
 * Reads the first `characters` of a file, or all of a shorter one, by the rules of `parseCsv`: for readers that leave
 * the rest to an engine. Throws as `parseCsv` does.
 */
export async function readCsvHead(
  stream: AsyncIterable<Uint8Array>,
  characters: number,
  options: CsvOptions = {},
): Promise<CsvHead> {
  const reader = createReader(options);
  const source = textSource(options.encoding);
  let text = '';
  const take = (piece: string): void => {
    text += piece;
    reader.push(piece);
  };
  for await (const bytes of stream) {
    take(source.push(bytes));
    if (text.length < characters) continue;
    const head = reader.head();
    if (head) return { ...head, mixedLineEnds: endsMixed(text), whole: false };
  }
  take(source.end());
  const whole = reader.end(source.encoding, true);
  return { ...reader.head()!, ...whole, mixedLineEnds: endsMixed(text), whole: true };
}

function endsMixed(text: string): boolean {
  return new Set(text.replace(/"[^"]*"?/g, '').match(/\r\n|\n|\r(?!$)/g)).size > 1;
}

async function readStream(stream: CsvStream, take: Take): Promise<Csv> {
  const source = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await source.read();
      if (done) break;
      take(value ?? null);
    }
    return take(undefined)!;
  } catch (error) {
    source.cancel(error).catch(() => {});
    throw error;
  } finally {
    source.releaseLock();
  }
}
