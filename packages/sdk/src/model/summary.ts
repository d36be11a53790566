import { describe, GdError } from '../errors.ts';
import { criticalT, twoSidedP, upperF } from '../math/student-t.ts';
import { explained } from '../moments/moments.ts';
import { type Inference, inferenceOf } from './inference.ts';
import { type LinearModel, momentsOf } from './linear-model.ts';
import { summaryText } from './summary-text.ts';

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
  /** Confidence interval of the summary's level. */
  readonly interval: readonly [number, number];
  /** Variance inflation factor 1/(1 − R²) of the feature on the others; null for the bias. */
  readonly vif: number | null;
}

/** Inference at the exact optimum, with R's `lm` conventions; as text it is the table that R prints. */
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
  /** Level of the confidence intervals, in (0, 1). */
  readonly level: number;
  /** The features in order, then the bias unless there is no intercept. */
  readonly parameters: readonly SummaryRow[];
  /** Covariance of the parameters, in their order: p × p, row-major. Computed on first read. */
  readonly covariance: Float64Array;
  /** F test of all weights together against none; null where the residual is zero. */
  readonly f: {
    /** Explained variance per weight over the unexplained one per degree of freedom. */
    readonly statistic: number;
    /** Probability of one at least as large if all weights were 0. */
    readonly p: number;
    /** Of both. */
    readonly degreesOfFreedom: readonly [number, number];
  } | null;
  /** Of normal residuals; null where the residual is zero, and with sample weights, whose logarithms moments do not hold. */
  readonly logLikelihood: number | null;
  /** 2k − 2·logLikelihood with k parameters, σ among them, as R counts; null where that is. */
  readonly aic: number | null;
  /** k·ln n − 2·logLikelihood; null where that is. */
  readonly bic: number | null;
  /** The table of R: estimates, errors, t, p, and how well the line fits. */
  toString(): string;
}

/** Choices of a summary. */
export interface SummaryOptions {
  /** Level of the confidence intervals, in (0, 1). Defaults to 0.95. */
  readonly level?: number;
}

const LEVEL = 0.95;

/** A level as given, 0.95 by default. Throws `OPTION` for a number outside (0, 1). */
export function levelOf(level: number = LEVEL, option = 'level'): number {
  if (level > 0 && level < 1) return level;
  throw new GdError('OPTION', `"${option}" expected a number between 0 and 1, got ${describe(level)}`, '', {
    option,
  });
}

/**
 * Standard errors, t, p, intervals, VIF and criteria at the exact optimum, as R's `lm` reports them, from moments alone:
 * as precise as `solve` where that had the rows, in f64 otherwise.
 *
 * @throws {GdError} `UNSUPPORTED` under l1 or l2, for collinear columns, and with too few rows for a residual variance;
 * `OPTION` for a level outside (0, 1)
 */
export function summaryOf(model: LinearModel, { level }: SummaryOptions = {}): Summary {
  const confidence = levelOf(level);
  const inference = inferenceOf(model);
  const { n, freedom, variance, squares, estimates } = inference;
  const { names } = momentsOf(model);
  const d = names.length - 1;
  const size = estimates.length;
  const r2 = explained(squares.residual, squares.total);
  let covariance: Float64Array | undefined;
  return {
    r2,
    adjustedR2: squares.total > 0 ? 1 - ((1 - r2) * (n - (size - d))) / freedom : null,
    sigma: Math.sqrt(variance),
    freedom,
    n,
    level: confidence,
    parameters: rowsOf(inference, [...names.slice(0, d), 'bias'], confidence),
    get covariance() {
      covariance ??= Float64Array.from(
        { length: size * size },
        (_, k) => variance * inference.inverse(Math.floor(k / size), k % size),
      );
      return covariance;
    },
    f: fTest(inference, d),
    ...criteriaOf(model, inference),
    toString() {
      return summaryText(this, model.target);
    },
  };
}

function rowsOf(inference: Inference, names: readonly string[], level: number): SummaryRow[] {
  const { variance, freedom, inflation, estimates } = inference;
  const critical = criticalT(1 - level, freedom);
  return estimates.map((estimate, i) => {
    const standardError = Math.sqrt(variance * inference.inverse(i, i));
    const t = standardError > 0 ? estimate / standardError : null;
    const margin = critical * standardError;
    return {
      name: names[i]!,
      estimate,
      standardError,
      t,
      p: t === null ? null : twoSidedP(t, freedom),
      interval: [estimate - margin, estimate + margin],
      vif: inflation[i] ?? null,
    };
  });
}

function fTest({ squares, variance, freedom }: Inference, d: number): Summary['f'] {
  if (variance === 0) return null;
  const statistic = Math.max(0, squares.total - squares.residual) / d / variance;
  return { statistic, p: upperF(statistic, d, freedom), degreesOfFreedom: [d, freedom] };
}

function criteriaOf(
  model: LinearModel,
  { n, squares, estimates }: Inference,
): Pick<Summary, 'logLikelihood' | 'aic' | 'bic'> {
  if (squares.residual === 0 || momentsOf(model).weighted)
    return { logLikelihood: null, aic: null, bic: null };
  const logLikelihood = -0.5 * n * (Math.log((2 * Math.PI * squares.residual) / n) + 1);
  const k = estimates.length + 1;
  return { logLikelihood, aic: 2 * k - 2 * logLikelihood, bic: k * Math.log(n) - 2 * logLikelihood };
}
