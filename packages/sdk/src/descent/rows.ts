import { core, type Pointer, rowKernels } from '@gd-trainer/core';
import { RowBlock } from '../data/row-block.ts';
import type { Table } from '../data/table.ts';
import { counted, GdError } from '../errors.ts';
import type { Space } from '../loss/space.ts';
import type { Moments } from '../moments/moments.ts';

const F64_BYTES = 8;
const CHUNK_ROWS = 4096;
/** Linear memory ends at 4 GiB. */
const MOST_BYTES = 2 ** 32 - 2 ** 27;

/** f64 from one row of d features and a target to the next, a multiple of 4. */
export const strideOf = (d: number): number => Math.ceil((d + 1) / 4) * 4;

/**
 * Complete rows in the core's memory, in the space of the descent, as the stochastic kernels read them: y less its
 * centre, z₁ … z_d, zeros. They have to be copied there once anyhow, so that scaling them costs nothing later.
 */
export class Rows {
  /** Rows that are there. */
  count = 0;
  /** Rows of all the data, of which a part may be here. */
  readonly total: number;
  /** Rows that there is room for. */
  readonly capacity: number;
  readonly stride: number;
  readonly start: Pointer;
  /** One weight a row, of mean 1 over all data; 0 without weights. */
  readonly weights: Pointer;
  /** Factor of the bias in every row: 1, or 0 without intercept. */
  readonly bias: 0 | 1;
  /** max ‖z̃‖² of all rows so far, times their weight, the constant 1 of the bias included: single samples are stable for α below 2 over this. */
  largestSquare = 0;
  readonly #space: Space;
  readonly #meanWeight: number;

  /** Room for `capacity` rows of data with these moments. Throws `UNSUPPORTED` if it cannot be had. */
  constructor(capacity: number, weighted: boolean, { n, weight }: Moments, space: Space) {
    const d = space.spread.length;
    this.stride = strideOf(d);
    this.capacity = capacity;
    this.total = n;
    this.#space = space;
    this.#meanWeight = weight / n;
    this.start = roomFor(capacity, d, this.stride);
    this.weights = weighted ? core().memory.allocate(capacity * F64_BYTES) : 0;
    this.bias = space.intercept ? 1 : 0;
  }

  /** The complete rows of a table, as many as its moments count. Pauses after each chunk. */
  static *copy(
    table: Table,
    missing: 'error' | 'drop',
    moments: Moments,
    space: Space,
  ): Generator<undefined, Rows> {
    const rows = new Rows(moments.n, table.sampleWeight !== undefined, moments, space);
    let whole = false;
    try {
      yield* rows.append(table, 0, missing);
      whole = true;
      return rows;
    } finally {
      // a run that is left at a pause throws nothing
      if (!whole) rows.release();
    }
  }

  /** Appends the complete rows of a table from `start` on, until here it is full; returns where it stopped there. */
  *append(table: Table, start: number, missing: 'error' | 'drop'): Generator<undefined, number> {
    const { memory } = core();
    const block = new RowBlock(table, Math.min(CHUNK_ROWS, table.rows - start), missing);
    const order = memory.allocate(block.columns * block.strideBytes);
    let from = start;
    try {
      while (from < table.rows && this.count < this.capacity) {
        block.rows = 0;
        from += block.read(table, from, this.capacity - this.count);
        intoSpace(block, order, block.strideBytes, this.#space);
        const weights = block.weights?.map((weight) => weight / this.#meanWeight);
        const largest = largestSquareIn(block, order, this.bias, weights);
        this.largestSquare = Math.max(this.largestSquare, largest);
        const target = this.start + this.count * this.stride * F64_BYTES;
        rowKernels().interleave(order, block.strideBytes, block.rows, block.columns, target, this.stride);
        if (weights) memory.f64(this.weights + this.count * F64_BYTES, block.rows).set(weights);
        this.count += block.rows;
        yield;
      }
      return from;
    } finally {
      block.release();
      memory.release(order);
    }
  }

  /** Nothing waits: every row has its place at once. */
  finish(): void {}

  /** Makes room for other rows. */
  clear(): void {
    this.count = 0;
  }

  release(): void {
    const { memory } = core();
    memory.release(this.weights);
    memory.release(this.start);
  }
}

/** Memory for rows of d features, `width` f64 each. Throws `UNSUPPORTED` if it cannot be had. */
export function roomFor(rows: number, d: number, width: number): Pointer {
  const bytes = rows * width * F64_BYTES;
  if (bytes <= MOST_BYTES) return core().memory.allocate(bytes);
  throw new GdError(
    'UNSUPPORTED',
    `${counted(rows, 'row')} of ${counted(d, 'feature')} need ${Math.ceil(bytes / 2 ** 20)} MiB, and ${MOST_BYTES / 2 ** 20} MiB is the limit`,
    'use full batches, which need no rows, a stream of chunks, or a sample of the rows',
    { bytes, limit: MOST_BYTES },
  );
}

/** The columns of a block once more in the space of the descent, the target before the features, `stride` bytes apart. */
export function intoSpace(
  block: RowBlock,
  order: Pointer,
  stride: number,
  { center, spread, targetCenter }: Space,
): void {
  const { memory } = core();
  const column = (j: number): Float64Array => memory.f64(order + j * stride, block.rows);
  shiftAndScale(block.column(block.columns - 1), column(0), targetCenter, 1);
  for (const [j, sigma] of spread.entries()) {
    shiftAndScale(block.column(j), column(j + 1), center[j]!, sigma > 0 ? 1 / sigma : 0);
  }
}

/** max ‖z̃‖² of the rows of a block, times their weight; `bias` is the square of its constant. */
function largestSquareIn(block: RowBlock, order: Pointer, bias: number, weights?: Float64Array): number {
  const squares = new Float64Array(block.rows).fill(bias);
  for (let j = 1; j < block.columns; j++) {
    const column = core().memory.f64(order + j * block.strideBytes, block.rows);
    for (let i = 0; i < squares.length; i++) squares[i]! += column[i]! * column[i]!;
  }
  return squares.reduce((largest, square, i) => Math.max(largest, square * (weights?.[i] ?? 1)), 0);
}

function shiftAndScale(from: Float64Array, to: Float64Array, shift: number, factor: number): void {
  for (let i = 0; i < from.length; i++) to[i] = (from[i]! - shift) * factor;
}
