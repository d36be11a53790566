import { core, type Pointer } from '@gd-trainer/core';
import { GdError } from './errors.ts';
import { RowBlock } from './row-block.ts';
import type { Space } from './scaling.ts';
import type { Table } from './table.ts';

const F64_BYTES = 8;
const CHUNK_ROWS = 4096;
/** Linear memory ends at 4 GiB. */
const MOST_BYTES = 2 ** 32 - 2 ** 27;

/**
 * All complete rows in the core's memory, in the space of the descent, as the stochastic kernels read them: y less its
 * centre, z₁ … z_d, zeros. They have to be copied there once anyhow, so that scaling them costs nothing later.
 */
export class Rows {
  readonly count: number;
  /** f64 from one row to the next, a multiple of 4. */
  readonly stride: number;
  readonly start: Pointer;
  /** One weight a row, of mean 1; 0 without weights. */
  readonly weights: Pointer;
  /** What the kernels shall do to a row as they read it: 0 for nothing, else take the bias out. */
  readonly scaling: Pointer;
  /** max ‖z̃‖², the constant 1 of the bias included: single samples are stable for α below 2 over this. */
  readonly largestSquare: number;

  private constructor(parts: Omit<Rows, 'release'>) {
    this.count = parts.count;
    this.stride = parts.stride;
    this.start = parts.start;
    this.weights = parts.weights;
    this.scaling = parts.scaling;
    this.largestSquare = parts.largestSquare;
  }

  /** Copies the `count` complete rows of a table, pausing after each chunk. Throws `UNSUPPORTED` if they do not fit. */
  static *copy(
    table: Table,
    missing: 'error' | 'drop',
    count: number,
    space: Space,
  ): Generator<undefined, Rows> {
    const d = table.features.length;
    const stride = Math.ceil((d + 1) / 4) * 4;
    const bytes = count * stride * F64_BYTES;
    if (bytes > MOST_BYTES) {
      throw new GdError(
        'UNSUPPORTED',
        `${count} rows of ${d} features need ${Math.ceil(bytes / 2 ** 20)} MiB, and ${MOST_BYTES / 2 ** 20} MiB is the limit`,
        'use full batches, which need no rows, or a sample of the rows',
        { bytes, limit: MOST_BYTES },
      );
    }
    const { memory, kernels } = core();
    const start = memory.allocate(bytes);
    const weights = table.sampleWeight ? memory.allocate(count * F64_BYTES) : 0;
    const block = new RowBlock(table, Math.min(CHUNK_ROWS, table.rows), missing);
    const order = memory.allocate(block.columns * block.strideBytes);
    try {
      let totalWeight = 0;
      let largestSquare = 0;
      for (let from = 0, row = 0; from < table.rows; row += block.rows) {
        block.rows = 0;
        from += block.read(table, from);
        intoSpace(block, order, space);
        largestSquare = Math.max(largestSquare, largestSquareIn(block, order));
        const target = start + row * stride * F64_BYTES;
        kernels.interleave(order, block.strideBytes, block.rows, block.columns, target, stride);
        if (block.weights) {
          const part = block.weights.subarray(0, block.rows);
          memory.f64(weights + row * F64_BYTES, block.rows).set(part);
          totalWeight += part.reduce((sum, weight) => sum + weight, 0);
        }
        yield;
      }
      if (weights) {
        const view = memory.f64(weights, count);
        for (let i = 0; i < count; i++) view[i]! *= count / totalWeight;
      }
      const scaling = space.intercept ? 0 : withoutBias(stride);
      largestSquare += space.intercept ? 1 : 0;
      return new Rows({ count, stride, start, weights, scaling, largestSquare });
    } catch (error) {
      memory.release(start);
      memory.release(weights);
      throw error;
    } finally {
      block.release();
      memory.release(order);
    }
  }

  release(): void {
    const { memory } = core();
    memory.release(this.scaling);
    memory.release(this.weights);
    memory.release(this.start);
  }
}

/** Center 0 and factor 1 for every feature, factor 0 for the bias. */
function withoutBias(stride: number): Pointer {
  const { memory } = core();
  const scaling = memory.allocate(2 * stride * F64_BYTES);
  const view = memory.f64(scaling, 2 * stride).fill(0);
  view.fill(1, stride + 1);
  return scaling;
}

/** The columns of a block once more in the space of the descent, the target before the features. */
function intoSpace(block: RowBlock, order: Pointer, { center, spread, targetCenter }: Space): void {
  const { memory } = core();
  const column = (j: number): Float64Array => memory.f64(order + j * block.strideBytes, block.rows);
  shiftAndScale(block.column(block.columns - 1), column(0), targetCenter, 1);
  for (const [j, sigma] of spread.entries()) {
    shiftAndScale(block.column(j), column(j + 1), center[j]!, sigma > 0 ? 1 / sigma : 0);
  }
}

/** max ‖z‖² of the rows of a block, the bias aside. */
function largestSquareIn(block: RowBlock, order: Pointer): number {
  const squares = new Float64Array(block.rows);
  for (let j = 1; j < block.columns; j++) {
    const column = core().memory.f64(order + j * block.strideBytes, block.rows);
    for (let i = 0; i < squares.length; i++) squares[i]! += column[i]! * column[i]!;
  }
  return squares.reduce((largest, square) => Math.max(largest, square), 0);
}

function shiftAndScale(from: Float64Array, to: Float64Array, shift: number, factor: number): void {
  for (let i = 0; i < from.length; i++) to[i] = (from[i]! - shift) * factor;
}
