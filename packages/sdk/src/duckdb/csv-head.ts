// The start of a CSV file, read by the light reader's own rules: names, separator, and the columns that hold numbers.
import { basename } from 'node:path';
import { type CsvHead, type CsvOptions, readCsvHead } from '../csv.ts';
import { GdError, quote } from '../errors.ts';
import type { Files } from './files.ts';
import { unpackedBytes } from './packing.ts';

/** A head, and how many bytes come out of one on disk: 1, or more where the file is packed. */
export interface FileHead extends CsvHead {
  readonly unpacking: number;
}

/**
 * The head of the first of the files; undefined where it is packed in a way that this Node cannot unpack. Throws `DATA` as
 * `parseCsv` does. Lines above the header are skipped in one file, and refused in the first of many, which may have others.
 */
export async function headOf(files: Files, options: CsvOptions): Promise<FileHead | undefined> {
  const [name] = files.names as [string];
  const unpacked = unpackedBytes(name);
  if (!unpacked) return undefined;
  const head = await readCsvHead(unpacked, options);
  if (head.linesAbove > 0 && files.names.length > 1) {
    const message = `${quote(basename(name))}: expected the header in the first line, got another one`;
    throw new GdError(
      'DATA',
      message,
      'take the lines above the header out: where files are read together each has to begin alike',
    );
  }
  return { ...head, unpacking: unpacked.ratio() };
}

/** The options of reading a file of that name: tabs separate where it says so. */
export const readingOf = (name: string, options: CsvOptions): CsvOptions =>
  options.separator === undefined && /\.(?:tsv|tab)(?:\.(?:gz|zst))?$/i.test(name)
    ? { ...options, separator: 'tab' }
    : options;
