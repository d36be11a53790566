import type { Engine, SeekableEngine } from './engine.ts';
import { Descent } from './full-batch.ts';

/** Full-batch descent that can be put anywhere on its course: what sessions ask beyond a run. */
export class SeekableDescent extends Descent implements SeekableEngine {
  readonly samplesPerEpoch = 1;
  readonly sample = 0;
  readonly batchSize = 1;
  readonly batch: readonly number[] = [];

  get gradient(): Float64Array {
    this.computeGradient();
    return this.view.gradient.slice(0, this.problem.stride);
  }

  /** The last step of momentum and nesterov; zeros for the other optimizers. */
  get velocity(): Float64Array {
    return this.view.state.slice(2, 2 + this.problem.stride);
  }

  place(theta: Float64Array, velocity: Float64Array, epoch: number): void {
    const { view } = this;
    view.state.fill(0);
    if (this.optimizer === 'nesterov' && epoch > 0) {
      // the kernel extrapolates from the gradient one step back
      for (let i = 0; i < theta.length; i++) view.theta[i] = theta[i]! - velocity[i]!;
      this.computeGradient();
      view.state.set(view.gradient.subarray(0, theta.length), 2 + theta.length);
      view.state[0] = this.rates.momentum;
    }
    view.state.set(velocity, 2);
    view.theta.set(theta);
    this.epoch = epoch;
  }

  advance(learningRate: number, epochs: number): void {
    this.run(learningRate, epochs, { gradientNorm: -1, gap: -1, loss: Infinity });
  }

  adopt(other: Engine): void {
    this.restore(other.save(), other.epoch);
  }
}
