// The course of a run, past and to come: for curves, paths and bars to scrub along.
import { walksRows } from '../descent/engines.ts';
import { TRAITS } from '../optimizers.ts';
import type { Trainer } from '../session/trainer.ts';

/** One state of a run, parameters in data units. */
export interface CoursePoint {
  /** Within an epoch of batches with the share that is done. */
  readonly epoch: number;
  /** Mean of ½(y − ŷ)² over the rows, plus penalties. */
  readonly loss: number;
  /** One a feature, in the order of the features. */
  readonly weights: Float64Array;
  /** Bias, in data units. */
  readonly bias: number;
}

/** A run from its start to where it leads. */
export interface Course {
  /** In order of epochs, past and to come: some two hundred, and what was handed in of the past. */
  readonly points: readonly CoursePoint[];
  /** Epoch and loss where the tolerance is met, if they are known. */
  readonly converges: { readonly epoch: number; readonly loss: number } | undefined;
  /** Last epoch looked at: a little past convergence, where a run diverges, or its last one. */
  readonly end: number;
  /** True if looking on would have cost too much: what follows `end` is not known. */
  readonly cut: boolean;
}

const POINTS_EVEN = 160;
const POINTS_EARLY = 60;
const MOST_REMEMBERED = 600;
/** Multiplications spent on looking ahead where there is no closed form: 5 to 20 ms, for keys must not wait longer. */
const AFFORDABLE = 1e6;
/** Multiplications an update costs beside those of its features. */
const UPDATE_COST = 4;

/**
 * Follows a copy of a session to convergence, to divergence or to its last epoch, for some 20 ms at most; the session
 * itself stays where it is. Epochs lie evenly, and more closely at the start, where most happens.
 *
 * @param trainer - the session, which stays where it is
 * @param past - states before the present epoch to take over, from an earlier course: `[]` for none. Without it they are
 * computed from the start on; of a run by batches, whose past would have to be walked again, there are none then
 *
 * @example See how far a run has to go.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { courseOf } from '@gd-trainer/sdk/view';
 *
 * const { converges, end, points } = courseOf(new Trainer({ x: [[1], [2], [3]], y: [3, 5, 7] }, { learningRate: 0.1 }));
 * console.log(converges?.epoch, end, points[0]?.loss.toFixed(3)); // 227 264 13.833
 * ```
 */
export function courseOf(trainer: Trainer, past?: readonly CoursePoint[]): Course {
  return trainer.preview((ahead) =>
    walks(trainer) ? walkAhead(trainer, ahead, past ?? []) : leapAhead(trainer, ahead, past),
  );
}

/** Tells whether an epoch of this run means going through its rows, which takes its time. */
export function walks(trainer: Trainer): boolean {
  return walksRows(trainer.options, trainer.features.length);
}

function leapAhead(trainer: Trainer, ahead: Trainer, past: readonly CoursePoint[] | undefined): Course {
  // a full batch may have begun within an epoch of smaller ones
  const now = Math.ceil(trainer.snapshot.epoch);
  const limit = Math.max(now, trainer.options.epochs);
  const reach = Math.min(limit, now + affordableEpochs(trainer));
  const final = ahead.seek(reach);
  const { convergedAt } = final;
  const last = convergedAt !== null && convergedAt < final.epoch ? marginPast(convergedAt) : final.epoch;
  const end = Math.max(now, Math.min(last, final.epoch));
  const from = past ? now : 0;
  const states = sampledEpochs(end - from).map((distance) => pointOf(ahead, from + distance));
  const converges =
    convergedAt === null ? undefined : { epoch: convergedAt, loss: ahead.seek(convergedAt).loss };
  const cut = convergedAt === null && final.status !== 'diverged' && reach < limit;
  return { points: [...pointsBefore(from, past ?? []), ...states], converges, end, cut };
}

function walkAhead(trainer: Trainer, ahead: Trainer, past: readonly CoursePoint[]): Course {
  const now = trainer.snapshot;
  const begin = pointOf(ahead);
  const points = [...pointsBefore(begin.epoch, past), begin];
  const limit = Math.max(now.epoch, trainer.options.epochs);
  const reach = Math.min(limit - now.epoch, affordableEpochs(trainer));
  let state = now;
  for (const distance of sampledEpochs(reach)) {
    if (now.epoch + distance <= state.epoch) continue;
    state = ahead.step('epoch', now.epoch + distance - state.epoch);
    points.push(pointOf(ahead));
    if (state.status === 'diverged') break;
    if (state.convergedAt !== null && state.epoch >= marginPast(state.convergedAt)) break;
  }
  const met = state.convergedAt;
  const at = met === null ? undefined : points.findLast(({ epoch }) => epoch <= met);
  const converges = met === null ? undefined : { epoch: met, loss: at?.loss ?? state.loss };
  const end = Math.max(Math.ceil(begin.epoch), state.epoch);
  const cut = met === null && state.status !== 'diverged' && end < limit;
  return { points, converges, end, cut };
}

/** A little further than convergence, so that it can be seen. */
const marginPast = (epoch: number): number => Math.ceil(epoch * 1.15) + 2;

function affordableEpochs(trainer: Trainer): number {
  const { options, features, rows } = trainer;
  const { optimizer, l1 } = options;
  const size = features.length + 1;
  if (walks(trainer)) return Math.floor(AFFORDABLE / (rows * (UPDATE_COST + size)));
  const { adapts, searches } = TRAITS[optimizer];
  if (l1 === 0 && !adapts && !searches) return Infinity;
  return Math.floor((20 * AFFORDABLE) / (UPDATE_COST + size * size));
}

/** The state of a session, or where it is after so many epochs. */
function pointOf(trainer: Trainer, at?: number): CoursePoint {
  const { epoch, sample, loss, weights, bias } = at === undefined ? trainer.snapshot : trainer.seek(at);
  return { epoch: epoch + sample / trainer.rows, loss, weights, bias };
}

/** Points remembered of the time before an epoch, thinned out when they get too many. */
function pointsBefore(epoch: number, past: readonly CoursePoint[]): readonly CoursePoint[] {
  const points = past.filter((point) => point.epoch < epoch);
  return points.length > MOST_REMEMBERED ? points.filter((_, i) => i % 2 === 0) : points;
}

/** Even steps for the curve, and finer ones at the start, where most happens. */
function sampledEpochs(end: number): number[] {
  const even = Array.from({ length: POINTS_EVEN + 1 }, (_, i) => Math.round((end * i) / POINTS_EVEN));
  const early = Array.from({ length: POINTS_EARLY }, (_, i) => Math.round(end ** (i / POINTS_EARLY)) - 1);
  return [...new Set([...even, ...early])]
    .filter((epoch) => epoch >= 0 && epoch <= end)
    .sort((a, b) => a - b);
}
