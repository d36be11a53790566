import {
  type FitOptions,
  type Model,
  type Sample,
  type Snapshot,
  type Surface,
  Trainer,
  type Unit,
} from '@gd-trainer/sdk';
import type { TableMoments } from '@gd-trainer/sdk/sql';
import {
  type Course,
  type CoursePoint,
  courseOf,
  nextUpdate,
  type Update,
  walks,
} from '@gd-trainer/sdk/view';
import { type Choice, completeness, requireEnoughRows, requireRows } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { type Contender, Rivals } from './rivals.ts';

/** Rows to draw: all of them, or some that lie evenly among them. */
export interface DrawnRows {
  readonly indices: readonly number[];
  /** Columns of the features, then the target. */
  readonly columns: readonly Float64Array[];
}

const MOST_VISITS = 1200;
const MOST_RETRACED = 200;
const MOST_DRAWN = 2000;
/** Longest a tick may keep the keys waiting. */
const TICK_MS = 25;

/** A run under way: the sdk's trainer, and what the screen wants to know of it, computed once a change. */
export class Session {
  readonly data: DataSet;
  readonly choice: Choice;
  readonly trainer: Trainer;
  /** Rows that can be shown: all of them, or the sample that stands for them. */
  readonly shownRows: number;
  /** Rows left out because a value was missing. */
  readonly skippedRows: number;
  readonly #moments: TableMoments | undefined;
  /** Where shown rows come from. */
  readonly #rows: Trainer;
  #rivals: Rivals | undefined;
  #snapshot: Snapshot;
  #course: Course | undefined;
  /** What is known of the way there, kept where the run has gone through batches. */
  #known: readonly CoursePoint[] | undefined;
  #surface: Surface | undefined;
  #next: { readonly update: Update | undefined } | undefined;
  #visits: CoursePoint[] = [];
  #drawn: DrawnRows | undefined;
  #due = 0;
  #stepsPerMs = 1e4;
  #goal: number | undefined;
  /** A first guess, measured from then on. */
  #samplesPerMs = 1e3;

  /** A run on the rows, or on the moments of all rows, of which the data are a sample; or one that is under way. */
  constructor(data: DataSet, choice: Choice, run: FitOptions | Trainer, moments?: TableMoments) {
    if (moments) requireRows(moments.n, choice.features.length);
    else requireEnoughRows(data, choice, completeness(data, choice));
    this.data = data;
    this.choice = choice;
    this.#moments = moments;
    const { target, features } = choice;
    this.trainer = run instanceof Trainer ? run : new Trainer(moments ?? data.columns, run);
    this.#rows = moments ? new Trainer(data.columns, { target, features, missing: 'drop' }) : this.trainer;
    this.shownRows = this.#rows.rows;
    this.skippedRows = moments?.skippedRows ?? this.trainer.skippedRows;
    this.#snapshot = this.trainer.snapshot;
    this.#retrace();
    this.#visit();
  }

  /** Whether a sample stands for the rows. */
  get sampled(): boolean {
    return this.#moments !== undefined;
  }

  /** Number of the row that stands at `row` in the file, from 1, or of the sample that has that number. */
  indexOfRow(row: number): number {
    const at = (index: number): number => (this.sampled ? index + 1 : this.#rows.sample(index).row);
    let [low, high] = [0, this.shownRows - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) < row) low = middle + 1;
      else high = middle;
    }
    if (at(low) === row) return low;
    throw new Failure(
      EXIT.usage,
      row < 1 || row > at(this.shownRows - 1)
        ? `there is no row ${row}; the last one is ${at(this.shownRows - 1)}`
        : `row ${row} is left out: a value is missing there`,
    );
  }

  /** A row that can be shown, by its number from 0, as the descent sees it. */
  sample(index: number): Sample {
    const sample = this.#rows.sample(index);
    const moments = this.#moments;
    if (!moments) return sample;
    if (!this.scaled) return { ...sample, z: sample.x };
    // the sample's own mean and spread are only near those of all rows
    const { mean, comoment, weight, names } = moments;
    const z = sample.x.map((value, j) => {
      const spread = Math.sqrt(comoment[j * names.length + j]! / weight);
      return spread > 0 ? (value - mean[j]!) / spread : 0;
    });
    return { ...sample, z };
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Epochs done, with the share of the present one. */
  get time(): number {
    return this.#snapshot.epoch + this.#snapshot.sample / this.trainer.rows;
  }

  get stochastic(): boolean {
    return this.trainer.options.batchSize !== 'full';
  }

  get course(): Course {
    if (!this.#course) {
      this.#course = courseOf(this.trainer, this.#known);
      if (this.#known || walks(this.trainer)) this.#known = this.#course.points;
    }
    return this.#course;
  }

  get surface(): Surface {
    this.#surface ??= this.trainer.surface;
    return this.#surface;
  }

  /** Whether the descent sees standardised features. */
  get scaled(): boolean {
    return this.trainer.options.scale === 'standard';
  }

  /** States seen since the run began, in order; on batches they lie between the epochs of the course. */
  get visits(): readonly CoursePoint[] {
    return this.#visits;
  }

  get drawn(): DrawnRows {
    this.#drawn ??= drawRows(this);
    return this.#drawn;
  }

  /** What the next step changes; undefined past a divergence, where the run stands still. */
  get next(): Update | undefined {
    this.#next ??= { update: nextUpdate(this.trainer) };
    return this.#next.update;
  }

  /** Number of the row that the next update begins with, or the last one if none will follow. */
  get nextRow(): number {
    return (this.next?.rows ?? this.trainer.batch)[0] ?? 0;
  }

  /** The epoch that the run is on its way to, where the way through the rows is long. */
  get goal(): number | undefined {
    return this.#goal;
  }

  /** Other futures of the run, if there are any. */
  get rivals(): Rivals | undefined {
    return this.#rivals;
  }

  /** Whether something is on its way: the run to a goal, or its rivals after it. */
  get underWay(): boolean {
    return this.#goal !== undefined || (this.#rivals?.isBehind(this.#snapshot.epoch) ?? false);
  }

  /** Moves on at once, or sets a goal where that would keep the keys waiting. */
  step(unit: Unit, count = 1): void {
    const goal = this.#snapshot.epoch + count;
    if (unit === 'epoch' && this.#isFar(goal)) this.#goal = goal;
    else this.#changed(this.trainer.step(unit, count), false);
  }

  /** Goes there at once, or sets a goal where that would keep the keys waiting. */
  seek(epoch: number): void {
    const goal = Math.max(0, Math.round(epoch));
    if (this.#isFar(goal)) this.#goal = goal;
    else this.#changed(this.trainer.seek(goal), false);
  }

  /** Some way towards the goal, as far as a tick has time for; the rivals follow. */
  approach(): void {
    const goal = this.#goal;
    if (goal === undefined) {
      this.#rivals?.follow(this.#snapshot.epoch);
      return;
    }
    const before = this.time;
    const start = performance.now();
    const snapshot = this.#walkTowards(goal, this.#samplesPerMs * TICK_MS);
    this.#changed(snapshot, false);
    const walked = (this.time - before) * this.trainer.rows;
    this.#samplesPerMs = walked / Math.max(0.05, performance.now() - start);
    this.#goal = snapshot.epoch < goal && snapshot.status !== 'diverged' ? goal : undefined;
  }

  #walkTowards(goal: number, samples: number): Snapshot {
    const { trainer } = this;
    const { epoch, sample } = this.#snapshot;
    const { batchSize } = trainer.options;
    const beyond = samples - (trainer.rows - sample);
    if (beyond < 0 && batchSize !== 'full') return trainer.step('batch', Math.ceil(samples / batchSize));
    const epochs = 1 + Math.max(0, Math.floor(beyond / trainer.rows));
    return trainer.step('epoch', Math.min(goal - epoch, epochs));
  }

  /** Stays where it is. */
  halt(): void {
    this.#goal = undefined;
  }

  set(options: Partial<FitOptions>): void {
    this.#changed(this.trainer.set(options), true);
  }

  place(state: { weights: ArrayLike<number>; bias: number }): void {
    this.#rivals = undefined;
    this.#begin(this.trainer.place(state));
  }

  reset(): void {
    // futures of a past that is given up have nothing to be compared with
    if (this.#rivals && this.#rivals.from > 0) this.#rivals = undefined;
    this.#begin(this.trainer.reset());
  }

  /** Lets the run go on for `ms` at `speed` units a second; stops at convergence and at the last epoch. */
  advance(ms: number, speed: number, unit: Unit): 'going' | 'ended' {
    if (this.#goal !== undefined) {
      this.approach();
      return this.#snapshot.status === 'running' ? 'going' : 'ended';
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
    const { status } = this.#snapshot;
    const racing = status === 'converged' && this.#rivals !== undefined;
    return (status === 'running' || racing) && count < left ? 'going' : 'ended';
  }

  /** Lets two to six futures race from here. */
  race(contenders: readonly Contender[]): void {
    this.#rivals = new Rivals(this.trainer.branch(), contenders);
  }

  /** Keeps the run as it is set now beside it; with one that is kept already it races, from where that began. */
  keep(contender: Contender): void {
    this.#rivals = this.#rivals?.with(contender) ?? new Rivals(this.trainer.branch(), [contender]);
    this.#rivals.follow(this.#snapshot.epoch);
  }

  endRace(): void {
    this.#rivals = undefined;
  }

  /** The present state as a model, with everything that is known of one. */
  toModel(): Model {
    return this.trainer.toModel();
  }

  /** Units until the run converges, or to its last epoch; without end once it is past both. */
  #unitsToEnd(unit: Unit): number {
    const { epochs, batchSize } = this.trainer.options;
    const { rows } = this.trainer;
    const converges = Math.max(this.course.converges?.epoch ?? Infinity, this.#rivals?.lastArrival ?? 0);
    const ends = [converges, epochs].filter((end) => end > this.time);
    const left = ends.length > 0 ? Math.min(...ends) - this.time : Infinity;
    if (unit === 'epoch' || batchSize === 'full') return Math.ceil(left);
    return Math.ceil(left * (unit === 'sample' ? rows : Math.ceil(rows / batchSize)));
  }

  /** Another run: nothing that was seen belongs to it. */
  #begin(snapshot: Snapshot): void {
    this.#visits = [];
    this.#known = undefined;
    this.#changed(snapshot, true);
  }

  /** Whether the way to an epoch leads through more samples than a tick has time for. */
  #isFar(epoch: number): boolean {
    const samples = (epoch - this.time) * this.trainer.rows;
    return walks(this.trainer) && samples > this.#samplesPerMs * TICK_MS;
  }

  #changed(snapshot: Snapshot, otherFuture: boolean): void {
    this.#goal = undefined;
    this.#snapshot = snapshot;
    this.#next = undefined;
    if (otherFuture) {
      this.#course = undefined;
      this.#surface = undefined;
    } else if (this.#course && snapshot.epoch > this.#course.end) this.#course = undefined;
    this.#visit();
    this.#rivals?.follow(snapshot.epoch);
  }

  /** What a run that is taken up has gone through: there is no closed form to look back by where it took batches. */
  #retrace(): void {
    const { epoch } = this.#snapshot;
    if (epoch === 0 || !walks(this.trainer)) return;
    const ghost = this.trainer.branch();
    const stride = Math.ceil(epoch / MOST_RETRACED);
    for (let at = 0; at < this.time; at += stride) this.#visits.push(ghost.seek(at));
  }

  #visit(): void {
    const { time } = this;
    const { loss, weights, bias } = this.#snapshot;
    const kept = this.#visits.filter(({ epoch }) => epoch < time);
    kept.push({ epoch: time, loss, weights, bias });
    this.#visits = kept.length > MOST_VISITS ? kept.filter((_, index) => index % 2 === 0) : kept;
  }
}

function drawRows(session: Session): DrawnRows {
  const { shownRows, trainer } = session;
  const count = Math.min(shownRows, MOST_DRAWN);
  const indices = Array.from({ length: count }, (_, i) => Math.floor((i * shownRows) / count));
  const samples = indices.map((index) => session.sample(index));
  const features = trainer.features.map((_, j) => Float64Array.from(samples, ({ x }) => x[j]!));
  return { indices, columns: [...features, Float64Array.from(samples, ({ y }) => y)] };
}
