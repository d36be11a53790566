// Time that passes when it is told to, so that ten minutes at a terminal take some seconds.

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  now: performance.now.bind(performance),
  date: Date.now.bind(Date),
};

/** Milliseconds that work takes which is timed, from one look at the clock to the next. */
const LOOK_MS = 0.25;
/** Turns of the event loop in which whatever was begun comes to rest: keys read, state changed, a frame drawn. */
const TURNS = 3;

interface Timer {
  readonly call: () => void;
  readonly every: number | undefined;
  due: number;
}

/** A clock in place of the real one, which goes on by what it is told: the same on every run, however busy the machine. */
export class SimulatedClock {
  #now = 0;
  #last = 0;
  readonly #timers = new Map<number, Timer>();

  /** Milliseconds since it was made. */
  get now(): number {
    return this.#now;
  }

  /** What is being done takes so long. */
  spend(ms: number): void {
    this.#now += ms;
  }

  /** Everything that asks for the time or waits for it asks this clock, until `release`. */
  install(): void {
    const add = (call: () => void, ms = 0, every?: number): number => {
      this.#timers.set(++this.#last, { call, every, due: this.#now + Math.max(1, ms) });
      return this.#last;
    };
    const remove = (id: unknown): void => void this.#timers.delete(Number(id));
    const handle = (id: number): object => ({
      ref: () => handle(id),
      unref: () => handle(id),
      hasRef: () => true,
      [Symbol.toPrimitive]: () => id,
    });
    Object.assign(globalThis, {
      setTimeout: (call: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
        handle(add(() => call(...given), ms)),
      setInterval: (call: () => void, ms = 1) => handle(add(call, ms, Math.max(1, ms))),
      clearTimeout: remove,
      clearInterval: remove,
    });
    performance.now = () => {
      this.spend(LOOK_MS);
      return this.#now;
    };
    Date.now = () => this.#now;
  }

  release(): void {
    const { setTimeout, setInterval, clearTimeout, clearInterval } = real;
    Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
    performance.now = real.now;
    Date.now = real.date;
  }

  /** Does something with the real clock, which this one does not see. */
  async outside<Result>(act: () => Promise<Result>): Promise<Result> {
    this.release();
    try {
      return await act();
    } finally {
      this.install();
    }
  }

  /** Does something, and waits until what it began has come to rest. */
  async during(act: () => void): Promise<void> {
    act();
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => real.setImmediate(resolve));
  }

  /** Lets so many milliseconds pass, every timer in its turn. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].sort(([, a], [, b]) => a.due - b.due)[0];
      if (!next || next[1].due > end) break;
      const [id, timer] = next;
      this.#now = Math.max(this.#now, timer.due);
      if (timer.every === undefined) this.#timers.delete(id);
      else timer.due = this.#now + timer.every;
      await this.during(timer.call);
    }
    this.#now = Math.max(this.#now, end);
  }
}
