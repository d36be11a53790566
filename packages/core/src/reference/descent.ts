import type { Pointer } from '../kernels.ts';
import { NESTEROV, shrink, update } from './optimizer.ts';
import { at, sumPairs, type Views } from './views.ts';

export function gradient(
  { f64 }: Views,
  hessian: Pointer,
  linear: Pointer,
  theta: Pointer,
  optimum: Pointer,
  out: Pointer,
  stride: number,
): void {
  const g = at(out);
  for (let i = 0; i < stride; i++) {
    let sum = -f64[at(linear) + i]!;
    for (let j = 0; j < stride; j++) sum += f64[at(hessian) + j * stride + i]! * f64[at(theta) + j]!;
    f64[g + i] = sum;
  }
  f64[g + stride] = sumPairs(stride, (i) => f64[g + i]! * f64[g + i]!);
  f64[g + stride + 1] =
    0.5 * sumPairs(stride, (i) => f64[g + i]! * (f64[at(theta) + i]! - f64[at(optimum) + i]!));
}

export function optimize(
  views: Views,
  optimizer: number,
  hessian: Pointer,
  linear: Pointer,
  theta: Pointer,
  optimum: Pointer,
  out: Pointer,
  state: Pointer,
  settings: Pointer,
  l1: Pointer,
  stride: number,
  epochs: number,
  gradientFloor: number,
  excessLimit: number,
): number {
  const { f64 } = views;
  const squares = at(out) + stride;
  for (let epoch = 0; epoch < epochs; epoch++) {
    gradient(views, hessian, linear, theta, optimum, out, stride);
    const rate = f64[at(settings)]!;
    if (l1) {
      f64[squares] = sumPairs(stride, (i) => {
        const x = f64[at(theta) + i]!;
        const next = shrink(x - rate * f64[at(out) + i]!, rate * f64[at(l1) + i]!);
        return ((x - next) / rate) * ((x - next) / rate);
      });
    }
    if (f64[squares]! <= gradientFloor) return epoch;
    if (!(f64[squares + 1]! <= excessLimit)) return epoch;
    step(views, optimizer, theta, out, state, settings, l1, stride);
  }
  return epochs;
}

export function step(
  views: Views,
  optimizer: number,
  theta: Pointer,
  gradient: Pointer,
  state: Pointer,
  settings: Pointer,
  l1: Pointer,
  stride: number,
): void {
  if (optimizer !== NESTEROV) {
    update(views, optimizer, theta, gradient, state, settings, l1, stride);
    return;
  }
  const { f64 } = views;
  const before = at(state) + 2 + stride;
  const ahead = before + stride;
  const momentum = f64[at(state)]!;
  f64[at(state)] = f64[at(settings) + 1]!;
  for (let i = 0; i < stride; i++) {
    const g = f64[at(gradient) + i]!;
    f64[ahead + i] = g + momentum * (g - f64[before + i]!);
    f64[before + i] = g;
  }
  update(views, optimizer, theta, 8 * ahead, state, settings, l1, stride);
}
