import { describe, GdError } from '../errors.ts';
import { namesOfRivals } from '../narrate/numbers.ts';
import { TRAITS } from '../optimizers.ts';
import type { FitOptions } from '../options.ts';
import type { Snapshot } from '../session/data-trainer.ts';
import type { Fact, RaceRival } from '../session/fact.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Status } from '../types.ts';
import { type Course, courseOf, walks } from './course.ts';
import { watchedChange } from './watched.ts';

/** Options that a future changes; none if it goes on as the run was. */
export type Contender = Partial<FitOptions>;

/** A future that runs. */
export interface Rival {
  /** Options that it changes. */
  readonly options: Contender;
  /** Its run, from the epoch where the futures part. */
  readonly trainer: Trainer;
  /** Its run, from there. */
  readonly course: Course;
  /** Epoch at which it meets the tolerance; null if it never does, or not within what is looked ahead. */
  readonly convergedAt: number | null;
  /** Factor per epoch of its slowest (or its diverging) direction; null where no closed form tells. */
  readonly growth: number | null;
}

/** Standing of a rival. */
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
  /** State of its run. */
  readonly status: Status;
}

/** Futures that run beside a session at most. */
export const MOST_RIVALS = 6;
/** Multiplications spent on looking for the convergence of a rival without a closed form. */
const LOOK_AHEAD = 1e7;

/**
 * Futures of a session, from where it stands: other rates, optimizers, momentum, batch sizes; one that is kept for
 * comparison, or two to six that race. An epoch costs each of them one gradient a row, so that equal epochs are equal
 * work. The session itself is left alone.
 *
 * @example See who is there first; narrate its fact to hear why.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { Race } from '@gd-trainer/sdk/view';
 *
 * const trainer = new Trainer({ a: [1, 2, 3, 4], b: [1, 2, 3, 5], y: [1, 3, 2, 5] }, { target: 'y' });
 * const race = new Race(trainer, [{ optimizer: 'gd' }, { optimizer: 'momentum' }]);
 * race.seek(200);
 * console.log(race.winner === race.rivals[1], race.standings.map(({ status }) => status).join());
 * // true running,converged
 * ```
 */
export class Race {
  /** The futures, in the order of the contenders. */
  readonly rivals: readonly Rival[];
  /** The session where the futures part. */
  readonly begin: Trainer;
  #epoch: number;
  #standings: readonly Standing[] | undefined;

  /**
   * @param trainer - the session whose futures they are
   * @param contenders - what each future changes, one to six
   * @throws {GdError} `OPTION` for another number of them, or for an option that `Trainer.set` refuses
   */
  constructor(trainer: Trainer, contenders: readonly Contender[]) {
    requireContenders(contenders, 1);
    this.begin = trainer.branch();
    this.#epoch = this.from;
    this.rivals = contenders.map((options) => rivalOf(trainer.branch(), options));
  }

  /** Epoch at which the futures part. */
  get from(): number {
    return this.begin.snapshot.epoch;
  }

  /** Options that each of them changes. */
  get contenders(): readonly Contender[] {
    return this.rivals.map(({ options }) => options);
  }

  /** Last epoch that any of them is looked ahead to. */
  get end(): number {
    return Math.max(...this.rivals.map(({ course }) => course.end));
  }

  /** Epoch by which all have met the tolerance that will; where they part if none does. */
  get lastConvergence(): number {
    return Math.max(this.from, ...this.rivals.map(({ convergedAt }) => convergedAt ?? 0));
  }

  /** The same futures and one more, from where they part. */
  with(contender: Contender): Race {
    return new Race(this.begin, [...this.contenders, contender]);
  }

  /** All of them to an epoch, from where they part on. */
  seek(epoch: number): void {
    this.#epoch = Math.max(epoch, this.from);
    for (const { trainer } of this.rivals) trainer.seek(this.#epoch);
    this.#standings = undefined;
  }

  /** All of them to an epoch: at once if there is no way to walk, else epoch by epoch for so many milliseconds. */
  follow(epoch: number, milliseconds: number = Infinity): void {
    const goal = Math.max(epoch, this.from);
    const start = performance.now();
    const atOnce = goal < this.#epoch || !this.rivals.some(({ trainer }) => walks(trainer));
    if (atOnce && goal !== this.#epoch) this.seek(goal);
    while (this.isBehind(goal)) {
      this.seek(this.#epoch + 1);
      if (performance.now() - start >= milliseconds) return;
    }
  }

  /** True if they have not come to an epoch yet. */
  isBehind(epoch: number): boolean {
    return this.#epoch < epoch;
  }

  /** Standing of each of them, in the order of the contenders. */
  get standings(): readonly Standing[] {
    this.#standings ??= this.rivals.map(({ trainer }) => this.#standingOf(trainer.snapshot, trainer.rows));
    return this.#standings;
  }

  /** The rival that meets the tolerance first; undefined if none does, several at once, or it runs alone. */
  get winner(): Rival | undefined {
    const [first, second] = this.rivals
      .filter(({ convergedAt }) => convergedAt !== null)
      .toSorted((a, b) => a.convergedAt! - b.convergedAt!);
    return this.rivals.length > 1 && first?.convergedAt !== second?.convergedAt ? first : undefined;
  }

  /** Name of each, by what sets it apart, a batch size as the face has it. */
  names(batchOf: (size: 'full' | number) => string): string[] {
    return namesOfRivals(this.rivals.map(settingsOf), batchOf);
  }

  /** The winner, and what in the curvature of the loss decides it, for `narrate`; nothing of one alone. */
  get fact(): Extract<Fact, { kind: 'race' }> | undefined {
    const { winner, rivals } = this;
    if (rivals.length < 2) return undefined;
    const { condition, eigenvalues } = rivals[0]!.trainer.forecast;
    const steepest = eigenvalues.at(-1) ?? null;
    return {
      kind: 'race',
      rivals: rivals.map(settingsOf),
      winner: winner ? rivals.indexOf(winner) : null,
      parameters: rivals[0]!.trainer.features.length + (rivals[0]!.trainer.options.intercept ? 1 : 0),
      tolerance: rivals[0]!.trainer.options.tolerance,
      condition,
      flattest: steepest !== null && condition !== null ? steepest / condition : null,
      steepest,
    };
  }

  #standingOf({ epoch, sample, loss, gap, status, weights, bias }: Snapshot, rows: number): Standing {
    const { surface } = this.begin;
    const { scaledOptimum } = surface;
    const scaled = surface.toScaled({ weights, bias });
    const offsets = scaled.weights.map((weight, j) => weight - scaledOptimum.weights[j]!);
    const distance = Math.hypot(...offsets, scaled.bias - scaledOptimum.bias);
    return { epoch, gradientEvaluations: (epoch - this.from) * rows + sample, loss, gap, distance, status };
  }
}

/** Refuses fewer futures than `least`, and more than there are lines for. */
export function requireContenders(contenders: readonly Contender[], least: number): void {
  if (Array.isArray(contenders) && contenders.length >= least && contenders.length <= MOST_RIVALS) return;
  const got = Array.isArray(contenders) ? contenders.length : describe(contenders);
  throw new GdError('OPTION', `a race expected ${least} to ${MOST_RIVALS} futures, got ${got}`);
}

function rivalOf(trainer: Trainer, options: Contender): Rival {
  if (Object.keys(options).length > 0) trainer.set(watchedChange(trainer.options, options));
  const { growth } = trainer.forecast;
  return { options, trainer, course: courseOf(trainer, []), convergedAt: convergenceOf(trainer), growth };
}

/** Traits of a rival, and its fortune. */
function settingsOf({ trainer, convergedAt, growth }: Rival): RaceRival {
  const { optimizer, batchSize, momentum, learningRate: given } = trainer.options;
  const { learningRate } = trainer.snapshot;
  const isUsual = typeof given === 'string' && TRAITS[optimizer].adapts;
  return { optimizer, learningRate, isUsual, batchSize, momentum, convergedAt, growth };
}

/** The epoch at which a run meets its tolerance: in closed form, else by going there as far as it is worth. */
function convergenceOf(trainer: Trainer): number | null {
  const { epoch, convergedAt } = trainer.snapshot;
  if (convergedAt !== null) return convergedAt;
  const { forecast, options, rows, features } = trainer;
  if (forecast.growth !== null) {
    const remaining = forecast.epochsTo(options.tolerance);
    return remaining === null ? null : epoch + remaining;
  }
  const size = features.length + 4;
  const work = options.batchSize === 'full' ? size * size : rows * size;
  const reach = epoch + Math.min(options.epochs, Math.ceil(LOOK_AHEAD / work));
  return trainer.preview((ahead) => ahead.seek(reach).convergedAt);
}
