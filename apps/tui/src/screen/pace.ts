import type { Snapshot, Unit } from '@gd-trainer/sdk';
import { type Session, walks } from '@gd-trainer/sdk/view';

/** Longest a tick may keep the keys waiting. */
const TICK_MS = 25;
/** The same while rivals follow a run that stands. */
const RIVALS_MS = 15;

/** Pace of a run: so many units a second while it plays, and a long way through rows in pieces between the keys. */
export class Pace {
  readonly #session: Session;
  #goal: number | undefined;
  #due = 0;
  /** First guesses, measured from then on. */
  #stepsPerMs = 1e4;
  #samplesPerMs = 1e3;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The epoch that the run is on its way to, where the way through the rows is long. */
  get goal(): number | undefined {
    return this.#goal;
  }

  /** True if something is on its way: the run to a goal, or its rivals after it. */
  get isUnderWay(): boolean {
    const { race, snapshot } = this.#session;
    return this.#goal !== undefined || (race?.isBehind(snapshot.epoch) ?? false);
  }

  /** Moves on at once, or sets a goal where that would keep the keys waiting. */
  step(unit: Unit, count = 1): void {
    const goal = this.#session.snapshot.epoch + count;
    this.#goal = unit === 'epoch' && this.#isFar(goal) ? goal : undefined;
    if (this.#goal === undefined) this.#session.step(unit, count);
  }

  /** Goes there at once, or sets a goal where that would keep the keys waiting. */
  seek(epoch: number): void {
    const goal = Math.max(0, Math.round(epoch));
    this.#goal = this.#isFar(goal) ? goal : undefined;
    if (this.#goal === undefined) this.#session.seek(goal);
  }

  /** Stays where it is. */
  halt(): void {
    this.#goal = undefined;
  }

  /** Some way towards the goal, as far as a tick has time for; the rivals follow. */
  approach(): void {
    const { race, time: before, snapshot, trainer } = this.#session;
    const goal = this.#goal;
    if (goal === undefined) {
      race?.follow(snapshot.epoch, RIVALS_MS);
      return;
    }
    const start = performance.now();
    const { epoch, status } = this.#walkTowards(goal, this.#samplesPerMs * TICK_MS);
    const walked = (this.#session.time - before) * trainer.rows;
    this.#samplesPerMs = walked / Math.max(0.05, performance.now() - start);
    if (epoch >= goal || status === 'diverged') this.#goal = undefined;
  }

  /** Lets the run go on for `ms` at `speed` units a second; stops at convergence and at the last epoch. */
  advance(ms: number, speed: number, unit: Unit): 'going' | 'ended' {
    const session = this.#session;
    if (this.#goal !== undefined) {
      this.approach();
      return session.snapshot.status === 'running' ? 'going' : 'ended';
    }
    this.#due += (speed * ms) / 1000;
    const left = this.#unitsToEnd(unit);
    const count = Math.floor(Math.min(this.#due, left, Math.max(1, this.#stepsPerMs * TICK_MS)));
    if (count < 1) return left > 0 ? 'going' : 'ended';
    this.#due = Math.min(this.#due - count, speed);
    const start = performance.now();
    this.step(unit, count);
    if (this.#goal !== undefined) return 'going';
    this.#stepsPerMs = count / Math.max(0.05, performance.now() - start);
    const { status } = session.snapshot;
    const isRacing = status === 'converged' && session.race !== undefined;
    return (status === 'running' || isRacing) && count < left ? 'going' : 'ended';
  }

  #walkTowards(goal: number, samples: number): Snapshot {
    const session = this.#session;
    const { trainer, snapshot } = session;
    const { batchSize } = trainer.options;
    const beyond = samples - (trainer.rows - snapshot.sample);
    if (beyond < 0 && batchSize !== 'full') session.step('batch', Math.ceil(samples / batchSize));
    else {
      const epochs = 1 + Math.max(0, Math.floor(beyond / trainer.rows));
      session.step('epoch', Math.min(goal - snapshot.epoch, epochs));
    }
    return session.snapshot;
  }

  /** True if the way to an epoch leads through more samples than a tick has time for. */
  #isFar(epoch: number): boolean {
    const { trainer, time } = this.#session;
    return walks(trainer) && (epoch - time) * trainer.rows > this.#samplesPerMs * TICK_MS;
  }

  /** Units until the run converges, or to its last epoch; without end once it is past both. */
  #unitsToEnd(unit: Unit): number {
    const { trainer, course, race, time } = this.#session;
    const { epochs, batchSize } = trainer.options;
    const converges = Math.max(course.converges?.epoch ?? Infinity, race?.lastConvergence ?? 0);
    const ends = [converges, epochs].filter((end) => end > time);
    const left = ends.length > 0 ? Math.min(...ends) - time : Infinity;
    if (unit === 'epoch' || batchSize === 'full') return Math.ceil(left);
    return Math.ceil(left * (unit === 'sample' ? trainer.rows : Math.ceil(trainer.rows / batchSize)));
  }
}
