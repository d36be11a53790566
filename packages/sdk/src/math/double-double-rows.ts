import { type DoubleDouble, multiply } from './double-double.ts';

const SPLITTER = 2 ** 27 + 1;

/** A matrix of doubles of twice the precision, row by row; high = top + bottom, whose products are exact. */
export class DoubleDoubleRows {
  readonly #width: number;
  readonly #top: Float64Array;
  readonly #bottom: Float64Array;
  readonly #low: Float64Array;

  /** `count` rows of `width` zeros. */
  constructor(count: number, width: number) {
    this.#width = width;
    this.#top = new Float64Array(count * width);
    this.#bottom = new Float64Array(count * width);
    this.#low = new Float64Array(count * width);
  }

  get(row: number, column: number): DoubleDouble {
    const k = row * this.#width + column;
    return [this.#top[k]! + this.#bottom[k]!, this.#low[k]!];
  }

  set(row: number, column: number, value: DoubleDouble): void {
    this.put(row, column, value[0], value[1]);
  }

  put(row: number, column: number, high: number, low: number): void {
    const k = row * this.#width + column;
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
      const k = row * this.#width + column;
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
    const products = new DoubleDoubleRows(this.#top.length / this.#width, this.#width);
    for (let k = 0; k < this.#top.length; k++) {
      const [row, column] = [Math.floor(k / this.#width), k % this.#width];
      products.set(row, column, multiply(this.get(row, column), factors.get(0, column)));
    }
    return products;
  }

  /** Exchanges two rows. */
  swap(a: number, b: number): void {
    if (a === b) return;
    const width = this.#width;
    for (const half of [this.#top, this.#bottom, this.#low]) {
      const row = half.slice(a * width, (a + 1) * width);
      half.copyWithin(a * width, b * width, (b + 1) * width);
      half.set(row, b * width);
    }
  }

  /** Sum of a row: what each addition rounds off is added up beside it. */
  sum(row: number): DoubleDouble {
    let sum = 0;
    let rest = 0;
    for (let k = row * this.#width; k < (row + 1) * this.#width; k++) {
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
    let i = row * this.#width + start;
    let j = otherRow * other.#width + start;
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
