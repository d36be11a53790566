import {
  type Box,
  ellipsePoint,
  ellipseTangent,
  type Plane,
  type Point,
  planeOf,
  type Slice,
} from '@gd-trainer/sdk/view';
import { MARKS, type Size, type Style, type Tone } from './canvas.ts';
import { Chart } from './chart.ts';
import { rivalTone } from './rival-marks.ts';
import { linearScale } from './scale.ts';

export interface DescentMap {
  readonly box: Box;
  /** The loss through the present state. */
  readonly slice: Slice;
  readonly now: Point;
  readonly start: Point;
  /** Optimum of all parameters. */
  readonly optimum: Point;
  readonly path: readonly Point[];
  /** Other runs, each with where it is now. */
  readonly others: readonly { readonly path: readonly Point[]; readonly now: Point }[];
}

/** Lines of equal loss over two parameters, the path so far, the present point and the optimum. */
export function descentMap(map: DescentMap, size: Size, style: Style): string[] {
  if (size.columns < 12 || size.rows < 3) return [];
  const { box, slice, path, others, start, optimum, now } = map;
  const x = linearScale(...box.x, Math.max(2, Math.floor(size.columns / 9)));
  const y = linearScale(...box.y, Math.max(2, Math.floor(size.rows / 3)));
  const chart = new Chart(size, x, y, style);
  drawRings(chart, planeOf(slice, box));
  for (const [index, other] of others.entries()) drawPath(chart, other.path, rivalTone(index), 2);
  drawPath(chart, path, 'model');
  chart.mark(...start, MARKS.start[style.charset], 'past');
  chart.mark(...optimum, MARKS.optimum[style.charset], 'optimum');
  for (const [index, other] of others.entries())
    chart.mark(...other.now, String(index + 1), rivalTone(index));
  chart.mark(...now, MARKS.current[style.charset], 'strong');
  return chart.lines();
}

/** Dots along a line of equal loss stand so far apart, in dots. */
const GAP = 2;
/** Angle that a sharp end is turned round in, at most. */
const MOST_TURN = 0.2;

function drawRings(chart: Chart, { rings }: Plane): void {
  const { canvas, x, y } = chart;
  const [across, up] = [canvas.width / (x.high - x.low), canvas.height / (y.high - y.low)];
  for (const { ellipse, from, to } of rings.flatMap(({ arcs }) => arcs)) {
    let left = canvas.width * canvas.height;
    for (let t = from; t <= to && left > 0; left--) {
      chart.dot(...ellipsePoint(ellipse, t), 'grid');
      const [dx, dy] = ellipseTangent(ellipse, t);
      t += Math.min(MOST_TURN, GAP / Math.hypot(dx * across, dy * up));
    }
  }
}

function drawPath(chart: Chart, points: readonly Point[], tone: Tone, gap = 1): void {
  chart.path(
    points.map(([x]) => x),
    points.map(([, y]) => y),
    tone,
    gap,
  );
}
