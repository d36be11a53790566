// The start of a CSV file, read by the light reader's own rules: names, separator, and the columns that hold numbers.
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import * as zlib from 'node:zlib';
import { type CsvHead, type CsvOptions, readCsvHead } from '../csv.ts';
import { GdError, quote } from '../errors.ts';
import type { Files } from './files.ts';

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

/** Bytes of a file as they were before they were packed. */
export interface UnpackedBytes extends AsyncIterable<Uint8Array> {
  /** Bytes that have come out of one on disk. */
  ratio(): number;
}

/** The bytes of a file; undefined where this Node cannot unpack them. */
export function unpackedBytes(name: string): UnpackedBytes | undefined {
  const packed = extname(name).toLowerCase();
  const unpack = { '.gz': zlib.createGunzip, '.zst': zlib.createZstdDecompress }[packed];
  if (packed === '.zst' && !unpack) return undefined;
  let bytes = 0;
  let read = 1;
  return {
    ratio: () => (unpack ? bytes / read : 1),
    async *[Symbol.asyncIterator]() {
      const file = createReadStream(name);
      const unpacked = unpack ? file.pipe(unpack()) : file;
      // an error of the file is one of what comes out of it
      if (unpacked !== file) file.on('error', (error) => unpacked.destroy(error));
      try {
        for await (const piece of unpacked as AsyncIterable<Uint8Array>) {
          bytes += piece.length;
          if ('bytesWritten' in unpacked) read = unpacked.bytesWritten;
          yield piece;
        }
      } finally {
        file.destroy();
      }
    },
  };
}

/** The options of reading a file of that name: tabs separate where it says so. */
export const readingOf = (name: string, options: CsvOptions): CsvOptions =>
  options.separator === undefined && /\.(?:tsv|tab)(?:\.(?:gz|zst))?$/i.test(name)
    ? { ...options, separator: 'tab' }
    : options;
