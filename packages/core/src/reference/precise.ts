import type { Pointer } from '../kernels.ts';
import { at, type Views } from './views.ts';

export function preciseDots(
  { f64 }: Views,
  left: Pointer,
  right: Pointer,
  plane: number,
  stride: number,
  numbers: number,
  count: number,
  out: Pointer,
): void {
  const [p, planeNumbers] = [at(left), at(plane)];
  for (let row = 0, q = at(right), to = at(out); row < count; row++, q += at(stride), to += 2) {
    const [even, evenRest] = lane(f64, p, q, planeNumbers, numbers);
    const [odd, oddRest] = lane(f64, p + 1, q + 1, planeNumbers, numbers);
    const both = even + odd;
    const part = both - even;
    const rest = evenRest + oddRest + (even - (both - part) + (odd - part));
    const high = both + rest;
    f64[to] = high;
    f64[to + 1] = rest - (high - both);
  }
}

/** Every second number from one on: a sum, and what its roundings left out. */
function lane(
  f64: Float64Array,
  p: number,
  q: number,
  plane: number,
  numbers: number,
): [sum: number, rest: number] {
  let sum = 0;
  let rest = 0;
  for (const end = p + numbers; p < end; p += 2, q += 2) {
    const aTop = f64[p]!;
    const aBottom = f64[p + plane]!;
    const bTop = f64[q]!;
    const bBottom = f64[q + plane]!;
    const a = aTop + aBottom;
    const b = bTop + bBottom;
    const product = a * b;
    const lost = aTop * bTop - product + aTop * bBottom + aBottom * bTop + aBottom * bBottom;
    const next = sum + product;
    const part = next - sum;
    const rounded = sum - (next - part) + (product - part);
    rest += rounded + (lost + (a * f64[q + 2 * plane]! + f64[p + 2 * plane]! * b));
    sum = next + rest;
    rest -= sum - next;
  }
  return [sum, rest];
}
