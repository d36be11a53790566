import { core, rowKernels } from '@gd-trainer/core';
import { GdError } from '../errors.ts';
import { type Column, floatColumn, type Table } from './table.ts';

/** A table without a share of its rows, drawn by the seed, and a table of those. Throws `DATA` if one would be empty. */
export function holdOut(table: Table, share: number, seed: number): [Table, Table] {
  const order = randomOrder(table.rows, seed);
  const held = Math.round(share * table.rows);
  if (held === 0 || held === table.rows) {
    throw new GdError(
      'DATA',
      `holding out ${share} of ${table.rows} rows leaves nothing on one side`,
      'change "validation" or give more rows',
    );
  }
  return [pick(table, order.slice(held).sort()), pick(table, order.slice(0, held).sort())];
}

/** The rows of a table in `folds` parts of equal size, give or take one: drawn by the seed, or in their order. */
export function foldsOf(
  table: Table,
  folds: number,
  { shuffle, seed }: { readonly shuffle: boolean; readonly seed: number },
): Table[] {
  const order = shuffle
    ? randomOrder(table.rows, seed)
    : Int32Array.from({ length: table.rows }, (_, i) => i);
  return Array.from({ length: folds }, (_, fold) => {
    const [start, end] = [fold, fold + 1].map((edge) => Math.floor((edge * table.rows) / folds));
    return pick(table, order.slice(start, end).sort());
  });
}

/** A permutation of 0 … count − 1, the one that shuffles the samples of an epoch. */
function randomOrder(count: number, seed: number): Int32Array {
  const { memory } = core();
  const kernels = rowKernels();
  const start = memory.allocate(16 + count * 4);
  const order = memory.i32(start + 16, count);
  for (let i = 0; i < count; i++) order[i] = i;
  kernels.seed(start, seed | 0);
  kernels.shuffle(start + 16, start, 0, count, count);
  const result = memory.i32(start + 16, count).slice();
  memory.release(start);
  return result;
}

/** The table of some rows, by index. Messages about it count the rows of the whole table. */
function pick(table: Table, rows: Int32Array): Table {
  const picked = (column: Column): Column => {
    const values = new Float64Array(column.length);
    column.read(values, 0);
    return {
      ...floatColumn(
        column.name,
        Float64Array.from(rows, (row) => values[row]!),
      ),
      cell: (index) => column.cell(rows[index]!),
    };
  };
  return {
    features: table.features.map(picked),
    target: picked(table.target),
    sampleWeight: table.sampleWeight && picked(table.sampleWeight),
    rows: rows.length,
  };
}
