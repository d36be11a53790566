// Text that the engine has no rules for: other encodings, runs of blanks, rows of other widths. It is read here and handed over.
import { basename } from 'node:path';
import { type Csv, type CsvOptions, parseCsv } from '../csv.ts';
import { GdError, quote } from '../errors.ts';
import { type FileHead, unpackedBytes } from './csv-head.ts';
import type { Database } from './database.ts';
import type { ReadColumn } from './file-columns.ts';
import { type Files, LOADED } from './files.ts';

/** Bytes of such text, unpacked, that fit into memory as numbers. */
const MOST_BYTES = 256e6;

/** A table in the memory of the engine. */
export interface LoadedTable extends Pick<Csv, 'notes'> {
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
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of unpackedBytes(path)!) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) throw refusal(path, head, `files of over ${MOST_BYTES / 1e6} MB have to be`);
      yield piece;
    }
  }
  const csv = await parseCsv(counted(), options);
  const sqlNames = namesInSql(csv.names);
  const columns = csv.names.map((name, j): ReadColumn => {
    const numeric = !csv.text.includes(name);
    const type = numeric ? 'DOUBLE' : 'VARCHAR';
    return { name, sqlName: sqlNames[j]!, type, numeric, kind: csv.kinds[name]!, mark: '.', plain: true };
  });
  await database.load(
    LOADED,
    columns.map(({ sqlName, name, numeric }) => ({ name: sqlName, numeric, cells: csv.columns[name]! })),
  );
  return { columns, notes: csv.notes, files: { ...files, format: 'table' } };
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
