import type { FitOptions, Settings } from '../options.ts';
import { patiently } from '../pauses.ts';
import type { Opening } from '../session/replay.ts';
import { opening, type Trainer } from '../session/trainer.ts';
import type { Source } from '../types.ts';

/**
 * The rate of a session that is watched where none is given: 'gentle', but 'auto' for the optimizers that are there to be
 * faster than that.
 */
export const watchedRate = ({ optimizer, learningRate }: Partial<FitOptions>): Settings['learningRate'] =>
  learningRate ?? ((optimizer ?? 'gd') === 'gd' ? 'gentle' : 'auto');

/** A change of options as such a session takes it: an optimizer that is there to be faster leaves 'gentle'. */
export const watchedChange = (present: Settings, change: FitOptions): FitOptions =>
  present.learningRate === 'gentle' && change.optimizer !== undefined
    ? { learningRate: watchedRate(change), ...change }
    : change;

/**
 * The session that `Trainer.fromState` makes of a state, in pieces that let others work: a state may ask for seconds of
 * it. Tells how far it has come. Throws as that does, and with the signal's reason.
 */
export function openTrainer(
  state: unknown,
  source?: Source,
  signal?: AbortSignal,
  report?: (opening: Opening) => void,
): Promise<Trainer> {
  return patiently(opening(state, source), signal, report);
}
