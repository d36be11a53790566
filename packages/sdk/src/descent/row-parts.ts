import { chunkReader } from '../data/shapes.ts';
import { counted, GdError } from '../errors.ts';
import type { Space } from '../loss/space.ts';
import type { Moments } from '../moments/moments.ts';
import { chunksIn } from '../moments/stream.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Pass } from '../types.ts';
import { Rows, strideOf } from './rows.ts';

/** Memory for rows at a time: half a million of up to three features. */
const PART_BYTES = 2 ** 24;
const F64_BYTES = 8;

/**
 * The rows of a stream in parts that fit into memory, the same however the stream is cut: pass after pass over the
 * stream, unless all of it is one part and stays.
 */
export class RowParts {
  /** The present part. */
  readonly rows: Rows;
  /** Parts of a pass. */
  readonly count: number;
  readonly #filling: AsyncGenerator<undefined, never>;

  private constructor(rows: Rows, count: number, filling: AsyncGenerator<undefined, never>) {
    this.rows = rows;
    this.count = count;
    this.#filling = filling;
  }

  /** Reads the stream once for its longest row, then the first part. */
  static async open(
    stream: () => Pass,
    settings: Settings,
    moments: Moments,
    space: Space,
  ): Promise<RowParts> {
    const capacity = Math.min(moments.n, rowsOfPart(space.spread.length, settings.batchSize as number));
    const rows = new Rows(capacity, settings.sampleWeight !== undefined, moments, space);
    const parts = new RowParts(rows, Math.ceil(moments.n / capacity), fill(rows, stream, settings, moments));
    try {
      for (let part = 0; part < parts.count; part++) await parts.#filling.next();
      if (parts.count > 1) await parts.#filling.next();
      return parts;
    } catch (error) {
      await parts.close();
      throw error;
    }
  }

  /** Brings the next part, in the place of the present one. */
  next(): Promise<unknown> {
    return this.#filling.next();
  }

  /** Leaves the stream and gives the memory back. */
  async close(): Promise<void> {
    await this.#filling.return(undefined as never).finally(() => this.rows.release());
  }
}

/** Whole batches, so that none is cut short between two parts. */
function rowsOfPart(features: number, batchSize: number): number {
  const rows = PART_BYTES / (strideOf(features) * F64_BYTES);
  return Math.max(1, Math.floor(rows / batchSize)) * batchSize;
}

/** Fills the room for rows again and again, with a pause whenever it is full or a pass has ended. */
async function* fill(
  rows: Rows,
  stream: () => Pass,
  settings: Settings,
  { n, names, terms }: Moments,
): AsyncGenerator<undefined, never> {
  const same = { ...settings, features: names.slice(0, -1), target: names.at(-1) };
  for (;;) {
    let total = 0;
    rows.count = 0;
    const read = chunkReader(same, terms);
    for await (const chunk of chunksIn(stream, settings)) {
      const table = read(chunk);
      for (let from = 0; from < table.rows; ) {
        const before = rows.count;
        from = await patiently(rows.append(table, from, settings.missing), settings.signal);
        total += rows.count - before;
        if (total > n) throw unlike(`over ${counted(n, 'row')}`, n);
        if (rows.count < rows.capacity) continue;
        yield;
        rows.count = 0;
      }
    }
    if (total < n) throw unlike(counted(total, 'row'), n);
    if (rows.count > 0) yield;
  }
}

function unlike(rows: string, first: number): GdError {
  return new GdError(
    'DATA',
    `the stream gave ${rows} in a later pass and ${first} in the first`,
    'give the same rows in the same order each time the function is called',
  );
}
