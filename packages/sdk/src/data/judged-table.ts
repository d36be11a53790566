// Columns with text, truth or dates among their values are judged as those of a text table are.
import type { DecimalMark } from './cells.ts';
import { cellsAs, judgeColumns } from './judge.ts';
import type { Column, Shape } from './table.ts';
import { addValue, type JudgedColumn, missingWordsOf, type TextColumn, textColumn } from './text-column.ts';

/** Columns with text, by name. */
export type Judged = ReadonlyMap<string, JudgedColumn>;

/** All columns with text in them: which mark is decimal in one may be proven in another. */
export function judgedColumns(shape: Shape): Judged {
  const columns = columnsOf(shape).filter((column) => holdsText(column));
  const judged = judgeColumns(
    columns.map((found) => textOf(found)),
    { commaSeparated: true },
  );
  return new Map(judged.map((found) => [found.name, found]));
}

/** The columns of a later chunk, by what the first has proven. */
export function heldColumns(shape: Shape, held: Judged): Judged {
  const found = columnsOf(shape).flatMap((of) => {
    const first = held.get(of.name);
    return first ? [[of.name, { ...first, cells: cellsAs(first, textOf(of, first.mark)) }] as const] : [];
  });
  return new Map(found);
}

const columnsOf = ({ names, column, target }: Shape): Column[] => [
  ...names.map(column),
  ...(target && !names.includes(target.name) ? [target] : []),
];

/** True of a column with anything but numbers in it, as far as its first rows tell. */
export function holdsText({ length, cell, numeric }: Column, most: number = length): boolean {
  for (let row = 0; !numeric && row < Math.min(length, most); row++) {
    const value = cell(row);
    if (typeof value === 'string' || typeof value === 'boolean' || value instanceof Date) return true;
  }
  return false;
}

function textOf({ name, length, cell }: Column, mark?: DecimalMark): TextColumn {
  const words = missingWordsOf();
  const column = textColumn(name, false, mark);
  for (let row = 0; row < length; row++) addValue(column, cell(row), words);
  return column;
}
