/** Longest stretch of time one frame makes up for: after a pause of the page the run goes on, it does not catch up. */
const LONGEST_FRAME_MS = 100;

/** Turns time into epochs while it plays: whole ones, at `speed` epochs a second. */
export class Player {
  speed = 10;
  readonly #advance: (epochs: number) => boolean;
  #frame: number | undefined;
  #last = 0;
  #due = 0;

  /** @param advance - goes on by some epochs, and says whether there is more to come */
  constructor(advance: (epochs: number) => boolean) {
    this.#advance = advance;
  }

  get isPlaying(): boolean {
    return this.#frame !== undefined;
  }

  play(): void {
    if (this.isPlaying) return;
    this.#last = performance.now();
    // the first epoch comes at once: pressing play shows that it plays
    this.#due = 1;
    this.#frame = requestAnimationFrame(this.#tick);
  }

  pause(): void {
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
