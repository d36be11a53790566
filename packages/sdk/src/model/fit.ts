import { LINKED } from '../descent/linked.ts';
import type { FitOptions } from '../options.ts';
import { runOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Source, Stream } from '../types.ts';
import { fitStream } from './fit-stream.ts';
import { Model } from './model.ts';
import { fitPatiently, fitting } from './of-run.ts';

/**
 * Fits a linear model by gradient descent, yielding to the event loop at least every 50 ms.
 *
 * Full batches take one pass over a stream, by `path: 'rows'` one more an epoch. Batches of fewer rows read it once an epoch,
 * and twice before, in 16 MiB of memory: rows are shuffled within what that holds (half a million of up to three features), by the seed, and those
 * parts keep their order. Sorted rows are better shuffled beforehand. A stream that fits is read twice and stays.
 *
 * Arrays are read piece by piece before the first epoch, and not after it: leave them as they are till then. One that
 * shrinks or is transferred meanwhile is an error, and what is written into it may or may not be learned from.
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
  return new Model(await fitPatiently(source, runOptions(options), LINKED, fitStream));
}

/** `fit`, blocking until it is done: for small data, scripts and workers. Ignores `signal`, which nothing could set meanwhile. */
export function fitSync(source: Source, options?: FitOptions): Model {
  const settings = runOptions(options);
  return new Model(drain(fitting(source, settings, LINKED), settings.onEpoch));
}
