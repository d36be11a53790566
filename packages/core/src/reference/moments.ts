import type { Pointer } from '../kernels.ts';
import { at, sumPairs, type Views } from './views.ts';

export function moments(
  { f64 }: Views,
  source: Pointer,
  stride: number,
  rows: number,
  columns: number,
  weights: Pointer,
  shift: Pointer,
  _scratch: Pointer,
  part: Pointer,
): void {
  const weight = (i: number) => (weights ? f64[at(weights) + i]! : 1);
  const value = (i: number, j: number) => f64[at(source) + j * at(stride) + i]! - f64[at(shift) + j]!;
  let out = at(part);
  f64[out++] = weights ? sumPairs(rows, weight) : rows;
  for (let j = 0; j < columns; j++) f64[out++] = sumPairs(rows, (i) => weight(i) * value(i, j));
  for (let j = 0; j < columns; j++) {
    for (let k = j; k < columns; k++)
      f64[out++] = sumPairs(rows, (i) => weight(i) * value(i, j) * value(i, k));
  }
}

export function accumulate({ f64 }: Views, target: Pointer, source: Pointer, count: number): void {
  for (let k = 0; k < count; k++) f64[at(target) + k]! += f64[at(source) + k]!;
}

export function carry(views: Views, stack: Pointer, count: number, index: number): void {
  let parts = 0;
  for (let rest = index; rest > 0; rest = Math.floor(rest / 2)) parts += rest % 2;
  for (let rest = index; rest % 2; rest = Math.floor(rest / 2), parts--) {
    accumulate(views, stack + 8 * count * (parts - 1), stack + 8 * count * parts, count);
  }
}

export function widenF32({ f64, f32 }: Views, source: Pointer, target: Pointer, count: number): void {
  for (let i = 0; i < count; i++) f64[at(target) + i] = f32[source / 4 + i]!;
}

export function widenI32({ f64, i32 }: Views, source: Pointer, target: Pointer, count: number): void {
  for (let i = 0; i < count; i++) f64[at(target) + i] = i32[source / 4 + i]!;
}
