import { core, type Pointer } from '@gd-trainer/core';
import { describe, GdError } from '../errors.ts';
import { badCell, type Column, type Table } from './table.ts';

const F64_BYTES = 8;

/**
 * Some complete rows in the core's memory, column by column: the features, then the target. Rows with a missing
 * value are left out and counted when the options say so, rows of weight 0 always.
 */
export class RowBlock {
  readonly columns: number;
  readonly capacity: number;
  readonly start: Pointer;
  /** One weight a row, where the table has weights; else 0. */
  readonly weightsStart: Pointer;
  rows = 0;
  skippedRows = 0;
  readonly #dropMissing: boolean;

  constructor(table: Table, capacity: number, missing: 'error' | 'drop') {
    this.columns = table.features.length + 1;
    this.capacity = capacity;
    this.#dropMissing = missing === 'drop';
    const { memory } = core();
    this.start = memory.allocate(this.columns * this.strideBytes);
    this.weightsStart = table.sampleWeight ? memory.allocate(this.strideBytes) : 0;
  }

  /** Bytes from one column to the next. */
  get strideBytes(): number {
    return this.capacity * F64_BYTES;
  }

  /** Rows `from` up to `to` of column j, valid until memory is allocated. */
  column(j: number, from = 0, to: number = this.rows): Float64Array {
    return core().memory.f64(this.start + j * this.strideBytes + from * F64_BYTES, to - from);
  }

  /** All columns, `capacity` apart, valid until memory is allocated. */
  get values(): Float64Array {
    return core().memory.f64(this.start, this.columns * this.capacity);
  }

  /** Weights of the rows, valid until memory is allocated; undefined without weights. */
  get weights(): Float64Array | undefined {
    return this.weightsStart > 0 ? core().memory.f64(this.weightsStart, this.rows) : undefined;
  }

  /** Appends rows of the table from `start` on until the block is full; returns how many it took, at most `most`. */
  read(table: Table, start: number, most: number = this.capacity): number {
    const first = this.rows;
    const count = Math.min(this.capacity - first, table.rows - start, most);
    const columns = usedColumns(table);
    for (let j = 0; j < columns.length; j++) {
      const column = columns[j]!;
      if (column.narrow) this.#widen(column.narrow(start, start + count), j);
      else column.read(this.column(j, first, first + count), start);
    }
    this.rows += count;
    if (table.sampleWeight) this.#readWeights(table.sampleWeight, first, start);
    if (this.#dropMissing || table.sampleWeight) this.#compact(first);
    return count;
  }

  release(): void {
    core().memory.release(this.weightsStart);
    core().memory.release(this.start);
  }

  /** Appends values of 4 bytes to column j: they go to the upper half of their place, and are widened downwards into it. */
  #widen(values: Float32Array | Int32Array, j: number): void {
    const { memory, kernels } = core();
    const target = this.start + j * this.strideBytes + this.rows * F64_BYTES;
    const source = target + values.byteLength;
    if (values instanceof Float32Array) {
      memory.f32(source, values.length).set(values);
      kernels.widenF32(source, target, values.length);
    } else {
      memory.i32(source, values.length).set(values);
      kernels.widenI32(source, target, values.length);
    }
  }

  #readWeights(column: Column, first: number, start: number): void {
    const weights = this.weights!.subarray(first);
    column.read(weights, start);
    const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
    if (bad < 0) return;
    throw new GdError(
      'DATA',
      `sample weight, row ${start + bad + 1}: expected a finite number ≥ 0, got ${describe(column.cell(start + bad))}`,
      'weight 0 leaves a row out',
      { row: start + bad + 1 },
    );
  }

  /** Closes the gaps among the rows from `first` on. */
  #compact(first: number): void {
    const columns = Array.from({ length: this.columns }, (_, j) => this.column(j));
    const { weights } = this;
    let kept = first;
    for (let row = first; row < this.rows; row++) {
      if (this.#dropMissing && columns.some((column) => Number.isNaN(column[row]))) {
        this.skippedRows++;
        continue;
      }
      if (weights?.[row] === 0) continue;
      if (kept < row) {
        for (const column of columns) column[kept] = column[row]!;
        if (weights) weights[kept] = weights[row]!;
      }
      kept++;
    }
    this.rows = kept;
  }
}

/** The columns that must hold a number in every row: the features in their order, then the target. */
export function usedColumns(table: Table): readonly Column[] {
  return [...table.features, table.target];
}

const SEARCH_ROWS = 4096;

/** The error for the first row with a missing, NaN or infinite value; undefined if there is none. */
export function findBadCell(columns: readonly Column[], missing: 'error' | 'drop'): GdError | undefined {
  const rows = columns[0]!.length;
  for (let start = 0; start < rows; start += SEARCH_ROWS) {
    const values = new Float64Array(Math.min(SEARCH_ROWS, rows - start));
    let bad: { row: number; column: Column } | undefined;
    for (const column of columns) {
      column.read(values, start);
      const row = values.findIndex((x) => !Number.isFinite(x) && !(missing === 'drop' && Number.isNaN(x)));
      if (row >= 0 && row < (bad?.row ?? Infinity)) bad = { row, column };
    }
    if (bad) return badCell(bad.column.name, start + bad.row, bad.column.cell(start + bad.row));
  }
  return undefined;
}
