// Numbers that the engine reads and we do not, 1_000 and +-5: nothing but the bytes tells them from others.
import { open } from 'node:fs/promises';
import { packingOf, unpackedBytes } from './packing.ts';

/** Bytes that are looked at a time: few enough to stay in a cache, many enough that asking for them costs little. */
const PIECE = 2 ** 20;
const UNDERSCORE = 0x5f;
/** Underscores of names and other text that are passed over before any file is taken to hold such numbers. */
const MOST_UNDERSCORES = 1e5;

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;

/** True of files that may hold such a number, of those that cannot be read too; false once the signal has come. */
export async function holdOddNumbers(names: readonly string[], signal: AbortSignal): Promise<boolean> {
  let passed = 0;
  const isOdd = (bytes: Buffer): boolean => {
    if (bytes.includes('+-')) return true;
    for (let at = bytes.indexOf(UNDERSCORE); at >= 0; at = bytes.indexOf(UNDERSCORE, at + 1)) {
      // an end of the piece counts as a digit
      const [before, after] = [
        at === 0 || isDigit(bytes[at - 1]),
        at + 1 === bytes.length || isDigit(bytes[at + 1]),
      ];
      if ((before && after) || ++passed > MOST_UNDERSCORES) return true;
    }
    return bytes.at(-1) === PLUS;
  };
  try {
    for (const name of names) {
      for await (const bytes of piecesOf(name)) {
        if (signal.aborted) return false;
        if (isOdd(bytes)) return true;
      }
    }
    return false;
  } catch {
    return true;
  }
}

const PLUS = 0x2b;

/** The bytes of a file in pieces, each good until the next is asked for. */
async function* piecesOf(name: string): AsyncGenerator<Buffer> {
  if (packingOf(name) !== 'uncompressed') {
    const unpacked = unpackedBytes(name);
    if (!unpacked) throw new Error('packed in an unknown way');
    for await (const bytes of unpacked) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return;
  }
  const file = await open(name);
  const piece = Buffer.allocUnsafe(PIECE);
  try {
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
