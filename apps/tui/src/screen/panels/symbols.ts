import type { View } from '../store.ts';
import { subscript } from './lines.ts';

/** How the parameters are written: with a tilde where the descent runs on scaled features. */
export interface Symbols {
  /** w̃₁ or w₁ */
  weight(j: number): string;
  /** z₁ or x₁ */
  input(j: number): string;
  readonly bias: string;
}

/** Symbols of the space the descent runs in; `:scale none` makes it the data's own. */
export function symbolsOf({ session, screen }: View): Symbols {
  const ascii = screen.charset === 'ascii';
  const { scaled } = session;
  // a combining tilde has width 0 and survives every font that has braille; ascii says the same with an apostrophe
  const mark = scaled ? (ascii ? "'" : '\u0303') : '';
  return {
    weight: (j) => `w${mark}${subscript(j + 1, ascii)}`,
    input: (j) => `${scaled ? 'z' : 'x'}${subscript(j + 1, ascii)}`,
    bias: `b${mark}`,
  };
}
