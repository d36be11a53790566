import { aligned } from '@gd-trainer/sdk/view';
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
export const wrapIn = ({ charset }: Pick<ScreenState, 'charset'>, text: string, width: number): string[] =>
  wrap(charset === 'ascii' ? asciiText(text) : text, width);

/** Ends of sentences, and of items of a list, after which a text may end. */
const END = /(?<=[.;] )|(?<=[。；])/;
/** In the first sentence ends of clauses too. */
const CLAUSE_END =
  /(?<=[.;:] )|(?<=[。；：，])|(?<=, )(?=(?:and|but|from|it|so|the) )|(?<=epoch [\d,]+ )(?=(?:and|with) )/;

/** A text in so many lines: as many of its sentences and clauses as are whole there, and the first of them whatever it takes. */
export function wholeClauses(screen: ScreenState, text: string, width: number, most: number): string[] {
  const [first = '', ...others] = text.split(/(?<=\. |。)/);
  const pieces = [...first.split(CLAUSE_END), ...others.flatMap((sentence) => sentence.split(END))];
  for (let count = pieces.length; ; count--) {
    const kept = pieces.slice(0, count).join('').trimEnd();
    const lines = wrapIn(screen, count < pieces.length ? ended(kept) : text, width);
    if (count <= 1 || lines.length <= most) return lines;
  }
}

/** A text that ends early, with the mark of an end. */
const ended = (text: string): string =>
  /[。，；：]$/.test(text) ? `${text.slice(0, -1)}。` : text.replace(/[,;:.]?$/, '.');

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

/** Columns of the name that a line begins with, and numbers of the columns that are left out, from the widest table on. */
export type TableSteps = readonly (readonly [name: number, spared: readonly number[]])[];

/** Cells as lines, in the first of the steps that fits, or the last; so many columns at the end stand to the left. */
export function tableWithin(
  cells: readonly (readonly string[])[],
  steps: TableSteps,
  leftAtEnd: number,
  columns: number,
): string[] {
  const tables = steps.map(([width, spared]) => {
    const kept = cells.map(([name = '', ...others]) => [
      cutMiddle(name, width),
      ...others.filter((_, at) => !spared.includes(at + 1)),
    ]);
    return aligned(kept, 1, leftAtEnd, textWidth);
  });
  return tables.find((lines) => Math.max(...lines.map(textWidth)) <= columns) ?? tables.at(-1)!;
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
  screen: ScreenState,
  columns: number,
  paint: Paint,
): string[] {
  const width = halfOf(columns);
  const gap = ' '.repeat(columns - 2 * width);
  const names = charts.map(([name]) => wrapIn(screen, name, width - 1));
  const height = Math.max(...names.map(({ length }) => length));
  const [left = [], right = []] = charts.map(([, lines], at) => [
    ...Array.from({ length: height }, (_, row) =>
      layLine([['label', ` ${names[at]![row] ?? ''}`]], width, paint),
    ),
    ...lines,
  ]);
  return left.map((line, row) => `${line}${gap}${right[row] ?? ''}`);
}
