import { GdError } from '../errors.ts';
import { solveCholesky } from '../math/cholesky.ts';
import { type DoubleDouble, divide, multiply, squareRoot, subtract } from '../math/double-double.ts';
import { criticalT, twoSidedP } from '../math/student-t.ts';
import type { Moments } from '../moments/moments.ts';
import { type LinearModel, momentsOf } from './linear-model.ts';

/** One parameter with its uncertainty. */
export interface SummaryRow {
  /** Name of the feature, or 'bias'. */
  readonly name: string;
  /** The parameter at the exact optimum, in data units. */
  readonly estimate: number;
  /** Its standard deviation over samples like this one. */
  readonly standardError: number;
  /** estimate / standardError; null where the residual is zero. */
  readonly t: number | null;
  /** Probability of a |t| at least as large if the parameter were 0; null where t is. */
  readonly p: number | null;
  /** 95 % confidence interval. */
  readonly interval: readonly [number, number];
  /** Variance inflation factor 1/(1 − R²) of the feature on the others; null for the bias. */
  readonly vif: number | null;
}

/** Inference at the exact optimum, with R's `lm` conventions. */
export interface Summary {
  /** Share of the variance explained. */
  readonly r2: number;
  /** R² for the degrees of freedom that are left; null where it is not defined. */
  readonly adjustedR2: number | null;
  /** Residual standard error σ, in units of the target. */
  readonly sigma: number;
  /** Rows less parameters. */
  readonly freedom: number;
  /** Rows learned from. */
  readonly n: number;
  /** The features in order, then the bias unless there is no intercept. */
  readonly parameters: readonly SummaryRow[];
}

const CONFIDENCE = 0.95;
const ZERO_PIVOT = 1e-13;

/**
 * Standard errors, t, p, intervals and VIF at the exact optimum, as R's `lm` reports them, from moments alone.
 *
 * @throws {GdError} `UNSUPPORTED` under l1 or l2, for collinear columns, and with too few rows for a residual variance
 */
export function summaryOf(model: LinearModel): Summary {
  const moments = momentsOf(model);
  const { l1, l2, intercept } = model.training;
  const { n, weight, mean, names } = moments;
  const d = names.length - 1;
  const freedom = n - d - (intercept ? 1 : 0);
  if (l1 > 0 || l2 > 0)
    throw unsupported('a penalised model has no standard errors', 'train without l1 and l2');
  if (freedom < 1)
    throw unsupported(`${n} rows leave no degree of freedom for ${d} features`, 'give more rows');

  const second = secondMoments(moments, intercept);
  const { inverse, theta, residual } = solveStandardised(second, names);
  const total = second(d, d);
  const sigma2 = residual / freedom;
  const critical = criticalT(1 - CONFIDENCE, freedom);
  const row = (name: string, estimate: number, variance: number, vif: number | null): SummaryRow => {
    const standardError = Math.sqrt(variance);
    const t = standardError > 0 ? estimate / standardError : null;
    const margin = critical * standardError;
    return {
      name,
      estimate,
      standardError,
      t,
      p: t === null ? null : twoSidedP(t, freedom),
      interval: [estimate - margin, estimate + margin],
      vif,
    };
  };
  // inverse is that of the standardised matrix: its diagonal is the VIF
  const deviation = theta.map((_, j) => Math.sqrt(second(j, j)));
  const covariance = (i: number, j: number): number =>
    (sigma2 * inverse[i]![j]!) / (deviation[i]! * deviation[j]!);
  const parameters = theta.map((estimate, j) => row(names[j]!, estimate, covariance(j, j), inverse[j]![j]!));
  if (intercept) {
    let bias = mean[d]!;
    let variance = sigma2 / weight;
    for (let i = 0; i < d; i++) {
      bias -= theta[i]! * mean[i]!;
      for (let j = 0; j < d; j++) variance += mean[i]! * mean[j]! * covariance(i, j);
    }
    parameters.push(row('bias', bias, variance, null));
  }
  const r2 = total > 0 ? 1 - residual / total : residual === 0 ? 1 : 0;
  const rowsCounted = n - (intercept ? 1 : 0);
  return {
    r2,
    adjustedR2: total > 0 ? 1 - ((1 - r2) * rowsCounted) / freedom : null,
    sigma: Math.sqrt(sigma2),
    freedom,
    n,
    parameters,
  };
}

const unsupported = (message: string, hint: string): GdError => new GdError('UNSUPPORTED', message, hint);

/** Σ w·x_i·x_j, about the means with an intercept. */
function secondMoments({ comoment, mean, weight, names }: Moments, intercept: boolean) {
  const p = names.length;
  return (i: number, j: number): number =>
    comoment[i * p + j]! + (intercept ? 0 : weight * mean[i]! * mean[j]!);
}

/** Least squares and the inverse of the correlations, column by column in double-double. */
function solveStandardised(
  second: (i: number, j: number) => number,
  names: readonly string[],
): { inverse: number[][]; theta: number[]; residual: number } {
  const d = names.length - 1;
  const root = Array.from({ length: d }, (_, j) => squareRoot([second(j, j), 0]));
  const standardised = (i: number, j: number): DoubleDouble =>
    divide([second(i, j), 0], multiply(root[i]!, root[j]!));
  const matrix = root.map((_, i) => root.map((__, j) => standardised(i, j)));
  const solveFor = (right: DoubleDouble[]): DoubleDouble[] => {
    const { theta, rank } = solveCholesky(matrix, right, ZERO_PIVOT);
    if (rank < d)
      throw unsupported('collinear or constant columns have no standard errors', 'leave such columns out');
    return theta;
  };
  const inverse = root.map((_, k) =>
    solveFor(root.map((__, i) => [i === k ? 1 : 0, 0])).map(([high]) => high),
  );
  const toTarget = root.map((own, j): DoubleDouble => divide([second(j, d), 0], own));
  const scaled = solveFor(toTarget);
  let residual: DoubleDouble = [second(d, d), 0];
  for (const [j, value] of scaled.entries()) residual = subtract(residual, multiply(value, toTarget[j]!));
  return {
    inverse,
    theta: scaled.map((value, j) => divide(value, root[j]!)[0]),
    residual: Math.max(0, residual[0]),
  };
}
