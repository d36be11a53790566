import '@gd-trainer/core/fallback';
import type { FitOptions } from '../options.ts';
import { readOptions } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Source, Stream } from '../types.ts';
import type { Moments } from './moments.ts';
import { readData } from './read-data.ts';
import { isStream } from './readings.ts';
import { streamData } from './stream.ts';

/**
 * The moments of any number of rows, in memory for a few thousand of them: all that full-batch descent, `solve` and
 * `summary` need. The same rows give the same bits, however they are cut into chunks.
 *
 * @throws {GdError} `DATA` naming the chunk, column and row of a bad value; an aborted run rejects with the signal's reason
 *
 * @example Learn from two chunks as from one table.
 * ```ts
 * import { fitSync, moments } from '@gd-trainer/sdk';
 *
 * async function* chunks() {
 *   yield { x: [1, 2], y: [3, 5] };
 *   yield { x: [3], y: [7] };
 * }
 * const all = await moments(chunks(), { target: 'y' });
 * console.log(all.n, fitSync(all).weights[0]?.toFixed(6)); // 3 2.000000
 * ```
 */
export async function moments(source: Source | Stream, options?: FitOptions): Promise<Moments> {
  const settings = readOptions(options);
  if (isStream(source)) return (await streamData(source, settings)).moments;
  return (await patiently(readData(source, settings), settings.signal)).moments;
}
