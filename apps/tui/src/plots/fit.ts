import type { Band } from '@gd-trainer/sdk/view';
import { cutCells, MARKS, type Size, type Style, type Tone } from './canvas.ts';
import { Chart } from './chart.ts';
import { levelMark, levelTone } from './level-marks.ts';
import { linearScale, namedScale, type Scale } from './scale.ts';

/** A line of the model, or the one on which prediction and target agree. */
export interface PlotLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Number of the level that it is for; undefined where there is one line for all. */
  readonly level: number | undefined;
}

export interface FitPlot {
  /** Across: a column, the place of a level, or the actual target. */
  readonly x: Float64Array;
  /** Up: the target, or the prediction. */
  readonly y: Float64Array;
  /** Where the line stands over each point: the distance is its residual; undefined where no line is drawn. */
  readonly feet: Float64Array | undefined;
  /** Lines between two values across. */
  lines(low: number, high: number): readonly PlotLine[];
  /** Bands around the line between two values across. */
  bands(low: number, high: number): readonly Band[];
  /** True if x and y are the same quantity: the line is where they agree, and stays in view. */
  readonly agreement: boolean;
  /** Levels by name, and the number of each point's level; undefined where points are all of a kind. */
  readonly levels: { readonly names: readonly string[]; readonly of: Int32Array } | undefined;
  /** True if the levels stand side by side, each at its number. */
  readonly areAcross: boolean;
  /** Index of the chosen point. */
  readonly chosen: number | undefined;
  /** Points with their names beside them. */
  readonly named?: readonly { readonly x: number; readonly y: number; readonly name: string }[];
}

/** So few points are drawn as marks of a whole cell. */
const FEW = 24;
/** Dots across from one of the edge of the wider band to the next. */
const EDGE_DOTS = 3;
/** Columns that a label at the end of a line takes at most, as a share of the plot, and the name of a point. */
const LABEL_SHARE = 0.4;
const NAME_SHARE = 0.3;
/** Columns of a name that there is no more room for. */
const SHORT_NAME = 6;

/** Points and the lines of the model; residuals where there is room to tell them apart. */
export function fitPlot(plot: FitPlot, size: Size, style: Style): string[] {
  if (size.columns < 12 || size.rows < 3) return [];
  const { x, y, feet, agreement, chosen, levels } = plot;
  const scaleX = acrossOf(plot, size);
  const scaleY = linearScale(...padded(y, agreement ? x : []), Math.max(2, Math.floor(size.rows / 3)));
  const chart = new Chart(size, scaleX, scaleY, style);
  const lines = plot.lines(scaleX.low, scaleX.high);
  for (const band of plot.bands(scaleX.low, scaleX.high)) drawBand(chart, band);
  // a point of a level is a mark of a whole cell, which would cover its line
  if (levels) drawPoints(chart, plot, style);
  for (const { x: xs, y: ys, level } of lines) {
    const tone: Tone = level === undefined ? (agreement ? 'grid' : 'model') : levelTone(level);
    if (levels) chart.wipe(xs, ys);
    chart.path(xs, ys, tone, agreement ? 2 : 1);
  }
  if (!levels) {
    if (feet && x.length <= chart.canvas.columns) {
      for (let i = 0; i < x.length; i++) chart.path([x[i]!, x[i]!], [y[i]!, feet[i]!], 'error', 2);
    }
    drawPoints(chart, plot, style);
  }
  if (chosen !== undefined && chosen < x.length) {
    if (feet) chart.path([x[chosen]!, x[chosen]!], [y[chosen]!, feet[chosen]!], 'error');
    chart.mark(x[chosen]!, y[chosen]!, MARKS.chosen[style.charset], 'error');
  }
  if (levels && !plot.areAcross) labelLines(chart, lines, levels.names, style);
  namePoints(chart, plot.named ?? [], style);
  return chart.lines();
}

/** Marks with their names to the right or left, where neither another name nor a mark stands; cut where there is no more room. */
function namePoints(chart: Chart, named: NonNullable<FitPlot['named']>, { charset }: Style): void {
  const { canvas } = chart;
  const cells = named.map(({ x, y }) => canvas.cellOf(...chart.at(x, y)));
  const marks = new Set(cells.map(String));
  const taken = new Set<string>();
  const isFree = (column: number, row: number, count: number): boolean =>
    column >= 0 &&
    column + count <= canvas.columns &&
    !cellsFrom(column, row, count).some((cell) => marks.has(cell)) &&
    !cellsFrom(column, row, count + 1).some((cell) => taken.has(cell));
  const widths = [Math.floor(NAME_SHARE * canvas.columns), SHORT_NAME];
  for (const [i, { x, y, name }] of named.entries()) {
    chart.mark(x, y, MARKS.chosen[charset], 'error');
    if (!cells[i]) continue;
    const [column, row] = cells[i];
    for (const label of widths.map((width) => cutCells(name, width))) {
      const from = [column + 1, column - label.length].find((at) => isFree(at, row, label.length));
      if (from === undefined) continue;
      // a blank cell keeps it from the next name
      for (const cell of cellsFrom(from, row, label.length + 1)) taken.add(cell);
      canvas.text(from, row, label.join(''), 'error');
      break;
    }
  }
}

/** Cells of a row, from a column on. */
const cellsFrom = (column: number, row: number, count: number): string[] =>
  Array.from({ length: count }, (_, k) => String([column + k, row]));

/** The edges of a band: of the line as lines, of new rows as dots. */
function drawBand(chart: Chart, { kind, x, low, high }: Band): void {
  const stride = Math.max(1, Math.round((EDGE_DOTS * x.length) / chart.canvas.width));
  for (const ends of [low, high]) {
    if (kind === 'mean') chart.path(x, ends, 'predicted');
    else for (let i = 0; i < x.length; i += stride) chart.dot(x[i]!, ends[i]!, 'predicted');
  }
}

function acrossOf({ x, levels, areAcross }: FitPlot, size: Size): Scale {
  if (areAcross && levels) return namedScale(levels.names, size.columns);
  return linearScale(...padded(x), Math.max(2, Math.floor(size.columns / 12)));
}

function drawPoints(chart: Chart, { x, y, levels }: FitPlot, { charset }: Style): void {
  const isFew = x.length <= FEW;
  for (let i = 0; i < x.length; i++) {
    const level = levels?.of[i];
    if (level !== undefined && level >= 0) {
      chart.mark(x[i]!, y[i]!, levelMark(level, charset), levelTone(level));
    } else if (isFew) chart.mark(x[i]!, y[i]!, MARKS.point[charset], 'past');
    else chart.dot(x[i]!, y[i]!, 'past');
  }
}

/** The name of each level at the right end of its line, as many as there are rows for, in the order of the lines. */
function labelLines(
  chart: Chart,
  lines: readonly PlotLine[],
  names: readonly string[],
  { charset }: Style,
): void {
  const { columns, rows, height } = chart.canvas;
  const ends = lines
    .flatMap(({ x, y, level }) => {
      const [, at] = chart.at(x.at(-1)!, y.at(-1)!);
      return level === undefined || !Number.isFinite(at)
        ? []
        : [{ level, row: Math.floor((at / height) * rows) }];
    })
    .sort((a, b) => a.row - b.row)
    .slice(0, rows);
  let free = 0;
  for (const [i, { level, row }] of ends.entries()) {
    const place = Math.max(free, Math.min(row, rows - (ends.length - i)));
    const room = Math.max(3, Math.floor(columns * LABEL_SHARE));
    const label = cutCells(`${levelMark(level, charset)} ${names[level]}`, room);
    chart.canvas.text(columns - label.length, place, label.join(''), levelTone(level));
    free = place + 1;
  }
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
