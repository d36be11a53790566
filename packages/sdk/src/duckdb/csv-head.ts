// The start of a CSV file, read by the light reader's own rules: names, separator, and the columns that hold numbers.
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import * as zlib from 'node:zlib';
import { type CsvHead, readCsvHead } from '../csv.ts';
import { GdError, quote } from '../errors.ts';
import type { Files } from './files.ts';

/** Characters looked at, some tens of thousands of rows. */
const HEAD = 2 ** 19;

/** A head, and how many bytes come out of one on disk: 1, or more where the file is packed. */
export interface FileHead extends CsvHead {
  readonly unpacking: number;
}

/**
 * The head of the first of the files; undefined where it is packed in a way that this Node cannot unpack. Throws `DATA` as
 * `parseCsv` does, and where line ends change in a file that this does not see all of: DuckDB reads such files only by
 * rules that lose the fields past the last column. Lines above the header are skipped in one file, and refused in
 * the first of many, which may have others.
 */
export async function headOf(files: Files): Promise<FileHead | undefined> {
  const head = await readHead(files);
  if (head && head.linesAbove > 0 && files.names.length > 1) {
    const message = `${quote(basename(files.names[0]!))}: expected the header in the first line, got another one`;
    throw new GdError(
      'DATA',
      message,
      'take the lines above the header out: where files are read together each has to begin alike',
    );
  }
  if (!head?.mixedLineEnds || (head.whole && files.names.length === 1)) return head;
  throw new GdError(
    'DATA',
    `${quote(basename(files.names[0]!))}: lines end in more than one way, in LF, CRLF or CR`,
    'let all of them end alike: in files this large a wrong number of fields would be overlooked',
  );
}

async function readHead({ names }: Files): Promise<FileHead | undefined> {
  const [name] = names as [string];
  const packed = extname(name).toLowerCase();
  const file = createReadStream(name);
  try {
    if (packed !== '.gz' && packed !== '.zst') {
      return { ...(await readCsvHead(file, HEAD, separatorOf(name))), unpacking: 1 };
    }
    const unpack = packed === '.gz' ? zlib.createGunzip : zlib.createZstdDecompress;
    if (!unpack) return undefined;
    const unpacked = unpack();
    // an error of the file is one of what comes out of it
    file.on('error', (error) => unpacked.destroy(error));
    let bytes = 0;
    const counted = file.pipe(unpacked).map((piece: Uint8Array) => {
      bytes += piece.length;
      return piece;
    });
    const head = await readCsvHead(counted, HEAD, separatorOf(name));
    return { ...head, unpacking: bytes / unpacked.bytesWritten };
  } finally {
    file.destroy();
  }
}

const separatorOf = (name: string): { separator?: string } =>
  /\.(?:tsv|tab)(?:\.(?:gz|zst))?$/i.test(name) ? { separator: 'tab' } : {};
