import type { Snapshot } from '@gd-trainer/sdk';
import type { Session } from '@gd-trainer/sdk/view';
import type { Feedback } from '../view.ts';

/** A reader's prediction, and what came of it. */
export interface Answer {
  /** The fields of the author's form, by name. */
  readonly prediction: Readonly<Record<string, FormDataEntryValue>>;
  readonly outcome: Snapshot;
}

/** Answers that can be told right from wrong, since they name an end. */
const ENDS: ReadonlySet<unknown> = new Set(['converged', 'diverged', 'exhausted']);

/**
 * An author's question: a form in the slot `task`. Until the reader has sent it off the run stands still and shows
 * nothing of its future; then it plays, and its end is the answer. Resetting the form asks again.
 */
export class Task {
  readonly #element: HTMLElement;
  #prediction: Answer['prediction'] | undefined;
  #said = '';
  #feedback: Feedback | undefined;

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
      if (this.#prediction) return;
      close(form, event.submitter);
      this.#prediction = Object.fromEntries(new FormData(form, event.submitter));
      this.#said = saidIn(form, event.submitter);
      this.#feedback = undefined;
      predicted();
    });
    element.addEventListener('reset', (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.closest('[slot=task]')) return;
      open(form);
      this.#prediction = undefined;
      this.#feedback = undefined;
      again();
    });
  }

  /** True if the reader has yet to predict. */
  get isOpen(): boolean {
    return !this.#prediction && this.#element.querySelector('form[slot=task], [slot=task] form') !== null;
  }

  /** The words to the answer, once there is one. */
  get feedback(): Feedback | undefined {
    return this.#feedback;
  }

  /** The answer at the end of the first run after a prediction; undefined at that of any other. */
  answer({ snapshot, outcome, facts }: Session): Answer | undefined {
    if (!this.#prediction || this.#feedback) return undefined;
    const end = Object.values(this.#prediction).find((value) => ENDS.has(value));
    const isRight = end === undefined ? undefined : end === snapshot.status;
    this.#feedback = { said: this.#said, isRight, facts: [outcome, facts[0]] };
    return { prediction: this.#prediction, outcome: snapshot };
  }
}

const buttonsIn = (form: HTMLFormElement) =>
  form.querySelectorAll<HTMLButtonElement | HTMLInputElement>('button:not([type=reset]), input[type=submit]');

/** After an answer the other buttons are out of use, and the one that was a choice stays pressed, with the focus. */
function close(form: HTMLFormElement, pressed: HTMLElement | null): void {
  for (const button of buttonsIn(form)) button.disabled = button !== pressed;
  if (pressed?.hasAttribute('name')) pressed.ariaPressed = 'true';
}

function open(form: HTMLFormElement): void {
  for (const button of buttonsIn(form)) Object.assign(button, { disabled: false, ariaPressed: null });
}

/** The reader's choice in the author's words: as it can be read, since a page may hold it in several languages. */
function saidIn(form: HTMLFormElement, submitter: HTMLElement | null): string {
  const chosen = [...form.querySelectorAll<HTMLInputElement>('input:checked')].flatMap(({ labels }) => [
    ...(labels ?? []),
  ]);
  const pressed = submitter?.hasAttribute('name') ? [submitter] : [];
  const written = [
    ...form.querySelectorAll<HTMLInputElement>('input:not([type=radio], [type=checkbox]), textarea'),
  ];
  const words = [...[...chosen, ...pressed].map(shownText), ...written.map(({ value }) => value)];
  return words
    .map((word) => word.trim())
    .filter(Boolean)
    .join(' · ');
}

// biome-ignore lint/performance/useDomNodeTextContent: of words in several languages those that are shown
const shownText = (element: HTMLElement): string => element.innerText;
