// Several futures of one run, side by side.
import { describe, GdError } from '../errors.ts';
import type { Fact } from '../session/fact.ts';
import type { Trainer } from '../session/trainer.ts';
import type { FitOptions, Status } from '../types.ts';

/** One of the futures. */
export interface Lane {
  /** What it does differently; nothing if it is the run as it was. */
  readonly options: Partial<FitOptions>;
  /** Its run, from the epoch where the futures part. */
  readonly trainer: Trainer;
  /** Epoch at which it meets the tolerance; null if it never does, or not within what is looked ahead. */
  readonly arrival: number | null;
  /** Factor per epoch of its slowest (or its diverging) direction; null where no closed form tells. */
  readonly growth: number | null;
}

/** Where a future is. */
export interface Standing {
  /** Epoch of the session. */
  readonly epoch: number;
  /** Gradients of single rows computed since the futures parted: the clock they share. */
  readonly gradientEvaluations: number;
  /** Mean of ½(y − ŷ)² over the rows, plus penalties. */
  readonly loss: number;
  /** The loss less the least possible loss. */
  readonly gap: number;
  /** ‖θ − θ*‖ in the space the run descends in where the futures part. */
  readonly distance: number;
  /** Where its run stands. */
  readonly status: Status;
}

const FEWEST = 2;
const MOST = 6;
/** Multiplications spent on looking for the arrival of a lane without a closed form. */
const LOOK_AHEAD = 1e7;

/**
 * Two to six futures of a session, from where it stands: other rates, optimizers, momentum, batch sizes. An epoch costs
 * each of them one gradient a row, so that equal epochs are equal work. The session itself is left alone.
 *
 * @example See who is there first; narrate its fact to hear why.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { Race } from '@gd-trainer/sdk/view';
 *
 * const trainer = new Trainer({ a: [1, 2, 3, 4], b: [1, 2, 3, 5], y: [1, 3, 2, 5] }, { target: 'y' });
 * const race = new Race(trainer, [{ optimizer: 'gd' }, { optimizer: 'momentum' }]);
 * race.seek(200);
 * console.log(race.winner === race.lanes[1], race.standings.map(({ status }) => status).join());
 * // true running,converged
 * ```
 */
export class Race {
  /** The futures, in the order of the contenders. */
  readonly lanes: readonly Lane[];
  /** Epoch at which the futures part. */
  readonly from: number;
  readonly #surface: Trainer['surface'];

  /**
   * @param trainer - the session whose futures they are
   * @param contenders - what each future changes, two to six; `{}` goes on as it is
   * @throws {GdError} `OPTION` for another number of them, or for an option that `Trainer.set` refuses
   */
  constructor(trainer: Trainer, contenders: readonly Partial<FitOptions>[]) {
    if (!(Array.isArray(contenders) && contenders.length >= FEWEST && contenders.length <= MOST)) {
      throw new GdError(
        'OPTION',
        `a race expected ${FEWEST} to ${MOST} sets of options, got ${describe(contenders)}`,
      );
    }
    this.from = trainer.snapshot.epoch;
    this.#surface = trainer.surface;
    this.lanes = contenders.map((options) => {
      const future = trainer.branch();
      if (Object.keys(options).length > 0) future.set(options);
      return { options, trainer: future, arrival: arrivalOf(future), growth: future.forecast.growth };
    });
  }

  /** All of them to an epoch, from where they part on. */
  seek(epoch: number): void {
    for (const { trainer } of this.lanes) trainer.seek(Math.max(epoch, this.from));
  }

  /** All of them `count` epochs on. */
  step(count = 1): void {
    for (const { trainer } of this.lanes) trainer.step('epoch', count);
  }

  /** Where each of them is, in the order of the lanes. */
  get standings(): readonly Standing[] {
    const { scaledOptimum } = this.#surface;
    return this.lanes.map(({ trainer }) => {
      const { epoch, sample, loss, gap, status, weights, bias } = trainer.snapshot;
      const scaled = this.#surface.toScaled({ weights, bias });
      const offsets = scaled.weights.map((weight, j) => weight - scaledOptimum.weights[j]!);
      return {
        epoch,
        gradientEvaluations: (epoch - this.from) * trainer.rows + sample,
        loss,
        gap,
        distance: Math.hypot(...offsets, scaled.bias - scaledOptimum.bias),
        status,
      };
    });
  }

  /** The lane that meets the tolerance first; undefined if none does, or several at once. */
  get winner(): Lane | undefined {
    const [first, second] = this.lanes
      .filter(({ arrival }) => arrival !== null)
      .toSorted((a, b) => a.arrival! - b.arrival!);
    return first && first.arrival !== second?.arrival ? first : undefined;
  }

  /** Who wins, and what in the curvature of the loss decides it, for `narrate`. */
  get fact(): Extract<Fact, { kind: 'race' }> {
    const { winner } = this;
    const { condition, eigenvalues } = this.lanes[0]!.trainer.forecast;
    const steepest = eigenvalues.at(-1) ?? null;
    return {
      kind: 'race',
      lanes: this.lanes.map(({ arrival, growth, trainer }) => ({
        optimizer: trainer.options.optimizer,
        learningRate: trainer.snapshot.learningRate,
        batchSize: trainer.options.batchSize,
        momentum: trainer.options.momentum,
        arrival,
        growth,
      })),
      winner: winner ? this.lanes.indexOf(winner) : null,
      tolerance: this.lanes[0]!.trainer.options.tolerance,
      condition,
      flattest: steepest !== null && condition !== null ? steepest / condition : null,
      steepest,
    };
  }
}

/** The epoch at which a run meets its tolerance: in closed form, else by going there as far as it is worth. */
function arrivalOf(trainer: Trainer): number | null {
  const { epoch, convergedAt } = trainer.snapshot;
  if (convergedAt !== null) return convergedAt;
  const { forecast, options, rows, features } = trainer;
  if (forecast.growth !== null) {
    const ahead = forecast.epochsTo(options.tolerance);
    return ahead === null ? null : epoch + ahead;
  }
  const size = features.length + 4;
  const work = options.batchSize === 'full' ? size * size : rows * size;
  const ghost = trainer.branch();
  return ghost.seek(epoch + Math.min(options.epochs, Math.ceil(LOOK_AHEAD / work))).convergedAt;
}
