import type { Pointer } from '../kernels.ts';
import { addScaled, at, dot, sumPairs, type Views } from './views.ts';

export function gradientOfColumns(
  { f64 }: Views,
  features: Pointer,
  stride: number,
  target: Pointer,
  rows: number,
  columns: number,
  weights: Pointer,
  theta: Pointer,
  residuals: Pointer,
  out: Pointer,
): void {
  const r = at(residuals);
  let start = 0;
  if (columns === 2 && !weights) {
    start = rows - (rows % 2);
    const [first, second] = [at(features), at(features) + at(stride)];
    gradientOfTwo(f64, first, second, at(target), start, at(theta), at(out));
    if (start === rows) return;
  }
  const count = rows - start;
  const feature = (j: number) => at(features) + j * at(stride) + start;
  for (let i = 0; i < count; i++) f64[r + i] = f64[at(target) + start + i]!;
  for (let j = 0; j < columns; j++) addScaled(f64, r, feature(j), -f64[at(theta) + 1 + j]!, count);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const residual = f64[at(theta)]! - f64[r + i]!;
    const weighted = weights ? f64[at(weights) + i]! * residual : residual;
    f64[r + i] = weighted;
    sum += weighted;
    squares += weighted * residual;
  }
  f64[at(out) + columns + 1]! += squares;
  f64[at(out)]! += sum;
  for (let j = 0; j < columns; j++) f64[at(out) + 1 + j]! += dot(f64, r, feature(j), count);
}

/** Two features leave no residuals behind. */
function gradientOfTwo(
  m: Float64Array,
  first: number,
  second: number,
  target: number,
  rows: number,
  theta: number,
  out: number,
): void {
  const residual = (i: number) =>
    m[theta]! - m[target + i]! + m[theta + 1]! * m[first + i]! + m[theta + 2]! * m[second + i]!;
  m[out]! += sumPairs(rows, residual);
  m[out + 1]! += sumPairs(rows, (i) => residual(i) * m[first + i]!);
  m[out + 2]! += sumPairs(rows, (i) => residual(i) * m[second + i]!);
  m[out + 3]! += sumPairs(rows, (i) => residual(i) * residual(i));
}
