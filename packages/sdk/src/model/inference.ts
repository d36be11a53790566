import { counted, GdError } from '../errors.ts';
import { factorize, forward, inverseColumns, solveFactored } from '../math/cholesky.ts';
import { add, type DoubleDouble, multiply, subtract, ZERO } from '../math/double-double.ts';
import { DoubleDoubleRows } from '../math/double-double-rows.ts';
import { powerOfTwoBelow } from '../math/rounding.ts';
import type { Moments } from '../moments/moments.ts';
import { precisely } from '../moments/precise-moments.ts';
import { type Learned, momentsOf } from './linear-model.ts';

/** Least squares of the rows of a model, and how sure it is. Parameters are the weights, then the bias if there is one. */
export interface Inference {
  /** Rows learned from. */
  readonly n: number;
  /** Rows less parameters. */
  readonly freedom: number;
  /** Variance of the target about the line, for a row of weight 1. */
  readonly variance: number;
  /** Sums of squares: of the residuals, and of the target, about its mean with a bias. */
  readonly squares: { readonly residual: number; readonly total: number };
  /** The parameters at the exact optimum, in data units. */
  readonly estimates: readonly number[];
  /** Element (i, j) of (X̃ᵀWX̃)⁻¹, which times `variance` is the covariance of two estimates. */
  readonly inverse: (i: number, j: number) => number;
  /** Variance inflation factor of each weight. */
  readonly inflation: readonly number[];
  /** Decimal digits that rounding leaves of a standard error: of the sums, and of what walks over the rows in f64. */
  readonly digits: number;
  readonly rowDigits: number;
  /** x̃ᵀ(X̃ᵀWX̃)⁻¹x̃ of a row of d values: the variance of its mean, as a multiple of `variance`. */
  readonly leverage: (x: ArrayLike<number>) => number;
  /** Rows in f64, for rows by the thousand: a share of 2⁻⁵²·√κ from the exact ones, κ that of the correlations. Made by the first call. */
  readonly whitening: () => Whitening;
}

/** The way from columns to others that do not correlate: z = R·(x − μ), with Σ w·zzᵀ the identity. */
interface Whitening {
  /** R, d × d and row-major, of which RᵀR is the inverse of the co-moments. */
  readonly root: Float64Array;
  /** μ of the features and of the target, each as high + low; zeros without an intercept. */
  readonly center: readonly DoubleDouble[];
  /** 1/Σw, the share of an intercept in every leverage; 0 without one. */
  readonly perWeight: number;
  /** Fills d numbers with z of a row and returns its leverage x̃ᵀ(X̃ᵀWX̃)⁻¹x̃. */
  readonly whiten: (x: ArrayLike<number>, into: Float64Array) => number;
}

/** Pivots up to these shares of the diagonal count as zero, by moments of f64 and of double-double. */
const ZERO_PIVOT = 1e-13;
const ZERO_PIVOT_PRECISE = 1e-28;
/** Rounding of a sum of products, as a share of the squares in it: some blocks deep in f64, and in double-double. */
const UNIT = 2 ** -52;
const UNIT_PRECISE = 2 ** -100;
/** Shares of the squares that rounding leaves of a line without residual. */
const ROUNDING = 2 ** -50;
const ROUNDING_PRECISE = 2 ** -96;

/**
 * Inference on a model, in double-double by one factor of the correlations.
 *
 * @throws {GdError} `UNSUPPORTED` under l1 or l2, for collinear columns, and with too few rows for a residual variance
 */
export function inferenceOf(model: Learned): Inference {
  const moments = momentsOf(model);
  const { l1, l2, intercept } = model.training;
  const { n, names } = moments;
  const d = names.length - 1;
  const freedom = n - d - (intercept ? 1 : 0);
  if (l1 > 0 || l2 > 0) {
    throw unsupported('a penalised model has no standard errors', 'train without `l1` and `l2`');
  }
  if (freedom < 1) {
    const rows = counted(n, 'row');
    throw unsupported(`${rows} leave no degree of freedom for ${counted(d, 'feature')}`, 'give more rows');
  }
  return { n, freedom, ...leastSquares(moments, intercept, freedom) };
}

const unsupported = (message: string, hint: string): GdError => new GdError('UNSUPPORTED', message, hint);

/** Decimal digits of an f64 that is off by a relative error. */
const digitsLeft = (error: number): number => Math.max(0, -Math.log10(error + 2 ** -53));

function leastSquares(
  moments: Moments,
  intercept: boolean,
  freedom: number,
): Omit<Inference, 'n' | 'freedom'> {
  const d = moments.names.length - 1;
  const { weight, mean, comoment } = precisely(moments);
  // Σ w·x_i·x_j, about the means with an intercept
  const second = (i: number, j: number): DoubleDouble =>
    intercept ? comoment(i, j) : add(comoment(i, j), multiply(weight, multiply(mean[i]!, mean[j]!)));
  // columns by powers of two, which cost no digit, bring the diagonal near 1
  const unit = Array.from({ length: d }, (_, j) => powerOfTwoBelow(1 / Math.sqrt(second(j, j)[0])));
  const per = ([high, low]: DoubleDouble, j: number): DoubleDouble => [high * unit[j]!, low * unit[j]!];
  const scaled = DoubleDoubleRows.symmetric(d, (i, j) => per(per(second(i, j), i), j));
  const factor = factorize(scaled, moments.rest ? ZERO_PIVOT_PRECISE : ZERO_PIVOT);
  if (factor.rank < d) {
    throw unsupported('collinear or constant columns have no standard errors', 'leave such columns out');
  }
  const toTarget = unit.map((_, j) => per(second(j, d), j));
  const solution = solveFactored(factor, toTarget);
  const slopes = solution.map(per);
  const residual = solution.reduce(
    (rest, value, j) => subtract(rest, multiply(value, toTarget[j]!)),
    second(d, d),
  );
  const [total] = second(d, d);
  const rounding = total * (moments.rest ? ROUNDING_PRECISE : ROUNDING);
  const left = residual[0] > rounding ? residual[0] : 0;
  const bias = slopes.reduce((rest, slope, j) => subtract(rest, multiply(slope, mean[j]!)), mean[d]!);
  const estimates = [...slopes, ...(intercept ? [bias] : [])].map(([high]) => high);

  const rows = inverseColumns(factor);
  /** Row of the inverse factor that belongs to a column. */
  const rowOf: number[] = [];
  for (const [row, column] of factor.order.entries()) rowOf[column] = row;
  const norms = DoubleDoubleRows.within([rows], () =>
    factor.order.map((_, row) => rows.dots(row, rows, row, row + 1, row, d)[0]!),
  );
  const diagonal = rowOf.map((row) => norms[row]!);
  /** ‖L⁻¹v‖²: a sum of squares cancels nothing. */
  const squareOf = (values: readonly DoubleDouble[]): number =>
    forward(factor, values.map(per)).reduce((sum, [value]) => sum + value * value, 0);
  const perWeight = intercept ? 1 / weight[0] : 0;
  const center = intercept ? mean.slice(0, d) : new Array<DoubleDouble>(d).fill(ZERO);
  const ofBias = intercept ? squareOf(center) + perWeight : 0;
  const inflation = diagonal.map((value, j) => value * scaled.get(j, j)[0]);
  // C⁻¹ by a relative ‖δC‖·‖C⁻¹‖ ≤ d·unit·ΣVIF of the correlations, σ² by the squares that cancel in it
  const reach = solution.reduce(
    (sum, [value], j) => sum + Math.abs(value) * Math.sqrt(scaled.get(j, j)[0]),
    0,
  );
  const cancelled = left > 0 ? (Math.sqrt(total) + reach) ** 2 / left : 0;
  const amplified = (d * inflation.reduce((sum, value) => sum + value, 0) + cancelled) / 2;
  /** Those of rows a ≤ b, by a. */
  let products: Float64Array | undefined;
  const inverseOf = (i: number, j: number): number => {
    products ??= rows.products(rows);
    const [a, b] = [Math.min(rowOf[i]!, rowOf[j]!), Math.max(rowOf[i]!, rowOf[j]!)];
    return products[2 * b + a * (2 * d - 1 - a)]! * unit[i]! * unit[j]!;
  };
  let whitening: Whitening | undefined;
  /** L⁻¹ for columns as they stand in a row. */
  const rootOf = (): Float64Array => {
    const values = new Float64Array(d * d);
    for (const [j, column] of factor.order.entries()) {
      for (let i = j; i < d; i++) values[i * d + column] = rows.get(j, i)[0] * unit[column]!;
    }
    return values;
  };
  /** C⁻¹·μ with a minus: how weights and bias vary together. */
  let toBias: readonly number[] | undefined;
  return {
    variance: left / freedom,
    squares: { residual: left, total },
    estimates,
    inflation,
    digits: digitsLeft(amplified * (moments.rest ? UNIT_PRECISE : UNIT)),
    rowDigits: digitsLeft(amplified * UNIT),
    inverse(i, j) {
      if (i === j && i < d) return diagonal[i]! * unit[i]! * unit[i]!;
      if (i < d && j < d) return inverseOf(i, j);
      if (i === j) return ofBias;
      toBias ??= solveFactored(factor, center.map(per)).map((value, k) => -per(value, k)[0]);
      return toBias[Math.min(i, j)]!;
    },
    leverage: (x) =>
      perWeight + squareOf(center.map((value, j): DoubleDouble => subtract([x[j]!, 0], value))),
    whitening() {
      whitening ??= whiteningBy(rootOf(), intercept ? mean : mean.map(() => ZERO), perWeight);
      return whitening;
    },
  };
}

function whiteningBy(root: Float64Array, center: readonly DoubleDouble[], perWeight: number): Whitening {
  const d = center.length - 1;
  return {
    root,
    center,
    perWeight,
    whiten(x, into) {
      let leverage = perWeight;
      for (let i = 0; i < d; i++) {
        let value = 0;
        for (let j = 0; j < d; j++) value += root[i * d + j]! * (x[j]! - center[j]![0] - center[j]![1]);
        into[i] = value;
        leverage += value * value;
      }
      return leverage;
    },
  };
}
