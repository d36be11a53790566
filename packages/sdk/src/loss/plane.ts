import { type Box, type Point, segmentWithin } from '../math/box.ts';
import { type Arc, arcsWithin } from '../math/ellipse.ts';
import { heightAt, type Slice } from './slice.ts';

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
