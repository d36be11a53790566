import type { FitOptions, Settings } from '@gd-trainer/sdk';
import { columnsIn, hintAmong } from '@gd-trainer/sdk/view';
import { type Choice, chooseColumns } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { ShownRows } from './shown-rows.ts';

/** Options that have to be known when the rows are read: with another one, the run begins anew. */
export interface Reopening {
  readonly target?: string;
  readonly features?: readonly string[];
  readonly missing?: 'drop' | 'error';
  /** Share of the rows that is held out, or none. */
  readonly validation?: unknown;
  /** A column, or none. */
  readonly sampleWeight?: string;
}

/** Ways out of a screen: for good, to the shell until it calls back, to choose other columns, or to begin anew with others. */
export type Ending =
  | { readonly exitCode: number }
  | { readonly suspend: true }
  | { readonly reopen: Reopening | 'by choice' };

/** The columns after the change. Throws a `Failure` for one that is not there. */
export function changedChoice(
  data: DataSet,
  present: Choice,
  { target, features, sampleWeight }: Reopening,
): Choice {
  const [all, weight] = [data.names, sampleWeight === 'none' ? undefined : sampleWeight];
  const isColumn = (name: string): boolean => all.includes(name);
  const inputs = features?.flatMap((term) => columnsIn(term, isColumn)) ?? [];
  const unknown = [target, weight, ...inputs].find((name) => name && !isColumn(name));
  if (unknown) {
    throw new Failure(EXIT.usage, `no column ${quoted(unknown)}`, hintAmong(unknown, all));
  }
  const chosen = {
    target: target ?? present.target,
    features: features ?? (target === undefined ? present.features : undefined),
  };
  const choice = chooseColumns(data, chosen) ?? present;
  return { ...choice, features: choice.features.filter((name) => name !== choice.target && name !== weight) };
}

/** Options that decide about the rows: those in force, but for what is to change. */
export function changedOptions(
  options: Settings,
  { isSampled }: ShownRows,
  { missing, sampleWeight, validation }: Reopening,
): FitOptions {
  if (sampleWeight !== undefined && sampleWeight !== 'none' && isSampled) {
    throw new Failure(EXIT.usage, ':weight needs the rows, which stay in this file', 'export a smaller file');
  }
  const weight = sampleWeight ?? options.sampleWeight;
  const share = validation ?? options.validation;
  return {
    missing: missing ?? options.missing,
    ...(weight === undefined || weight === 'none' ? {} : { sampleWeight: weight }),
    ...(share === undefined ? {} : { validation: share === 'none' ? undefined : share }),
  } as FitOptions;
}
