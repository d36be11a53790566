// Text, bytes and streams of either, whatever their encoding, to a table.
import { type Detect, textSource } from '../data/encodings.ts';
import type { MissingWords } from '../data/text-column.ts';
import { describe, GdError } from '../errors.ts';
import type { Csv, KnownTable } from './columns.ts';
import { type CsvOptions, checkCsvOptions } from './options.ts';
import { BLOCK, type CsvReader, createReader } from './reader.ts';
import { refuseForeign } from './refusals.ts';

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

/** Reads a table as `parseCsv` does, but for bytes that are no UTF-8, whose encoding is what `detect` names. */
export function readCsv(text: string | Uint8Array, options: CsvOptions, detect: Detect): Csv;
export function readCsv(
  stream: CsvStream | AsyncIterable<unknown>,
  options: CsvOptions,
  detect: Detect,
): Promise<Csv>;
export function readCsv(
  input: string | Uint8Array | CsvStream | AsyncIterable<unknown>,
  options: CsvOptions,
  detect: Detect,
): Csv | Promise<Csv>;
export function readCsv(
  input: string | Uint8Array | CsvStream | AsyncIterable<unknown>,
  options: CsvOptions,
  detect: Detect,
): Csv | Promise<Csv> {
  checkCsvOptions(options);
  const take = taking(createReader(options), options, detect);
  if (typeof input === 'string' || input instanceof Uint8Array) {
    for (let start = 0; start < input.length; start += BLOCK) take(input.slice(start, start + BLOCK));
    return take(undefined)!;
  }
  const given: Partial<CsvStream & AsyncIterable<unknown>> = Object(input);
  if (typeof given.getReader === 'function') return readStream(input as CsvStream, take);
  if (Symbol.asyncIterator in given) return readPieces(input as AsyncIterable<unknown>, take);
  throw new GdError(
    'DATA',
    `expected CSV text, bytes or a stream of them, got ${describe(input)}`,
    'read the file first: `parseCsv(await readFile(name))`',
  );
}

/** Reads bytes as `parseCsv` does, with all that is known of their columns. Throws as that. */
export function readKnown(
  pieces: AsyncIterable<Uint8Array>,
  options: CsvOptions,
  words: MissingWords,
  detect: Detect,
): Promise<KnownTable> {
  checkCsvOptions(options);
  return readPieces(pieces, taking(createReader(options, words), options, detect));
}

/** Takes the next piece of text or bytes; the table is returned for `undefined`, at the end. */
type Take = (piece: unknown) => (Csv & KnownTable) | undefined;

function taking(reader: CsvReader, { encoding }: CsvOptions, detect: Detect): Take {
  const source = textSource(detect, encoding);
  let isFirst = true;
  return (piece) => {
    if (typeof piece === 'string') reader.push(piece);
    else if (piece === undefined) {
      reader.push(source.end());
      return reader.end(source.encoding, encoding === undefined);
    } else if (ArrayBuffer.isView(piece)) {
      const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
      // before they are read in an encoding, of which they have none
      if (isFirst) refuseForeign(String.fromCharCode(...bytes.subarray(0, 24)));
      isFirst = false;
      reader.push(source.push(bytes));
    } else throw new GdError('DATA', `expected a stream of text or bytes, got ${describe(piece)} in it`);
    return undefined;
  };
}

async function readPieces(pieces: AsyncIterable<unknown>, take: Take): Promise<Csv & KnownTable> {
  for await (const piece of pieces) take(piece ?? null);
  return take(undefined)!;
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
