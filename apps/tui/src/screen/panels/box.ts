import textWidth from '../../output/text-width.ts';
import { cut } from '../../output/wrapping.ts';
import type { Charset, Paint } from '../../plots/canvas.ts';
import { fill, layLine } from './lines.ts';

export interface PanelBox {
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  /** True if this is the chosen panel. */
  readonly chosen: boolean;
}

/** Lines in a frame with the title in its upper edge; `content` draws the inside. */
export function boxed(
  { title, columns, rows, chosen }: PanelBox,
  charset: Charset,
  paint: Paint,
  content: (columns: number, rows: number) => readonly string[],
): string[] {
  const [corners, across, down] = charset === 'ascii' ? ['++++', '-', '|'] : ['┌┐└┘', '─', '│'];
  const inner = columns - 2;
  const short = cut(title, inner - 2);
  const tone = chosen ? 'strong' : 'label';
  const rest = across.repeat(Math.max(0, inner - textWidth(short) - 2));
  const top = `${paint('grid', corners[0]!)}${paint(tone, ` ${short} `)}${paint('grid', rest + corners[1])}`;
  const edge = paint('grid', down);
  const body = fill(content(inner, rows - 2), inner, rows - 2).map((line) => edge + line + edge);
  const bottom = paint('grid', corners[2] + across.repeat(inner) + corners[3]);
  return [top, ...body, bottom];
}

/** A box for a window that has no room for one. */
export function tooSmall(text: string, columns: number, rows: number, paint: Paint): string[] {
  const middle = Math.floor(rows / 2);
  return Array.from({ length: rows }, (_, row) =>
    row === middle ? layLine([['plain', cut(text, columns)]], columns, paint) : ' '.repeat(columns),
  );
}
