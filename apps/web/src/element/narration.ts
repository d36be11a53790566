import { differencesOf, type Session, stepOf, subscript } from '@gd-trainer/sdk/view';
import type { Speech } from './speech.ts';

/** A running commentary is read out no faster than it can be listened to. */
const PAUSE_MS = 4000;
/** Weights that are read out with a step. */
const MOST_WEIGHTS = 3;

/** Sentences for a screen reader: one now and then while the run plays, and at once when it ends. */
export class Narration {
  text = '';
  #lastTime = 0;
  #lastLoss: number | null = null;
  readonly #speech: Speech;

  constructor(speech: Speech) {
    this.#speech = speech;
  }

  /** Promise of the rate that was just set. */
  foretell({ facts: [promise] }: Session): void {
    this.#lastTime = performance.now();
    this.text = this.#speech.words.narrate(promise);
  }

  /** @param isPlaying - then it waits for its turn */
  tell(session: Session, isPlaying: boolean): void {
    const { isOver } = session;
    const { words } = this.#speech;
    const now = performance.now();
    if (isPlaying && !isOver && now - this.#lastTime < PAUSE_MS) return;
    this.#lastTime = now;
    const names = session.trainer.features.slice(0, MOST_WEIGHTS).map((_, j) => `w${subscript(j + 1)}`);
    const told = isOver
      ? [session.outcome, ...differencesOf(session.trainer, session.snapshot).slice(0, MOST_WEIGHTS)]
      : [stepOf(session, names, 'b', this.#lastLoss)];
    this.text = told.map(words.narrate).join(words.gap);
    this.#lastLoss = session.snapshot.loss;
  }
}
