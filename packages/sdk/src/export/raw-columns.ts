// The raw columns that a model of terms is written from.
import { type RawKinds, rawKinds } from '../data/raw-inputs.ts';
import type { Terms } from '../data/table.ts';
import { knownLevels } from '../sql/terms.ts';
import type { Category } from '../terms/expression.ts';

/** Raw columns of terms: numbers and dates, and texts. */
export interface ExportedColumns extends RawKinds {
  /** Levels of a category, none where they are not known. */
  levelsOf(category: Category): readonly string[];
}

/** The raw columns by what the terms take them for, and what the terms come to. */
export const rawColumns = (features: readonly string[], terms: Terms): ExportedColumns => ({
  ...rawKinds(features, terms),
  levelsOf: knownLevels(terms.levels),
});
