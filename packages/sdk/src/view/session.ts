import type { Forecast } from '../ahead/forecast.ts';
import type { Surface } from '../loss/surface.ts';
import type { FitOptions, Settings } from '../options.ts';
import { drain, patiently, type Work } from '../pauses.ts';
import { type Snapshot, stepBack, stepToEnd } from '../session/data-trainer.ts';
import type { RunFact } from '../session/fact.ts';
import type { Unit } from '../session/leg.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Parameters } from '../types.ts';
import { madeUpdate, nextUpdate, type Update } from './chain.ts';
import { type Course, type CoursePoint, courseOf, walks } from './course.ts';
import { hasEnded, type Outcome, outcomeOf } from './outcome.ts';
import { type Contender, Race, requireContenders } from './race.ts';
import { type EarlyStop, earlyStopOf, type Validation, validationOf } from './validation.ts';

/** States seen that are remembered; half of them are given up when there are more. */
const MOST_VISITS = 1200;
/** States that are looked up of the past of a run that is taken up under way. */
const MOST_RETRACED = 200;

/** Facts of the run under the options in force. */
interface Stretch {
  readonly options: Settings;
  readonly surface: Surface;
  readonly facts: readonly [RunFact, ...RunFact[]];
}

/**
 * A run to draw: a trainer, and what a face shows of it, computed once a change at most. Whoever changes the run does it
 * through the session.
 */
export class Session {
  /** The sdk's trainer. */
  readonly trainer: Trainer;
  /** Longest that rivals may take to follow a change, in milliseconds; the rest of the way is for `Race.follow`. */
  readonly #patience: number;
  #snapshot: Snapshot;
  #before: Snapshot | undefined;
  #forecast: Forecast | undefined;
  #stretch: Stretch | undefined;
  #next: { readonly update: Update | undefined } | undefined;
  #outcome: Outcome | undefined;
  #course: Course | undefined;
  /** Known points of the way there, kept where the run has walked through rows. */
  #known: readonly CoursePoint[] | undefined;
  #visits: CoursePoint[];
  #points: readonly CoursePoint[] | undefined;
  #race: Race | undefined;
  #early: { readonly of: Settings; readonly early: EarlyStop | undefined } | undefined;
  #validation: Validation | undefined;

  /**
   * A run at its start or under way, how many milliseconds its rivals may take to follow a change, and the run's past
   * where that is known.
   */
  constructor(trainer: Trainer, patience: number = Infinity, past: CoursePoint[] = drain(retrace(trainer))) {
    this.trainer = trainer;
    this.#patience = patience;
    this.#snapshot = trainer.snapshot;
    this.#visits = past;
    this.#visit();
  }

  /** The same in pieces that let others work: the past of a long run takes as long as the run. */
  static async open(trainer: Trainer, patience?: number, signal?: AbortSignal): Promise<Session> {
    return new Session(trainer, patience, await patiently(retrace(trainer), signal));
  }

  /** The present state. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Epochs done, with the share of the present one. */
  get time(): number {
    return this.#snapshot.epoch + this.#snapshot.sample / this.trainer.rows;
  }

  /** True if the descent sees standardised features. */
  get isScaled(): boolean {
    return this.trainer.options.scale === 'standard';
  }

  /** Forecast of the run from the present state on, by the curvature. */
  get forecast(): Forecast {
    this.#forecast ??= this.trainer.forecast;
    return this.#forecast;
  }

  /** Facts about the run under the options in force: first what the learning rate will do. */
  get facts(): readonly [RunFact, ...RunFact[]] {
    return this.#present.facts;
  }

  /** The loss over the parameters, in the space that the run descends in. */
  get surface(): Surface {
    return this.#present.surface;
  }

  /** Course of the run, past and to come. */
  get course(): Course {
    if (!this.#course) {
      this.#course = courseOf(this.trainer, this.#known);
      if (this.#known || walks(this.trainer)) this.#known = this.#course.points;
    }
    return this.#course;
  }

  /** States of the course, in order; where a run walks through rows, those seen between its epochs among them. */
  get points(): readonly CoursePoint[] {
    if (!this.#points) {
      const { points } = this.course;
      const all = walks(this.trainer) ? [...points, ...this.#visits] : points;
      this.#points = all.toSorted((a, b) => a.epoch - b.epoch);
    }
    return this.#points;
  }

  /** The present state as a point of the course. */
  get now(): CoursePoint {
    const { loss, weights, bias } = this.#snapshot;
    return { epoch: this.time, loss, weights, bias };
  }

  /** The loss before the last change; null if there was none. */
  get lossBefore(): number | null {
    return this.#visits.at(-2)?.loss ?? null;
  }

  /** The rows held out, and the loss on them along the course; undefined where none are. */
  get validation(): Validation | undefined {
    const { options } = this.trainer;
    if (options.validation === undefined) return undefined;
    if (this.#early?.of !== options) this.#early = { of: options, early: earlyStopOf(this.trainer) };
    this.#validation ??= validationOf(this.trainer, this.points, this.#early.early);
    return this.#validation;
  }

  /** Outcome of the run where it has one, else its present state. */
  get outcome(): Outcome {
    this.#outcome ??= outcomeOf(this);
    return this.#outcome;
  }

  /** Update of the next step; undefined past a divergence, where the run stands still. */
  get next(): Update | undefined {
    this.#next ??= { update: nextUpdate(this.trainer) };
    return this.#next.update;
  }

  /** Update of the last step; undefined if that was more than one, or a leap. */
  get made(): Update | undefined {
    return this.#before && madeUpdate(this.trainer, this.#before);
  }

  /** Futures that run beside it, if there are any. */
  get race(): Race | undefined {
    return this.#race;
  }

  /** Moves on by so many samples, batches or epochs. */
  step(unit: Unit, count = 1): void {
    const before = this.#snapshot;
    this.#changed(this.trainer.step(unit, count));
    this.#before = before;
  }

  /** True if playing on leads nowhere: the run has come to its end, and of its rivals those that will arrive. */
  get isOver(): boolean {
    const { status } = this.#snapshot;
    return status === 'diverged' || (hasEnded(status) && this.time >= this.#lastArrival);
  }

  /** Plays on by at most so many steps, to the very step at which the run ends; tells whether there is more to come. */
  play(unit: Unit, count: number): boolean {
    if (this.isOver) return false;
    const before = this.#snapshot;
    const left = Math.ceil((this.#lastArrival - this.time) * this.#stepsPerEpoch(unit));
    this.#changed(
      hasEnded(before.status)
        ? this.trainer.step(unit, Math.min(count, left))
        : stepToEnd(this.trainer, unit, count),
    );
    this.#before = before;
    return !this.isOver;
  }

  /** Takes up what was done to the trainer by others: nothing of what was known of its future need be so. */
  refresh(): void {
    this.#course = undefined;
    this.#changed(this.trainer.snapshot);
  }

  /** Goes to an epoch, forward or back. */
  seek(epoch: number): void {
    this.#changed(this.trainer.seek(epoch));
  }

  /** Takes the last update of the present epoch back; at the start of an epoch, that before it. */
  back(): void {
    const { epoch, sample } = this.#snapshot;
    if (sample === 0) this.seek(Math.max(0, epoch - 1));
    else this.#changed(stepBack(this.trainer));
  }

  /** Goes on under other options. */
  set(options: Partial<FitOptions>): void {
    const snapshot = this.trainer.set(options);
    this.#course = undefined;
    this.#changed(snapshot);
  }

  /** Starts from these parameters, in data units; rivals that part elsewhere have nothing to be compared with. */
  place(state: Parameters): void {
    const snapshot = this.trainer.place(state);
    this.#race = undefined;
    this.#begin(snapshot);
  }

  /** Starts again, under the options in force; rivals stay that part at the start. */
  reset(): void {
    const snapshot = this.trainer.reset();
    if (this.#race && this.#race.from > 0) this.#race = undefined;
    this.#begin(snapshot);
  }

  /** Lets two to six futures race, from where a race under way began, or from a session that is given. */
  startRace(contenders: readonly Contender[], from: Trainer = this.#race?.begin ?? this.trainer): void {
    requireContenders(contenders, 2);
    this.#race = new Race(from, contenders);
    this.#race.follow(this.#snapshot.epoch, this.#patience);
  }

  /** Keeps one more future beside the run, from where others that are kept part, and races with them. */
  keep(contender: Contender): void {
    this.#race = this.#race?.with(contender) ?? new Race(this.trainer, [contender]);
    this.#race.follow(this.#snapshot.epoch, this.#patience);
  }

  /** Lets go of the futures. */
  endRace(): void {
    this.#race = undefined;
  }

  /** Epoch by which the rivals have arrived that will. */
  get #lastArrival(): number {
    return Math.min(this.#race?.lastConvergence ?? 0, this.trainer.options.epochs);
  }

  #stepsPerEpoch(unit: Unit): number {
    const { rows, options } = this.trainer;
    if (unit === 'epoch' || options.batchSize === 'full') return 1;
    return unit === 'sample' ? rows : Math.ceil(rows / options.batchSize);
  }

  get #present(): Stretch {
    const { trainer } = this;
    const { options } = trainer;
    if (this.#stretch?.options !== options) {
      this.#stretch = { options, surface: trainer.surface, facts: trainer.facts };
    }
    return this.#stretch;
  }

  /** Another run: nothing that was seen belongs to it. */
  #begin(snapshot: Snapshot): void {
    this.#visits = [];
    this.#known = undefined;
    this.#course = undefined;
    this.#changed(snapshot);
  }

  #changed(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#before = undefined;
    this.#forecast = undefined;
    this.#next = undefined;
    this.#outcome = undefined;
    this.#points = undefined;
    this.#validation = undefined;
    if (this.#course && snapshot.epoch > this.#course.end) this.#course = undefined;
    this.#visit();
    this.#race?.follow(snapshot.epoch, this.#patience);
  }

  #visit(): void {
    const kept = this.#visits.filter(({ epoch }) => epoch < this.time);
    kept.push(this.now);
    this.#visits = kept.length > MOST_VISITS ? kept.filter((_, index) => index % 2 === 0) : kept;
  }
}

/**
 * Past of a run that is taken up: there is no closed form to look back by where it took batches. Few updates are made again one by
 * one, of many the epochs.
 */
function* retrace(trainer: Trainer): Work<CoursePoint[]> {
  const { snapshot: now, rows, options } = trainer;
  const visits: CoursePoint[] = [];
  const time = now.epoch + now.sample / rows;
  if (time === 0 || !walks(trainer)) return visits;
  const past = trainer.branch();
  const updates = options.batchSize === 'full' ? 1 : Math.ceil(rows / options.batchSize);
  const unit = (now.epoch + 1) * updates > MOST_RETRACED ? 'epoch' : 'batch';
  const count = unit === 'epoch' ? Math.ceil(time / MOST_RETRACED) : 1;
  let [at, before] = [past.seek(0), -1];
  for (let reached = 0; reached < time && reached > before; reached = at.epoch + at.sample / rows) {
    visits.push({ ...at, epoch: reached });
    yield;
    before = reached;
    at = past.step(unit, count);
  }
  return visits;
}
