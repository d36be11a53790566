import type { ReactiveControllerHost } from 'lit';
import { type Late, loadAhead } from '../late.ts';
import { KERNELS } from './run-control.ts';

/** Parts as an element waits for them. */
export class LateParts {
  readonly #host: ReactiveControllerHost;
  readonly #awaited = new Set<Late<unknown>>();

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    for (const sign of ['pointerover', 'focusin']) host.addEventListener(sign, expect, { once: true });
  }

  /** Loads a part, and draws anew when it has come or could not be had. */
  readonly load = (late: Late<unknown>): void => {
    if (this.#awaited.has(late)) return;
    this.#awaited.add(late);
    const redraw = (): void => {
      this.#awaited.delete(late);
      this.#host.requestUpdate();
    };
    late.load().then(redraw, redraw);
  };
}

/** Loads what whoever comes near may soon open. */
function expect(): void {
  loadAhead();
  // without them the run goes on as before
  KERNELS.load().catch(() => {});
}
