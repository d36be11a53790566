import { readHolding } from '../descent/early-stopping.ts';
import { type FitOptions, readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Source } from '../types.ts';
import { DataTrainer, recordOf } from './data-trainer.ts';
import { opening } from './opening.ts';
import { TERM_KIT } from './term-kit.ts';

/**
 * A training session without a screen: step, go to any epoch, change an option and go on, branch. It holds no timers,
 * and does not stop at `epochs` or `tolerance`, which only decide what `status` and `convergedAt` say. A run that
 * diverges stays at its last finite state.
 *
 * @example Look at the loss after a million epochs, and at where it started.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 *
 * const trainer = new Trainer({ x: [[1], [2], [3]], y: [3, 5, 7] }, { learningRate: 0.1 });
 * console.log(trainer.seek(1e6).loss < 1e-20, trainer.seek(0).loss.toFixed(3)); // true 13.833
 * ```
 */
export class Trainer extends DataTrainer {
  /**
   * Sums the source up, and keeps it: samples, batches and `toState` read its rows again, so its arrays must not change.
   * Of another session it shares what that has read. Throws `DATA` and `OPTION` as `fit` does.
   */
  constructor(source: Source | Trainer, options: FitOptions = {}) {
    const data = isSession(source) ? recordOf(source).data : drain(readHolding(source, readOptions(options)));
    super(data, options, TERM_KIT);
  }

  /**
   * The session that `toState` wrote, replayed to the same bits in every engine. Throws `MODEL` for anything else,
   * and where the data is neither in the state nor given, or is not the same.
   */
  static fromState(state: unknown, source?: Source): Trainer {
    return drain(opening(state, source, Trainer));
  }
}

const isSession = (source: Source | Trainer): source is Trainer =>
  typeof (source as Trainer | null)?.toState === 'function';
