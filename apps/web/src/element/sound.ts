const LOWEST_HZ = 165;
const OCTAVES = 3;
const VOLUME = 0.06;
/** Length of a tone after the last change, in seconds. */
const FADE = 0.12;

/** The loss as a tone: three octaves for its way down, and further up if it grows. Silent until it is asked for. */
export class LossTone {
  #context: AudioContext | undefined;
  #oscillator: OscillatorNode | undefined;
  #volume: GainNode | undefined;

  /** On, in answer to a press: without one a browser lets nothing sound. */
  start(): void {
    this.#context = new AudioContext();
    this.#oscillator = new OscillatorNode(this.#context, { type: 'triangle', frequency: LOWEST_HZ });
    this.#volume = new GainNode(this.#context, { gain: 0 });
    this.#oscillator.connect(this.#volume).connect(this.#context.destination);
    this.#oscillator.start();
  }

  stop(): void {
    this.#context?.close();
    this.#context = undefined;
  }

  /** @param height - where the loss is on the logarithmic scale of the run: 0 at the bottom, 1 at the start */
  sound(height: number): void {
    if (!this.#context) return;
    const { currentTime } = this.#context;
    const frequency = LOWEST_HZ * 2 ** (OCTAVES * Math.min(2, Math.max(0, height)));
    this.#oscillator!.frequency.setTargetAtTime(frequency, currentTime, 0.02);
    this.#volume!.gain.cancelScheduledValues(currentTime);
    this.#volume!.gain.setTargetAtTime(VOLUME, currentTime, 0.01);
    this.#volume!.gain.setTargetAtTime(0, currentTime + FADE, FADE / 3);
  }
}

/** Place of a loss between the least of a run (0) and its first (1), by powers of ten. */
export function heightOf(loss: number, first: number, least: number): number {
  const [bottom, top] = [Math.max(least, first * 1e-9), Math.max(first, Number.MIN_VALUE)];
  return top > bottom ? Math.log(Math.max(loss, bottom) / bottom) / Math.log(top / bottom) : 0;
}
