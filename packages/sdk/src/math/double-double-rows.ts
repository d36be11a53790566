import { core, rowKernels } from '@gd-trainer/core';
import { type DoubleDouble, multiply } from './double-double.ts';

const SPLITTER = 2 ** 27 + 1;

/** A matrix of doubles of twice the precision, row by row; high = top + bottom, whose products are exact. */
export class DoubleDoubleRows {
  readonly #count: number;
  readonly #width: number;
  /** Width as kernels take it, even: the last of an odd row is 0. */
  readonly #stride: number;
  /** Numbers of a plane. */
  readonly #size: number;
  /** Tops, bottoms and lows, one plane after the other. */
  readonly #planes: Float64Array;

  /** `count` rows of `width` zeros. */
  constructor(count: number, width: number) {
    this.#count = count;
    this.#width = width;
    this.#stride = width + (width % 2);
    this.#size = count * this.#stride;
    this.#planes = new Float64Array(3 * this.#size);
  }

  get(row: number, column: number): DoubleDouble {
    const k = row * this.#stride + column;
    return [this.#high(k), this.#planes[k + 2 * this.#size]!];
  }

  set(row: number, column: number, value: DoubleDouble): void {
    this.put(row, column, value[0], value[1]);
  }

  put(row: number, column: number, high: number, low: number): void {
    const k = row * this.#stride + column;
    const big = SPLITTER * high;
    const top = big - (big - high);
    this.#planes[k] = top;
    this.#planes[k + this.#size] = high - top;
    this.#planes[k + 2 * this.#size] = low;
  }

  #high(k: number): number {
    return this.#planes[k]! + this.#planes[k + this.#size]!;
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
      const value = this.#high(k);
      const left = value - center;
      const part = left - value;
      const low = value - (left - part) - (center + part) + (this.#planes[k + 2 * this.#size]! - centerLow);
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
    const { length } = this.#planes;
    const count = this.#count * (this.#count + 1);
    const left = memory.allocate(8 * (2 * length + count));
    const right = others === this ? left : left + 8 * length;
    const out = left + 16 * length;
    memory.f64(left, length).set(this.#planes);
    if (others !== this) memory.f64(right, length).set(others.#planes);
    preciseProducts(left, right, this.#stride, this.#count, out);
    const products = memory.f64(out, count).slice();
    memory.release(left);
    return products;
  }

  /** Exchanges two rows. */
  swap(a: number, b: number): void {
    if (a === b) return;
    for (let k = 0; k < this.#planes.length; k += this.#size) {
      for (let i = k + a * this.#stride, j = k + b * this.#stride, end = i + this.#width; i < end; i++, j++) {
        const value = this.#planes[i]!;
        this.#planes[i] = this.#planes[j]!;
        this.#planes[j] = value;
      }
    }
  }

  /** Sum of a row: what each addition rounds off is added up beside it. */
  sum(row: number): DoubleDouble {
    let sum = 0;
    let rest = 0;
    for (let k = row * this.#stride, end = k + this.#width; k < end; k++) {
      const value = this.#high(k);
      const next = sum + value;
      const part = next - sum;
      rest += sum - (next - part) + (value - part) + this.#planes[k + 2 * this.#size]!;
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
    const [mine, size, theirs, otherSize] = [this.#planes, this.#size, other.#planes, other.#size];
    let i = row * this.#stride + start;
    let j = otherRow * other.#stride + start;
    let sum = 0;
    let rest = 0;
    for (let k = start; k < end; k++, i++, j++) {
      const aTop = mine[i]!;
      const aBottom = mine[i + size]!;
      const bTop = theirs[j]!;
      const bBottom = theirs[j + otherSize]!;
      const a = aTop + aBottom;
      const b = bTop + bBottom;
      const product = a * b;
      const lost = aTop * bTop - product + aTop * bBottom + aBottom * bTop + aBottom * bBottom;
      const next = sum + product;
      const part = next - sum;
      rest +=
        sum -
        (next - part) +
        (product - part) +
        (lost + (a * theirs[j + 2 * otherSize]! + mine[i + 2 * size]! * b));
      // carried over while it is small, what is beside the sum keeps its own digits
      sum = next + rest;
      rest -= sum - next;
    }
    return [sum, rest];
  }
}
