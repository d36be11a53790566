// What a run promises, stated once more by plain loops over the rows: the losses, the minimum, the way there and back.
import type { Snapshot, Trainer } from '@gd-trainer/sdk';
import { expect } from 'vitest';

/** Columns of a table as they stand in its file. */
export type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

/** Rows that are learned from: values of the features, the target, the weight. */
interface Rows {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly weight: readonly number[];
}

/** Updates of single rows that a check may take. */
const MOST_UPDATES = 2e5;
const STATUSES = ['idle', 'running', 'converged', 'exhausted', 'diverged'];

/** Holds a run against its contract. */
export function expectContract(trainer: Trainer, columns: Columns): void {
  const { snapshot, options } = trainer;
  expectPlace(snapshot, trainer);
  const rows = rowsOf(trainer, columns);
  const squares = meanSquare(rows, snapshot);
  // of what is summed: residuals are differences of these
  const size = meanOf(rows, (i) => {
    const parts = rows.x[i]!.map((value, j) => Math.abs(value * snapshot.weights[j]!));
    return (parts.reduce((sum, part) => sum + part, 0) + Math.abs(snapshot.bias) + Math.abs(rows.y[i]!)) ** 2;
  });
  if (size < 1e290) {
    const { weights } = snapshot.scaled;
    const penalty = weights.reduce(
      (sum, weight) => sum + (options.l2 / 2) * weight ** 2 + options.l1 * Math.abs(weight),
      0,
    );
    const near = 1e-9 * (squares / 2 + penalty) + 1e-13 * size;
    expect(Math.abs(snapshot.loss - squares / 2 - penalty)).toBeLessThanOrEqual(near);
    expect(Math.abs(snapshot.rmse ** 2 - squares)).toBeLessThanOrEqual(2 * near);
    if (options.l1 === 0 && options.l2 === 0) {
      const least = leastSquares(rows, options.intercept);
      if (least !== undefined)
        expect(Math.abs(snapshot.gap - (squares - least) / 2)).toBeLessThanOrEqual(near + 1e-9 * least);
    }
  }
  expectWays(trainer, snapshot, columns);
}

function expectPlace(snapshot: Snapshot, { rows, features }: Trainer): void {
  const { epoch, sample, weights, bias, loss, status, gap } = snapshot;
  expect([
    Number.isSafeInteger(epoch),
    epoch >= 0,
    Number.isInteger(sample),
    sample >= 0,
    sample < rows,
  ]).toEqual([true, true, true, true, true]);
  expect(STATUSES).toContain(status);
  expect(weights).toHaveLength(features.length);
  expect([...weights, bias, loss, gap].every(Number.isFinite)).toBe(true);
  expect(gap).toBeGreaterThanOrEqual(0);
  if (status === 'idle') expect([epoch, sample]).toEqual([0, 0]);
}

/** The rows by the columns of the file, or, of terms and of rows held out, as the run shows them one by one. */
function rowsOf(trainer: Trainer, columns: Columns): Rows {
  const { features, target, options, rows } = trainer;
  const { sampleWeight } = options;
  const weights = typeof sampleWeight === 'string' ? columns[sampleWeight]! : undefined;
  const shown = Array.from({ length: rows }, (_, i) => trainer.sample(i));
  const used = [...features, target];
  if (features.every((name) => Object.hasOwn(columns, name)) && options.validation === undefined) {
    const kept = Array.from(columns[target]!.keys()).filter(
      (row) =>
        used.every((name) => typeof columns[name]![row] === 'number') &&
        (!weights || Number(weights[row]) > 0),
    );
    const isThat = ({ row, x, y }: (typeof shown)[number], i: number): boolean =>
      row - 1 === kept[i] && [...x, y].every((value, j) => value === columns[used[j]!]![row - 1]);
    expect([shown.length, shown.every(isThat)]).toEqual([kept.length, true]);
  }
  return {
    x: shown.map(({ x }) => Array.from(x)),
    y: shown.map(({ y }) => y),
    weight: shown.map(({ row }) => (weights ? Number(weights[row - 1]) : 1)),
  };
}

function meanOf({ y, weight }: Rows, value: (row: number) => number): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    sum += weight[i]! * value(i);
    total += weight[i]!;
  }
  return sum / total;
}

const meanSquare = (rows: Rows, { weights, bias }: Pick<Snapshot, 'weights' | 'bias'>): number =>
  meanOf(rows, (i) => (rows.y[i]! - rows.x[i]!.reduce((sum, x, j) => sum + x * weights[j]!, bias)) ** 2);

const known = new Map<string, number | undefined>();

/** Least mean square by elimination on columns about their means; undefined where they nearly follow from one another. */
function leastSquares(rows: Rows, intercept: boolean): number | undefined {
  const key = JSON.stringify([
    rows.x[0],
    rows.y.slice(0, 9),
    rows.weight.slice(0, 9),
    rows.y.length,
    intercept,
  ]);
  if (!known.has(key)) known.set(key, eliminated(rows, intercept));
  return known.get(key);
}

function eliminated(rows: Rows, intercept: boolean): number | undefined {
  const d = rows.x[0]!.length;
  const cell = (i: number, j: number): number => (j < d ? rows.x[i]![j]! : rows.y[i]!);
  const columns = Array.from({ length: d + 1 }, (_, j) => j);
  const center = columns.map((j) => (intercept ? meanOf(rows, (i) => cell(i, j)) : 0));
  const spread = columns.map((j) => Math.sqrt(meanOf(rows, (i) => (cell(i, j) - center[j]!) ** 2)) || 1);
  const unit = (i: number, j: number): number => (cell(i, j) - center[j]!) / spread[j]!;
  const products = columns.map((j) => columns.map((k) => meanOf(rows, (i) => unit(i, j) * unit(i, k))));
  for (let k = 0; k < d; k++) {
    const pivot = products[k]![k]!;
    if (pivot < 1e-7) return undefined;
    for (let i = k + 1; i <= d; i++) {
      const factor = products[i]![k]! / pivot;
      for (let j = k; j <= d; j++) products[i]![j]! -= factor * products[k]![j]!;
    }
  }
  return Math.max(0, products[d]![d]!) * spread[d]! ** 2;
}

/** There and back is the same to the last bit, a state that is written and read again too; steps lead where a leap does. */
function expectWays(
  trainer: Trainer,
  { epoch, sample, status, rmse, weights, bias }: Snapshot,
  columns: Columns,
): void {
  const { batchSize, path } = trainer.options;
  const walks = batchSize !== 'full' || path === 'rows';
  if ((walks ? trainer.rows : 20) * (epoch + 9) > MOST_UPDATES) return;
  trainer.preview((twin) => {
    const there = twin.seek(epoch);
    if (sample === 0 && status !== 'diverged' && there.status !== 'diverged') {
      // at the epoch of a change steps end under the options before it, a leap under those after: of one state in two measures
      const first = twin.seek(0).rmse;
      expect(Math.abs(there.rmse - rmse)).toBeLessThanOrEqual(1e-7 * Math.max(rmse, first));
    }
    twin.seek(epoch + 3);
    twin.seek(Math.max(0, epoch - 2));
    expect(bits(twin.seek(epoch))).toEqual(bits(there));
  });
  const written = JSON.parse(JSON.stringify(trainer.toState()));
  const read = (trainer.constructor as typeof Trainer).fromState(written, columns);
  expect(bits(read.snapshot)).toEqual(bits({ weights, bias, epoch, sample }));
}

const bits = ({
  weights,
  bias,
  epoch,
  sample,
}: Pick<Snapshot, 'weights' | 'bias' | 'epoch' | 'sample'>): unknown[] => [...weights, bias, epoch, sample];
