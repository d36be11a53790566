import type { Checkpoint } from '../descent/engine.ts';

/** A run that is replayed keeps so many states, ever further apart, so that winding back costs a bounded replay. */
const MOST = 64;

/** States of an engine that are kept, by their epochs. */
export class Checkpoints {
  readonly #states = new Map<number, Checkpoint>();
  #every = 1;

  /** Those of a run that begins at this state. */
  constructor(first: Checkpoint) {
    this.#states.set(0, first);
  }

  /** As many of them, to go ways of their own. */
  clone(): Checkpoints {
    const twin = new Checkpoints(this.at(0));
    for (const [epoch, state] of this.#states) twin.#states.set(epoch, state);
    twin.#every = this.#every;
    return twin;
  }

  /** A state that is kept. */
  at(epoch: number): Checkpoint {
    return this.#states.get(epoch)!;
  }

  /** The last epoch up to this one whose state is kept. */
  lastBy(epoch: number): number {
    let last = 0;
    for (const kept of this.#states.keys()) if (kept <= epoch && kept > last) last = kept;
    return last;
  }

  /** Keeps a state if its turn has come, and thins the states out when there are too many. */
  keep(epoch: number, save: () => Checkpoint): void {
    if (epoch % this.#every !== 0) return;
    this.#states.set(epoch, save());
    if (this.#states.size <= MOST) return;
    this.#every *= 2;
    for (const kept of this.#states.keys()) if (kept % this.#every !== 0) this.#states.delete(kept);
  }

  /** Forgets a state that proved to be of no use. */
  drop(epoch: number): void {
    this.#states.delete(epoch);
  }
}
