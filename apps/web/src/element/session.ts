import type { FitOptions, Forecast, Parameters, Snapshot, Surface, Trainer, Unit } from '@gd-trainer/sdk';
import type { Fact } from '@gd-trainer/sdk/narrate';
import { type Box, type Chain, chainOf, madeUpdate, nextUpdate, type Update } from '@gd-trainer/sdk/view';
import { boxAround, stillFits } from '../charts/descent.ts';
import type { Point, Size } from '../charts/marks.ts';
import {
  type Course,
  type CoursePoint,
  isPredictable,
  pointOf,
  predictCourse,
  recordCourse,
  startCourse,
} from './course.ts';
import { Rivals } from './rivals.ts';
import { type FitRanges, rangesOf, readSamples, type Samples, stillIn } from './samples.ts';

/** Epochs on the axis while the true number would tell too much. */
const SECRET_HORIZON = 100;
const ENDED: ReadonlySet<Snapshot['status']> = new Set(['converged', 'diverged', 'exhausted']);

/** One training run on one set of data, as the page shows it: the sdk's trainer, where it has been and will go. */
export class Session {
  readonly trainer: Trainer;
  readonly samples: Samples;
  surface: Surface;
  snapshot: Snapshot;
  /** What the curvature says about the run from the present state on. */
  forecast: Forecast;
  /** The update just made; none after a jump. */
  #made: Update | undefined;
  #chain: Chain | undefined;
  course: Course;
  /** Typical sizes of the parameters, by which their numbers keep a steady number of decimals. */
  scale: { readonly weights: readonly number[]; readonly bias: number };
  /** What is to be said about the run from here on. */
  facts: readonly Fact[];
  /** What the axes of the fit span: the start included, where it predicts something else than what there is. */
  ranges: FitRanges;
  /** The sample whose chain rule is shown, from 0. */
  chosen = 0;
  /** Whether nothing of the future is to be shown. */
  isSecret = false;
  /** Other futures of this run, for as long as they race. */
  rivals: Rivals | undefined;
  #boxes = new Map<string, Box>();

  /** @param before - a session on nearly the same data, whose pictures stay where they are */
  constructor(trainer: Trainer, before?: Session) {
    this.trainer = trainer;
    this.samples = readSamples(this.trainer);
    this.surface = this.trainer.surface;
    this.snapshot = this.trainer.snapshot;
    this.forecast = this.trainer.forecast;
    this.course = this.#newCourse();
    this.scale = this.#typicalSizes();
    this.facts = this.trainer.facts;
    const needed = rangesOf(this.samples, this.trainer, this.start);
    this.ranges = before && stillIn(before.ranges, needed) ? before.ranges : needed;
    if (!before) return;
    this.#boxes = before.#boxes;
    this.pick(before.chosen);
  }

  /** The chain rule of the chosen sample, at the state where it was just used, else now; undefined where there are no rows. */
  get chain(): Chain | undefined {
    if (this.samples.all.length === 0) return undefined;
    if (!this.#chain) {
      const update = this.#made?.rows.includes(this.chosen) ? this.#made : nextUpdate(this.trainer);
      this.#chain = chainOf(this.trainer.sample(this.chosen), update, this.snapshot);
    }
    return this.#chain;
  }

  step(unit: Unit, count = 1): void {
    const { snapshot: before } = this;
    this.#move(this.trainer.step(unit, count));
    this.#made = madeUpdate(this.trainer, before);
    if (unit !== 'epoch') this.chosen = this.trainer.batch.at(-1) ?? this.chosen;
  }

  seek(epoch: number): void {
    this.#move(this.trainer.seek(epoch));
    // farther than anything drawn so far: the bar grows
    if (epoch > this.course.horizon && isPredictable(this.trainer)) {
      this.course = predictCourse(this.trainer, epoch);
    }
  }

  reset(): void {
    this.#restart(this.trainer.reset());
  }

  set(options: Partial<FitOptions>): void {
    const snapshot = this.trainer.set(options);
    this.surface = this.trainer.surface;
    this.#restart(snapshot);
  }

  place(state: Parameters): void {
    // from another start they would run beside, not against, this run
    this.rivals = undefined;
    this.#restart(this.trainer.place(state));
  }

  /** Lets two to six futures race, from where a race under way began, else from here; fewer end the race. */
  race(contenders: readonly Partial<FitOptions>[]): void {
    const begin = this.rivals?.begin ?? this.trainer.branch();
    this.rivals = contenders.length > 0 ? new Rivals(begin, contenders, this.course.horizon) : undefined;
    this.rivals?.seek(this.snapshot.epoch);
    // the slowest of them fits on the bar
    if (this.rivals && isPredictable(this.trainer))
      this.course = predictCourse(this.trainer, this.rivals.horizon);
  }

  /** The course as far as the reader may see it: without its future while a question about it is open. */
  get shown(): Course {
    if (!this.isSecret) return this.course;
    const { epoch } = this.now;
    const points = this.course.points.filter((point) => point.epoch <= epoch);
    return { points, horizon: Math.max(SECRET_HORIZON, Math.ceil(epoch)), arrival: null };
  }

  /** The present state as a point of the course. */
  get now(): CoursePoint {
    return pointOf(this.snapshot, this.trainer.rows);
  }

  /** Looks at another sample; a number past the last means the last. */
  pick(sample: number): void {
    this.chosen = Math.min(this.trainer.rows - 1, Math.max(0, Math.round(sample) || 0));
    this.#chain = undefined;
  }

  /** Weights and bias, as far as the model has them. */
  get parameterCount(): number {
    return this.trainer.features.length + (this.trainer.options.intercept ? 1 : 0);
  }

  /** Whether the descent runs on other numbers than the data's. */
  get isScaled(): boolean {
    return this.trainer.options.scale === 'standard';
  }

  /** The start values, in data units. */
  get start(): { weights: number[]; bias: number } {
    const { weights, bias } = this.surface.toData(this.course.points[0] ?? this.snapshot.scaled);
    return { weights: Array.from(weights), bias };
  }

  /** The part of a plane to draw: the same as before while it will do, because a picture that moves can't be dragged on. */
  boxFor(plane: readonly [number, number], points: readonly Point[], size: Size): Box {
    const key = plane.join();
    const needed = boxAround(points, size);
    const known = this.#boxes.get(key);
    const box = known && stillFits(known, points, needed) ? known : needed;
    this.#boxes.set(key, box);
    return box;
  }

  /** Where a step back leads: the start of this epoch, if it has begun, else of the one before. */
  get epochBefore(): number {
    const { epoch, sample } = this.snapshot;
    return sample > 0 ? epoch : Math.max(0, epoch - 1);
  }

  /** Whether the run has an end that it has come to. */
  get isOver(): boolean {
    return ENDED.has(this.snapshot.status) && (this.rivals?.isOver ?? true);
  }

  #move(snapshot: Snapshot): void {
    this.#made = undefined;
    this.#chain = undefined;
    this.snapshot = snapshot;
    this.rivals?.seek(snapshot.epoch);
    this.forecast = this.trainer.forecast;
    if (!isPredictable(this.trainer)) this.course = recordCourse(this.course, this.trainer);
  }

  #restart(snapshot: Snapshot): void {
    this.#made = undefined;
    this.#chain = undefined;
    this.rivals?.seek(snapshot.epoch);
    this.snapshot = snapshot;
    this.forecast = this.trainer.forecast;
    this.course = this.#newCourse();
    this.scale = this.#typicalSizes();
    this.facts = this.trainer.facts;
    this.ranges = rangesOf(this.samples, this.trainer, this.start);
  }

  #typicalSizes(): Session['scale'] {
    const { snapshot } = this;
    const { weights, bias } = this.surface.optimum;
    return {
      weights: Array.from(snapshot.weights, (weight, j) => weights[j] || weight || 1),
      bias: bias || snapshot.bias || 1,
    };
  }

  #newCourse(): Course {
    return isPredictable(this.trainer) ? predictCourse(this.trainer) : startCourse(this.trainer);
  }
}
