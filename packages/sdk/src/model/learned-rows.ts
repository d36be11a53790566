import { readCells, readFeatures, readTarget } from '../data/shapes.ts';
import { counted, GdError } from '../errors.ts';
import type { NumericColumn, Source } from '../types.ts';
import { type Learned, momentsOf } from './linear-model.ts';

/** One row of those that a model learned from. */
export interface LearnedRow {
  /** Values of the features. */
  readonly x: readonly number[];
  /** The target. */
  readonly y: number;
  /** Its weight, 1 without weights. */
  readonly weight: number;
}

/** The rows again that a model learned from. */
export interface LearnedRows {
  /** Numbers of the rows that are complete, from 0. */
  readonly complete: readonly number[];
  /** A row by its number. */
  at(row: number): LearnedRow;
}

/**
 * Reads the rows again that a model learned from: moments hold no residuals.
 *
 * @param model - the model
 * @param data - its rows
 * @param sampleWeight - their weights, where they had some: a column, or the name of one
 * @throws {GdError} `OPTION` where rows had weights and none are given, `DATA` where there are more or fewer complete rows
 */
export function learnedRows(
  model: Learned,
  data: Source,
  sampleWeight: string | NumericColumn | undefined,
): LearnedRows {
  const rows = rowsOfPart(model, data, sampleWeight);
  requireAllRows(model, rows.complete.length);
  return rows;
}

/** Reads a part of them. Throws `OPTION` where rows had weights and none are given. */
export function rowsOfPart(
  model: Learned,
  data: Source,
  sampleWeight: string | NumericColumn | undefined,
): LearnedRows {
  requireWeights(model, sampleWeight);
  const columns = [
    ...readFeatures(data, model.features, model.terms),
    readTarget(data, model.target, model.features),
  ].map((column) => {
    const values = new Float64Array(column.length);
    column.read(values, 0);
    return values;
  });
  const weights =
    typeof sampleWeight === 'string' ? (readCells(data, sampleWeight) as number[]) : sampleWeight;
  const y = columns.pop()!;
  const weightOf = (row: number): number => (weights ? Number(weights[row]) : 1);
  const complete = Array.from(y.keys()).filter(
    (row) => weightOf(row) > 0 && ![y, ...columns].some((column) => Number.isNaN(column[row])),
  );
  return {
    complete,
    at: (row) => ({ x: columns.map((column) => column[row]!), y: y[row]!, weight: weightOf(row) }),
  };
}

/** Throws `OPTION` where rows had weights and none are given. */
export function requireWeights(model: Learned, sampleWeight: unknown): void {
  if (!momentsOf(model).weighted || sampleWeight !== undefined) return;
  throw new GdError('OPTION', 'the rows had weights, which are needed again', 'pass `sampleWeight`', {
    option: 'sampleWeight',
  });
}

/** Throws `DATA` unless so many complete rows are as many as the model learned from. */
export function requireAllRows(model: Learned, complete: number): void {
  const { n } = momentsOf(model);
  if (complete === n) return;
  throw new GdError(
    'DATA',
    `the data have ${counted(complete, 'complete row')}, and the model learned from ${n}`,
    'pass the rows of the training',
  );
}
