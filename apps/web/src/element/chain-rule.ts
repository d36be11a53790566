import { type Ledger, ledger, type Sample, type Snapshot } from '@gd-trainer/sdk';
import type { State } from '../panes/parameters.ts';
import type { Session } from './session.ts';

/** What moves the parameters, beside the chosen sample's own chain rule. */
export interface Update {
  /** Gradient that is applied: of one sample, or the mean of `samples` of them. */
  readonly weights: ArrayLike<number>;
  readonly bias: number;
  readonly samples: number;
  /** Whether it has been made already, or comes next. */
  readonly isMade: boolean;
}

/** The chain rule of the chosen sample, in the space of the descent, and the update that the run makes of it. */
export interface ChainRule {
  readonly sample: Sample;
  /** The features as the descent sees them. */
  readonly inputs: Float64Array;
  readonly state: State;
  readonly ledger: Ledger;
  readonly learningRate: number;
  readonly update: Update | undefined;
}

/** Undefined where there are no rows to choose from. */
export function chainRuleOf(session: Session): ChainRule | undefined {
  const { trainer, snapshot, before, chosen } = session;
  if (session.samples.all.length === 0) return undefined;
  const { batchSize } = trainer.options;
  const sample = trainer.sample(chosen);
  const wasUsed = before !== undefined && batchSize !== 'full' && trainer.batch.includes(chosen);
  // after an update by samples the numbers are those it was made of: the state it started from
  const from: Snapshot = wasUsed ? before : snapshot;
  const state = from.scaled;
  const { learningRate } = from;
  const result = ledger({ x: sample.z, y: sample.y }, state, learningRate);
  const update = updateOf(session, state, result, wasUsed);
  return { sample, inputs: sample.z, state, ledger: result, learningRate, update };
}

function updateOf(session: Session, state: State, own: Ledger, isMade: boolean): Update | undefined {
  const { trainer, snapshot } = session;
  const { batchSize } = trainer.options;
  if (batchSize === 'full') return { ...snapshot.gradient, samples: trainer.rows, isMade: false };
  if (batchSize === 1) return { weights: own.lossByWeight, bias: own.lossByBias, samples: 1, isMade };
  // which samples the next batch draws is not known before it is drawn
  if (!isMade) return undefined;
  const ledgers = trainer.batch.map((index) => {
    const { z, y } = trainer.sample(index);
    return ledger({ x: z, y }, state, snapshot.learningRate);
  });
  const mean = (read: (entry: Ledger) => number): number =>
    ledgers.reduce((sum, entry) => sum + read(entry), 0) / ledgers.length;
  return {
    weights: Float64Array.from(state.weights, (_, j) => mean(({ lossByWeight }) => lossByWeight[j]!)),
    bias: mean(({ lossByBias }) => lossByBias),
    samples: ledgers.length,
    isMade,
  };
}
