// Files that are packed, known by their first bytes whatever they are called.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import * as zlib from 'node:zlib';

/** A way in which a file is packed. */
export type Packing = 'gzip' | 'zstd' | 'uncompressed';

/** Bytes by which formats are known. */
const START = 1024;
const MAGIC = { gzip: [0x1f, 0x8b], zstd: [0x28, 0xb5, 0x2f, 0xfd] } as const;

function startOf(name: string): Buffer {
  const bytes = Buffer.alloc(START);
  const file = openSync(name, 'r');
  try {
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

const packingIn = (start: Buffer): Packing =>
  (['gzip', 'zstd'] as const).find((packing) => MAGIC[packing].every((byte, i) => start[i] === byte)) ??
  'uncompressed';

/** The way in which a file is packed. */
export const packingOf = (name: string): Packing => packingIn(startOf(name));

/** How a file begins, unpacked; nothing where this Node cannot unpack it. */
export function textAtStart(name: string): string {
  const start = startOf(name);
  const packing = packingIn(start);
  try {
    // of a part nothing is complete
    const whole = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
    return (
      packing === 'gzip'
        ? zlib.gunzipSync(start, whole)
        : packing === 'uncompressed'
          ? start
          : Buffer.alloc(0)
    )
      .subarray(0, START)
      .toString('latin1');
  } catch {
    return '';
  }
}

/** Bytes of a file as they were before they were packed. */
export interface UnpackedBytes extends AsyncIterable<Uint8Array> {
  /** Bytes that have come out of one on disk. */
  ratio(): number;
}

/** The bytes of a file; undefined where this Node cannot unpack them. */
export function unpackedBytes(name: string): UnpackedBytes | undefined {
  const packing = packingOf(name);
  const unpack = { gzip: zlib.createGunzip, zstd: zlib.createZstdDecompress, uncompressed: undefined }[
    packing
  ];
  if (packing === 'zstd' && !unpack) return undefined;
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
