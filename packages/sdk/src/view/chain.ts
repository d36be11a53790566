import type { ScaledParameters } from '../loss/surface.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import type { Snapshot } from '../session/data-trainer.ts';
import { type Ledger, ledger } from '../session/ledger.ts';
import type { Sample } from '../session/sample.ts';
import type { Trainer } from '../session/trainer.ts';

/** One change of the parameters as the run makes it, whatever makes more of the gradient than a plain step. */
export interface Update {
  /** Made by the last step, or what the next one will make. */
  readonly when: 'made' | 'next';
  /** State that it changes. */
  readonly from: Snapshot;
  /** State that it leads to. */
  readonly to: Snapshot;
  /** Step size α that it uses. */
  readonly learningRate: number;
  /**
   * −α times this is the change, in the space of the descent: the mean gradient of its rows, an l2 penalty included.
   * Undefined where the optimizer or an l1 penalty makes more of the gradient.
   */
  readonly gradient: ScaledParameters | undefined;
  /** Rows that it averages over. */
  readonly samples: number;
  /** Their numbers for `Trainer.sample`; none on full batches, which take every row. */
  readonly rows: readonly number[];
}

/** The chain rule of one row, and what the run makes of it. */
export interface Chain {
  /** The row. */
  readonly sample: Sample;
  /** Parameters that its numbers are made of, in the space of the descent. */
  readonly state: ScaledParameters;
  /** Every factor, in the space of the descent. */
  readonly ledger: Ledger;
  /** Update that moves the parameters there; undefined where a run has diverged and stands still. */
  readonly update: Update | undefined;
}

/** What an update takes: the gradient of one row, the mean of many or with a penalty, or more than a plain step. */
export type UpdateKind = 'single' | 'mean' | 'adapted';

/** Kind of an update beside the chain rule of a row: 'single' if it takes what that gives, and no more. */
export function updateKind({ gradient, samples, rows }: Update, row: number, l2: number): UpdateKind {
  if (!gradient) return 'adapted';
  return samples === 1 && (rows[0] ?? row) === row && l2 === 0 ? 'single' : 'mean';
}

/** Way of each optimizer from the gradient g of a parameter w to its change Δ; of v, m and s it keeps the last. */
const RULES: Readonly<Record<Optimizer, string>> = {
  gd: 'Δ = −α·g',
  momentum: 'v ← β·v − α·g; Δ = v',
  nesterov: 'v ← β·v − α·g(w + β·v); Δ = v',
  adagrad: 's ← s + g²; Δ = −α·g/(√s + ε)',
  rmsprop: 's ← 0.9·s + 0.1·g²; Δ = −α·g/(√s + ε)',
  adam: 'm ← β₁·m + (1 − β₁)·g; s ← β₂·s + (1 − β₂)·g²; Δ = −α·m/(1 − β₁ᵗ)/(√(s/(1 − β₂ᵗ)) + ε)',
  cg: 'v ← b·v − a·g; Δ = v',
};
/** A weight u under an l1 penalty: nearer to 0 by α·l1, or 0. */
const SHRUNK = 'Δ = sign(u)·max(|u| − α·l1, 0) − w';
const RULES_OF_L1: Readonly<Partial<Record<Optimizer, string>>> = {
  gd: `u ← w − α·g; ${SHRUNK}`,
  nesterov: `u ← w + β·v − α·g(w + β·v); ${SHRUNK}; v ← Δ`,
};

/** How an update comes from the gradient g, in the signs of the field; of the bias as if l1 were 0. */
export const updateRule = ({ optimizer, l1 }: Pick<Trainer['options'], 'optimizer' | 'l1'>): string =>
  (l1 > 0 && RULES_OF_L1[optimizer]) || RULES[optimizer];

/** Update of the next step, from a branch that goes there; undefined where a run has diverged and stands still. */
export function nextUpdate(trainer: Trainer): Update | undefined {
  return trainer.preview((ahead) => {
    ahead.step('batch');
    return updateOf(ahead, trainer.snapshot, 'next');
  });
}

/** Update of the last step, by the state before it; undefined if it made more than one, or none. */
export function madeUpdate(trainer: Trainer, before: Snapshot): Update | undefined {
  return updateOf(trainer, before, 'made');
}

/** The chain rule of a row at the state that an update starts from, else at the present one. */
export function chainOf(sample: Sample, update: Update | undefined, present: Snapshot): Chain {
  const { scaled, learningRate } = update?.from ?? present;
  return {
    sample,
    state: scaled,
    ledger: ledger({ x: sample.z, y: sample.y }, scaled, learningRate),
    update,
  };
}

/** Updates of an epoch that can be made again to look back at them: some 20 ms. */
const MOST_REPEATED = 2000;

/**
 * The last updates up to the present state, the newest first, `most` of them at most. They are made once more from the start
 * of an epoch on, in a branch; where an epoch has over 2000 there are none.
 */
export function lastUpdates(trainer: Trainer, most: number): readonly Update[] {
  const { rows, options, snapshot: now } = trainer;
  const perEpoch = options.batchSize === 'full' ? 1 : Math.ceil(rows / options.batchSize);
  if (perEpoch > MOST_REPEATED) return [];
  return trainer.preview((again) => {
    const updates: Update[] = [];
    let from = again.seek(Math.max(0, now.epoch - Math.ceil(most / perEpoch)));
    for (let left = most + 2 * MOST_REPEATED; left > 0 && isBefore(from, now); left--) {
      const to = again.step('batch');
      const update = madeUpdate(again, from);
      if (!isBefore(from, to)) break;
      if (update) updates.push(update);
      from = to;
    }
    return updates.slice(-most).reverse();
  });
}

const isBefore = (a: Snapshot, b: Snapshot): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.sample < b.sample);

function updateOf(trainer: Trainer, from: Snapshot, when: Update['when']): Update | undefined {
  const { options, rows: all, snapshot: to, batch: rows } = trainer;
  const isFull = options.batchSize === 'full';
  const samples = isFull ? all : rows.length;
  const apart = (to.epoch - from.epoch) * all + to.sample - from.sample;
  if (apart !== samples) return undefined;
  const { learningRate: rate, optimizer, l1 } = options;
  // a schedule has one rate an epoch, cg one an update; any other goes on until an option changes, maybe by this very step
  const isOfOne = typeof rate === 'function' || TRAITS[optimizer].searches;
  const learningRate = isOfOne ? from.learningRate : to.learningRate;
  const applied = isFull ? from.gradient : gradientBetween(from.scaled, to.scaled, learningRate);
  const gradient = optimizer === 'gd' && l1 === 0 ? applied : undefined;
  return { when, from, to, learningRate, gradient, samples, rows: isFull ? [] : rows };
}

/** Difference of two states as a plain step. */
function gradientBetween(from: ScaledParameters, to: ScaledParameters, rate: number): ScaledParameters {
  return {
    weights: from.weights.map((weight, j) => (weight - to.weights[j]!) / rate),
    bias: (from.bias - to.bias) / rate,
  };
}
