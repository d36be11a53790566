import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Distance from the screen that counts as on it. */
const MARGIN = '200px';

/** True if an element is on the screen or about to be. */
export class OnScreen implements ReactiveController {
  isNear = false;
  readonly #element: Element;
  readonly #changed: (isNear: boolean) => void;
  #observer: IntersectionObserver | undefined;

  constructor(host: ReactiveControllerHost & Element, changed: (isNear: boolean) => void) {
    this.#element = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((entries) => this.#notice(entries.at(-1)!.isIntersecting), {
      rootMargin: MARGIN,
    });
    this.#observer.observe(this.#element);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.isNear = false;
  }

  #notice(isNear: boolean): void {
    if (isNear === this.isNear) return;
    this.isNear = isNear;
    this.#changed(isNear);
  }
}
