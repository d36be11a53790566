import { walksRows } from '../descent/engines.ts';
import { LINKED } from '../descent/linked.ts';
import { RowParts } from '../descent/row-parts.ts';
import type { Ways } from '../descent/start.ts';
import { Streamed } from '../descent/streamed.ts';
import { enginesBy, ownEngine } from '../descent/walk.ts';
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
  const fitBy = (engine: Ways['engine']): Promise<LinearModel> =>
    patiently(fittingData(data, settings, { ...LINKED, engine }, onEpoch !== undefined), signal, onEpoch);
  const { space } = problemOf(data.moments, settings);
  if (!(again && walksRows(settings, space.spread.length))) return fitBy(ownEngine);
  const parts = await RowParts.open(again, settings, data.moments, space);
  try {
    return await fitBy(
      // biome-ignore lint/correctness/useYield: other walks have rows to copy first
      enginesBy(function* (problem, theta, _data, settings) {
        return new Streamed(problem, parts, settings, theta);
      }),
    );
  } finally {
    await parts.close();
  }
}
