// Names of rows: text that tells them apart, as it may stand in a sentence.
import { textOf } from './levels.ts';
import type { TextCells } from './table.ts';
import type { Cells, ColumnKind } from './text-column.ts';

/** Characters of a name at most. */
const LONGEST = 40;
/** Share of the rows that have a name at least. */
const MOST_ROWS = 0.8;
/** Blanks, and characters that act on a screen: control, bidirectional, zero-width and other invisible ones, lone surrogates. */
const ACTING = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Names of the rows, on one line, harmless and of at most 40 characters, empty where a row has none: of the column of text whose cells
 * are all different, one that is a label before others; undefined where there is none.
 */
export function rowNamesIn(texts: readonly TextCells[]): string[] | undefined {
  const found = (kind: ColumnKind): TextCells | undefined =>
    texts.find(({ judged }) => judged.kind === kind && areDifferent(judged.cells));
  const { raw } = found('label') ?? found('text') ?? {};
  return raw && Array.from({ length: raw.length }, (_, row) => named(textOf(raw.cell(row)) ?? ''));
}

/** True of text; a few cells may be missing. */
function areDifferent(cells: Cells): boolean {
  if (cells instanceof Float64Array) return false;
  const present = cells.filter((cell) => cell !== null);
  const isText = present.some((cell) => typeof cell === 'string');
  return isText && present.length >= MOST_ROWS * cells.length && new Set(present).size === present.length;
}

function named(cell: string): string {
  const name = Array.from(cell.replace(ACTING, ' ').trim());
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).join('')}…` : name.join('');
}
