import type { Forecast } from '../ahead/forecast.ts';
import type { Snapshot } from '../session/data-trainer.ts';
import type { Fact, RunFact } from '../session/fact.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Status } from '../types.ts';

/** A fact about how a run ended. */
export type Outcome = Extract<Fact, { kind: 'outcome' }>;

const ENDED: ReadonlySet<Status> = new Set(['converged', 'diverged', 'exhausted']);

/** Tells whether a run has an end that it has come to. */
export const hasEnded = (status: Status): boolean => ENDED.has(status);

/** Facts of a run where it stands. */
interface RunStanding {
  readonly trainer: Trainer;
  readonly snapshot: Snapshot;
  readonly forecast: Forecast;
  readonly facts: readonly [RunFact, ...RunFact[]];
  readonly time: Outcome['now'];
}

/** Outcome of a run, or its present state, for `narrate`. */
export function outcomeOf({ snapshot, forecast, facts: [promise], trainer, time }: RunStanding): Outcome {
  const { status, convergedAt, loss, gap, learningRate, epoch } = snapshot;
  const { learningRateLimit, condition, verdict } = forecast;
  const { epochs } = trainer.options;
  const ends = { converged: convergedAt ?? epoch, exhausted: Math.min(epoch, epochs) } as const;
  const isExhausted = status === 'exhausted';
  return {
    kind: 'outcome',
    status,
    epoch: status === 'converged' || status === 'exhausted' ? ends[status] : epoch,
    now: time,
    loss,
    gap,
    learningRate,
    learningRateLimit,
    condition,
    verdict,
    noise: promise.kind === 'forecast' && promise.noise,
    arrives: isExhausted ? arrivalOf(trainer) : null,
    faster: isExhausted ? fasterThan(trainer) : null,
  };
}

/** Epoch at which a run meets its tolerance, in closed form; null if never or not known. */
function arrivalOf({ forecast, options, snapshot }: Trainer): number | null {
  const remaining = forecast.epochsTo(options.tolerance);
  return snapshot.convergedAt ?? (remaining === null ? null : snapshot.epoch + remaining);
}

/**
 * Plain descent, else the heavy ball, at their automatic rates: whichever is there first, and before the run itself; cg
 * where none of these arrives.
 */
function fasterThan(trainer: Trainer): Outcome['faster'] {
  const { l1, batchSize } = trainer.options;
  if (l1 > 0 || batchSize !== 'full') return null;
  let faster: Outcome['faster'] = null;
  let first = arrivalOf(trainer) ?? Infinity;
  for (const optimizer of ['gd', 'momentum', 'cg'] as const) {
    if (optimizer === 'cg' && first < Infinity) continue;
    const arrives = trainer.preview((ahead) => {
      ahead.set({ optimizer, learningRate: 'auto', momentum: 'auto' });
      return arrivalOf(ahead);
    });
    if (arrives === null || arrives >= first) continue;
    faster = { optimizer, arrives };
    first = arrives;
  }
  return faster;
}

/** Number of the epoch under way as people count, from 1; between two epochs of the one that is done. */
export const epochUnderWay = ({ epoch, sample }: Snapshot): number => epoch + Math.sign(sample);

/**
 * The step just made, for `narrate`.
 *
 * @param session - the run
 * @param session.snapshot - where it stands
 * @param session.trainer - what runs it
 * @param names - what the weights to be read out are called
 * @param bias - what the bias is called
 * @param lossBefore - the loss that was read out last
 */
export function stepOf(
  { snapshot, trainer: { rows } }: { readonly snapshot: Snapshot; readonly trainer: Trainer },
  names: readonly string[],
  bias: string,
  lossBefore: number | null,
): RunFact {
  const { epoch, sample, loss, weights, status } = snapshot;
  const named = names.map((name, j) => ({ name, value: weights[j]! }));
  const parameters = [...named, { name: bias, value: snapshot.bias }];
  return { kind: 'step', epoch, sample, rows, loss, lossBefore, parameters, status };
}
