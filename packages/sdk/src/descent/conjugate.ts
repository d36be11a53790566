import { ConjugateGradients } from '../ahead/conjugate-gradients.ts';
import type { Rates } from '../ahead/rates.ts';
import { GdError } from '../errors.ts';
import { dot, type Quadratic } from '../loss/quadratic.ts';
import type { Settings } from '../options.ts';
import {
  type Bounds,
  type Checkpoint,
  type Engine,
  isAtGoal,
  type Look,
  type SeekableEngine,
} from './engine.ts';

/** Conjugate gradients on the moments as an engine: an epoch is a product with H and a gradient, 2d². */
export class ConjugateDescent implements SeekableEngine {
  readonly problem: Quadratic;
  readonly samplesPerEpoch = 1;
  readonly sample = 0;
  readonly batchSize = 1;
  readonly batch: readonly number[] = [];
  epoch = 0;
  readonly #gradients: ConjugateGradients;

  /** From θ. Throws `OPTION` for what it cannot keep to: batches, a walk over the rows, a rate that is given. */
  constructor(problem: Quadratic, theta: Float64Array, { batchSize, path, learningRate }: Settings) {
    const [option, cure] =
      batchSize !== 'full'
        ? ['batchSize', "`batchSize: 'full'`"]
        : path === 'rows'
          ? ['path', "`path: 'auto'`"]
          : typeof learningRate !== 'string'
            ? ['learningRate', "`learningRate: 'auto'`"]
            : [];
    if (option) {
      throw new GdError(
        'OPTION',
        'the optimizer cg runs on the moments of all rows, and finds the best rate of every update itself',
        `pass ${cure}, or another optimizer`,
        { option },
      );
    }
    this.problem = problem;
    this.#gradients = new ConjugateGradients(problem, theta);
  }

  /** The rate of the next update, and its share of the last step. */
  get rates(): Rates {
    return this.#gradients.rates;
  }

  get workPerEpoch(): number {
    return 2 * this.problem.stride ** 2 + 50;
  }

  get theta(): Float64Array {
    return this.#gradients.theta.slice();
  }

  get isStill(): boolean {
    return this.#gradients.isStill;
  }

  get gradient(): Float64Array {
    return this.problem.gradientAt(this.theta);
  }

  run(_learningRate: number, epochs: number, bounds: Bounds): 'running' | 'converged' | 'diverged' {
    const last = this.epoch + epochs;
    for (; this.epoch < last; this.epoch++) {
      const look = this.look();
      if (isAtGoal(look, bounds, this.problem)) return 'converged';
      if (!(look.loss <= bounds.loss)) return 'diverged';
      // where it stands still, it has been at every epoch to come
      if (!this.#gradients.update()) this.epoch = last - 1;
    }
    return 'running';
  }

  advance(learningRate: number, epochs: number): void {
    this.run(learningRate, epochs, { gradientNorm: -1, gap: -1, loss: Infinity });
  }

  look(): Look {
    const { gradient } = this;
    const loss = this.problem.smoothLoss(this.theta);
    return { loss, gradientNorm: Math.sqrt(dot(gradient, gradient)) };
  }

  save(): Checkpoint {
    return this.#gradients.save();
  }

  restore(checkpoint: Checkpoint, epoch: number): void {
    this.#gradients.restore(checkpoint);
    this.epoch = epoch;
  }

  adopt(other: Engine): void {
    this.restore(other.save(), other.epoch);
  }

  /** Nothing to free: it takes no memory of the kernels. */
  release(): void {}
}
