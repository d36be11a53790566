import { describe, GdError } from '../errors.ts';
import { inferenceOf } from '../model/inference.ts';
import { type IntervalOptions, intervalsBy } from '../model/interval.ts';
import type { Model } from '../model/model.ts';
import { type Dialect, literal } from '../sql/dialects.ts';
import { featuresSql } from '../sql/table-terms.ts';

/**
 * The prediction as one SQL expression over the raw columns, NULL where one of them is or has a level that the model does
 * not know. Sums in the order of `predict`, in f64; functions in terms are the database's own.
 *
 * With `bound`, the lower or upper end of the interval there, in some d² terms.
 *
 * @throws {GdError} `DATA` for a feature that cannot be a name in SQL, `OPTION` for another dialect or bound; of a bound, as
 * `model.interval`
 *
 * @example Predict where the rows are.
 * ```ts
 * import { solveSync } from '@gd-trainer/sdk';
 * import { toSql } from '@gd-trainer/sdk/export';
 *
 * const model = solveSync({ size: [1, 3], price: [3, 7] }, { target: 'price' });
 * console.log(toSql(model, 'duckdb'));
 * // (CAST(1E0 AS DOUBLE) + CAST("size" AS DOUBLE) * CAST(2E0 AS DOUBLE))
 * ```
 */
export function toSql(
  model: Model,
  dialect: Dialect,
  { bound, level, kind }: ExpressionOptions = {},
): string {
  const { weights, bias } = model;
  const values = featuresSql(model, dialect);
  if (bound === undefined) return weighted(values, [...weights, bias], dialect);
  if (!BOUNDS.includes(bound)) {
    throw new GdError('OPTION', `"bound" expected 'low' or 'high', got ${describe(bound)}`, '', {
      option: 'bound',
    });
  }
  return boundOf(model, values, dialect, { bound, level, kind });
}

const BOUNDS = ['low', 'high'] as const;

/** Choices of an expression. */
export interface ExpressionOptions {
  /** An end of the interval in place of the prediction, as `model.interval` has it but for rounding. */
  readonly bound?: (typeof BOUNDS)[number];
  /** Share of intervals made so that hold what they are about, in (0, 1). Defaults to 0.95. */
  readonly level?: IntervalOptions['level'];
  /** 'prediction': of a new row of weight 1; 'mean': of the line there. Defaults to 'prediction'. */
  readonly kind?: IntervalOptions['kind'];
}

/** Σ wⱼ·valueⱼ + w of the last weight, which has no value. */
const weighted = (values: readonly string[], weights: readonly number[], dialect: Dialect): string =>
  values.reduce(
    (sum, value, j) => `(${sum} + ${value} * ${literal(weights[j]!, dialect)})`,
    literal(weights[values.length]!, dialect),
  );

/** ŷ ± margin·√(own + leverage), the leverage as a sum of squares about the means, of which none cancels another. */
function boundOf(
  model: Model,
  values: readonly string[],
  dialect: Dialect,
  { bound, level, kind }: { readonly [Key in keyof ExpressionOptions]: ExpressionOptions[Key] | undefined },
): string {
  const { intercept } = model.training;
  const inference = inferenceOf(model);
  const d = values.length;
  const center = Array.from({ length: d }, (_, j) => (intercept ? model.moments!.mean[j]! : 0));
  const own = intervalsBy(inference, { ...(level !== undefined && { level }), ...(kind && { kind }) });
  const atCenter = inference.leverage(center);
  const { low, high } = own(center);
  const share = atCenter + (kind === 'mean' ? 0 : 1);
  const margin = share > 0 ? (high - low) / 2 / Math.sqrt(share) : 0;
  const root = lowerRoot(d, inference.inverse);
  const squares = Array.from({ length: d }, (_, k) => {
    const pulls = values.flatMap((value, j) =>
      j < k ? [] : [`(${value} - ${literal(center[j]!, dialect)}) * ${literal(root[j * d + k]!, dialect)}`],
    );
    const sum = pulls.reduce((left, right) => `(${left} + ${right})`);
    return `${sum} * ${sum}`;
  });
  const total = squares.reduce((sum, square) => `(${sum} + ${square})`, literal(share, dialect));
  const estimates = intercept ? inference.estimates : [...inference.estimates, 0];
  const sign = bound === 'low' ? '-' : '+';
  return `(${weighted(values, estimates, dialect)} ${sign} ${literal(margin, dialect)} * SQRT(${total}))`;
}

/** L of the Cholesky factorisation A = L·Lᵀ, row-major. */
function lowerRoot(size: number, at: (i: number, j: number) => number): Float64Array {
  const root = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = at(i, j);
      for (let k = 0; k < j; k++) rest -= root[i * size + k]! * root[j * size + k]!;
      root[i * size + j] = i === j ? Math.sqrt(Math.max(0, rest)) : rest / root[j * size + j]!;
    }
  }
  return root;
}
