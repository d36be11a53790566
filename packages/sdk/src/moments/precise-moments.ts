import { usedColumns } from '../data/row-block.ts';
import type { Table } from '../data/table.ts';
import {
  add,
  type DoubleDouble,
  divide,
  multiply,
  subtract,
  symmetric,
  twoSum,
  ZERO,
} from '../math/double-double.ts';
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
    mean: Float64Array.from(mean, (value) => value[part]),
    comoment: Float64Array.from(comoment.flat(), (value) => value[part]),
  });
  const { n, names, target, terms } = like;
  return new Moments({ n, names, target, terms, ...half(0), rest: half(1) });
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

const CHUNK_ROWS = 1024;

/**
 * Moments of the complete rows of a table to 32 digits, in two passes: the means, then products of what is left of the
 * values after them. Missing values are left out as `missing: 'drop'` does; pauses after each chunk.
 */
export function* preciseMoments(table: Table): Generator<undefined, PreciseMoments> {
  const p = table.features.length + 1;
  let weight = ZERO;
  const sums: DoubleDouble[] = new Array(p).fill(ZERO);
  for (const rows of chunks(table)) {
    for (const { values, rests, w } of rows) {
      weight = add(weight, [w, 0]);
      for (let j = 0; j < p; j++) {
        const value: DoubleDouble = [values[j]!, rests[j]!];
        sums[j] = add(sums[j]!, w === 1 ? value : multiply([w, 0], value));
      }
    }
    yield;
  }
  const mean = sums.map((sum) => divide(sum, weight));
  const comoment = mean.map(() => new Array<DoubleDouble>(p).fill(ZERO));
  for (const rows of chunks(table)) {
    for (const { values, rests, w } of rows) {
      const rest = mean.map(([high, low], j) =>
        add(subtract(twoSum(values[j]!, -high), [low, 0]), [rests[j]!, 0]),
      );
      for (let i = 0; i < p; i++) {
        const weighted = w === 1 ? rest[i]! : multiply([w, 0], rest[i]!);
        for (let j = i; j < p; j++) comoment[i]![j] = add(comoment[i]![j]!, multiply(weighted, rest[j]!));
      }
    }
    yield;
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) comoment[i]![j] = comoment[j]![i]!;
  return { weight, mean, comoment };
}

/** The complete rows, some at a time, with what their f64 leave out of values that are computed. */
function* chunks(table: Table): Generator<{ values: Float64Array; rests: Float64Array; w: number }[]> {
  const columns = usedColumns(table);
  for (let start = 0; start < table.rows; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, table.rows - start);
    const read = (column: (typeof columns)[number]): Float64Array => {
      const values = new Float64Array(count);
      column.read(values, start);
      return values;
    };
    const parts = columns.map(read);
    const rests = columns.map((column) => {
      const values = new Float64Array(count);
      column.rest?.(values, start);
      return values;
    });
    const weights = table.sampleWeight && read(table.sampleWeight);
    yield Array.from({ length: count }, (_, i) => ({
      values: Float64Array.from(parts, (part) => part[i]!),
      rests: Float64Array.from(rests, (part) => part[i]!),
      w: weights?.[i] ?? 1,
    })).filter(({ values, w }) => w > 0 && !values.some(Number.isNaN));
  }
}
