import { OPTIMIZERS, type Optimizer, TRAITS } from '../optimizers.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Contender } from './race.ts';

/** Kinds of race, by what the futures differ in. */
export const RACE_KINDS = ['optimizer', 'rate', 'momentum', 'batch'] as const;
/** One of them. */
export type RaceKind = (typeof RACE_KINDS)[number];

/**
 * The futures that differ in one thing, by the values given, else by those that tell most. A value of another kind than
 * its option takes is for `Trainer.set` to refuse.
 */
export function contendersOf(
  kind: RaceKind,
  trainer: Trainer,
  values: readonly (number | string)[] = usual(kind, trainer),
): Contender[] {
  return values.map((value) => contender(kind, value, trainer));
}

/** The settings that futures differ in, as the run has them. */
export function presentContender({ options }: Trainer): Contender {
  const { optimizer, learningRate, momentum, batchSize } = options;
  return { optimizer, learningRate, momentum, batchSize };
}

/** Rows of a batch that differs from all of them and from one: a quarter, 32 at most. */
export function someRows({ rows }: Trainer): number {
  return Math.min(32, Math.max(2, Math.floor(rows / 4)));
}

function contender(kind: RaceKind, value: number | string, { options }: Trainer): Contender {
  switch (kind) {
    case 'optimizer':
      return { optimizer: value as Optimizer, learningRate: 'auto', momentum: 'auto' };
    case 'rate':
      return { learningRate: value as number };
    case 'momentum': {
      const { keepsStep } = TRAITS[options.optimizer];
      return {
        ...(keepsStep ? {} : { optimizer: 'momentum', learningRate: 'auto' }),
        momentum: value as number,
      };
    }
    case 'batch':
      return { batchSize: value as number, learningRate: 'auto' };
  }
}

/** The plain one, those that keep a share of the last step, one that adapts, and the one that needs no rate. */
const TELLING: readonly Optimizer[] = ['gd', 'momentum', 'nesterov', 'adam', 'cg'];

function usual(kind: RaceKind, trainer: Trainer): readonly (number | string)[] {
  switch (kind) {
    case 'optimizer':
      return optimizersFor(trainer).filter((optimizer) => TELLING.includes(optimizer));
    case 'rate':
      return tellingRates(trainer);
    case 'momentum':
      return [0, 0.5, 0.9];
    case 'batch':
      return ['full', someRows(trainer), 1];
  }
}

/** Optimizers that a run can change to: its penalty and its batches shut some out. */
export function optimizersFor({ options: { l1, batchSize, path } }: Trainer): Optimizer[] {
  const isByRows = batchSize !== 'full' || path === 'rows';
  return OPTIMIZERS.filter(
    (name) => (l1 === 0 || TRAITS[name].proximal) && !(isByRows && TRAITS[name].searches),
  );
}

/** Far below the limit, the best rate, just below the limit and just past it. */
function tellingRates({ forecast }: Trainer): number[] {
  const { learningRateLimit: limit, learningRateBest: best, learningRateAuto: auto } = forecast;
  const rates =
    limit === null
      ? [auto / 10, auto, auto * 10]
      : [limit / 20, best ?? limit / 2, limit * 0.98, limit * 1.05];
  return rates.map((rate) => Number(rate.toPrecision(3)));
}
