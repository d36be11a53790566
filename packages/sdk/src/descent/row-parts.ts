import { chunkReader } from '../data/shapes.ts';
import type { Table } from '../data/table.ts';
import { counted, GdError } from '../errors.ts';
import type { Space } from '../loss/space.ts';
import type { Moments } from '../moments/moments.ts';
import { chunksIn } from '../moments/stream.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Pass } from '../types.ts';
import { ColumnBlocks } from './column-blocks.ts';
import { Rows, strideOf } from './rows.ts';

/** Memory for rows at a time: half a million of up to three features. */
const PART_BYTES = 2 ** 24;
const F64_BYTES = 8;

/** Room for a part of the rows: row by row, or in columns. */
interface RowPart {
  readonly count: number;
  readonly capacity: number;
  append(table: Table, start: number, missing: 'error' | 'drop'): Generator<undefined, number>;
  finish(): void;
  clear(): void;
  release(): void;
}

/**
 * The rows of a stream in parts that fit into memory, the same however the stream is cut: pass after pass over the
 * stream, unless all of it is one part and stays.
 */
export class RowParts<Of extends RowPart> {
  /** The present part. */
  readonly rows: Of;
  /** Parts of a pass. */
  readonly count: number;
  readonly #filling: AsyncGenerator<undefined, never>;

  private constructor(rows: Of, stream: () => Pass, settings: Settings, moments: Moments) {
    this.rows = rows;
    this.count = Math.ceil(moments.n / rows.capacity);
    this.#filling = fill(rows, stream, settings, moments);
  }

  /** Reads the first part, for batches: after reading all of the stream once for its longest row. */
  static async rowByRow(
    stream: () => Pass,
    settings: Settings,
    moments: Moments,
    space: Space,
  ): Promise<RowParts<Rows>> {
    const capacity = Math.min(moments.n, rowsOfPart(space.spread.length, settings.batchSize as number));
    const rows = new Rows(capacity, settings.sampleWeight !== undefined, moments, space);
    const parts = new RowParts(rows, stream, settings, moments);
    await parts.#read(parts.count > 1 ? parts.count + 1 : 1);
    return parts;
  }

  /** Reads the first part, for full batches. */
  static async inColumns(
    stream: () => Pass,
    settings: Settings,
    moments: Moments,
    space: Space,
  ): Promise<RowParts<ColumnBlocks>> {
    const columns = new ColumnBlocks(PART_BYTES, settings.sampleWeight !== undefined, moments, space);
    const parts = new RowParts(columns, stream, settings, moments);
    await parts.#read(1);
    return parts;
  }

  /** Brings the next part, in the place of the present one. */
  next(): Promise<unknown> {
    return this.#filling.next();
  }

  /** Leaves the stream and gives the memory back. */
  async close(): Promise<void> {
    await this.#filling.return(undefined as never).finally(() => this.rows.release());
  }

  async #read(parts: number): Promise<void> {
    try {
      for (let part = 0; part < parts; part++) await this.next();
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}

/** Whole batches, so that none is cut short between two parts. */
function rowsOfPart(features: number, batchSize: number): number {
  const rows = PART_BYTES / (strideOf(features) * F64_BYTES);
  return Math.max(1, Math.floor(rows / batchSize)) * batchSize;
}

/** Fills the room for rows again and again, with a pause whenever it is full or a pass has ended. */
async function* fill(
  rows: RowPart,
  stream: () => Pass,
  settings: Settings,
  { n, names, terms }: Moments,
): AsyncGenerator<undefined, never> {
  const same = { ...settings, features: names.slice(0, -1), target: names.at(-1) };
  for (;;) {
    let total = 0;
    rows.clear();
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
        rows.clear();
      }
    }
    if (total < n) throw unlike(counted(total, 'row'), n);
    if (rows.count === 0) continue;
    rows.finish();
    yield;
  }
}

function unlike(rows: string, first: number): GdError {
  return new GdError(
    'DATA',
    `the stream gave ${rows} in a later pass and ${first} in the first`,
    'give the same rows in the same order each time the function is called',
  );
}
