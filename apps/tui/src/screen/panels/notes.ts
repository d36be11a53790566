import { usedColumns } from '../../input/choose-columns.ts';
import { notesFor, withCure } from '../../output/notes.ts';
import textWidth from '../../output/text-width.ts';
import type { Paint } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import { typed } from '../command-line.ts';
import type { View } from '../store.ts';
import { fill, type Line, layLine, plain, wholeClauses } from './lines.ts';

/** What a bundled set brings to work through, then whatever was chosen or left out as the rows were read, of the columns that are used. */
export function notesIn({ rows, screen }: Pick<View, 'rows' | 'screen'>): string[] {
  const { data, choice } = rows;
  const { language } = screen;
  const own = data.preset?.note ? [data.preset.note[language]] : [];
  const read = notesFor(data, usedColumns(data, choice), language);
  return [...own, ...read.map((note) => typed(withCure(note, language)))];
}

/** As many of the notes as go into `most` lines, under a line that says which they are; the key `d` brings the next. */
export function notesBelow(view: View, columns: number, most: number, paint: Paint): string[] {
  const { screen } = view;
  const words = WORDS[screen.language];
  const pages = pagesOf(view, columns - 2, most - 1);
  if (pages.length === 0) return [];
  const page = screen.notes % pages.length;
  const before = pages.slice(0, page).flat().length;
  const count = pages.flat().length;
  const shown = pages[page]!;
  const title =
    pages.length === 1
      ? words.notes(String(count))
      : words.notesShown(before + 1, before + shown.length, count);
  const lines: Line[] = [[['label', ` ${title}`]], ...shown.flat().map((line): Line => [plain(line)])];
  // as high on every page, so that the rows above do not move
  const height = pages.length === 1 ? lines.length : most;
  return fill(
    lines.map((line) => layLine(line, columns, paint)),
    columns,
    height,
  );
}

/** Notes as lines, on pages of at most so many of them; none where there is no room for one. */
function pagesOf(view: View, columns: number, most: number): string[][][] {
  if (most < 1) return [];
  const pages: string[][][] = [];
  let room = 0;
  for (const note of notesIn(view)) {
    const lines = wholeClauses(view.screen, note, columns - MARK.length, most).slice(0, most);
    const marked = lines.map((line, index) => `${index === 0 ? MARK : INDENT}${line}`);
    if (lines.length > room) {
      pages.push([]);
      room = most;
    }
    pages.at(-1)!.push(marked);
    room -= lines.length;
  }
  return pages;
}

const MARK = ' - ';
const INDENT = ' '.repeat(textWidth(MARK));
