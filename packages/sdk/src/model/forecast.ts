import '@gd-trainer/core/fallback';
import { type Forecast, lookAhead } from '../ahead/forecast.ts';
import { LINKED } from '../descent/linked.ts';
import { start } from '../descent/start.ts';
import { readData } from '../moments/read-data.ts';
import type { FitOptions } from '../options.ts';
import { readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Source } from '../types.ts';

/**
 * Forecast of a run before its first epoch: the learning rate limit, the best rate, κ, the epochs to any tolerance. One
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
  const given = readOptions(options);
  const data = drain(readData(source, given));
  const { engine, settings, learningRate } = drain(start(data, given, LINKED));
  const { problem, rates, theta } = engine;
  engine.release();
  const constant = typeof settings.learningRate === 'function' ? null : learningRate;
  return lookAhead({ ...settings, problem, rates, theta, learningRate: constant });
}
