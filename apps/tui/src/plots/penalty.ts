import type { Path } from '@gd-trainer/sdk';
import type { PenaltyCurve } from '@gd-trainer/sdk/view';
import { MARKS, type Size, type Style, type Tone } from './canvas.ts';
import { Chart } from './chart.ts';
import { levelTone } from './level-marks.ts';
import { linearScale, logScale } from './scale.ts';

/** Share of a range that is left free at its ends. */
const MARGIN = 0.06;

/** The curves over the penalty, each with its number at the weak end; upright lines at the values of choice. */
export function weightsOverPenalty(
  curves: readonly PenaltyCurve[],
  { values, best, oneStandardError }: Path,
  size: Size,
  style: Style,
): string[] {
  const heights = rangeOf(curves.flatMap(({ y }) => [...y, 0]));
  const chart = chartOver(values, heights, size, style);
  for (const k of [best, oneStandardError]) upright(chart, values[k]!, heights, 'grid');
  chart.path([chart.x.low, chart.x.high], [0, 0], 'grid', 2);
  for (const [j, { x, y }] of curves.entries()) {
    chart.path(x, y, levelTone(j));
    chart.mark(x[0]!, y[0]!, String(j + 1), levelTone(j));
  }
  return chart.lines();
}

/** The error on rows left out over the penalty, a standard error to both sides; the least marked, and the strongest penalty as good. */
export function errorOverPenalty(
  { values, error, standardError, best, oneStandardError }: Path,
  size: Size,
  style: Style,
): string[] {
  const ends = Array.from(error, (value, k) => [value - standardError[k]!, value + standardError[k]!]);
  const chart = chartOver(values, rangeOf(ends.flat()), size, style);
  for (const [k, [low, high]] of ends.entries()) {
    chart.path([values[k]!, values[k]!], [low!, high!], 'past', 2);
  }
  // within a standard error of the least
  chart.path([chart.x.low, chart.x.high], [ends[best]![1]!, ends[best]![1]!], 'grid', 2);
  chart.path(values, error, 'model');
  chart.mark(values[oneStandardError]!, error[oneStandardError]!, MARKS.chosen[style.charset], 'error');
  chart.mark(values[best]!, error[best]!, MARKS.optimum[style.charset], 'optimum');
  return chart.lines();
}

function chartOver(
  values: Float64Array,
  [low, high]: readonly [number, number],
  size: Size,
  style: Style,
): Chart {
  const x = logScale(values.at(-1)!, values[0]!, Math.max(2, Math.floor(size.columns / 12)));
  const y = linearScale(low, high, Math.max(2, Math.floor(size.rows / 3)));
  return new Chart(size, x, y, style);
}

const upright = (chart: Chart, at: number, [low, high]: readonly [number, number], tone: Tone): void =>
  chart.path([at, at], [low, high], tone, 2);

function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = MARGIN * (high - low);
  return [low - margin, high + margin];
}
