import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { inlineCsv } from '../input/rows.ts';

/** Rows between the tags of an element that come, or change, after it has begun to live. */
export class InlineRows implements ReactiveController {
  readonly #element: HTMLElement;
  readonly #observer: MutationObserver;
  #text: string | undefined;

  constructor(element: HTMLElement & ReactiveControllerHost, changed: () => void) {
    this.#element = element;
    this.#observer = new MutationObserver(() => {
      const text = inlineCsv(element);
      if (text === this.#text) return;
      this.#text = text;
      // the parser has not come to the end: the first reading waits for it
      if (document.readyState !== 'loading') changed();
    });
    element.addController(this);
  }

  hostConnected(): void {
    this.#text = inlineCsv(this.#element);
    this.#observer.observe(this.#element, { childList: true, characterData: true, subtree: true });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
