import { closeSync, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type CsvOptions, isJson } from '@gd-trainer/sdk/csv';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { bundledSet } from './bundled-sets.ts';

/** Bytes that the light reader takes, and those of packed text, which is some eight times as long: few enough to look. */
const LIGHT_BYTES = 16e6;
const LIGHT_PACKED_BYTES = LIGHT_BYTES / 8;

/** True of a source for DuckDB: by its size, its format, as a pattern, or because rows are chosen by SQL. */
export function needsDuckDb(source: string, where: string | undefined): boolean {
  if (source === '-') return false;
  if (where !== undefined) return true;
  if (bundledSet(source)) return false;
  const stats = statsOf(source);
  if (!stats) return /[*?]|\[.*\]/.test(source);
  if (stats.isDirectory()) return false;
  if (onlyDuckDb(source)) return true;
  if (!/\.gz$/i.test(source)) return stats.size > LIGHT_BYTES;
  return stats.size > LIGHT_PACKED_BYTES || (stats.isFile() && unpacksToMore(source));
}

/** True of text that is more than the light reader takes once it is unpacked: blanks are packed a thousandfold. */
function unpacksToMore(source: string): boolean {
  try {
    gunzipSync(readFileSync(source), { maxOutputLength: LIGHT_BYTES });
    return false;
  } catch (error) {
    // what is damaged, or may not be read, is the reader's to tell
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}

/** Formats that no other reader of ours knows. */
export const onlyDuckDb = (source: string): boolean =>
  /\.(?:parquet|pq|[a-z]+\.zst)$/i.test(source) || isParquet(source);

/** The options of reading a file: tabs separate where its name says so. */
export const readingBy = (path: string, options: CsvOptions): CsvOptions =>
  /\.(?:tsv|tab)(?:\.gz)?$/i.test(path) ? { separator: 'tab', ...options } : options;

/** True of JSON, by its name or by how it begins. */
export const holdsJson = (path: string, start: string): boolean =>
  /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(path) || isJson(start);

const MAGIC = 'PAR1';

/** True of a file that begins as Parquet does, whatever it is called. */
function isParquet(source: string): boolean {
  if (!statsOf(source)?.isFile()) return false;
  const start = Buffer.alloc(MAGIC.length);
  try {
    const file = openSync(source, 'r');
    readSync(file, start);
    closeSync(file);
  } catch {
    // what may not be read is the reader's to tell
  }
  return start.toString('latin1') === MAGIC;
}

/** Stats of a path; undefined where nothing is there. Throws where that may not be asked, or no path is so long. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.data,
      `${quoted(path)} could not be read (${code})`,
      'name a file that you may read',
    );
  }
}
