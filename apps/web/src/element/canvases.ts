import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { repaint } from '../panes/canvas.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** Keeps every canvas showing the chart that stands in it. */
export class Canvases implements ReactiveController {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    for (const canvas of this.#host.renderRoot.querySelectorAll('canvas')) repaint(canvas);
  }
}
