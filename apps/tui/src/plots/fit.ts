import { MARKS, type Size, type Style } from './canvas.ts';
import { Chart } from './chart.ts';
import { linearScale } from './scale.ts';

export interface FitPlot {
  /** Across: a feature, or the actual target. */
  readonly x: Float64Array;
  /** Up: the target, or the prediction. */
  readonly y: Float64Array;
  /** The line of the model in these two, y = slope·x + intercept; the distance of a point from it is its residual. */
  readonly line: { readonly slope: number; readonly intercept: number } | undefined;
  /** True if x and y are the same quantity: the line is where they agree, and stays in view. */
  readonly agreement: boolean;
  /** Index of the chosen point. */
  readonly chosen: number | undefined;
}

/** So few points are drawn as marks of a whole cell. */
const FEW = 24;

/** Points and the line of the model; residuals where there is room to tell them apart. */
export function fitPlot(plot: FitPlot, size: Size, style: Style): string[] {
  if (size.columns < 12 || size.rows < 3) return [];
  const { x, y, line, agreement, chosen } = plot;
  const scaleX = linearScale(...padded(x), Math.max(2, Math.floor(size.columns / 12)));
  const scaleY = linearScale(...padded(y, agreement ? x : []), Math.max(2, Math.floor(size.rows / 3)));
  const chart = new Chart(size, scaleX, scaleY, style);
  const at = (value: number): number => line!.slope * value + line!.intercept;
  if (line) {
    const ends = [scaleX.low, scaleX.high];
    chart.path(ends, ends.map(at), agreement ? 'grid' : 'model', agreement ? 2 : 1);
    if (x.length <= chart.canvas.columns) {
      for (let i = 0; i < x.length; i++) chart.path([x[i]!, x[i]!], [y[i]!, at(x[i]!)], 'error', 2);
    }
  }
  const few = x.length <= FEW;
  for (let i = 0; i < x.length; i++) {
    if (few) chart.mark(x[i]!, y[i]!, MARKS.point[style.charset], 'past');
    else chart.dot(x[i]!, y[i]!, 'past');
  }
  if (chosen !== undefined && chosen < x.length) {
    if (line) chart.path([x[chosen]!, x[chosen]!], [y[chosen]!, at(x[chosen]!)], 'error');
    chart.mark(x[chosen]!, y[chosen]!, MARKS.chosen[style.charset], 'error');
  }
  return chart.lines();
}

function padded(...columns: readonly ArrayLike<number>[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of columns) {
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
  }
  if (!(high > low)) return [low - 1, low + 1];
  const margin = 0.04 * (high - low);
  return [low - margin, high + margin];
}
