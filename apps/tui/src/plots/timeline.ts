import { Canvas, MARKS, type Size, type Style } from './canvas.ts';

export interface TimelineBar {
  readonly now: number;
  readonly end: number;
  readonly converges: number | undefined;
}

/** Epochs from 0 to the end on one line: thick up to now, thin ahead, the point of convergence marked. */
export function timelineBar({ now, end, converges }: TimelineBar, { columns }: Size, style: Style): string {
  const ascii = style.charset === 'ascii';
  const canvas = new Canvas({ columns, rows: 1 }, style.charset);
  const place = (epoch: number): number =>
    Math.round((Math.min(epoch, end) / Math.max(end, 1)) * (columns - 1));
  const at = place(now);
  canvas.text(0, 0, (ascii ? '=' : '━').repeat(at), 'model');
  canvas.text(at, 0, (ascii ? '-' : '─').repeat(columns - at), 'grid');
  if (converges !== undefined) canvas.text(place(converges), 0, MARKS.converged[style.charset], 'optimum');
  canvas.text(at, 0, MARKS.current[style.charset], 'strong');
  return canvas.lines(style.paint)[0] ?? '';
}

/** The epoch at a column of the bar, or at its nearer end. */
export function epochOnBar(column: number, columns: number, end: number): number {
  const share = column / Math.max(1, columns - 1);
  return Math.round(Math.min(1, Math.max(0, share)) * end);
}
