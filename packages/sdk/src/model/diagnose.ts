import { rowNamesIn } from '../data/row-names.ts';
import { readTexts } from '../data/shapes.ts';
import { normalQuantile } from '../math/normal.ts';
import { twoSidedP } from '../math/student-t.ts';
import type { NumericColumn, Source } from '../types.ts';
import { type Inference, inferenceOf } from './inference.ts';
import { learnedRows } from './learned-rows.ts';
import type { LinearModel } from './linear-model.ts';

/** Something that is wrong with a fit, and what to do about it, for `narrate`. */
export type Finding =
  | {
      /** A row too far from the line for chance. */
      readonly kind: 'outlier';
      /** Its number. */
      readonly row: number;
      /** Its name, where rows have one. */
      readonly name?: string;
      /** Its residual in standard deviations, by a σ that leaves it out. */
      readonly studentized: number;
      /** Probability that the farthest of so many rows is as far. */
      readonly p: number;
    }
  | {
      /** A row that alone moves the line. */
      readonly kind: 'influence';
      /** Its number. */
      readonly row: number;
      /** Its name, where rows have one. */
      readonly name?: string;
      /** Its Cook's distance. */
      readonly cook: number;
    }
  | {
      /** Residuals that bend with a column. */
      readonly kind: 'curvature';
      /** Name of the column. */
      readonly feature: string;
      /** Probability that its square would seem to matter as much by chance. */
      readonly p: number;
    }
  | {
      /** Residuals whose spread changes with ŷ. */
      readonly kind: 'spread';
      /** True if larger ŷ have the larger residuals. */
      readonly grows: boolean;
      /** Probability of as clear a change by chance. */
      readonly p: number;
    }
  | {
      /** A column that all but follows from the others. */
      readonly kind: 'inflated';
      /** Its name. */
      readonly feature: string;
      /** Its variance inflation factor. */
      readonly vif: number;
    };

/** Numbers of each row by which a fit is judged, as R's `lm` has them; a column each, a value for every complete row. */
export interface Diagnosis {
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
  /** Claims on the fit, each from a test at 1 %; none where nothing is wrong that these rows can show. */
  readonly findings: readonly Finding[];
}

/** Choices of a diagnosis. */
export interface DiagnoseOptions {
  /** Weights of the rows, where they had some: a column, or the name of one. */
  readonly sampleWeight?: string | NumericColumn;
}

/** Probability under which a claim is made: of data with nothing wrong, one in a hundred is accused of each. */
const SURE = 0.01;
/** Cook's distance from which on a row alone moves the line by as much as its confidence region (Cook & Weisberg 1982). */
const MOVING = 1;
/** VIF from which on a standard error is over three times what the column would have alone. */
const HIGH_VIF = 10;
/** Share of a square's variance that other columns must leave for it to tell anything. */
const OWN = 1e-8;
const LISTED = 3;
/** Distance from 1 within which a leverage is 1, as in R's `lm.influence`. */
const ROUNDING = 10 * 2 ** -52;

/**
 * Diagnosis of a model by the rows that it learned from: what each row does to the line, and what is wrong with the fit:
 * outliers, curvature, a spread that grows or shrinks, columns that follow from one another.
 *
 * @throws {GdError} `UNSUPPORTED` as `summary`, `OPTION` where the rows had weights and none are given, `DATA` where they are
 * more or fewer than those learned from
 *
 * @example Name the row that does not belong to a line.
 * ```ts
 * import { diagnose, solveSync } from '@gd-trainer/sdk';
 * import { narrate } from '@gd-trainer/sdk/narrate';
 *
 * const data = { x: [1, 2, 3, 4, 5, 6, 7, 8], y: [1.1, 1.9, 3.2, 3.9, 5, 16, 7.1, 7.9] };
 * const { findings } = diagnose(solveSync(data, { target: 'y' }), data);
 * console.log(findings.map((finding) => narrate(finding))[0]?.slice(0, 5)); // Row 6
 * ```
 */
export function diagnose(
  model: LinearModel,
  data: Source,
  { sampleWeight }: DiagnoseOptions = {},
): Diagnosis {
  const inference = inferenceOf(model);
  const { complete, at } = learnedRows(model, data, sampleWeight);
  const learned = complete.map(at);
  return diagnosisBy(inference, {
    names: model.features,
    intercept: model.training.intercept,
    columns: model.features.map((_, j) => Float64Array.from(learned, ({ x }) => x[j]!)),
    target: Float64Array.from(learned, ({ y }) => y),
    weights: Float64Array.from(learned, ({ weight }) => weight),
    numbers: Int32Array.from(complete, (row) => row + 1),
    rowNames: rowNamesIn(readTexts(data)),
  });
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

/** A diagnosis from an inference and the rows it was made of. */
export function diagnosisBy(inference: Inference, rows: DiagnosedRows): Diagnosis {
  const { target, weights, numbers: row, rowNames } = rows;
  const count = target.length;
  const { estimates, variance, freedom, rowLeverage } = inference;
  const centered = aboutMeans(rows);
  const column = (): Float64Array => new Float64Array(count);
  const [fitted, residual, leverage, standardized] = [column(), column(), column(), column()];
  const [studentized, cook] = [column(), column()];
  const x = new Float64Array(rows.columns.length);
  for (let i = 0; i < count; i++) {
    // about the means, where nothing cancels of columns far from zero
    let above = 0;
    for (let j = 0; j < x.length; j++) {
      x[j] = rows.columns[j]![i]!;
      above += estimates[j]! * centered.columns[j]![i]!;
    }
    residual[i] = centered.target[i]! - above;
    fitted[i] = target[i]! - residual[i]!;
    const share = weights[i]! * rowLeverage(x);
    const own = share > 1 - ROUNDING ? 1 : share;
    leverage[i] = own;
    const standard = (Math.sqrt(weights[i]!) * residual[i]!) / Math.sqrt(variance * (1 - own));
    standardized[i] = Number.isFinite(standard) ? standard : NaN;
    studentized[i] = standard * Math.sqrt((freedom - 1) / (freedom - standard ** 2));
    cook[i] = (standard ** 2 * own) / ((1 - own) * estimates.length);
  }
  const numbers = { fitted, residual, leverage, standardized, studentized, cook };
  const most = largest(cook);
  const name = rowNames && Array.from(row, (number) => rowNames[number - 1]!);
  return {
    row,
    ...(name && { name }),
    ...numbers,
    quantile: quantilesOf(standardized),
    most,
    findings: variance > 0 ? findingsOf(inference, rows, { ...numbers, most }, centered) : [],
  };
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

/** Columns and target about their means; as they are without a bias. */
type Centered = Pick<DiagnosedRows, 'columns' | 'target'>;

function aboutMeans({ intercept, columns, target, weights }: DiagnosedRows): Centered {
  if (!intercept) return { columns, target };
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centered = (values: Float64Array): Float64Array => {
    const first = values[0]!;
    const about = new Float64Array(values.length);
    let above = 0;
    for (let i = 0; i < about.length; i++) above += weights[i]! * (values[i]! - first);
    const mean = first + above / total;
    for (let i = 0; i < about.length; i++) about[i] = values[i]! - mean;
    return about;
  };
  return { columns: columns.map(centered), target: centered(target) };
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

type RowNumbers = Pick<Diagnosis, 'fitted' | 'residual' | 'studentized' | 'cook' | 'most'>;

function findingsOf(
  inference: Inference,
  rows: DiagnosedRows,
  numbers: RowNumbers,
  centered: Centered,
): Finding[] {
  return [
    ...outliers(inference, rows, numbers),
    ...influences(rows, numbers),
    ...curvatures(inference, rows, numbers, centered),
    ...spreads(rows, numbers),
    ...inflations(inference, rows),
  ];
}

/** The row farthest out, by Student's t with one row less, times the number of rows that could have been it (Bonferroni). */
function outliers({ freedom }: Inference, rows: DiagnosedRows, { studentized }: RowNumbers): Finding[] {
  if (freedom < 2) return [];
  const farthest = studentized.reduce(
    (best, value, i) => (Math.abs(value) > Math.abs(studentized[best] || 0) ? i : best),
    0,
  );
  const t = studentized[farthest]!;
  const p = Math.min(1, studentized.length * twoSidedP(t, freedom - 1));
  return p < SURE ? [{ kind: 'outlier', ...named(rows, farthest), studentized: t, p }] : [];
}

const influences = (rows: DiagnosedRows, { cook, most }: RowNumbers): Finding[] =>
  most
    .filter((i) => cook[i]! > MOVING)
    .map((i) => ({ kind: 'influence', ...named(rows, i), cook: cook[i]! }));

/** A row by its number, and its name where it has one. */
function named({ numbers, rowNames }: DiagnosedRows, place: number): { row: number; name?: string } {
  const row = numbers[place]!;
  const name = rowNames?.[row - 1];
  return name ? { row, name } : { row };
}

/** The column whose square, were it a feature too, would have the least p by its t test; times the number of columns. */
function curvatures(
  inference: Inference,
  { names, intercept, weights }: DiagnosedRows,
  { residual }: RowNumbers,
  { columns }: Centered,
): Finding[] {
  const { squares, freedom } = inference;
  if (freedom < 2) return [];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const d = names.length;
  const inverse = Float64Array.from({ length: d * d }, (_, at) =>
    inference.inverse(Math.floor(at / d), at % d),
  );
  const square = new Float64Array(weights.length);
  const tests = names.flatMap((feature, j) => {
    const column = columns[j]!;
    let mean = 0;
    for (let i = 0; i < square.length; i++) {
      square[i] = column[i]! * column[i]!;
      mean += (weights[i]! * square[i]!) / total;
    }
    const slopes = slopesOf(square, weights, columns, inverse);
    if (!intercept) mean = 0;
    let [left, shared, whole] = [0, 0, 0];
    for (let i = 0; i < square.length; i++) {
      const own = square[i]! - mean;
      let rest = own;
      for (let k = 0; k < d; k++) rest -= slopes[k]! * columns[k]![i]!;
      left += weights[i]! * rest * rest;
      whole += weights[i]! * own * own;
      shared += weights[i]! * rest * residual[i]!;
    }
    if (!(left > OWN * whole)) return [];
    const explained = shared ** 2 / left;
    const t = Math.sqrt(explained / (Math.max(0, squares.residual - explained) / (freedom - 1)));
    return [{ feature, p: twoSidedP(t, freedom - 1) }];
  });
  const [first] = tests.sort((a, b) => a.p - b.p);
  const p = first ? Math.min(1, tests.length * first.p) : 1;
  return p < SURE ? [{ kind: 'curvature', feature: first!.feature, p }] : [];
}

/** Weights of the columns in some values by least squares, which the inverse of their products gives. */
function slopesOf(
  values: Float64Array,
  weights: Float64Array,
  columns: readonly Float64Array[],
  inverse: Float64Array,
): Float64Array {
  const slopes = new Float64Array(columns.length);
  for (const [l, column] of columns.entries()) {
    let product = 0;
    for (let i = 0; i < values.length; i++) product += weights[i]! * values[i]! * column[i]!;
    for (let k = 0; k < slopes.length; k++) slopes[k]! += product * inverse[k * slopes.length + l]!;
  }
  return slopes;
}

/** Squared residuals over ŷ by simple regression: the t test of its slope (Koenker 1981, in its F form). */
function spreads({ weights }: DiagnosedRows, { fitted, residual }: RowNumbers): Finding[] {
  const count = residual.length;
  const squares = new Float64Array(count);
  let [meanFit, meanSquare] = [0, 0];
  for (let i = 0; i < count; i++) {
    squares[i] = weights[i]! * residual[i]! * residual[i]!;
    meanFit += fitted[i]! / count;
    meanSquare += squares[i]! / count;
  }
  let [across, both, up] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [x, y] = [fitted[i]! - meanFit, squares[i]! - meanSquare];
    across += x * x;
    both += x * y;
    up += y * y;
  }
  if (!(across > 0 && count > 2)) return [];
  const explained = both ** 2 / across;
  const t = Math.sqrt(explained / (Math.max(0, up - explained) / (count - 2)));
  const p = twoSidedP(t, count - 2);
  return p < SURE ? [{ kind: 'spread', grows: both > 0, p }] : [];
}

const inflations = ({ inflation }: Inference, { names }: DiagnosedRows): Finding[] =>
  names.flatMap((feature, j) =>
    inflation[j]! > HIGH_VIF ? [{ kind: 'inflated', feature, vif: inflation[j]! }] : [],
  );
