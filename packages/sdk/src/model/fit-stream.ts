import { Descent } from '../descent/full-batch.ts';
import { RowParts } from '../descent/row-parts.ts';
import { type Walk, walksRows } from '../descent/start.ts';
import { Streamed } from '../descent/streamed.ts';
import { walkOwnRows } from '../descent/walk.ts';
import { problemOf } from '../loss/problem.ts';
import { repeatable, streamData } from '../moments/stream.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Stream } from '../types.ts';
import type { LinearModel } from './linear-model.ts';
import { fittingData } from './of-run.ts';

/** `fit` over chunks: a pass for the moments; for batches another for the longest row, then one an epoch. */
export async function fitStream(stream: Stream, settings: Settings): Promise<LinearModel> {
  const again = settings.batchSize === 'full' ? undefined : repeatable(stream);
  const data = await streamData(stream, settings);
  const { onEpoch, signal } = settings;
  const fitBy = (walk: Walk): Promise<LinearModel> =>
    patiently(
      fittingData(data, settings, { Descent, problemOf, walk }, onEpoch !== undefined),
      signal,
      onEpoch,
    );
  const { space } = problemOf(data.moments, settings);
  if (!(again && walksRows(settings, space.spread.length))) return fitBy(walkOwnRows);
  const parts = await RowParts.open(again, settings, data.moments, space);
  try {
    // biome-ignore lint/correctness/useYield: other walks have rows to copy first
    return await fitBy(function* (problem, theta) {
      return new Streamed(problem, parts, settings, theta);
    });
  } finally {
    await parts.close();
  }
}
