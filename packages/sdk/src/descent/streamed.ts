import type { Quadratic } from '../loss/quadratic.ts';
import type { DecidedSettings } from '../options.ts';
import type { Bounds, Checkpoint, Engine } from './engine.ts';
import type { RowParts } from './row-parts.ts';
import type { Rows } from './rows.ts';
import { Stochastic } from './stochastic.ts';

/**
 * Descent over the rows of a stream, a part of them at a time: to the kernels every part is an epoch, here a pass over
 * all parts is one. Rows are shuffled within the part that is in memory, the parts stay in their order; a stream of one
 * part gives the bits of the same rows in memory.
 */
export class Streamed extends Stochastic {
  readonly #parts: RowParts<Rows>;
  /** The round that the part in memory is for. */
  #filledFor = 0;

  constructor(problem: Quadratic, parts: RowParts<Rows>, settings: DecidedSettings, theta: Float64Array) {
    super(problem, parts.rows, settings, theta);
    this.#parts = parts;
  }

  override get epoch(): number {
    return Math.floor(this.rounds / this.#parts.count);
  }

  get shuffledRows(): number | undefined {
    return this.#parts.count > 1 ? this.#parts.rows.capacity : undefined;
  }

  refill(): Promise<unknown> | undefined {
    if (this.#parts.count === 1 || this.#filledFor === this.rounds) return undefined;
    this.#filledFor = this.rounds;
    return this.#parts.next();
  }

  /** Uses the present part up. */
  override run(learningRate: number, _epochs: number, bounds: Bounds): ReturnType<Engine['run']> {
    const within = this.rounds % this.#parts.count > 0;
    return super.run(learningRate, 1, within ? { ...bounds, gradientNorm: -1 } : bounds);
  }

  override restore(checkpoint: Checkpoint, epoch: number): void {
    super.restore(checkpoint, epoch * this.#parts.count);
  }
}
