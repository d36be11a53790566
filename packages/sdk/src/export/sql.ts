import type { Model } from '../model/model.ts';
import { castColumn, type Dialect, literal } from '../sql/dialects.ts';

/**
 * The prediction as one SQL expression over the columns of the features, NULL where one of them is. Sums in the order of
 * `predict`, in f64.
 *
 * @throws {GdError} `DATA` for a feature that cannot be a name in SQL, `OPTION` for another dialect
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
export function toSql(model: Model, dialect: Dialect): string {
  return model.features.reduce(
    (sum, name, j) => `(${sum} + ${castColumn(name, dialect)} * ${literal(model.weights[j]!, dialect)})`,
    literal(model.bias, dialect),
  );
}
