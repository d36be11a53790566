import { core, rowKernels } from '@gd-trainer/core';
import { GdError } from '../errors.ts';
import type { Column, Table } from './table.ts';

/** Rows between two pauses. */
const PIECE = 2 ** 16;
/** Rows of a column that are read at once for those picked among them. */
const SPAN = 1024;

/** A table without a share of its rows, drawn by the seed, and a table of those. Throws `DATA` if one would be empty. */
export function* holdOut(table: Table, share: number, seed: number): Generator<undefined, [Table, Table]> {
  const held = Math.round(share * table.rows);
  if (held === 0 || held === table.rows) {
    throw new GdError(
      'DATA',
      `holding out ${share} of ${table.rows} rows leaves nothing on one side`,
      'give more rows, or change `validation`',
    );
  }
  const order = yield* randomOrder(table.rows, seed);
  const [heldOut, kept] = yield* inParts(table, [0, held, table.rows], order);
  return [kept!, heldOut!];
}

/** Rows that stay together: the number of the group of each row, from 0. */
export interface RowGroups {
  readonly count: number;
  readonly of: Int32Array;
}

/**
 * The rows of a table in `folds` parts of equal size, give or take one: drawn by the seed, or in their order. With groups
 * their rows stay together, and the parts have as many groups, give or take one.
 */
export function* foldsOf(
  table: Table,
  folds: number,
  {
    shuffle,
    seed,
    groups,
  }: { readonly shuffle: boolean; readonly seed: number; readonly groups?: RowGroups | undefined },
): Generator<undefined, Table[]> {
  const count = groups ? groups.count : table.rows;
  const order = shuffle ? yield* randomOrder(count, seed) : undefined;
  const edges = Array.from({ length: folds + 1 }, (_, edge) => Math.floor((edge * count) / folds));
  if (!groups) return yield* inParts(table, edges, order);
  const partOf = new Int32Array(count);
  for (let part = 0; part < folds; part++) {
    for (let i = edges[part]!; i < edges[part + 1]!; i++) partOf[order ? order[i]! : i] = part;
  }
  return yield* cut(
    table,
    folds,
    groups.of.map((group) => partOf[group]!),
  );
}

/** A permutation of 0 … count − 1, the one that shuffles the samples of an epoch. */
function* randomOrder(count: number, seed: number): Generator<undefined, Int32Array> {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    order[i] = i;
    if (i % PIECE === 0) yield;
  }
  const { memory } = core();
  const start = memory.allocate(16 + count * 4);
  try {
    memory.i32(start + 16, count).set(order);
    yield;
    rowKernels().seed(start, seed | 0);
    for (let from = 0; from < count; from += PIECE) {
      rowKernels().shuffle(start + 16, start, from, Math.min(from + PIECE, count), count);
      yield;
    }
    order.set(memory.i32(start + 16, count));
    return order;
  } finally {
    memory.release(start);
  }
}

/** A table cut at these places of an order of its rows; within each part they stand as in the table. */
function* inParts(
  table: Table,
  edges: readonly number[],
  order: Int32Array | undefined,
): Generator<undefined, Table[]> {
  const partOf = new Int32Array(table.rows);
  for (let part = 0; part + 1 < edges.length; part++) {
    for (let i = edges[part]!; i < edges[part + 1]!; i++) {
      partOf[order ? order[i]! : i] = part;
      if (i % PIECE === 0) yield;
    }
  }
  return yield* cut(table, edges.length - 1, partOf);
}

/** A table in parts by the number of the part of each row, so that one walk lists the rows of all, and nothing is sorted. */
function* cut(table: Table, parts: number, partOf: Int32Array): Generator<undefined, Table[]> {
  const sizes = new Int32Array(parts);
  for (const part of partOf) sizes[part]!++;
  const lists = Array.from(sizes, (size) => ({ rows: new Int32Array(size), count: 0 }));
  for (let row = 0; row < table.rows; row++) {
    const list = lists[partOf[row]!]!;
    list.rows[list.count++] = row;
    if (row % PIECE === 0) yield;
  }
  return lists.map(({ rows }) => pick(table, rows));
}

/** The table of some rows, by index, rising. Messages about it count the rows of the whole table. */
export function pick(table: Table, rows: Int32Array): Table {
  const picked = (column: Column): Column => ({
    name: column.name,
    length: rows.length,
    read: (into, start) => readPicked(column, rows, into, start),
    cell: (index) => column.cell(rows[index]!),
  });
  return {
    ...table,
    features: table.features.map(picked),
    target: picked(table.target),
    sampleWeight: table.sampleWeight && picked(table.sampleWeight),
    rows: rows.length,
    part: table.part
      ? { of: table.part.of, rows: rows.map((row) => table.part!.rows[row]!) }
      : { of: table, rows },
    ...(table.rawRows && { rawRows: pickedRaw(table.rawRows, rows) }),
  };
}

/** The raw columns of some rows, one by one. */
const pickedRaw =
  (rawRows: NonNullable<Table['rawRows']>, rows: Int32Array): NonNullable<Table['rawRows']> =>
  (start, count) => {
    const each = Array.from(rows.subarray(start, start + count), (row) => rawRows(row, 1));
    return {
      numbers: (name) => Float64Array.from(each, (of) => of.numbers(name)[0]!),
      days: (name) => Float64Array.from(each, (of) => of.days(name)[0]!),
      levels: (category) => each.map((of) => of.levels(category)[0]!),
    };
  };

/** Fills `into` with the rows picked from number `start` on, by short spans of the column that hold some. */
function readPicked(column: Column, rows: Int32Array, into: Float64Array, start: number): void {
  const span = new Float64Array(SPAN);
  for (let i = 0; i < into.length; ) {
    const first = rows[start + i]!;
    let end = i + 1;
    while (end < into.length && rows[start + end]! < first + SPAN) end++;
    const values = span.subarray(0, rows[start + end - 1]! - first + 1);
    column.read(values, first);
    for (; i < end; i++) into[i] = values[rows[start + i]! - first]!;
  }
}
