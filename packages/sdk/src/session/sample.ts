import { usedColumns } from '../data/row-block.ts';
import type { Table } from '../data/table.ts';
import type { Space } from '../loss/space.ts';

/** One row, by itself. */
export interface Sample {
  /** Features in data units, length d. */
  readonly x: Float64Array;
  /** Features as the descent sees them, (x − center)/spread. */
  readonly z: Float64Array;
  /** The target in data units. */
  readonly y: number;
  /** Number of the row in the source, from 1, the rows left out counted too. */
  readonly row: number;
}

const CHUNK_ROWS = 4096;

/** Indices in the table of the rows that are learned from: every used value present, no weight of 0. */
export function completeRows(table: Table, missing: 'error' | 'drop'): Int32Array {
  if (missing === 'error' && !table.sampleWeight) return Int32Array.from({ length: table.rows }, (_, i) => i);
  const kept: number[] = [];
  for (let start = 0; start < table.rows; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, table.rows - start);
    const columns = usedColumns(table).map((column) => readColumn(column, start, count));
    const weights = table.sampleWeight && readColumn(table.sampleWeight, start, count);
    for (let i = 0; i < count; i++) {
      if (weights?.[i] !== 0 && !columns.some((column) => Number.isNaN(column[i]))) kept.push(start + i);
    }
  }
  return Int32Array.from(kept);
}

/** Number of a row in the source, from 1, by its index in a table. */
export const numberOf = ({ part }: Table, index: number): number => (part ? part.rows[index]! : index) + 1;

/** The row of a table at an index from 0. */
export function sampleOf(table: Table, index: number, { center, spread }: Space): Sample {
  const values = usedColumns(table).map((column) => readColumn(column, index, 1)[0]!);
  const y = values.pop()!;
  const x = Float64Array.from(values);
  const z = x.map((value, j) => (spread[j]! > 0 ? (value - center[j]!) / spread[j]! : 0));
  return { x, z, y, row: numberOf(table, index) };
}

function readColumn(
  column: { read(into: Float64Array, start: number): void },
  start: number,
  count: number,
): Float64Array {
  const values = new Float64Array(count);
  column.read(values, start);
  return values;
}
