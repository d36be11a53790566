import { core } from '@gd-trainer/core';
import { describe, expect, it } from 'vitest';
import { OPTIMIZERS, quadratic } from './support/cases.ts';
import { run } from './support/twins.ts';

interface Run {
  readonly rate: number;
  readonly beta?: number;
  readonly epochs: number;
  readonly floor?: number;
  readonly limit?: number;
  readonly l1?: boolean;
}

function descend(parameters: number, optimizer: string, settings: Run) {
  const { stride, buffers } = quadratic(parameters);
  const { rate, beta = 0.5, epochs, floor = 0, limit = Infinity, l1 = false } = settings;
  const decay = optimizer === 'adam' ? 0.999 : 0.9;
  const { returned, after } = run(core(), {
    name: optimizer,
    offset: 0,
    buffers: {
      ...buffers,
      thresholds: buffers.thresholds.map((value) => 5 * value),
      settings: Float64Array.of(rate, beta, decay, 1e-8),
    },
    call: (k, at) =>
      k.optimize(
        OPTIMIZERS.indexOf(optimizer),
        at.hessian,
        at.linear,
        at.theta,
        at.optimum,
        at.out,
        at.state,
        at.settings,
        l1 ? at.thresholds : 0,
        stride,
        epochs,
        floor,
        limit,
      ),
  });
  return { epochs: returned as number, stride, ...after };
}

describe('descent on moments', () => {
  it.each([
    ['gd', 1e-9, { rate: 0.2, epochs: 2000 }],
    ['momentum', 1e-9, { rate: 0.2, epochs: 2000 }],
    ['nesterov', 1e-9, { rate: 0.2, epochs: 2000 }],
    ['adagrad', 1e-9, { rate: 0.5, epochs: 5000 }],
    ['rmsprop', 1e-3, { rate: 1e-4, epochs: 50_000 }],
    ['adam', 1e-5, { rate: 0.01, beta: 0.9, epochs: 20_000 }],
  ])('%s ends at the optimum', (optimizer, tolerance, settings) => {
    for (const parameters of [1, 3, 8]) {
      const { theta, optimum } = descend(parameters, optimizer, settings);
      // rmsprop keeps stepping ± rate around the optimum, adam spirals in
      for (const [j, value] of optimum.entries()) {
        expect(Math.abs(theta[j]! - value)).toBeLessThan(tolerance);
      }
    }
  });

  it('takes the textbook steps of nesterov, though it never multiplies at the look-ahead', () => {
    const [rate, beta, parameters] = [0.2, 0.7, 4];
    const { buffers, stride } = quadratic(parameters);
    const gradient = (x: readonly number[]) =>
      x.map((_, i) =>
        x.reduce((sum, value, j) => sum + buffers.hessian[i * stride + j]! * value, -buffers.linear[i]!),
      );
    let theta = [0, 0, 0, 0];
    let velocity = [0, 0, 0, 0];
    for (let epoch = 0; epoch < 25; epoch++) {
      const slope = gradient(theta.map((value, j) => value + beta * velocity[j]!));
      velocity = velocity.map((value, j) => beta * value - rate * slope[j]!);
      theta = theta.map((value, j) => value + velocity[j]!);
    }
    const ours = descend(parameters, 'nesterov', { rate, beta, epochs: 25 });
    for (const [j, value] of theta.entries()) expect(ours.theta[j]).toBeCloseTo(value, 12);
  });

  it('takes the textbook steps of adam, powers and all', () => {
    const { buffers, stride } = quadratic(2);
    const theta = [0, 0];
    const [mean, square] = [
      [0, 0],
      [0, 0],
    ];
    for (let t = 1; t <= 30; t++) {
      const slope = theta.map((_, i) =>
        theta.reduce((sum, value, j) => sum + buffers.hessian[i * stride + j]! * value, -buffers.linear[i]!),
      );
      for (const [j, g] of slope.entries()) {
        mean[j] = 0.9 * mean[j]! + 0.1 * g;
        square[j] = 0.999 * square[j]! + 0.001 * g * g;
        theta[j]! -= (0.01 * (mean[j]! / (1 - 0.9 ** t))) / (Math.sqrt(square[j]! / (1 - 0.999 ** t)) + 1e-8);
      }
    }
    const ours = descend(2, 'adam', { rate: 0.01, beta: 0.9, epochs: 30 });
    for (const [j, value] of theta.entries()) expect(ours.theta[j]).toBeCloseTo(value, 11);
  });

  it('stops before an update once the gradient is small, and says how many it made', () => {
    const { epochs, out, stride } = descend(3, 'gd', { rate: 0.2, epochs: 10_000, floor: 1e-12 });
    expect(epochs).toBeGreaterThan(5);
    expect(epochs).toBeLessThan(500);
    expect(out[stride]).toBeLessThanOrEqual(1e-12);
  });

  it('stops when the loss leaves its bound, or is no number', () => {
    expect(descend(3, 'gd', { rate: 50, epochs: 10_000, limit: 1e6 }).epochs).toBeLessThan(20);
    expect(descend(3, 'gd', { rate: Number.NaN, epochs: 10, limit: 1e6 }).epochs).toBe(1);
  });

  it.each(['gd', 'nesterov'])(
    '%s with l1 ends where the subgradient holds zero, with exact zeros',
    (optimizer) => {
      const parameters = 6;
      const { hessian, linear, thresholds, theta, out, stride } = descend(parameters, optimizer, {
        rate: 0.2,
        epochs: 3000,
        l1: true,
      });
      expect(theta.subarray(0, parameters).some((value) => value === 0)).toBe(true);
      for (let i = 0; i < parameters; i++) {
        const slope = theta.reduce((sum, value, j) => sum + hessian[i * stride + j]! * value, -linear[i]!);
        if (theta[i] === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(thresholds[i]! + 1e-12);
        else expect(slope + Math.sign(theta[i]!) * thresholds[i]!).toBeCloseTo(0, 10);
      }
      // the norm of the proximal gradient, not of the gradient, is what vanishes
      expect(out[stride]).toBeLessThan(1e-20);
    },
  );
});
