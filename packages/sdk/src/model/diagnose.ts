import { rowNamesIn } from '../data/row-names.ts';
import { readTexts } from '../data/shapes.ts';
import { normalQuantile } from '../math/normal.ts';
import { twoSidedP } from '../math/student-t.ts';
import type { NumericColumn, Source } from '../types.ts';
import { type Inference, inferenceOf } from './inference.ts';
import { type LearnedRow, learnedRows } from './learned-rows.ts';
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
  const rows = learnedRows(model, data, sampleWeight);
  const learned = rows.complete.map((row) => rows.at(row));
  return diagnosisBy(inference, {
    names: model.features,
    intercept: model.training.intercept,
    count: learned.length,
    at: (i) => learned[i]!,
    numberOf: (i) => rows.complete[i]! + 1,
    rowNames: rowNamesIn(readTexts(data)),
  });
}

/** Rows of a model, as a diagnosis reads them. */
export interface DiagnosedRows {
  /** One for each weight. */
  readonly names: readonly string[];
  /** True if the model has a bias. */
  readonly intercept: boolean;
  /** Rows that there are. */
  readonly count: number;
  /** A row by its place. */
  at(place: number): LearnedRow;
  /** Its number in the source, from 1. */
  numberOf(place: number): number;
  /** Names of all rows of the source, where they have some. */
  readonly rowNames: readonly string[] | undefined;
}

/** A diagnosis from an inference and the rows it was made of. */
export function diagnosisBy(inference: Inference, rows: DiagnosedRows): Diagnosis {
  const { count } = rows;
  const { estimates, variance, freedom, rowLeverage } = inference;
  const centers = centersOf(rows);
  const column = (): Float64Array => new Float64Array(count);
  const [fitted, residual, leverage, standardized] = [column(), column(), column(), column()];
  const [studentized, cook] = [column(), column()];
  for (let i = 0; i < count; i++) {
    const { x, y, weight } = rows.at(i);
    // about the means, where nothing cancels of columns far from zero
    const above = x.reduce((sum, value, j) => sum + estimates[j]! * (value - centers.x[j]!), 0);
    residual[i] = y - centers.y - above;
    fitted[i] = y - residual[i]!;
    const share = weight * rowLeverage(x);
    const own = share > 1 - ROUNDING ? 1 : share;
    leverage[i] = own;
    const standard = (Math.sqrt(weight) * residual[i]!) / Math.sqrt(variance * (1 - own));
    standardized[i] = Number.isFinite(standard) ? standard : NaN;
    studentized[i] = standard * Math.sqrt((freedom - 1) / (freedom - standard ** 2));
    cook[i] = (standard ** 2 * own) / ((1 - own) * estimates.length);
  }
  const known = Array.from(cook.keys()).filter((i) => Number.isFinite(cook[i]));
  const most = known.sort((a, b) => cook[b]! - cook[a]!).slice(0, LISTED);
  const numbers = { fitted, residual, leverage, standardized, studentized, cook };
  const row = Int32Array.from({ length: count }, (_, i) => rows.numberOf(i));
  const name = rows.rowNames && Array.from(row, (number) => rows.rowNames![number - 1]!);
  return {
    row,
    ...(name && { name }),
    ...numbers,
    quantile: quantilesOf(standardized),
    most,
    findings: variance > 0 ? findingsOf(inference, rows, { ...numbers, most }, centers) : [],
  };
}

/** Means of the columns and the target; zeros without a bias. */
interface Centers {
  readonly x: Float64Array;
  readonly y: number;
}

function centersOf({ names, intercept, count, at }: DiagnosedRows): Centers {
  const x = new Float64Array(names.length);
  if (!intercept) return { x, y: 0 };
  const first = at(0);
  let [y, total] = [0, 0];
  for (let i = 0; i < count; i++) {
    const row = at(i);
    total += row.weight;
    for (let j = 0; j < x.length; j++) x[j]! += row.weight * (row.x[j]! - first.x[j]!);
    y += row.weight * (row.y - first.y);
  }
  return { x: x.map((sum, j) => first.x[j]! + sum / total), y: first.y + y / total };
}

/** Normal quantiles by rank, at (i − a)/(n + 1 − 2a) as R's `ppoints`; NaN where a value is. */
function quantilesOf(values: Float64Array): Float64Array {
  const order = Array.from(values.keys())
    .filter((i) => !Number.isNaN(values[i]))
    .sort((a, b) => values[a]! - values[b]!);
  const n = order.length;
  const a = n <= 10 ? 3 / 8 : 1 / 2;
  const quantiles = new Float64Array(values.length).fill(NaN);
  for (const [rank, i] of order.entries()) quantiles[i] = normalQuantile((rank + 1 - a) / (n + 1 - 2 * a));
  return quantiles;
}

type RowNumbers = Pick<Diagnosis, 'fitted' | 'residual' | 'studentized' | 'cook' | 'most'>;

function findingsOf(
  inference: Inference,
  rows: DiagnosedRows,
  numbers: RowNumbers,
  centers: Centers,
): Finding[] {
  return [
    ...outliers(inference, rows, numbers),
    ...influences(rows, numbers),
    ...curvatures(inference, rows, numbers, centers),
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
  const p = Math.min(1, rows.count * twoSidedP(t, freedom - 1));
  return p < SURE ? [{ kind: 'outlier', ...named(rows, farthest), studentized: t, p }] : [];
}

const influences = (rows: DiagnosedRows, { cook, most }: RowNumbers): Finding[] =>
  most
    .filter((i) => cook[i]! > MOVING)
    .map((i) => ({ kind: 'influence', ...named(rows, i), cook: cook[i]! }));

/** A row by its number, and its name where it has one. */
function named({ numberOf, rowNames }: DiagnosedRows, place: number): { row: number; name?: string } {
  const row = numberOf(place);
  const name = rowNames?.[row - 1];
  return name ? { row, name } : { row };
}

/** The column whose square, were it a feature too, would have the least p by its t test; times the number of columns. */
function curvatures(
  { influence, squares, freedom }: Inference,
  { names, intercept, count, at }: DiagnosedRows,
  { residual }: RowNumbers,
  centers: Centers,
): Finding[] {
  const d = names.length;
  if (freedom < 2) return [];
  const squareOf = (x: readonly number[], j: number): number => (x[j]! - centers.x[j]!) ** 2;
  const means = new Float64Array(d);
  const slopes = new Float64Array(d * d);
  let total = 0;
  // first pass: the squares by least squares on the columns
  for (let i = 0; i < count; i++) {
    const { x, weight } = at(i);
    const pull = influence(x);
    total += weight;
    for (let j = 0; j < d; j++) {
      const square = weight * squareOf(x, j);
      means[j]! += square;
      for (let k = 0; k < d; k++) slopes[j * d + k]! += square * pull[k]!;
    }
  }
  for (let j = 0; j < d; j++) means[j] = intercept ? means[j]! / total : 0;
  // second pass: what is left of the squares, beside the residuals
  const [left, shared, whole] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)];
  for (let i = 0; i < count; i++) {
    const { x, weight } = at(i);
    for (let j = 0; j < d; j++) {
      const square = squareOf(x, j) - means[j]!;
      let rest = square;
      for (let k = 0; k < d; k++) rest -= slopes[j * d + k]! * (x[k]! - centers.x[k]!);
      left[j]! += weight * rest * rest;
      whole[j]! += weight * square * square;
      shared[j]! += weight * rest * residual[i]!;
    }
  }
  const tests = names.flatMap((feature, j) => {
    if (!(left[j]! > OWN * whole[j]!)) return [];
    const explained = shared[j]! ** 2 / left[j]!;
    const t = Math.sqrt(explained / (Math.max(0, squares.residual - explained) / (freedom - 1)));
    return [{ feature, p: twoSidedP(t, freedom - 1) }];
  });
  const [first] = tests.sort((a, b) => a.p - b.p);
  const p = first ? Math.min(1, tests.length * first.p) : 1;
  return p < SURE ? [{ kind: 'curvature', feature: first!.feature, p }] : [];
}

/** Squared residuals over ŷ by simple regression: the t test of its slope (Koenker 1981, in its F form). */
function spreads({ count, at }: DiagnosedRows, { fitted, residual }: RowNumbers): Finding[] {
  const squares = residual.map((value, i) => at(i).weight * value * value);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value / count, 0);
  const [meanFit, meanSquare] = [mean(fitted), mean(squares)];
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
