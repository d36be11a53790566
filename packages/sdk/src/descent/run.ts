import type { Rates } from '../ahead/rates.ts';
import { describe, GdError } from '../errors.ts';
import { problemOf, type Quadratic } from '../loss/quadratic.ts';
import { toData } from '../loss/space.ts';
import type { Model } from '../model/model.ts';
import { digitsOf, modelOf } from '../model/of-run.ts';
import type { Moments } from '../moments/moments.ts';
import type { Settings } from '../options.ts';
import type { Epoch, Source } from '../types.ts';
import { EarlyStopping, readForValidation } from './early-stopping.ts';
import type { Bounds, Engine } from './engine.ts';
import { nextPoint } from './history.ts';
import { copyRows, createEngine, type Data, startOf, walksRows } from './start.ts';

/**
 * A whole run, from the source to the model. It pauses wherever the caller may let others work, with an `Epoch` where
 * one is due to be reported, else with nothing.
 */
export function* fitting(
  source: Source,
  settings: Settings,
  reporting: boolean = settings.onEpoch !== undefined,
): Generator<Epoch | undefined, Model> {
  const { data, validation } = yield* readForValidation(source, settings);
  return yield* fittingData(data, validation, settings, reporting);
}

/** `fitting` from where the data has been read. */
export function* fittingData(
  data: Data,
  validation: Moments | undefined,
  settings: Settings,
  reporting: boolean,
): Generator<Epoch | undefined, Model> {
  const problem = problemOf(data.moments, settings);
  const rows = walksRows(settings, data) ? yield* copyRows(data, settings, problem) : undefined;
  let engine: Engine | undefined;
  try {
    engine = createEngine(problem, settings, startOf(problem, settings), rows);
    return yield* descending(engine, data, validation, settings, reporting);
  } finally {
    engine?.release();
    rows?.release();
  }
}

/** `fitting` from where there is an engine, which stays its owner's. */
export function* descending(
  engine: Engine,
  data: Data,
  validation: Moments | undefined,
  settings: Settings,
  reporting: boolean,
): Generator<Epoch | undefined, Model> {
  const run = yield* descend(engine, settings, reporting, validation);
  return toModel(run, engine, data, settings);
}

/** How a run went. */
interface Run {
  readonly status: 'converged' | 'exhausted' | 'stopped';
  readonly learningRate: number;
  readonly history: Model['history'];
}

/** Products between two pauses, about 10 ms of work. */
const WORK_PER_PAUSE = 2e7;

function* descend(
  engine: Engine,
  settings: Settings,
  reporting: boolean,
  validation: Moments | undefined,
): Generator<Epoch | undefined, Run> {
  const { problem, rates } = engine;
  const watch = validation && new EarlyStopping(engine, validation, settings.patience);
  const everyEpoch = watch !== undefined || typeof settings.learningRate === 'function';
  const epochsPerPause = everyEpoch ? 1 : Math.ceil(WORK_PER_PAUSE / engine.workPerEpoch);
  let learningRate = rateAt(0, rates, settings);
  const first = engine.look(learningRate);
  const bounds = boundsOf(problem, settings, first.loss);
  const history = { epoch: [0], loss: [first.loss] };
  let outcome: ReturnType<Engine['run']> = 'running';
  let patient = watch?.goOn() ?? true;

  const read = (): Epoch => ({ ...readEpoch(engine, learningRate), ...watch?.reading });
  if (reporting) yield read();
  while (outcome === 'running' && patient && engine.epoch < settings.epochs) {
    const point = nextPoint(engine.epoch, settings.epochs);
    while (outcome === 'running' && patient && engine.epoch < point) {
      const before = engine.epoch;
      learningRate = rateAt(before, rates, settings);
      const toReport = reporting ? settings.every - (before % settings.every) : Infinity;
      outcome = engine.run(learningRate, Math.min(point - before, toReport, epochsPerPause), bounds);
      patient = watch?.goOn() ?? true;
      // a part of a stream may end within an epoch
      const whole = outcome === 'running' && engine.epoch > before;
      const due = reporting && whole && engine.epoch % settings.every === 0;
      yield due ? read() : undefined;
    }
    const { loss } = engine.look(learningRate);
    if (outcome === 'diverged' || !(loss <= bounds.loss)) throw diverged(engine, learningRate, settings);
    if (engine.epoch > history.epoch.at(-1)!) {
      history.epoch.push(engine.epoch);
      history.loss.push(loss);
    }
  }

  const last = engine.look(learningRate);
  const unstable = rates.limit !== null && learningRate >= rates.limit;
  if (unstable && last.loss > first.loss) throw diverged(engine, learningRate, settings);
  watch?.restoreBest();
  const converged = patient && last.gradientNorm <= bounds.gradientNorm;
  return {
    status: converged ? 'converged' : patient ? 'exhausted' : 'stopped',
    learningRate,
    history: { epoch: Float64Array.from(history.epoch), loss: Float64Array.from(history.loss) },
  };
}

/** Past this many times the loss at the start, or of predicting the mean, a run counts as diverged. */
const DIVERGED_AT = 1e6;

/** Where a run ends by itself. Throws `OPTION` for one that has no finite loss to begin with. */
export function boundsOf(problem: Quadratic, { tolerance }: Settings, firstLoss: number): Bounds {
  if (!(firstLoss < Infinity)) {
    throw new GdError('OPTION', 'the loss overflows at the start', 'use smaller start values and penalties');
  }
  return {
    gradientNorm: tolerance > 0 ? tolerance * problem.gradientScale : -1,
    loss: Math.min(Number.MAX_VALUE, DIVERGED_AT * Math.max(firstLoss, 0.5 * problem.targetSquare)),
  };
}

/** The learning rate of an epoch. Throws `OPTION` if a schedule gives none. */
export function rateAt(epoch: number, rates: Rates, { learningRate }: Settings): number {
  if (learningRate === 'auto') return rates.auto;
  if (typeof learningRate === 'number') return learningRate;
  const rate = learningRate(epoch);
  if (rate > 0 && rate < Infinity) return rate;
  throw new GdError(
    'OPTION',
    `"learningRate" expected a finite number > 0 at epoch ${epoch}, got ${describe(rate)}`,
    'return a step size for every epoch from 0 on',
    { option: 'learningRate' },
  );
}

/** The present state of an engine, in data units. */
export function readEpoch(engine: Engine, learningRate: number): Epoch {
  const { problem, theta, epoch } = engine;
  const { loss, gradientNorm } = engine.look(learningRate);
  const rmse = Math.sqrt(Math.max(0, 2 * (loss - problem.penalty(theta))));
  return { epoch, loss, rmse, gradientNorm, learningRate, ...toData(problem.space, theta) };
}

function diverged(engine: Engine, learningRate: number, settings: Settings): GdError {
  const { limit, auto } = engine.rates;
  const past =
    limit === null || learningRate < limit
      ? ''
      : `, learning rate ${short(learningRate)} is past the limit ${short(limit)}`;
  const scale = settings.scale === 'none' ? ", or scale: 'standard'" : '';
  return new GdError(
    'DIVERGED',
    `the loss diverged at epoch ${engine.epoch}${past}`,
    `use learning rate ${short(auto)} or 'auto'${scale}`,
    { epoch: engine.epoch, learningRate, learningRateLimit: limit },
  );
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

function toModel(run: Run, engine: Engine, data: Data, settings: Settings): Model {
  const { learningRate } = run;
  const { epoch, gradientNorm, ...reached } = readEpoch(engine, learningRate);
  if (!(reached.weights.every(Number.isFinite) && Number.isFinite(reached.bias))) {
    throw diverged(engine, learningRate, settings);
  }
  const { problem, rates, shuffledRows } = engine;
  const ending = {
    ...run,
    ...reached,
    epochs: epoch,
    gap: Math.max(0, reached.loss - problem.leastLoss),
    digits: digitsOf(problem, gradientNorm),
    learningRateLimit: rates.limit,
    scheduled: typeof settings.learningRate === 'function',
    shuffledRows,
  };
  return modelOf(ending, data, settings);
}
