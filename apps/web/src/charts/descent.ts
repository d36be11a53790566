import { contours } from 'd3-contour';
import type { Format } from '../format.ts';
import { axisNames, bottomAxis, frameOf, leftAxis, linearScale, linearTicks, type Scale } from './axes.ts';
import { type Chart, type Frame, linePath, type Mark, type Point, rivalMarks, type Size } from './marks.ts';

/** A part of the plane of two parameters. */
export interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The loss over two parameters, u and v away from the present state: a quadratic, whatever the data. */
interface Surface {
  readonly now: Point;
  /** Slope at the present state. */
  readonly slope: Point;
  readonly curvature: { readonly xx: number; readonly xy: number; readonly yy: number };
  /** Loss at the present state above the least on this plane. */
  readonly gap: number;
}

export interface DescentFacts {
  readonly box: Box;
  readonly surface: Surface;
  readonly optimum: Point;
  readonly past: readonly Point[];
  readonly future: readonly Point[];
  /** Where the next update leads, where that is one step down the gradient. */
  readonly next: Point | undefined;
  readonly names: readonly [string, string];
  /** Other futures, each with the place it has come to. */
  readonly rivals: readonly { readonly points: readonly Point[]; readonly now: Point }[];
}

const COLUMNS = 48;
const ROWS = 36;
const LEVELS = 9;
/** Epochs whose states are drawn as points; a line of more would be a smear. */
const MOST_DOTS = 60;

/** Contours of the loss, the path so far and ahead, the optimum with the axes of the bowl, and the present state. */
export function descentChart(facts: DescentFacts, size: Size, format: Format): Chart {
  const frame = frameOf(size);
  const [x, y] = descentScales(facts.box, size);
  const place = ([a, b]: Point): Point => [x(a), y(b)];
  const [nowX, nowY] = place(facts.surface.now);
  const [bestX, bestY] = place(facts.optimum);
  const marks: Mark[] = [
    ...contourMarks(facts, frame),
    ...eigenMarks(facts, place, frame),
    { kind: 'path', d: linePath(facts.future.map(place)), role: 'predicted' },
    { kind: 'path', d: linePath(facts.past.map(place)), role: 'past' },
    { kind: 'path', d: cross(bestX, bestY), role: 'optimum' },
  ];
  if (facts.past.length <= MOST_DOTS) {
    for (const [px, py] of facts.past.map(place))
      marks.push({ kind: 'dot', x: px, y: py, r: 2.2, role: 'step' });
  }
  for (const [lane, rival] of facts.rivals.entries()) {
    marks.push(...rivalMarks(rival.points.map(place), place(rival.now), lane));
  }
  if (facts.next)
    marks.push({ kind: 'path', d: arrow([nowX, nowY], place(facts.next)), role: 'update', link: 'update' });
  const axes = [
    ...bottomAxis(linearTicks(...facts.box.x, size.width / 80), x, frame, format),
    ...leftAxis(linearTicks(...facts.box.y, size.height / 50), y, frame, format),
  ];
  const [across, up] = axisNames(facts.names, frame);
  return { frame, axes: [...axes, across], marks: [...marks, up] };
}

export function descentScales({ x, y }: Box, size: Size): [Scale, Scale] {
  const { left, right, top, bottom } = frameOf(size);
  return [linearScale(x, left, right), linearScale(y, bottom, top)];
}

/** The box in which all points have air around them, with one unit as long across as up where that can be. */
export function boxAround(points: readonly Point[], size: Size): Box {
  const { left, right, top, bottom } = frameOf(size);
  const aspect = (right - left) / (bottom - top);
  const [x, y] = [0, 1].map((axis) => extent(points.map((point) => point[axis as 0 | 1])));
  const [width, height] = [x![1] - x![0], y![1] - y![0]];
  // with units as unlike as grams and millimetres a true shape would be a line
  if (!(width / height < 30 && height / width < 30)) return { x: x!, y: y! };
  return { x: widened(x!, height * aspect), y: widened(y!, width / aspect) };
}

const MARGIN = 0.22;

function extent(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = MARGIN * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin];
}

function widened([low, high]: readonly [number, number], span: number): [number, number] {
  const extra = Math.max(0, span - (high - low)) / 2;
  return [low - extra, high + extra];
}

/** Whether a box still shows all points, and is not far too large for them. */
export function stillFits({ x, y }: Box, points: readonly Point[], needed: Box): boolean {
  const holds = points.every(([a, b]) => a >= x[0] && a <= x[1] && b >= y[0] && b <= y[1]);
  const area = (box: Box): number => (box.x[1] - box.x[0]) * (box.y[1] - box.y[0]);
  return holds && area({ x, y }) < 9 * area(needed);
}

function contourMarks({ box, surface }: DescentFacts, frame: Frame): Mark[] {
  const { gaps, lowest, highest } = sampleSurface(box, surface);
  const trace = contours().size([COLUMNS, ROWS]);
  const across = linearScale([0.5, COLUMNS - 0.5], frame.left, frame.right);
  const down = linearScale([0.5, ROWS - 0.5], frame.top, frame.bottom);
  const marks: Mark[] = [];
  for (let level = 1; level <= LEVELS; level++) {
    // squares of a ladder: on a bowl these rings stand evenly apart
    const { coordinates } = trace.contour(gaps, lowest + (highest - lowest) * (level / (LEVELS + 1)) ** 2);
    const rings = coordinates.flat();
    const d = rings
      .map((ring) => `${linePath(ring.map(([i, j]): Point => [across(i!), down(j!)]))}Z`)
      .join('');
    marks.push({ kind: 'path', d, role: 'contour' });
  }
  return marks;
}

/** Loss above the least on the plane, on a grid from the top left. */
function sampleSurface(
  box: Box,
  { now, slope, curvature, gap }: Surface,
): { gaps: number[]; lowest: number; highest: number } {
  const gaps: number[] = [];
  // from the least that is in the picture: far off in the other parameters all of it stands high
  let lowest = Infinity;
  let highest = 0;
  for (let j = 0; j < ROWS; j++) {
    const v = box.y[1] + ((box.y[0] - box.y[1]) * j) / (ROWS - 1) - now[1];
    for (let i = 0; i < COLUMNS; i++) {
      const u = box.x[0] + ((box.x[1] - box.x[0]) * i) / (COLUMNS - 1) - now[0];
      const { xx, xy, yy } = curvature;
      const value = gap + slope[0] * u + slope[1] * v + 0.5 * (xx * u * u + 2 * xy * u * v + yy * v * v);
      gaps.push(value);
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }
  return { gaps, lowest, highest };
}

/** The two directions in which the bowl curves by itself, through the optimum. */
function eigenMarks(
  { surface, optimum, box }: DescentFacts,
  place: (point: Point) => Point,
  frame: Frame,
): Mark[] {
  const { xx, xy, yy } = surface.curvature;
  // in a round bowl every direction is its own; the axes will do
  const isRound = Math.hypot(2 * xy, xx - yy) < 1e-6 * (xx + yy);
  const angle = isRound ? 0 : 0.5 * Math.atan2(2 * xy, xx - yy);
  const reach = Math.max(box.x[1] - box.x[0], box.y[1] - box.y[0]);
  return [angle, angle + Math.PI / 2].map((direction): Mark => {
    const [dx, dy] = [Math.cos(direction) * reach, Math.sin(direction) * reach];
    const ends = [-1, 1].map((side) => place([optimum[0] + side * dx, optimum[1] + side * dy]));
    return { kind: 'path', d: clipped(ends[0]!, ends[1]!, frame), role: 'eigen' };
  });
}

/** The part of a segment inside the frame (Liang and Barsky 1984). */
function clipped([x0, y0]: Point, [x1, y1]: Point, frame: Frame): string {
  let [from, to] = [0, 1];
  const [dx, dy] = [x1 - x0, y1 - y0];
  for (const [run, room] of [
    [-dx, x0 - frame.left],
    [dx, frame.right - x0],
    [-dy, y0 - frame.top],
    [dy, frame.bottom - y0],
  ] as const) {
    if (run < 0) from = Math.max(from, room / run);
    else if (run > 0) to = Math.min(to, room / run);
    else if (room < 0) return '';
  }
  if (from > to) return '';
  return linePath([
    [x0 + from * dx, y0 + from * dy],
    [x0 + to * dx, y0 + to * dy],
  ]);
}

const cross = (x: number, y: number): string => `M${x - 7},${y}h14M${x},${y - 7}v14`;

/** A shaft with a head; no head where there is no room for one. */
function arrow([x0, y0]: Point, [x1, y1]: Point): string {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const shaft = linePath([
    [x0, y0],
    [x1, y1],
  ]);
  if (!(length > 4)) return shaft;
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const head = Math.min(8, length / 2);
  const wing = (side: number): Point => [
    x1 - head * (ux + side * 0.5 * uy),
    y1 - head * (uy - side * 0.5 * ux),
  ];
  return `${shaft}${linePath([wing(1), [x1, y1], wing(-1)])}`;
}
