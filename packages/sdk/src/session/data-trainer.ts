import type { Note } from '../data/notes.ts';
import '@gd-trainer/core/fallback';
import type { Forecast } from '../ahead/forecast.ts';
import { inputNames } from '../data/table.ts';
import { describe, GdError } from '../errors.ts';
import { type ContourBox, contourGrid, type Grid } from '../loss/contour.ts';
import { type ScaledParameters, Surface, split } from '../loss/surface.ts';
import type { LinearModel } from '../model/linear-model.ts';
import { modelOf } from '../model/of-run.ts';
import { explained, meanLoss, targetSquares } from '../moments/moments.ts';
import type { Data } from '../moments/readings.ts';
import type { DecidedSettings, FitOptions } from '../options.ts';
import type { Epoch, Parameters, Status } from '../types.ts';
import type { RunFact } from './fact.ts';
import type { Leg, Unit } from './leg.ts';
import { Legs } from './legs.ts';
import { completeRows, type Sample, sampleOf } from './sample.ts';
import { type TrainerState, writeState } from './state.ts';
import type { TermKit } from './term-kit.ts';

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
  /** What terms take, where there may be some. */
  readonly kit: TermKit | undefined;
  /** The stretches up to the present state. */
  readonly legs: readonly Leg[];
}

/** The record of a session. */
export let recordOf: (trainer: DataTrainer) => RunRecord;

/** All stretches of a session, to go along. */
export let legsOf: (trainer: DataTrainer) => Legs;

/** Steps as `Trainer.step` does, but not past the end of the run: to the very epoch at which it comes. */
export let stepToEnd: (trainer: DataTrainer, unit: Unit, count: number) => Snapshot;

/** Takes the last update of the present epoch back, in the unit that it was made; nothing at the start of an epoch. */
export let stepBack: (trainer: DataTrainer) => Snapshot;

/** A session on data that have been read: all of `Trainer` but the reading. */
export class DataTrainer {
  readonly #data: Data;
  readonly #kit: TermKit | undefined;
  #legs: Legs;
  #unit: Unit;
  #rowIndex: Int32Array | undefined;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  static {
    stepToEnd = (trainer, unit, count) => trainer.#step(unit, count, true);
    stepBack = (trainer) => {
      trainer.#legs.back();
      return trainer.#changed();
    };
    recordOf = (trainer) => {
      if (!(#data in trainer)) throw anotherCopy();
      return { data: trainer.#data, kit: trainer.#kit, legs: trainer.#legs.past };
    };
    legsOf = (trainer) => trainer.#legs;
  }

  /** A session on the rows or the moments that were read, its features terms only if what those take is given. */
  constructor(data: Data, options: FitOptions, kit?: TermKit, unit: Unit = 'epoch') {
    this.#data = data;
    this.#kit = kit;
    this.#unit = unit;
    this.#legs = new Legs(data, options);
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
  get facts(): readonly [RunFact, ...RunFact[]] {
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
  branch(): this {
    const parts = [this.#data, this.#legs.first.options, this.#kit, this.#unit];
    const twin: this = Reflect.construct(DataTrainer, parts, this.constructor);
    twin.#legs.release();
    twin.#legs = this.#legs.clone();
    return twin;
  }

  /** Result of `look` at a branch that is over with it: the memory it took is free again at once. */
  preview<Result>(look: (branch: this) => Result): Result {
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
    return writeState(this.#data, { ...this.#legs.place, unit: this.#unit, diverged }, this.#kit?.rawRows);
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

/** Of a session of another copy of the sdk nothing inside would be recognised here. */
function anotherCopy(): GdError {
  const hint = 'where its rows are few, `Trainer.fromState(trainer.toState())` makes a session of this copy';
  return new GdError('OPTION', '"trainer" expected a session of this copy of the sdk', hint);
}
