// Text that the engine has no rules for: other encodings, runs of blanks, rows of other widths. It is read here and handed over.
import { basename } from 'node:path';
import type { KnownTable } from '../csv/columns.ts';
import { readKnownJson } from '../csv/json.ts';
import { readKnown } from '../csv/sources.ts';
import type { CsvOptions } from '../csv.ts';
import { readDate } from '../data/dates.ts';
import { encodingOf } from '../data/detection.ts';
import { textSource } from '../data/encodings.ts';
import { type JudgedColumn, type MissingWords, missingWordsOf } from '../data/text-column.ts';
import { WaitingCells } from '../data/waiting-cells.ts';
import { GdError, quote } from '../errors.ts';
import type { FileHead } from './csv-head.ts';
import type { Database, LoadedColumn } from './database.ts';
import type { ReadColumn } from './file-columns.ts';
import { type Files, LOADED, readCall } from './files.ts';
import { unpackedBytes } from './packing.ts';
import { STATES } from './row-views.ts';

/** Bytes of such text, unpacked, that fit into memory as numbers. */
const MOST_BYTES = 256e6;

/** A table in the memory of the engine. */
export interface LoadedTable extends Pick<KnownTable, 'notes'> {
  readonly columns: readonly ReadColumn[];
  readonly files: Files;
}

/** True of files that the engine itself reads as `parseCsv` would. */
export function isRegular(head: FileHead, { ragged }: CsvOptions): boolean {
  return (
    head.regular &&
    head.dialect.encoding === 'utf-8' &&
    ragged !== 'skip' &&
    !(head.mixedLineEnds && !head.whole)
  );
}

/** Reads a file by the rules of `parseCsv` into a table. Throws as that, and `DATA` for many files and for more than fits. */
export async function loadTable(
  database: Database,
  files: Files,
  head: FileHead,
  options: CsvOptions,
): Promise<LoadedTable> {
  const [path] = files.names as [string];
  if (files.names.length > 1) throw refusal(path, head, 'files that are read together have to be');
  const bytes = upTo(MOST_BYTES, path, (most) => refusal(path, head, `files of over ${most} MB have to be`));
  return loaded(database, files, options, (words) => readKnown(bytes, options, words, encodingOf));
}

/** Bytes of JSON that fit into memory as values. */
const MOST_JSON_BYTES = 64e6;

/** True of one file that is one JSON value other than rows of objects: lists, an object of columns, or one around a table. */
export async function isOneObject(database: Database, files: Files): Promise<boolean> {
  if (files.format !== 'json' || files.names.length > 1) return false;
  const call = readCall(files);
  try {
    const { columns } = await database.columns(`DESCRIBE SELECT * FROM ${call}`);
    const [names = [], types = []] = columns;
    if (names.length === 1 && names[0] === 'json') return true;
    if (!types.some((type) => /\[\]$|^STRUCT|^MAP/.test(String(type)))) return false;
    const { rows } = await database.row(`SELECT COUNT(*) AS rows FROM (SELECT 1 FROM ${call} LIMIT 2)`);
    return Number(rows) === 1;
  } catch (error) {
    if (error instanceof GdError && error.message.includes('maximum_object_size')) return true;
    throw error;
  }
}

/** Reads such a file by the rules of `parseJson`. Throws as that, and `DATA` for more than fits. */
export async function loadJson(
  database: Database,
  files: Files,
  { decimal, missingWords }: CsvOptions,
): Promise<LoadedTable> {
  const [path] = files.names as [string];
  const bytes = upTo(MOST_JSON_BYTES, path, (most) => {
    const message = `${quote(basename(path))}: one object holds all of the rows`;
    return new GdError('DATA', message, `of over ${most} MB of JSON, write one record a line`);
  });
  const source = textSource(encodingOf);
  let text = '';
  for await (const piece of bytes) text += source.push(piece);
  const options = { ...(decimal && { decimal }), ...(missingWords && { missingWords }) };
  return loaded(database, files, options, (words) => readKnownJson(text + source.end(), options, words));
}

/** The bytes of a file, unpacked. Throws what is said of more than `most` of them, in MB. */
async function* upTo(
  most: number,
  path: string,
  tooMany: (megabytes: number) => GdError,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of unpackedBytes(path)!) {
    bytes += piece.length;
    if (bytes > most) throw tooMany(most / 1e6);
    yield piece;
  }
}

/** The missing cells of columns, by name. */
type MissingCells = ReadonlyMap<string, WaitingCells>;

async function loaded(
  database: Database,
  files: Files,
  { missingWords }: CsvOptions,
  read: (words: MissingWords) => KnownTable | Promise<KnownTable>,
): Promise<LoadedTable> {
  const missing = new Map<string, WaitingCells>();
  const onMissing: MissingWords['onMissing'] = ({ name, rows }, cell) => {
    if (!missing.has(name)) missing.set(name, new WaitingCells());
    missing.get(name)!.add(rows, cell);
  };
  const { judged, text, notes } = await read({ ...missingWordsOf(missingWords), onMissing });
  const names = judged.map(({ name }) => name);
  const sqlNames = namesInSql([...names, ...names.map((name) => `${name}: told`)]);
  const all = judged.map((column, j) => {
    const numeric = !text.includes(column.name);
    return loadedColumn(column, numeric, sqlNames[j]!, sqlNames[names.length + j]!, missing);
  });
  await database.load(
    LOADED,
    all.flatMap(({ parts }) => parts),
  );
  return { columns: all.map(({ column }) => column), notes, files: { ...files, format: 'table' } };
}

/** A column, and the one or two of the table that hold it. */
function loadedColumn(
  judged: JudgedColumn,
  numeric: boolean,
  sqlName: string,
  toldName: string,
  missing: MissingCells,
): { readonly column: ReadColumn; readonly parts: LoadedColumn[] } {
  const { name, kind, order, cells } = judged;
  const type = numeric ? 'DOUBLE' : 'VARCHAR';
  const isUsed = numeric || kind === 'date' || kind === 'category';
  const toldCells = isUsed ? toldOf(judged, missing) : undefined;
  const told = toldCells && toldName;
  return {
    column: { name, sqlName, type, numeric, kind, order, mark: '.', plain: true, told },
    parts: [
      { name: sqlName, numeric, cells },
      ...(toldCells ? [{ name: toldName, numeric: false, cells: toldCells }] : []),
    ],
  };
}

/** The cells that the notes on a column count, by row, each after its state; undefined where there are none. */
function toldOf(
  { name, kind, order, cells, rounded = [] }: JudgedColumn,
  missing: MissingCells,
): (string | null)[] | undefined {
  const isUnreadable = (cell: number | string | null): boolean =>
    typeof cell === 'string' &&
    kind !== 'category' &&
    (kind !== 'date' || Number.isNaN(readDate(cell.trim(), order)));
  const told = Array.from(cells, (cell) => (isUnreadable(cell) ? `${STATES.unreadable}${cell}` : null));
  missing.get(name)?.forEach((cell, row) => {
    told[row] = `${STATES.missing}${cell}`;
  });
  for (const some of rounded) {
    some.forEach((cell, row) => {
      told[row] = `${STATES.rounded}${cell}`;
    });
  }
  return told.some((cell) => cell !== null) ? told : undefined;
}

/** Names that differ by more than capitals. */
function namesInSql(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 1; taken.has(unique.toLowerCase()); count++) unique = `${name}_${count}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function refusal(path: string, head: FileHead, who: string): GdError {
  const { mixedLineEnds } = head;
  const { encoding } = head.dialect;
  const what =
    encoding !== 'utf-8'
      ? `the text is in ${encoding}`
      : mixedLineEnds
        ? 'lines end in more than one way, in LF, CRLF or CR'
        : head.regular
          ? 'rows of other widths are to be left out'
          : 'fields are not parted by single separators, one a column';
  const cure =
    encoding === 'utf-8' ? 'plain CSV' : `UTF-8: iconv -f ${encoding} -t UTF-8 FILE > NEW writes it anew`;
  return new GdError('DATA', `${quote(basename(path))}: ${what}`, `${who} ${cure}`);
}
