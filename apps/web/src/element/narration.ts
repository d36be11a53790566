import type { Fact } from '@gd-trainer/sdk/narrate';
import { narrate } from '@gd-trainer/sdk/narrate';
import { subscript } from '../format.ts';
import type { Language } from '../words/words.ts';
import type { Session } from './session.ts';

/** A running commentary is read out no faster than it can be listened to. */
const PAUSE_MS = 4000;
/** Weights that are read out with a step. */
const MOST_WEIGHTS = 3;

/** What a screen reader says of the run: one sentence now and then while it plays, and at once when it ends. */
export class Narration {
  text = '';
  #lastTime = 0;
  #lastLoss: number | null = null;

  /** @param isPlaying - then it waits for its turn */
  tell(session: Session, language: Language, isPlaying: boolean): void {
    const now = performance.now();
    if (isPlaying && !session.isOver && now - this.#lastTime < PAUSE_MS) return;
    this.#lastTime = now;
    this.text = narrate(session.isOver ? outcomeOf(session) : this.#stepOf(session), language);
    this.#lastLoss = session.snapshot.loss;
  }

  #stepOf({ snapshot }: Session): Fact {
    const { epoch, sample, loss, weights, bias, status } = snapshot;
    const named = Array.from(weights.subarray(0, MOST_WEIGHTS), (value, j) => ({
      name: `w${subscript(j + 1)}`,
      value,
    }));
    const parameters = [...named, { name: 'b', value: bias }];
    return { kind: 'step', epoch, sample, loss, lossBefore: this.#lastLoss, parameters, status };
  }
}

function outcomeOf({ snapshot, forecast }: Session): Fact {
  const { status, epoch, loss, gap, learningRate } = snapshot;
  const { learningRateLimit, condition } = forecast;
  return { kind: 'outcome', status, epoch, loss, gap, learningRate, learningRateLimit, condition };
}
