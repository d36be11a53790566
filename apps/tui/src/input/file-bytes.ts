import { once } from 'node:events';
import { constants, createReadStream, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GdError } from '@gd-trainer/sdk';
import { MOST_BYTES } from '../output/files.ts';
import { statsOf } from './formats.ts';

/** The bytes of a path or of standard input (`-`), unpacked if they are gzip's, until there are too many or the signal ends them. */
export async function* bytesOf(
  path: string,
  signal?: AbortSignal,
  most: number = MOST_BYTES,
): AsyncGenerator<Uint8Array> {
  const isPipe = path !== '-' && statsOf(path)?.isFIFO() === true;
  const raw = path === '-' ? process.stdin : isPipe ? openPipe(path) : createReadStream(path);
  if (signal) addAbortSignal(signal, raw);
  const packed = await isPacked(raw);
  const bytes = packed ? pipeline(raw, createGunzip(), () => {}) : raw;
  let total = 0;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    total += chunk.length;
    if (total > most) throw tooMany(path === '-' || isPipe);
    yield chunk;
  }
}

/** True if the first bytes are those of gzip; they stay to be read. */
async function isPacked(raw: Readable): Promise<boolean> {
  for (;;) {
    const first: Buffer | null = raw.read();
    if (first) raw.unshift(first);
    if (first || raw.readableEnded) return first?.[0] === 0x1f && first[1] === 0x8b;
    await Promise.race([once(raw, 'readable'), once(raw, 'end')]);
  }
}

/** Characters by which the kind of a text is known. */
const START = 1024;

/** All of the bytes, and how they begin as text. */
export async function begun(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly start: string; readonly all: AsyncIterable<Uint8Array> }> {
  const rest = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < START) {
    const { done, value } = await rest.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { start: Buffer.concat(first).toString('utf8', 0, START), all: all() };
}

/** All bytes in one piece. */
export async function allOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes as text. */
export const textOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> =>
  (await allOf(bytes)).toString('utf8');

/** A pipe, opened so that a process that nobody writes to can still end: to open one as a file takes a thread for ever. */
function openPipe(path: string): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

function tooMany(piped: boolean): GdError {
  const way = piped
    ? 'save it to a file and name that: DuckDB reads files of any size where they lie'
    : 'unpack it, and add --no-interactive: DuckDB reads files of any size where they lie';
  return new GdError('DATA', `expected at most ${MOST_BYTES / 1e6} MB of text, got more`, way, {
    limit: MOST_BYTES,
  });
}
