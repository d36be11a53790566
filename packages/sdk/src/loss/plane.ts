import { nearest } from '../checks.ts';
import { GdError, quote } from '../errors.ts';
import { type Box, boxAround, type Point, segmentWithin } from '../math/box.ts';
import { type Arc, arcsWithin } from '../math/ellipse.ts';
import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import {
  type Bowl,
  bowlsOf,
  type Curvature,
  curvatureOf,
  heightAt,
  lossAt,
  lowestOf,
  parameterOf,
  type Slice,
  sliceOfData,
} from './slice.ts';
import { toData } from './space.ts';

/** A slice of the bowl over a box: what there is to draw of it. */
export interface Plane {
  /** Lines of equal loss, from the lowest; none where the loss is the same all over. */
  readonly rings: readonly Ring[];
  /** The lines through the slice's least point along which it curves by itself, steepest first; none under l1, which has corners. */
  readonly axes: readonly (readonly [Point, Point])[];
}

/** A line of equal loss inside the box. */
export interface Ring {
  readonly loss: number;
  /**
   * Parts of an ellipse, or, under l1, whose corners part the plane at 0, of one ellipse a part. A flat direction has a radius some 10⁵ times the other:
   * in any picture two straight lines.
   */
  readonly arcs: readonly Arc[];
  /** Corners of the box with no more loss: beside the arcs, what bounds the part of the box below the line. */
  readonly corners: readonly Point[];
}

const RINGS = 9;
const NOTHING: Plane = { rings: [], axes: [] };
const EVERYWHERE: Box = { x: [-Infinity, Infinity], y: [-Infinity, Infinity] };

/** Rings and axes of a slice: ellipses in closed form, for the loss along a plane is a quadratic of two variables. */
export function planeOf(slice: Slice, box: Box): Plane {
  const curvature = curvatureOf(slice);
  if (!curvature) return NOTHING;
  const bowls = bowlsOf(slice, curvature, box);
  const least = lowestOf(slice, curvature, EVERYWHERE);
  const corners = box.x.flatMap((x) => box.y.map((y): Point => [x, y]));
  const [bottom, low, high] = [
    heightAt(slice, least),
    heightAt(slice, lowestOf(slice, curvature, box)),
    // the loss is convex: nowhere in the box is it higher than at a corner
    Math.max(...corners.map((corner) => heightAt(slice, corner))),
  ];
  // what overflows cannot be drawn
  if (!(high - bottom < Infinity)) return NOTHING;
  const rings = evenHeights(low - bottom, high - bottom).map((height) => ({
    loss: slice.loss + bottom + height,
    arcs: bowls.flatMap((bowl) => arcsOf(bowl, curvature, bottom + height)),
    corners: corners.filter((corner) => heightAt(slice, corner) <= bottom + height),
  }));
  return { rings, axes: slice.kinks.some((kink) => kink > 0) ? [] : axesOf(least, curvature, box) };
}

/** Heights above the bottom whose lines lie evenly apart: on a bowl the loss grows with the square of the distance. */
function evenHeights(low: number, high: number): number[] {
  const [from, to] = [Math.sqrt(Math.max(0, low)), Math.sqrt(high)];
  return Array.from({ length: RINGS }, (_, i) => (from + ((to - from) * (i + 1)) / (RINGS + 1)) ** 2);
}

function arcsOf({ within, center, height: bottom }: Bowl, curvature: Curvature, height: number): Arc[] {
  const radius = (along: number): number => Math.sqrt((2 * (height - bottom)) / along);
  const radii = [radius(curvature.steepest), radius(curvature.flattest)] as const;
  // a bowl that stays above this height has no such line
  return radii.every((value) => value > 0 && value < Infinity)
    ? arcsWithin({ center, radii, angle: curvature.angle }, within)
    : [];
}

function axesOf(least: Point, { angle }: Curvature, { x, y }: Box): (readonly [Point, Point])[] {
  const reach = Math.hypot(x[1] - x[0], y[1] - y[0]) + Math.hypot(x[0] - least[0], y[0] - least[1]);
  return [angle, angle + Math.PI / 2].flatMap((direction) => {
    const [dx, dy] = [Math.cos(direction) * reach, Math.sin(direction) * reach];
    const [from, to]: [Point, Point] = [
      [least[0] - dx, least[1] - dy],
      [least[0] + dx, least[1] + dy],
    ];
    const segment = segmentWithin(from, to, { x, y });
    return segment ? [segment] : [];
  });
}

/** The part of the plane to draw, in data units, and how finely. */
export interface ContourBox extends Box {
  /** Grid points across; 64 by default. */
  readonly columns?: number;
  /** Grid points down; 64 by default. */
  readonly rows?: number;
}

/** The loss over two parameters, the others as they are. */
export interface Grid {
  /** Values of the first parameter, ascending. */
  readonly x: Float64Array;
  /** Values of the second parameter, ascending. */
  readonly y: Float64Array;
  /** Rows of y by columns of x. */
  readonly loss: Float64Array;
  /** The two parameters where the loss of all parameters is least. */
  readonly optimum: readonly [number, number];
}

const GRID_POINTS = 64;

/**
 * The loss over parameters `a` and `b`, each the name of a feature or 'bias', through `state`: d² operations prepare the
 * slice, and a point costs a handful.
 */
export function contourGrid(
  problem: Quadratic,
  names: readonly string[],
  state: Parameters,
  start: Parameters,
  [a, b]: readonly [string, string],
  box?: ContourBox,
): Grid {
  const pair = [parameterIndex(names, a), parameterIndex(names, b)] as const;
  const place = (parameters: Parameters): Point => [
    parameterOf(parameters, pair[0]),
    parameterOf(parameters, pair[1]),
  ];
  const optimum = place(toData(problem.space, problem.lassoOptimum));
  const drawn = box ?? boxAround([place(start), place(state), optimum]);
  const x = spaced(drawn.x, box?.columns ?? GRID_POINTS);
  const y = spaced(drawn.y, box?.rows ?? GRID_POINTS);
  const slice = sliceOfData(problem, state, pair);
  const loss = new Float64Array(x.length * y.length);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) loss[j * x.length + i] = lossAt(slice, x[i]!, y[j]!);
  }
  return { x, y, loss, optimum };
}

function parameterIndex(names: readonly string[], name: string): number {
  const index = name === 'bias' ? names.length : names.indexOf(name);
  if (index >= 0) return index;
  throw new GdError(
    'OPTION',
    `no parameter ${quote(name)}`,
    `did you mean ${quote(nearest(name, [...names, 'bias'])!)}?`,
  );
}

function spaced([low, high]: readonly [number, number], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
