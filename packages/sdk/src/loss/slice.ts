import type { Point } from '../math/box.ts';
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
export function heightAt({ about, slope, curvature, kinks }: Slice, [x, y]: Point): number {
  const [u, v] = [x - about[0], y - about[1]];
  const [xx, xy, yy] = curvature;
  const bent = 0.5 * (xx * u * u + 2 * xy * u * v + yy * v * v);
  return slope[0] * u + slope[1] * v + bent + kinks[0] * Math.abs(x) + kinks[1] * Math.abs(y);
}
