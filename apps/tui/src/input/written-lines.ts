// The lines of a file too large to be held, as they stand in it.
import { GdError } from '@gd-trainer/sdk';
import { type CsvHead, type CsvOptions, readCsvHead } from '@gd-trainer/sdk/csv';
import { begun, bytesOf } from './file-bytes.ts';
import { holdsJson, onlyDuckDb, readingBy, statsOf } from './formats.ts';
import { decoderOf, type FileRecord, lineEndOf, recordsOf, styleOf, type WrittenTable } from './records.ts';

/** Lines of rows, some at a time. */
export interface WrittenLines {
  /** The lines of the next rows; those of the first bring the header. Throws `DATA` where there are fewer. */
  take(rows: number): Promise<WrittenTable>;
}

/** Characters that are cut at a time. */
const PIECE = 2 ** 20;

/** The lines of the rows of one text file from its start; undefined of other formats, and of many files. */
export async function openLines(path: string, options: CsvOptions): Promise<WrittenLines | undefined> {
  if (!statsOf(path)?.isFile() || onlyDuckDb(path)) return undefined;
  const { start, all } = await begun(bytesOf(path, undefined, Infinity));
  if (holdsJson(path, start)) return undefined;
  const head = await readCsvHead(all, readingBy(path, options));
  const lines = linesIn(bytesOf(path, undefined, Infinity), head);
  let first = true;
  let waiting: FileRecord[] = [];
  let table: Omit<WrittenTable, 'rows'> | undefined;
  return {
    async take(rows) {
      while (waiting.length < rows) {
        const { done, value } = await lines.next();
        if (done) throw new GdError('DATA', 'the file has fewer lines than rows', 'leave it alone meanwhile');
        table ??= { header: value.header, ...value.style };
        const kept = value.records.filter(
          ({ fields }) => options.ragged !== 'skip' || fields === value.style.width,
        );
        waiting = waiting.concat(kept);
      }
      const taken = { ...table!, header: first ? table!.header : undefined, rows: waiting.slice(0, rows) };
      first = false;
      waiting = waiting.slice(rows);
      return taken;
    },
  };
}

/** Some lines, the header where there is one, and the way in which all are written. */
interface Lines {
  readonly header: FileRecord | undefined;
  readonly style: Omit<WrittenTable, 'rows' | 'header'>;
  readonly records: readonly FileRecord[];
}

async function* linesIn(bytes: AsyncIterable<Uint8Array>, head: CsvHead): AsyncGenerator<Lines, undefined> {
  const decoder = decoderOf(head.dialect);
  const cut = cutter(head);
  let text = '';
  for await (const piece of bytes) {
    text += decoder.decode(piece, { stream: true });
    if (text.length < PIECE) continue;
    const { rest, ...lines } = cut(text, false);
    yield lines;
    text = rest;
  }
  const { rest: _, ...lines } = cut(text + decoder.decode(), true);
  yield lines;
}

/** Cuts texts that follow one another into lines. */
function cutter({
  dialect,
  headed,
  linesAbove,
  names,
}: CsvHead): (text: string, last: boolean) => Lines & { readonly rest: string } {
  let newline: '\n' | '\r' | undefined;
  let style: Lines['style'] | undefined;
  let header: FileRecord | undefined;
  return (text, last) => {
    if (newline && style) return { header, style, ...recordsOf(text, dialect, newline, last) };
    const whole = text.replace(/^\ufeff/, '');
    newline = lineEndOf(whole);
    const start = placeAfter(whole, newline, linesAbove);
    const found = recordsOf(whole.slice(start), dialect, newline, last);
    // where no header stands right above the rows, the names are in the last line before them
    const above = (): FileRecord | undefined =>
      recordsOf(whole.slice(0, start), dialect, newline!, true).records.at(-1);
    header = headed ? found.records.shift() : dialect.header ? above() : undefined;
    style = { ...styleOf(dialect, whole), width: Math.max(header?.fields ?? 0, names.length) };
    return { header, style, ...found };
  };
}

function placeAfter(text: string, newline: string, lines: number): number {
  let place = 0;
  for (let k = 0; k < lines; k++) place = text.indexOf(newline, place) + 1;
  return place;
}
