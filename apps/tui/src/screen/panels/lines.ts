import { asciiText } from '../../output/ascii.ts';
import textWidth from '../../output/text-width.ts';
import { cut, wrap } from '../../output/wrapping.ts';
import type { Paint, Tone } from '../../plots/canvas.ts';
import type { ScreenState } from '../state.ts';

/** A piece of text in one tone. */
export type Segment = readonly [Tone, string];
export type Line = readonly Segment[];

export const plain = (text: string): Segment => ['plain', text];

/** A text broken into lines, in the characters that they will be in: some take more room in ASCII. */
export const wrapIn = (
  { charset }: Pick<ScreenState, 'charset'>,
  text: string,
  width: number,
  most?: number,
): string[] => wrap(charset === 'ascii' ? asciiText(text) : text, width, most);

/** The text cut to `width` columns with its end kept, by which names of one kind differ: `feat…_12`. */
export function cutMiddle(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const end = endOf(text, Math.floor(width / 3));
  return cut(text, width - textWidth(end)) + end;
}

/** The end of a text, as much of it as `width` columns hold. */
export function endOf(text: string, width: number): string {
  let end = '';
  for (const character of Array.from(text).reverse()) {
    if (textWidth(character + end) > width) break;
    end = character + end;
  }
  return end;
}

/** The text cut or filled to exactly `width` columns. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const short = cut(text, width);
  const blank = ' '.repeat(Math.max(0, width - textWidth(short)));
  return side === 'right' ? short + blank : blank + short;
}

/** A line painted, cut or filled to exactly `width` columns. */
export function layLine(line: Line, width: number, paint: Paint): string {
  let used = 0;
  let text = '';
  for (const [tone, piece] of line) {
    const short = cut(piece, width - used);
    used += textWidth(short);
    if (short !== '') text += paint(tone, short);
    if (short !== piece) break;
  }
  return text + ' '.repeat(Math.max(0, width - used));
}

/** Left and right of a line, the left one cut where both do not fit. */
export function spread(left: Line, right: Line, width: number, paint: Paint): string {
  const rightWidth = Math.min(width, lineWidth(right));
  return layLine(left, width - rightWidth, paint) + layLine(right, rightWidth, paint);
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, [, text]) => sum + textWidth(text), 0);
}

/** Exactly `rows` lines of `width` columns. */
export function fill(lines: readonly string[], width: number, rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? ' '.repeat(width));
}

/** Width of a chart that stands beside another. */
export const halfOf = (columns: number): number => Math.floor((columns - 1) / 2);

/** Two charts side by side, each half as wide and below its name. */
export function beside(
  charts: readonly (readonly [name: string, lines: readonly string[]])[],
  columns: number,
  paint: Paint,
): string[] {
  const width = halfOf(columns);
  const gap = ' '.repeat(columns - 2 * width);
  const [left = [], right = []] = charts.map(([name, lines]) => [
    layLine([['label', ` ${name}`]], width, paint),
    ...lines,
  ]);
  return left.map((line, row) => `${line}${gap}${right[row] ?? ''}`);
}
