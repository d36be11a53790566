import '@gd-trainer/core/fallback';
import { foldsOf } from '../data/hold-out.ts';
import { readTable } from '../data/shapes.ts';
import { LINKED } from '../descent/linked.ts';
import { describe, GdError } from '../errors.ts';
import { explained, Moments, meanLoss, targetSquares } from '../moments/moments.ts';
import { readData } from '../moments/read-data.ts';
import type { FitOptions } from '../options.ts';
import { readOptions } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Source } from '../types.ts';
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
 * moments of all rows less those of its fold, so that k models cost one pass over the data.
 *
 * @param source - rows, in any of the shapes of `Source` but `Moments`
 * @param options - as of `fit`, and `folds`: k, a whole number from 2 to the number of rows
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
  { folds, ...options }: FitOptions & { readonly folds: number },
): Promise<CrossValidation> {
  const settings = readOptions(options);
  if (source instanceof Moments || settings.batchSize !== 'full' || settings.path === 'rows') {
    throw new GdError(
      'UNSUPPORTED',
      'cross-validation needs rows, and full batches',
      'pass the rows themselves',
    );
  }
  const table = readTable(source, settings);
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= table.rows)) {
    throw new GdError(
      'OPTION',
      `"folds" expected a whole number from 2 to the ${table.rows} rows, got ${describe(folds)}`,
      '',
      { option: 'folds' },
    );
  }
  const { signal, intercept } = settings;
  const parts: Moments[] = [];
  for (const fold of await patiently(foldsOf(table, folds, settings), signal)) {
    parts.push((await patiently(readData(fold, settings), signal)).moments);
  }
  const all = parts.reduce((sum, part) => sum.merge(part));
  const metrics: Metrics[] = [];
  let squares = 0;
  for (const part of parts) {
    const data = { table: undefined, moments: all.subtract(part), skippedRows: 0 };
    const model = await patiently(fittingData(data, settings, LINKED), signal);
    const error = 2 * meanLoss(part, model);
    squares += error * part.weight;
    metrics.push({ r2: explained(error, targetSquares(part, intercept)), rmse: Math.sqrt(error), n: part.n });
  }
  const error = squares / all.weight;
  return { r2: explained(error, targetSquares(all, intercept)), rmse: Math.sqrt(error), folds: metrics };
}
