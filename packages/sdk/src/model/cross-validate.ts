import '@gd-trainer/core/fallback';
import { LINKED } from '../descent/linked.ts';
import { explained, meanLoss, targetSquares } from '../moments/moments.ts';
import { type FitOptions, runOptions } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Source } from '../types.ts';
import { type FoldOptions, splitsOf } from './folds.ts';
import { fittingData } from './of-run.ts';

/** Quality of predictions on rows that were not learned from. */
export interface Metrics {
  /** Share of the variance explained; without an intercept, of the squares about 0. */
  readonly r2: number;
  /** Root of the mean squared error, in units of the target. */
  readonly rmse: number;
  /** Rows predicted. */
  readonly n: number;
}

/** All folds together, and each. */
export interface CrossValidation {
  readonly r2: number;
  readonly rmse: number;
  readonly folds: readonly Metrics[];
}

/**
 * k-fold cross-validation. The rows, shuffled by `seed` or with `shuffle: false` in their order, are summed up once, fold by fold; each model learns from the
 * moments of all rows less those of its fold, so that k models cost one pass over the data. `by` keeps the rows of a
 * group in one fold; `ahead` predicts each part of the rows from those before it.
 *
 * @param source - rows, in any of the shapes of `Source` but `Moments`
 * @param options - as of `fit`, and `folds`: k, a whole number from 2 to the number of rows, or of groups
 * @throws {GdError} as `fit`; `UNSUPPORTED` for moments and batches, which have no rows to leave out
 *
 * @example Tell a real relation from noise.
 * ```ts
 * import { crossValidate } from '@gd-trainer/sdk';
 *
 * const x = Array.from({ length: 20 }, (_, i) => i);
 * const { r2, folds } = await crossValidate({ x, y: x.map((v) => 3 * v + (v % 2)) }, { target: 'y', folds: 5 });
 * console.log(r2 > 0.99, folds.length); // true 5
 * ```
 */
export async function crossValidate(
  source: Source,
  { folds, by, ahead, ...options }: FitOptions & FoldOptions,
): Promise<CrossValidation> {
  const settings = runOptions(options);
  const { signal, intercept } = settings;
  const { splits } = await splitsOf(source, settings, { folds, by, ahead });
  const metrics: Metrics[] = [];
  let squares = 0;
  for (const { training, test } of splits) {
    const data = { table: undefined, moments: training, skippedRows: 0 };
    const model = await patiently(fittingData(data, settings, LINKED), signal);
    const error = 2 * meanLoss(test, model);
    squares += error * test.weight;
    metrics.push({ r2: explained(error, targetSquares(test, intercept)), rmse: Math.sqrt(error), n: test.n });
  }
  const predicted = splits.map(({ test }) => test).reduce((sum, test) => sum.merge(test));
  const error = squares / predicted.weight;
  return {
    r2: explained(error, targetSquares(predicted, intercept)),
    rmse: Math.sqrt(error),
    folds: metrics,
  };
}
