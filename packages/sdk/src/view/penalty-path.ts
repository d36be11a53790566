// The weights of a run over a penalty, and how well each predicts rows that are left out: a matter of its rows alone.
import { pick } from '../data/hold-out.ts';
import { splitsIn } from '../model/folds.ts';
import { type Path, pathAlong } from '../model/path.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Fact } from '../session/fact.ts';
import { completeRows } from '../session/sample.ts';
import type { Trainer } from '../session/trainer.ts';
import { formatNumber } from './numbers.ts';

/** Penalties that have a path. */
export const PENALTIES = ['l2', 'l1'] as const;
/** Name of one of them. */
export type Penalty = (typeof PENALTIES)[number];

/** A path to draw. */
export interface DrawnPath {
  /** Weights, bias and errors at each value, the strongest first. */
  readonly path: Path;
  /** Each weight times the standard deviation of its column, in units of the target: k × d, row-major. */
  readonly scaled: Float64Array;
  /** Parts of the rows, each left out once. */
  readonly folds: number;
  /** None. */
  readonly refusal?: undefined;
}

/** A path to draw, or the reason that there is none. */
export type PenaltyPath =
  | DrawnPath
  | {
      /** None. */
      readonly path?: undefined;
      /** The reason, for `narrate`. */
      readonly refusal: Extract<Fact, { kind: 'pathless' }>;
    };

/** Rows under which none are left out. */
const LEAST_ROWS = 3;

/** Paths of runs, undefined while they are under way. */
const paths = new WeakMap<Trainer, Map<string, PenaltyPath | undefined>>();

/** The path of a penalty, which depends on the rows, scale and seed alone; undefined until it is known, which `found` tells. */
export function penaltyPath(trainer: Trainer, penalty: Penalty, found?: () => void): PenaltyPath | undefined {
  const { intercept, scale, seed } = trainer.options;
  const of = [penalty, intercept, scale, seed].join();
  const known = paths.get(trainer) ?? new Map<string, PenaltyPath | undefined>();
  paths.set(trainer, known);
  if (found && !known.has(of)) {
    known.set(of, undefined);
    void penaltyPathOf(trainer, penalty).then((path) => {
      known.set(of, path);
      found();
    });
  }
  return known.get(of);
}

/** The path of a run, under its scale and seed; others work meanwhile. */
async function penaltyPathOf(trainer: Trainer, penalty: Penalty): Promise<PenaltyPath> {
  const { table, moments } = recordOf(trainer).data;
  const { rows, options } = trainer;
  if (!table) return { refusal: { kind: 'pathless', reason: 'rows', rows } };
  if (rows < LEAST_ROWS) return { refusal: { kind: 'pathless', reason: 'few', rows } };
  const settings = { ...options, batchSize: 'full', path: 'auto', shuffle: true } as const;
  const held = await splitsIn(pick(table, completeRows(table, options.missing)), settings);
  const path = await pathAlong(held, settings, penalty, 'auto');
  const { comoment, weight, names } = moments;
  const d = path.features.length;
  const spreads = path.features.map((_, j) => Math.sqrt(comoment[j * names.length + j]! / weight));
  return { path, scaled: path.weights.map((value, k) => value * spreads[k % d]!), folds: held.splits.length };
}

/** A weight over the values of a penalty, which rise. */
export interface PenaltyCurve {
  /** Term that has the weight. */
  readonly name: string;
  /** Values of the penalty, rising. */
  readonly x: Float64Array;
  /** The weight, as in `scaled`. */
  readonly y: Float64Array;
}

/** A curve for each weight. */
export function penaltyCurves({ path, scaled }: DrawnPath): PenaltyCurve[] {
  const { values, features } = path;
  const x = values.toReversed();
  const last = values.length - 1;
  const d = features.length;
  return features.map((name, j) => ({ name, x, y: x.map((_, i) => scaled[(last - i) * d + j]!) }));
}

/** What a path says: the value that predicts best, and the strongest that does as well. */
export function penaltyFact({ path, scaled, folds }: DrawnPath): Fact {
  const { penalty, values, features, error, standardError, best, oneStandardError: simplest } = path;
  const d = features.length;
  const at = (k: number): Float64Array => scaled.subarray(k * d, (k + 1) * d);
  const length = (weights: Float64Array): number => Math.hypot(...weights);
  const whole = length(at(values.length - 1));
  return {
    kind: 'penalty',
    penalty,
    values: values.length,
    folds,
    best: values[best]!,
    error: error[best]!,
    standardError: standardError[best]!,
    simplest: values[simplest]!,
    kept: at(simplest).filter((weight) => weight !== 0).length,
    features: d,
    share: whole > 0 ? length(at(simplest)) / whole : 0,
    end: best === values.length - 1 ? 'weakest' : simplest === 0 ? 'strongest' : null,
  };
}

/** Words of a path: axes of both charts, the two values of choice. */
export interface PenaltyWords {
  /** Name of the chart of the weights. */
  readonly weights: string;
  /** Name of the chart of the error on rows left out. */
  readonly error: string;
  /** Label of the value with the least error. */
  readonly best: string;
  /** Label of the strongest value within one standard error of that. */
  readonly simplest: string;
  /** Label of a value that is both. */
  readonly both: string;
  /** Heads of the columns of the error and of its standard error. */
  readonly head: readonly [error: string, standardError: string];
  /** In place of charts until they are known. */
  readonly underWay: string;
}

const DIGITS = 4;

/**
 * The values as text, rising, with error, choice and weights.
 *
 * @param found - the path
 * @param words - of the language of its reader
 * @param most - lines to take where there are more values: some that lie evenly, and those of choice always
 */
export function penaltyCells(found: DrawnPath, words: PenaltyWords, most: number = Infinity): string[][] {
  const { path, scaled } = found;
  const { penalty, values, features, error, standardError, best, oneStandardError } = path;
  const d = features.length;
  const short = (value: number): string => formatNumber(value, DIGITS);
  const nameOf = (k: number): string => {
    if (k === best) return k === oneStandardError ? words.both : words.best;
    return k === oneStandardError ? words.simplest : '';
  };
  const every = Math.max(1, Math.ceil(values.length / Math.max(1, most - 2)));
  const shown = Array.from(values.keys()).filter((k) => k % every === 0 || nameOf(k) !== '');
  const rows = shown.map((k) => [
    short(values[k]!),
    short(error[k]!),
    short(standardError[k]!),
    nameOf(k),
    ...Array.from(scaled.subarray(k * d, (k + 1) * d), short),
  ]);
  return [[penalty, ...words.head, '', ...features], ...rows.reverse()];
}
