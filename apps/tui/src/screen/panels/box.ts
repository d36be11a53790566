import textWidth from '../../output/text-width.ts';
import { cut } from '../../output/wrapping.ts';
import type { Charset, Paint } from '../../plots/canvas.ts';
import { fill } from './lines.ts';

export interface PanelBox {
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  /** True if this is the chosen panel. */
  readonly chosen: boolean;
  /** Text in its lower edge. */
  readonly below: string;
}

/** A title without the last of its parts that have no room, cut where it is one. */
function shortened(title: string, width: number): string {
  const parts = title.split(' · ');
  while (parts.length > 1 && textWidth(parts.join(' · ')) > width) parts.pop();
  return cut(parts.join(' · '), width);
}

/** Lines in a frame with the title in its upper edge, a text in its lower one; `content` draws the inside. */
export function boxed(
  { title, columns, rows, chosen, below }: PanelBox,
  charset: Charset,
  paint: Paint,
  content: (columns: number, rows: number) => readonly string[],
): string[] {
  const [corners, across, down] = charset === 'ascii' ? ['++++', '-', '|'] : ['┌┐└┘', '─', '│'];
  const inner = columns - 2;
  const short = shortened(title, inner - 2);
  const tone = chosen ? 'strong' : 'label';
  const rest = across.repeat(Math.max(0, inner - textWidth(short) - 2));
  const top = `${paint('grid', corners[0]!)}${paint(tone, ` ${short} `)}${paint('grid', rest + corners[1])}`;
  const edge = paint('grid', down);
  const body = fill(content(inner, rows - 2), inner, rows - 2).map((line) => edge + line + edge);
  const note = below === '' ? '' : cut(` ${below} `, inner);
  const left = across.repeat(inner - textWidth(note));
  const bottom = `${paint('grid', corners[2] + left)}${paint('label', note)}${paint('grid', corners[3]!)}`;
  return [top, ...body, bottom];
}
