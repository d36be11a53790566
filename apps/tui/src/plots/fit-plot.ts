import type { Size, Style } from './canvas.ts';
import { Chart } from './chart.ts';
import { linearScale } from './scale.ts';

export interface FitPlot {
  /** Across: a feature, or the actual target. */
  readonly x: Float64Array;
  /** Up: the target, or the prediction. */
  readonly y: Float64Array;
  /** The line of the model in these two, y = slope·x + intercept. */
  readonly line: { readonly slope: number; readonly intercept: number } | undefined;
  /** Whether the distance of a point from the line is its residual. */
  readonly residuals: boolean;
  /** Index of the chosen point. */
  readonly chosen: number | undefined;
}

/** Points and the line of the model; residuals where there is room to tell them apart. */
export function fitPlot({ x, y, line, residuals, chosen }: FitPlot, size: Size, style: Style): string[] {
  if (size.columns < 12 || size.rows < 3) return [];
  const scaleX = linearScale(...padded(x), Math.max(2, Math.floor(size.columns / 12)));
  const scaleY = linearScale(...padded(y), Math.max(2, Math.floor(size.rows / 3)));
  const chart = new Chart(size, scaleX, scaleY, style);
  const at = (value: number): number => line!.slope * value + line!.intercept;
  if (line) {
    const ends = [scaleX.low, scaleX.high];
    chart.path(ends, ends.map(at), 'model');
    if (residuals && x.length <= chart.canvas.columns) {
      for (let i = 0; i < x.length; i++) chart.path([x[i]!, x[i]!], [y[i]!, at(x[i]!)], 'error', 2);
    }
  }
  for (let i = 0; i < x.length; i++) chart.dot(x[i]!, y[i]!, 'past');
  if (chosen !== undefined && chosen < x.length) {
    if (line && residuals) chart.path([x[chosen]!, x[chosen]!], [y[chosen]!, at(x[chosen]!)], 'error');
    chart.mark(x[chosen]!, y[chosen]!, style.charset === 'ascii' ? 'X' : '◆', 'error');
  }
  return chart.lines();
}

function padded(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) return [low - 1, low + 1];
  const margin = 0.04 * (high - low);
  return [low - margin, high + margin];
}
