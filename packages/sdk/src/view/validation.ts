// The loss on rows that are held out, over the epochs of a run, and where early stopping would stop it.
import { meanLoss } from '../moments/moments.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Fact } from '../session/fact.ts';
import { completeRows, numberOf } from '../session/sample.ts';
import type { Trainer } from '../session/trainer.ts';
import { type CoursePoint, walks } from './course.ts';

/** A state by its epoch, and its loss on the rows that are held out. */
export interface HeldLoss {
  /** Within an epoch of batches with the share that is done. */
  readonly epoch: number;
  /** Mean of ½(y − ŷ)² over the rows held out. */
  readonly loss: number;
}

/** End of a run by early stopping. */
export interface EarlyStop {
  /** State whose weights it takes. */
  readonly best: HeldLoss;
  /** Epoch at which it stops. */
  readonly epoch: number;
}

/** Rows that a run does not learn from, and its loss on them. */
export interface Validation {
  /** Share of the rows that was asked for; undefined for rows of their own. */
  readonly share: number | undefined;
  /** Numbers of the rows in the source, from 1, rising; none of rows of their own. */
  readonly rows: Int32Array;
  /** States of the course, past and to come. */
  readonly points: readonly HeldLoss[];
  /** Where early stopping stops it; undefined where the run ends before, or looking on costs too much. */
  readonly early: EarlyStop | undefined;
}

/** Multiplications spent on looking for the end, some 25 ms, and what a step costs beside its own. */
const AFFORDABLE = 2e7;
const STEP_COST = 4000;

/** The rows held out of a run, with its course; undefined where none are. */
export function validationOf(
  trainer: Trainer,
  points: readonly CoursePoint[],
  early: EarlyStop | undefined,
): Validation | undefined {
  const { held } = recordOf(trainer).data;
  if (!held) return undefined;
  const { validation, missing } = trainer.options;
  const share = typeof validation === 'number' ? validation : undefined;
  const { table } = held;
  const kept = share === undefined || !table ? new Int32Array() : completeRows(table, missing);
  return {
    share,
    rows: kept.map((index) => numberOf(table!, index)),
    points: points.map(({ epoch, weights, bias }) => ({
      epoch,
      loss: meanLoss(held.moments, { weights, bias }),
    })),
    early,
  };
}

/** Where early stopping would stop a run that follows its course from the start, as `fit` does by the same patience. */
export function earlyStopOf(trainer: Trainer): EarlyStop | undefined {
  const { held } = recordOf(trainer).data;
  if (!held) return undefined;
  const { features, rows, options } = trainer;
  const size = features.length + 1;
  const perEpoch = (walks(trainer) ? rows * size : size * size) + size * size + STEP_COST;
  const last = Math.min(options.epochs, Math.floor(AFFORDABLE / perEpoch));
  return trainer.preview((ahead) => {
    let state = ahead.seek(0);
    let best = { epoch: 0, loss: state.validationLoss! };
    while (state.epoch < last && state.convergedAt === null && state.status !== 'diverged') {
      state = ahead.step('epoch');
      const { epoch, validationLoss: loss = NaN } = state;
      if (loss < best.loss) best = { epoch, loss };
      if (epoch - best.epoch >= options.patience) return { best, epoch };
    }
    return undefined;
  });
}

/** What the rows held out say of a run as it stands. */
export function validationFact(
  { share, rows, early }: Validation,
  { options, snapshot }: Trainer,
): Extract<Fact, { kind: 'validation' }> {
  return {
    kind: 'validation',
    share: share ?? null,
    seed: options.seed,
    rows: Array.from(rows),
    now: snapshot.validationLoss ?? NaN,
    best: early ? early.best.epoch : null,
    loss: early ? early.best.loss : null,
    patience: options.patience,
  };
}
