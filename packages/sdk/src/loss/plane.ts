import { nearest } from '../checks.ts';
import { GdError, quote } from '../errors.ts';
import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { fromData, toData } from './space.ts';

/** The part of the plane to draw, in data units, and how finely. */
export interface ContourBox {
  /** From and to, of the first parameter. */
  readonly x: readonly [number, number];
  /** From and to, of the second parameter. */
  readonly y: readonly [number, number];
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
const MARGIN = 0.25;

/**
 * The loss over parameters `a` and `b`, each the name of a feature or 'bias', through `state`: along a plane the loss is
 * a quadratic of two variables, so d² operations prepare it and a point costs a handful.
 */
export function contourGrid(
  problem: Quadratic,
  names: readonly string[],
  state: Parameters,
  start: Parameters,
  [a, b]: readonly [string, string],
  box?: ContourBox,
): Grid {
  const [first, second] = [parameterIndex(names, a), parameterIndex(names, b)];
  const optimum = toData(problem.space, problem.optimum);
  const read = (parameters: Parameters, index: number): number =>
    index < names.length ? parameters.weights[index]! : parameters.bias;
  const extent = (index: number): readonly [number, number] => {
    const values = [state, start, optimum].map((parameters) => read(parameters, index));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = MARGIN * (high - low || Math.abs(high) || 1);
    return [low - margin, high + margin];
  };
  const x = spaced(box?.x ?? extent(first), box?.columns ?? GRID_POINTS);
  const y = spaced(box?.y ?? extent(second), box?.rows ?? GRID_POINTS);

  const center = fromData(problem.space, state);
  const [alongX, alongY] = [
    direction(problem, names.length, first),
    direction(problem, names.length, second),
  ];
  const [originX, originY] = [read(state, first), read(state, second)];
  const loss = new Float64Array(x.length * y.length);
  const surface = planeOf(problem, center, alongX, alongY);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) loss[j * x.length + i] = surface(x[i]! - originX, y[j]! - originY);
  }
  return { x, y, loss, optimum: [read(optimum, first), read(optimum, second)] };
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

/** How θ changes when one parameter in data units grows by 1. */
function direction({ space, size }: Quadratic, features: number, index: number): Float64Array {
  const along = new Float64Array(size);
  if (index < features) along[index] = space.spread[index]!;
  if (space.intercept) along[features] = index < features ? space.center[index]! : 1;
  return along;
}

/** The loss at θ + u·alongX + v·alongY as a function of u and v. */
function planeOf(
  problem: Quadratic,
  theta: Float64Array,
  alongX: Float64Array,
  alongY: Float64Array,
): (u: number, v: number) => number {
  const distance = theta.map((value, i) => value - problem.optimum[i]!);
  const product = (p: Float64Array, q: Float64Array): number => problem.product(p, q);
  const [xx, xy, yy] = [product(alongX, alongX), product(alongX, alongY), product(alongY, alongY)];
  const [dx, dy, dd] = [product(distance, alongX), product(distance, alongY), product(distance, distance)];
  const { minimum, l1 } = problem;
  return (u, v) => {
    const excess = dd + 2 * (u * dx + v * dy) + u * u * xx + 2 * u * v * xy + v * v * yy;
    const smooth = minimum + Math.max(0, 0.5 * excess);
    if (l1 === 0) return smooth;
    return smooth + problem.lasso(theta.map((value, i) => value + u * alongX[i]! + v * alongY[i]!));
  };
}

function spaced([low, high]: readonly [number, number], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
