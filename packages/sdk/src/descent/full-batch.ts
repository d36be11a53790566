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
  readonly #at: Parts<Pointer>;
  #views: Parts<Float64Array>;

  constructor(problem: Quadratic, rates: Rates, optimizer: Optimizer, theta: Float64Array) {
    this.problem = problem;
    this.rates = rates;
    this.optimizer = optimizer;
    this.#minimum = problem.minimum;
    this.#isCentred = problem.centred === problem;
    this.#at = layOut(problem.stride);
    this.#views = viewsOf(this.#at, problem.stride);
    const views = this.#views;
    views.hessian.set(problem.hessian);
    views.linear.set(problem.linear);
    views.optimum.set(problem.optimum);
    views.theta.fill(0).set(theta);
    views.state.fill(0);
    views.thresholds.fill(0).fill(problem.l1, 0, problem.space.spread.length);
  }

  get workPerEpoch(): number {
    return this.problem.stride ** 2 + 50;
  }

  get theta(): Float64Array {
    return this.view.theta.slice();
  }

  run(learningRate: number, epochs: number, bounds: Bounds): 'running' | 'converged' | 'diverged' {
    const last = this.epoch + epochs;
    const floor = bounds.gradientNorm < 0 ? -1 : bounds.gradientNorm ** 2;
    const limit = bounds.loss - this.#minimum;
    this.view.settings.set(kernelSettings(this.optimizer, learningRate, this.rates.momentum, 0));
    while (this.epoch < last) {
      this.epoch += this.#optimize(last - this.epoch, floor, limit);
      if (this.epoch === last) return 'running';
      if (!(this.view.gradient[this.problem.stride]! <= floor)) return 'diverged';
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
    const { gradient } = this.view;
    // rounding may leave a distance of −1e-33 to a minimum that nothing lies below
    const smooth = this.#isCentred
      ? this.#minimum + Math.max(0, gradient[stride + 1]!)
      : this.problem.smoothLoss(this.theta);
    if (l1 === 0) return { loss: smooth, gradientNorm: Math.sqrt(gradient[stride]!) };
    return {
      loss: smooth + this.problem.lasso(this.theta),
      gradientNorm: this.problem.proximalNorm({ ...this.view, learningRate }),
    };
  }

  save(): Checkpoint {
    const { theta, state } = this.view;
    const checkpoint = new Float64Array(theta.length + state.length);
    checkpoint.set(theta);
    checkpoint.set(state, theta.length);
    return checkpoint;
  }

  restore(checkpoint: Checkpoint, epoch: number): void {
    const { theta, state } = this.view;
    theta.set(checkpoint.subarray(0, theta.length));
    state.set(checkpoint.subarray(theta.length));
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

  /** The block as arrays, renewed when the memory has grown under them: a detached array has no length. */
  protected get view(): Parts<Float64Array> {
    if (this.#views.theta.length === 0) this.#views = viewsOf(this.#at, this.problem.stride);
    return this.#views;
  }
}

/** The parts of a descent's block, as pointers for the kernels and as arrays for the rest. */
export interface Parts<As> {
  readonly hessian: As;
  readonly linear: As;
  readonly optimum: As;
  readonly theta: As;
  /** 2 + 3·stride */
  readonly state: As;
  /** stride, then two sums */
  readonly gradient: As;
  readonly thresholds: As;
  readonly settings: As;
}

/** Allocates the block; the parts lie in the order of `Parts`. */
function layOut(stride: number): Parts<Pointer> {
  const vector = stride * F64_BYTES;
  const hessian = core().memory.allocate((stride + 8) * vector + (4 + SETTINGS) * F64_BYTES);
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

function viewsOf(at: Parts<Pointer>, stride: number): Parts<Float64Array> {
  const { memory } = core();
  return {
    hessian: memory.f64(at.hessian, stride * stride),
    linear: memory.f64(at.linear, stride),
    optimum: memory.f64(at.optimum, stride),
    theta: memory.f64(at.theta, stride),
    state: memory.f64(at.state, 2 + 3 * stride),
    gradient: memory.f64(at.gradient, stride + 2),
    thresholds: memory.f64(at.thresholds, stride),
    settings: memory.f64(at.settings, SETTINGS),
  };
}
