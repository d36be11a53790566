import { rowNamesIn } from '../data/row-names.ts';
import { readTexts } from '../data/shapes.ts';
import { twoSidedP } from '../math/student-t.ts';
import type { NumericColumn, Source } from '../types.ts';
import { type Inference, inferenceOf } from './inference.ts';
import { learnedRows } from './learned-rows.ts';
import type { LinearModel } from './linear-model.ts';
import {
  type CentredRows,
  centredRows,
  type DiagnosedRows,
  type RowNumbers,
  rowNumbers,
} from './row-numbers.ts';

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

/** Numbers of each row, and what is wrong with the fit. */
export interface Diagnosis extends RowNumbers {
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

/** A diagnosis from an inference and the rows it was made of. */
export function diagnosisBy(inference: Inference, rows: DiagnosedRows): Diagnosis {
  const centred = centredRows(rows);
  const numbers = rowNumbers(inference, rows, centred);
  return {
    ...numbers,
    findings: inference.variance > 0 ? findingsOf(inference, rows, numbers, centred) : [],
  };
}

function findingsOf(
  inference: Inference,
  rows: DiagnosedRows,
  numbers: RowNumbers,
  centred: CentredRows,
): Finding[] {
  return [
    ...outliers(inference, rows, numbers),
    ...influences(rows, numbers),
    ...curvatures(inference, rows, numbers, centred),
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
  { names, weights }: DiagnosedRows,
  { residual }: RowNumbers,
  { columns, about }: CentredRows,
): Finding[] {
  const { squares, freedom } = inference;
  if (freedom < 2) return [];
  const d = names.length;
  const inverse = Float64Array.from({ length: d * d }, (_, at) =>
    inference.inverse(Math.floor(at / d), at % d),
  );
  const tests = names.flatMap((feature, j) => {
    const square = about(columns[j]!.map((value) => value * value));
    const slopes = slopesOf(square, weights, columns, inverse);
    let [left, shared, whole] = [0, 0, 0];
    for (let i = 0; i < square.length; i++) {
      const own = square[i]!;
      let rest = own;
      for (let k = 0; k < d; k++) rest -= slopes[k]! * columns[k]![i]!;
      left += weights[i]! * rest * rest;
      whole += weights[i]! * own * own;
      shared += weights[i]! * rest * residual[i]!;
    }
    return left > OWN * whole
      ? [{ feature, p: pOfSlope(shared ** 2 / left, squares.residual, freedom - 1) }]
      : [];
  });
  const [first] = tests.sort((a, b) => a.p - b.p);
  const p = first ? Math.min(1, tests.length * first.p) : 1;
  return p < SURE ? [{ kind: 'curvature', feature: first!.feature, p }] : [];
}

/** Two-sided p of a slope by the squares that it explains of so many, on degrees of freedom that it leaves. */
const pOfSlope = (explained: number, of: number, freedom: number): number =>
  twoSidedP(Math.sqrt(explained / (Math.max(0, of - explained) / freedom)), freedom);

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
  const squares = residual.map((value, i) => weights[i]! * value * value);
  const [meanFit, meanSquare] = [meanOf(fitted), meanOf(squares)];
  let [across, both, up] = [0, 0, 0];
  for (let i = 0; i < squares.length; i++) {
    const [x, y] = [fitted[i]! - meanFit, squares[i]! - meanSquare];
    across += x * x;
    both += x * y;
    up += y * y;
  }
  const freedom = squares.length - 2;
  if (!(across > 0 && freedom > 0)) return [];
  const p = pOfSlope(both ** 2 / across, up, freedom);
  return p < SURE ? [{ kind: 'spread', grows: both > 0, p }] : [];
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const inflations = ({ inflation }: Inference, { names }: DiagnosedRows): Finding[] =>
  names.flatMap((feature, j) =>
    inflation[j]! > HIGH_VIF ? [{ kind: 'inflated', feature, vif: inflation[j]! }] : [],
  );
