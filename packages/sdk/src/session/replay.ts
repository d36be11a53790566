import { walksRows } from '../descent/engines.ts';
import { GdError } from '../errors.ts';
import { MOST_DECOMPOSED } from '../loss/quadratic.ts';
import type { Data } from '../moments/readings.ts';
import { TRAITS } from '../optimizers.ts';
import { type FitOptions, readOptions, type Settings } from '../options.ts';
import type { Work } from '../pauses.ts';
import { epochUs, PRODUCT_US } from './costs.ts';
import type { Leg, Position } from './leg.ts';

/** Multiplications of a decomposition for each cube of its size. */
const DECOMPOSITION = 5;
/** Longest that all of a state may keep its reader waiting: who wrote it is not known. */
const LONGEST_REPLAY_US = 1e7;

/** The part of a state that has been made again. */
export interface Opening {
  /** Share of the work that is done. */
  readonly share: number;
  /** Epochs that are done. */
  readonly epochs: number;
}

/** A stretch of a state, and how the one before it was left. */
interface SavedLeg {
  readonly options: FitOptions;
  readonly arrival: Position | undefined;
}

/** The way through the stretches of a state, each up to where the next begins, and at last to the present position. */
export class Replay {
  /** In microseconds, of what is still to go. */
  readonly #costs: number[];
  readonly #total: number;

  /** Throws `MODEL` where all together would take too long: nothing has been computed by then. */
  constructor(data: Data, legs: readonly SavedLeg[], current: number, position: Position) {
    const settings = legs.map(({ options }) => readOptions(options));
    this.#costs = settings.slice(1).map((next, index) => {
      const before = settings[index]!;
      return costOf(data, before, legs[index + 1]!.arrival!) + costOfChange(data, before, next);
    });
    this.#costs.push(costOf(data, settings[current]!, position));
    this.#total = sum(this.#costs);
    if (this.#total <= LONGEST_REPLAY_US) return;
    const steps = sum(legs.map(({ arrival = position }) => arrival.anchor + arrival.steps));
    throw new GdError(
      'MODEL',
      `the state asks for ${steps} steps to be made again, which would take too long`,
      'step there yourself from its start',
    );
  }

  /** The next stretch, to where it was left. */
  *go(leg: Leg, position: Position): Work<void, Opening> {
    const left = sum(this.#costs);
    const cost = this.#costs.shift()!;
    for (const share of leg.approach(position)) {
      yield { share: 1 - (left - share * cost) / this.#total, epochs: leg.epoch };
    }
    yield;
  }
}

const sum = (costs: readonly number[]): number => costs.reduce((total, cost) => total + cost);

/** Every step is made again, but that a closed form leaps to its anchor. */
function costOf({ moments }: Data, settings: Settings, { anchor, steps }: Position): number {
  const features = moments.names.length - 1;
  const { n } = moments;
  if (walksRows(settings, features)) return (anchor + steps / n) * epochUs(n * (4 * features + 18));
  const { optimizer, l1, learningRate } = settings;
  const { adapts, searches } = TRAITS[optimizer === 'auto' ? 'gd' : optimizer];
  const isConstant = typeof learningRate !== 'function' && !adapts && !searches;
  const leaps = isConstant && l1 === 0 && features < MOST_DECOMPOSED;
  return ((leaps ? 0 : anchor) + steps) * epochUs((features + 2) ** 2 + 50);
}

/** Another loss may have to be decomposed. */
function costOfChange({ moments }: Data, before: Settings, after: Settings): number {
  const size = moments.names.length;
  const isKnown = (['scale', 'intercept', 'l1', 'l2'] as const).every((key) => before[key] === after[key]);
  return isKnown || size > MOST_DECOMPOSED ? 0 : DECOMPOSITION * size ** 3 * PRODUCT_US;
}
