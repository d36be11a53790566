import { RowBlock } from '../data/row-block.ts';
import type { Table } from '../data/table.ts';
import { collinearDirectionsOf } from '../loss/directions.ts';
import { dot, type Quadratic } from '../loss/quadratic.ts';
import { eigenSymmetric } from '../math/spectrum.ts';
import type { Data } from '../moments/readings.ts';
import type { Settings } from '../options.ts';
import { drain } from '../pauses.ts';

const CHUNK_ROWS = 4096;
/** Spread along a direction, in units of what rounding the columns leaves there, below which it is that rounding. */
const LEAST_SPREAD = 4;

/**
 * Gain that is left to the loss in directions that look flat, because sums of squares hold half the digits of their
 * columns: two columns that differ by a billionth are one to them. The rows themselves, combined along each such direction
 * before anything is squared, have all digits.
 */
export function* unseenGain(
  { table, moments }: Data,
  problem: Quadratic,
  { missing, l1 }: Settings,
): Generator<undefined, number> {
  const directions = collinearDirectionsOf(problem);
  if (!table || directions.length === 0 || l1 > 0) return 0;
  const sums = yield* sumAlong(table, missing, problem, directions);
  const count = directions.length + 1;
  const mean = (i: number): number => (problem.space.intercept ? sums.totals[i]! / moments.weight : 0);
  const second = (i: number, j: number): number =>
    sums.products[i * count + j]! / moments.weight - mean(i) * mean(j);
  const noise = directions.map((along) => noiseAlong(along, sums.largest, problem));
  const deviation = directions.map((_, i) => Math.sqrt(Math.max(0, second(i, i))));
  const seen = [...directions.keys()].filter((i) => deviation[i]! > LEAST_SPREAD * noise[i]!);
  if (seen.length === 0) return 0;
  const correlation = Float64Array.from(
    seen.flatMap((i) => seen.map((j) => second(i, j) / (deviation[i]! * deviation[j]!))),
  );
  const { values, vectors } = eigenSymmetric(correlation, seen.length, seen.length);
  const least = Math.max(...seen.map((i) => (LEAST_SPREAD * noise[i]!) / deviation[i]!)) ** 2;
  let gain = 0;
  for (const [k, value] of values.entries()) {
    const pull = seen.reduce(
      (sum, i, at) => sum + (vectors[k * seen.length + at]! * second(i, count - 1)) / deviation[i]!,
      0,
    );
    if (value > least) gain += (0.5 * pull * pull) / value;
  }
  return gain;
}

interface AxisSums {
  /** Σ weight·value of each combination of columns, the residual at the optimum last. */
  readonly totals: Float64Array;
  /** Σ weight·value·value of each two. */
  readonly products: Float64Array;
  /** max |x| of each column. */
  readonly largest: Float64Array;
}

function* sumAlong(
  table: Table,
  missing: 'error' | 'drop',
  { centred }: Quadratic,
  directions: readonly Float64Array[],
): Generator<undefined, AxisSums> {
  const { center, spread, targetCenter } = centred.space;
  const factors = [...directions, centred.optimum.map((weight) => -weight)];
  const count = factors.length;
  const totals = new Float64Array(count);
  const products = new Float64Array(count * count);
  const largest = new Float64Array(spread.length);
  const block = new RowBlock(table, Math.min(CHUNK_ROWS, table.rows), missing);
  try {
    for (let start = 0; start < table.rows; ) {
      block.rows = 0;
      start += block.read(table, start);
      const along = factors.map(() => new Float64Array(block.rows));
      along[count - 1]!.set(block.column(spread.length).map((y) => y - targetCenter));
      for (const [j, sigma] of spread.entries()) {
        if (sigma === 0) continue;
        const column = block.column(j);
        for (const x of column) if (Math.abs(x) > largest[j]!) largest[j] = Math.abs(x);
        for (const [i, factor] of factors.entries()) {
          if (factor[j] !== 0) addShifted(along[i]!, factor[j]! / sigma, column, center[j]!);
        }
      }
      const { weights } = block;
      for (const [i, left] of along.entries()) {
        const weighted = weights ? left.map((value, row) => value * weights[row]!) : left;
        totals[i]! += weighted.reduce((sum, value) => sum + value, 0);
        for (const [j, right] of along.entries()) products[i * count + j]! += dot(weighted, right);
      }
      yield;
    }
  } finally {
    block.release();
  }
  return { totals, products, largest };
}

/** sum += factor·(column − center) */
function addShifted(sum: Float64Array, factor: number, column: Float64Array, center: number): void {
  for (let row = 0; row < sum.length; row++) sum[row]! += factor * (column[row]! - center);
}

/** Rounding of the columns as it adds up along a direction. */
function noiseAlong(along: Float64Array, largest: Float64Array, { centred }: Quadratic): number {
  const { spread } = centred.space;
  return spread.reduce(
    (sum, sigma, j) => (sigma > 0 ? sum + (Math.abs(along[j]!) * largest[j]! * 2 ** -52) / sigma : sum),
    0,
  );
}

const gains = new WeakMap<Quadratic, number>();

/** The same for those who ask often: looked up where the loss of these rows is known. */
export function knownUnseenGain(data: Data, problem: Quadratic, settings: Settings): number {
  if (settings.l1 > 0) return 0;
  const gain = gains.get(problem.centred) ?? drain(unseenGain(data, problem, settings));
  gains.set(problem.centred, gain);
  return gain;
}
