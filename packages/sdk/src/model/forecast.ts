import type { Forecast } from '../ahead/forecast.ts';
import { drain, readData } from '../descent/start.ts';
import { readOptions } from '../options.ts';
import { Leg } from '../session/leg.ts';
import type { FitOptions, Source } from '../types.ts';

/**
 * What a run will do, before its first epoch: the learning rate limit, the best rate, κ, the epochs to any tolerance. One
 * pass over the rows, or none over moments.
 *
 * @throws {GdError} `DATA` and `OPTION` as `fit`; `UNSUPPORTED` for batches of moments, which hold no rows
 *
 * @example See why a learning rate is too large.
 * ```ts
 * import { forecast } from '@gd-trainer/sdk';
 *
 * const { learningRateLimit, verdict } = forecast({ x: [[1], [2], [3]], y: [3, 5, 7] }, { scale: 'none', learningRate: 1 });
 * console.log(learningRateLimit?.toFixed(4), verdict); // 0.3606 diverges
 * ```
 */
export function forecast(source: Source, options: FitOptions = {}): Forecast {
  const leg = new Leg(drain(readData(source, readOptions(options))), options);
  try {
    return leg.forecast;
  } finally {
    leg.release();
  }
}
