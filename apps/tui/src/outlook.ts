import type { Trainer } from '@gd-trainer/sdk';

/** A run from its start to where it leads: sampled states, past and predicted. Parameters are those of the descent's space. */
export interface Outlook {
  readonly epochs: Float64Array;
  readonly losses: Float64Array;
  readonly weights: readonly Float64Array[];
  readonly biases: Float64Array;
  /** Epoch and loss where the tolerance is met, if they are known. */
  readonly converges: { readonly epoch: number; readonly loss: number } | undefined;
  /** Last epoch sampled. */
  readonly end: number;
}

const POINTS_EVEN = 160;
const POINTS_EARLY = 60;
/** Sample updates spent on looking ahead on a path that has no closed form: some 50 ms. */
const AFFORDABLE_UPDATES = 1e6;

/** Follows a copy of the run to convergence, divergence or its last epoch. */
export function lookAhead(trainer: Trainer): Outlook {
  const ghost = trainer.branch();
  const { epochs: limit, batchSize } = trainer.options;
  const now = Math.ceil(trainer.snapshot.epoch);
  const affordable = batchSize === 'full' ? Infinity : Math.floor(AFFORDABLE_UPDATES / trainer.rows);
  const final = ghost.seek(Math.max(now, Math.min(limit, affordable)));
  const { convergedAt } = final;
  const converged = convergedAt !== null && convergedAt < final.epoch;
  const last = converged ? Math.ceil(convergedAt * 1.15) + 2 : final.epoch;
  const end = Math.max(now, Math.min(last, final.epoch));
  const places = sampledEpochs(end);
  const states = places.map((epoch) => ghost.seek(epoch));
  return {
    epochs: Float64Array.from(places),
    losses: Float64Array.from(states, ({ loss }) => loss),
    weights: states.map(({ scaled }) => scaled.weights),
    biases: Float64Array.from(states, ({ scaled }) => scaled.bias),
    converges: convergedAt === null ? undefined : { epoch: convergedAt, loss: ghost.seek(convergedAt).loss },
    end,
  };
}

/** Even steps for the curve, and finer ones at the start, where most happens. */
function sampledEpochs(end: number): number[] {
  const even = Array.from({ length: POINTS_EVEN + 1 }, (_, i) => Math.round((end * i) / POINTS_EVEN));
  const early = Array.from({ length: POINTS_EARLY }, (_, i) => Math.round(end ** (i / POINTS_EARLY)) - 1);
  return [...new Set([...even, ...early])].filter((epoch) => epoch <= end).sort((a, b) => a - b);
}
