import { core, rowKernels } from '@gd-trainer/core';
import { type DoubleDouble, multiply } from './double-double.ts';

const SPLITTER = 2 ** 27 + 1;

/** A matrix of doubles of twice the precision, row by row; high = top + bottom, whose products are exact. */
export class DoubleDoubleRows {
  readonly #count: number;
  readonly #width: number;
  /** Width as kernels take it, even: the last of an odd row is 0. */
  readonly #stride: number;
  readonly #top: Float64Array;
  readonly #bottom: Float64Array;
  readonly #low: Float64Array;

  /** `count` rows of `width` zeros. */
  constructor(count: number, width: number) {
    this.#count = count;
    this.#width = width;
    this.#stride = width + (width % 2);
    this.#top = new Float64Array(count * this.#stride);
    this.#bottom = new Float64Array(count * this.#stride);
    this.#low = new Float64Array(count * this.#stride);
  }

  get(row: number, column: number): DoubleDouble {
    const k = row * this.#stride + column;
    return [this.#top[k]! + this.#bottom[k]!, this.#low[k]!];
  }

  set(row: number, column: number, value: DoubleDouble): void {
    this.put(row, column, value[0], value[1]);
  }

  put(row: number, column: number, high: number, low: number): void {
    const k = row * this.#stride + column;
    const big = SPLITTER * high;
    const top = big - (big - high);
    this.#top[k] = top;
    this.#bottom[k] = high - top;
    this.#low[k] = low;
  }

  /** A row from the values of these numbers, with what they leave out. */
  fill(row: number, high: Float64Array, low: Float64Array | undefined, numbers: Int32Array): void {
    for (let column = 0; column < this.#width; column++) {
      const number = numbers[column]!;
      this.put(row, column, high[number]!, low ? low[number]! : 0);
    }
  }

  /** Takes a number from all of a row: the difference of the highs is exact. */
  shift(row: number, [center, centerLow]: DoubleDouble): void {
    for (let column = 0; column < this.#width; column++) {
      const k = row * this.#stride + column;
      const value = this.#top[k]! + this.#bottom[k]!;
      const left = value - center;
      const part = left - value;
      const low = value - (left - part) - (center + part) + (this.#low[k]! - centerLow);
      const high = left + low;
      this.put(row, column, high, low - (high - left));
    }
  }

  /** These rows, each times the first of `factors`, element by element. */
  times(factors: DoubleDoubleRows): DoubleDoubleRows {
    const products = new DoubleDoubleRows(this.#count, this.#width);
    for (let row = 0; row < this.#count; row++) {
      for (let column = 0; column < this.#width; column++) {
        products.set(row, column, multiply(this.get(row, column), factors.get(0, column)));
      }
    }
    return products;
  }

  /** The dot products of rows i ≤ j, the first of these and the second of as many others: high and low in turn, by i. */
  products(others: DoubleDoubleRows): Float64Array {
    const { memory } = core();
    const { preciseProducts } = rowKernels();
    const size = 3 * this.#top.length;
    const count = this.#count * (this.#count + 1);
    const left = memory.allocate(8 * (2 * size + count));
    const right = others === this ? left : left + 8 * size;
    const out = left + 16 * size;
    this.#writeTo(memory.f64(left, size));
    if (others !== this) others.#writeTo(memory.f64(right, size));
    preciseProducts(left, right, this.#stride, this.#count, out);
    const products = memory.f64(out, count).slice();
    memory.release(left);
    return products;
  }

  #writeTo(planes: Float64Array): void {
    const { length } = this.#top;
    planes.set(this.#top);
    planes.set(this.#bottom, length);
    planes.set(this.#low, 2 * length);
  }

  /** Exchanges two rows. */
  swap(a: number, b: number): void {
    if (a === b) return;
    const stride = this.#stride;
    for (const half of [this.#top, this.#bottom, this.#low]) {
      const row = half.slice(a * stride, (a + 1) * stride);
      half.copyWithin(a * stride, b * stride, (b + 1) * stride);
      half.set(row, b * stride);
    }
  }

  /** Sum of a row: what each addition rounds off is added up beside it. */
  sum(row: number): DoubleDouble {
    let sum = 0;
    let rest = 0;
    for (let k = row * this.#stride, end = k + this.#width; k < end; k++) {
      const value = this.#top[k]! + this.#bottom[k]!;
      const next = sum + value;
      const part = next - sum;
      rest += sum - (next - part) + (value - part) + this.#low[k]!;
      sum = next + rest;
      rest -= sum - next;
    }
    return [sum, rest];
  }

  /**
   * Σ of products from column `start` up to `end` of a row here and one of `other`, as if in 32 digits (Ogita, Rump &
   * Oishi 2005, Dot2): sums and products with their rounding errors, which are added up beside them.
   */
  dot(row: number, other: DoubleDoubleRows, otherRow: number, start: number, end: number): DoubleDouble {
    const [top, bottom, low] = [this.#top, this.#bottom, this.#low];
    const [otherTop, otherBottom, otherLow] = [other.#top, other.#bottom, other.#low];
    let i = row * this.#stride + start;
    let j = otherRow * other.#stride + start;
    let sum = 0;
    let rest = 0;
    for (let k = start; k < end; k++, i++, j++) {
      const aTop = top[i]!;
      const aBottom = bottom[i]!;
      const bTop = otherTop[j]!;
      const bBottom = otherBottom[j]!;
      const a = aTop + aBottom;
      const b = bTop + bBottom;
      const product = a * b;
      const lost = aTop * bTop - product + aTop * bBottom + aBottom * bTop + aBottom * bBottom;
      const next = sum + product;
      const part = next - sum;
      rest += sum - (next - part) + (product - part) + (lost + (a * otherLow[j]! + low[i]! * b));
      // carried over while it is small, what is beside the sum keeps its own digits
      sum = next + rest;
      rest -= sum - next;
    }
    return [sum, rest];
  }
}
