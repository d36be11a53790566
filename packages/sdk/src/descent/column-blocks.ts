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
  blocks: ColumnBlock[] = [];
  /** Rows of all the data, of which a part may be here. */
  readonly total: number;
  /** Rows that there is room for: whole blocks, unless it is for all. */
  readonly capacity: number;
  /** Rows that are there. */
  count = 0;
  /** Rows of the largest block. */
  readonly largest: number;
  readonly #space: Space;
  readonly #width: number;
  /** Factor that brings weights to a mean of 1. */
  readonly #perWeight: number;
  readonly #start: Pointer;
  #waiting: RowBlock | undefined;

  /** Room for rows of data with these moments, in `bytes` as far as that is enough for a block. Throws `UNSUPPORTED` if it cannot be had. */
  constructor(bytes: number, weighted: boolean, { n, weight }: Moments, space: Space) {
    const d = space.spread.length;
    this.#width = d + 1 + (weighted ? 1 : 0);
    const rowBytes = this.#width * F64_BYTES;
    this.largest = Math.min(n, MOST_BLOCK_ROWS, Math.max(64, Math.floor(BLOCK_BYTES / rowBytes / 2) * 2));
    const blocks = Math.max(1, Math.floor(bytes / (rowBytes * this.largest)));
    this.total = n;
    this.capacity = Math.min(n, blocks * this.largest);
    this.#space = space;
    this.#perWeight = n / weight;
    this.#start = roomFor(this.capacity, d, this.#width);
  }

  /** The complete rows of a table, as many as its moments count. Pauses after each block. */
  static *copy(
    table: Table,
    missing: 'error' | 'drop',
    moments: Moments,
    space: Space,
  ): Generator<undefined, ColumnBlocks> {
    const copy = new ColumnBlocks(Infinity, table.sampleWeight !== undefined, moments, space);
    let whole = false;
    try {
      yield* copy.append(table, 0, missing);
      copy.finish();
      whole = true;
      return copy;
    } finally {
      // a run that is left at a pause throws nothing
      if (!whole) copy.release();
    }
  }

  /** Appends the complete rows of a table from `start` on, until here it is full; returns where it stopped there. Blocks lie as they would in one table. */
  *append(table: Table, start: number, missing: 'error' | 'drop'): Generator<undefined, number> {
    this.#waiting ??= new RowBlock(table, this.largest, missing);
    const block = this.#waiting;
    let from = start;
    while (from < table.rows && this.count < this.capacity) {
      const before = block.rows;
      from += block.read(table, from, this.capacity - this.count);
      this.count += block.rows - before;
      if (block.rows < block.capacity && this.count < this.capacity) continue;
      this.finish();
      yield;
    }
    return from;
  }

  /** Makes a block of the rows that wait for others to fill one. */
  finish(): void {
    const block = this.#waiting;
    if (!block?.rows) return;
    const { memory } = core();
    const { rows } = block;
    const start = this.#start + (this.count - rows) * this.#width * F64_BYTES;
    intoSpace(block, start, rows * F64_BYTES, this.#space);
    const weights = block.weights ? start + block.columns * rows * F64_BYTES : 0;
    if (weights) memory.f64(weights, rows).set(block.weights!.map((weight) => weight * this.#perWeight));
    this.blocks.push({ start, rows, weights });
    block.rows = 0;
  }

  /** Makes room for other rows. */
  clear(): void {
    this.blocks = [];
    this.count = 0;
  }

  release(): void {
    this.#waiting?.release();
    core().memory.release(this.#start);
  }
}
