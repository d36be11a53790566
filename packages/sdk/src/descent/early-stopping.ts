import { holdOut } from '../data/hold-out.ts';
import { readTable } from '../data/shapes.ts';
import { GdError } from '../errors.ts';
import { toData } from '../loss/space.ts';
import { Moments, meanLoss } from '../moments/moments.ts';
import { readData } from '../moments/read-data.ts';
import type { Data } from '../moments/readings.ts';
import type { Settings } from '../options.ts';
import type { Source } from '../types.ts';
import type { Checkpoint, Engine } from './engine.ts';
import type { Held, Watch } from './run.ts';

/** Watches the loss on rows that are not learned from, and remembers the state where it was least. */
class EarlyStopping implements Watch {
  readonly #engine: Engine;
  readonly #validation: Moments;
  readonly #patience: number;
  #best: { readonly loss: number; readonly epoch: number; readonly state: Checkpoint } | undefined;
  #loss = Infinity;

  constructor(engine: Engine, validation: Moments, patience: number) {
    this.#engine = engine;
    this.#validation = validation;
    this.#patience = patience;
  }

  /** The validation loss of the present state, as a report carries it. */
  get reading(): { readonly validationLoss: number } {
    return { validationLoss: this.#loss };
  }

  /** Looks at the present state; false when the loss has not fallen for `patience` epochs. */
  goOn(): boolean {
    const { problem, theta, epoch } = this.#engine;
    this.#loss = meanLoss(this.#validation, toData(problem.space, theta));
    if (!this.#best || this.#loss < this.#best.loss) {
      this.#best = { loss: this.#loss, epoch, state: this.#engine.save() };
    }
    return epoch - this.#best.epoch < this.#patience;
  }

  restoreBest(): void {
    if (this.#best) this.#engine.restore(this.#best.state, this.#best.epoch);
  }
}

/** The data to learn from, and who watches the loss on the rows that are held out of it. */
export function* holdingOut(source: Source, settings: Settings): Generator<undefined, Held> {
  const data = yield* readHolding(source, settings);
  const { moments } = data.held!;
  return { data, watchOver: (engine) => new EarlyStopping(engine, moments, settings.patience) };
}

/** The data to learn from, with those that are held out of it, where the settings ask for some. */
export function* readHolding(source: Source, settings: Settings): Generator<undefined, Data> {
  const { validation, seed } = settings;
  if (validation === undefined) return yield* readData(source, settings);
  if (typeof validation === 'number') {
    if (source instanceof Moments) {
      throw new GdError('UNSUPPORTED', 'moments hold no rows to hold out', 'pass the rows themselves');
    }
    const [training, heldOut] = yield* holdOut(readTable(source, settings), validation, seed);
    const data = yield* readData(training, settings);
    const held = yield* readData(heldOut, settings);
    return { ...data, skippedRows: data.skippedRows + held.skippedRows, held };
  }
  const data = yield* readData(source, settings);
  const names = data.moments.names;
  const same = { ...settings, features: names.slice(0, -1), target: names.at(-1)! };
  return { ...data, held: yield* readData(validation, same, data.moments.terms) };
}
