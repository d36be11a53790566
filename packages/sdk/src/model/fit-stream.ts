import type { ColumnBlocks } from '../descent/column-blocks.ts';
import { LINKED } from '../descent/linked.ts';
import { RowParts } from '../descent/row-parts.ts';
import type { Rows } from '../descent/rows.ts';
import { Streamed } from '../descent/streamed.ts';
import { StreamedColumns } from '../descent/streamed-columns.ts';
import { enginesBy } from '../descent/walk.ts';
import { repeatable, streamData } from '../moments/stream.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Stream } from '../types.ts';
import type { LinearModel } from './linear-model.ts';
import { fittingData } from './of-run.ts';

/**
 * `fit` over chunks: a pass for the moments; where epochs lead over the rows one more for each, and for batches one
 * before for the longest row.
 */
export async function fitStream(stream: Stream, settings: Settings): Promise<LinearModel> {
  // before the first pass, not after it
  if (settings.batchSize !== 'full' || settings.path === 'rows') repeatable(stream);
  const data = await streamData(stream, settings);
  const { onEpoch, signal } = settings;
  // a run that is ended while they are opened does not wait for them
  let opened: Promise<RowParts<ColumnBlocks> | RowParts<Rows>> | undefined;
  const engine = enginesBy(function* (problem, theta, { moments }, decided) {
    const pass = repeatable(stream);
    if (decided.batchSize === 'full') {
      const columns = RowParts.inColumns(pass, decided, moments, problem.space);
      opened = columns;
      return new StreamedColumns(problem, (yield columns) as Awaited<typeof columns>, decided, theta);
    }
    const rows = RowParts.rowByRow(pass, decided, moments, problem.space);
    opened = rows;
    return new Streamed(problem, (yield rows) as Awaited<typeof rows>, decided, theta);
  });
  try {
    const run = fittingData(data, settings, { ...LINKED, engine }, onEpoch !== undefined);
    return await patiently(run, signal, onEpoch);
  } finally {
    // what could not be opened has closed itself
    await opened?.then(
      (parts) => parts.close(),
      () => {},
    );
  }
}
