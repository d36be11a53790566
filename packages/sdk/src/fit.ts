import type { Model } from './model.ts';
import { readOptions } from './options.ts';
import { patiently } from './patience.ts';
import { fitting, fittingData } from './run.ts';
import { isStream, streamData } from './stream.ts';
import type { FitOptions, Source, Stream } from './types.ts';

/**
 * Fits a linear model by gradient descent, yielding to the event loop at least every 50 ms.
 *
 * @param source - n rows of d features and a target, in any of the shapes of `Source`, or a stream of such chunks
 * @throws {GdError} `DATA` (column and row named), `OPTION` (nearest valid one named), `DIVERGED`
 *   (`details`: epoch, learningRate, learningRateLimit); an aborted run rejects with the signal's reason
 *
 * @example Find the line through three points.
 * ```ts
 * import { fit } from '@gd-trainer/sdk';
 *
 * const model = await fit({ x: [[1], [2], [3]], y: [3, 5, 7] });
 * console.log(model.predict([4]).toFixed(6)); // 9.000000
 * ```
 */
export async function fit(source: Source | Stream, options?: FitOptions): Promise<Model> {
  const settings = readOptions(options);
  const { onEpoch, signal } = settings;
  const run = isStream(source)
    ? fittingData(await streamData(source, settings), undefined, settings, onEpoch !== undefined)
    : fitting(source, settings);
  return patiently(run, signal, onEpoch);
}

/** `fit`, blocking until it is done: for small data, scripts and workers. Ignores `signal`, which nothing could set meanwhile. */
export function fitSync(source: Source, options?: FitOptions): Model {
  const settings = readOptions(options);
  const run = fitting(source, settings);
  try {
    for (;;) {
      const { done, value } = run.next();
      if (done) return value;
      if (value) settings.onEpoch?.(value);
    }
  } finally {
    // a listener that throws must not leave the run's memory behind
    run.return(undefined as never);
  }
}
