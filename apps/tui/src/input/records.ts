// The lines of a text table as they stand in it, to be printed again byte for byte.
import type { Csv } from '@gd-trainer/sdk/csv';

/** A record: its text, and the fields in it. */
export interface FileRecord {
  readonly text: string;
  readonly fields: number;
}

type WrittenDialect = Csv['dialect'];

/** A text table as it was written. */
export interface WrittenTable {
  /** The line of names, where there is one. */
  readonly header: FileRecord | undefined;
  /** One a row, in order. */
  readonly rows: readonly FileRecord[];
  readonly separator: string;
  readonly decimal: '.' | ',';
  readonly newline: string;
  /** The lines that it is drawn with. */
  readonly drawn: WrittenDialect['drawn'];
  /** Fields of a whole row. */
  readonly width: number;
  /** Lines as the bytes they were. */
  encode(lines: string): string | Buffer;
}

/** The lines of the rows that were read from these bytes. */
export function writtenTable(bytes: Buffer, { dialect, columns, names, skipped }: Csv): WrittenTable {
  const text = decoderOf(dialect)
    .decode(bytes)
    .replace(/^\ufeff/, '');
  const { records: all } = recordsOf(text, dialect, lineEndOf(text), true);
  const rows = columns[names[0]!]!.length;
  const header = dialect.header ? all.at(-rows - skipped - 1) : undefined;
  const body = all.slice(-rows - skipped);
  const width = Math.max(header?.fields ?? 0, names.length);
  const kept = skipped === 0 ? body : body.filter(({ fields }) => fields === width);
  return { header, rows: kept, width, ...styleOf(dialect, text) };
}

/** The way in which lines are written, by a text that has some. */
export function styleOf(
  { separator, decimal, encoding, drawn }: WrittenDialect,
  text: string,
): Pick<WrittenTable, 'separator' | 'decimal' | 'newline' | 'drawn' | 'encode'> {
  const [newline = '\n'] = /\r\n|\n|\r/.exec(text) ?? [];
  return { separator, decimal, newline, drawn, encode: (lines) => encoded(lines, encoding) };
}

/** Other encodings than UTF are cut byte by byte: no byte of theirs is taken for a quote, a separator or a line end. */
export const decoderOf = ({ encoding }: Pick<WrittenDialect, 'encoding'>): Decoder =>
  encoding.startsWith('utf-') ? new TextDecoder(encoding) : LATIN;

/** As much of `TextDecoder` as is used. */
interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

/** Each byte as the character of its number, which no `TextDecoder` gives. */
const LATIN: Decoder = {
  decode: (bytes = new Uint8Array()) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
};

function encoded(lines: string, encoding: string): string | Buffer {
  if (encoding === 'utf-8') return lines;
  if (encoding === 'utf-16le') return Buffer.from(lines, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(lines, 'utf16le').swap16();
  return Buffer.from(lines, 'latin1');
}

/** The character that ends the lines of a text. */
export const lineEndOf = (text: string): '\n' | '\r' =>
  /\n/.test(text.replace(/"[^"]*"?/g, '')) ? '\n' : '\r';

/**
 * Records that are not blank, cut at line ends outside quotes; a quote counts where it opens a field. Of a text that is not
 * the last one the record at its end is left as `rest`.
 */
export function recordsOf(
  text: string,
  { separator, drawn }: Pick<WrittenDialect, 'separator' | 'drawn'>,
  newline: '\n' | '\r',
  last: boolean,
): { readonly records: FileRecord[]; readonly rest: string } {
  const ends = new RegExp(`[${newline}${separator === ' ' ? ' \\t' : escaped(separator)}]`, 'g');
  const records: FileRecord[] = [];
  let [start, fields, at] = [0, 0, 0];
  while (at < text.length) {
    const opening = /[ \t]*"/y;
    opening.lastIndex = at;
    if (opening.test(text)) at = closing(text, opening.lastIndex);
    ends.lastIndex = at;
    const end = ends.exec(text)?.index ?? text.length;
    if (separator !== ' ' || end > at || text[end - 1] === '"') fields++;
    at = end + 1;
    if (end < text.length && text[end] !== newline) continue;
    if (end === text.length && !last) break;
    const line = text.slice(start, end).replace(/\r$/, '');
    const isRow = !drawn || (fields > 1 && !DRAWING.test(line));
    if (isRow && line.trim() !== '' && line.trim() !== '\u001a') records.push({ text: line, fields });
    [start, fields] = [at, 0];
  }
  return { records, rest: last ? '' : text.slice(start) };
}

/** Lines of a drawn table that hold no row: rules, and how many rows there are. */
const DRAWING = /^(?:(?=.*(?:--|==))[\s|,;:+=-]+|\s*\(\d+ [^)]*\)\s*)$/;

/** The place behind the quote that closes a field. */
function closing(text: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

const escaped = (character: string): string => character.replace(/[\\\]^-]/, '\\$&');

/** A line with more fields. */
export function withFields(
  { separator, width, newline, drawn }: WrittenTable,
  { text, fields }: FileRecord,
  cells: readonly string[],
): string {
  const written = cells.map((cell) => {
    if (separator === ' ' && cell === '') return 'NA';
    return cell.includes(separator) ? `"${cell}"` : cell;
  });
  if (drawn === 'closed')
    return `${text}${written.map((cell) => ` ${cell} ${separator}`).join('')}${newline}`;
  const gap = separator === ' ' ? ' ' : separator.repeat(1 + Math.max(0, width - fields));
  return `${text}${gap}${written.join(separator)}${newline}`;
}
