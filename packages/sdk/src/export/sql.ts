import { modelTerms } from '../data/term-columns.ts';
import type { Model } from '../model/model.ts';
import { castColumn, type Dialect, literal } from '../sql/dialects.ts';
import { knownLevels, sqlWriting } from '../sql/terms.ts';
import { write } from '../terms/write.ts';

/**
 * The prediction as one SQL expression over the raw columns, NULL where one of them is or has a level that the model does
 * not know. Sums in the order of `predict`, in f64; functions in terms are the database's own.
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
export function toSql({ features, terms, weights, bias }: Model, dialect: Dialect): string {
  const writing = terms && sqlWriting(dialect, knownLevels(terms.levels));
  const values = writing
    ? modelTerms(features, terms).map(({ expression }) => write(expression, writing))
    : features.map((name) => castColumn(name, dialect));
  return values.reduce(
    (sum, value, j) => `(${sum} + ${value} * ${literal(weights[j]!, dialect)})`,
    literal(bias, dialect),
  );
}
