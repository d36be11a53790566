import type { Note } from '../data/notes.ts';
import '@gd-trainer/core/fallback';
import type { Forecast } from '../ahead/forecast.ts';
import { inputNames } from '../data/table.ts';
import { readHolding } from '../descent/early-stopping.ts';
import { describe, GdError } from '../errors.ts';
import { type ContourBox, contourGrid, type Grid } from '../loss/contour.ts';
import { type ScaledParameters, Surface, split } from '../loss/surface.ts';
import type { LinearModel } from '../model/linear-model.ts';
import { modelOf } from '../model/of-run.ts';
import { explained, meanLoss, targetSquares } from '../moments/moments.ts';
import type { Data } from '../moments/readings.ts';
import type { FitOptions } from '../options.ts';
import { type DecidedSettings, readOptions } from '../options.ts';
import { drain, type Work } from '../pauses.ts';
import type { Epoch, Parameters, Source, Status } from '../types.ts';
import type { Fact } from './fact.ts';
import type { Leg, Unit } from './leg.ts';
import { Legs } from './legs.ts';
import { type Opening, Replay } from './replay.ts';
import { completeRows, type Sample, sampleOf } from './sample.ts';
import { readState, type TrainerState, writeState } from './state.ts';

/** The state of a session. */
export interface Snapshot extends Epoch {
  /** State of the run; `stopped` and `exact` are for models. */
  readonly status: Status;
  /** The loss less the least possible loss. */
  readonly gap: number;
  /** Share of the target's variance explained; 1 or 0 for a constant target, as the residual is 0 or not. */
  readonly r2: number;
  /** The parameters in the space of the descent: ŷ = scaled.weights·z + scaled.bias. */
  readonly scaled: ScaledParameters;
  /** ∇L in the space of the descent, l1 aside: what a full batch applies next. */
  readonly gradient: ScaledParameters;
  /** The epoch at which the tolerance was met; null while it has not been. */
  readonly convergedAt: number | null;
  /** Unit of the last step. */
  readonly unit: Unit;
  /** Samples used of the present epoch; 0 on full batches. */
  readonly sample: number;
}

/** Parts of a session, for the modules of this package that write it down again. */
export interface RunRecord {
  readonly data: Data;
  /** The stretches up to the present state. */
  readonly legs: readonly Leg[];
}

/** The record of a session. */
export let recordOf: (trainer: Trainer) => RunRecord;

/** Steps as `Trainer.step` does, but not past the end of the run: to the very epoch at which it comes. */
export let stepToEnd: (trainer: Trainer, unit: Unit, count: number) => Snapshot;

/** Takes the last update of the present epoch back, in the unit that it was made; nothing at the start of an epoch. */
export let stepBack: (trainer: Trainer) => Snapshot;

/** The work of `Trainer.fromState`; tells the epochs done. */
export let opening: (state: unknown, source?: Source) => Work<Trainer, Opening>;

/** Rows that have been read and looked at before a session begins on them. */
class Known {
  readonly data: Data;

  constructor(data: Data) {
    this.data = data;
  }
}

/**
 * A training session without a screen: step, go to any epoch, change an option and go on, branch. It holds no timers,
 * and does not stop at `epochs` or `tolerance`, which only decide what `status` and `convergedAt` say. A run that
 * diverges stays at its last finite state.
 *
 * @example Look at the loss after a million epochs, and at where it started.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 *
 * const trainer = new Trainer({ x: [[1], [2], [3]], y: [3, 5, 7] }, { learningRate: 0.1 });
 * console.log(trainer.seek(1e6).loss < 1e-20, trainer.seek(0).loss.toFixed(3)); // true 13.833
 * ```
 */
export class Trainer {
  readonly #data: Data;
  #legs: Legs;
  #unit: Unit = 'epoch';
  #rowIndex: Int32Array | undefined;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  static {
    opening = (state, source) => Trainer.#open(state, source);
    stepToEnd = (trainer, unit, count) => trainer.#step(unit, count, true);
    stepBack = (trainer) => {
      trainer.#legs.back();
      return trainer.#changed();
    };
    recordOf = (trainer) => ({ data: Trainer.#dataOf(trainer), legs: trainer.#legs.past });
  }

  /**
   * Sums the source up, and keeps it: samples, batches and `toState` read its rows again, so its arrays must not change.
   * Of another session it shares what that has read. Throws `DATA` and `OPTION` as `fit` does.
   */
  constructor(source: Source | Trainer, options: FitOptions = {}) {
    this.#data = Trainer.#read(source, options);
    this.#legs = new Legs(this.#data, options);
  }

  /** Names of the columns predicted from, in the order of the weights. */
  get features(): readonly string[] {
    return this.#data.moments.names.slice(0, -1);
  }

  /** Whatever was chosen or left out as text among the rows was judged; none where all are numbers. */
  get notes(): readonly Note[] {
    return this.#data.moments.notes ?? [];
  }

  /** Raw columns that the features are made from: the features themselves where none is more than a column. */
  get inputs(): readonly string[] {
    return inputNames(this.#data.moments, this.features);
  }

  /** Name of the column predicted. */
  get target(): string {
    return this.#data.moments.names.at(-1)!;
  }

  /** Rows learned from. */
  get rows(): number {
    return this.#data.moments.n;
  }

  /** Rows left out because a value was missing. */
  get skippedRows(): number {
    return this.#data.skippedRows;
  }

  /** The options in force, defaults included. */
  get options(): DecidedSettings {
    return this.#leg.settings;
  }

  /** Forecast of the run from here on, by the curvature. */
  get forecast(): Forecast {
    return this.#leg.forecast;
  }

  /** Facts about the run from here on, for `narrate`: first what the learning rate will do. */
  get facts(): readonly [Fact, ...Fact[]] {
    return this.#leg.facts;
  }

  /** The run as it stands now. Computed on each read. */
  get snapshot(): Snapshot {
    const leg = this.#leg;
    const { problem, theta, gradient } = leg.engine;
    const { targetCenter } = problem.space;
    const state = leg.look();
    return {
      ...state,
      status: leg.status,
      gap: Math.max(0, state.loss - problem.leastLoss) + leg.unseen,
      r2: explained(state.rmse ** 2, targetSquares(this.#data.moments, this.#leg.settings.intercept)),
      scaled: split(problem, theta, targetCenter),
      gradient: split(problem, gradient, 0),
      convergedAt: leg.convergedAt,
      unit: this.#unit,
      sample: leg.sample,
      ...this.#unlearned(state),
    };
  }

  /** The loss on the rows that are held out, where some are. */
  #unlearned(state: Parameters): Pick<Snapshot, 'validationLoss'> {
    const { held } = this.#data;
    return held ? { validationLoss: meanLoss(held.moments, state) } : {};
  }

  /** Rows of the last update, as numbers for `sample`; none on full batches and before the first update. */
  get batch(): readonly number[] {
    return this.#leg.engine.batch;
  }

  /** A row that is learned from, by its number from 0. Throws `UNSUPPORTED` on moments, `OPTION` past the last row. */
  sample(index: number): Sample {
    const { table } = this.#data;
    if (!table) throw new GdError('UNSUPPORTED', 'moments hold no rows', 'pass the rows themselves');
    if (!(Number.isInteger(index) && index >= 0 && index < this.rows)) {
      const last = this.rows - 1;
      throw new GdError(
        'OPTION',
        `"index" expected a whole number from 0 to ${last}, got ${describe(index)}`,
      );
    }
    this.#rowIndex ??= completeRows(table, this.options.missing);
    return sampleOf(table, this.#rowIndex[index]!, this.#leg.engine.problem.space);
  }

  /** `count` samples, batches or epochs forward; an epoch ends where the present one does. */
  step(unit: Unit = 'epoch', count = 1): Snapshot {
    return this.#step(unit, wholeNumber('count', count), false);
  }

  /** The state after `epoch` epochs, forward or back: in closed form where there is one, else replayed. */
  seek(epoch: number): Snapshot {
    wholeNumber('epoch', epoch);
    this.#unit = 'epoch';
    this.#legs.seek(epoch);
    return this.#changed();
  }

  /** Back to the start values, with the options in force. */
  reset(): Snapshot {
    return this.place(this.#legs.first.begin.parameters);
  }

  /** Changes options at this epoch and goes on from here. Throws `OPTION`, and changes nothing then. */
  set(options: Partial<FitOptions>): Snapshot {
    this.#legs.set(options);
    return this.#changed();
  }

  /** Starts again from these parameters, in data units, as epoch 0. */
  place(state: Parameters): Snapshot {
    this.#legs.restart({ weights: Float64Array.from(state.weights), bias: state.bias });
    return this.#changed();
  }

  /** Another session with the same data and past; what is done to one leaves the other alone. */
  branch(): Trainer {
    const twin = new Trainer(this, this.#legs.first.options);
    twin.#legs.release();
    twin.#legs = this.#legs.clone();
    twin.#unit = this.#unit;
    return twin;
  }

  /** Result of `look` at a branch that is over with it: the memory it took is free again at once. */
  preview<Result>(look: (branch: Trainer) => Result): Result {
    const branch = this.branch();
    try {
      return look(branch);
    } finally {
      branch.#legs.release();
    }
  }

  /**
   * The loss over two parameters, each a feature or 'bias', through the present state. Without a box it takes in the
   * start, the present state and the optimum.
   */
  contour(a: string, b: string, box?: ContourBox): Grid {
    const { engine, parameters } = this.#leg;
    return contourGrid(
      engine.problem,
      this.features,
      parameters,
      this.#legs.first.begin.parameters,
      [a, b],
      box,
    );
  }

  /** The loss over all parameters: its optimum, its curvature, and the two spaces. Options that are set renew it. */
  get surface(): Surface {
    return new Surface(this.#leg.engine.problem);
  }

  /** Calls the listener after every change; returns how to stop that. What one throws, comes once all have been told. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The present state as a model: 'stopped' where the run could still go on, and where it has diverged, whose last finite
   * state it is. Its history is the start and the present. Once options have changed on the way it counts as trained by a
   * schedule, which has no closed form. As data, so that a session weighs no more for it: `new Model` adds the methods.
   */
  toModel(): LinearModel {
    const { snapshot } = this;
    const { status, epoch, loss } = snapshot;
    const [first, ...later] = this.#legs.past;
    const { engine, settings } = this.#leg;
    const run = {
      status: status === 'converged' || status === 'exhausted' ? status : 'stopped',
      state: snapshot,
      gap: snapshot.gap,
      digits: engine.problem.digitsAt(engine.theta),
      history: {
        epoch: Float64Array.from(epoch > 0 ? [0, epoch] : [0]),
        loss: Float64Array.from(epoch > 0 ? [first!.firstLoss, loss] : [loss]),
      },
      learningRateLimit: engine.rates.limit,
      scheduled: later.length > 0 || typeof settings.learningRate === 'function',
      settings: { ...settings, initial: first!.settings.initial },
    } as const;
    return modelOf(run, this.#data);
  }

  /** The session as JSON, without listeners: options, changes and position, and the data where they are few. */
  toState(): TrainerState {
    const diverged = this.#leg.status === 'diverged';
    return writeState(this.#data, { ...this.#legs.place, unit: this.#unit, diverged });
  }

  /**
   * The session that `toState` wrote, replayed to the same bits in every engine. Throws `MODEL` for anything else,
   * and where the data is neither in the state nor given, or is not the same.
   */
  static fromState(state: unknown, source?: Source): Trainer {
    return drain(Trainer.#open(state, source));
  }

  /** Nothing is computed before the data are known to be the right ones, and the whole way to be bearable. */
  static *#open(state: unknown, source?: Source): Work<Trainer, Opening> {
    const { legs, current, position, unit, diverged, data } = readState(state, source);
    const first = legs[0]!.options;
    const read = yield* readHolding(data.source, readOptions(first));
    data.check(read);
    const way = new Replay(read, legs, current, position);
    const trainer = new Trainer(new Known(read) as unknown as Source, first);
    for (const { options, arrival } of legs.slice(1)) {
      yield* way.go(trainer.#legs.all.at(-1)!, arrival!);
      trainer.#legs.append(options);
    }
    yield* way.go(trainer.#legs.enter(current), position);
    if (diverged) trainer.#leg.end();
    trainer.#unit = unit;
    return trainer;
  }

  static #read(source: Source | Trainer, options: FitOptions): Data {
    if (source instanceof Known) return source.data;
    return isSession(source) ? Trainer.#dataOf(source) : drain(readHolding(source, readOptions(options)));
  }

  /** Of a session of another copy of the sdk nothing inside would be recognised here. */
  static #dataOf(trainer: Trainer): Data {
    if (#data in trainer) return trainer.#data;
    const hint =
      'where its rows are few, `Trainer.fromState(trainer.toState())` makes a session of this copy';
    throw new GdError('OPTION', '"trainer" expected a session of this copy of the sdk', hint);
  }

  get #leg(): Leg {
    return this.#legs.present;
  }

  #step(unit: Unit, count: number, stops: boolean): Snapshot {
    this.#unit = unit;
    this.#legs.step(unit, count, stops);
    return this.#changed();
  }

  #changed(): Snapshot {
    const { snapshot } = this;
    const errors: unknown[] = [];
    for (const listener of this.#listeners) {
      try {
        listener(snapshot);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
    return snapshot;
  }
}

function wholeNumber(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new GdError('OPTION', `"${name}" expected a whole number ≥ 0, got ${describe(value)}`);
}

const isSession = (source: Source | Trainer): source is Trainer =>
  typeof (source as Trainer | null)?.toState === 'function';
