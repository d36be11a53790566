import { core, momentsScratch, type Pointer } from '@gd-trainer/core';
import { findBadCell, RowBlock, usedColumns } from '../data/row-block.ts';
import type { Table } from '../data/table.ts';
import { GdError, quote } from '../errors.ts';
import { fromTriangle, Moments } from './moments.ts';

const F64_BYTES = 8;

/** Rows of a block, whatever chunks they arrive in: the same rows give the same bits. At most 4 MiB up to 2,048 columns. */
const blockRows = (columns: number): number => (columns <= 128 ? 4096 : 256);

/**
 * Sums tables up, block by block, to their moments. Values are shifted by a constant per column, the mean of the first
 * block, before they are multiplied, because raw products lose the digits of a large offset; blocks are merged
 * pairwise, so that the error grows with log n and not with n.
 */
export class MomentSums {
  readonly #missing: 'error' | 'drop';
  readonly #names: readonly string[];
  readonly #block: RowBlock;
  /** f64 of a part: the upper triangle of the Gram matrix of [1, columns − shift]. */
  readonly #partLength: number;
  /** One constant a column, then scratch. */
  readonly #shift: Pointer;
  /** Parts waiting to be merged: one for each 1 in the binary digits of the number of blocks. */
  #stack: Pointer;
  #levels = 2;
  #blocks = 0;
  #n = 0;
  readonly #weighted: boolean;
  /** Columns that vary somewhere by so little that the squares may be lost. */
  readonly #faint = new Set<number>();

  /** Sums for tables with the columns of this one; `add` takes its rows. */
  constructor(table: Table, missing: 'error' | 'drop') {
    const { memory } = core();
    this.#missing = missing;
    this.#names = namesOf(table);
    this.#weighted = table.sampleWeight !== undefined;
    const p = this.#names.length;
    this.#partLength = ((p + 1) * (p + 2)) / 2;
    this.#block = new RowBlock(table, blockRows(p), missing);
    this.#shift = memory.allocate(
      p * F64_BYTES + momentsScratch(p, table.sampleWeight !== undefined) + F64_BYTES,
    );
    this.#stack = memory.allocate(this.#levels * this.#partLength * F64_BYTES);
  }

  /** Rows left out so far because a value was missing. */
  get skippedRows(): number {
    return this.#block.skippedRows;
  }

  /** Adds the rows of a table, with a pause after each block. Throws `DATA` naming the column and row of a bad value. */
  *add(table: Table): Generator<undefined, void> {
    const names = namesOf(table);
    if (names.length !== this.#names.length || names.some((name, j) => name !== this.#names[j])) {
      throw new GdError(
        'DATA',
        `chunk expected the columns ${this.#names.map(quote).join(', ')}, got ${names.map(quote).join(', ')}`,
        'give every chunk the same columns',
      );
    }
    const block = this.#block;
    for (let start = 0; start < table.rows; ) {
      start += block.read(table, start);
      if (block.rows < block.capacity) continue;
      // one bad value spoils its column's sum, so finite sums are proof enough and no value is looked at twice
      if (!this.#sumBlock()) throw this.#explain(table);
      yield;
    }
    // the rest waits for the next table, when this one can no longer be asked which row was bad
    const { values, capacity } = block;
    for (let j = 0; j < block.columns; j++) {
      if (!allFinite(values, j * capacity, block.rows)) throw this.#explain(table);
    }
  }

  /** The moments of all rows added. Throws `DATA` if there was none. */
  finish(): Moments {
    if (this.#block.rows > 0) this.#sumBlock();
    if (this.#n === 0) {
      const { skippedRows } = this;
      throw skippedRows > 0
        ? new GdError(
            'DATA',
            `all ${skippedRows} rows have a missing value`,
            'choose columns with fewer gaps',
          )
        : new GdError('DATA', 'the data has no rows', 'give at least one row with a weight above 0');
    }
    const p = this.#names.length;
    const total = this.#total();
    const weight = total[0]!;
    const mean = new Float64Array(core().memory.f64(this.#shift, p));
    for (let j = 0; j < p; j++) mean[j]! += total[1 + j]! / weight;
    const comoment = fromTriangle(total.subarray(p + 1), p);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) comoment[i * p + j]! -= (total[1 + i]! * total[1 + j]!) / weight;
      comoment[i * p + i] = Math.max(0, comoment[i * p + i]!);
    }
    const overflow = this.#names.findIndex((_, j) => !Number.isFinite(comoment[j * p + j]));
    if (overflow >= 0) throw outOfRange(this.#names[overflow]!, 'overflow');
    for (const j of this.#faint) {
      if (isFaint(comoment[j * p + j]! / weight)) throw outOfRange(this.#names[j]!, 'underflow');
    }
    return new Moments({
      n: this.#n,
      weight,
      names: this.#names,
      target: this.#names.at(-1)!,
      mean,
      comoment,
      weighted: this.#weighted,
    });
  }

  /** Gives the memory back. */
  release(): void {
    const { memory } = core();
    memory.release(this.#stack);
    memory.release(this.#shift);
    this.#block.release();
  }

  /** Sums the block up, adds the part to the counter and empties the block; tells whether the sums are finite. */
  #sumBlock(): boolean {
    const { kernels, memory } = core();
    const block = this.#block;
    const p = block.columns;
    if (this.#blocks === 0) {
      const { values, capacity } = block;
      const shift = memory.f64(this.#shift, p);
      for (let j = 0; j < p; j++) shift[j] = meanOf(values, j * capacity, block.rows);
    }
    const part = this.#top();
    const scratch = this.#shift + Math.ceil(p / 2) * 2 * F64_BYTES;
    const { start, strideBytes, rows, weightsStart } = block;
    kernels.moments(start, strideBytes, rows, p, weightsStart, this.#shift, scratch, part);
    const sums = memory.f64(part, this.#partLength);
    const finite = allFinite(sums, 0, p + 1);
    for (let j = 0, k = p + 1; j < p; k += p - j++) {
      // a constant column has no squares either: what tells is whether it varies
      if (isFaint(sums[k]! / sums[0]!) && differs(block.column(j), memory.f64(this.#shift, p)[j]!))
        this.#faint.add(j);
    }
    kernels.carry(this.#stack, this.#partLength, this.#blocks++);
    this.#n += rows;
    block.rows = 0;
    return finite;
  }

  /** Height of the stack, where the next part goes: one part for each 1 in the number of blocks. */
  #top(): Pointer {
    const depth = onesIn(this.#blocks);
    if (depth >= this.#levels) this.#deepen();
    return this.#stack + depth * this.#partLength * F64_BYTES;
  }

  /** Twice the room for waiting parts: most data are one block and need no more than one. */
  #deepen(): void {
    const { memory } = core();
    const length = this.#levels * this.#partLength;
    const grown = memory.allocate(2 * length * F64_BYTES);
    memory.f64(grown, length).set(memory.f64(this.#stack, length));
    memory.release(this.#stack);
    this.#stack = grown;
    this.#levels *= 2;
  }

  /** Sum of the parts on the stack, the smallest first, in place of the last; a view, until memory is asked for. */
  #total(): Float64Array {
    const { kernels, memory } = core();
    const bytes = this.#partLength * F64_BYTES;
    for (let top = this.#top() - bytes; top > this.#stack; top -= bytes) {
      kernels.accumulate(top - bytes, top, this.#partLength);
    }
    return memory.f64(this.#stack, this.#partLength);
  }

  #explain(table: Table): GdError {
    return findBadCell(usedColumns(table), this.#missing) ?? outOfRange(this.#names[0]!, 'overflow');
  }
}

/** Ones among the binary digits of a whole number. */
function onesIn(number: number): number {
  let ones = 0;
  for (let rest = number; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

function namesOf(table: Table): string[] {
  return usedColumns(table).map((column) => column.name);
}

/** The error for a column whose squares an f64 does not hold. */
export function outOfRange(name: string, way: 'overflow' | 'underflow'): GdError {
  return new GdError(
    'DATA',
    `column ${quote(name)}: the squares of its values ${way}`,
    `${way === 'overflow' ? 'divide' : 'multiply'} the column by a power of ten`,
    { column: name },
  );
}

/** Variance below which squares lose digits, 2⁵² times the least number that has all of them. */
const FAINTEST = 2 ** -970;

export const isFaint = (variance: number): boolean => variance < FAINTEST;

const differs = (values: Float64Array, constant: number): boolean =>
  values.some((value) => value !== constant);

/** Mean about the first value: exact for a constant column, which must not look as if it varied. */
function meanOf(values: Float64Array, start: number, count: number): number {
  const first = values[start]!;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[start + i]! - first;
  return first + sum / count;
}

function allFinite(values: Float64Array, start: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (!Number.isFinite(values[start + i])) return false;
  return true;
}
