// Stochastic descent over the rows of a stream: an epoch is a pass over it, however many rows there are.

import { problemOf, type Quadratic } from '../loss/quadratic.ts';
import { fromData } from '../loss/space.ts';
import type { Model } from '../model/model.ts';
import type { Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Source } from '../types.ts';
import type { Bounds, Checkpoint, Engine } from './engine.ts';
import { RowParts } from './row-parts.ts';
import { descending } from './run.ts';
import { type Data, ratesFor, startOf } from './start.ts';
import { Stochastic } from './stochastic.ts';

/**
 * `fit` by batches over a stream whose moments are known: one more pass for the longest row, then one an epoch. Rows are
 * shuffled within the part that is in memory, the parts stay in their order; a stream of one part gives the bits of
 * the same rows in memory.
 */
export async function fitStreamed(
  stream: () => AsyncIterable<Source>,
  data: Data,
  settings: Settings,
): Promise<Model> {
  const problem = problemOf(data.moments, settings);
  const parts = await RowParts.open(stream, settings, data.moments, problem.space);
  const engine = new Streamed(problem, settings, parts);
  try {
    const { onEpoch, signal } = settings;
    const run = descending(engine, data, undefined, settings, onEpoch !== undefined);
    return await patiently(run, signal, onEpoch, () => parts.next());
  } finally {
    engine.release();
    await parts.close();
  }
}

/** To the kernels every part is an epoch; here a pass over all parts is one. */
class Streamed extends Stochastic {
  readonly #parts: RowParts;

  constructor(problem: Quadratic, settings: Settings, parts: RowParts) {
    const { rows } = parts;
    const theta = fromData(problem.space, startOf(problem, settings));
    super(problem, ratesFor(problem, settings, rows), rows, settings, theta);
    this.#parts = parts;
  }

  override get epoch(): number {
    return Math.floor(this.rounds / this.#parts.count);
  }

  get shuffledRows(): number | undefined {
    return this.#parts.count > 1 ? this.#parts.rows.capacity : undefined;
  }

  /** Uses the present part up; without one it does nothing, and the caller waits for the next. */
  override run(learningRate: number, _epochs: number, bounds: Bounds): ReturnType<Engine['run']> {
    if (!this.#parts.take()) return 'running';
    const within = this.rounds % this.#parts.count > 0;
    return super.run(learningRate, 1, within ? { ...bounds, gradientNorm: -1 } : bounds);
  }

  override restore(checkpoint: Checkpoint, epoch: number): void {
    super.restore(checkpoint, epoch * this.#parts.count);
  }
}
