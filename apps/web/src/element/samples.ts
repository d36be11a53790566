import { GdError, type Sample, type Trainer } from '@gd-trainer/sdk';

/** Points a chart draws at most; of more rows it draws evenly spaced ones. */
const MOST_DRAWN = 1000;

/** The rows that are drawn. */
export interface Samples {
  /** Their numbers for `trainer.sample`. */
  readonly rows: readonly number[];
  readonly all: readonly Sample[];
  readonly targets: Float64Array;
}

/** Rows to draw; none where there are only moments. */
export function readSamples(trainer: Trainer): Samples {
  const drawn = Math.min(trainer.rows, MOST_DRAWN);
  const rows = Array.from({ length: drawn }, (_, i) => Math.floor((i * trainer.rows) / drawn));
  try {
    const all = rows.map((row) => trainer.sample(row));
    return { rows, all, targets: Float64Array.from(all, ({ y }) => y) };
  } catch (error) {
    if (error instanceof GdError && error.code === 'UNSUPPORTED')
      return { rows: [], all: [], targets: new Float64Array() };
    throw error;
  }
}

/** ŷ = w·x + b of the rows that are drawn. */
export function predictions(
  { all }: Samples,
  { weights, bias }: { readonly weights: ArrayLike<number>; readonly bias: number },
): Float64Array {
  return Float64Array.from(all, ({ x }) => x.reduce((sum, value, j) => sum + weights[j]! * value, bias));
}

/** What the axes of the fit have to show. */
export interface FitRanges {
  readonly across: readonly [number, number];
  readonly up: readonly [number, number];
  /** Of the first two features and the target, for a picture in space. */
  readonly space: readonly [Range, Range, Range];
}

type Range = readonly [number, number];

/** Whether what is drawn lies within ranges that were made for something else, and fills half of them. */
export function stillIn(ranges: FitRanges, needed: FitRanges): boolean {
  const holds = ([low, high]: Range, [from, to]: Range): boolean =>
    from >= low && to <= high && to - from > (high - low) / 2;
  return holds(ranges.across, needed.across) && holds(ranges.up, needed.up);
}

const MARGIN = 0.06;

/** Ranges that stand still during a run: of the data, and of what the start values predict. */
export function rangesOf(
  samples: Samples,
  { features }: Trainer,
  start: { readonly weights: ArrayLike<number>; readonly bias: number },
): FitRanges {
  const predicted = predictions(samples, start);
  const feature = (j: number): number[] => samples.all.map(({ x }) => x[j] ?? 0);
  const space = [rangeOf(feature(0)), rangeOf(feature(1)), rangeOf(samples.targets)] as const;
  if (features.length > 1) {
    return { across: rangeOf([...predicted, ...samples.targets]), up: rangeOf(samples.targets), space };
  }
  const inputs = feature(0);
  return { across: rangeOf(inputs), up: rangeOf([...predicted, ...samples.targets]), space };
}

function rangeOf(values: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const margin = MARGIN * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin];
}
