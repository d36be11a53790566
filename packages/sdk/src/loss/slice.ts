import { type Box, holds, type Point } from '../math/box.ts';
import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { fromData, toData } from './space.ts';

/** The loss over two parameters, the others held: loss + slope·c + ½cᵀHc + kinks·(|x|, |y|), with c = (x, y) − about. */
export interface Slice {
  /** The two parameters at the optimum, l1 aside. On the slice the loss is least elsewhere, unless the others are there too. */
  readonly about: Point;
  /** Loss at `about`, without what l1 puts on the two. */
  readonly loss: number;
  readonly slope: Point;
  readonly curvature: { readonly xx: number; readonly xy: number; readonly yy: number };
  /** Slope that l1 adds away from 0, along each of the two; 0 for the bias. */
  readonly kinks: Point;
}

/** The slice through θ of the descent, over two of its parameters; `center` is what its bias lacks. */
export function sliceOfDescent(
  problem: Quadratic,
  theta: Float64Array,
  [a, b]: readonly [number, number],
  center: number,
): Slice {
  const { optimum, size, space } = problem;
  const through = theta.slice();
  for (const index of [a, b]) if (index < size) through[index] = optimum[index]!;
  const unit = (index: number): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => (i === index ? 1 : 0));
  const at = (index: number): number =>
    index < size ? optimum[index]! + (index < space.spread.length ? 0 : center) : 0;
  return sliceAlong(problem, through, [a, b], [unit(a), unit(b)], [at(a), at(b)]);
}

/** The slice through a state over two of its parameters in data units, the bias after the weights. */
export function sliceOfData(problem: Quadratic, state: Parameters, pair: readonly [number, number]): Slice {
  const optimum = toData(problem.space, problem.optimum);
  const [a, b] = pair;
  const [p, q] = [direction(problem, a), direction(problem, b)];
  const about: Point = [parameterOf(optimum, a), parameterOf(optimum, b)];
  const [u, v] = [about[0] - parameterOf(state, a), about[1] - parameterOf(state, b)];
  const through = fromData(problem.space, state).map((value, i) => value + u * p[i]! + v * q[i]!);
  return sliceAlong(problem, through, pair, [p, q], about);
}

/** A parameter by its number, the bias after the weights. */
export const parameterOf = ({ weights, bias }: Parameters, index: number): number =>
  index < weights.length ? weights[index]! : bias;

/** How θ changes when one parameter in data units grows by 1. */
function direction({ space, size }: Quadratic, index: number): Float64Array {
  const features = space.spread.length;
  const along = new Float64Array(size);
  if (index < features) along[index] = space.spread[index]!;
  if (space.intercept) along[features] = index < features ? space.center[index]! : 1;
  return along;
}

function sliceAlong(
  problem: Quadratic,
  through: Float64Array,
  [a, b]: readonly [number, number],
  [p, q]: readonly [Float64Array, Float64Array],
  about: Point,
): Slice {
  const distance = through.map((value, i) => value - problem.optimum[i]!);
  const product = (left: Float64Array, right: Float64Array): number => problem.product(left, right);
  const features = problem.space.spread.length;
  const held = through.map((weight, i) => (i === a || i === b ? 0 : weight));
  const kink = (index: number, along: Float64Array): number =>
    index < features ? problem.l1 * along[index]! : 0;
  return {
    about,
    loss: problem.minimum + 0.5 * product(distance, distance) + problem.lasso(held),
    slope: [product(distance, p), product(distance, q)],
    curvature: { xx: product(p, p), xy: product(p, q), yy: product(q, q) },
    kinks: [kink(a, p), kink(b, q)],
  };
}

/** The loss at two parameters. */
export const lossAt = (slice: Slice, x: number, y: number): number => slice.loss + heightAt(slice, [x, y]);

/** Loss above `slice.loss`: differences of it keep the digits that the loss itself would take from them. */
export function heightAt({ about, slope, curvature, kinks }: Slice, [x, y]: Point): number {
  const [u, v] = [x - about[0], y - about[1]];
  const { xx, xy, yy } = curvature;
  const bent = 0.5 * (xx * u * u + 2 * xy * u * v + yy * v * v);
  return slope[0] * u + slope[1] * v + bent + kinks[0] * Math.abs(x) + kinks[1] * Math.abs(y);
}

/** A part of a slice on which the loss is one quadratic: all of it, but for l1, which parts it at 0. */
export interface Bowl {
  readonly within: Box;
  /** Where this quadratic is least, inside its part or not. */
  readonly center: Point;
  /** Its height there. */
  readonly height: number;
}

/** A bowl curves at least so much, relatively, in every direction: what is flat is straight as far as any picture goes. */
const FLATTEST = 2 ** -32;

/** The curvature of a slice along the directions in which it curves by itself: `steepest` at `angle`, `flattest` across. */
export interface Curvature {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly determinant: number;
  readonly steepest: number;
  readonly flattest: number;
  readonly angle: number;
}

/** Undefined where the loss does not depend on the two parameters, and where it is past the range of numbers. */
export function curvatureOf({ curvature }: Slice): Curvature | undefined {
  const most = Math.max(curvature.xx, curvature.yy);
  const [xx, yy] = [Math.max(curvature.xx, FLATTEST * most), Math.max(curvature.yy, FLATTEST * most)];
  const bound = Math.sqrt((1 - FLATTEST) * xx * yy);
  const xy = Math.min(bound, Math.max(-bound, curvature.xy));
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0 && determinant < Infinity)) return undefined;
  const apart = Math.hypot((xx - yy) / 2, xy);
  const steepest = (xx + yy) / 2 + apart;
  // in a round bowl every direction is its own: the axes will do
  const angle = apart < 1e-6 * steepest ? 0 : 0.5 * Math.atan2(2 * xy, xx - yy);
  return { xx, xy, yy, determinant, steepest, flattest: determinant / steepest, angle };
}

export function bowlsOf(slice: Slice, { xx, xy, yy, determinant }: Curvature, box: Box): Bowl[] {
  const { about, slope, kinks } = slice;
  const parts = ([low, high]: Box['x'], kink: number): Box['x'][] =>
    kink > 0 && low < 0 && high > 0
      ? [
          [low, 0],
          [0, high],
        ]
      : [[low, high]];
  const side = ([low, high]: Box['x']): number => (low < 0 && high <= 0 ? -1 : 1);
  return parts(box.x, kinks[0]).flatMap((x) =>
    parts(box.y, kinks[1]).map((y): Bowl => {
      const [kx, ky] = [kinks[0] * side(x), kinks[1] * side(y)];
      const [gx, gy] = [slope[0] + kx, slope[1] + ky];
      const [u, v] = [(yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant];
      const height = kx * about[0] + ky * about[1] - 0.5 * (gx * u + gy * v);
      return { within: { x, y }, center: [about[0] - u, about[1] - v], height };
    }),
  );
}

/** Where in a box the loss is least: in the middle of a bowl, or on an edge of its part. */
export function lowestOf(slice: Slice, curvature: Curvature, box: Box): Point {
  const { xx, xy, yy } = curvature;
  const places = bowlsOf(slice, curvature, box).flatMap(({ within, center }): Point[] => {
    if (holds(within, center)) return [center];
    const across = within.x.filter(Number.isFinite).map((x): Point => {
      const y = center[1] - (xy / yy) * (x - center[0]);
      return [x, clamp(y, within.y)];
    });
    const up = within.y.filter(Number.isFinite).map((y): Point => {
      const x = center[0] - (xy / xx) * (y - center[1]);
      return [clamp(x, within.x), y];
    });
    return [...across, ...up];
  });
  return places.reduce(
    (best, place) => (heightAt(slice, best) <= heightAt(slice, place) ? best : place),
    [Number.NaN, Number.NaN],
  );
}

const clamp = (value: number, [low, high]: Box['x']): number => Math.min(high, Math.max(low, value));
