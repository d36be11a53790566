import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { SPACE } from '../panes/fit.ts';

type LinkHost = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

/**
 * Lights up everything that means the same: symbols, edges, points and arrows share a `data-link`. An attribute that no
 * template knows of carries the light, so that drawing anew does not put it out.
 */
export class Links implements ReactiveController {
  readonly #host: LinkHost;
  /** Target under the pointer. */
  #hovered = '';
  /** Target that was pressed, and stays lit. */
  pinned: string | undefined;

  constructor(host: LinkHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // moving, too: from shape to shape on a canvas
    for (const sign of ['pointerover', 'pointerout', 'pointermove'])
      this.#host.renderRoot.addEventListener(sign, this.#hover);
  }

  readonly #hover = (event: Event): void => {
    const link = (event.target as Element).closest<HTMLElement>('[data-link]')?.dataset.link ?? '';
    if (link === this.#hovered) return;
    this.#hovered = link;
    this.#host.requestUpdate();
  };

  hostUpdated(): void {
    const lit = this.#hovered || this.pinned;
    for (const element of this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-link]')) {
      element.toggleAttribute('data-lit', lit !== undefined && element.dataset.link === lit);
    }
    // a chart on a canvas is painted with its light
    for (const canvas of this.#host.renderRoot.querySelectorAll('canvas')) SPACE.part?.repaint(canvas);
  }
}
