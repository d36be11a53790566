import { streamData } from '../moments/stream.ts';
import type { FitOptions } from '../options.ts';
import { readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Source, Stream } from '../types.ts';
import { Model } from './model.ts';
import { solvePatiently, solving } from './solving.ts';

/**
 * The least loss at once, without a descent: least squares, or ridge with `l2`. Collinear columns share their weight: of
 * all solutions the shortest in the space of the descent, which is where a descent from zero ends.
 *
 * Works in double-double, some 32 digits, where rows can be read again: small data always, large data when their
 * condition asks for it. `digits` of the model says how many can be trusted. Throws as `fit`, and `UNSUPPORTED` under l1.
 *
 * @example Draw the line through two points.
 * ```ts
 * import { solve } from '@gd-trainer/sdk';
 *
 * const { weights, bias, status } = await solve({ x: [[1], [3]], y: [2, 8] });
 * console.log(weights[0], bias, status); // 3 -1 exact
 * ```
 */
export async function solve(source: Source | Stream, options?: FitOptions): Promise<Model> {
  return new Model(await solvePatiently(source, readOptions(options), streamData));
}

/** `solve`, blocking until it is done. */
export function solveSync(source: Source, options?: FitOptions): Model {
  return new Model(drain(solving(source, readOptions(options))));
}
