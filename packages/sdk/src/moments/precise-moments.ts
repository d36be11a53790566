import { usedColumns } from '../data/row-block.ts';
import type { Column, Table } from '../data/table.ts';
import { add, type DoubleDouble, divide, ZERO } from '../math/double-double.ts';
import { DoubleDoubleRows } from '../math/double-double-rows.ts';
import { Moments } from './moments.ts';

/** Moments as precise as they are known: the same quantities in double-double. */
export interface PreciseMoments {
  readonly weight: DoubleDouble;
  readonly mean: readonly DoubleDouble[];
  readonly comoment: (i: number, j: number) => DoubleDouble;
}

export function precisely({ weight, mean, comoment, rest }: Moments): PreciseMoments {
  const p = mean.length;
  return {
    weight: [weight, rest?.weight ?? 0],
    mean: Array.from(mean, (value, j): DoubleDouble => [value, rest?.mean[j] ?? 0]),
    comoment: (i, j) => [comoment[i * p + j]!, rest ? rest.comoment[i * p + j]! : 0],
  };
}

const CHUNK_ROWS = 128;

/**
 * Moments of the complete rows of a table to 32 digits, in two passes: the means, then products of what is left of the
 * values after them; `like` names and counts. Missing values are left out as `missing: 'drop'` does; pauses after each chunk.
 */
export function* preciseMoments(table: Table, like: Moments): Generator<undefined, Moments> {
  const p = table.features.length + 1;
  let weight = ZERO;
  const sums: DoubleDouble[] = new Array(p).fill(ZERO);
  // few rows are read once for both passes
  const few = table.rows <= CHUNK_ROWS ? [...chunks(table)] : undefined;
  for (const { rows, values, weights } of few ?? chunks(table)) {
    const weighted = weights ? values.times(weights) : values;
    weight = add(weight, weights ? weights.sum(0) : [rows, 0]);
    for (let j = 0; j < p; j++) sums[j] = add(sums[j]!, weighted.sum(j));
    yield;
  }
  const mean = sums.map((sum) => divide(sum, weight));
  const [comoment, rest] = [new Float64Array(p * p), new Float64Array(p * p)];
  for (const { values, weights } of few ?? chunks(table)) {
    for (let j = 0; j < p; j++) values.shift(j, mean[j]!);
    const weighted = weights ? values.times(weights) : values;
    const products = weighted.products(values);
    for (let i = 0, k = 0; i < p; i++) {
      for (let j = i; j < p; j++, k += 2) {
        const at = i * p + j;
        [comoment[at], rest[at]] = add([comoment[at]!, rest[at]!], [products[k]!, products[k + 1]!]);
      }
    }
    yield;
  }
  for (const sum of [comoment, rest]) {
    for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) sum[i * p + j] = sum[j * p + i]!;
  }
  const { n, names, target, terms, weighted } = like;
  return new Moments({
    ...{ n, names, target, terms, weighted, comoment },
    weight: weight[0],
    mean: Float64Array.from(mean, ([high]) => high),
    rest: { weight: weight[1], mean: Float64Array.from(mean, ([, low]) => low), comoment: rest },
  });
}

/** Complete rows, a column a row here, with what f64 leave out of values that are computed. */
interface CompleteRows {
  readonly rows: number;
  readonly values: DoubleDoubleRows;
  /** One row of them, where there are any. */
  readonly weights: DoubleDoubleRows | undefined;
}

function* chunks(table: Table): Generator<CompleteRows> {
  const columns = usedColumns(table);
  for (let start = 0; start < table.rows; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, table.rows - start);
    const read = (column: Pick<Column, 'read'>): Float64Array => {
      const values = new Float64Array(count);
      column.read(values, start);
      return values;
    };
    const high = columns.map(read);
    const given = table.sampleWeight && read(table.sampleWeight);
    const complete = completeRows(high, given);
    const rows = complete.length;
    if (rows === 0) continue;
    const values = new DoubleDoubleRows(columns.length, rows);
    for (let j = 0; j < columns.length; j++) {
      const { rest } = columns[j]!;
      values.fill(j, high[j]!, rest && read({ read: rest }), complete);
    }
    const weights = given && new DoubleDoubleRows(1, rows);
    if (given) weights!.fill(0, given, undefined, complete);
    yield { rows, values, weights };
  }
}

/** Numbers of the rows that have all values, and a weight. */
function completeRows(columns: readonly Float64Array[], weights: Float64Array | undefined): Int32Array {
  const rows = new Int32Array(columns[0]!.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    let isComplete = !weights || weights[row]! > 0;
    for (let j = 0; j < columns.length; j++) if (Number.isNaN(columns[j]![row]!)) isComplete = false;
    if (isComplete) rows[count++] = row;
  }
  return count < rows.length ? rows.subarray(0, count) : rows;
}
