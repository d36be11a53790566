import { GdError } from '../errors.ts';
import { chunksIn } from '../moments/stream.ts';
import { readOptions } from '../options.ts';
import type { Stream } from '../types.ts';
import { inferenceOf } from './inference.ts';
import { requireAllRows, rowsOfPart } from './learned-rows.ts';
import type { LinearModel } from './linear-model.ts';
import { robustSums } from './robust.ts';
import { levelOf, type Summary, type SummaryOptions, summaryBy } from './summary.ts';

/** Choices of a summary whose rows come as a stream. */
export interface StreamSummaryOptions extends Omit<SummaryOptions, 'data' | 'sampleWeight'> {
  /** A function that returns the chunks that the model learned from, from the start. */
  readonly data: Stream;
  /** Name of the column of their weights, where they had some. */
  readonly sampleWeight?: string;
  /** Ends the pass: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The summary of a model by one more pass over the stream it learned from, in memory for a chunk, and for p numbers a cluster.
 *
 * @throws {GdError} as `summaryOf`, and `UNSUPPORTED` for a stream that passes once
 */
export async function summaryOfStream(
  model: LinearModel,
  { data, sampleWeight, level, errors = 'classic', signal }: StreamSummaryOptions,
): Promise<Summary> {
  const confidence = levelOf(level);
  const inference = inferenceOf(model);
  if (errors === 'classic') return summaryBy(model, inference, confidence);
  const sums = robustSums(inference, errors);
  if (typeof data !== 'function') {
    throw new GdError(
      'UNSUPPORTED',
      'robust errors take another pass over the stream, and this one passes once',
      'pass a `function` that returns the chunks from the start',
    );
  }
  const settings = readOptions({ target: model.target, ...(signal && { signal }) });
  let complete = 0;
  for await (const chunk of chunksIn(data, settings)) {
    const rows = rowsOfPart(model, chunk, sampleWeight);
    sums.add(rows, chunk);
    complete += rows.complete.length;
  }
  requireAllRows(model, complete);
  return summaryBy(model, inference, confidence, sums.covariance());
}
