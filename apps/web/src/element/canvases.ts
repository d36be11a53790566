import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { paintChart } from '../charts/paint.ts';

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

/** Paints a canvas as its chart is now; also needed when colours change, of which nothing but a transition tells. */
export const repaint = (canvas: HTMLCanvasElement): void =>
  paintChart(canvas, chartIn(canvas), { sharpness: devicePixelRatio });

export const chartIn = (canvas: HTMLCanvasElement): SVGSVGElement => canvas.querySelector('svg')!;
