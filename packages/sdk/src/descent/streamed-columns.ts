import type { Quadratic } from '../loss/quadratic.ts';
import type { DecidedSettings } from '../options.ts';
import type { ColumnBlocks } from './column-blocks.ts';
import type { Bounds } from './engine.ts';
import { RowDescent } from './row-descent.ts';
import type { RowParts } from './row-parts.ts';

/** Full-batch descent over the rows of a stream: one pass over all parts an epoch, and the bits of the same rows in memory. */
export class StreamedColumns extends RowDescent {
  readonly #parts: RowParts<ColumnBlocks>;
  /** Parts used of the present epoch. */
  #used = 0;
  #isUsed = false;

  constructor(
    problem: Quadratic,
    parts: RowParts<ColumnBlocks>,
    settings: DecidedSettings,
    theta: Float64Array,
  ) {
    super(problem, parts.rows, settings, theta);
    this.#parts = parts;
  }

  refill(): Promise<unknown> | undefined {
    if (this.#parts.count === 1 || !this.#isUsed) return undefined;
    this.#isUsed = false;
    return this.#parts.next();
  }

  /** Uses the present part up. */
  override run(learningRate: number, _epochs: number, bounds: Bounds): ReturnType<RowDescent['run']> {
    if (this.#used === 0) {
      const ended = this.endBefore(learningRate, bounds);
      if (ended) return ended;
    }
    this.addPart();
    this.#isUsed = true;
    this.#used = (this.#used + 1) % this.#parts.count;
    if (this.#used === 0) this.update(learningRate);
    return 'running';
  }
}
