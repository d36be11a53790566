import { fitting, fittingData } from '../descent/run.ts';
import { walksRows } from '../descent/start.ts';
import { fitStreamed } from '../descent/streamed.ts';
import { isStream, repeatable, streamData } from '../moments/stream.ts';
import { readOptions } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { FitOptions, Source, Stream } from '../types.ts';
import type { Model } from './model.ts';

/**
 * Fits a linear model by gradient descent, yielding to the event loop at least every 50 ms.
 *
 * Full batches take one pass over a stream. Batches of fewer rows read it once an epoch, and twice before, in 16 MiB of
 * memory: rows are shuffled within what that holds (half a million of up to three features), by the seed, and those
 * parts keep their order. Sorted rows are better shuffled beforehand. A stream that fits is read twice and stays.
 *
 * @param source - n rows of d features and a target, in any of the shapes of `Source`, or a stream of such chunks; for
 *   batches as a function that returns the same chunks from the start each time
 * @param options - all that decides how a run goes; defaults aim at ordinary least squares
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
  if (!isStream(source)) return patiently(fitting(source, settings), signal, onEpoch);
  const again = settings.batchSize === 'full' ? undefined : repeatable(source);
  const data = await streamData(source, settings);
  if (again && walksRows(settings, data)) return fitStreamed(again, data, settings);
  return patiently(fittingData(data, undefined, settings, onEpoch !== undefined), signal, onEpoch);
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
