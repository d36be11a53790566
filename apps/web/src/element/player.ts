import type { ReactiveControllerHost } from 'lit';

/** Longest stretch of time one frame makes up for: after a pause of the page the run goes on, it does not catch up. */
const LONGEST_FRAME_MS = 100;

/** Turns time into epochs while it plays: whole ones, at `speed` epochs a second. */
export class Player {
  speed = 10;
  isPlaying = false;
  readonly #host: ReactiveControllerHost;
  readonly #advance: (epochs: number) => boolean;
  #frame: number | undefined;
  #last = 0;
  #due = 0;

  /** @param advance - goes on by some epochs, and says whether there is more to come */
  constructor(host: ReactiveControllerHost, advance: (epochs: number) => boolean) {
    this.#host = host;
    this.#advance = advance;
  }

  play(): void {
    this.isPlaying = true;
    this.resume();
    this.#host.requestUpdate();
  }

  pause(): void {
    this.hold();
    this.isPlaying = false;
    this.#host.requestUpdate();
  }

  /** Goes on, if it was playing when it was held. */
  resume(): void {
    if (!this.isPlaying || this.#frame !== undefined) return;
    this.#last = performance.now();
    // the first epoch comes at once: pressing play shows that it plays
    this.#due = 1;
    this.#frame = requestAnimationFrame(this.#tick);
  }

  /** Waits where it is until it is resumed. */
  hold(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  readonly #tick = (now: number): void => {
    this.#due += (Math.min(Math.max(now - this.#last, 0), LONGEST_FRAME_MS) / 1000) * this.speed;
    this.#last = now;
    this.#frame = requestAnimationFrame(this.#tick);
    const epochs = Math.floor(this.#due);
    if (epochs < 1) return;
    this.#due -= epochs;
    if (!this.#advance(epochs)) this.pause();
  };
}

export const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
