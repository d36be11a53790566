import { hintAmong } from '../checks.ts';
import { GdError, quote } from '../errors.ts';
import { type Box, boxAround } from '../math/box.ts';
import type { Parameters } from '../types.ts';
import type { Quadratic } from './quadratic.ts';
import { lossAt, placeOf, sliceOf } from './slice.ts';
import { toData } from './space.ts';

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
  const optimum = placeOf(toData(problem.space, problem.lassoOptimum), pair);
  const drawn = box ?? boxAround([placeOf(start, pair), placeOf(state, pair), optimum]);
  const x = spaced(drawn.x, box?.columns ?? GRID_POINTS);
  const y = spaced(drawn.y, box?.rows ?? GRID_POINTS);
  const slice = sliceOf(problem, problem.space, state, pair);
  const loss = new Float64Array(x.length * y.length);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) loss[j * x.length + i] = lossAt(slice, x[i]!, y[j]!);
  }
  return { x, y, loss, optimum };
}

function parameterIndex(names: readonly string[], name: string): number {
  const index = name === 'bias' ? names.length : names.indexOf(name);
  if (index >= 0) return index;
  throw new GdError('OPTION', `no parameter ${quote(name)}`, hintAmong(name, [...names, 'bias']));
}

function spaced([low, high]: readonly [number, number], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
