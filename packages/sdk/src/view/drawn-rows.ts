import { GdError } from '../errors.ts';
import type { Sample } from '../session/sample.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Parameters } from '../types.ts';

/** Rows to draw: all of them, or some that lie evenly among them. */
export interface DrawnRows {
  /** Their numbers for `Trainer.sample`. */
  readonly rows: readonly number[];
  /** The rows themselves. */
  readonly samples: readonly Sample[];
  /** The same as columns in data units: the features, then the target. */
  readonly columns: readonly Float64Array[];
}

/** At most so many of the rows of a session; none where only moments are known. */
export function drawnRows(trainer: Pick<Trainer, 'rows' | 'features' | 'sample'>, most: number): DrawnRows {
  const count = Math.min(trainer.rows, most);
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * trainer.rows) / count));
  const samples = samplesOf(trainer, rows);
  const columns = trainer.features.map((_, j) => Float64Array.from(samples, ({ x }) => x[j]!));
  return {
    rows: samples.length > 0 ? rows : [],
    samples,
    columns: [...columns, Float64Array.from(samples, ({ y }) => y)],
  };
}

/** ŷ = w·x + b of each row that is drawn. */
export function predictionsOf({ samples }: DrawnRows, { weights, bias }: Parameters): Float64Array {
  return Float64Array.from(samples, ({ x }) => x.reduce((sum, value, j) => sum + weights[j]! * value, bias));
}

function samplesOf(trainer: Pick<Trainer, 'sample'>, rows: readonly number[]): Sample[] {
  try {
    return rows.map((row) => trainer.sample(row));
  } catch (error) {
    if (error instanceof GdError && error.code === 'UNSUPPORTED') return [];
    throw error;
  }
}
