import { core, type Pointer } from '@gd-trainer/core';
import { RowBlock } from '../data/row-block.ts';
import type { Table } from '../data/table.ts';
import type { Space } from '../loss/space.ts';
import type { Moments } from '../moments/moments.ts';
import { intoSpace, roomFor } from './rows.ts';

const F64_BYTES = 8;
/** A block is read twice by each pass: it should stay in the second-level cache. */
const BLOCK_BYTES = 2 ** 17;
const MOST_BLOCK_ROWS = 4096;

/** Some rows, column by column: the target, then the features, `rows` f64 each. */
interface ColumnBlock {
  readonly start: Pointer;
  readonly rows: number;
  /** One weight a row, of mean 1 over all data; 0 without weights. */
  readonly weights: Pointer;
}

/** Complete rows in the core's memory, in the space of the descent, as full batches read them: columns, in blocks. */
export class ColumnBlocks {
  readonly blocks: ColumnBlock[] = [];
  readonly rows: number;
  /** Rows of the largest block. */
  readonly largest: number;
  readonly #start: Pointer;

  /** Room for the rows of these moments. Throws `UNSUPPORTED` if it cannot be had. */
  private constructor({ n }: Moments, d: number, width: number) {
    this.rows = n;
    const fit = Math.floor(BLOCK_BYTES / (width * F64_BYTES) / 2) * 2;
    this.largest = Math.min(n, MOST_BLOCK_ROWS, Math.max(64, fit));
    this.#start = roomFor(n, d, width);
  }

  /** The complete rows of a table, as many as its moments count. Pauses after each block. */
  static *copy(
    table: Table,
    missing: 'error' | 'drop',
    moments: Moments,
    space: Space,
  ): Generator<undefined, ColumnBlocks> {
    const width = table.features.length + 1 + (table.sampleWeight ? 1 : 0);
    const copy = new ColumnBlocks(moments, table.features.length, width);
    const block = new RowBlock(table, copy.largest, missing);
    let end = copy.#start;
    let whole = false;
    try {
      for (let from = 0; from < table.rows; ) {
        block.rows = 0;
        from += block.read(table, from);
        intoSpace(block, end, block.rows * F64_BYTES, space);
        const weights = end + block.columns * block.rows * F64_BYTES;
        const given = block.weights?.map((weight) => (weight * moments.n) / moments.weight);
        if (given) core().memory.f64(weights, given.length).set(given);
        copy.blocks.push({ start: end, rows: block.rows, weights: given ? weights : 0 });
        end += width * block.rows * F64_BYTES;
        yield;
      }
      whole = true;
      return copy;
    } finally {
      block.release();
      // a run that is left at a pause throws nothing
      if (!whole) copy.release();
    }
  }

  release(): void {
    core().memory.release(this.#start);
  }
}
