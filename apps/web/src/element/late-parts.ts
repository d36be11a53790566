import type { CSSResult, LitElement } from 'lit';
import { type Late, loadAhead } from '../late.ts';
import { adopt } from '../styles/styles.ts';
import { KERNELS } from './approach.ts';

/** Parts as an element waits for them. */
export class LateParts {
  readonly #host: LitElement;
  readonly #awaited = new Set<Late<unknown>>();

  constructor(host: LitElement) {
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

  readonly adopt = (looks: CSSResult): void => adopt(this.#host.renderRoot as ShadowRoot, looks);
}

/** Loads what whoever comes near may soon open. */
function expect(): void {
  loadAhead();
  // without them the run goes on as before
  KERNELS.load().catch(() => {});
}
