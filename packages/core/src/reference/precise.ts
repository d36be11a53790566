import type { Pointer } from '../kernels.ts';
import { at, type Views } from './views.ts';

export function preciseProducts(
  { f64 }: Views,
  left: Pointer,
  right: Pointer,
  rows: number,
  columns: number,
  out: Pointer,
): void {
  let to = at(out);
  for (let i = 0; i < columns; i++) {
    for (let j = i; j < columns; j++) {
      const [even, evenRest] = lane(f64, at(left) + i * rows, at(right) + j * rows, rows, rows * columns);
      const [odd, oddRest] = lane(
        f64,
        at(left) + i * rows + 1,
        at(right) + j * rows + 1,
        rows,
        rows * columns,
      );
      const both = even + odd;
      const part = both - even;
      const rest = evenRest + oddRest + (even - (both - part) + (odd - part));
      const high = both + rest;
      f64[to++] = high;
      f64[to++] = rest - (high - both);
    }
  }
}

/** Every second row from one on: a sum, and what its roundings left out. */
function lane(
  f64: Float64Array,
  p: number,
  q: number,
  rows: number,
  plane: number,
): [sum: number, rest: number] {
  let sum = 0;
  let rest = 0;
  for (const end = p + rows; p < end; p += 2, q += 2) {
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
