import type { FitOptions, Snapshot, Trainer } from '@gd-trainer/sdk';
import { type Course, courseOf, Race, type Standing, walks } from '@gd-trainer/sdk/view';

/** What a future does differently. */
export type Contender = Partial<FitOptions>;

/** One of the futures, as the plots draw it. */
export interface Rival {
  readonly trainer: Trainer;
  /** From where the futures part. */
  readonly course: Course;
  /** Epoch at which it meets the tolerance; null if never, or if nobody can tell. */
  readonly arrival: number | null;
}

/** Longest the futures may keep the keys waiting. */
const TICK_MS = 15;

/** Futures beside the run, from the epoch where they part: a single one that is kept, or two to six in a race. */
export class Rivals {
  readonly contenders: readonly Contender[];
  readonly all: readonly Rival[];
  /** Nothing while only one is kept. */
  readonly race: Race | undefined;
  /** The run where they part. */
  readonly #begin: Trainer;
  #epoch: number;
  #standings: readonly Standing[] | undefined;

  /** Throws what `Race` throws. A single contender is the run as it is. */
  constructor(begin: Trainer, contenders: readonly Contender[]) {
    this.#begin = begin;
    this.#epoch = begin.snapshot.epoch;
    this.contenders = contenders;
    this.race = contenders.length === 1 ? undefined : new Race(begin, contenders);
    this.all = this.race ? this.race.lanes.map(rivalOf) : [rivalOf({ trainer: begin.branch() })];
  }

  /** The same futures and one more, from where they part. */
  with(contender: Contender): Rivals {
    return new Rivals(this.#begin, [...this.contenders, contender]);
  }

  /** Epoch at which they part. */
  get from(): number {
    return this.#begin.snapshot.epoch;
  }

  /** Where each of them is. */
  get states(): readonly Snapshot[] {
    return this.all.map(({ trainer }) => trainer.snapshot);
  }

  get standings(): readonly Standing[] {
    this.#standings ??= this.race?.standings ?? [];
    return this.#standings;
  }

  /** The last epoch at which one of them arrives. */
  get lastArrival(): number {
    return Math.max(this.from, ...this.all.map(({ arrival }) => arrival ?? 0));
  }

  isBehind(epoch: number): boolean {
    return this.#epoch < epoch;
  }

  /** Goes with the run, back at once; forward through batches as far as there is time. */
  follow(epoch: number): void {
    const goal = Math.max(epoch, this.from);
    if (goal === this.#epoch) return;
    const start = performance.now();
    const atOnce = goal < this.#epoch || !this.all.some(({ trainer }) => walks(trainer));
    do this.#seek(atOnce ? goal : this.#epoch + 1);
    while (this.#epoch < goal && performance.now() - start < TICK_MS);
  }

  #seek(epoch: number): void {
    if (this.race) this.race.seek(epoch);
    else this.all[0]!.trainer.seek(epoch);
    this.#epoch = epoch;
    this.#standings = undefined;
  }
}

function rivalOf({ trainer, arrival }: { trainer: Trainer; arrival?: number | null }): Rival {
  const course = courseOf(trainer, []);
  return { trainer, course, arrival: arrival === undefined ? (course.converges?.epoch ?? null) : arrival };
}
