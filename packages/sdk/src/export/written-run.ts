import type { RawInput } from '../data/raw-inputs.ts';
import type { Terms } from '../data/table.ts';
import type { RunRecord } from '../session/data-trainer.ts';

/** Facts that a run is written from. */
export interface WrittenRun extends RunRecord {
  readonly features: readonly string[];
  readonly target: string;
  /** Raw columns and levels, where features are terms. */
  readonly terms: Terms | undefined;
  /** Features, then the target, where the rows stand in the code; NaN where a value is missing. */
  readonly columns: readonly Float64Array[] | undefined;
  /** Raw columns of terms, where the rows stand in the code. */
  readonly inputs: readonly RawInput[] | undefined;
  /** The CSV file that the code reads in their place. */
  readonly file: string | undefined;
}
