import textWidth from '../../output/text-width.ts';
import type { Paint, Tone } from '../../plots/canvas.ts';

/** A piece of text in one tone. */
export type Segment = readonly [Tone, string];
export type Line = readonly Segment[];

export const plain = (text: string): Segment => ['plain', text];

/** The text cut to `width` columns, an ellipsis marking the cut. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const character of text) {
    const next = used + textWidth(character);
    if (next > width - 1) break;
    kept += character;
    used = next;
  }
  return `${kept}…`;
}

/** The same with its end kept, by which names of one kind differ: `feat…_12`. */
export function cutMiddle(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let end = '';
  for (const character of Array.from(text).reverse()) {
    if (textWidth(character + end) > Math.floor(width / 3)) break;
    end = character + end;
  }
  return cut(text, width - textWidth(end)) + end;
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

/** Text broken into lines of `width`, at blanks where there are any, between wide characters where not; the last is cut. */
export function wrap(text: string, width: number, most: number): string[] {
  const words = text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? [];
  const lines = [''];
  for (const word of words) {
    const last = lines.at(-1)!;
    const fits = textWidth((last + word).trimEnd()) <= width;
    if (fits || lines.length === most) lines[lines.length - 1] = last + word;
    else lines.push(word.trimStart());
  }
  return lines.map((line) => cut(line.trimEnd(), width));
}

/** Exactly `rows` lines of `width` columns. */
export function fill(lines: readonly string[], width: number, rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? ' '.repeat(width));
}
