import type { Unit } from '@gd-trainer/sdk';
import { type Session, walks } from '@gd-trainer/sdk/view';

/** Longest a tick may keep the keys waiting. */
const TICK_MS = 25;
/** The same while rivals follow a run that stands. */
const RIVALS_MS = 15;

/** Pace of a run: so many units a second while it plays, and a long way through rows in pieces between the keys. */
export class Pace {
  readonly #session: Session;
  #goal: number | undefined;
  /** True if the goal is one of playing, which ends where the run does. */
  #isPlay = false;
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
    this.#isPlay = false;
    this.#goal = unit === 'epoch' && this.#isFar(goal) ? goal : undefined;
    if (this.#goal === undefined) this.#session.step(unit, count);
  }

  /** Goes there at once, or sets a goal where that would keep the keys waiting. */
  seek(epoch: number): void {
    const goal = Math.max(0, Math.round(epoch));
    this.#isPlay = false;
    this.#goal = this.#isFar(goal) ? goal : undefined;
    if (this.#goal === undefined) this.#session.seek(goal);
  }

  /** An update back within an epoch, else an epoch; from the goal, where there is one. */
  back(): void {
    if (this.#goal === undefined) this.#session.back();
    else this.seek(this.#goal - 1);
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
    this.#walkTowards(goal, this.#samplesPerMs * TICK_MS);
    const { time, snapshot: now, isOver } = this.#session;
    this.#samplesPerMs = ((time - before) * trainer.rows) / Math.max(0.05, performance.now() - start);
    if (now.epoch >= goal || now.status === 'diverged' || (this.#isPlay && isOver)) this.#goal = undefined;
  }

  /** Lets the run go on for `ms` at `speed` units a second; stops at the very step at which it ends. */
  advance(ms: number, speed: number, unit: Unit): 'going' | 'ended' {
    const session = this.#session;
    if (session.isOver) return 'ended';
    if (this.#goal !== undefined) {
      this.approach();
      return session.isOver ? 'ended' : 'going';
    }
    this.#due += (speed * ms) / 1000;
    const count = Math.floor(Math.min(this.#due, Math.max(1, this.#stepsPerMs * TICK_MS)));
    if (count < 1) return 'going';
    this.#due = Math.min(this.#due - count, speed);
    const goal = session.snapshot.epoch + count;
    if (unit === 'epoch' && this.#isFar(goal)) {
      this.#goal = goal;
      this.#isPlay = true;
      return 'going';
    }
    const start = performance.now();
    const goesOn = session.play(unit, count);
    this.#stepsPerMs = count / Math.max(0.05, performance.now() - start);
    return goesOn ? 'going' : 'ended';
  }

  #walkTowards(goal: number, samples: number): void {
    const session = this.#session;
    const { trainer, snapshot } = session;
    const { batchSize } = trainer.options;
    const beyond = samples - (trainer.rows - snapshot.sample);
    const move = (unit: Unit, count: number): unknown =>
      this.#isPlay ? session.play(unit, count) : session.step(unit, count);
    if (beyond < 0 && batchSize !== 'full') move('batch', Math.ceil(samples / batchSize));
    else {
      const epochs = 1 + Math.max(0, Math.floor(beyond / trainer.rows));
      move('epoch', Math.min(goal - snapshot.epoch, epochs));
    }
  }

  /** True if the way to an epoch leads through more samples than a tick has time for. */
  #isFar(epoch: number): boolean {
    const { trainer, time } = this.#session;
    return walks(trainer) && (epoch - time) * trainer.rows > this.#samplesPerMs * TICK_MS;
  }
}
