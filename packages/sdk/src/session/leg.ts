import {
  type Forecast,
  firstEpoch,
  forecastOf,
  hasClosedForm,
  type PlannedRun,
  trajectoryOf,
} from '../ahead/forecast.ts';
import type { Trajectory } from '../ahead/trajectory.ts';
import type { Bounds, Checkpoint, Engine } from '../descent/engine.ts';
import { Descent } from '../descent/full-batch.ts';
import { boundsOf, rateAt, readEpoch } from '../descent/run.ts';
import { createEngine, type Data, rowsOf, startOf, walksRows } from '../descent/start.ts';
import { Stochastic } from '../descent/stochastic.ts';
import { problemOf } from '../loss/quadratic.ts';
import { toData } from '../loss/space.ts';
import { readOptions, type Settings } from '../options.ts';
import type { Epoch, FitOptions, Parameters, Status } from '../types.ts';
import type { Fact } from './fact.ts';
import { lastingFacts, verdictOf } from './facts.ts';

/** What a step moves by. Full batches know epochs only, and count the other units as that. */
export type Unit = 'sample' | 'batch' | 'epoch';

/** How a state was reached: the epoch that a closed form gave, counted from the leg's own start, then updates one by one. */
export interface Position {
  /** Epoch that a closed form gave; 0 where every update was made. */
  readonly anchor: number;
  /** Samples on batches, epochs on full batches. */
  readonly steps: number;
}

/** Where a leg begins. */
export interface LegStart {
  /** The start values, in data units. */
  readonly parameters: Parameters;
  /** The session's epoch. */
  readonly epoch: number;
  /** State of an engine of the same kind, where its memory goes along. */
  readonly checkpoint?: Checkpoint;
  /** How the leg before was left; missing on the first. */
  readonly arrival?: Position;
}

/** Replayed runs keep one state in so many epochs, ever fewer, so that winding back costs a bounded replay. */
const MOST_CHECKPOINTS = 64;

/** What a multiplication takes, and what an epoch takes beside them, in microseconds. */
const PRODUCT_US = 5e-4;
const OVERHEAD_US = 1;

/** Frees the engines of sessions that nobody holds any more: a session has no end that its user would have to tell. */
const abandoned = new FinalizationRegistry<Engine>((engine) => engine.release());

/** One stretch of a session under the same options: an engine, and the way back and forth along its epochs. */
export class Leg {
  readonly options: FitOptions;
  readonly settings: Settings;
  readonly engine: Engine;
  readonly begin: LegStart;
  /** The loss at its start values. */
  readonly firstLoss: number;
  readonly #data: Data;
  readonly #bounds: Bounds;
  readonly #trajectory: Trajectory | undefined;
  readonly #checkpoints = new Map<number, Checkpoint>();
  #checkpointEvery = 1;
  #anchor = 0;
  #convergedAt: number | undefined;
  #divergedAt: number | undefined;
  #metAtStart: boolean | undefined;
  /** The epoch that meets the tolerance in closed form, once it has been looked for. */
  #firstMet: number | undefined;
  #lastingFacts: readonly Fact[] | undefined;

  /** The first leg of a session, or one that begins where another was left. */
  constructor(data: Data, options: FitOptions, begin?: LegStart) {
    this.#data = data;
    this.options = options;
    this.settings = readOptions(options);
    const problem = problemOf(data.moments, this.settings);
    const rows = walksRows(this.settings, data) ? rowsOf(data, this.settings, problem) : undefined;
    this.begin = begin ?? { parameters: startOf(problem, this.settings), epoch: 0 };
    this.engine = createEngine(problem, this.settings, this.begin.parameters, rows);
    abandoned.register(this, this.engine, this);
    if (this.begin.checkpoint) this.engine.restore(this.begin.checkpoint, 0);
    try {
      this.firstLoss = this.engine.look(this.#rate()).loss;
      this.#bounds = boundsOf(problem, this.settings, this.firstLoss);
    } catch (error) {
      this.release();
      throw error;
    }
    this.#checkpoints.set(0, this.engine.save());
    if (this.engine instanceof Descent && hasClosedForm(problem, this.engine.rates, this.#plan())) {
      const { theta, velocity } = this.engine;
      this.#trajectory = trajectoryOf(problem, this.engine.rates, this.#plan(), theta, velocity);
    }
    this.#watch();
  }

  /** A leg under other options that begins at the present state of this one. */
  next(options: FitOptions): Leg {
    const begin = { parameters: this.parameters, epoch: this.epoch, arrival: this.position };
    // the optimizer's memory goes along where it keeps its meaning
    const settings = readOptions(options);
    const kept = (['optimizer', 'batchSize', 'path', 'scale', 'intercept', 'l1', 'l2'] as const).every(
      (key) => settings[key] === this.settings[key],
    );
    const checkpoint = kept && this.sample === 0 ? { checkpoint: this.engine.save() } : {};
    return new Leg(this.#data, options, { ...begin, ...checkpoint });
  }

  /** The same leg at the same state, with an engine of its own. */
  clone(): Leg {
    const twin = new Leg(this.#data, this.options, this.begin);
    for (const [epoch, checkpoint] of this.#checkpoints) twin.#checkpoints.set(epoch, checkpoint);
    twin.#checkpointEvery = this.#checkpointEvery;
    if (twin.engine instanceof Stochastic && this.engine instanceof Stochastic) {
      // replaying the part of an epoch would take as long as that took
      twin.engine.adopt(this.engine);
      twin.#watch();
    } else twin.goTo(this.position);
    twin.#convergedAt = this.#convergedAt;
    twin.#divergedAt = this.#divergedAt;
    return twin;
  }

  /** Epoch of the session. */
  get epoch(): number {
    return this.begin.epoch + this.engine.epoch;
  }

  get position(): Position {
    const { engine } = this;
    const epochs = engine.epoch - this.#anchor;
    return engine instanceof Stochastic
      ? { anchor: 0, steps: engine.epoch * engine.samplesPerEpoch + engine.sample }
      : { anchor: this.#anchor, steps: epochs };
  }

  get parameters(): Parameters {
    return toData(this.engine.problem.space, this.engine.theta);
  }

  get forecast(): Forecast {
    const { problem, rates, theta } = this.engine;
    return forecastOf(problem, rates, this.#plan(), theta);
  }

  /** What there is to say from here on: first what the learning rate will do, then what stands out. */
  get facts(): readonly [Fact, ...Fact[]] {
    const { settings, engine, forecast } = this;
    this.#lastingFacts ??= lastingFacts(this.#data.moments, settings, engine.problem, forecast);
    return [verdictOf(settings, engine, this.look(), forecast), ...this.#lastingFacts];
  }

  /** Samples used of the present epoch; 0 on full batches. */
  get sample(): number {
    return this.engine instanceof Stochastic ? this.engine.sample : 0;
  }

  /** Rows of the last update, none on full batches. */
  get batch(): readonly number[] {
    return this.engine instanceof Stochastic ? this.engine.batch : [];
  }

  get convergedAt(): number | null {
    return this.#convergedAt === undefined ? null : this.begin.epoch + this.#convergedAt;
  }

  get status(): Status {
    if (this.#divergedAt !== undefined && this.engine.epoch >= this.#divergedAt) return 'diverged';
    if (this.#convergedAt !== undefined) return 'converged';
    if (this.epoch >= this.settings.epochs) return 'exhausted';
    const untouched = this.epoch === 0 && this.position.steps === 0 && !this.begin.arrival;
    return untouched ? 'idle' : 'running';
  }

  look(): Epoch {
    return { ...readEpoch(this.engine, this.#rate()), epoch: this.epoch };
  }

  /**
   * Moves forward by `count` units, but not past the session's epoch `limit`. Returns how many are left to do; none
   * after a divergence, which nothing follows.
   */
  step(unit: Unit, count: number, limit: number): number {
    const { engine } = this;
    if (unit === 'epoch' || !(engine instanceof Stochastic)) {
      const epochs = Math.min(count, limit - this.epoch);
      this.#advance(epochs);
      return this.status === 'diverged' ? 0 : count - epochs;
    }
    for (let left = count; left > 0; left--) {
      if (this.epoch >= limit) return left;
      if (this.status === 'diverged') break;
      const before = this.position;
      // the last batch of an epoch has what is left of the rows
      engine.advance(this.#rate(), Math.min(engine.batchSize, engine.samplesPerEpoch - engine.sample));
      if (!this.#watch()) this.#backTo(before);
    }
    return 0;
  }

  /** The state at an epoch of the session at or after its begin. */
  seek(epoch: number): void {
    const wanted = epoch - this.begin.epoch;
    if (this.#trajectory) this.#placeAt(wanted, this.#trajectory);
    else this.#replayTo(wanted);
  }

  /** About how long `goTo` takes, in microseconds: a closed form is free, steps are made one by one. */
  costOf({ anchor, steps }: Position): number {
    const { workPerEpoch } = this.engine;
    const perEpoch = OVERHEAD_US + workPerEpoch * PRODUCT_US;
    if (this.engine instanceof Stochastic) return (steps / this.engine.samplesPerEpoch) * perEpoch;
    return this.#trajectory ? steps * workPerEpoch * PRODUCT_US : (anchor + steps) * perEpoch;
  }

  /** The state at a position that this leg, or one like it, has been at. */
  goTo({ anchor, steps }: Position): void {
    const { engine, position } = this;
    if (position.anchor === anchor && position.steps === steps) return;
    if (!(engine instanceof Stochastic)) {
      this.seek(this.begin.epoch + anchor);
      if (steps > 0) this.step('epoch', steps, Infinity);
      return;
    }
    const epochs = Math.floor(steps / engine.samplesPerEpoch);
    this.seek(this.begin.epoch + epochs);
    const rest = steps - epochs * engine.samplesPerEpoch;
    if (rest > 0) engine.advance(this.#rate(), rest);
    if (!this.#watch()) this.#backTo({ anchor, steps: steps - rest });
  }

  /** Diverges here: what would come next is known not to be finite. */
  end(): void {
    this.#divergedAt = this.engine.epoch;
  }

  release(): void {
    abandoned.unregister(this);
    this.engine.release();
  }

  get #isScheduled(): boolean {
    return typeof this.settings.learningRate === 'function';
  }

  #rate(): number {
    return rateAt(this.epoch, this.engine.rates, this.settings);
  }

  #plan(): PlannedRun {
    return { ...this.settings, learningRate: this.#isScheduled ? null : this.#rate() };
  }

  /** `epochs` epochs by the engine, or fewer if the loss leaves its bound. */
  #advance(epochs: number): void {
    const { engine } = this;
    const start = this.position;
    const last = engine.epoch + epochs;
    while (engine.epoch < last && this.#divergedAt === undefined) {
      const bounds = this.#convergedAt === undefined ? this.#bounds : { ...this.#bounds, gradientNorm: -1 };
      const ahead = this.#trajectory ? last - engine.epoch : 1;
      const outcome = engine.run(this.#rate(), ahead, bounds);
      if (outcome === 'converged') this.#convergedAt ??= engine.epoch;
      if (outcome === 'diverged') this.#divergedAt ??= engine.epoch;
      this.#keep();
    }
    if (this.#watch()) return;
    // only the last of the epochs can have overflowed: each begins within the bound
    const { anchor, steps } = this.position;
    const epoch = engine instanceof Stochastic ? engine.samplesPerEpoch : 1;
    this.#backTo({ anchor, steps: Math.max(start.anchor === anchor ? start.steps : 0, steps - epoch) });
  }

  /** Notes convergence and divergence of the present state, and tells whether it is finite. */
  #watch(): boolean {
    const { loss, gradientNorm } = this.engine.look(this.#rate());
    if (gradientNorm <= this.#bounds.gradientNorm) this.#convergedAt ??= this.engine.epoch;
    if (!(loss <= this.#bounds.loss)) this.#divergedAt ??= this.engine.epoch;
    return loss < Infinity;
  }

  /** The last finite state, where the present one has overflowed: a run that diverges stays there. */
  #backTo(position: Position): void {
    if (this.sample === 0) this.#checkpoints.delete(this.engine.epoch);
    this.goTo(position);
    this.end();
  }

  #placeAt(wanted: number, trajectory: Trajectory): void {
    const limit = this.#bounds.loss - this.engine.problem.minimum;
    const past = (epoch: number): boolean => !(trajectory.excess(epoch) <= limit);
    this.#place(past(wanted) ? (firstEpoch(past) ?? wanted) : wanted, trajectory);
    if (this.#watch()) return;
    this.#place(this.engine.epoch - 1, trajectory);
    this.end();
  }

  #place(epoch: number, trajectory: Trajectory): void {
    if (epoch === 0) this.engine.restore(this.#checkpoints.get(0)!, 0);
    else {
      const { theta, velocity } = trajectory.at(epoch);
      (this.engine as Descent).place(theta, velocity, epoch);
    }
    this.#anchor = epoch;
    this.#divergedAt = undefined;
    this.#convergedAt = this.#metBefore(epoch, trajectory);
  }

  /** The first epoch up to `last` that meets the tolerance. */
  #metBefore(last: number, trajectory: Trajectory): number | undefined {
    const met = (epoch: number): boolean => trajectory.gradientNorm(epoch) <= this.#bounds.gradientNorm;
    this.#metAtStart ??= met(0);
    if (this.#metAtStart) return 0;
    if (!met(last)) return undefined;
    this.#firstMet ??= firstEpoch(met) ?? undefined;
    return this.#firstMet;
  }

  #replayTo(wanted: number): void {
    let from = 0;
    for (const epoch of this.#checkpoints.keys()) if (epoch <= wanted && epoch > from) from = epoch;
    const { epoch } = this.engine;
    const past = epoch > wanted || (epoch === wanted && this.sample > 0);
    if (past || epoch < from || this.position.steps === 0) {
      this.engine.restore(this.#checkpoints.get(from)!, from);
    }
    if (this.#convergedAt !== undefined && this.#convergedAt > wanted) this.#convergedAt = undefined;
    if (this.#divergedAt !== undefined && this.#divergedAt >= wanted) this.#divergedAt = undefined;
    if (wanted > this.engine.epoch) this.#advance(wanted - this.engine.epoch);
    this.#watch();
  }

  /** Keeps the present state if its turn has come, and thins the states out when there are too many. */
  #keep(): void {
    const { epoch } = this.engine;
    if (this.#trajectory || epoch % this.#checkpointEvery !== 0) return;
    this.#checkpoints.set(epoch, this.engine.save());
    if (this.#checkpoints.size <= MOST_CHECKPOINTS) return;
    this.#checkpointEvery *= 2;
    for (const kept of this.#checkpoints.keys()) {
      if (kept % this.#checkpointEvery !== 0) this.#checkpoints.delete(kept);
    }
  }
}
