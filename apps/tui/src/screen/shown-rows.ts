import { type FitOptions, type Sample, Trainer } from '@gd-trainer/sdk';
import type { TableMoments } from '@gd-trainer/sdk/sql';
import { type DrawnRows, drawnRows, type FitOver, fitOver, Session } from '@gd-trainer/sdk/view';
import { type Choice, completeness, requireEnoughRows, requireRows } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import { onMoments } from '../input/preset-options.ts';
import { EXIT, Failure } from '../output/failure.ts';

/** Points of a plot at most: more than its dots. */
const MOST_DRAWN = 2000;
/** Longest that rivals may keep the keys waiting. */
const RIVALS_MS = 15;

/** The rows of a run as they are shown: all of them, or a sample that stands for those of a file that stays where it is. */
export class ShownRows {
  readonly data: DataSet;
  readonly choice: Choice;
  /** Rows that can be shown. */
  readonly count: number;
  /** Rows left out because a value was missing. */
  readonly skipped: number;
  readonly #run: Trainer;
  readonly #moments: TableMoments | undefined;
  /** Source of the shown rows. */
  readonly #source: Trainer;
  #drawn: DrawnRows | undefined;
  #over: { readonly fit: FitOver | undefined } | undefined;

  /** The rows of a run, or, of a run on the moments of all rows, the sample that the data are. */
  constructor(run: Trainer, data: DataSet, choice: Choice, moments?: TableMoments) {
    this.data = data;
    this.choice = choice;
    this.#run = run;
    this.#moments = moments;
    const { target, features } = choice;
    const names = moments?.terms ? run.features : features;
    this.#source = moments ? new Trainer(data.columns, { target, features: names, missing: 'drop' }) : run;
    this.count = this.#source.rows;
    this.skipped = moments?.skippedRows ?? run.skippedRows;
  }

  /** True if a sample stands for the rows. */
  get isSampled(): boolean {
    return this.#moments !== undefined;
  }

  get drawn(): DrawnRows {
    const sample = (index: number): Sample => this.sample(index);
    this.#drawn ??= drawnRows({ rows: this.count, features: this.#run.features, sample }, MOST_DRAWN);
    return this.#drawn;
  }

  /** What the fit can be drawn over, if all terms are made of so little. */
  get over(): FitOver | undefined {
    this.#over ??= { fit: fitOver(this.#run, this.drawn, this.#source) };
    return this.#over.fit;
  }

  /** A row that can be shown, by its number from 0, as the descent sees it. */
  sample(index: number): Sample {
    const sample = this.#source.sample(index);
    const moments = this.#moments;
    if (!moments) return sample;
    if (this.#run.options.scale === 'none') return { ...sample, z: sample.x };
    // the sample's own mean and spread are only near those of all rows
    const { mean, comoment, weight, names } = moments;
    const z = sample.x.map((value, j) => {
      const spread = Math.sqrt(comoment[j * names.length + j]! / weight);
      return spread > 0 ? (value - mean[j]!) / spread : 0;
    });
    return { ...sample, z };
  }

  /** Number of the row that stands at `row` in the file, from 1, or of the sample that has that number. */
  indexOf(row: number): number {
    const at = (index: number): number => (this.isSampled ? index + 1 : this.#source.sample(index).row);
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) < row) low = middle + 1;
      else high = middle;
    }
    if (at(low) === row) return low;
    throw new Failure(
      EXIT.usage,
      row < 1 || row > at(this.count - 1)
        ? `there is no row ${row}; the last one is ${at(this.count - 1)}`
        : `row ${row} is left out: a value is missing there`,
    );
  }
}

/** A run on the rows, or on the moments of all rows, of which the data are a sample; or one that is under way. */
export function openRun(
  data: DataSet,
  choice: Choice,
  run: FitOptions | Trainer,
  moments?: TableMoments,
): { session: Session; rows: ShownRows } {
  if (moments) requireRows(moments.n, moments.names.length - 1);
  else requireEnoughRows(data, choice, completeness(data, choice));
  const trainer =
    'snapshot' in run
      ? run
      : moments
        ? new Trainer(moments, onMoments(run, moments))
        : new Trainer(data.columns, run);
  const rows = new ShownRows(trainer, data, choice, moments);
  return { session: new Session(trainer, RIVALS_MS), rows };
}
