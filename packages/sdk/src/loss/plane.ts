import { type Box, type Point, segmentWithin } from '../math/box.ts';
import { type Arc, arcsWithin } from '../math/ellipse.ts';
import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { fromData, type Space, toData } from './space.ts';

/** Two parameters by number, the bias after the weights. */
export type Pair = readonly [a: number, b: number];

/** The loss over two parameters, the others held: loss + slope·c + ½cᵀHc + kinks·(|x|, |y|), with c = (x, y) − about. */
export interface Slice {
  /** The two at the optimum, l1 aside. The slice is lowest elsewhere, unless the other parameters are there too. */
  readonly about: Point;
  /** At `about`, without what l1 puts on the two. */
  readonly loss: number;
  /** At `about`, l1 aside. */
  readonly slope: Point;
  /** Entries of H. */
  readonly curvature: readonly [xx: number, xy: number, yy: number];
  /** Share of l1 in the slope on either side of 0. */
  readonly kinks: Point;
}

/** The slice through a state over two parameters, all in units of `space`. */
export function sliceOf(problem: Quadratic, space: Space, state: Parameters, [a, b]: Pair): Slice {
  const [about, from] = [placeOf(toData(space, problem.optimum), [a, b]), placeOf(state, [a, b])];
  const [u, v] = [about[0] - from[0], about[1] - from[1]];
  const [p, q] = [direction(space, a), direction(space, b)];
  const theta = fromData(space, state).map((value, i) => value + u * p[i]! + v * q[i]!);
  const distance = theta.map((value, i) => value - problem.optimum[i]!);
  const product = (left: Float64Array, right: Float64Array): number => problem.product(left, right);
  const held = theta.map((value, i) => (i === a || i === b ? 0 : value));
  return {
    about,
    loss: problem.minimum + 0.5 * product(distance, distance) + problem.lasso(held),
    slope: [product(distance, p), product(distance, q)],
    curvature: [product(p, p), product(p, q), product(q, q)],
    kinks: [problem.l1 * (space.spread[a] ?? 0), problem.l1 * (space.spread[b] ?? 0)],
  };
}

/** A parameter by its number, the bias after the weights. */
export const parameterOf = ({ weights, bias }: Parameters, index: number): number =>
  index < weights.length ? weights[index]! : bias;

/** Place of a state on the plane of two parameters. */
export const placeOf = (state: Parameters, [a, b]: Pair): Point => [
  parameterOf(state, a),
  parameterOf(state, b),
];

/** Change of θ when one parameter grows by 1. */
function direction({ center, spread, intercept }: Space, index: number): Float64Array {
  const features = spread.length;
  const along = new Float64Array(intercept ? features + 1 : features);
  if (index < features) along[index] = spread[index]!;
  if (intercept) along[features] = center[index] ?? 1;
  return along;
}

/** The loss at two parameters. */
export const lossAt = (slice: Slice, x: number, y: number): number => slice.loss + heightAt(slice, [x, y]);

/** Loss above `slice.loss`: the loss itself would take the digits of small differences. */
function heightAt({ about, slope, curvature, kinks }: Slice, [x, y]: Point): number {
  const [u, v] = [x - about[0], y - about[1]];
  const [xx, xy, yy] = curvature;
  const bent = 0.5 * (xx * u * u + 2 * xy * u * v + yy * v * v);
  return slope[0] * u + slope[1] * v + bent + kinks[0] * Math.abs(x) + kinks[1] * Math.abs(y);
}

/** Lines and axes of a slice in a box. */
export interface Plane {
  /** Lines of equal loss, from the lowest; none where the loss is the same all over. */
  readonly rings: readonly Ring[];
  /** The lines through the lowest point along which the slice curves by itself, steepest first; none under l1. */
  readonly axes: readonly (readonly [Point, Point])[];
}

/** A line of equal loss. */
export interface Ring {
  /** Value everywhere on the line. */
  readonly loss: number;
  /**
   * Parts of an ellipse; under l1, of another one on each side of 0. Along a flat direction its radius is some 10⁵ times
   * the other: two straight lines.
   */
  readonly arcs: readonly Arc[];
  /** Corners of the box with no more loss: they and the arcs bound the part of the box below the line. */
  readonly corners: readonly Point[];
}

const RINGS = 9;

/** Rings and axes in closed form: the loss along a plane is a quadratic of two variables, and its lines are ellipses. */
export function planeOf(slice: Slice, box: Box): Plane {
  const bend = bendOf(slice.curvature);
  const bowls = bowlsOf(slice, bend, box);
  const corners = box.x.flatMap((x) => box.y.map((y): Point => [x, y]));
  const heights = evenHeights(
    Math.max(...bowls.map(({ bottom }) => bottom)),
    Math.min(...bowls.map((bowl) => lowestOf(slice, bend, bowl))),
    // convex: nowhere in the box is the loss higher than at a corner
    Math.max(...corners.map((corner) => heightAt(slice, corner))),
  );
  const rings = heights.map((height) => ({
    loss: slice.loss + height,
    arcs: bowls.flatMap((bowl) => arcsOf(bowl, bend, height)),
    corners: corners.filter((corner) => heightAt(slice, corner) <= height),
  }));
  const isSmooth = slice.kinks.every((kink) => kink === 0);
  return { rings, axes: isSmooth && rings.length > 0 ? axesOf(bowls[0]!.center, bend, box) : [] };
}

/** Heights whose lines lie evenly apart, as the loss grows with the square of the distance; none of what overflows. */
function evenHeights(bottom: number, low: number, high: number): number[] {
  const [from, to] = [Math.sqrt(Math.max(0, low - bottom)), Math.sqrt(high - bottom)];
  const heights = Array.from(
    { length: RINGS },
    (_, i) => bottom + (from + ((to - from) * (i + 1)) / (RINGS + 1)) ** 2,
  );
  return to > from && to < Infinity ? heights : [];
}

/** H, and along the two directions in which it bends by itself: `steepest` at `angle`, `flattest` across. */
interface Bend {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly determinant: number;
  readonly steepest: number;
  readonly flattest: number;
  readonly angle: number;
}

/** Least curvature, relatively: a flat direction that bends so little is straight as far as any picture goes. */
const FLATTEST = 2 ** -32;

function bendOf([across, skew, up]: Slice['curvature']): Bend {
  const least = FLATTEST * Math.max(across, up);
  const [xx, yy] = [Math.max(across, least), Math.max(up, least)];
  const most = Math.sqrt((1 - FLATTEST) * xx * yy);
  const xy = clamp(skew, [-most, most]);
  const [determinant, apart] = [xx * yy - xy * xy, Math.hypot((xx - yy) / 2, xy)];
  const steepest = (xx + yy) / 2 + apart;
  // in a round bowl every direction is its own: the axes will do
  const angle = apart < 1e-6 * steepest ? 0 : 0.5 * Math.atan2(2 * xy, xx - yy);
  return { xx, xy, yy, determinant, steepest, flattest: determinant / steepest, angle };
}

/** A part of the box on which the loss is one quadratic: all of it, or, under l1, one for each pair of signs. */
interface Bowl {
  readonly within: Box;
  /** Minimum of the quadratic, inside its part or not, and its height there: no more than the loss anywhere. */
  readonly center: Point;
  readonly bottom: number;
}

function bowlsOf({ about, slope, kinks }: Slice, { xx, xy, yy, determinant }: Bend, box: Box): Bowl[] {
  const bowlOn = (x: Box['x'], y: Box['y']): Bowl => {
    const [kx, ky] = [kinks[0] * Math.sign(x[0] + x[1]), kinks[1] * Math.sign(y[0] + y[1])];
    const [gx, gy] = [slope[0] + kx, slope[1] + ky];
    const [u, v] = [(yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant];
    const bottom = kx * about[0] + ky * about[1] - 0.5 * (gx * u + gy * v);
    return { within: { x, y }, center: [about[0] - u, about[1] - v], bottom };
  };
  const ups = partsOf(box.y, kinks[1]);
  return partsOf(box.x, kinks[0]).flatMap((x) => ups.map((y) => bowlOn(x, y)));
}

const partsOf = ([low, high]: Box['x'], kink: number): Box['x'][] =>
  kink > 0 && low < 0 && high > 0
    ? [
        [low, 0],
        [0, high],
      ]
    : [[low, high]];

/** The least height on a bowl's part: in its middle, or on an edge. */
function lowestOf(slice: Slice, { xx, xy, yy }: Bend, { within: { x, y }, center: [a, b] }: Bowl): number {
  const places: Point[] = [
    [clamp(a, x), clamp(b, y)],
    ...x.map((edge): Point => [edge, clamp(b - (xy / yy) * (edge - a), y)]),
    ...y.map((edge): Point => [clamp(a - (xy / xx) * (edge - b), x), edge]),
  ];
  return Math.min(...places.map((place) => heightAt(slice, place)));
}

const clamp = (value: number, [low, high]: Box['x']): number => Math.min(high, Math.max(low, value));

function arcsOf(
  { within, center, bottom }: Bowl,
  { steepest, flattest, angle }: Bend,
  height: number,
): Arc[] {
  const twice = 2 * Math.max(0, height - bottom);
  return arcsWithin(
    { center, radii: [Math.sqrt(twice / steepest), Math.sqrt(twice / flattest)], angle },
    within,
  );
}

function axesOf([x, y]: Point, { angle }: Bend, box: Box): (readonly [Point, Point])[] {
  const reach = Math.hypot(...box.x, x) + Math.hypot(...box.y, y);
  return [angle, angle + Math.PI / 2].flatMap((direction) => {
    const [dx, dy] = [2 * reach * Math.cos(direction), 2 * reach * Math.sin(direction)];
    const segment = segmentWithin([x - dx, y - dy], [x + dx, y + dy], box);
    return segment ? [segment] : [];
  });
}
