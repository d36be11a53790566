import { patiently } from '../pauses.ts';
import { opening } from '../session/opening.ts';
import type { Opening } from '../session/replay.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Source } from '../types.ts';

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
