import { counted, GdError } from '../errors.ts';
import { factorize, forward, inverseColumns, solveFactored } from '../math/cholesky.ts';
import { add, type DoubleDouble, multiply, subtract, symmetric } from '../math/double-double.ts';
import { powerOfTwoBelow } from '../math/rounding.ts';
import { criticalT, twoSidedP } from '../math/student-t.ts';
import { explained, type Moments } from '../moments/moments.ts';
import { widen } from '../moments/precise-moments.ts';
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
  /** Share of the variance explained; without an intercept, of the squares about 0. */
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
/** Pivots up to these shares of the diagonal count as zero, by moments of f64 and of double-double. */
const ZERO_PIVOT = 1e-13;
const ZERO_PIVOT_PRECISE = 1e-28;

/**
 * Standard errors, t, p, intervals and VIF at the exact optimum, as R's `lm` reports them, from moments alone:
 * as precise as `solve` where that had the rows, in f64 otherwise.
 *
 * @throws {GdError} `UNSUPPORTED` under l1 or l2, for collinear columns, and with too few rows for a residual variance
 */
export function summaryOf(model: LinearModel): Summary {
  const moments = momentsOf(model);
  const { l1, l2, intercept } = model.training;
  const { n, names } = moments;
  const d = names.length - 1;
  const freedom = n - d - (intercept ? 1 : 0);
  if (l1 > 0 || l2 > 0)
    throw unsupported('a penalised model has no standard errors', 'train without `l1` and `l2`');
  if (freedom < 1)
    throw unsupported(
      `${counted(n, 'row')} leave no degree of freedom for ${counted(d, 'feature')}`,
      'give more rows',
    );

  const { weights, bias, residual, total } = leastSquares(moments, intercept);
  const sigma2 = residual / freedom;
  const critical = criticalT(1 - CONFIDENCE, freedom);
  const row = (name: string, { estimate, variance, vif }: Estimate): SummaryRow => {
    const standardError = Math.sqrt(sigma2 * variance);
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
  const r2 = explained(residual, total);
  const rowsCounted = n - (intercept ? 1 : 0);
  return {
    r2,
    adjustedR2: total > 0 ? 1 - ((1 - r2) * rowsCounted) / freedom : null,
    sigma: Math.sqrt(sigma2),
    freedom,
    n,
    parameters: [...weights.map((weight, j) => row(names[j]!, weight)), ...(bias ? [row('bias', bias)] : [])],
  };
}

const unsupported = (message: string, hint: string): GdError => new GdError('UNSUPPORTED', message, hint);

/** A parameter, and its variance as a multiple of σ². */
interface Estimate {
  readonly estimate: number;
  readonly variance: number;
  readonly vif: number | null;
}

/** Least squares in double-double, by one factor of the correlations. Throws `UNSUPPORTED` where it is deficient. */
function leastSquares(
  moments: Moments,
  intercept: boolean,
): { weights: Estimate[]; bias: Estimate | undefined; residual: number; total: number } {
  const d = moments.names.length - 1;
  const { weight, mean, comoment } = widen(moments);
  // Σ w·x_i·x_j, about the means with an intercept
  const second = (i: number, j: number): DoubleDouble =>
    intercept ? comoment[i]![j]! : add(comoment[i]![j]!, multiply(weight, multiply(mean[i]!, mean[j]!)));
  // columns by powers of two, which cost no digit, bring the diagonal near 1
  const unit = Array.from({ length: d }, (_, j) => powerOfTwoBelow(1 / Math.sqrt(second(j, j)[0])));
  const per = ([high, low]: DoubleDouble, j: number): DoubleDouble => [high * unit[j]!, low * unit[j]!];
  const scaled = symmetric(d, (i, j) => per(per(second(i, j), i), j));
  const factor = factorize(scaled, moments.rest ? ZERO_PIVOT_PRECISE : ZERO_PIVOT);
  if (factor.rank < d) {
    throw unsupported('collinear or constant columns have no standard errors', 'leave such columns out');
  }
  const toTarget = unit.map((_, j) => per(second(j, d), j));
  const solution = solveFactored(factor, toTarget);
  const theta = solution.map(per);
  const residual = solution.reduce(
    (rest, value, j) => subtract(rest, multiply(value, toTarget[j]!)),
    second(d, d),
  );
  const inverse = inverseColumns(factor);
  const weights: Estimate[] = [];
  for (const [i, j] of factor.order.entries()) {
    const [variance] = inverse.dot(i, inverse, i, i, d);
    // the diagonal of the inverse of the correlations
    const vif = variance * scaled[j]![j]![0];
    weights[j] = { estimate: theta[j]![0], variance: variance * unit[j]! ** 2, vif };
  }
  return {
    weights,
    bias: intercept ? biasOf(theta) : undefined,
    residual: Math.max(0, residual[0]),
    total: second(d, d)[0],
  };

  function biasOf(slopes: readonly DoubleDouble[]): Estimate {
    const estimate = slopes.reduce((rest, slope, j) => subtract(rest, multiply(slope, mean[j]!)), mean[d]!);
    // 1/Σw + μᵀ·C⁻¹·μ, the second by one triangle alone
    const across = forward(
      factor,
      unit.map((_, j) => per(mean[j]!, j)),
    );
    const variance = across.reduce((sum, [value]) => sum + value * value, 1 / weight[0]);
    return { estimate: estimate[0], variance, vif: null };
  }
}
