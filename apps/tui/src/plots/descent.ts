import { contours } from 'd3-contour';
import { MARKS, type Size, type Style } from './canvas.ts';
import { Chart } from './chart.ts';
import { rivalTone } from './rival-marks.ts';
import { linearScale } from './scale.ts';

/** The loss over two parameters around the present point: L(u, v) = loss + g·(u, v) + ½(u, v)H(u, v)ᵀ. */
interface Surface {
  readonly at: readonly [number, number];
  readonly loss: number;
  readonly gradient: readonly [number, number];
  /** H₁₁, H₁₂, H₂₂ */
  readonly curvature: readonly [number, number, number];
}

interface Path {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface ContourMap {
  readonly surface: Surface;
  readonly optimum: readonly [number, number] | undefined;
  readonly start: readonly [number, number];
  readonly path: Path;
  /** Other runs, each with where it is now. */
  readonly others: readonly (Path & { readonly at: readonly [number, number] })[];
  readonly box: Box;
}

export interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

const LEVELS = 9;

/** Lines of equal loss over two parameters, the path so far, the present point and the optimum. */
export function contourMap(map: ContourMap, size: Size, style: Style): string[] {
  if (size.columns < 12 || size.rows < 3) return [];
  const { box, path, others, start, optimum, surface } = map;
  const x = linearScale(...box.x, Math.max(2, Math.floor(size.columns / 9)));
  const y = linearScale(...box.y, Math.max(2, Math.floor(size.rows / 3)));
  const chart = new Chart(size, x, y, style);
  drawLevels(chart, surface);
  for (const [index, other] of others.entries()) chart.path(other.x, other.y, rivalTone(index), 2);
  chart.path(path.x, path.y, 'model');
  chart.mark(...start, MARKS.start[style.charset], 'past');
  if (optimum) chart.mark(...optimum, MARKS.optimum[style.charset], 'optimum');
  for (const [index, { at }] of others.entries()) chart.mark(...at, String(index + 1), rivalTone(index));
  chart.mark(...surface.at, MARKS.current[style.charset], 'strong');
  return chart.lines();
}

function drawLevels(chart: Chart, surface: Surface): void {
  const lines = levelLines(chart, surface);
  for (let i = 0; i < lines.length; i += 4) {
    chart.canvas.line([lines[i]!, lines[i + 1]!], [lines[i + 2]!, lines[i + 3]!], 'grid', 2);
  }
}

/** The lines drawn last: they stay as they are while only the point moves. */
let last: { readonly key: string; readonly lines: readonly number[] } = { key: '', lines: [] };

/** Lines of equal loss as x, y of both ends, in dots. The same slice of a bowl has the same lines wherever the point lies. */
function levelLines(chart: Chart, surface: Surface): readonly number[] {
  const { canvas, x, y } = chart;
  const key = [canvas.width, canvas.height, x.low, x.high, y.low, y.high, ...shapeOf(surface, chart)].join();
  if (key !== last.key) last = { key, lines: traceLevels(chart, surface) };
  return last.lines;
}

/** Slopes at the corner of the map and the curvature, in steps far below a dot's worth. */
function shapeOf({ at, gradient, curvature }: Surface, { x, y }: Chart): number[] {
  const [u, v] = [x.low - at[0], y.low - at[1]];
  const [xx, xy, yy] = curvature;
  const [width, height] = [x.high - x.low, y.high - y.low];
  const slopes = [(gradient[0] + xx * u + xy * v) * width, (gradient[1] + xy * u + yy * v) * height];
  const bends = [xx * width * width, xy * width * height, yy * height * height];
  const size = Math.max(...[...slopes, ...bends].map(Math.abs));
  return [...slopes, ...bends].map((value) => Math.round((1e6 * value) / size));
}

function traceLevels({ canvas, x, y }: Chart, surface: Surface): number[] {
  const [columns, rows] = [Math.min(canvas.width, 120), Math.min(canvas.height, 90)];
  if (columns < 2 || rows < 2) return [];
  const values = new Float64Array(columns * rows);
  for (let j = 0; j < rows; j++) {
    const v = y.low + ((y.high - y.low) * j) / (rows - 1);
    for (let i = 0; i < columns; i++) {
      values[j * columns + i] = lossAt(surface, x.low + ((x.high - x.low) * i) / (columns - 1), v);
    }
  }
  const toDots = ([i, j]: readonly number[]): [number, number] => [
    ((i! - 0.5) / (columns - 1)) * (canvas.width - 1),
    (1 - (j! - 0.5) / (rows - 1)) * (canvas.height - 1),
  ];
  const draw = contours().size([columns, rows]).thresholds(levels(values));
  return draw(values as unknown as number[]).flatMap(({ coordinates }) =>
    coordinates.flat().flatMap((ring) => linesOfRing(ring, toDots, columns, rows)),
  );
}

/** A ring runs along the edge of the grid where its level leaves it: that part is no contour. */
function linesOfRing(
  ring: readonly (readonly number[])[],
  toDots: (place: readonly number[]) => [number, number],
  columns: number,
  rows: number,
): number[] {
  const lines: number[] = [];
  const onEdge = ([i, j]: readonly number[]): boolean =>
    i! <= 0.5 || j! <= 0.5 || i! >= columns - 0.5 || j! >= rows - 0.5;
  for (let i = 1; i < ring.length; i++) {
    const [from, to] = [ring[i - 1]!, ring[i]!];
    if (onEdge(from) && onEdge(to)) continue;
    lines.push(...toDots(from), ...toDots(to));
  }
  return lines;
}

function lossAt({ at, loss, gradient, curvature }: Surface, x: number, y: number): number {
  const [u, v] = [x - at[0], y - at[1]];
  const [xx, xy, yy] = curvature;
  return loss + gradient[0] * u + gradient[1] * v + 0.5 * (xx * u * u + 2 * xy * u * v + yy * v * v);
}

/** Levels whose lines lie evenly apart on a bowl: the loss grows with the square of the distance. */
function levels(values: Float64Array): number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return Array.from({ length: LEVELS }, (_, i) => low + (high - low) * ((i + 0.5) / LEVELS) ** 2);
}
