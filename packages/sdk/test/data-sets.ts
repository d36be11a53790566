import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FitOptions } from '@gd-trainer/sdk';
import { type CsvColumn, parseCsv } from '@gd-trainer/sdk/csv';

const { resolve } = createRequire(import.meta.url);
/** Path of a file of a bundled set. */
export const dataFile = (name: string): string => resolve(`@gd-trainer/datasets/${name}`);
const read = (path: string | URL): string => readFileSync(path, 'utf8');

/** Least squares of a bundled set in exact rational arithmetic, by tools/datasets/reference_weights.py. */
export interface Reference {
  readonly weights: readonly number[];
  readonly bias: number;
  readonly loss: number;
  readonly r2: number;
  readonly rows: number;
  readonly skippedRows: number;
}

const REFERENCES = JSON.parse(
  read(new URL('../../../tools/datasets/reference-weights.json', import.meta.url)),
) as Record<string, Reference>;

/** A bundled data set with its own target, features and options, and what least squares makes of it. */
export function dataSet(name: string): {
  columns: Readonly<Record<string, CsvColumn>>;
  options: FitOptions;
  reference: Reference;
} {
  const { columns } = parseCsv(read(dataFile(`${name}.csv`)));
  const { target, features, options } = JSON.parse(read(dataFile(`${name}.json`))) as {
    target: string;
    features: string[];
    options?: FitOptions;
  };
  return {
    columns,
    options: { target, features, missing: 'drop', ...options },
    reference: REFERENCES[name]!,
  };
}
