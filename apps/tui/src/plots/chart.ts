import { tickLabel } from '@gd-trainer/sdk/view';
import { Canvas, cellsOf, type Size, type Style, type Tone } from './canvas.ts';
import type { Scale } from './scale.ts';

/** A canvas with two axes: draws in data units, reads out with tick labels to the left and below. */
export class Chart {
  readonly x: Scale;
  readonly y: Scale;
  readonly canvas: Canvas;
  readonly #labelWidth: number;
  readonly #style: Style;

  constructor({ columns, rows }: Size, x: Scale, y: Scale, style: Style) {
    this.x = x;
    this.y = y;
    this.#style = style;
    this.#labelWidth = Math.min(8, Math.max(1, ...y.ticks.map((tick) => tickLabel(tick).length)));
    this.canvas = new Canvas({ columns: columns - this.#labelWidth - 1, rows: rows - 1 }, style.charset);
  }

  /** Position of a place, in dots. */
  at(x: number, y: number): [number, number] {
    const { width, height } = this.canvas;
    return [this.x.share(x) * (width - 1), (1 - this.y.share(y)) * (height - 1)];
  }

  /** Value of a linear x axis in the middle of a column of the chart, labels included; undefined beside the axis. */
  xAt(column: number): number | undefined {
    const { width, columns } = this.canvas;
    const at = column - this.#labelWidth - 1;
    if (at < 0 || at >= columns) return undefined;
    const share = (((at + 0.5) * width) / columns - 0.5) / Math.max(1, width - 1);
    return this.x.low + share * (this.x.high - this.x.low);
  }

  dot(x: number, y: number, tone: Tone): void {
    this.canvas.dot(...this.at(x, y), tone);
  }

  mark(x: number, y: number, text: string, tone: Tone): void {
    this.canvas.mark(...this.at(x, y), text, tone);
  }

  /** A line through places in data units. */
  path(xs: ArrayLike<number>, ys: ArrayLike<number>, tone: Tone, gap = 1): void {
    for (let i = 1; i < xs.length; i++) {
      this.canvas.line(this.at(xs[i - 1]!, ys[i - 1]!), this.at(xs[i]!, ys[i]!), tone, gap);
    }
  }

  /** Takes marks away from where a path will run. */
  wipe(xs: ArrayLike<number>, ys: ArrayLike<number>): void {
    for (let i = 1; i < xs.length; i++) {
      this.canvas.wipe(this.at(xs[i - 1]!, ys[i - 1]!), this.at(xs[i]!, ys[i]!));
    }
  }

  /** The chart as lines, tick labels included. */
  lines(): string[] {
    const { paint } = this.#style;
    const labels = this.#leftLabels();
    const body = this.canvas
      .lines(paint)
      .map((line, row) => `${paint('label', labels[row]!.padStart(this.#labelWidth))} ${line}`);
    return [...body, paint('label', this.#bottomLabels())];
  }

  #leftLabels(): string[] {
    const { rows } = this.canvas;
    const labels = Array.from({ length: rows }, () => '');
    for (const tick of this.y.ticks) {
      const share = this.y.share(tick);
      if (share < -1e-9 || share > 1 + 1e-9) continue;
      const row = Math.min(rows - 1, Math.max(0, Math.floor((1 - share) * rows)));
      labels[row] = tickLabel(tick).slice(0, this.#labelWidth);
    }
    return labels;
  }

  #bottomLabels(): string {
    const { columns } = this.canvas;
    const line = Array.from({ length: columns + this.#labelWidth + 1 }, () => ' ');
    let free = 0;
    for (const tick of this.x.ticks) {
      const label = cellsOf(this.x.nameOf?.(tick) ?? tickLabel(tick));
      const center = this.#labelWidth + 1 + Math.round(this.x.share(tick) * (columns - 1));
      const start = Math.min(line.length - label.length, Math.max(0, center - Math.floor(label.length / 2)));
      if (start < free || start + label.length > line.length) continue;
      for (const [offset, cell] of label.entries()) line[start + offset] = cell;
      free = start + label.length + 2;
    }
    return line.join('');
  }
}
