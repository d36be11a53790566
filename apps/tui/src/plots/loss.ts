import { MARKS, type Size, type Style, type Tone } from './canvas.ts';
import { Chart } from './chart.ts';
import { rivalTone } from './rival-marks.ts';
import { linearScale, logScale } from './scale.ts';

/** A curve of the loss over epochs. */
export interface LossSeries {
  readonly epochs: ArrayLike<number>;
  readonly losses: ArrayLike<number>;
}

export interface OtherRun extends LossSeries {
  readonly label: string;
  readonly now: { readonly epoch: number; readonly loss: number };
}

export interface LossCurve {
  /** The run as far as it is known, past and predicted. */
  readonly run: LossSeries;
  readonly now: { readonly epoch: number; readonly loss: number };
  /** Epoch and loss at which the run meets its tolerance, if it does. */
  readonly converges: { readonly epoch: number; readonly loss: number } | undefined;
  /** The loss on rows that are held out, and where early stopping takes the weights. */
  readonly held?:
    | (LossSeries & {
        readonly label: string;
        readonly best: { readonly epoch: number; readonly loss: number } | undefined;
      })
    | undefined;
  /** Other runs, each labelled at its end. */
  readonly others: readonly OtherRun[];
  readonly log: boolean;
  /** Epochs to show. */
  readonly from: number;
  readonly to: number;
}

/** Loss over epochs: solid up to now, dotted where it is predicted. */
export function lossCurve(curve: LossCurve, size: Size, style: Style): string[] {
  const chart = chartOf(curve, size, style);
  if (!chart) return [];
  const { run, now, converges, others, held, to } = curve;
  const { low } = chart.y;
  const labels: Label[] = [];
  for (const [index, other] of others.entries()) {
    const tone = rivalTone(index);
    chart.path(other.epochs, other.losses, tone, 2);
    labelRun(chart, other, index, tone, labels);
    chart.mark(other.now.epoch, Math.max(low, other.now.loss), String(index + 1), tone);
  }
  if (held) drawHeld(chart, held, now.epoch, style, labels);
  const split = firstAfter(run.epochs, now.epoch);
  const [epochs, losses] = [Array.from(run.epochs), Array.from(run.losses)];
  chart.path([...epochs.slice(0, split), now.epoch], [...losses.slice(0, split), now.loss], 'model');
  dotted(chart, [now.epoch, ...epochs.slice(split)], [now.loss, ...losses.slice(split)]);
  if (converges && converges.epoch <= to) {
    chart.mark(converges.epoch, Math.max(low, converges.loss), MARKS.converged[style.charset], 'optimum');
  }
  chart.mark(now.epoch, Math.max(low, now.loss), MARKS.current[style.charset], 'strong');
  return chart.lines();
}

/** The epoch at a column of it; undefined beside the axis. */
export const epochAt = (curve: LossCurve, size: Size, style: Style, column: number): number | undefined =>
  chartOf(curve, size, style)?.xAt(column);

/** The axes; none where there is no room. */
function chartOf(curve: LossCurve, size: Size, style: Style): Chart | undefined {
  if (size.columns < 12 || size.rows < 3) return undefined;
  const { run, now, converges, others, held, from, to } = curve;
  const beside = held ? [...others, held] : others;
  const [low, high] = extent(run, beside, from, to, [now, ...(converges ? [converges] : [])]);
  const rows = Math.max(2, Math.floor(size.rows / 3));
  const y = curve.log && high > 0 ? logScale(low, high, rows) : linearScale(low, high, rows);
  const x = linearScale(from, Math.max(to, from + 1), Math.max(2, Math.floor(size.columns / 10)));
  return new Chart(size, x, y, style);
}

/** The loss on rows held out: solid up to now, dotted where it is predicted, and the state that early stopping takes. */
function drawHeld(
  chart: Chart,
  held: NonNullable<LossCurve['held']>,
  now: number,
  { charset }: Style,
  labels: Label[],
): void {
  const { epochs, losses, best } = held;
  const split = firstAfter(epochs, now);
  const [across, up] = [Array.from(epochs), Array.from(losses)];
  chart.path(across.slice(0, split), up.slice(0, split), 'error');
  dotted(chart, across.slice(Math.max(0, split - 1)), up.slice(Math.max(0, split - 1)));
  labelRun(chart, held, 0, 'error', labels);
  if (best) chart.mark(best.epoch, best.loss, MARKS.chosen[charset], 'error');
}

/** Times the greatest loss of the run that others are followed up to. */
const MOST_GROWN = 100;

/** Least and greatest loss between two epochs; what falls on to zero leaves the scale where the marked places end. */
function extent(
  run: LossSeries,
  others: readonly LossSeries[],
  from: number,
  to: number,
  marked: readonly { readonly epoch: number; readonly loss: number }[],
): [number, number] {
  const least = Math.min(
    ...marked.filter(({ epoch, loss }) => epoch <= to && loss > 0).map(({ loss }) => loss),
  );
  let [low, high] = [marked[0]!.loss, marked[0]!.loss];
  const takeIn = ({ epochs, losses }: LossSeries, most: number): void => {
    for (let i = 0; i < epochs.length; i++) {
      if (epochs[i]! < from || epochs[i]! > to || !Number.isFinite(losses[i]!)) continue;
      low = Math.min(low, losses[i]!);
      high = Math.max(high, Math.min(losses[i]!, most));
    }
  };
  takeIn(run, Infinity);
  // another run that diverges leaves the scale, and the rest its room
  const most = MOST_GROWN * high;
  for (const other of others) takeIn(other, most);
  // sixteen decades are all that doubles can tell apart, unless the optimum is at zero
  const floor = Math.min(high * 1e-16, Math.max(least, high * 1e-30));
  return [Math.max(low, floor), high > low ? high : low + (Math.abs(low) || 1)];
}

function firstAfter(epochs: ArrayLike<number>, epoch: number): number {
  let index = 0;
  while (index < epochs.length && epochs[index]! <= epoch) index++;
  return index;
}

/** Dots an even way apart, however the points lie. */
function dotted(chart: Chart, epochs: readonly number[], losses: readonly number[]): void {
  let travelled = 0;
  for (let i = 1; i < epochs.length; i++) {
    const [x0, y0] = chart.at(epochs[i - 1]!, losses[i - 1]!);
    const [x1, y1] = chart.at(epochs[i]!, losses[i]!);
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (!(length < 1e6)) continue;
    for (; travelled < length; travelled += 3) {
      const share = travelled / length;
      chart.canvas.dot(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, 'predicted');
    }
    travelled -= length;
  }
}

interface Label {
  readonly from: number;
  readonly to: number;
  readonly row: number;
}

/** A label above the curve, each run's at another share of the width, so that they don't cover each other. */
function labelRun(
  chart: Chart,
  other: LossSeries & { readonly label: string },
  index: number,
  tone: Tone,
  labels: Label[],
): void {
  const { canvas, x, y } = chart;
  const share = 0.3 + 0.17 * (index % 4);
  let at = firstAfter(other.epochs, x.low + share * (x.high - x.low)) - 1;
  // a run that has left the scale by then is named where it leaves
  while (at > 0 && !(other.losses[at]! >= y.low && other.losses[at]! <= y.high)) at--;
  if (at < 0) return;
  const [dotX, dotY] = chart.at(other.epochs[at]!, other.losses[at]!);
  const column = Math.floor((dotX / canvas.width) * canvas.columns);
  const from = Math.max(0, Math.min(column, canvas.columns - other.label.length));
  const to = from + other.label.length;
  const covered = (row: number): boolean =>
    labels.some((label) => label.row === row && label.from <= to && label.to >= from);
  let row = Math.max(0, Math.floor((dotY / canvas.height) * canvas.rows) - 1 - (index % 2));
  while (covered(row)) row++;
  labels.push({ from, to, row });
  canvas.text(from, row, other.label, tone);
}
