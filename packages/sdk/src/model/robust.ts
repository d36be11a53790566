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

/** Factor of a squared residual by the leverage h of its row, n rows and p parameters. */
const FACTORS: Readonly<Record<Extract<RobustErrors, string>, (h: number, n: number, p: number) => number>> =
  {
    HC0: () => 1,
    HC1: (_, n, p) => n / (n - p),
    HC2: (h) => 1 / (1 - h),
    HC3: (h) => 1 / (1 - h) ** 2,
  };

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
  /** Adds the rows of a part. */
  add(rows: LearnedRows, data: Source): void;
  /** Covariance of the parameters by all of them. Throws `DATA` for fewer than two clusters. */
  covariance(): Float64Array;
}

/** Sums of how far the residual of each row, or of each cluster, moves the parameters. Throws `OPTION` for unknown errors. */
export function robustSums(inference: Inference, errors: RobustErrors): RobustSums {
  const cluster = clusterOf(errors);
  const { estimates, n, rowLeverage, influence } = inference;
  const p = estimates.length;
  const covariance = new Float64Array(p * p);
  const clusters = new Map<unknown, Float64Array>();
  const pull = ({ x, y, weight }: LearnedRow): Float64Array => {
    const residual = y - estimates.reduce((sum, value, j) => sum + value * (x[j] ?? 1), 0);
    const factor =
      cluster === undefined
        ? FACTORS[errors as Extract<RobustErrors, string>](weight * rowLeverage(x), n, p)
        : 1;
    return influence(x).map((value) => value * weight * residual * Math.sqrt(factor));
  };
  const addSquare = (sum: Float64Array): void => {
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) covariance[i * p + j]! += sum[i]! * sum[j]!;
  };
  return {
    add({ complete, at }, data) {
      const cells = cluster === undefined ? undefined : readCells(data, cluster);
      for (const row of complete) {
        const moved = pull(at(row));
        if (!cells) addSquare(moved);
        else {
          const key = cellKey(cells[row]);
          const sum = clusters.get(key);
          clusters.set(key, sum ? sum.map((value, i) => value + moved[i]!) : moved);
        }
      }
    },
    covariance() {
      if (cluster === undefined) return covariance;
      const { size } = clusters;
      if (size < 2) throw oneCluster();
      for (const sum of clusters.values()) addSquare(sum);
      const small = (size / (size - 1)) * ((n - 1) / (n - p));
      return covariance.map((value) => value * small);
    },
  };
}

/** The column of the clusters, where there are some. Throws `OPTION` for a kind of errors that there is not. */
function clusterOf(errors: RobustErrors): string | undefined {
  if (typeof errors === 'object') return errors.cluster;
  if (Object.hasOwn(FACTORS, errors)) return undefined;
  const kinds = ['classic', ...Object.keys(FACTORS)].map((kind) => `'${kind}'`).join(', ');
  throw new GdError('OPTION', `"errors" expected ${kinds} or { cluster }, got ${describe(errors)}`, '', {
    option: 'errors',
  });
}

const oneCluster = (): GdError =>
  new GdError('DATA', 'errors by cluster need two groups, got one', 'name a column that tells groups apart');
