// Inference at the optimum of a run: a matter of its rows, wherever the run itself stands.
import { GdError } from '../errors.ts';
import { diagnosisBy } from '../model/diagnose.ts';
import { type Inference, inferenceOf } from '../model/inference.ts';
import { type Interval, intervalsBy } from '../model/interval.ts';
import type { LearnedRow } from '../model/learned-rows.ts';
import { type Summary, summaryBy } from '../model/summary.ts';
import type { Fact } from '../session/fact.ts';
import { recordOf, type Trainer } from '../session/trainer.ts';

/** Inference on a run, or the reason that there is none. */
export type Inferred =
  | {
      /** Standard errors, intervals and criteria, with classic errors at a level of 0.95. */
      readonly summary: Summary;
      /** Intervals of rows of d values, at the level of the summary. */
      readonly intervals: (kind: 'mean' | 'prediction') => (x: ArrayLike<number>) => Interval;
      /** Claims on the fit by its rows, and the rows that matter most; none of rows not at hand, or too many for a key press. */
      readonly ofRows: readonly Fact[];
      /** None. */
      readonly refusal?: undefined;
    }
  | {
      /** The reason, for `narrate`. */
      readonly refusal: Extract<Fact, { kind: 'uninferred' }>;
    };

/** Work of a diagnosis that a key press may wait for, some 100 ms: rows, times as much for each as the features squared and a few. */
const MOST_WORK = 1e5;
const ROW_WORK = 20;

/** Inference by the moments of a run, under its options. */
export function inferredOf(trainer: Trainer): Inferred {
  const { moments } = recordOf(trainer).data;
  const { features, target, options, rows } = trainer;
  const { l1, l2, intercept } = options;
  const parameters = features.length + (intercept ? 1 : 0);
  const refused = (reason: 'penalty' | 'rows' | 'collinear'): Inferred => ({
    refusal: { kind: 'uninferred', reason, rows, parameters },
  });
  if (l1 > 0 || l2 > 0) return refused('penalty');
  if (rows <= parameters) return refused('rows');
  const model = { features: [...features], terms: moments.terms, target, moments, training: options };
  try {
    const inference = inferenceOf(model);
    return {
      summary: summaryBy(model, inference),
      intervals: (kind) => intervalsBy(inference, { kind }),
      ofRows: rowFacts(inference, trainer),
    };
  } catch (error) {
    if (!(error instanceof GdError && error.code === 'UNSUPPORTED')) throw error;
    return refused('collinear');
  }
}

function rowFacts(inference: Inference, trainer: Trainer): readonly Fact[] {
  const { table, moments } = recordOf(trainer).data;
  const { features, rows, options } = trainer;
  if (!table || moments.weighted || rows * (features.length ** 2 + ROW_WORK) > MOST_WORK) return [];
  const samples = Array.from({ length: rows }, (_, place) => trainer.sample(place));
  const learned = samples.map(({ x, y }): LearnedRow => ({ x: Array.from(x), y, weight: 1 }));
  const { findings, most, row, cook } = diagnosisBy(inference, {
    names: features,
    intercept: options.intercept,
    count: rows,
    at: (place) => learned[place]!,
    numberOf: (place) => samples[place]!.row,
  });
  const movers = most.map((place) => ({ row: row[place]!, cook: cook[place]! }));
  return movers.length === 0 ? findings : [...findings, { kind: 'movers', rows: movers }];
}

/** Sentences of a summary: how well the model fits, what is wrong with that, then each of its weights; or why there are none. */
export function summaryFacts(inferred: Inferred, { features, target, snapshot: { r2 } }: Trainer): Fact[] {
  if (inferred.refusal) return [inferred.refusal];
  const { summary } = inferred;
  const { sigma, freedom, level, parameters } = summary;
  const weights = parameters.slice(0, features.length);
  return [
    { kind: 'fit', target, r2: summary.r2, now: r2, sigma, freedom },
    ...inferred.ofRows,
    ...weights.map(
      ({ name, estimate, interval, p }): Fact => ({
        kind: 'estimate',
        name,
        value: estimate,
        interval,
        level,
        p,
      }),
    ),
  ];
}
