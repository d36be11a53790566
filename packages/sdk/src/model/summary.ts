import { describe, GdError, quote } from '../errors.ts';
import { solveCholesky } from '../math/cholesky.ts';
import type { DoubleDouble } from '../math/double-double.ts';
import { DoubleDoubleRows } from '../math/double-double-rows.ts';
import { criticalT, twoSidedP, upperF } from '../math/student-t.ts';
import { explained } from '../moments/moments.ts';
import type { NumericColumn, Source } from '../types.ts';
import { type Inference, inferenceOf } from './inference.ts';
import { type Learned, type LinearModel, momentsOf } from './linear-model.ts';
import { referencesOf } from './references.ts';
import { type RobustErrors, robustCovariance } from './robust.ts';
import { SUMMARY_WORDS, type SummaryWords } from './summary-words.ts';

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

/** An F test of a model against a smaller one. */
export interface FTest {
  /** Variance explained per parameter more over the unexplained one per degree of freedom. */
  readonly statistic: number;
  /** Probability of one at least as large if the smaller model were true. */
  readonly p: number;
  /** Of both. */
  readonly degreesOfFreedom: readonly [number, number];
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
  /**
   * Decimal digits to which the standard errors can be trusted, 0 to 15.95: what rounding leaves of 16, by the sums that the model
   * was made from and how nearly its columns follow from one another.
   */
  readonly digits: number;
  /** The features in order, then the bias unless there is no intercept. */
  readonly parameters: readonly SummaryRow[];
  /** Covariance of the parameters, in their order: p × p, row-major. Computed on first read. */
  readonly covariance: Float64Array;
  /** F test of all weights together against none; null where the residual is zero. */
  readonly f: FTest | null;
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
  /**
   * Kind of the standard errors: 'classic', where the residuals spread alike everywhere; 'HC0' to 'HC3', where they need not;
   * `{ cluster }`, the column of the groups within which they belong together. Defaults to 'classic'.
   */
  readonly errors?: 'classic' | RobustErrors;
  /** Rows that the model learned from, which all but classic errors need: moments do not hold residuals. */
  readonly data?: Source;
  /** Their weights, where they had some: a column, or the name of one. */
  readonly sampleWeight?: string | NumericColumn;
}

const LEVEL = 0.95;
/** A pivot of a covariance up to this share of its variance counts as zero. */
const SINGULAR = 1e-14;

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
export function summaryOf(model: LinearModel, options: SummaryOptions = {}): Summary {
  const { level, errors = 'classic' } = options;
  const confidence = levelOf(level);
  const inference = inferenceOf(model);
  const robust = errors === 'classic' ? undefined : robustCovariance(model, inference, errors, options);
  return summaryBy(model, inference, confidence, robust);
}

/** The summary of an inference, with classic errors unless a covariance of the parameters is given. */
export function summaryBy(
  model: Learned,
  inference: Inference,
  confidence: number = LEVEL,
  robust?: Float64Array,
): Summary {
  const { n, freedom, variance, squares, estimates } = inference;
  const { names } = momentsOf(model);
  const d = names.length - 1;
  const size = estimates.length;
  const r2 = explained(squares.residual, squares.total);
  let covariance = robust;
  const summary = {
    r2,
    adjustedR2: squares.total > 0 ? 1 - ((1 - r2) * (n - (size - d))) / freedom : null,
    sigma: Math.sqrt(variance),
    freedom,
    n,
    level: confidence,
    digits: robust ? inference.rowDigits : inference.digits,
    parameters: rowsOf(inference, [...names.slice(0, d), 'bias'], confidence, robust),
    get covariance() {
      covariance ??= Float64Array.from(
        { length: size * size },
        (_, k) => variance * inference.inverse(Math.floor(k / size), k % size),
      );
      return covariance;
    },
    f: robust ? waldTest(inference, robust, d) : fTest(inference, d),
    ...criteriaOf(model, inference),
  };
  // what is listed, compared and written as JSON is data alone
  return Object.defineProperty(summary, 'toString', {
    value(this: Summary) {
      const lines = referencesOf(model).map(
        ([name, own]) => `${quote(name)}: ${quote(own)} is the reference`,
      );
      return [...summaryTable(this, model.target), ...lines].join('\n');
    },
  });
}

function rowsOf(
  inference: Inference,
  names: readonly string[],
  level: number,
  robust: Float64Array | undefined,
): SummaryRow[] {
  const { variance, freedom, inflation, estimates } = inference;
  const critical = criticalT(1 - level, freedom);
  return estimates.map((estimate, i) => {
    const own = robust ? robust[i * (estimates.length + 1)]! : variance * inference.inverse(i, i);
    const standardError = Math.sqrt(own);
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

/** The same by any covariance of the weights: wᵀV⁻¹w/d. */
function waldTest({ estimates, freedom }: Inference, covariance: Float64Array, d: number): Summary['f'] {
  const size = estimates.length;
  const ofWeights = DoubleDoubleRows.symmetric(d, (i, j) => [covariance[i * size + j]!, 0]);
  const weights = estimates.slice(0, d).map((value): DoubleDouble => [value, 0]);
  const { theta, rank } = solveCholesky(ofWeights, weights, SINGULAR);
  if (rank < d) return null;
  const statistic = theta.reduce((sum, [value], j) => sum + value * estimates[j]!, 0) / d;
  return { statistic, p: upperF(statistic, d, freedom), degreesOfFreedom: [d, freedom] };
}

function criteriaOf(
  model: Learned,
  { n, squares, estimates }: Inference,
): Pick<Summary, 'logLikelihood' | 'aic' | 'bic'> {
  if (squares.residual === 0 || momentsOf(model).weighted)
    return { logLikelihood: null, aic: null, bic: null };
  const logLikelihood = -0.5 * n * (Math.log((2 * Math.PI * squares.residual) / n) + 1);
  const k = estimates.length + 1;
  return { logLikelihood, aic: 2 * k - 2 * logLikelihood, bic: k * Math.log(n) - 2 * logLikelihood };
}

/** The parameters, a line each, then how well the line fits: the lines of R's table, with intervals and VIF. */
export function summaryTable(
  summary: Summary,
  target: string,
  words: SummaryWords = SUMMARY_WORDS,
  widthOf?: (text: string) => number,
): string[] {
  return [
    words.of(target, String(summary.n)),
    '',
    ...aligned(summaryCells(summary, words), 1, 1, widthOf),
    words.stars,
    '',
    ...summaryLines(summary, words),
  ];
}

/** A number as programs write it. */
const asTyped = (number: string): string => number;

/** Heads of the columns, then a row for each parameter: name, estimate, error, t, p, interval, VIF, stars; numbers as `write` has them. */
export function summaryCells(
  { parameters, level }: Summary,
  words: SummaryWords,
  write: (number: string) => string = asTyped,
): string[][] {
  const head = ['', ...words.columns, words.interval(short(100 * level)), 'VIF', ''];
  const number = (value: number, digits: number): string => write(short(value, digits));
  const rows = parameters.map(({ name, estimate, standardError, t, p, interval, vif }) => [
    name === 'bias' ? words.bias : name,
    number(estimate, 7),
    number(standardError, 5),
    t === null ? '–' : number(t, 4),
    p === null ? '–' : probability(p, write),
    interval.map((end) => number(end, 5)).join(' … '),
    vif === null ? '' : number(vif, 4),
    p === null ? '' : '*'.repeat([0.001, 0.01, 0.05].filter((bound) => p < bound).length),
  ]);
  return [head, ...rows];
}

/** How well the line fits: σ, R², F, AIC and BIC, a line each. */
export function summaryLines(
  { sigma, freedom, r2, adjustedR2, f, aic, bic }: Summary,
  words: SummaryWords,
  write: (number: string) => string = asTyped,
): string[] {
  const number = (value: number | null, digits?: number): string =>
    value === null ? '–' : write(short(value, digits));
  return [
    words.residual(number(sigma), write(String(freedom))),
    `R² ${number(r2, 5)}   ${words.adjusted} ${number(adjustedR2)}`,
    ...(f === null ? [] : [words.f(number(f.statistic, 4), f.degreesOfFreedom, probability(f.p, write))]),
    `AIC ${number(aic)}   BIC ${number(bic)}`,
  ];
}

const short = (value: number, digits = 6): string => String(Number(value.toPrecision(digits)));

/** As R prints it: below what its tables know it is only told to be there. */
const probability = (p: number, write: (number: string) => string = asTyped): string =>
  p < 2e-16 ? `< ${write('2e-16')}` : write(p < 1e-4 ? p.toExponential(2) : short(p, 3));

/** Columns as wide as their widest cell: the first `names` and the last `signs` from the left, numbers from the right. */
export function aligned(
  rows: readonly (readonly string[])[],
  names: number,
  signs = 0,
  widthOf: (text: string) => number = (text) => text.length,
): string[] {
  const widths = rows[0]!.map((_, j) => Math.max(...rows.map((row) => widthOf(row[j]!))));
  return rows.map((row) =>
    row
      .map((cell, j) => {
        const gap = ' '.repeat(widths[j]! - widthOf(cell));
        return j < names || j >= row.length - signs ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}
