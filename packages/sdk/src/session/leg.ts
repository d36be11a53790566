import { type Forecast, hasClosedForm, lookAhead, type Plan, trajectoryOf } from '../ahead/forecast.ts';
import { rateAt } from '../ahead/rates.ts';
import { firstEpoch, type Trajectory } from '../ahead/trajectory.ts';
import { type Bounds, isAtGoal, readEpoch, type SeekableEngine, type Within } from '../descent/engine.ts';
import { type Origin, start } from '../descent/start.ts';
import { knownUnseenGain } from '../descent/unseen.ts';
import { SHARED } from '../descent/walk.ts';
import { toData } from '../loss/space.ts';
import type { Data } from '../moments/readings.ts';
import { TRAITS } from '../optimizers.ts';
import type { FitOptions } from '../options.ts';
import { type DecidedSettings, readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Epoch, Parameters, Status } from '../types.ts';
import { Checkpoints } from './checkpoints.ts';
import { epochsOfPiece } from './costs.ts';
import type { RunFact } from './fact.ts';
import { lastingFacts, verdictOf } from './facts.ts';

/** Unit of a step. Full batches know epochs only, and count the other units as that. */
export type Unit = 'sample' | 'batch' | 'epoch';

/** Way to a state: the epoch that a closed form gave, counted from the leg's own start, then updates one by one. */
export interface Position {
  /** Epoch that a closed form gave; 0 where every update was made. */
  readonly anchor: number;
  /** Samples on batches, epochs on full batches. */
  readonly steps: number;
}

/** Start of a leg, at an epoch of the session. */
export interface LegStart extends Origin {
  /** Position at which the leg before was left; missing on the first. */
  readonly arrival?: Position;
  /** Samples used of that epoch before it. */
  readonly sample: number;
  /** Place within that epoch, which batches go on from. */
  readonly within?: Within | undefined;
}

/** Frees the engines of sessions that nobody holds any more: a session has no end that its user would have to tell. */
const abandoned = new FinalizationRegistry<SeekableEngine>((engine) => engine.release());

/** One stretch of a session under the same options: an engine, and the way back and forth along its epochs. */
export class Leg {
  readonly options: FitOptions;
  readonly settings: DecidedSettings;
  readonly engine: SeekableEngine;
  readonly begin: LegStart;
  /** The loss at its start values. */
  readonly firstLoss: number;
  /** Gain of the loss in directions that only the rows tell from flat ones: no epoch brings it. */
  readonly unseen: number;
  readonly #data: Data;
  readonly #bounds: Bounds;
  readonly #trajectory: Trajectory | undefined;
  #checkpoints: Checkpoints;
  #anchor = 0;
  #convergedAt: number | undefined;
  #divergedAt: number | undefined;
  /** The epoch that meets the tolerance in closed form, once it has been looked for; Infinity if none does. */
  #firstMet: number | undefined;
  #lastingFacts: readonly RunFact[] | undefined;

  /** The first leg of a session, or one that begins where another was left. */
  constructor(data: Data, options: FitOptions, begin?: LegStart) {
    this.#data = data;
    const begun = drain(start(data, readOptions(options), SHARED, begin));
    const { engine, settings, bounds, parameters, loss } = begun;
    this.settings = settings;
    // 'auto' chooses now: what a later change makes of it is another question
    this.options = options.optimizer === 'auto' ? { ...options, optimizer: settings.optimizer } : options;
    this.begin = begin ?? { parameters, epoch: 0, sample: 0 };
    this.engine = engine;
    engine.enter?.(this.begin.epoch, this.begin.within);
    this.firstLoss = loss;
    this.unseen = knownUnseenGain(data, engine.problem, this.settings);
    this.#bounds = { ...bounds, gap: bounds.gap - this.unseen };
    abandoned.register(this, engine, this);
    this.#checkpoints = new Checkpoints(engine.save());
    const plan = this.#plan();
    if (engine.velocity && hasClosedForm(plan)) this.#trajectory = trajectoryOf(plan);
    this.#watch();
  }

  /** A leg under other options that begins at the present state of this one. */
  next(options: FitOptions): Leg {
    const { parameters, epoch, sample, position, engine } = this;
    const begin = { parameters, epoch, sample, arrival: position, within: engine.within };
    // the optimizer's memory goes along where it keeps its meaning
    const settings = readOptions(options);
    const kept = (['optimizer', 'batchSize', 'path', 'scale', 'intercept', 'l1', 'l2'] as const).every(
      (key) => settings[key] === this.settings[key],
    );
    return new Leg(this.#data, options, { ...begin, ...(kept ? { checkpoint: engine.save() } : {}) });
  }

  /** The same leg at the same state, with an engine of its own. */
  clone(): Leg {
    const twin = new Leg(this.#data, this.options, this.begin);
    twin.#checkpoints = this.#checkpoints.clone();
    // replaying the way here would take as long as that took
    twin.engine.adopt(this.engine);
    twin.#anchor = this.#anchor;
    twin.#convergedAt = this.#convergedAt;
    twin.#divergedAt = this.#divergedAt;
    return twin;
  }

  /** Epoch of the session. */
  get epoch(): number {
    return this.begin.epoch + this.engine.epoch;
  }

  /** Samples used of the present epoch; full batches count them only where they began within one of smaller ones. */
  get sample(): number {
    const { epoch, sample } = this.engine;
    return epoch === 0 ? Math.max(this.begin.sample, sample) : sample;
  }

  get position(): Position {
    const { epoch, samplesPerEpoch, sample } = this.engine;
    const steps = (epoch - this.#anchor) * samplesPerEpoch + sample - this.#entered;
    return { anchor: this.#anchor, steps };
  }

  /** True if the state at an epoch of the session is of this leg, or of one after it. */
  hasBegunBy(epoch: number): boolean {
    return this.begin.epoch + (this.begin.sample > 0 ? 1 : 0) <= epoch;
  }

  get parameters(): Parameters {
    return toData(this.engine.problem.space, this.engine.theta);
  }

  get forecast(): Forecast {
    return lookAhead(this.#plan());
  }

  /** Facts from here on: first what the learning rate will do, then what stands out. */
  get facts(): readonly [RunFact, ...RunFact[]] {
    const { settings, engine, forecast } = this;
    this.#lastingFacts ??= lastingFacts(this.#data.moments, settings, engine.problem, forecast, this);
    return [verdictOf(settings, engine, this.look(), forecast, this), ...this.#lastingFacts];
  }

  get convergedAt(): number | null {
    return this.#convergedAt === undefined ? null : this.begin.epoch + this.#convergedAt;
  }

  get status(): Status {
    if (this.#divergedAt !== undefined && this.engine.epoch >= this.#divergedAt) return 'diverged';
    const { convergedAt } = this;
    // what comes first is the end: past both, a tolerance met after the last epoch was not met by the run
    if (convergedAt !== null && convergedAt <= this.settings.epochs) return 'converged';
    if (this.epoch >= this.settings.epochs) return 'exhausted';
    const untouched = this.epoch === 0 && this.position.steps === 0 && !this.begin.arrival;
    return untouched ? 'idle' : 'running';
  }

  look(): Epoch {
    return { ...readEpoch(this.engine, this.#rate()), epoch: this.epoch };
  }

  /** True at the end of the run: the tolerance met, the epochs used up, or nothing finite to come. */
  get isOver(): boolean {
    const { status } = this;
    return status !== 'idle' && status !== 'running';
  }

  /**
   * Moves forward by `count` units, but not past the place `limit` of the session, and where it is to stop there, not past the
   * end of the run. Returns how many are left to do; none after a divergence, which nothing follows.
   */
  step(unit: Unit, count: number, limit: Pick<LegStart, 'epoch' | 'sample'>, stops = false): number {
    const { engine } = this;
    if (stops && this.isOver) return count;
    if (unit === 'epoch' || engine.batchSize === engine.samplesPerEpoch) {
      const epochs = Math.min(count, limit.epoch - this.epoch);
      this.#advance(epochs, stops);
      return this.status === 'diverged' ? 0 : count - epochs;
    }
    for (let left = count; left > 0; left--) {
      const { epoch } = this;
      const isThere = epoch > limit.epoch || (epoch === limit.epoch && engine.sample >= limit.sample);
      if (isThere || (stops && this.isOver)) return left;
      if (this.status === 'diverged') break;
      const before = this.position;
      // the last batch of an epoch has what is left of the rows, the first after another size what that had begun
      const { batchSize, samplesPerEpoch, sample } = engine;
      engine.advance(this.#rate(), Math.min(batchSize - (sample % batchSize), samplesPerEpoch - sample));
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

  /** Takes the last update of the present epoch back; false where that was made before this leg, or in an epoch before. */
  back(): boolean {
    const { sample, position, engine } = this;
    if (sample === 0 || position.steps === 0) return false;
    // batches end at multiples of their size, but the first after another size has what that had begun
    const made = 1 + ((sample - 1) % engine.batchSize);
    this.goTo({ ...position, steps: position.steps - Math.min(made, position.steps) });
    return true;
  }

  /** Does what `goTo` does, in pieces that let others work; yields the share that is done. */
  *approach(position: Position): Generator<number> {
    const { samplesPerEpoch, workPerEpoch } = this.engine;
    const piece = epochsOfPiece(workPerEpoch);
    const anchor = this.#trajectory ? position.anchor : 0;
    if (this.#trajectory) this.goTo({ anchor, steps: 0 });
    const epochs = position.anchor - anchor + Math.floor((position.steps + this.#entered) / samplesPerEpoch);
    for (let done = piece; done < epochs; done += piece) {
      if (this.#trajectory) this.#advance(piece);
      else this.seek(this.begin.epoch + done);
      yield done / epochs;
    }
    if (this.#trajectory) this.#advance(anchor + position.steps - this.engine.epoch);
    else this.goTo(position);
  }

  /** The state at a position that this leg, or one like it, has been at. */
  goTo({ anchor, steps }: Position): void {
    const { engine, position } = this;
    if (position.anchor === anchor && position.steps === steps) return;
    const samples = steps + this.#entered;
    const epochs = Math.floor(samples / engine.samplesPerEpoch);
    // a state of the closed form is gone on from step by step, for its bits; others are replayed from anywhere
    if (this.#trajectory) {
      this.seek(this.begin.epoch + anchor);
      if (epochs > 0) this.#advance(epochs);
    } else this.seek(this.begin.epoch + anchor + epochs);
    const rest = samples - epochs * engine.samplesPerEpoch - engine.sample;
    if (rest === 0) return;
    engine.advance(this.#rate(), rest);
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

  /** Samples that were used of its first epoch before it began. */
  get #entered(): number {
    return this.engine.enter ? (this.begin.within?.sample ?? 0) : 0;
  }

  get #isScheduled(): boolean {
    return typeof this.settings.learningRate === 'function';
  }

  #rate(): number {
    return rateAt(this.epoch, this.engine.rates, this.settings);
  }

  /** The rest of the run, from the present state. */
  #plan(): Plan {
    const { problem, rates, theta, velocity } = this.engine;
    const learningRate = this.#isScheduled ? null : this.#rate();
    const { settings, unseen } = this;
    const memory = TRAITS[settings.optimizer].searches ? this.engine.save() : undefined;
    return { ...settings, problem, rates, learningRate, theta, velocity, memory, unseen };
  }

  /** `epochs` epochs by the engine, or fewer if the loss leaves its bound or it stops at convergence. */
  #advance(epochs: number, stops = false): void {
    const { engine } = this;
    const start = this.position;
    const last = engine.epoch + epochs;
    while (engine.epoch < last && this.#divergedAt === undefined) {
      const bounds = this.#convergedAt === undefined ? this.#bounds : { ...this.#bounds, gradientNorm: -1 };
      const ahead = this.#trajectory || engine.isStill ? last - engine.epoch : 1;
      const outcome = engine.run(this.#rate(), ahead, bounds);
      if (outcome === 'converged') this.#convergedAt ??= engine.epoch;
      if (outcome === 'diverged') this.#divergedAt ??= engine.epoch;
      if (!this.#trajectory) this.#checkpoints.keep(engine.epoch, () => engine.save());
      if (stops && outcome === 'converged') break;
    }
    if (this.#watch()) return;
    // only the last of the epochs can have overflowed: each begins within the bound
    const { anchor, steps } = this.position;
    const before = Math.max(start.anchor === anchor ? start.steps : 0, steps - engine.samplesPerEpoch);
    this.#backTo({ anchor, steps: before });
  }

  /** Notes convergence and divergence of the present state, and tells whether it is finite. */
  #watch(): boolean {
    const { engine } = this;
    const look = engine.look(this.#rate());
    // the rule is for whole epochs: within one of batches the gradient may dip and rise again
    if (engine.sample === 0 && isAtGoal(look, this.#bounds, engine.problem)) {
      this.#convergedAt ??= engine.epoch;
    }
    if (!(look.loss <= this.#bounds.loss)) this.#divergedAt ??= engine.epoch;
    return look.loss < Infinity;
  }

  /** The last finite state, where the present one has overflowed: a run that diverges stays there. */
  #backTo(position: Position): void {
    if (this.engine.sample === 0) this.#checkpoints.drop(this.engine.epoch);
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
    if (epoch === 0) this.engine.restore(this.#checkpoints.at(0), 0);
    else {
      const { theta, velocity } = trajectory.at(epoch);
      this.engine.place!(theta, velocity, epoch);
    }
    this.#anchor = epoch;
    this.#divergedAt = undefined;
    this.#convergedAt = this.#metBefore(epoch, trajectory);
  }

  /** The first epoch up to `last` that meets the tolerance. */
  #metBefore(last: number, trajectory: Trajectory): number | undefined {
    this.#firstMet ??= trajectory.firstAt(this.#bounds) ?? Infinity;
    return this.#firstMet <= last ? this.#firstMet : undefined;
  }

  #replayTo(wanted: number): void {
    const from = this.#checkpoints.lastBy(wanted);
    const { epoch } = this.engine;
    const past = epoch > wanted || (epoch === wanted && this.engine.sample > 0);
    if (past || epoch < from || this.position.steps === 0) {
      this.engine.restore(this.#checkpoints.at(from), from);
      if (from === 0) this.engine.enter?.(this.begin.epoch, this.begin.within);
    }
    if (this.#convergedAt !== undefined && this.#convergedAt > wanted) this.#convergedAt = undefined;
    if (this.#divergedAt !== undefined && this.#divergedAt >= wanted) this.#divergedAt = undefined;
    if (wanted > this.engine.epoch) this.#advance(wanted - this.engine.epoch);
    this.#watch();
  }
}
