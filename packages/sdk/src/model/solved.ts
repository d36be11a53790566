import type { FitOptions } from '../options.ts';
import { settingsOf } from '../options.ts';
import { drain } from '../pauses.ts';
import { init } from '../ready.ts';
import type { Source, Stream } from '../types.ts';
import type { LinearModel } from './linear-model.ts';
import { solvePatiently, solving } from './solving.ts';

/**
 * `solve` of the main entry with a result that is data. Code for streams is loaded when it is used.
 *
 * @throws {GdError} as `solve` of the main entry
 *
 * @example Draw the line through two points.
 * ```ts
 * import { solve } from '@gd-trainer/sdk/lean';
 *
 * const { weights, bias, status } = await solve({ x: [[1], [3]], y: [2, 8] });
 * console.log(weights[0], bias, status); // 3 -1 exact
 * ```
 */
export async function solved(source: Source | Stream, options?: FitOptions): Promise<LinearModel> {
  const settings = settingsOf(options);
  await init();
  return solvePatiently(source, settings, async (stream) => {
    const { streamData } = await import('../moments/stream.ts');
    return streamData(stream, settings);
  });
}

/** `solve`, blocking until it is done. */
export function solvedSync(source: Source, options?: FitOptions): LinearModel {
  return drain(solving(source, settingsOf(options)));
}
