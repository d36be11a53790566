import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { SPACE } from '../panes/fit.ts';

type CanvasHost = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** Keeps every canvas showing the chart that stands in it. */
export class Canvases implements ReactiveController {
  readonly #host: CanvasHost;

  constructor(host: CanvasHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    for (const canvas of this.#host.renderRoot.querySelectorAll('canvas')) SPACE.part?.repaint(canvas);
  }
}
