import {
  type FitOptions,
  type Forecast,
  type Parameters,
  type Snapshot,
  type Source,
  type Surface,
  Trainer,
  type Unit,
} from '@gd-trainer/sdk';
import type { Fact } from '@gd-trainer/sdk/narrate';
import { type Box, boxAround, stillFits } from './charts/descent.ts';
import type { Point, Size } from './charts/marks.ts';
import {
  type Course,
  type CoursePoint,
  isPredictable,
  pointOf,
  predictCourse,
  recordCourse,
  startCourse,
} from './course.ts';
import { type FitRanges, rangesOf, readSamples, type Samples } from './samples.ts';

/** One training run on one set of data, as the page shows it: the sdk's trainer, where it has been and will go. */
export class Session {
  readonly trainer: Trainer;
  readonly samples: Samples;
  surface: Surface;
  snapshot: Snapshot;
  /** What the curvature says about the run from the present state on. */
  forecast: Forecast;
  /** The state before the last step, so that the update just made can be shown; none after a jump. */
  before: Snapshot | undefined;
  course: Course;
  /** Typical sizes of the parameters, by which their numbers keep a steady number of decimals. */
  scale: { readonly weights: readonly number[]; readonly bias: number };
  /** What is to be said about the run from here on. */
  facts: readonly Fact[];
  /** What the axes of the fit span: the start included, where it predicts something else than what there is. */
  ranges: FitRanges;
  /** The sample whose chain rule is shown, from 0. */
  chosen = 0;
  #autoRate: number | undefined;
  #boxes = new Map<string, Box>();

  constructor(source: Source, options: FitOptions) {
    this.trainer = new Trainer(source, options);
    this.samples = readSamples(this.trainer);
    this.surface = this.trainer.surface;
    this.snapshot = this.trainer.snapshot;
    this.forecast = this.trainer.forecast;
    this.course = this.#newCourse();
    this.scale = this.#typicalSizes();
    this.facts = this.trainer.facts;
    this.ranges = rangesOf(this.samples, this.trainer, this.start);
  }

  /** The rate that 'auto' takes. */
  get autoRate(): number {
    this.#autoRate ??= this.trainer.branch().set({ learningRate: 'auto' }).learningRate;
    return this.#autoRate;
  }

  step(unit: Unit, count = 1): void {
    this.before = count === 1 ? this.snapshot : undefined;
    this.#move(this.trainer.step(unit, count));
    if (unit !== 'epoch') this.chosen = this.trainer.batch.at(-1) ?? this.chosen;
  }

  seek(epoch: number): void {
    this.before = undefined;
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
    this.#restart(this.trainer.place(state));
  }

  /** The present state as a point of the course. */
  get now(): CoursePoint {
    return pointOf(this.snapshot, this.trainer.rows);
  }

  /** Looks at another sample; a number past the last means the last. */
  pick(sample: number): void {
    this.chosen = Math.min(this.trainer.rows - 1, Math.max(0, Math.round(sample) || 0));
    this.before = undefined;
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
    return ['converged', 'diverged', 'exhausted'].includes(this.snapshot.status);
  }

  #move(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.forecast = this.trainer.forecast;
    if (!isPredictable(this.trainer)) this.course = recordCourse(this.course, this.trainer);
  }

  #restart(snapshot: Snapshot): void {
    this.before = undefined;
    this.snapshot = snapshot;
    this.forecast = this.trainer.forecast;
    this.course = this.#newCourse();
    this.scale = this.#typicalSizes();
    this.facts = this.trainer.facts;
    this.ranges = rangesOf(this.samples, this.trainer, this.start);
    this.#autoRate = undefined;
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
