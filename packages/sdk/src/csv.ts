/**
 * CSV to columns: text at once, or a stream as it comes.
 *
 * @module
 */
import Papa, { type ParseResult } from 'papaparse';
import { type Check, checkedOptions, oneWordOf, when } from './checks.ts';
import { type Csv, type CsvTable, createTable } from './csv/columns.ts';
import type { DecimalMark } from './data/cells.ts';
import { textSource } from './data/encodings.ts';
import { findLayout, nameColumns, type TableLayout } from './data/layout.ts';
import { type Note, note } from './data/notes.ts';
import { missingWordsOf } from './data/text-column.ts';
import { describe, GdError, quote } from './errors.ts';

export type { Csv, CsvColumn, CsvDialect } from './csv/columns.ts';
export { type DecimalMark, MISSING } from './data/cells.ts';
export type { Note, NoteCode } from './data/notes.ts';
export type { ColumnKind } from './data/text-column.ts';

/** Options of reading a table of text; each has a default that suits most files. */
export interface CsvOptions {
  /** Name of the encoding of bytes, as `TextDecoder` knows it. Default: UTF-8, or what its bytes show. */
  readonly encoding?: string;
  /**
   * One character between fields, `'tab'`, or `'blank'` for runs of blanks. Default: whichever of tab, `;`, `|`, `,` and
   * blanks gives the most lines with one number of fields.
   */
  readonly separator?: string;
  /** True if the first line holds names, false if it is a row. Default: it does, unless it holds numbers as the lines below do. */
  readonly header?: boolean;
  /** The decimal mark. Default: for each column what its cells prove, else what those of other columns do. */
  readonly decimal?: DecimalMark;
  /**
   * Words that mean "no value", blanks around them and case ignored, beside the usual ones (empty, `NA`, `null`, `-`, `?` …). An array or
   * `'a,b'` adds words, `'only:a,b'` stands for all but the empty cell. Default: the usual ones.
   */
  readonly missingWords?: string | readonly string[];
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

/** Characters looked at before delimiter and line end are decided. */
const SAMPLE = 1 << 16;
/** Characters parsed at a time, so that memory goes to the columns and not to millions of small strings. */
const BLOCK = 1 << 18;
/** Characters of a single record; past it a quote was left open, and reading on would end out of memory. */
const LONGEST_RECORD = 1 << 26;

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
  checkedOptions(options, CHECKS, hintFor);
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

/** The kinds of the columns of a file, as far as its start tells. */
export interface CsvHead extends Csv {
  /** Names of the columns that write decimals with a comma. */
  readonly commas: readonly string[];
  /** Names of the columns of numbers that are written otherwise than programs write them: in groups, with a currency. */
  readonly dressed: readonly string[];
  /** True if lines end in more than one way. */
  readonly mixedLineEnds: boolean;
  /** Lines above the header, or above the first row where no header stands right above it. */
  readonly linesAbove: number;
  /** True if the line right above the first row names every column. */
  readonly headed: boolean;
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

const CHECKS: Readonly<Record<keyof CsvOptions, Check>> = {
  encoding: (value) => when(typeof value === 'string', 'the name of an encoding, such as gb18030'),
  separator: (value) =>
    when(
      typeof value === 'string' && (/^[^"\r\n\ufeff]$/.test(value) || value in SEPARATOR_WORDS),
      "one character, 'tab' or 'blank'",
    ),
  header: (value) => when(typeof value === 'boolean', 'true or false'),
  decimal: oneWordOf(['.', ',']),
  missingWords: (value) =>
    when(
      typeof value === 'string' || (Array.isArray(value) && value.every((word) => typeof word === 'string')),
      "an array of words, 'a,b' or 'only:a,b'",
    ),
  ragged: oneWordOf(['error', 'skip']),
};

/** Names of the options in other libraries. */
const ELSEWHERE: Readonly<Record<string, keyof CsvOptions>> = {
  delimiter: 'separator',
  delim: 'separator',
  sep: 'separator',
  missing: 'missingWords',
  na_values: 'missingWords',
  na: 'missingWords',
  dec: 'decimal',
  charset: 'encoding',
};

const hintFor = (name: string): string =>
  Object.hasOwn(ELSEWHERE, name)
    ? `use "${ELSEWHERE[name]}"`
    : `the options are ${Object.keys(CHECKS).join(', ')}`;

const SEPARATOR_WORDS: Readonly<Record<string, string>> = { tab: '\t', blank: ' ' };

interface CsvReader {
  push(text: string): void;
  /** The table, read from an encoding that was found or given. */
  end(encoding: string | undefined, found: boolean): Csv;
  /** Head of the rows so far; undefined without any. */
  head(): Omit<CsvHead, 'mixedLineEnds' | 'whole'> | undefined;
}

/** Cuts text that arrives in pieces into records, and hands these to the table. */
function createReader(options: CsvOptions): CsvReader {
  const { ragged = 'error', header, decimal } = options;
  const separator =
    options.separator === undefined ? undefined : (SEPARATOR_WORDS[options.separator] ?? options.separator);
  const words = missingWordsOf(options.missingWords);
  const notes: Note[] = [];
  let pieces: string[] = [];
  let pending = 0;
  let pushed = 0;
  let wanted = SAMPLE;
  let layout: TableLayout | undefined;
  let table: CsvTable | undefined;
  let skipped = 0;

  function open(fields: readonly string[], found: TableLayout, isHeader: boolean): void {
    if (fields.length > MOST_COLUMNS) refuseTooMany(fields.length);
    const named = nameColumns(fields);
    notes.push(...found.notes, ...named.notes);
    const nameless = isHeader ? named.nameless : fields.map(() => false);
    table = createTable(named.names, nameless, words, {
      decimal,
      separator: found.separator,
      header: isHeader,
    });
  }

  function begin(block: string, last: boolean): string {
    if (block.startsWith('\ufeff')) block = block.slice(1);
    refuseForeign(block);
    const cut = block.length > SAMPLE && /[\r\n]/.test(block.slice(0, SAMPLE));
    const sample = cut ? block.slice(0, SAMPLE) : block;
    layout = findLayout(sample, last && !cut, { separator, header }, split);
    if (!layout) return block;
    if (layout.names) open(layout.names, layout, layout.named);
    return block.slice(layout.start);
  }

  function parse(last: boolean): void {
    let block = pieces.join('');
    // the mark that ended a file on old systems
    if (last) block = withoutEndMark(block);
    if (!layout) block = begin(block, last);
    const row = (table?.rows ?? 0) + skipped + 1;
    const place = row > 1 ? `after row ${row - 1}` : 'before the first row has ended';
    if (block.includes('\0')) {
      const hint = 'pass a table of text; this may be a binary file';
      throw new GdError('DATA', `expected text, got a NUL character ${place}`, hint);
    }

    // whole records leave the block; the rest waits for twice as much, so that a long record costs linear time
    const rest = layout ? takeRecords(layout, block, last) : block;
    if (rest.length > LONGEST_RECORD) {
      const message = `a record of over ${LONGEST_RECORD} characters ${place}`;
      throw new GdError('DATA', message, UNQUOTED, { row });
    }
    pieces = [rest];
    pending = rest.length;
    wanted = Math.max(BLOCK, 2 * pending);
  }

  function takeRecords(found: TableLayout, text: string, last: boolean): string {
    const block = tidied(text, found);
    const { separator: delimiter, newline } = found;
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
      if (!table) open(fields, found, true);
      else if (table.add(fields)) return;
      else if (ragged === 'skip') skipped++;
      else refuseRagged(table.rows + 1, table.width, fields, delimiter);
    });
    return last ? '' : block.slice(meta.cursor);
  }

  const finish = (encoding: string | undefined, found: boolean): ReturnType<CsvTable['finish']> => {
    const first = encoding !== undefined && found ? [note({ code: 'encoding', value: encoding })] : [];
    const cut = skipped > 0 ? [note({ code: 'truncated', count: skipped })] : [];
    return table!.finish(skipped, [...first, ...notes, ...cut], encoding ?? 'utf-8');
  };

  return {
    head() {
      if (!layout || !table || table.rows === 0) return undefined;
      const { rows } = table;
      return {
        ...finish(undefined, false),
        linesAbove: layout.lines,
        headed: layout.names === undefined,
        rows,
        characters: pushed - pending,
      };
    },
    push(text) {
      pieces.push(text);
      pending += text.length;
      pushed += text.length;
      if (pending >= wanted) parse(false);
    },
    end(encoding, found) {
      parse(true);
      if (!table) throw new GdError('DATA', 'expected a header row and data, got empty text', 'add both');
      if (table.rows > 0) return finish(encoding, found);
      const got = skipped === 0 ? 'none' : `only ${skipped} with another number of fields`;
      const message = `expected at least one row below the header, got ${got}`;
      throw new GdError('DATA', message, 'add rows of data', { skipped });
    },
  };
}

/** Records of a text as papaparse cuts them. */
function split(
  text: string,
  layout: Pick<TableLayout, 'separator' | 'newline' | 'spacedQuotes'>,
  limit: number,
): string[][] {
  const { separator: delimiter, newline } = layout;
  const parser = new Papa.Parser({ delimiter, newline, preview: limit });
  const { data } = parser.parse(tidied(text, layout), 0, false) as Parsed;
  return data.map((fields) =>
    fields.map((field, i) => (i === fields.length - 1 ? field.replace(/\r$/, '') : field)),
  );
}

/** The text with single blanks where runs of them separate, and with none before a quote that opens a field. */
function tidied(
  text: string,
  { separator, spacedQuotes }: Pick<TableLayout, 'separator' | 'spacedQuotes'>,
): string {
  if (separator === ' ') {
    return text.replace(/"[^"]*"?|^[ \t]+|[ \t]+(?=[\r\n])|[ \t]+/gm, (found, at: number) => {
      if (found.startsWith('"')) return found;
      const after = text[at + found.length];
      return at === 0 || '\r\n'.includes(text[at - 1]!) || after === '\r' || after === '\n' ? '' : ' ';
    });
  }
  return spacedQuotes
    ? text.replace(/"[^"]*"?|^ +(?=")|([,;\t|]) +(?=")/gm, (found, mark: string | undefined) =>
        found.startsWith('"') ? found : (mark ?? ''),
      )
    : text;
}

const FOREIGN: readonly (readonly [start: RegExp, name: string, hint: string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of gzip, read as UTF-8 or Latin-1
  [/^\u001f[\ufffd\u008b]/, 'gzip data', 'unpack it first'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of a zip file
  [/^PK\u0003\u0004/, 'an Excel or zip file', 'save the sheet as CSV'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Parquet's magic word, then the first page, not a name
  [/^PAR1[\u0000-\u001f]/, 'a Parquet file', 'read it with openFile of @gd-trainer/sdk/duckdb'],
];

function refuseForeign(start: string): void {
  for (const [magic, name, hint] of FOREIGN) {
    if (magic.test(start)) throw new GdError('DATA', `expected a table of text, got ${name}`, hint);
  }
}

type Parsed = ParseResult<string[]>;

/** Columns of a table: each takes memory of its own, however few its rows are. */
const MOST_COLUMNS = 2 ** 17;

function refuseTooMany(columns: number): never {
  const message = `expected at most ${MOST_COLUMNS} columns, got ${columns}`;
  throw new GdError('DATA', message, 'leave out columns that nothing is learned from', {
    limit: MOST_COLUMNS,
  });
}

const UNQUOTED = 'close the quoted field with ", and write a quote inside it as ""';

function refuseQuote(code: string, row: number | undefined): never {
  const place = row === undefined ? 'header row' : `row ${row}`;
  const what =
    code === 'MissingQuotes' ? 'a quoted field is never closed' : 'text after the closing quote of a field';
  throw new GdError('DATA', `${place}: ${what}`, UNQUOTED, row === undefined ? {} : { row });
}

function refuseRagged(row: number, expected: number, fields: readonly string[], separator: string): never {
  const line = fields.join(separator);
  const message = `row ${row}: expected ${expected} fields, got ${fields.length}`;
  const hint = `the line is ${quote(line)}: quote a field that holds ${quote(separator)}, or pass ragged: 'skip' to leave such rows out`;
  throw new GdError('DATA', message, hint, { row, expected, fields: fields.length });
}

const END_MARK = '\u001a';

/** Text up to the mark of old systems at its end. */
function withoutEndMark(text: string): string {
  const bare = text.trimEnd();
  return bare.endsWith(END_MARK) ? bare.slice(0, -1) : text;
}
