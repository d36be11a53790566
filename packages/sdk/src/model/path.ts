import '@gd-trainer/core/fallback';
import { describe, GdError } from '../errors.ts';
import { problemOf } from '../loss/problem.ts';
import { toData } from '../loss/space.ts';
import { type Moments, meanLoss } from '../moments/moments.ts';
import { type FitOptions, readOptions, type Settings } from '../options.ts';
import { patiently, type Work } from '../pauses.ts';
import type { Parameters, Source } from '../types.ts';
import { type AllHeldOut, type FoldOptions, type HeldOut, splitsOf } from './folds.ts';

/** Models along a penalty, from the strongest on. */
export interface Path {
  /** Penalty that is varied. */
  readonly penalty: 'l1' | 'l2';
  /** Its values, falling, length k. */
  readonly values: Float64Array;
  /** Names of the weights, length d. */
  readonly features: readonly string[];
  /** Weights in data units at each value: k × d, row-major. */
  readonly weights: Float64Array;
  /** Bias in data units at each value, length k. */
  readonly bias: Float64Array;
  /** Mean squared error of rows that were not learned from, length k. */
  readonly error: Float64Array;
  /** Standard error of that mean over the folds, length k. */
  readonly standardError: Float64Array;
  /** Number of the value with the least error. */
  readonly best: number;
  /** Number of the strongest penalty whose error is within one standard error of the least: the simplest that does as well. */
  readonly oneStandardError: number;
}

/** Choices of a path: one of the penalties, as values or 'auto', and how rows are held out. */
export type PathOptions = Omit<FitOptions, 'l1' | 'l2'> &
  Partial<FoldOptions> & {
    /** Factors of ½‖w‖², or 'auto' for fifty. */
    readonly l2?: readonly number[] | 'auto';
    /** Factors of ‖w‖₁, or 'auto' for fifty from where all weights are 0. */
    readonly l1?: readonly number[] | 'auto';
  };

const VALUES = 50;
/** The strongest l2 of 'auto', in curvatures of the steepest column: weights are a hundredth there. */
const STRONGEST = 100;
/** A hair above the l1 at which the last weight vanishes, so that rounding leaves none. */
const ROUNDING = 2 ** -40;
/** The weakest penalty of 'auto', as a share of the strongest. */
const WEAKEST = 1e-4;

/**
 * The weights over a penalty, each at its exact minimum, and how well each predicts rows that were left out. The rows
 * are read once; each fold is a difference of moments.
 *
 * @param source - rows, in any of the shapes of `Source` but `Moments`
 * @param options - as of `fit`, with `l1` or `l2` as values or 'auto', and `folds`: 10, or as many as there are rows
 * @throws {GdError} `OPTION` unless just one of `l1` and `l2` is given; as `crossValidate`
 *
 * @example Which features are worth their weight?
 * ```ts
 * import { path } from '@gd-trainer/sdk';
 *
 * const a = Array.from({ length: 40 }, (_, i) => Math.sin(i));
 * const b = Array.from({ length: 40 }, (_, i) => Math.cos(3 * i * i));
 * const found = await path({ a, b, y: a.map((v, i) => 2 * v + 0.1 * b[(7 * i) % 40]!) }, { target: 'y', l1: 'auto' });
 * const at = found.oneStandardError;
 * console.log(found.weights[2 * at]! > 1.5, Math.abs(found.weights[2 * at + 1]!) < 0.05); // true true
 * ```
 */
export async function path(
  source: Source,
  { l1, l2, folds, by, ahead, ...options }: PathOptions,
): Promise<Path> {
  const penalty = l1 === undefined ? 'l2' : 'l1';
  const given = l1 ?? l2;
  if (given === undefined || (l1 !== undefined && l2 !== undefined)) {
    throw new GdError('OPTION', 'a path needs l1 or l2, and not both', "pass `l1: 'auto'` or `l2: 'auto'`", {
      option: penalty,
    });
  }
  const settings = readOptions(options);
  const held = await splitsOf(source, settings, { ...(folds !== undefined && { folds }), by, ahead });
  return pathAlong(held, settings, penalty, given);
}

/** The path of a penalty over rows that are parted. */
export function pathAlong(
  { all, splits }: AllHeldOut,
  settings: Settings,
  penalty: 'l1' | 'l2',
  given: readonly number[] | 'auto',
): Promise<Path> {
  const values = given === 'auto' ? autoValues(all, settings, penalty) : checkedValues(given, penalty);
  return patiently(pathBy(all, splits, settings, penalty, values), settings.signal);
}

/** The values, falling. */
function checkedValues(given: readonly number[], penalty: 'l1' | 'l2'): number[] {
  const bad = given.find((value) => !(value >= 0 && value < Infinity));
  if (given.length > 0 && bad === undefined) return given.toSorted((a, b) => b - a);
  const found = given.length === 0 ? 'an empty array' : describe(bad);
  throw new GdError('OPTION', `"${penalty}" expected 'auto' or numbers ≥ 0, got ${found}`, '', {
    option: penalty,
  });
}

/** From where the weights are all 0, or nearly, by equal factors. */
function autoValues(moments: Moments, settings: Settings, penalty: 'l1' | 'l2'): number[] {
  const { names, comoment, mean, weight } = moments;
  const { spread, intercept } = problemOf(moments, { ...settings, l1: 0, l2: 0 }).space;
  const d = names.length - 1;
  const pulls = Array.from({ length: d }, (_, j) => {
    const product = comoment[j * (d + 1) + d]! / weight + (intercept ? 0 : mean[j]! * mean[d]!);
    return spread[j]! > 0 ? Math.abs(product) / spread[j]! : 0;
  });
  const curvatures = Array.from(
    { length: d },
    (_, j) => comoment[j * (d + 1) + j]! / weight / (spread[j]! || 1) ** 2,
  );
  const strongest =
    penalty === 'l1' ? Math.max(...pulls) * (1 + ROUNDING) : STRONGEST * Math.max(...curvatures);
  return Array.from({ length: VALUES }, (_, k) => strongest * WEAKEST ** (k / (VALUES - 1)));
}

function* pathBy(
  all: Moments,
  splits: readonly HeldOut[],
  settings: Settings,
  penalty: 'l1' | 'l2',
  values: readonly number[],
): Work<Path> {
  const d = all.names.length - 1;
  const [bias, error, standardError] = [0, 1, 2].map(() => new Float64Array(values.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const weights = new Float64Array(values.length * d);
  for (const [k, value] of values.entries()) {
    const at = { ...settings, l1: 0, l2: 0, [penalty]: value };
    const own = minimumOf(all, at);
    weights.set(own.weights, k * d);
    bias[k] = own.bias;
    const errors: number[] = [];
    for (const { training, test } of splits) {
      errors.push(2 * meanLoss(test, minimumOf(training, at)));
      yield;
    }
    [error[k], standardError[k]] = meanOf(
      errors,
      splits.map(({ test }) => test.weight),
    );
  }
  const best = error.indexOf(Math.min(...error));
  const bound = error[best]! + standardError[best]!;
  return {
    penalty,
    values: Float64Array.from(values),
    features: all.names.slice(0, d),
    weights,
    bias,
    error,
    standardError,
    best,
    oneStandardError: error.findIndex((value) => value <= bound),
  };
}

function minimumOf(moments: Moments, settings: Settings): Parameters {
  const problem = problemOf(moments, settings);
  return toData(problem.space, problem.lassoOptimum);
}

/** Mean of errors by the weight of their folds, and its standard error (as glmnet has it). */
function meanOf(
  errors: readonly number[],
  weights: readonly number[],
): [mean: number, standardError: number] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const averageOf = (of: (error: number) => number): number =>
    errors.reduce((sum, error, i) => sum + weights[i]! * of(error), 0) / total;
  const mean = averageOf((error) => error);
  const variance = averageOf((error) => (error - mean) ** 2);
  return [mean, Math.sqrt(variance / (errors.length - 1))];
}
