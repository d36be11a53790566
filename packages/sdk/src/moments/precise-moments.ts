import { usedColumns } from '../data/row-block.ts';
import type { Column, Table } from '../data/table.ts';
import { add, type DoubleDouble, divide, symmetric, ZERO } from '../math/double-double.ts';
import { DoubleDoubleRows } from '../math/double-double-rows.ts';
import { Moments } from './moments.ts';

/** Moments in double-double: the same quantities as `Moments`. */
export interface PreciseMoments {
  readonly weight: DoubleDouble;
  readonly mean: DoubleDouble[];
  readonly comoment: DoubleDouble[][];
}

/** Moments in f64, with what that leaves out beside them; `like` names and counts. */
export function narrow({ weight, mean, comoment }: PreciseMoments, like: Moments): Moments {
  const half = (part: 0 | 1) => ({
    weight: weight[part],
    mean: partOf(mean, part),
    comoment: partOf(comoment.flat(), part),
  });
  const { n, names, target, terms, weighted } = like;
  return new Moments({ n, names, target, terms, weighted, ...half(0), rest: half(1) });
}

function partOf(values: readonly DoubleDouble[], part: 0 | 1): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = values[i]![part];
  return numbers;
}

/** Moments as precise as they are known. */
export function widen({ weight, mean, comoment, rest }: Moments): PreciseMoments {
  const p = mean.length;
  return {
    weight: [weight, rest?.weight ?? 0],
    mean: Array.from(mean, (value, j): DoubleDouble => [value, rest?.mean[j] ?? 0]),
    comoment: symmetric(p, (i, j) => [comoment[i * p + j]!, rest?.comoment[i * p + j] ?? 0]),
  };
}

const CHUNK_ROWS = 128;

/**
 * Moments of the complete rows of a table to 32 digits, in two passes: the means, then products of what is left of the
 * values after them. Missing values are left out as `missing: 'drop'` does; pauses after each chunk.
 */
export function* preciseMoments(table: Table): Generator<undefined, PreciseMoments> {
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
  const comoment = mean.map(() => new Array<DoubleDouble>(p).fill(ZERO));
  for (const { values, weights } of few ?? chunks(table)) {
    for (let j = 0; j < p; j++) values.shift(j, mean[j]!);
    const weighted = weights ? values.times(weights) : values;
    const products = weighted.products(values);
    for (let i = 0, k = 0; i < p; i++) {
      for (let j = i; j < p; j++, k += 2) {
        comoment[i]![j] = add(comoment[i]![j]!, [products[k]!, products[k + 1]!]);
      }
    }
    yield;
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) comoment[i]![j] = comoment[j]![i]!;
  return { weight, mean, comoment };
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
