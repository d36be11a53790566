import {
  type Arc,
  type Box,
  ellipsePoint,
  ellipseTangent,
  linearTicks,
  type Point,
  planeOf,
  type Ring,
  type Slice,
} from '@gd-trainer/sdk/view';
import type { Format } from '../format.ts';
import { axisNames, bottomAxis, frameOf, leftAxis, linearScale, type Scale } from './axes.ts';
import {
  BREAK,
  type Chart,
  dotsPath,
  type Frame,
  linePath,
  type Mark,
  pathWithin,
  rivalMarks,
  round,
  type Size,
} from './marks.ts';

export interface DescentDrawing {
  readonly box: Box;
  /** The loss through the present state. */
  readonly slice: Slice;
  readonly now: Point;
  /** Optimum of all parameters. */
  readonly optimum: Point;
  readonly past: readonly Point[];
  readonly future: readonly Point[];
  /** True if the way to a point of the future from the one before it is known, and drawn. */
  readonly isJoined: (index: number) => boolean;
  /** End of the next update; undefined where the one just made is looked at. */
  readonly next: Point | undefined;
  readonly names: readonly [string, string];
  /** What lights up with them. */
  readonly links: readonly [string, string];
  /** Other futures, each with the place it has come to. */
  readonly rivals: readonly { readonly points: readonly Point[]; readonly now: Point }[];
}

/** Epochs whose states are drawn as points; a line of more would be a smear. */
const MOST_DOTS = 60;

/** Contours of the loss, the path so far and ahead, the axes of the bowl, the optimum, and the present state. */
export function descentChart(drawing: DescentDrawing, size: Size, format: Format): Chart {
  const frame = frameOf(size);
  const { box, past, future, next } = drawing;
  const wide = widened(box);
  const { rings, axes } = planeOf(drawing.slice, wide);
  const [x, y] = descentScales(box, size);
  const place = ([a, b]: Point): Point => [x(a), y(b)];
  const marks: Mark[] = [
    ...ringMarks(rings, wide, place),
    ...axes.map((axis): Mark => ({ kind: 'path', d: linePath(axis.map(place)), role: 'eigen' })),
    { kind: 'path', d: futurePath(future.map(place), drawing.isJoined, frame), role: 'predicted' },
    { kind: 'path', d: pathWithin(past.map(place), frame), role: 'past' },
    { kind: 'path', d: cross(place(drawing.optimum)), role: 'optimum' },
  ];
  if (past.length <= MOST_DOTS) {
    for (const [px, py] of past.map(place)) marks.push({ kind: 'dot', x: px, y: py, r: 2.2, role: 'step' });
  }
  for (const [number, rival] of drawing.rivals.entries()) {
    marks.push(...rivalMarks(rival.points.map(place), place(rival.now), number, frame));
  }
  if (next)
    marks.push({ kind: 'path', d: arrow(place(drawing.now), place(next)), role: 'update', link: 'update' });
  const scales = [
    ...bottomAxis(linearTicks(...box.x, size.width / 80), x, frame, format),
    ...leftAxis(linearTicks(...box.y, size.height / 50), y, frame, format),
    ...axisNames(drawing.names, frame, drawing.links),
  ];
  return { frame, axes: scales, marks };
}

export function descentScales({ x, y }: Box, size: Size): [Scale, Scale] {
  const { left, right, top, bottom } = frameOf(size);
  return [linearScale(x, left, right), linearScale(y, bottom, top)];
}

/** Share of the picture that lines go on beyond it, so that what joins their ends is not seen. */
const BEYOND = 0.05;

function widened({ x, y }: Box): Box {
  const wider = ([low, high]: Box['x']): Box['x'] => [
    low - BEYOND * (high - low),
    high + BEYOND * (high - low),
  ];
  return { x: wider(x), y: wider(y) };
}

/** A line of equal loss each, with all that lies above it as its area: the deeper, the lighter. */
function ringMarks(rings: readonly Ring[], { x, y }: Box, place: (point: Point) => Point): Mark[] {
  const edge: readonly Point[] = [
    [x[0], y[0]],
    [x[0], y[1]],
    [x[1], y[1]],
    [x[1], y[0]],
  ];
  // clockwise, where rings run the other way: what both enclose is no area
  const ground = `${linePath(edge.map(place))}Z`;
  return rings.map((ring) => ({ kind: 'path', d: `${ground}${ringPath(ring, place)}`, role: 'contour' }));
}

/** The line as far as the box goes, closed along its edge: what it surrounds is convex, so parts go round by their angle. */
function ringPath({ arcs, corners }: Ring, place: (point: Point) => Point): string {
  const parts = [
    ...arcs.map((arc) => ({
      middle: ellipsePoint(arc.ellipse, (arc.from + arc.to) / 2),
      path: arcPath(arc, place),
    })),
    ...corners.map((corner) => ({ middle: corner, path: at(place(corner)) })),
  ];
  const mean = (axis: 0 | 1): number =>
    parts.reduce((sum, { middle }) => sum + middle[axis] / parts.length, 0);
  const [x, y] = [mean(0), mean(1)];
  const angle = ({ middle }: { readonly middle: Point }): number => Math.atan2(middle[1] - y, middle[0] - x);
  const inOrder = parts.sort((a, b) => angle(a) - angle(b)).map(({ path }) => path);
  return inOrder.length > 0 ? `M${inOrder.join('L')}Z` : '';
}

/** An arc as cubic curves, none longer than a quarter turn: off by 0.03 % of the radius at most. */
function arcPath({ ellipse, from, to }: Arc, place: (point: Point) => Point): string {
  const count = Math.ceil((to - from) / (Math.PI / 2));
  const turn = (to - from) / count;
  const handle = (4 / 3) * Math.tan(turn / 4);
  const beside = (t: number, side: number): string => {
    const [[x, y], [dx, dy]] = [ellipsePoint(ellipse, t), ellipseTangent(ellipse, t)];
    return at(place([x + side * handle * dx, y + side * handle * dy]));
  };
  let path = at(place(ellipsePoint(ellipse, from)));
  for (let i = 0; i < count; i++) {
    const [begin, end] = [from + i * turn, from + (i + 1) * turn];
    path += `C${beside(begin, 1)} ${beside(end, -1)} ${at(place(ellipsePoint(ellipse, end)))}`;
  }
  return path;
}

/**
 * Points as dots, with the way between them where it is known; of a run that leaves for good no more than the way out, since all
 * that crosses the picture later would be a smear.
 */
function futurePath(
  points: readonly Point[],
  isJoined: (index: number) => boolean,
  { left, right, top, bottom }: Frame,
): string {
  const [width, height] = [right - left, bottom - top];
  const isNear = ([x, y]: Point): boolean =>
    Math.abs(x - (left + right) / 2) < width && Math.abs(y - (top + bottom) / 2) < height;
  const seen = points.slice(0, points.findLastIndex(isNear) + 2);
  const known = seen.flatMap((point, i): readonly Point[] => [...(isJoined(i) ? [] : [BREAK]), point]);
  return pathWithin(known, { left, right, top, bottom }) + dotsPath(seen.filter((_, i) => !isJoined(i)));
}

const at = ([x, y]: Point): string => `${round(x)},${round(y)}`;

const cross = ([x, y]: Point): string => `M${x - 7},${y}h14M${x},${y - 7}v14`;

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
