// What the start of a CSV file says, by the light reader's own rules: names, delimiter, and which columns hold numbers.
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import * as zlib from 'node:zlib';
import { type CsvHead, readCsvHead } from '../csv.ts';
import type { Files } from './files.ts';

/** Characters looked at, some tens of thousands of rows. */
const HEAD = 2 ** 19;

/** The head of the first of the files; undefined where it is packed in a way that this Node cannot unpack. */
export async function headOf({ names }: Files): Promise<CsvHead | undefined> {
  const [name] = names as [string];
  const packed = extname(name).toLowerCase();
  const unpack = packed === '.gz' ? zlib.createGunzip : zlib.createZstdDecompress;
  const file = createReadStream(name);
  try {
    if (packed !== '.gz' && packed !== '.zst') return await readCsvHead(file, HEAD, delimiterOf(name));
    if (!unpack) return undefined;
    const unpacked = unpack();
    // an error of the file is one of what comes out of it
    file.on('error', (error) => unpacked.destroy(error));
    return await readCsvHead(file.pipe(unpacked), HEAD, delimiterOf(name));
  } finally {
    file.destroy();
  }
}

const delimiterOf = (name: string): { delimiter?: string } =>
  /\.(?:tsv|tab)(?:\.(?:gz|zst))?$/i.test(name) ? { delimiter: '\t' } : {};
