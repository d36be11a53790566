import { rateAt } from '../ahead/rates.ts';
import { GdError } from '../errors.ts';
import type { Data } from '../moments/readings.ts';
import type { DecidedSettings, Settings } from '../options.ts';
import type { Work } from '../pauses.ts';
import type { Epoch, Source } from '../types.ts';
import { type Engine, isAtGoal, readEpoch } from './engine.ts';
import { nextPoint } from './history.ts';
import { type Start, start, type Ways } from './start.ts';

/** Course and end of a run. */
export interface Run {
  /** 'exact' where nothing descended. */
  readonly status: 'converged' | 'exhausted' | 'stopped' | 'exact';
  readonly state: Omit<Epoch, 'gradientNorm'>;
  /** The loss less the least there is. */
  readonly gap: number;
  /** Decimal digits to which the weights can be trusted. */
  readonly digits: number;
  readonly history: { readonly epoch: Float64Array; readonly loss: Float64Array };
  readonly learningRateLimit: number | null;
  /** True if the rate was another before. */
  readonly scheduled: boolean;
  readonly settings: DecidedSettings;
  readonly shuffledRows?: number | undefined;
}

/** Looks on while a run descends, and may end it. */
export interface Watch {
  /** Its reading of the present state, as a report carries it. */
  readonly reading: Partial<Epoch>;
  /** Looks at the present state; false to end the run. */
  goOn(): boolean;
  restoreBest(): void;
}

/** Data to learn from, and the watch over those who do. */
export interface Held {
  readonly data: Data;
  readonly watchOver: (engine: Engine) => Watch;
}

/** Ways of a run, with those to its data and to data that is held out of it. */
export interface Kit extends Ways {
  readonly readData: (source: Source, settings: Settings) => Work<Data>;
  readonly holdOut: (source: Source, settings: Settings) => Work<Held>;
}

/** Products between two pauses, about 10 ms of work. */
const WORK_PER_PAUSE = 2e7;

/** A run from its data to its end, with an `Epoch` where one is due to be reported. */
export function* descend(
  data: Data,
  given: Settings,
  ways: Ways,
  reporting: boolean,
  watchOver?: (engine: Engine) => Watch,
): Work<Run, Epoch> {
  const begin = yield* start(data, given, ways);
  try {
    const { problem } = begin.engine;
    const { settings } = begin;
    // some axis looks flat: the rows know whether it is
    const unseen =
      problem.centred.isFull || !ways.unseenGain ? 0 : yield* ways.unseenGain(data, problem, settings);
    return yield* descending(begin, reporting, watchOver?.(begin.engine), unseen);
  } finally {
    begin.engine.release();
  }
}

function* descending(
  { engine, settings, learningRate: firstRate, loss: firstLoss, bounds: given }: Start,
  reporting: boolean,
  watch: Watch | undefined,
  unseen: number,
): Work<Run, Epoch> {
  const { problem } = engine;
  const bounds = { ...given, gap: given.gap - unseen };
  const scheduled = typeof settings.learningRate === 'function';
  const epochsPerPause = Math.ceil(WORK_PER_PAUSE / engine.workPerEpoch);
  const most = watch || scheduled ? 1 : epochsPerPause;
  let learningRate = firstRate;
  const history = { epoch: [0], loss: [firstLoss] };
  let outcome: ReturnType<Engine['run']> = 'running';
  let patient = watch?.goOn() ?? true;

  const read = (): Epoch => ({ ...readEpoch(engine, learningRate), ...watch?.reading });
  if (reporting) yield read();
  while (outcome === 'running' && patient && engine.epoch < settings.epochs) {
    const point = nextPoint(engine.epoch, settings.epochs);
    while (outcome === 'running' && patient && engine.epoch < point) {
      const missing = engine.refill?.();
      if (missing) yield missing;
      const before = engine.epoch;
      learningRate = rateAt(before, engine.rates, settings);
      const toReport = reporting ? settings.every - (before % settings.every) : Infinity;
      outcome = engine.run(learningRate, Math.min(point - before, toReport, most), bounds);
      patient = watch?.goOn() ?? true;
      // a part of a stream may end within an epoch
      const whole = outcome === 'running' && engine.epoch > before;
      const due = reporting && whole && engine.epoch % settings.every === 0;
      if (due) yield read();
      // a pause goes through all who drive a run: the first epochs of small ones make none
      else if (!whole || epochsPerPause < 100 || point > before + 1) yield undefined;
    }
    const { loss } = engine.look(learningRate);
    if (outcome === 'diverged' || !(loss <= bounds.loss)) throw diverged(engine, learningRate, settings);
    if (engine.epoch > history.epoch.at(-1)!) {
      history.epoch.push(engine.epoch);
      history.loss.push(loss);
    }
  }

  const last = engine.look(learningRate);
  const { limit } = engine.rates;
  const unstable = limit !== null && learningRate >= limit;
  if (unstable && last.loss > firstLoss) throw diverged(engine, learningRate, settings);
  watch?.restoreBest();
  const converged = patient && isAtGoal(last, bounds, problem);
  const state = readEpoch(engine, learningRate);
  const finite = state.weights.every(Number.isFinite) && Number.isFinite(state.bias);
  if (!finite) throw diverged(engine, learningRate, settings);
  return {
    status: converged ? 'converged' : patient ? 'exhausted' : 'stopped',
    state,
    gap: Math.max(0, state.loss - problem.leastLoss) + unseen,
    digits: unseen > given.gap ? 0 : problem.digitsAt(engine.theta),
    history: { epoch: new Float64Array(history.epoch), loss: new Float64Array(history.loss) },
    learningRateLimit: limit,
    scheduled,
    settings,
    shuffledRows: engine.shuffledRows,
  };
}

function diverged(engine: Engine, learningRate: number, settings: Settings): GdError {
  const { limit, auto } = engine.rates;
  const past =
    limit === null || learningRate < limit
      ? ''
      : `, learning rate ${short(learningRate)} is past the limit ${short(limit)}`;
  const scale = settings.scale === 'none' ? ", or `scale: 'standard'`" : '';
  return new GdError(
    'DIVERGED',
    `the loss diverged at epoch ${engine.epoch}${past}`,
    `pass \`learningRate: 'auto'\`, or a rate up to ${below(auto)}${scale}`,
    { epoch: engine.epoch, learningRate, learningRateLimit: limit },
  );
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Four digits that are no more than the value: a rate that works. */
const below = (value: number): string => short(Number(short(value)) > value ? 0.999 * value : value);
