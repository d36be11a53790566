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
  #planes: Float64Array;
  /** Where kernels put dot products with these rows. */
  #dots: Float64Array = new Float64Array();

  /** `count` rows of `width` zeros. */
  constructor(count: number, width: number) {
    this.#count = count;
    this.#width = width;
    this.#stride = width + (width % 2);
    this.#size = count * this.#stride;
    this.#planes = new Float64Array(3 * this.#size);
  }

  /** The symmetric matrix whose element (i, j) for j ≥ i is given: each is made once. */
  static symmetric(size: number, element: (i: number, j: number) => DoubleDouble): DoubleDoubleRows {
    const rows = new DoubleDoubleRows(size, size);
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) {
        const value = element(i, j);
        rows.set(i, j, value);
        if (i !== j) rows.set(j, i, value);
      }
    }
    return rows;
  }

  /** Number of rows. */
  get count(): number {
    return this.#count;
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
    const products = new Float64Array(this.#count * (this.#count + 1));
    const rows = others === this ? [this] : [this, others];
    DoubleDoubleRows.within(rows, () => {
      for (let i = 0, at = 0; i < this.#count; i++) {
        const dots = this.dots(i, others, i, this.#count, 0, this.#width);
        products.set(dots, at);
        at += dots.length;
      }
    });
    return products;
  }

  /**
   * Dot products of a row here with the rows `from` up to `to` of others of the same size, over the columns `start` up to
   * `end`: high and low in turn, valid until the next. Columns go in pairs: the other of a pair that the range cuts is 0 in one of
   * the two rows. `within` has both.
   */
  dots(
    row: number,
    others: DoubleDoubleRows,
    from: number,
    to: number,
    start: number,
    end: number,
  ): Float64Array {
    const first = start - (start % 2);
    const place = (rows: DoubleDoubleRows, k: number): number =>
      rows.#planes.byteOffset + 8 * (k * this.#stride + first);
    const numbers = end + (end % 2) - first;
    const [plane, stride] = [8 * this.#size, 8 * this.#stride];
    const out = others.#dots.subarray(0, 2 * (to - from));
    rowKernels().preciseDots(
      place(this, row),
      place(others, from),
      plane,
      stride,
      numbers,
      to - from,
      out.byteOffset,
    );
    return out;
  }

  /** Does work that asks for dot products of these: they lie in the memory of the kernels meanwhile, where it allocates nothing. */
  static within<T>(matrices: readonly DoubleDoubleRows[], work: () => T): T {
    const { memory } = core();
    const lengths = matrices.map((rows) => rows.#planes.length + 2 * rows.#count);
    const start = memory.allocate(8 * lengths.reduce((sum, length) => sum + length));
    const own = matrices.map((rows) => rows.#planes);
    let place = start;
    for (const [k, rows] of matrices.entries()) {
      const planes = memory.f64(place, rows.#planes.length);
      planes.set(rows.#planes);
      rows.#planes = planes;
      rows.#dots = memory.f64(place + planes.byteLength, 2 * rows.#count);
      place += 8 * lengths[k]!;
    }
    try {
      return work();
    } finally {
      for (const [k, rows] of matrices.entries()) {
        own[k]!.set(rows.#planes);
        rows.#planes = own[k]!;
      }
      memory.release(start);
    }
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
}
