import type { Tone } from './canvas.ts';

const TONES: readonly Tone[] = ['optimum', 'error', 'past', 'plain', 'predicted', 'label'];

/** The tone of a future in a race, by its number from 0; its number tells it from others where there is no colour. */
export const rivalTone = (index: number): Tone => TONES[index % TONES.length]!;
