// A file, opened: its columns and kinds, and the views that read it, by the engine itself or after it was read here.
import type { CsvOptions } from '../csv.ts';
import type { Note } from '../data/notes.ts';
import { missingWordsOf } from '../data/text-column.ts';
import { type FileHead, headOf } from './csv-head.ts';
import type { Database } from './database.ts';
import { readColumns } from './file-columns.ts';
import { type Files, findFiles } from './files.ts';
import { isOneObject, isRegular, type LoadedTable, loadJson, loadTable } from './loaded-table.ts';
import { counter, type OpenedFile } from './passes.ts';
import { progressScale } from './progress.ts';
import { RowViews } from './row-views.ts';

/** Text files up to this size are counted when opened, in about a tenth of a second. */
const COUNTED_BYTES = 32e6;

/** Opens the files of a path, and nothing else on the machine. Throws `DATA` for none, and for what is no table. */
export async function openedFile(database: Database, path: string, reading: CsvOptions): Promise<OpenedFile> {
  const files = await findFiles(database, path);
  await database.lock(files.allowed);
  if (await isOneObject(database, files))
    return openLoaded(database, await loadJson(database, files, reading));
  const head = files.format === 'csv' ? await headOf(files, reading) : undefined;
  return head && !isRegular(head, reading)
    ? openLoaded(database, await loadTable(database, files, head, reading))
    : openScanned(database, files, head, reading);
}

/** Files that the engine reads itself, pass by pass. */
async function openScanned(
  database: Database,
  files: Files,
  head: FileHead | undefined,
  { missingWords }: CsvOptions,
): Promise<OpenedFile> {
  const words = missingWordsOf(missingWords);
  const columns = await readColumns(database, files, head, words);
  const views = new RowViews(database, files, columns, head, words);
  await views.open();
  return {
    database,
    columns,
    views,
    notes: head ? notesOf(head) : withoutCounts(columns.flatMap((column) => column.notes ?? [])),
    partial: files.format !== 'csv' || !(head?.whole && files.names.length === 1),
    parsed: files.format !== 'parquet',
    scale: head && progressScale(files, head),
    counted: countsAtOnce(files, head),
    total: counter(database, views),
  };
}

/** A file that is read here, once. */
async function openLoaded(database: Database, { columns, notes, files }: LoadedTable): Promise<OpenedFile> {
  const views = new RowViews(database, files, columns, undefined, missingWordsOf());
  await views.open();
  return {
    database,
    columns,
    views,
    notes,
    partial: false,
    parsed: true,
    scale: undefined,
    counted: true,
    total: counter(database, views),
  };
}

/** Notes without the counts of missing values, which are those of the start alone where that is not all. */
const withoutCounts = (notes: readonly Note[]): Note[] => notes.filter(({ code }) => code !== 'missing');

const notesOf = ({ whole, notes }: FileHead): readonly Note[] => (whole ? notes : withoutCounts(notes));

/** True where the rows are counted when the file is opened: where it tells, or is small. The first pass counts others. */
const countsAtOnce = ({ format, bytes }: Files, head: FileHead | undefined): boolean =>
  format === 'parquet' || bytes * (head?.unpacking ?? 1) <= COUNTED_BYTES;
