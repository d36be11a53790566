import { core, type Pointer, rowKernels } from '@gd-trainer/core';
import { stochasticRates } from '../ahead/optimizer-rates.ts';
import type { Rates } from '../ahead/rates.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { TRAITS } from '../optimizers.ts';
import type { DecidedSettings } from '../options.ts';
import {
  type Bounds,
  type Checkpoint,
  isAtGoal,
  kernelSettings,
  type Look,
  type SeekableEngine,
  type Within,
} from './engine.ts';
import type { Rows } from './rows.ts';
import { SeekableDescent } from './seekable.ts';

const F64_BYTES = 8;
const SETTINGS = 5;
/** Samples a call: the engine replaces slow first code only between calls. */
const SAMPLES_PER_CALL = 4096;
/** 2³² divided by the golden ratio: seeds of successive epochs lie far apart. */
const SEED_STEP = 0x9e3779b9;

/**
 * Descent over the rows, an update a batch. The order of an epoch depends on the seed and the epoch alone; the loss and
 * its gradient come from the moments of the same rows, exact at any θ in d².
 */
export class Stochastic implements SeekableEngine {
  readonly problem: Quadratic;
  readonly rates: Rates;
  readonly batchSize: number;
  /** Times that all rows were used. */
  protected rounds = 0;
  sample = 0;
  /** Epoch of the session at which its own begin: the orders of rows go on from there. */
  #firstEpoch = 0;
  /** Samples that another engine has used of its first epoch. */
  #entered = 0;
  /** True if the present epoch has an order that is drawn. */
  #isShuffled = false;
  readonly #surface: SeekableDescent;
  readonly #settings: DecidedSettings;
  readonly #rows: Rows;
  readonly #ownsRows: boolean;
  /** One block: θ, optimizer state, scratch, kernel settings, generator, order. */
  readonly #theta: Pointer;
  readonly #state: Pointer;
  readonly #scratch: Pointer;
  readonly #kernelSettings: Pointer;
  readonly #random: Pointer;
  readonly #order: Pointer;

  /** Rows of its own are released with it. */
  constructor(
    problem: Quadratic,
    rows: Rows,
    settings: DecidedSettings,
    theta: Float64Array,
    ownsRows = false,
  ) {
    const { stride } = rows;
    this.problem = problem;
    this.rates = stochasticRates(problem, rows, settings);
    this.#rows = rows;
    this.#ownsRows = ownsRows;
    this.#settings = settings;
    this.batchSize = Math.min(settings.batchSize as number, rows.count);
    this.#surface = new SeekableDescent(problem, this.rates, settings.optimizer, theta);
    const length = 6 * stride + 2 + SETTINGS + 2 + Math.ceil(rows.count / 2);
    let end = core().memory.allocate(length * F64_BYTES);
    const take = (length: number): Pointer => {
      const start = end;
      end += length * F64_BYTES;
      return start;
    };
    this.#theta = take(stride);
    this.#state = take(2 + 3 * stride);
    this.#scratch = take(2 * stride);
    this.#kernelSettings = take(SETTINGS);
    this.#random = take(2);
    this.#order = take(Math.ceil(rows.count / 2));
    this.#view(this.#theta, 4 * stride + 2).fill(0);
    this.#setTheta(theta);
  }

  get epoch(): number {
    return this.rounds;
  }

  get workPerEpoch(): number {
    return this.#rows.count * (4 * this.#rows.stride + 10);
  }

  get theta(): Float64Array {
    const { size, stride, space } = this.problem;
    const values = this.#view(this.#theta);
    const theta = new Float64Array(stride);
    theta.set(values.subarray(1, 1 + space.spread.length));
    if (space.intercept) theta[size - 1] = values[0]!;
    return theta;
  }

  get gradient(): Float64Array {
    this.#surface.place(this.theta, new Float64Array(this.problem.stride), 0);
    return this.#surface.gradient;
  }

  run(learningRate: number, epochs: number, bounds: Bounds): 'running' | 'converged' | 'diverged' {
    for (let done = 0; done < epochs; done++) {
      const look = this.look(learningRate);
      if (isAtGoal(look, bounds, this.problem)) return 'converged';
      if (!(look.loss <= bounds.loss)) return 'diverged';
      this.advance(learningRate, this.#rows.count - this.sample);
    }
    return 'running';
  }

  /** A batch that is cut short averages what it has. */
  advance(learningRate: number, samples: number): void {
    const { count } = this.#rows;
    for (let left = samples; left > 0; ) {
      if (this.sample === 0) this.#startEpoch();
      const step = Math.min(left, count - this.sample, this.#samplesPerCall());
      this.#update(this.sample, this.sample + step, learningRate);
      this.sample += step;
      left -= step;
      if (this.sample === count) {
        this.sample = 0;
        this.rounds++;
      }
    }
  }

  look(learningRate: number): Look {
    this.#surface.place(this.theta, new Float64Array(this.problem.stride), 0);
    return this.#surface.look(learningRate);
  }

  get samplesPerEpoch(): number {
    return this.#rows.count;
  }

  get batch(): readonly number[] {
    const end = this.sample || (this.rounds > 0 ? this.#rows.count : 0);
    // also at the end of the epoch that it came into
    const isFirst = this.rounds === 0 || (this.rounds === 1 && this.sample === 0);
    const first = isFirst ? this.#entered : 0;
    const start = Math.max(first, Math.floor(Math.max(0, end - 1) / this.batchSize) * this.batchSize);
    const positions = Array.from({ length: end - start }, (_, index) => start + index);
    if (!this.#isShuffled) return positions;
    const order = core().memory.i32(this.#order, this.#rows.count);
    return positions.map((position) => order[position]!);
  }

  enter(firstEpoch: number, within: Within | undefined): void {
    this.#firstEpoch = firstEpoch;
    this.#entered = within?.sample ?? 0;
    this.sample = this.#entered;
    if (!within) return;
    this.#isShuffled = within.order !== undefined;
    if (within.order) core().memory.i32(this.#order, this.#rows.count).set(within.order);
    this.#view(this.#random, within.random.length).set(within.random);
  }

  get within(): Within | undefined {
    const { sample } = this;
    if (sample === 0) return undefined;
    const random = this.#view(this.#random, 2).slice();
    if (!this.#isShuffled) return { sample, random };
    return { sample, order: core().memory.i32(this.#order, this.#rows.count).slice(), random };
  }

  save(): Checkpoint {
    return this.#view(this.#theta, 4 * this.#rows.stride + 2).slice();
  }

  restore(checkpoint: Checkpoint, epoch: number): void {
    this.#view(this.#theta, checkpoint.length).set(checkpoint);
    this.rounds = epoch;
    this.sample = 0;
  }

  adopt(other: Stochastic): void {
    const state = (this.#order - this.#theta) / F64_BYTES;
    this.#view(this.#theta, state).set(other.#view(other.#theta, state));
    this.rounds = other.rounds;
    this.sample = other.sample;
    this.#isShuffled = other.#isShuffled;
    // of a whole epoch only the last batch is asked for: the next epoch begins with an order of its own
    const { count } = this.#rows;
    const first = this.sample > 0 ? 0 : Math.floor((count - 1) / this.batchSize) * this.batchSize;
    const { memory } = core();
    memory.i32(this.#order, count).set(memory.i32(other.#order, count).subarray(first), first);
  }

  release(): void {
    this.#surface.release();
    core().memory.release(this.#theta);
    if (this.#ownsRows) this.#rows.release();
  }

  #startEpoch(): void {
    const { memory } = core();
    const { shuffle, seed } = this.#settings;
    this.#isShuffled = shuffle;
    if (!shuffle) return;
    const order = memory.i32(this.#order, this.#rows.count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    rowKernels().seed(this.#random, (seed + Math.imul(this.#firstEpoch + this.rounds, SEED_STEP)) | 0);
  }

  #update(first: number, last: number, learningRate: number): void {
    const { optimizer, l2 } = this.#settings;
    this.#view(this.#kernelSettings, SETTINGS).set(
      kernelSettings(optimizer, learningRate, this.rates.momentum, l2),
    );
    rowKernels().stochastic(
      TRAITS[optimizer].code!,
      this.#rows.start,
      this.#rows.stride,
      this.#isShuffled ? this.#order : 0,
      this.#isShuffled ? this.#random : 0,
      first,
      last,
      this.#rows.count,
      this.batchSize,
      this.#rows.bias,
      this.#rows.weights,
      this.#theta,
      this.#state,
      this.#kernelSettings,
      this.#scratch,
    );
  }

  /** As many whole batches as make a call; first what is left of one that began under another size. */
  #samplesPerCall(): number {
    const used = this.sample % this.batchSize;
    if (used > 0) return this.batchSize - used;
    const batches = Math.max(1, Math.floor(SAMPLES_PER_CALL / this.batchSize));
    return batches * this.batchSize;
  }

  #setTheta(theta: Float64Array): void {
    const { size, space } = this.problem;
    const values = this.#view(this.#theta);
    values.set(theta.subarray(0, space.spread.length), 1);
    values[0] = space.intercept ? theta[size - 1]! : 0;
  }

  #view(start: Pointer, length: number = this.#rows.stride): Float64Array {
    return core().memory.f64(start, length);
  }
}
