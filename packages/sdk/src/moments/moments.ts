import { hintAmong } from '../checks.ts';
import type { Note } from '../data/notes.ts';
import type { Terms } from '../data/table.ts';
import { counted, GdError, quote } from '../errors.ts';
import type { Parameters } from '../types.ts';

/** The moments as JSON: the upper triangle of the co-moments by rows. */
export interface MomentsJSON {
  /** The kind of this JSON. */
  readonly format: 'gd-trainer/moments';
  /** The way it is written. */
  readonly schemaVersion: 1;
  /** Rows counted. */
  readonly n: number;
  /** Sum of the sample weights: n where none were given. */
  readonly weight: number;
  /** The p columns, features and target. */
  readonly names: readonly string[];
  /** The column to predict, unless options say otherwise. */
  readonly target: string;
  /** Weighted mean of each column, length p. */
  readonly mean: readonly number[];
  /** Upper triangle of the co-moments by rows, p·(p + 1)/2 numbers. */
  readonly comoment: readonly number[];
  /** Of moments in double-double, what their f64 leave out, in the same order. */
  readonly rest?: MomentsRest<readonly number[]>;
  /** Raw columns and known levels, where columns are terms. */
  readonly terms?: Terms;
  /** True where rows had weights of their own. */
  readonly weighted?: boolean;
}

/** Second halves of numbers in double-double: each adds to the f64 of the same name. */
export interface MomentsRest<Values = Float64Array> {
  /** Of the sum of the weights. */
  readonly weight: number;
  /** Of the means, length p. */
  readonly mean: Values;
  /** Of the co-moments. */
  readonly comoment: Values;
}

/**
 * Everything that least squares and full-batch gradient descent need to know of any number of rows: count, means and co-moments
 * of the columns. Parts of a data set merge exactly, up to rounding, in any order.
 */
export class Moments {
  /** Rows counted. */
  declare readonly n: number;
  /** Sum of the sample weights: n where none were given. */
  declare readonly weight: number;
  /** The p columns, features and target. */
  declare readonly names: readonly string[];
  /** The column to predict, unless options say otherwise. */
  declare readonly target: string;
  /** Weighted mean of each column, length p. */
  declare readonly mean: Float64Array;
  /** Σ weight·(x − mean)(x − mean)ᵀ, p × p, row-major. */
  declare readonly comoment: Float64Array;
  /** Second halves that the f64 of `solve` leave out of its double-double, for a summary as precise; not carried on by `merge` and `select`. */
  declare readonly rest?: MomentsRest;
  /** Whatever was chosen or left out where text was read into numbers; not carried on by `merge`, `select` and JSON. */
  declare readonly notes?: readonly Note[];
  /** Raw columns of each column, and the levels of categories, where columns are terms. */
  declare readonly terms?: Terms | undefined;
  /** True where rows have weights of their own: these tell their products, but not their logarithms. */
  declare readonly weighted: boolean;

  /** Losses made of them, for as long as they live; a field, since a WeakMap would cost small fits a third of their time. */
  #losses: object[] | undefined;

  constructor(parts: {
    n: number;
    weight: number;
    names: readonly string[];
    target: string;
    mean: Float64Array;
    comoment: Float64Array;
    rest?: MomentsRest | undefined;
    terms?: Terms | undefined;
    weighted?: boolean | undefined;
  }) {
    // notes of moments that are spread into parts are not those of the parts
    Object.assign(this, parts, { notes: undefined, weighted: parts.weighted ?? parts.weight !== parts.n });
  }

  /** The moments of both parts together (Chan, Golub & LeVeque 1983). Throws `DATA` unless the columns are the same. */
  merge(other: Moments): Moments {
    return this.#combine(other, 1);
  }

  /** Moments without the rows of `other`. Throws `DATA` unless they can have been part of these. */
  subtract(other: Moments): Moments {
    if (other.n > this.n || other.weight > this.weight) {
      throw new GdError(
        'DATA',
        `cannot subtract ${counted(other.n, 'row')} from ${this.n}`,
        'subtract a part of these rows',
      );
    }
    return this.#combine(other, -1);
  }

  /** The moments of some of the columns, in the order given. Throws `DATA` for a name that is not among them. */
  select(names: readonly string[]): Moments {
    const picked = names.map((name) => {
      const index = this.names.indexOf(name);
      if (index < 0)
        throw new GdError('DATA', `no column ${quote(name)} in the moments`, hintAmong(name, this.names), {
          column: name,
        });
      return index;
    });
    const p = this.names.length;
    return new Moments({
      ...this,
      rest: undefined,
      names: [...names],
      target: names.includes(this.target) ? this.target : (names.at(-1) ?? this.target),
      mean: Float64Array.from(picked, (index) => this.mean[index]!),
      comoment: Float64Array.from(picked.flatMap((i) => picked.map((j) => this.comoment[i * p + j]!))),
    });
  }

  /** The moments for `JSON.stringify`; numbers come back to their last bit. */
  toJSON(): MomentsJSON {
    const { rest } = this;
    return {
      format: 'gd-trainer/moments',
      schemaVersion: 1,
      n: this.n,
      weight: this.weight,
      names: this.names,
      target: this.target,
      mean: [...this.mean],
      comoment: toTriangle(this.comoment, this.names.length),
      ...(rest && {
        rest: {
          weight: rest.weight,
          mean: [...rest.mean],
          comoment: toTriangle(rest.comoment, this.names.length),
        },
      }),
      ...(this.terms && { terms: this.terms }),
      ...(this.weighted && { weighted: true }),
    };
  }

  /**
   * The list in which `problemOf` keeps the losses of these moments; of another copy's a list that nobody keeps.
   *
   * @internal
   */
  static lossesOf(moments: Moments): object[] {
    if (!(#losses in moments)) return [];
    moments.#losses ??= [];
    return moments.#losses;
  }

  /** Also true of moments that another copy of this package has made: a page may hold two. */
  static [Symbol.hasInstance](value: unknown): value is Moments {
    const moments = value as Partial<Moments> | null | undefined;
    return typeof moments?.merge === 'function' && moments.comoment instanceof Float64Array;
  }

  #combine(other: Moments, sign: 1 | -1): Moments {
    if (columnsOf(this) !== columnsOf(other)) {
      throw new GdError(
        'DATA',
        `expected the columns ${this.names.map(quote).join(', ')}, got ${other.names.map(quote).join(', ')}`,
        '`select` the same columns',
      );
    }
    const p = this.names.length;
    const weight = this.weight + sign * other.weight;
    const mean = this.mean.slice();
    const comoment = this.comoment.slice();
    if (weight > 0 && other.weight > 0) {
      const share = (sign * other.weight) / weight;
      const difference = other.mean.map((value, j) => value - this.mean[j]!);
      for (let i = 0; i < p; i++) {
        mean[i]! += difference[i]! * share;
        for (let j = 0; j < p; j++) {
          comoment[i * p + j]! +=
            sign * other.comoment[i * p + j]! + difference[i]! * difference[j]! * this.weight * share;
        }
        comoment[i * p + i] = Math.max(0, comoment[i * p + i]!);
      }
    } else if (weight <= 0) {
      mean.fill(0);
      comoment.fill(0);
    }
    return new Moments({
      ...this,
      rest: undefined,
      n: this.n + sign * other.n,
      weight,
      mean,
      comoment,
      weighted: this.weighted || other.weighted,
    });
  }
}

const columnsOf = ({ names, terms }: Moments): string => JSON.stringify([names, terms]);

/** Mean of ½(y − ŷ)² over rows, from their moments; the target is the last column. */
export function meanLoss({ mean, comoment, weight, names }: Moments, { weights, bias }: Parameters): number {
  const p = names.length;
  // with v = (−w, 1): mean residual vᵀ·mean − b, variance vᵀ·comoment·v / n
  const v = Float64Array.from({ length: p }, (_, j) => (j < p - 1 ? -weights[j]! : 1));
  let [meanResidual, squares] = [-bias, 0];
  for (let i = 0; i < p; i++) {
    meanResidual += v[i]! * mean[i]!;
    for (let j = 0; j < p; j++) squares += v[i]! * v[j]! * comoment[i * p + j]!;
  }
  return 0.5 * (Math.max(0, squares) / weight + meanResidual * meanResidual);
}

/** Mean square of the target, the last column: about its mean, or about 0 for a model without an intercept, as in R. */
export function targetSquares({ comoment, mean, weight }: Moments, intercept: boolean): number {
  return comoment.at(-1)! / weight + (intercept ? 0 : mean.at(-1)! ** 2);
}

/** R² from sums of squares, with the convention for a target that does not vary. */
export function explained(residualSquares: number, totalSquares: number): number {
  if (totalSquares > 0) return Math.max(-Number.MAX_VALUE, 1 - residualSquares / totalSquares);
  return residualSquares === 0 ? 1 : 0;
}

/** The upper triangle of a symmetric matrix by rows. */
const toTriangle = (matrix: Float64Array, size: number): number[] =>
  [...matrix].filter((_, index) => index % size >= Math.floor(index / size));

/** The full symmetric matrix of an upper triangle by rows. */
export function fromTriangle(triangle: Float64Array, size: number): Float64Array {
  const full = new Float64Array(size * size);
  let k = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      full[i * size + j] = triangle[k]!;
      full[j * size + i] = triangle[k++]!;
    }
  }
  return full;
}
