import { readFeatures } from '../data/shapes.ts';
import { describe, GdError } from '../errors.ts';
import { criticalT } from '../math/student-t.ts';
import type { Source } from '../types.ts';
import type { Inference } from './inference.ts';
import type { LinearModel } from './linear-model.ts';
import { predictAll } from './predict.ts';
import { levelOf } from './summary.ts';

/** Kinds of interval: of a new row, or of the mean of all rows like it. */
const INTERVAL_KINDS = ['prediction', 'mean'] as const;

/** Choices of an interval. */
export interface IntervalOptions {
  /** Share of intervals made so that hold what they are about, in (0, 1). Defaults to 0.95. */
  readonly level?: number;
  /** 'prediction': of a new row of weight 1; 'mean': of the line there. Defaults to 'prediction'. */
  readonly kind?: (typeof INTERVAL_KINDS)[number];
}

/** A prediction and its interval, in units of the target. */
export interface Interval {
  /** ŷ at the exact optimum, which a model that has converged has to its digits. */
  readonly prediction: number;
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/** Intervals of rows of d values, as R's `predict.lm` makes them. Throws `OPTION` for a bad level or kind. */
export function intervalsBy(
  inference: Inference,
  { level, kind = 'prediction' }: IntervalOptions,
): (x: ArrayLike<number>) => Interval {
  if (!INTERVAL_KINDS.includes(kind)) {
    throw new GdError('OPTION', `"kind" expected 'prediction' or 'mean', got ${describe(kind)}`, '', {
      option: 'kind',
    });
  }
  const { estimates, variance, freedom, leverage } = inference;
  const margin = criticalT(1 - levelOf(level), freedom) * Math.sqrt(variance);
  const own = kind === 'prediction' ? 1 : 0;
  return (x) => {
    const prediction = estimates.reduce((sum, estimate, j) => sum + estimate * (j < x.length ? x[j]! : 1), 0);
    const half = margin * Math.sqrt(leverage(x) + own);
    return { prediction, low: prediction - half, high: prediction + half };
  };
}

/** Choices of many predictions. */
export interface PredictOptions {
  /** Treatment of a missing value: 'error', or 'null' for a prediction of NaN. Defaults to 'error'. */
  readonly missing?: 'error' | 'null';
  /** Level of intervals beside the predictions, in (0, 1); none by default. */
  readonly interval?: number | undefined;
  /** Kind of the intervals. Defaults to 'prediction'. */
  readonly kind?: IntervalOptions['kind'];
}

/** Predictions of many rows and their intervals, a column each. */
export interface IntervalColumns {
  /** ŷ of each row. */
  readonly prediction: Float64Array;
  /** Lower ends. */
  readonly low: Float64Array;
  /** Upper ends. */
  readonly high: Float64Array;
}

/** The intervals of every row of a source. Throws as `predictAll` and `intervalsBy`. */
export function intervalColumns(
  model: LinearModel,
  inference: Inference,
  source: Source,
  { missing, interval, kind }: PredictOptions,
): IntervalColumns {
  const of = intervalsBy(inference, {
    ...(interval !== undefined && { level: interval }),
    ...(kind && { kind }),
  });
  const rows = predictAll(model, source, missing).length;
  const columns = readFeatures(source, model.features, model.terms).map((column) => {
    const values = new Float64Array(rows);
    column.read(values, 0);
    return values;
  });
  const answer = {
    prediction: new Float64Array(rows),
    low: new Float64Array(rows),
    high: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const { prediction, low, high } = of(columns.map((values) => values[row]!));
    answer.prediction[row] = prediction;
    answer.low[row] = low;
    answer.high[row] = high;
  }
  return answer;
}
