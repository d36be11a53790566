import { readTable } from '../data/table.ts';
import { GdError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { chunksOf, patiently } from '../pauses.ts';
import type { Source, Stream } from '../types.ts';
import { MomentSums } from './moment-sums.ts';
import { Moments } from './moments.ts';
import type { Data } from './readings.ts';

/** The data of a stream, by one pass over it: its moments, no rows. Throws `UNSUPPORTED` where options need all rows at once. */
export async function streamData(stream: Stream, settings: Settings): Promise<Data> {
  const { sampleWeight, batchSize, path, validation } = settings;
  if (
    typeof sampleWeight === 'object' ||
    (batchSize === 'full' && path === 'rows') ||
    validation !== undefined
  ) {
    throw new GdError(
      'UNSUPPORTED',
      'of a stream only a part is there at a time: full batches by rows, validation and weights given as an array need all of it',
      "leave path at 'auto' and name the column of the weights",
    );
  }
  let sums: MomentSums | undefined;
  let chunk = 0;
  try {
    for await (const source of chunksOf(typeof stream === 'function' ? stream() : stream, settings.signal)) {
      chunk++;
      if (source instanceof Moments)
        throw new GdError('DATA', 'a chunk expected rows, got moments', 'use merge()');
      const table = readTable(source, settings);
      sums ??= new MomentSums(table, settings.missing);
      await patiently(sums.add(table), settings.signal);
    }
    if (!sums) throw new GdError('DATA', 'the stream has no chunk', 'yield at least one chunk with rows');
    return { table: undefined, moments: sums.finish(), skippedRows: sums.skippedRows };
  } catch (error) {
    throw error instanceof GdError && chunk > 1 ? inChunk(error, chunk) : error;
  } finally {
    sums?.release();
  }
}

/** The stream as something to read again, once an epoch. Throws `UNSUPPORTED` for one that passes once. */
export function repeatable(stream: Stream): () => AsyncIterable<Source> {
  if (typeof stream === 'function') return stream;
  throw new GdError(
    'UNSUPPORTED',
    'batches take a pass over the stream each epoch, and this one passes once',
    "pass a function that returns the chunks from the start, or use batchSize: 'full'",
  );
}

/** The error of a later chunk says so: its rows count from 1 again. */
function inChunk({ code, message, hint, details }: GdError, chunk: number): GdError {
  return new GdError(code, `chunk ${chunk}: ${message}`, hint, { ...details, chunk });
}
