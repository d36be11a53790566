import type { Pointer } from '../kernels.ts';
import { GD, NESTEROV, update } from './optimizer.ts';
import { at, type Views } from './views.ts';

export function interleave(
  { f64 }: Views,
  source: Pointer,
  stride: number,
  rows: number,
  columns: number,
  target: Pointer,
  width: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) {
      f64[at(target) + i * width + j] = j < columns ? f64[at(source) + j * at(stride) + i]! : 0;
    }
  }
}

export function seed(views: Views, random: Pointer, value: number): void {
  views.i32.set([value, 0, 0, 1], random / 4);
  for (let round = 0; round < 12; round++) next(views, random);
}

function next({ u32 }: Views, random: Pointer): number {
  const state = random / 4;
  const [a, b, c, counter] = u32.subarray(state, state + 4) as unknown as [number, number, number, number];
  const result = (a + b + counter) >>> 0;
  u32[state] = b ^ (b >>> 9);
  u32[state + 1] = c + (c << 3);
  u32[state + 2] = ((c << 21) | (c >>> 11)) + result;
  u32[state + 3] = counter + 1;
  return result;
}

export function shuffle(
  views: Views,
  order: Pointer,
  random: Pointer,
  first: number,
  last: number,
  total: number,
): void {
  for (let i = first; i < last; i++) draw(views, order, random, i, total);
}

function draw(views: Views, order: Pointer, random: Pointer, i: number, total: number): number {
  const { i32 } = views;
  const chosen = order / 4 + i + scale(next(views, random), total - i);
  const row = i32[chosen]!;
  i32[chosen] = i32[order / 4 + i]!;
  i32[order / 4 + i] = row;
  return row;
}

/** ⌊u·range/2³²⌋, exact: u·range has more digits than a number holds. */
function scale(u: number, range: number): number {
  return Math.floor(((u >>> 16) * range + Math.floor(((u & 0xffff) * range) / 65536)) / 65536);
}

export function stochastic(
  views: Views,
  optimizer: number,
  rows: Pointer,
  stride: number,
  order: Pointer,
  random: Pointer,
  first: number,
  last: number,
  total: number,
  batchSize: number,
  bias: number,
  weights: Pointer,
  theta: Pointer,
  state: Pointer,
  settings: Pointer,
  scratch: Pointer,
): void {
  const { f64, i32 } = views;
  const rate = f64[at(settings)]!;
  const l2 = f64[at(settings) + 4]!;
  const gradient = at(scratch);
  const ahead = gradient + stride;
  const pick = (i: number) =>
    random ? draw(views, order, random, i, total) : order ? i32[order / 4 + i]! : i;
  if (optimizer === GD && batchSize === 1 && l2 === 0 && !weights) {
    for (let i = first; i < last; i++) {
      addRow(f64, at(rows), pick(i), bias, 0, at(theta), at(theta), -rate, stride);
    }
    return;
  }

  for (let start = first; start < last; start += batchSize) {
    const end = Math.min(start + batchSize, last);
    const point = optimizer === NESTEROV ? ahead : at(theta);
    if (optimizer === NESTEROV) {
      const beta = f64[at(settings) + 1]!;
      for (let j = 0; j < stride; j++) f64[ahead + j] = f64[at(theta) + j]! + beta * f64[at(state) + 2 + j]!;
    }
    for (let j = 0; j < stride; j++) f64[gradient + j] = j === 0 ? 0 : 0 + l2 * f64[point + j]!;
    const share = 1 / (end - start);
    for (let i = start; i < end; i++) {
      addRow(f64, at(rows), pick(i), bias, at(weights), point, gradient, share, stride);
    }
    update(views, optimizer, theta, 8 * gradient, state, settings, 0, stride);
  }
}

function addRow(
  m: Float64Array,
  rows: number,
  index: number,
  bias: number,
  weights: number,
  theta: number,
  target: number,
  share: number,
  stride: number,
): void {
  const row = rows + index * stride;
  const r = residual(m, row, bias, theta, stride);
  const scale = share * (weights ? m[weights + index]! * r : r);
  m[target]! += scale * bias;
  for (let j = 1; j < stride; j++) m[target + j]! += scale * m[row + j]!;
}

/** Four lanes, entries 0, 4, … in the first, from which the target is taken: it stands where the factor of the bias belongs. */
function residual(m: Float64Array, row: number, bias: number, theta: number, stride: number): number {
  const lanes = [m[theta]! * bias - m[row]!, 0, 0, 0];
  for (let j = 1; j < 4; j++) lanes[j] = m[theta + j]! * m[row + j]!;
  for (let j = 4; j < stride; j++) lanes[j % 4]! += m[theta + j]! * m[row + j]!;
  return lanes[0]! + lanes[2]! + (lanes[1]! + lanes[3]!);
}
