import {
  columnsIn,
  listOf,
  type OfferedColumn,
  offeredColumns,
  weightNames,
  written,
} from '@gd-trainer/sdk/view';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { DataSet } from './data-set.ts';

/** The target, and the features it is predicted from. */
export interface Choice {
  readonly target: string;
  readonly features: readonly string[];
  /** Columns that could not be features because they hold text or dates. */
  readonly leftOut: readonly string[];
}

/** The cure where a table seems to have one column. */
const SEPARATED = 'pass --separator with the character that stands between cells';

/** The columns that flags and preset choose, or undefined where no target is known. */
export function chooseColumns(
  data: DataSet,
  wanted: Readonly<Partial<Record<'target' | 'sampleWeight', string | undefined>>> & {
    readonly features?: readonly string[] | undefined;
  },
): Choice | undefined {
  const target = wanted.target ?? data.preset?.target;
  if (target === undefined) return undefined;
  if (wanted.features) return { target, features: wanted.features, leftOut: [] };
  if (data.preset?.target === target) return { target, features: data.preset.features, leftOut: [] };
  const others = data.names.filter((name) => name !== target && name !== wanted.sampleWeight);
  const features = offeredIn(data).flatMap(({ name, isDefault }) =>
    isDefault && others.includes(name) ? [name] : [],
  );
  const [only] = data.names.length === 1 ? data.names : [];
  if (only !== undefined && only !== target) {
    throw new Failure(EXIT.data, `no column ${quoted(target)}: the only one is ${quoted(only)}`, SEPARATED);
  }
  if (features.length === 0 && data.names.includes(target)) {
    throw new Failure(
      EXIT.data,
      `no numeric column beside the target ${quoted(target)}`,
      hintOnDates(offeredIn(data).find(({ name, kind }) => kind === 'date' && others.includes(name))),
    );
  }
  const leftOut = others.filter((name) => data.text.includes(name) && !features.includes(name));
  return { target, features, leftOut };
}

const hintOnDates = (dates: OfferedColumn | undefined): string =>
  dates
    ? `pass --features 'day(${written(dates.name)})', the days of its dates`
    : 'add a column of numbers to predict from';

/** The columns of a data set as they may be chosen. */
export const offeredIn = (data: DataSet): readonly OfferedColumn[] => data.offered ?? offeredColumns(data);

/** The columns that a model can learn. Throws where there is none. */
export function numericIn({ name, names, text }: DataSet): string[] {
  const numeric = names.filter((column) => !text.includes(column));
  if (numeric.length > 0) return numeric;
  throw new Failure(
    EXIT.data,
    `${quoted(name)} has no column of numbers, which a target has to be`,
    names.length === 1 ? SEPARATED : `text or dates are in ${listOf(names)}`,
  );
}

export function targetNeeded(data: DataSet): Failure {
  const numeric = numericIn(data);
  const apt = offeredIn(data).filter(({ kind }) => kind === 'number' || kind === 'boolean');
  const names = apt.length > 0 ? apt.map(({ name }) => name) : numeric;
  return new Failure(EXIT.usage, 'no target chosen', `pass --target with one of ${listOf(names)}`);
}

/** A column without a number in so many rows. */
interface MissingIn {
  readonly name: string;
  readonly count: number;
}

/** Rows that have a number in every used column, and the columns that miss some. */
export interface Completeness {
  readonly complete: number;
  readonly missingIn: readonly MissingIn[];
}

export function completeness(data: DataSet, choice: Choice): Completeness {
  const columns = usedColumns(data, choice).flatMap((name) => {
    const column = data.columns[name];
    return column ? [{ name, column }] : [];
  });
  const missing = new Uint8Array(data.rows);
  const missingIn = columns.flatMap(({ name, column }) => {
    if (column instanceof Float64Array) return [];
    let count = 0;
    for (let row = 0; row < data.rows; row++) {
      if (column[row] !== null) continue;
      missing[row] = 1;
      count++;
    }
    return count > 0 ? [{ name, count }] : [];
  });
  const dropped = missing.reduce((sum, flag) => sum + flag, 0);
  return { complete: data.rows - dropped, missingIn };
}

/** Raw columns of the features, each once, and the target. */
export function usedColumns({ names }: Pick<DataSet, 'names'>, { features, target }: Choice): string[] {
  const inputs = features.flatMap((term) => columnsIn(term, (name) => names.includes(name)));
  return [...new Set(inputs), target];
}

/** Fewer rows than parameters leave the weights undetermined: an error here, unlike in the sdk. */
export function requireEnoughRows(
  data: DataSet,
  choice: Choice,
  { complete, missingIn }: Completeness,
): void {
  const { target, features } = choice;
  let weights: number;
  try {
    weights = weightNames(data.columns, { target, features, missing: 'drop' }).length;
  } catch {
    // a column that is not there or a term that is none is the nearer cause, and the sdk names it
    return;
  }
  if (!data.text.includes(target)) requireRows(complete, weights, { all: data.rows, missingIn, target });
}

/** Rows without a number in some column, and the column that cannot be left out. */
interface RowsLacking {
  readonly all?: number;
  readonly missingIn?: readonly MissingIn[];
  readonly target?: string;
}

/** The same of counts: `all` rows, of which these columns take some. */
export function requireRows(
  complete: number,
  features: number,
  { all = 0, missingIn = [], target }: RowsLacking = {},
): void {
  const parameters = features + 1;
  if (complete >= parameters) return;
  const rows = complete === 1 ? '1 complete row' : `${complete} complete rows`;
  const weights = features === 1 ? '1 weight' : `${features} weights`;
  throw new Failure(
    EXIT.data,
    `${rows} for ${parameters} parameters (${weights} and the bias)`,
    hintOnGaps(missingIn, all, target),
  );
}

/** The column that takes most rows, if one does. */
function hintOnGaps(missingIn: readonly MissingIn[], all: number, target: string | undefined): string {
  const [most] = missingIn.toSorted((a, b) => b.count - a.count);
  return most
    ? most.name === target
      ? `${quoted(target)} has no value in ${most.count} of ${all} rows: choose another --target, or add rows`
      : `${quoted(most.name)} has no value in ${most.count} of ${all} rows: leave it out of --features, or add rows`
    : 'add rows, or name fewer --features';
}
