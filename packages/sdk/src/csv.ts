/**
 * CSV to columns: text at once, or a stream as it comes.
 *
 * @module
 */
import Papa, { type ParseResult } from 'papaparse';
import { type Check, checkedOptions, oneWordOf, when } from './checks.ts';
import { type Csv, type CsvTable, createTable, NUMBER } from './csv/columns.ts';
import { describe, GdError, quote } from './errors.ts';

export type { Csv, CsvColumn } from './csv/columns.ts';

/** Options of reading a CSV file; each has a default that suits most files. */
export interface CsvOptions {
  /** One character between fields. Default: whichever of `,` `;` tab `|` splits the first ten rows most evenly. */
  readonly delimiter?: string;
  /** Cells that mean "no value", blanks around them ignored, case counts. Default: `MISSING`. */
  readonly missing?: readonly string[];
  /** Treatment of a row that has more or fewer fields than the header. Default: 'error'. */
  readonly ragged?: 'error' | 'skip';
}

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

/** The cells that mean "no value" unless `missing` says otherwise. Anything else that is no number is text. */
export const MISSING: readonly string[] = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL'];

const DELIMITERS = [',', ';', '\t', '|'];
/** Characters looked at before delimiter and line end are decided. */
const SAMPLE = 1 << 16;
/** Characters parsed at a time, so that memory goes to the columns and not to millions of small strings. */
const BLOCK = 1 << 18;
/** Characters of a single record; past it a quote was left open, and reading on would end out of memory. */
const LONGEST_RECORD = 1 << 26;

/**
 * Reads CSV text with a header row into columns ready for `fit`.
 *
 * Numbers are an optional sign, decimal digits with an optional point, and an optional exponent: no hexadecimal, no
 * `1_000`, no thousands separators, nothing past 1.8e308. Where the delimiter isn't a comma, a column may write its
 * decimals with a comma, if it does so throughout. A byte order mark is dropped, blanks around names and numbers are
 * ignored, blank lines too; line ends may be LF, CRLF or CR. Rows count from 1, the header not counted.
 *
 * A string and UTF-8 bytes, such as a `Buffer`, are read at once; a web or Node stream of bytes or of strings as it arrives,
 * in memory for the columns alone.
 *
 * @throws {GdError} `DATA` without a header or a row, for a duplicate or empty name, a row with another number of
 * fields, an open or stray quote, and for what isn't CSV (binary, gzip, Excel, Parquet, UTF-16); `OPTION` for a bad
 * option. A stream rejects, and is cancelled.
 *
 * @example Count the penguins that were weighed.
 * ```ts
 * import { parseCsv } from '@gd-trainer/sdk/csv';
 *
 * const { columns, text } = parseCsv('species,body_mass_g\nAdelie,3750\nAdelie,NA\nGentoo,4500\n');
 * console.log(columns.body_mass_g, text); // [ 3750, null, 4500 ] [ 'species' ]
 * ```
 */
export function parseCsv(text: string | Uint8Array, options?: CsvOptions): Csv;
export function parseCsv(stream: CsvStream | AsyncIterable<unknown>, options?: CsvOptions): Promise<Csv>;
export function parseCsv(
  input: string | Uint8Array | CsvStream | AsyncIterable<unknown>,
  options: CsvOptions = {},
): Csv | Promise<Csv> {
  checkedOptions(options, CHECKS);
  const reader = createReader(options);
  if (typeof input === 'string' || input instanceof Uint8Array) {
    const take = taking(reader);
    for (let start = 0; start < input.length; start += BLOCK) take(input.slice(start, start + BLOCK));
    take(undefined);
    return reader.end();
  }
  const given: Partial<CsvStream & AsyncIterable<unknown>> = Object(input);
  if (typeof given.getReader === 'function') return readStream(input as CsvStream, reader);
  if (Symbol.asyncIterator in given) return readPieces(input as AsyncIterable<unknown>, reader);
  throw new GdError(
    'DATA',
    `expected CSV text, bytes or a stream of them, got ${describe(input)}`,
    'read the file first: parseCsv(await readFile(name))',
  );
}

/** Hands pieces of text or UTF-8 bytes to a reader; `undefined` at the end. */
function taking(reader: CsvReader): (piece: unknown) => void {
  const decoder = new TextDecoder();
  return (piece) => {
    if (typeof piece === 'string') reader.push(piece);
    else if (piece === undefined) reader.push(decoder.decode());
    else if (ArrayBuffer.isView(piece)) reader.push(decoder.decode(piece, { stream: true }));
    else throw new GdError('DATA', `expected a stream of text or bytes, got ${describe(piece)} in it`);
  };
}

async function readPieces(pieces: AsyncIterable<unknown>, reader: CsvReader): Promise<Csv> {
  const take = taking(reader);
  for await (const piece of pieces) take(piece ?? null);
  take(undefined);
  return reader.end();
}

/** The dialect of a CSV file and the kinds of its columns, as far as its start tells. */
export interface CsvHead extends Csv {
  /** The character between fields, given or found. */
  readonly delimiter: string;
  /** Names of the columns that write decimals with a comma. */
  readonly commas: readonly string[];
  /** True if lines end in more than one way. */
  readonly mixedLineEnds: boolean;
  /** Blank lines above the header. */
  readonly blankLines: number;
  /** True if this start is all there is. */
  readonly whole: boolean;
  /** Complete rows in it, the header not counted. */
  readonly rows: number;
  /** Characters that these rows take up, the header among them. */
  readonly characters: number;
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
  const decoder = new TextDecoder();
  let text = '';
  const take = (piece: string): void => {
    text += piece;
    reader.push(piece);
  };
  for await (const bytes of stream) {
    take(decoder.decode(bytes, { stream: true }));
    if (text.length < characters) continue;
    const head = reader.head();
    if (head) return { ...head, ...linesOf(text), whole: false };
  }
  take(decoder.decode());
  const whole = reader.end();
  return { ...reader.head()!, ...whole, ...linesOf(text), whole: true };
}

function linesOf(text: string): Pick<CsvHead, 'mixedLineEnds' | 'blankLines'> {
  const unquoted = text.replace(/"[^"]*"?/g, '');
  const blank = /^\ufeff?(?:[^\S\r\n]*(?:\r\n?|\n))*/.exec(text)![0];
  return {
    mixedLineEnds: new Set(unquoted.match(/\r\n|\n|\r(?!$)/g)).size > 1,
    blankLines: blank.match(/\r\n?|\n/g)?.length ?? 0,
  };
}

async function readStream(stream: CsvStream, reader: CsvReader): Promise<Csv> {
  const source = stream.getReader();
  const take = taking(reader);
  try {
    for (;;) {
      const { done, value } = await source.read();
      if (done) break;
      take(value ?? null);
    }
    take(undefined);
    return reader.end();
  } catch (error) {
    source.cancel(error).catch(() => {});
    throw error;
  } finally {
    source.releaseLock();
  }
}

const CHECKS: Readonly<Record<keyof CsvOptions, Check>> = {
  delimiter: (value) =>
    when(
      typeof value === 'string' && /^[^"\r\n\ufeff]$/.test(value),
      'one character, or nothing to have it found among , ; tab and |',
    ),
  missing: (value) =>
    when(Array.isArray(value) && value.every((word) => typeof word === 'string'), 'an array of words'),
  ragged: oneWordOf(['error', 'skip']),
};

interface CsvReader {
  push(text: string): void;
  end(): Csv;
  /** Head of the rows so far; undefined without any. */
  head(): Omit<CsvHead, 'mixedLineEnds' | 'blankLines' | 'whole'> | undefined;
}

/** Cuts text that arrives in pieces into records, and hands these to the table. */
function createReader(options: CsvOptions): CsvReader {
  const { ragged = 'error' } = options;
  const missing = new Set(options.missing ?? MISSING);
  let pieces: string[] = [];
  let pending = 0;
  let pushed = 0;
  let wanted = SAMPLE;
  let dialect: CsvDialect | undefined;
  let table: CsvTable | undefined;
  let skipped = 0;

  function parse(last: boolean): void {
    let block = pieces.join('');
    if (!dialect) {
      if (block.startsWith('\ufeff')) block = block.slice(1);
      refuseForeign(block);
      dialect = findDialect(block, last, options.delimiter);
    }
    const row = (table?.rows ?? 0) + skipped + 1;
    const place = row > 1 ? `after row ${row - 1}` : 'before the first row has ended';
    if (block.includes('\0')) {
      const hint = 'pass a CSV file in UTF-8; this may be a binary file or UTF-16';
      throw new GdError('DATA', `expected text, got a NUL character ${place}`, hint);
    }

    // whole records leave the block; the rest waits for twice as much, so that a long record costs linear time
    const rest = dialect ? takeRecords(dialect, block, last) : block;
    if (rest.length > LONGEST_RECORD) {
      const message = `a record of over ${LONGEST_RECORD} characters ${place}`;
      throw new GdError('DATA', message, UNQUOTED, { row });
    }
    pieces = [rest];
    pending = rest.length;
    wanted = Math.max(BLOCK, 2 * pending);
  }

  function takeRecords({ delimiter, newline }: CsvDialect, block: string, last: boolean): string {
    const parser = new Papa.Parser({ delimiter, newline });
    const { data, errors, meta } = parser.parse(block, 0, !last) as Parsed;
    // an error in the last, unfinished record is no error yet
    const broken = errors.find((error) => error.row !== undefined && error.row < data.length);
    data.forEach((fields, i) => {
      if (i === broken?.row) refuseQuote(broken.code, table && table.rows + skipped + 1);
      const end = fields.length - 1;
      const lastField = fields[end] ?? '';
      if (end === 0 && lastField.trim() === '') return;
      // papaparse splits at LF: the CR of a CRLF is left
      if (newline === '\n' && lastField.endsWith('\r')) fields[end] = lastField.slice(0, -1);
      if (!table) table = createTable(readHeader(fields), missing, delimiter !== ',');
      else if (fields.length === table.width) table.add(fields);
      else if (ragged === 'skip') skipped++;
      else refuseRagged(table.rows + 1, table.width, fields.length, delimiter);
    });
    return last ? '' : block.slice(meta.cursor);
  }

  return {
    head() {
      if (!dialect || !table || table.rows === 0) return undefined;
      const { rows, commas } = table;
      const { delimiter } = dialect;
      return { ...table.finish(skipped), delimiter, commas, rows, characters: pushed - pending };
    },
    push(text) {
      pieces.push(text);
      pending += text.length;
      pushed += text.length;
      if (pending >= wanted) parse(false);
    },
    end() {
      parse(true);
      if (!table) throw new GdError('DATA', 'expected a header row and data, got empty text', 'add both');
      if (table.rows > 0) return table.finish(skipped);
      const got = skipped === 0 ? 'none' : `only ${skipped} with another number of fields`;
      const message = `expected at least one row below the header, got ${got}`;
      throw new GdError('DATA', message, 'add rows of data', { skipped });
    },
  };
}

const FOREIGN: readonly (readonly [start: RegExp, name: string, hint: string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of gzip, read as UTF-8 or Latin-1
  [/^\u001f[\ufffd\u008b]/, 'gzip data', 'unpack it first'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of a zip file
  [/^PK\u0003\u0004/, 'an Excel or zip file', 'save the sheet as CSV'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Parquet's magic word, then the first page, not a name
  [/^PAR1[\u0000-\u001f]/, 'a Parquet file', 'read it with openFile of @gd-trainer/sdk/duckdb'],
  [/^(\ufffe|\ufffd\ufffd)/, 'UTF-16', 'save the file as UTF-8'],
];

function refuseForeign(start: string): void {
  for (const [magic, name, hint] of FOREIGN) {
    if (magic.test(start)) throw new GdError('DATA', `expected CSV text in UTF-8, got ${name}`, hint);
  }
}

type Parsed = ParseResult<string[]>;

interface CsvDialect {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
}

/** Line end and delimiter, or undefined while the text so far holds no line end. */
function findDialect(text: string, whole: boolean, delimiter?: string): CsvDialect | undefined {
  const unquoted = text.replace(/"[^"]*"?/g, '');
  // a CR at the very end may be half of a CRLF
  const cr = unquoted.slice(0, -1).includes('\r');
  const newline = unquoted.includes('\n') ? '\n' : cr ? '\r' : undefined;
  if (!newline && !whole) return undefined;
  const end = newline ?? (unquoted.endsWith('\r') ? '\r' : '\n');
  if (delimiter !== undefined) return { delimiter, newline: end };

  // whole lines only: a row cut short would look uneven
  const sample = text.slice(0, SAMPLE);
  const cut = whole && text.length <= SAMPLE ? -1 : sample.lastIndexOf(end);
  const lines = cut < 0 ? sample : sample.slice(0, cut);
  return { delimiter: findDelimiter(lines, end), newline: end };
}

/** The delimiter that splits the first ten rows most evenly, and of equals the one that splits them most; else `,`. */
function findDelimiter(text: string, newline: CsvDialect['newline']): string {
  let best = { delimiter: ',', unevenness: Number.POSITIVE_INFINITY, fields: 0 };
  for (const delimiter of DELIMITERS) {
    const { data } = new Papa.Parser({ delimiter, newline, preview: 10 }).parse(text, 0, false) as Parsed;
    const widths = data.filter((row) => row.length > 1 || row[0] !== '').map((row) => row.length);
    const fields = widths.reduce((sum, width) => sum + width, 0) / widths.length;
    const unevenness = widths.reduce((sum, width, i) => sum + Math.abs(width - (widths[i - 1] ?? width)), 0);
    const better = unevenness < best.unevenness || (unevenness === best.unevenness && fields > best.fields);
    if (fields > 1.99 && better) best = { delimiter, unevenness, fields };
  }
  return best.delimiter;
}

/** Columns of a table: each takes memory of its own, however few its rows are. */
const MOST_COLUMNS = 2 ** 17;

function readHeader(fields: readonly string[]): readonly string[] {
  if (fields.length > MOST_COLUMNS) {
    const message = `expected at most ${MOST_COLUMNS} columns, got ${fields.length}`;
    throw new GdError('DATA', message, 'leave out columns that nothing is learned from', {
      limit: MOST_COLUMNS,
    });
  }
  const names = fields.map((field) => field.trim());
  const places = new Map<string, number>();
  names.forEach((name, i) => {
    if (name === '') {
      const message = `column ${i + 1} of ${names.length} expected a name, got an empty one`;
      throw new GdError('DATA', message, 'name it in the header row');
    }
    const first = places.get(name);
    if (first !== undefined) {
      const message = `column ${i + 1} expected a name of its own, got ${quote(name)}, the name of column ${first + 1}`;
      throw new GdError('DATA', message, 'rename one of the two in the header row', { column: name });
    }
    places.set(name, i);
  });
  if (names.every((name) => NUMBER.test(name))) {
    throw new GdError('DATA', 'expected column names in the first row, got only numbers', 'add a header row');
  }
  return names;
}

const UNQUOTED = 'close the quoted field with ", and write a quote inside it as ""';

function refuseQuote(code: string, row: number | undefined): never {
  const place = row === undefined ? 'header row' : `row ${row}`;
  const what =
    code === 'MissingQuotes' ? 'a quoted field is never closed' : 'text after the closing quote of a field';
  throw new GdError('DATA', `${place}: ${what}`, UNQUOTED, row === undefined ? {} : { row });
}

function refuseRagged(row: number, expected: number, fields: number, delimiter: string): never {
  const hint = `quote a field that holds ${quote(delimiter)}, or pass ragged: 'skip' to leave such rows out`;
  throw new GdError('DATA', `row ${row}: expected ${expected} fields, got ${fields}`, hint, {
    row,
    expected,
    fields,
  });
}
