import type { Pointer } from '../kernels.ts';
import { addScaled, at, dot, sumPairs, type Views } from './views.ts';

export function gradientOfColumns(
  { f64 }: Views,
  block: Pointer,
  stride: number,
  rows: number,
  columns: number,
  weights: Pointer,
  theta: Pointer,
  bias: number,
  residuals: Pointer,
  out: Pointer,
): number {
  const r = at(residuals);
  const column = (j: number): number => at(block) + j * at(stride);
  const weight = (j: number): number => f64[at(theta) + j - 1]!;
  if (columns === 2 && !weights && rows % 2 === 0) {
    // two features leave no residuals behind
    const residual = (i: number): number =>
      bias - f64[column(0) + i]! + weight(1) * f64[column(1) + i]! + weight(2) * f64[column(2) + i]!;
    for (let j = 1; j <= 2; j++) {
      f64[at(out) + j - 1]! += sumPairs(rows, (i) => residual(i) * f64[column(j) + i]!);
    }
    return sumPairs(rows, residual);
  }
  for (let i = 0; i < rows; i++) f64[r + i] = f64[column(0) + i]!;
  for (let j = 1; j <= columns; j++) addScaled(f64, r, column(j), -weight(j), rows);
  for (let i = 0; i < rows; i++) {
    const residual = bias - f64[r + i]!;
    f64[r + i] = weights ? f64[at(weights) + i]! * residual : residual;
  }
  for (let j = 1; j <= columns; j++) f64[at(out) + j - 1]! += dot(f64, r, column(j), rows);
  return sumPairs(rows, (i) => f64[r + i]!);
}
