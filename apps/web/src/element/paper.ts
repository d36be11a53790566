import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PRINTING } from '../view.ts';

/** Parts of an element that its way to paper asks for. */
export interface PaperWork {
  /** Draws at once, to the size that everything has now. */
  readonly draw: () => void;
  /** Begins to load what was to wait until it is seen. */
  readonly load: () => void;
}

/** Takes an element to paper, where it is light and as wide as a sheet, whatever the screen is. */
export class Paper implements ReactiveController {
  readonly #host: Element;
  readonly #work: PaperWork;

  constructor(host: ReactiveControllerHost & Element, work: PaperWork) {
    this.#host = host;
    this.#work = work;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#begin);
    addEventListener('afterprint', this.#end);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#begin);
    removeEventListener('afterprint', this.#end);
  }

  readonly #begin = (): void => {
    this.#host.toggleAttribute(PRINTING, true);
    this.#work.draw();
    this.#work.load();
  };

  readonly #end = (): void => {
    this.#host.toggleAttribute(PRINTING, false);
    this.#work.draw();
  };
}
