import type { Fact } from '../session/fact.ts';
import type { Status } from '../types.ts';
import type { Session } from './session.ts';

const ENDED: ReadonlySet<Status> = new Set(['converged', 'diverged', 'exhausted']);

/** Tells whether a run has an end that it has come to. */
export const hasEnded = (status: Status): boolean => ENDED.has(status);

/** Outcome of a run, or its present state, for `narrate`. */
export function outcomeOf({ snapshot, forecast }: Session): Fact {
  const { status, convergedAt, loss, gap, learningRate } = snapshot;
  const { learningRateLimit, condition } = forecast;
  const epoch = convergedAt ?? snapshot.epoch;
  return { kind: 'outcome', status, epoch, loss, gap, learningRate, learningRateLimit, condition };
}

/**
 * The step just made, for `narrate`.
 *
 * @param session - the run
 * @param names - what the weights to be read out are called
 * @param bias - what the bias is called
 * @param lossBefore - the loss that was read out last
 */
export function stepOf(
  { snapshot }: Session,
  names: readonly string[],
  bias: string,
  lossBefore: number | null,
): Fact {
  const { epoch, sample, loss, weights, status } = snapshot;
  const named = names.map((name, j) => ({ name, value: weights[j]! }));
  const parameters = [...named, { name: bias, value: snapshot.bias }];
  return { kind: 'step', epoch, sample, loss, lossBefore, parameters, status };
}
