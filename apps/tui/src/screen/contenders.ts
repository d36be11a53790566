import type { Optimizer, Trainer } from '@gd-trainer/sdk';
import { toValue } from '../input/values.ts';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import type { Contender } from './rivals.ts';

/** What the futures of a race differ in. */
export const RACE_KINDS = ['optimizer', 'rate', 'momentum', 'batch'] as const;
export type RaceKind = (typeof RACE_KINDS)[number];

/** The futures that differ in one thing, by the values given, else by those that tell most. */
export function contendersOf(kind: RaceKind, values: readonly string[], trainer: Trainer): Contender[] {
  if (values.length === 1) {
    throw new Failure(EXIT.usage, `:race ${kind} expected two to six values, got ${quoted(values[0]!)}`);
  }
  const chosen = values.length > 0 ? values.map(toValue) : usual(kind, trainer);
  return chosen.map((value) => contender(kind, value, trainer));
}

/** The settings that futures differ in, as the run has them. */
export function presentContender({ options }: Trainer): Contender {
  const { optimizer, learningRate, momentum, batchSize } = options;
  return { optimizer, learningRate, momentum, batchSize };
}

/** A value of another kind than its option takes is for the sdk to refuse. */
function contender(kind: RaceKind, value: number | string, { options }: Trainer): Contender {
  switch (kind) {
    case 'optimizer':
      return { optimizer: value as Optimizer, learningRate: 'auto', momentum: 'auto' };
    case 'rate':
      return { learningRate: value as number };
    case 'momentum': {
      const keeps = options.optimizer === 'momentum' || options.optimizer === 'nesterov';
      return { ...(keeps ? {} : { optimizer: 'momentum', learningRate: 'auto' }), momentum: value as number };
    }
    case 'batch':
      return { batchSize: value as number, learningRate: 'auto' };
  }
}

const USUAL_OPTIMIZERS = ['gd', 'momentum', 'nesterov', 'adam'] as const;
/** The optimizers that go with an l1 penalty. */
const PROXIMAL = ['gd', 'nesterov'] as const;

function usual(kind: RaceKind, trainer: Trainer): readonly (number | string)[] {
  switch (kind) {
    case 'optimizer':
      return trainer.options.l1 > 0 ? PROXIMAL : USUAL_OPTIMIZERS;
    case 'rate':
      return tellingRates(trainer);
    case 'momentum':
      return [0, 0.5, 0.9];
    case 'batch':
      return ['full', Math.min(32, Math.max(2, Math.floor(trainer.rows / 4))), 1];
  }
}

/** Far below the limit, the best rate, just below the limit and just past it. */
function tellingRates({ forecast, snapshot }: Trainer): number[] {
  const { learningRateLimit: limit, learningRateBest: best } = forecast;
  const { learningRate } = snapshot;
  const rates =
    limit === null
      ? [learningRate / 10, learningRate, learningRate * 10]
      : [limit / 20, best ?? limit / 2, limit * 0.98, limit * 1.05];
  return rates.map((rate) => Number(rate.toPrecision(3)));
}
