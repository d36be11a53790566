// Bands around the line of a fit: where the line itself may lie, and where a new row would.
import type { FitOver } from './fit-over.ts';
import { inferredOf } from './inferred.ts';
import type { Session } from './session.ts';

/** Kinds of bands, the wider first. */
export const BANDS = ['prediction', 'mean'] as const;

/** An interval at each place across. */
export interface Band {
  /** 'prediction': of a new row of weight 1; 'mean': of the line. */
  readonly kind: (typeof BANDS)[number];
  /** Places across, rising. */
  readonly x: Float64Array;
  /** Lower ends; NaN where a term has no value. */
  readonly low: Float64Array;
  /** Upper ends. */
  readonly high: Float64Array;
}

/**
 * Reason why there are no bands: 'columns', the model is not made of one column of numbers alone; 'uninferred', it has no
 * standard errors; 'exact', every row lies on the line, and they have no width; 'early', the run has not come near its optimum, which bands are about.
 */
export type Bandless = 'columns' | 'uninferred' | 'exact' | 'early';

/** Share of its standard errors by which a line may miss the optimum, as a root mean square, and still lie within its band. */
const NEAR = 0.1;

/** The reason why no bands can be drawn of a run as it is; undefined if they can. */
export function bandlessOf(session: Session, over: FitOver | undefined): Bandless | undefined {
  if (over?.columns.length !== 1 || over.category) return 'columns';
  const inferred = inferredOf(session.trainer);
  if (inferred.refusal) return 'uninferred';
  const { sigma, n, parameters } = inferred.summary;
  if (sigma === 0) return 'exact';
  // twice the gap is the mean of (ŷ − ŷ*)², σ²·p/n the mean variance of ŷ*
  return 2 * session.snapshot.gap <= (NEAR * sigma) ** 2 * (parameters.length / n) ? undefined : 'early';
}

/** The bands of a run between two places across, of the level of its summary; none where `bandlessOf` tells why. */
export function fitBands(
  session: Session,
  over: FitOver | undefined,
  [low, high]: readonly [number, number],
): Band[] {
  const inferred = inferredOf(session.trainer);
  if (!over || bandlessOf(session, over) || inferred.refusal) return [];
  const x = over.placesBetween(low, high, true);
  const terms = over.termsAt([x]);
  return BANDS.map((kind) => {
    const intervalOf = inferred.intervals(kind);
    const ends = Array.from(x, (_, i) => intervalOf(terms.map((values) => values[i]!)));
    return {
      kind,
      x,
      low: Float64Array.from(ends, (end) => end.low),
      high: Float64Array.from(ends, (end) => end.high),
    };
  });
}
