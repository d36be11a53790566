import type { Pointer } from '../kernels.ts';
import { at, type Views } from './views.ts';

export const GD = 0;
const MOMENTUM = 1;
export const NESTEROV = 2;
const ADAGRAD = 3;
const ADAM = 5;

export function update(
  { f64 }: Views,
  optimizer: number,
  theta: Pointer,
  gradient: Pointer,
  state: Pointer,
  settings: Pointer,
  l1: Pointer,
  stride: number,
): void {
  const [rate, momentum, decay, epsilon] = f64.subarray(
    at(settings),
    at(settings) + 4,
  ) as unknown as number[];
  const usesMomentum = optimizer === MOMENTUM || optimizer === NESTEROV || optimizer === ADAM;
  const beta = usesMomentum ? momentum! : 0;
  const velocity = at(state) + 2;
  if (optimizer <= NESTEROV) {
    for (let i = 0; i < stride; i++) {
      const old = f64[at(theta) + i]!;
      let step = beta * f64[velocity + i]! - rate! * f64[at(gradient) + i]!;
      let next = old + step;
      if (l1) {
        next = shrink(next, rate! * f64[at(l1) + i]!);
        step = next - old;
      }
      f64[velocity + i] = step;
      f64[at(theta) + i] = next;
    }
    return;
  }
  const squareDecay = optimizer === ADAGRAD ? 1 : decay!;
  const squareGain = optimizer === ADAGRAD ? 1 : 1 - decay!;
  let meanRate = rate!;
  let squareScale = 1;
  if (optimizer === ADAM) {
    f64[at(state)] = beta * f64[at(state)]! + (1 - beta);
    f64[at(state) + 1] = squareDecay * f64[at(state) + 1]! + (1 - squareDecay);
    meanRate = rate! / f64[at(state)]!;
    squareScale = 1 / f64[at(state) + 1]!;
  }
  const squares = velocity + stride;
  for (let i = 0; i < stride; i++) {
    const g = f64[at(gradient) + i]!;
    const mean = beta * f64[velocity + i]! + (1 - beta) * g;
    const square = squareDecay * f64[squares + i]! + squareGain * (g * g);
    f64[velocity + i] = mean;
    f64[squares + i] = square;
    f64[at(theta) + i]! -= (meanRate * mean) / (Math.sqrt(square * squareScale) + epsilon!);
  }
}

export function shrink(x: number, threshold: number): number {
  return x - Math.min(Math.max(x, -threshold), threshold);
}
