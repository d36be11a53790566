import { readFileSync } from 'node:fs';
import type { FitOptions } from '@gd-trainer/sdk';
import { type CsvColumn, parseCsv } from '@gd-trainer/sdk/csv';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Least squares of a bundled set in exact rational arithmetic, by tools/datasets/reference_weights.py. */
export interface Reference {
  readonly weights: readonly number[];
  readonly bias: number;
  readonly loss: number;
  readonly r2: number;
  readonly rows: number;
  readonly skippedRows: number;
}

const REFERENCES = JSON.parse(read('tools/datasets/reference-weights.json')) as Record<string, Reference>;

/** A bundled data set with its own target, features and options, and what least squares makes of it. */
export function dataSet(name: string): {
  columns: Readonly<Record<string, CsvColumn>>;
  options: FitOptions;
  reference: Reference;
} {
  const { columns } = parseCsv(read(`apps/tui/data/${name}.csv`));
  const { target, features, options } = JSON.parse(read(`apps/tui/data/${name}.json`)) as {
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

/** Digits on which two numbers agree, at most 15: the log relative error of NIST's StRD. */
export function digitsAgreed(computed: number, certified: number): number {
  const difference = Math.abs(computed - certified);
  if (difference === 0) return 15;
  return Math.min(15, -Math.log10(certified === 0 ? difference : difference / Math.abs(certified)));
}
