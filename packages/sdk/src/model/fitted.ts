import { LINKED } from '../descent/linked.ts';
import { LOADED } from '../descent/loaded.ts';
import type { FitOptions } from '../options.ts';
import { deciding, settingsOf } from '../options.ts';
import { drain } from '../pauses.ts';
import { init } from '../ready.ts';
import type { Source, Stream } from '../types.ts';
import type { LinearModel } from './linear-model.ts';
import { fitPatiently, fitting } from './of-run.ts';

/**
 * `fit` of the main entry with a result that is data. Code for streams, batches and validation is loaded when it is used.
 *
 * @throws {GdError} as `fit` of the main entry
 *
 * @example Find the line through three points.
 * ```ts
 * import { fit, predict } from '@gd-trainer/sdk/lean';
 *
 * const model = await fit({ x: [[1], [2], [3]], y: [3, 5, 7] });
 * console.log(predict(model, [4]).toFixed(6)); // 9.000000
 * ```
 */
export async function fitted(source: Source | Stream, options?: FitOptions): Promise<LinearModel> {
  const settings = deciding(settingsOf(options), options);
  await init();
  return fitPatiently(source, settings, LOADED, async (stream) => {
    const { fitStream } = await import('./fit-stream.ts');
    return fitStream(stream, settings);
  });
}

/** `fit`, blocking until it is done. Ignores `signal`, which nothing could set meanwhile. */
export function fittedSync(source: Source, options?: FitOptions): LinearModel {
  const settings = deciding(settingsOf(options), options);
  return drain(fitting(source, settings, LINKED), settings.onEpoch);
}
