import { readCells } from '../data/shapes.ts';
import { describe, GdError } from '../errors.ts';
import type { NumericColumn, Source } from '../types.ts';
import { groupsBy } from './grouping.ts';
import type { Inference } from './inference.ts';
import { learnedRows } from './learned-rows.ts';
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
  const groups = typeof errors === 'object' ? errors.cluster : undefined;
  if (groups === undefined && !Object.hasOwn(FACTORS, errors as string)) {
    const kinds = ['classic', ...Object.keys(FACTORS)].map((kind) => `'${kind}'`).join(', ');
    throw new GdError('OPTION', `"errors" expected ${kinds} or { cluster }, got ${describe(errors)}`, '', {
      option: 'errors',
    });
  }
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
  const rows = learnedRows(model, data, sampleWeight);
  const { estimates, n, leverage, influence } = inference;
  const p = estimates.length;
  const pull = (row: number): Float64Array => {
    const { x, y, weight } = rows.at(row);
    const residual = y - estimates.reduce((sum, value, j) => sum + value * (x[j] ?? 1), 0);
    const factor =
      groups === undefined ? FACTORS[errors as Extract<RobustErrors, string>](weight * leverage(x), n, p) : 1;
    return influence(x).map((value) => value * weight * residual * Math.sqrt(factor));
  };
  const parts = groups === undefined ? undefined : clustersOf(readCells(data, groups), rows.complete);
  const covariance = new Float64Array(p * p);
  for (const part of parts ?? rows.complete.map((row) => [row])) {
    const sum = new Float64Array(p);
    for (const row of part) for (const [i, value] of pull(row).entries()) sum[i]! += value;
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) covariance[i * p + j]! += sum[i]! * sum[j]!;
  }
  if (!parts) return covariance;
  const small = (parts.length / (parts.length - 1)) * ((n - 1) / (n - p));
  return covariance.map((value) => value * small);
}

/** The rows of each group. Throws `DATA` for fewer than two. */
function clustersOf(cells: ArrayLike<unknown>, rows: readonly number[]): (readonly number[])[] {
  const { keys, groupOf } = groupsBy([cells]);
  const clusters = keys.map((): number[] => []);
  for (const row of rows) clusters[groupOf[row]!]!.push(row);
  const found = clusters.filter(({ length }) => length > 0);
  if (found.length > 1) return found;
  throw new GdError(
    'DATA',
    'errors by cluster need two groups, got one',
    'name a column that tells groups apart',
  );
}
