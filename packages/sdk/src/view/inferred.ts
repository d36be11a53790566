// Inference at the optimum of a run: a matter of its rows, wherever the run itself stands.
import { GdError } from '../errors.ts';
import { inferenceOf } from '../model/inference.ts';
import { type Interval, intervalsBy } from '../model/interval.ts';
import { type Summary, summaryBy } from '../model/summary.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Fact } from '../session/fact.ts';
import type { Trainer } from '../session/trainer.ts';
import { type Diagnosed, diagnosedOf, rowFacts } from './diagnosed.ts';

/** Inference on a run, or the reason that there is none. */
export type Inferred =
  | {
      /** Standard errors, intervals and criteria, with classic errors at a level of 0.95. */
      readonly summary: Summary;
      /** Intervals of rows of d values, at the level of the summary. */
      readonly intervals: (kind: 'mean' | 'prediction') => (x: ArrayLike<number>) => Interval;
      /** Diagnosis of its rows, made when it is first asked for. */
      readonly diagnosed: Diagnosed;
      /** None. */
      readonly refusal?: undefined;
    }
  | {
      /** The reason, for `narrate`. */
      readonly refusal: Extract<Fact, { kind: 'uninferred' }>;
    };

const known = new WeakMap<Trainer, { readonly of: string; readonly inferred: Inferred }>();

/** Inference at the optimum of a run, which depends on the rows and the penalties alone; computed once for these. */
export function inferredOf(trainer: Trainer): Inferred {
  const { intercept, l1, l2 } = trainer.options;
  const of = [intercept, l1, l2].join();
  const before = known.get(trainer);
  if (before?.of === of) return before.inferred;
  const inferred = inferredBy(trainer);
  known.set(trainer, { of, inferred });
  return inferred;
}

/** Inference by the moments of a run, under its options. */
function inferredBy(trainer: Trainer): Inferred {
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
    let diagnosed: Diagnosed | undefined;
    return {
      summary: summaryBy(model, inference),
      intervals: (kind) => intervalsBy(inference, { kind }),
      get diagnosed() {
        diagnosed ??= diagnosedOf(trainer, inference);
        return diagnosed;
      },
    };
  } catch (error) {
    if (!(error instanceof GdError && error.code === 'UNSUPPORTED')) throw error;
    return refused('collinear');
  }
}

/** Sentences of a summary: how well the model fits, what is wrong with that, then each of its weights; or why there are none. */
export function summaryFacts(inferred: Inferred, trainer: Trainer): Fact[] {
  if (inferred.refusal) return [inferred.refusal];
  const { level, parameters } = inferred.summary;
  const weights = parameters.slice(0, trainer.features.length);
  return [
    fitFact(inferred.summary, trainer),
    ...rowFacts(inferred.diagnosed),
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

/** Sentences of a diagnosis: how well the model fits, what is wrong with that or that nothing is, the rows that matter most; or why there are none. */
export function diagnosisFacts(inferred: Inferred, trainer: Trainer): Fact[] {
  if (inferred.refusal) return [inferred.refusal];
  const { diagnosis, refusal } = inferred.diagnosed;
  const isSound = diagnosis?.findings.length === 0;
  return [
    fitFact(inferred.summary, trainer),
    ...(refusal ? [refusal] : []),
    ...(isSound ? [{ kind: 'sound', rows: diagnosis.row.length } as const] : []),
    ...rowFacts(inferred.diagnosed),
  ];
}

const fitFact = ({ r2, sigma, freedom }: Summary, { target, snapshot }: Trainer): Fact => ({
  kind: 'fit',
  target,
  r2,
  now: snapshot.r2,
  sigma,
  freedom,
});
