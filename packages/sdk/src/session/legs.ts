import { GdError } from '../errors.ts';
import type { Data } from '../moments/readings.ts';
import { type FitOptions, readOptions, type Settings } from '../options.ts';
import { Leg, type Position, type Unit } from './leg.ts';

/** The stretches of a run between changes of options, and the one that it is in. */
export class Legs {
  readonly #data: Data;
  readonly #all: Leg[];
  #current = 0;

  constructor(data: Data, options: FitOptions) {
    this.#data = data;
    this.#all = [new Leg(data, options)];
  }

  get all(): readonly Leg[] {
    return this.#all;
  }

  /** Number of the present one, from 0. */
  get current(): number {
    return this.#current;
  }

  get first(): Leg {
    return this.#all[0]!;
  }

  get present(): Leg {
    return this.#all[this.#current]!;
  }

  /** Those up to the present one. */
  get past(): readonly Leg[] {
    return this.#all.slice(0, this.#current + 1);
  }

  /** `count` units forward, from leg to leg; where it is to stop there, not past the end of the run. */
  step(unit: Unit, count: number, stops: boolean): void {
    for (let left = count; ; this.#current++) {
      const next = this.#all[this.#current + 1];
      const last = stops ? this.present.settings.epochs : Infinity;
      const limit = next && next.begin.epoch < last ? next.begin : { epoch: last, sample: 0 };
      left = this.present.step(unit, left, limit, stops);
      if (left === 0 || !next || (stops && this.present.isOver)) return;
      next.seek(next.begin.epoch);
    }
  }

  /** The state after `epoch` epochs, in the leg that it belongs to. */
  seek(epoch: number): void {
    this.#current = this.#all.findLastIndex((leg) => leg.hasBegunBy(epoch));
    this.present.seek(epoch);
  }

  /** Takes the last update of the present epoch back, in the leg that made it; nothing at the start of an epoch. */
  back(): void {
    if (this.present.back() || this.present.sample === 0) return;
    const { arrival } = this.present.begin;
    this.#current--;
    this.present.goTo(arrival!);
    this.back();
  }

  /** Changes options at the present state. Throws `OPTION`, and changes nothing then. */
  set(options: Partial<FitOptions>): void {
    const { present } = this;
    const merged = { ...present.options, ...options };
    this.#requireSameRows(readOptions(merged));
    if (present.position.anchor + present.position.steps > 0) {
      this.#follow(this.#current + 1, present.next(merged));
      return;
    }
    // nothing happened under the present options: the new ones take their place
    const before = this.#all[this.#current - 1];
    if (before) before.goTo(present.begin.arrival!);
    this.#follow(this.#current, before ? before.next(merged) : new Leg(this.#data, merged));
  }

  /** Throws `OPTION` where other rows would be held out. */
  #requireSameRows({ validation, seed }: Settings): void {
    const { settings } = this.present;
    if (validation !== settings.validation) throw settled('validation');
    if (typeof validation === 'number' && seed !== settings.seed) throw settled('seed');
  }

  /** Begins again from other start values, under the present options. */
  restart(initial: FitOptions['initial'] & object): void {
    this.#follow(0, new Leg(this.#data, { ...this.present.options, initial }));
  }

  /** A leg after the last one, as a state tells of it. */
  append(options: FitOptions): void {
    this.#all.push(this.#all.at(-1)!.next(options));
  }

  /** Goes to the leg of that number, wherever in it the run stands. */
  enter(current: number): Leg {
    this.#current = current;
    return this.present;
  }

  /** The same legs at the same states, with engines of their own. */
  clone(): Legs {
    const twin = new Legs(this.#data, this.first.options);
    for (const [index, leg] of this.#all.entries()) twin.#follow(index, leg.clone());
    twin.#current = this.#current;
    return twin;
  }

  release(): void {
    for (const leg of this.#all) leg.release();
  }

  /** What `Trainer.fromState` goes back by: how each leg was entered, and where the run stands. */
  get place(): {
    readonly legs: readonly { readonly options: FitOptions; readonly arrival: Position | undefined }[];
    readonly current: number;
    readonly position: Position;
  } {
    const legs = this.#all.map(({ options, begin }) => ({ options, arrival: begin.arrival }));
    return { legs, current: this.#current, position: this.present.position };
  }

  /** Makes `leg` number `index` and the present one; those after it are another future, and end. */
  #follow(index: number, leg: Leg): void {
    for (const ended of this.#all.splice(index, Infinity, leg)) ended.release();
    this.#current = index;
  }
}

const settled = (option: string): GdError =>
  new GdError(
    'OPTION',
    `"${option}" chooses the rows held out, which a run keeps`,
    'begin a new run with it',
    {
      option,
    },
  );
