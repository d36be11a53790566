// Least squares of few columns and many sets of rows: flat sums in f64, a factor in place, no object a fit.
import type { Moments } from '../moments/moments.ts';

/** Rows whose sums are looked up ahead. */
const TOUCHED = 64;
/** Numbers of a cache line. */
const LINE = 8;

/** Rows of columns in memory. */
interface SmallRows {
  readonly columns: readonly Float64Array[];
  readonly weights: Float64Array | undefined;
  /** 1 for a row that has all values, and a weight; else 0. */
  readonly complete: Uint8Array;
}

/**
 * Sums of sets of rows of p columns, the target last: of each the rows counted, their weight, the means, and the upper triangle
 * of Σ weight·(x − mean)(x − mean)ᵀ by rows, one after the other.
 */
export class SmallSums {
  readonly values: Float64Array;
  /** Numbers of one set. */
  readonly size: number;
  readonly #p: number;
  readonly #away: Float64Array;
  /** Keeps an engine from dropping what is read for its own sake. */
  touched = 0;

  constructor(p: number, sets = 1) {
    this.#p = p;
    this.size = 2 + p + p * p;
    this.values = new Float64Array(sets * this.size);
    this.#away = new Float64Array(p);
  }

  /** Takes the moments of rows in place of the first set. */
  take({ n, weight, mean, comoment }: Pick<Moments, 'n' | 'weight' | 'mean' | 'comoment'>): void {
    this.values[0] = n;
    this.values[1] = weight;
    this.values.set(mean, 2);
    this.values.set(comoment, 2 + this.#p);
  }

  /** Makes all rows of the first set weigh so many times as much. */
  fade(factor: number): void {
    const { values } = this;
    values[1]! *= factor;
    for (let k = 2 + this.#p; k < this.size; k++) values[k]! *= factor;
  }

  /** Adds a row to a set (Welford 1962). */
  add(columns: readonly Float64Array[], row: number, weight: number, set = 0): void {
    const { values } = this;
    const at = set * this.size;
    for (let j = 0; j < this.#p; j++) this.#away[j] = columns[j]![row]! - values[at + 2 + j]!;
    this.#join(at, weight);
    values[at]!++;
  }

  /** Adds rows, each to the set of its number in `setOf`, and counts them all. */
  addRows(rows: SmallRows, setOf: Int32Array, counts: Int32Array, start: number, end: number): void {
    const { columns, weights, complete } = rows;
    for (let from = start; from < end; from += TOUCHED) {
      const to = Math.min(from + TOUCHED, end);
      // sums from all over memory are asked for before they are needed: the misses overlap, which those of a long update do not
      for (let row = from; row < to; row++) {
        const at = setOf[row]! * this.size;
        for (let k = 0; k < this.size; k += LINE) this.touched += this.values[at + k]!;
      }
      for (let row = from; row < to; row++) {
        const set = setOf[row]!;
        counts[set]!++;
        if (complete[row] === 1) this.add(columns, row, weights ? weights[row]! : 1, set);
      }
    }
  }

  /** Adds a set of others to the first, each row of `factor` times its weight there (Chan, Golub & LeVeque 1983). */
  merge(others: Float64Array, set: number, factor: number): void {
    const { values } = this;
    const from = set * this.size;
    if (others[from] === 0) return;
    const p = this.#p;
    for (let j = 0; j < p; j++) this.#away[j] = others[from + 2 + j]! - values[2 + j]!;
    this.#join(0, factor * others[from + 1]!);
    for (let k = 2 + p; k < this.size; k++) values[k]! += factor * others[from + k]!;
    values[0]! += others[from]!;
  }

  /** Takes rows of that weight in all into a set, whose mean is `away` from that of the rows so far. */
  #join(at: number, weight: number): void {
    const { values } = this;
    const p = this.#p;
    const away = this.#away;
    const total = values[at + 1]! + weight;
    const share = weight / total;
    const scale = values[at + 1]! * share;
    for (let i = 0; i < p; i++) {
      values[at + 2 + i]! += away[i]! * share;
      const scaled = away[i]! * scale;
      const row = at + 2 + p + i * p;
      for (let j = i; j < p; j++) values[row + j]! += scaled * away[j]!;
    }
    values[at + 1] = total;
  }
}

/** A pivot below this share of its diagonal costs more digits than f64 has to give: another 11 are left above it. */
const LEAST_PIVOT = 1e-4;

/** The answers of all fits, d weights each. */
export interface SmallAnswers {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly r2: Float64Array;
  readonly rmse: Float64Array;
}

/** A solver for fits of d features, with buffers of its own. */
export function smallSolver(
  d: number,
  {
    intercept,
    scale,
    l2,
  }: { readonly intercept: boolean; readonly scale: 'standard' | 'none'; readonly l2: number },
): (sums: SmallSums, set: number, at: number, answers: SmallAnswers) => boolean {
  const p = d + 1;
  const second = new Float64Array(p * p);
  const factor = new Float64Array(d * d);
  const unit = new Float64Array(d);
  const theta = new Float64Array(d);

  /** Writes the least squares of a set as number `at`; false, and nothing, where f64 have too few digits for it. */
  return ({ values, size }, set, at, answers) => {
    const from = set * size;
    const weight = values[from + 1]!;
    if (values[from]! < p) return false;
    for (let i = 0; i < p; i++) {
      for (let j = i; j < p; j++) {
        const k = i * p + j;
        second[k] =
          values[from + 2 + p + k]! / weight +
          (intercept ? 0 : values[from + 2 + i]! * values[from + 2 + j]!);
      }
    }
    for (let i = 0; i < d; i++) {
      const own = second[i * p + i]!;
      if (!(own > 0) || (intercept && own <= values[from + 2 + i]! ** 2 * ROUNDED)) return false;
      unit[i] = scale === 'standard' ? 1 / Math.sqrt(own) : 1;
    }
    // Cholesky, column by column below the diagonal
    for (let j = 0; j < d; j++) {
      const diagonal = second[j * p + j]! * unit[j]! * unit[j]! + l2;
      let pivot = diagonal;
      for (let k = 0; k < j; k++) pivot -= factor[j * d + k]! * factor[j * d + k]!;
      if (!(pivot > LEAST_PIVOT * diagonal)) return false;
      const root = Math.sqrt(pivot);
      factor[j * d + j] = root;
      for (let i = j + 1; i < d; i++) {
        let value = second[j * p + i]! * unit[i]! * unit[j]!;
        for (let k = 0; k < j; k++) value -= factor[i * d + k]! * factor[j * d + k]!;
        factor[i * d + j] = value / root;
      }
    }
    for (let i = 0; i < d; i++) {
      let value = second[i * p + d]! * unit[i]!;
      for (let k = 0; k < i; k++) value -= factor[i * d + k]! * theta[k]!;
      theta[i] = value / factor[i * d + i]!;
    }
    let bias = values[from + 2 + d]!;
    for (let i = d - 1; i >= 0; i--) {
      let value = theta[i]!;
      for (let k = i + 1; k < d; k++) value -= factor[k * d + i]! * theta[k]!;
      theta[i] = value / factor[i * d + i]!;
      const slope = theta[i]! * unit[i]!;
      answers.weights[at * d + i] = slope;
      bias -= slope * values[from + 2 + i]!;
    }
    answers.bias[at] = intercept ? bias : 0;
    write(at, answers);
    return true;
  };

  /** R² and the root mean squared residual: vᵀ·second·v with v = (−w, 1). */
  function write(at: number, { weights, r2, rmse }: SmallAnswers): void {
    let squares = 0;
    for (let i = 0; i < p; i++) {
      const left = i < d ? -weights[at * d + i]! : 1;
      squares += left * left * second[i * p + i]!;
      for (let j = i + 1; j < p; j++) {
        squares += 2 * left * (j < d ? -weights[at * d + j]! : 1) * second[i * p + j]!;
      }
    }
    const total = second[d * p + d]!;
    // what rounding leaves of a line that meets every row is none
    const left = squares > total * ROUNDED ? squares : 0;
    r2[at] = total > 0 ? 1 - left / total : left === 0 ? 1 : 0;
    rmse[at] = Math.sqrt(left);
  }
}

/** Share of a square that rounding leaves. */
export const ROUNDED: number = 2 ** -50;
