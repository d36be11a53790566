import type { Charset, Tone } from './canvas.ts';

/** Tones of the levels of a category. */
export const LEVEL_TONES = ['level1', 'level2', 'level3', 'level4', 'level5', 'level6'] as const;

const MARKS = {
  unicode: ['•', '▲', '■', '◇', '▽', '×'],
  ascii: ['o', '^', '#', '%', 'v', '='],
} as const;

/** The tone of a level by its number. */
export const levelTone = (level: number): Tone => LEVEL_TONES[level % LEVEL_TONES.length]!;

/** The mark of a level: among those of one tone another one, as far as marks go. */
export function levelMark(level: number, charset: Charset): string {
  const marks = MARKS[charset === 'ascii' ? 'ascii' : 'unicode'];
  return marks[(level + Math.floor(level / LEVEL_TONES.length)) % marks.length]!;
}
