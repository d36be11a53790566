import { readCells } from '../data/shapes.ts';
import { describe, GdError } from '../errors.ts';
import type { NumericColumn, Source } from '../types.ts';
import { cellKey } from './grouping.ts';
import type { Inference } from './inference.ts';
import { type LearnedRow, type LearnedRows, learnedRows } from './learned-rows.ts';
import type { Learned } from './linear-model.ts';

/**
 * Standard errors that hold where the spread of the residuals differs from row to row (MacKinnon & White 1985), or where rows
 * of a group belong together (Liang & Zeger 1986).
 */
export type RobustErrors = 'HC0' | 'HC1' | 'HC2' | 'HC3' | { readonly cluster: string };

/** Power of 1 − h by which a residual is divided, h the leverage of its row, and factor of the covariance of n rows and p parameters. */
interface Kind {
  readonly power: 0 | 0.5 | 1;
  readonly factor: (n: number, p: number) => number;
}

const none = (): number => 1;
const KINDS: Readonly<Record<Extract<RobustErrors, string>, Kind>> = {
  HC0: { power: 0, factor: none },
  HC1: { power: 0, factor: (n, p) => n / (n - p) },
  HC2: { power: 0.5, factor: none },
  HC3: { power: 1, factor: none },
};

/** What 1 − h leaves at least of a row that others tell of too: less is rounding. */
export const LEAST_LEFT: number = 2 ** -40;

/** The rows again, which robust errors need. */
export interface RobustData {
  /** Rows that the model learned from. */
  readonly data?: Source | undefined;
  /** Their weights, where they had some: a column, or the name of one. */
  readonly sampleWeight?: string | NumericColumn | undefined;
}

/** Covariance of the parameters by the residuals of the rows: p × p, row-major. Throws `OPTION` without them. */
export function robustCovariance(
  model: Learned,
  inference: Inference,
  errors: RobustErrors,
  { data, sampleWeight }: RobustData,
): Float64Array {
  const sums = robustSums(inference, errors);
  if (!data) {
    throw new GdError(
      'OPTION',
      'robust errors need the rows, got none',
      'pass `data`, the rows of the training',
      {
        option: 'data',
      },
    );
  }
  sums.add(learnedRows(model, data, sampleWeight), data);
  return sums.covariance();
}

/** Sums over rows that come part by part. */
export interface RobustSums {
  /** Adds the rows of a part. Throws `UNSUPPORTED` for HC2 and HC3 of a row of leverage 1. */
  add(rows: LearnedRows, data: Source): void;
  /** Covariance of the parameters by all of them. Throws `DATA` for fewer than two clusters. */
  covariance(): Float64Array;
}

/** Sums of the scores of rows, or of clusters, times themselves. Throws `OPTION` for unknown errors. */
export function robustSums(inference: Inference, errors: RobustErrors): RobustSums {
  const { cluster, power } = kindOf(errors);
  const p = inference.estimates.length;
  const scoreOf = scores(inference, power);
  const meat = new Float64Array(p * p);
  const clusters = new Map<unknown, Float64Array>();
  const addSquare = (sum: Float64Array): void => {
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) meat[i * p + j]! += sum[i]! * sum[j]!;
  };
  return {
    add({ complete, at }, data) {
      const cells = cluster === undefined ? undefined : readCells(data, cluster);
      for (const row of complete) {
        const score = scoreOf(at(row));
        if (!cells) addSquare(score);
        else {
          const key = cellKey(cells[row]);
          const sum = clusters.get(key);
          clusters.set(key, sum ? sum.map((value, i) => value + score[i]!) : score);
        }
      }
    },
    covariance() {
      for (const sum of clusters.values()) addSquare(sum);
      return sandwich(inference, errors, meat, clusters.size);
    },
  };
}

/** The score of a row: its weight times its residual times (z, 1), z the row whitened. */
function scores(inference: Inference, power: Kind['power']): (row: LearnedRow) => Float64Array {
  const { estimates } = inference;
  const { center, whiten } = inference.whitening();
  const d = center.length - 1;
  return ({ x, y, weight }) => {
    // about the means, where nothing cancels of columns far from zero
    let residual = y - center[d]![0] - center[d]![1];
    for (let j = 0; j < d; j++) residual -= estimates[j]! * (x[j]! - center[j]![0] - center[j]![1]);
    const score = new Float64Array(estimates.length).fill(1);
    const left = 1 - weight * whiten(x, score);
    if (power > 0 && !(left > LEAST_LEFT)) throw leverageOfOne();
    const pull = (weight * residual) / left ** power;
    return score.map((value) => value * pull);
  };
}

/** What errors ask of the rows: the column of their clusters, where they have some, and the power of 1 − h. */
export interface ErrorKind extends Pick<Kind, 'power'> {
  readonly cluster?: string;
}

/** What these errors ask. Throws `OPTION` for a kind that there is not. */
export function kindOf(errors: RobustErrors): ErrorKind {
  if (typeof errors === 'object') return { cluster: errors.cluster, power: 0 };
  if (Object.hasOwn(KINDS, errors)) return { power: KINDS[errors].power };
  const kinds = ['classic', ...Object.keys(KINDS)].map((kind) => `'${kind}'`).join(', ');
  throw new GdError('OPTION', `"errors" expected ${kinds} or { cluster }, got ${describe(errors)}`, '', {
    option: 'errors',
  });
}

/**
 * The covariance of the parameters, p × p: the sum of the scores times themselves, between the two matrices that lead from the
 * whitened columns back to the parameters.
 */
export function sandwich(
  inference: Inference,
  errors: RobustErrors,
  meat: Float64Array,
  clusters: number,
): Float64Array {
  const { n, estimates } = inference;
  const p = estimates.length;
  if (typeof errors === 'object' && clusters < 2) throw oneCluster();
  const factor =
    typeof errors === 'object'
      ? (clusters / (clusters - 1)) * ((n - 1) / (n - p))
      : KINDS[errors].factor(n, p);
  const bread = breadOf(inference);
  return times(times(bread, meat, p), transposed(bread, p), p).map((value) => value * factor);
}

/** Rᵀ for the weights, −μᵀRᵀ and 1/Σw for the bias, row by row. */
function breadOf(inference: Inference): Float64Array {
  const { root, center, perWeight } = inference.whitening();
  const p = inference.estimates.length;
  const d = center.length - 1;
  const bread = new Float64Array(p * p);
  if (p > d) bread[p * p - 1] = perWeight;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      bread[j * p + i] = root[i * d + j]!;
      if (p > d) bread[d * p + i]! -= center[j]![0] * root[i * d + j]!;
    }
  }
  return bread;
}

const transposed = (matrix: Float64Array, size: number): Float64Array =>
  matrix.map((_, at) => matrix[(at % size) * size + Math.floor(at / size)]!);

function times(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < size; j++) product[i * size + j]! += a[i * size + k]! * b[k * size + j]!;
    }
  }
  return product;
}

const oneCluster = (): GdError =>
  new GdError('DATA', 'errors by cluster need two groups, got one', 'name a column that tells groups apart');

/** What no other row tells of has a residual of 0, whatever its error was. */
export const leverageOfOne = (): GdError =>
  new GdError(
    'UNSUPPORTED',
    'HC2 and HC3 are not defined where a row has leverage 1: no other row tells of its parameter',
    "pass `errors: 'HC1'`, or leave such rows or columns out",
  );
