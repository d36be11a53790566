import type { Snapshot, Trainer } from '@gd-trainer/sdk';

/** One state of a run, as the charts draw it; parameters in the space of the descent. */
export interface CoursePoint {
  readonly epoch: number;
  readonly loss: number;
  readonly weights: Float64Array;
  readonly bias: number;
}

/** A run from its start as far as it is known: past the present epoch it is a prediction. */
export interface Course {
  readonly points: readonly CoursePoint[];
  /** The epoch at which the scrub bar ends. */
  readonly horizon: number;
  /** The epoch at which the tolerance will be met, or was; null if never, or if nobody can tell. */
  readonly arrival: number | null;
}

const POINTS = 160;
const BATCH_HORIZON = 100;
const ADAPTIVE_HORIZON = 1000;
const MOST_RECORDED = 2000;
/** Growth of the loss at which the sdk calls a run diverged. */
const DIVERGED_AT = 1e6;

export const pointOf = ({ epoch, sample, loss, scaled }: Snapshot, rows: number): CoursePoint => ({
  epoch: epoch + sample / rows,
  loss,
  weights: scaled.weights,
  bias: scaled.bias,
});

/** Whether the whole run can be computed ahead: on full batches, where an epoch costs a handful of operations. */
export const isPredictable = (trainer: Trainer): boolean => trainer.options.batchSize === 'full';

/** The run of full batches, past and future, sampled densely at the start and ever more thinly. */
export function predictCourse(trainer: Trainer, farthest = 0): Course {
  const arrival = arrivalOf(trainer);
  const horizon = Math.max(horizonOf(trainer, arrival), farthest);
  const probe = trainer.branch();
  const points = sampleEpochs(horizon).map((epoch) => pointOf(probe.seek(epoch), trainer.rows));
  // a run that diverged stays where it was last finite
  return { points: points.filter((point, i) => point.epoch !== points[i - 1]?.epoch), horizon, arrival };
}

/** A run by batches: nothing is known but where it has been. */
export function startCourse(trainer: Trainer): Course {
  const { snapshot } = trainer;
  const now = pointOf(snapshot, trainer.rows);
  return {
    // a run that was taken up under way has a start all the same
    points: now.epoch > 0 ? [pointOf(trainer.branch().seek(0), trainer.rows), now] : [now],
    horizon: Math.max(BATCH_HORIZON, snapshot.epoch),
    arrival: null,
  };
}

/** The course with the present state as its last point. */
export function recordCourse({ points, horizon }: Course, trainer: Trainer): Course {
  const { snapshot } = trainer;
  const point = pointOf(snapshot, trainer.rows);
  const before = points.filter(({ epoch }) => epoch < point.epoch);
  // every other point is enough once there are more than a screen has columns
  const kept = before.length < MOST_RECORDED ? before : before.filter((_, i) => i % 2 === 0);
  const farthest = Math.max(horizon, Math.ceil(point.epoch));
  return { points: [...kept, point], horizon: farthest, arrival: snapshot.convergedAt };
}

function arrivalOf({ forecast, options, snapshot }: Trainer): number | null {
  const ahead = forecast.epochsTo(options.tolerance);
  return snapshot.convergedAt ?? (ahead === null ? null : snapshot.epoch + ahead);
}

/** Past the epoch of convergence by a quarter, or to where a diverging run leaves every scale. */
function horizonOf({ forecast, options, snapshot }: Trainer, arrival: number | null): number {
  const { epoch } = snapshot;
  const { growth } = forecast;
  if (arrival !== null) return Math.max(10, epoch, Math.ceil(arrival * 1.25));
  if (growth !== null && growth > 1) {
    const farFromHere = Math.ceil(Math.log(DIVERGED_AT) / (2 * Math.log(growth)));
    return epoch + Math.min(1000, Math.max(10, farFromHere));
  }
  const farthest = growth === null ? ADAPTIVE_HORIZON : options.epochs;
  return Math.max(Math.min(farthest, options.epochs), epoch, 10);
}

/** Epochs from 0 to a horizon, every one at first, then ever more thinly. */
export function sampleEpochs(horizon: number): number[] {
  const epochs = new Set<number>([0, 1, 2, 3, 4, 5]);
  for (let i = 0; i <= POINTS; i++) epochs.add(Math.round(Math.expm1((Math.log1p(horizon) * i) / POINTS)));
  return [...epochs].filter((epoch) => epoch <= horizon).sort((a, b) => a - b);
}
