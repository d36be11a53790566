// Numbers of each row by which a fit is judged: leverage, residuals in several units, Cook's distance.
import { normalQuantile } from '../math/normal.ts';
import type { Inference } from './inference.ts';

/** Numbers of each row by which a fit is judged, as R's `lm` has them; a column each, a value for every complete row. */
export interface RowNumbers {
  /** Number of the row, from 1; rows with gaps are left out. */
  readonly row: Int32Array;
  /**
   * Name of the row, on one line, of at most 40 characters and with none that act on a screen: of a column of text with another
   * one in every row, a label such as `id` before others; missing where the rows have no such column.
   */
  readonly name?: readonly string[];
  /** ŷ at the exact optimum. */
  readonly fitted: Float64Array;
  /** y − ŷ, in units of the target. */
  readonly residual: Float64Array;
  /** Share of its own y in its ŷ, in [0, 1]; they add up to the number of parameters. */
  readonly leverage: Float64Array;
  /** Residual in its own standard deviations, R's `rstandard`; NaN of a row of leverage 1, which no other tells of. */
  readonly standardized: Float64Array;
  /** The same by a σ that leaves the row out, R's `rstudent`: of Student's t where nothing is wrong. */
  readonly studentized: Float64Array;
  /** Cook's distance: how far all predictions move, in σ² per parameter, if the row is left out. */
  readonly cook: Float64Array;
  /** Place of the standardized residual among normal ones, as R's `qqnorm`: on a line with it where the residuals are normal. */
  readonly quantile: Float64Array;
  /** Up to three places in these columns, of the rows that move the line most, the largest Cook's distance first. */
  readonly most: readonly number[];
}

/** Rows of a model, as a diagnosis reads them. */
export interface DiagnosedRows {
  /** One for each weight. */
  readonly names: readonly string[];
  /** True if the model has a bias. */
  readonly intercept: boolean;
  /** Values of each feature, one for every row. */
  readonly columns: readonly Float64Array[];
  /** Values of the target. */
  readonly target: Float64Array;
  /** Weights of the rows, 1 where they have none. */
  readonly weights: Float64Array;
  /** Their numbers in the source, from 1. */
  readonly numbers: Int32Array;
  /** Names of all rows of the source, where they have some. */
  readonly rowNames: readonly string[] | undefined;
}

const LISTED = 3;
/** Distance from 1 within which a leverage is 1, as in R's `lm.influence`. */
const ROUNDING = 10 * 2 ** -52;

/** Columns and target about their weighted means; as they are without a bias. */
export interface CentredRows extends Pick<DiagnosedRows, 'columns' | 'target'> {
  /** Other values about theirs. */
  readonly about: (values: Float64Array) => Float64Array;
}

export function centredRows({ intercept, columns, target, weights }: DiagnosedRows): CentredRows {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const about = (values: Float64Array): Float64Array => {
    if (!intercept) return values;
    const first = values[0]!;
    let above = 0;
    for (let i = 0; i < values.length; i++) above += weights[i]! * (values[i]! - first);
    const mean = first + above / total;
    return values.map((value) => value - mean);
  };
  return { columns: columns.map(about), target: about(target), about };
}

/** The numbers of the rows that an inference was made of. */
export function rowNumbers(inference: Inference, rows: DiagnosedRows, centred: CentredRows): RowNumbers {
  const { target, weights, numbers: row, rowNames } = rows;
  const { estimates, variance, freedom } = inference;
  const { whiten } = inference.whitening();
  const column = (): Float64Array => new Float64Array(target.length);
  const [fitted, residual, leverage, standardized] = [column(), column(), column(), column()];
  const [studentized, cook] = [column(), column()];
  const [x, z] = [new Float64Array(rows.columns.length), new Float64Array(rows.columns.length)];
  for (let i = 0; i < target.length; i++) {
    // about the means, where nothing cancels of columns far from zero
    let above = 0;
    for (let j = 0; j < x.length; j++) {
      x[j] = rows.columns[j]![i]!;
      above += estimates[j]! * centred.columns[j]![i]!;
    }
    residual[i] = centred.target[i]! - above;
    fitted[i] = target[i]! - residual[i]!;
    const share = weights[i]! * whiten(x, z);
    const own = share > 1 - ROUNDING ? 1 : share;
    leverage[i] = own;
    const standard = (Math.sqrt(weights[i]!) * residual[i]!) / Math.sqrt(variance * (1 - own));
    standardized[i] = Number.isFinite(standard) ? standard : NaN;
    studentized[i] = standard * Math.sqrt((freedom - 1) / (freedom - standard ** 2));
    cook[i] = (standard ** 2 * own) / ((1 - own) * estimates.length);
  }
  const name = rowNames && Array.from(row, (number) => rowNames[number - 1]!);
  const told = { fitted, residual, leverage, standardized, studentized, cook };
  return { row, ...(name && { name }), ...told, quantile: quantilesOf(standardized), most: largest(cook) };
}

/** Places of the largest few values, the largest first; what is not finite is none. */
function largest(values: Float64Array): number[] {
  const found: number[] = [];
  let least = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value) || value <= least) continue;
    const at = found.findIndex((place) => values[place]! < value);
    found.splice(at < 0 ? found.length : at, 0, i);
    found.length = Math.min(LISTED, found.length);
    if (found.length === LISTED) least = values[found.at(-1)!]!;
  }
  return found;
}

/** Normal quantiles by rank, at (i − a)/(n + 1 − 2a) as R's `ppoints`; NaN where a value is. */
function quantilesOf(values: Float64Array): Float64Array {
  // numbers alone sort many times as fast as their places by them
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  const a = n <= 10 ? 3 / 8 : 1 / 2;
  const ranked = new Float64Array(n);
  // the upper half mirrors the lower one
  for (let rank = 0; rank < n / 2; rank++) {
    ranked[rank] = normalQuantile((rank + 1 - a) / (n + 1 - 2 * a));
    ranked[n - 1 - rank] = -ranked[rank]!;
  }
  // equal values take their ranks in the order of the rows
  const taken = new Int32Array(n);
  const quantiles = new Float64Array(values.length).fill(NaN);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const first = firstAtLeast(sorted, values[i]!);
    quantiles[i] = ranked[first + taken[first]!++]!;
  }
  return quantiles;
}

/** Place of the first of rising values that is no less than a value. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
