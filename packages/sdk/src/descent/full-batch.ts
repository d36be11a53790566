import { core, type Pointer } from '@gd-trainer/core';
import type { Rates } from '../ahead/rates.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import { type Bounds, type Checkpoint, type Engine, isAtGoal, kernelSettings, type Look } from './engine.ts';

const F64_BYTES = 8;
const SETTINGS = 5;

/** Full-batch descent on a quadratic, in the core's memory: an epoch costs d² whatever the number of rows. */
export class Descent implements Engine {
  readonly problem: Quadratic;
  readonly rates: Rates;
  epoch = 0;
  protected readonly optimizer: Optimizer;
  readonly #minimum: number;
  readonly #isCentred: boolean;
  readonly #at: Pointers;
  #whole: Float64Array | undefined;

  constructor(problem: Quadratic, rates: Rates, optimizer: Optimizer, theta: Float64Array) {
    this.problem = problem;
    this.rates = rates;
    this.optimizer = optimizer;
    this.#minimum = problem.minimum;
    this.#isCentred = problem.centred === problem;
    const { stride, l1 } = problem;
    this.#at = layOut(stride);
    const block = this.#block;
    block.set(problem.hessian);
    block.set(problem.linear, stride * stride);
    block.set(problem.optimum, stride * (stride + 1));
    block.fill(0, stride * (stride + 2));
    block.set(theta, stride * (stride + 2));
    if (l1 > 0) this.view.thresholds.fill(l1, 0, problem.space.spread.length);
  }

  get workPerEpoch(): number {
    return this.problem.stride ** 2 + 50;
  }

  get theta(): Float64Array {
    const first = this.#index('theta');
    return this.#block.slice(first, first + this.problem.stride);
  }

  run(learningRate: number, epochs: number, bounds: Bounds): 'running' | 'converged' | 'diverged' {
    const last = this.epoch + epochs;
    const floor = bounds.gradientNorm < 0 ? -1 : bounds.gradientNorm ** 2;
    const limit = bounds.loss - this.#minimum;
    const settings = kernelSettings(this.optimizer, learningRate, this.rates.momentum, 0);
    const first = this.#index('settings');
    for (let i = 0; i < SETTINGS; i++) this.#block[first + i] = settings[i]!;
    while (this.epoch < last) {
      this.epoch += this.#optimize(last - this.epoch, floor, limit);
      if (this.epoch === last) return 'running';
      if (!(this.#block[this.#index('gradient') + this.problem.stride]! <= floor)) return 'diverged';
      if (isAtGoal(this.look(learningRate), bounds, this.problem)) return 'converged';
      // small is the gradient alone
      if (this.#optimize(1, -1, limit) === 0) return 'diverged';
      this.epoch++;
    }
    return 'running';
  }

  look(learningRate: number): Look {
    const { stride, l1 } = this.problem;
    this.computeGradient();
    const sums = this.#index('gradient') + stride;
    const [squares, excess] = [this.#block[sums]!, this.#block[sums + 1]!];
    // rounding may leave a distance of −1e-33 to a minimum that nothing lies below
    const smooth = this.#isCentred
      ? this.#minimum + Math.max(0, excess)
      : this.problem.smoothLoss(this.theta);
    if (l1 === 0) return { loss: smooth, gradientNorm: Math.sqrt(squares) };
    return {
      loss: smooth + this.problem.lasso(this.theta),
      gradientNorm: this.problem.proximalNorm({ ...this.view, learningRate }),
    };
  }

  /** θ and the state, which lie side by side. */
  save(): Checkpoint {
    return this.#block.slice(this.#index('theta'), this.#index('gradient'));
  }

  restore(checkpoint: Checkpoint, epoch: number): void {
    this.#block.set(checkpoint, this.#index('theta'));
    this.epoch = epoch;
  }

  release(): void {
    core().memory.release(this.#at.hessian);
  }

  /** At most `epochs` updates; returns how many, fewer where a bound is met before one. */
  #optimize(epochs: number, gradientFloor: number, excessLimit: number): number {
    const { stride, l1 } = this.problem;
    const at = this.#at;
    return core().kernels.optimize(
      TRAITS[this.optimizer].code!,
      at.hessian,
      at.linear,
      at.theta,
      at.optimum,
      at.gradient,
      at.state,
      at.settings,
      l1 > 0 ? at.thresholds : 0,
      stride,
      epochs,
      gradientFloor,
      excessLimit,
    );
  }

  protected computeGradient(): void {
    const { hessian, linear, theta, optimum, gradient } = this.#at;
    core().kernels.gradient(hessian, linear, theta, optimum, gradient, this.problem.stride);
  }

  /** The parts that change, as arrays, valid until memory is allocated. */
  protected get view(): Vectors {
    const { stride } = this.problem;
    const part = (name: keyof Vectors, length = stride): Float64Array =>
      core().memory.f64(this.#at[name], length);
    return {
      theta: part('theta'),
      state: part('state', 2 + 3 * stride),
      gradient: part('gradient', stride + 2),
      thresholds: part('thresholds'),
      settings: part('settings', SETTINGS),
    };
  }

  /** The block as one array, renewed when the memory has grown under it: a detached one has no length. */
  get #block(): Float64Array {
    if (!this.#whole?.length)
      this.#whole = core().memory.f64(this.#at.hessian, lengthOf(this.problem.stride));
    return this.#whole;
  }

  /** Place of a part in the block. */
  #index(part: keyof Pointers): number {
    return (this.#at[part] - this.#at.hessian) / F64_BYTES;
  }
}

/** Parts of a descent's block. */
interface Vectors<As = Float64Array> {
  readonly theta: As;
  /** 2 + 3·stride */
  readonly state: As;
  /** stride, then two sums */
  readonly gradient: As;
  readonly thresholds: As;
  readonly settings: As;
}

interface Pointers extends Vectors<Pointer> {
  readonly hessian: Pointer;
  readonly linear: Pointer;
  readonly optimum: Pointer;
}

const lengthOf = (stride: number): number => (stride + 8) * stride + 4 + SETTINGS;

/** Allocates the block; hessian, linear, optimum, θ, state, gradient, thresholds, settings. */
function layOut(stride: number): Pointers {
  const vector = stride * F64_BYTES;
  const hessian = core().memory.allocate(lengthOf(stride) * F64_BYTES);
  const linear = hessian + stride * vector;
  const state = linear + 3 * vector;
  const gradient = state + 2 * F64_BYTES + 3 * vector;
  const thresholds = gradient + vector + 2 * F64_BYTES;
  return {
    hessian,
    linear,
    optimum: linear + vector,
    theta: linear + 2 * vector,
    state,
    gradient,
    thresholds,
    settings: thresholds + vector,
  };
}
