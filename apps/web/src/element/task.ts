import type { Snapshot } from '@gd-trainer/sdk';

/** A reader's prediction, and what came of it. */
export interface Answer {
  /** The fields of the author's form, by name. */
  readonly prediction: Readonly<Record<string, FormDataEntryValue>>;
  readonly outcome: Snapshot;
}

/**
 * An author's question: a form in the slot `task`. Until the reader has sent it off the run stands still and shows
 * nothing of its future; then it plays, and its end is the answer. Resetting the form asks again.
 */
export class Task {
  readonly #element: HTMLElement;
  #prediction: Answer['prediction'] | undefined;
  #isAnswered = false;

  /**
   * @param predicted - the reader has committed to something
   * @param again - the question is put anew
   */
  constructor(element: HTMLElement, { predicted, again }: { predicted(): void; again(): void }) {
    this.#element = element;
    element.addEventListener('submit', (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.closest('[slot=task]')) return;
      event.preventDefault();
      this.#prediction = Object.fromEntries(new FormData(form, event.submitter));
      this.#isAnswered = false;
      predicted();
    });
    element.addEventListener('reset', (event) => {
      if (!(event.target as HTMLFormElement).closest('[slot=task]')) return;
      this.#prediction = undefined;
      again();
    });
  }

  /** True if the reader has yet to predict. */
  get isOpen(): boolean {
    return !this.#prediction && this.#element.querySelector('form[slot=task], [slot=task] form') !== null;
  }

  /** The answer at the end of the first run after a prediction; undefined at that of any other. */
  answer(outcome: Snapshot): Answer | undefined {
    if (!this.#prediction || this.#isAnswered) return undefined;
    this.#isAnswered = true;
    return { prediction: this.#prediction, outcome };
  }
}
