// Text that arrives in pieces to a table.
import { nameColumns } from '../data/header.ts';
import { findLayout, rowOf, type TableLayout } from '../data/layout.ts';
import { type Note, note } from '../data/notes.ts';
import { type MissingWords, missingWordsOf, SHOWN } from '../data/text-column.ts';
import { GdError } from '../errors.ts';
import { type Conventions, type Csv, type CsvTable, createTable, type KnownTable } from './columns.ts';
import { type CsvOptions, separatorIn } from './options.ts';
import { cutRecords, split } from './records.ts';
import { refuseForeign, refuseQuote, refuseRagged, refuseWide, UNQUOTED } from './refusals.ts';

/** Characters looked at before delimiter and line end are decided. */
const SAMPLE = 1 << 16;
/** Characters parsed at a time, so that memory goes to the columns and not to millions of small strings. */
export const BLOCK: number = 1 << 18;
/** Characters of a single record; past it a quote was left open, and reading on would end out of memory. */
const LONGEST_RECORD = 1 << 26;

/** The kinds of the columns of a file, as far as its start tells. */
export interface CsvHead extends Csv, Conventions {
  /** True if fields stand between single separators, one a column, with no blank before a quote. */
  readonly regular: boolean;
  /** True if lines end in more than one way. */
  readonly mixedLineEnds: boolean;
  /** Lines above the header, or above the first row where no header stands right above it. */
  readonly linesAbove: number;
  /** True if the line right above the first row names every column. */
  readonly headed: boolean;
  /** True if this start is all there is. */
  readonly whole: boolean;
  /** The words for no value in it, as they are written. */
  readonly missingWords: ReadonlySet<string>;
  /** Complete rows in it, the header not counted. */
  readonly rows: number;
  /** Characters that these rows take up, the header among them. */
  readonly characters: number;
}

/** Facts of a head that its rows tell. */
type HeadRows = Omit<CsvHead, 'mixedLineEnds' | 'whole' | 'missingWords' | keyof Conventions>;

export interface CsvReader {
  /** Rows that are complete so far. */
  readonly rows: number;
  push(text: string): void;
  /** The table, read from an encoding that was found or given. */
  end(encoding: string | undefined, found: boolean): Csv & KnownTable;
  /** Head of the rows so far; undefined without any. */
  head(encoding: string | undefined, found: boolean): (HeadRows & KnownTable) | undefined;
}

/** Cuts text that arrives in pieces into records, and hands these to the table. */
export function createReader(
  options: CsvOptions,
  words: MissingWords = missingWordsOf(options.missingWords),
): CsvReader {
  const { ragged = 'error', header, decimal } = options;
  const separator = separatorIn(options);
  const notes: Note[] = [];
  let pieces: string[] = [];
  let pending = 0;
  let pushed = 0;
  let wanted = SAMPLE;
  let layout: TableLayout | undefined;
  let table: CsvTable | undefined;
  let skipped = 0;
  const skippedLines: string[] = [];

  function open(fields: readonly string[], found: TableLayout, isHeader: boolean): void {
    refuseWide(fields.length);
    const named = nameColumns(fields);
    notes.push(...found.notes, ...named.notes);
    const nameless = isHeader ? named.nameless : fields.map(() => true);
    table = createTable(named.names, nameless, words, {
      decimal,
      separator: found.separator,
      header: isHeader,
      drawn: found.drawn,
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

  const rowsSoFar = (): number => (table?.rows ?? 0) + skipped;
  const placeOf = (): string =>
    rowsSoFar() > 0 ? `after row ${rowsSoFar()}` : 'before the first row has ended';

  function parse(last: boolean): void {
    let block = pieces.join('');
    // the mark that ended a file on old systems
    if (last) block = withoutEndMark(block);
    if (!layout) block = begin(block, last);
    const nul = block.indexOf('\0');
    if (nul >= 0) {
      if (layout) takeRecords(layout, block.slice(0, nul), false);
      const hint = 'pass a table of text; this may be a binary file';
      throw new GdError('DATA', `expected text, got a NUL character ${placeOf()}`, hint);
    }

    // whole records leave the block; the rest waits for twice as much, so that a long record costs linear time
    const rest = layout ? takeRecords(layout, block, last) : block;
    if (rest.length > LONGEST_RECORD) {
      const message = `a record of over ${LONGEST_RECORD} characters ${placeOf()}`;
      throw new GdError('DATA', message, UNQUOTED, { row: rowsSoFar() + 1 });
    }
    pieces = [rest];
    pending = rest.length;
    wanted = Math.max(BLOCK, 2 * pending);
  }

  function takeRecords(found: TableLayout, text: string, last: boolean): string {
    if (found.separator !== ' ' && !text.includes('"')) return takeLines(found, text, last);
    const { data, broken, rest } = cutRecords(text, found, last);
    data.forEach((fields, i) => {
      if (i === broken?.row) refuseQuote(broken.code, table && table.rows + skipped + 1);
      takeFields(found, fields);
    });
    return rest;
  }

  /** Without a quote a record is a line. */
  function takeLines(found: TableLayout, text: string, last: boolean): string {
    const { newline, separator } = found;
    let start = 0;
    for (;;) {
      const next = text.indexOf(newline, start);
      if (next < 0 && !last) return text.slice(start);
      const line = next < 0 ? text.length : next;
      const end = newline === '\n' && line > start && text[line - 1] === '\r' ? line - 1 : line;
      if (found.drawn || !table?.addLine(text, start, end))
        takeFields(found, text.slice(start, line).split(separator));
      if (next < 0) return '';
      start = next + 1;
    }
  }

  function takeFields(found: TableLayout, fields: string[]): void {
    const end = fields.length - 1;
    const lastField = fields[end] ?? '';
    if (end === 0 && lastField.trim() === '') return;
    // papaparse splits at LF: the CR of a CRLF is left
    if (found.newline === '\n' && lastField.endsWith('\r')) fields[end] = lastField.slice(0, -1);
    const row = rowOf(fields, found.drawn);
    if (!row) return;
    if (!table) open(row, found, true);
    else if (table.add(row)) return;
    else if (ragged === 'skip') {
      if (skipped++ < SHOWN) skippedLines.push(row.join(found.separator));
    } else refuseRagged(table.rows + 1, table.width, row, found.separator);
  }

  // a column is judged once: its numbers are what judging leaves
  let judged: ReturnType<CsvTable['finish']> | undefined;
  const finish = (encoding: string | undefined, found: boolean): ReturnType<CsvTable['finish']> => {
    if (judged) return judged;
    const first = encoding !== undefined && found ? [note({ code: 'encoding', value: encoding })] : [];
    const cut = skipped > 0 ? [note({ code: 'truncated', count: skipped, examples: skippedLines })] : [];
    judged = table!.finish(skipped, [...first, ...notes, ...cut], encoding ?? 'utf-8');
    return judged;
  };

  return {
    get rows() {
      return table?.rows ?? 0;
    },
    head(encoding, found) {
      if (!layout || !table || table.rows === 0) return undefined;
      const { rows } = table;
      return {
        ...finish(encoding, found),
        regular:
          table.even && skipped === 0 && layout.separator !== ' ' && !layout.spacedQuotes && !layout.drawn,
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

const END_MARK = '\u001a';

/** Text up to the mark of old systems at its end. */
function withoutEndMark(text: string): string {
  const bare = text.trimEnd();
  return bare.endsWith(END_MARK) ? bare.slice(0, -1) : text;
}
