import type { Session } from '@gd-trainer/sdk/view';

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

  /** Turns it on, in answer to a press, without which a browser lets nothing sound, or off. True if it can then be heard. */
  toggle(): boolean {
    if (this.#context) this.stop();
    else this.#start();
    return this.#context !== undefined;
  }

  #start(): void {
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

  /** Sounds as high as the loss is on the logarithmic scale of the run. */
  sound(session: Session): void {
    if (!this.#context) return;
    const { currentTime } = this.#context;
    const frequency = LOWEST_HZ * 2 ** (OCTAVES * Math.min(2, Math.max(0, heightOf(session))));
    this.#oscillator!.frequency.setTargetAtTime(frequency, currentTime, 0.02);
    this.#volume!.gain.cancelScheduledValues(currentTime);
    this.#volume!.gain.setTargetAtTime(VOLUME, currentTime, 0.01);
    this.#volume!.gain.setTargetAtTime(0, currentTime + FADE, FADE / 3);
  }
}

/** Place of the loss of a run between its least (0) and its first (1), by powers of ten. */
function heightOf({ snapshot: { loss, gap }, points: [start] }: Session): number {
  const first = start!.loss;
  const [bottom, top] = [Math.max(loss - gap, first * 1e-9), Math.max(first, Number.MIN_VALUE)];
  return top > bottom ? Math.log(Math.max(loss, bottom) / bottom) / Math.log(top / bottom) : 0;
}
