import { paintChart } from '../charts/paint.ts';

/** Paints a canvas as its chart is now; also needed when colours change, of which nothing but a transition tells. */
export const repaint = (canvas: HTMLCanvasElement): void =>
  paintChart(canvas, chartIn(canvas), { sharpness: devicePixelRatio });

export const chartIn = (canvas: HTMLCanvasElement): SVGSVGElement => canvas.querySelector('svg')!;
