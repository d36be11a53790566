// Sources with text, truth or dates among their values: columns of them are judged as those of a text table are.
import type { Settings } from '../options.ts';
import type { Source } from '../types.ts';
import type { DecimalMark } from './cells.ts';
import { readDates } from './dates.ts';
import { cellsAs, judgeColumns } from './judge.ts';
import { orRefused, readTable, shapeOf } from './shapes.ts';
import { arrayColumn, type Column, find, type Shape, type Table, tableOf } from './table.ts';
import {
  addValue,
  type ColumnKind,
  type JudgedColumn,
  missingWordsOf,
  type TextColumn,
  textColumn,
} from './text-column.ts';

/** Kinds of which no model learns unasked. */
const IDLE: ReadonlySet<ColumnKind> = new Set(['text', 'category', 'date', 'label', 'empty']);

/** The table that the options choose from a source, whatever its cells hold. Throws as `readTable`. */
export function readAnyTable(source: Source, settings: Settings): Table {
  return judgedTable(source, settings) ?? readTable(source, settings);
}

/** The same for a source with text in the columns that are used, or could be; undefined for others. */
export function judgedTable(source: Source, settings: Settings): Table | undefined {
  return orRefused(source, () => {
    const shape = shapeOf(source, settings.features);
    return tableWith(shape, judgedColumns(shape), settings);
  });
}

/** A reader of chunks: the first is judged as a whole, and the others held to it. */
export function chunkReader(settings: Settings): (chunk: Source) => Table {
  let held: Judged | undefined;
  let chosen = settings;
  return (chunk) => {
    if (held?.size === 0) return readTable(chunk, settings);
    return orRefused(chunk, () => {
      const shape = shapeOf(chunk, chosen.features);
      const judged = held ? heldColumns(shape, held) : judgedColumns(shape);
      const table = tableWith(shape, judged, chosen);
      held ??= table ? judged : new Map();
      if (!table) return readTable(chunk, settings);
      chosen = { ...settings, features: table.features.map(({ name }) => name) };
      // counts of a part say nothing of the whole
      const notes = table.notes?.filter(({ code }) => code !== 'missing' && code !== 'unreadable') ?? [];
      return { ...table, notes };
    });
  };
}

/** The columns of these names as numbers, for a model that has been trained; undefined where none of them holds text. */
export function judgedFeatures(
  source: Source,
  names: readonly string[],
): Readonly<Record<string, readonly (number | string | null)[]>> | undefined {
  return orRefused(source, () => {
    const shape = shapeOf(source, names);
    const judged = judgedColumns(shape);
    if (!names.some((name) => judged.has(name))) return undefined;
    const columns = names.map((name) => {
      const { length, cell } = shape.target?.name === name ? shape.target : find(shape, name);
      const cells = judged.get(name)?.cells ?? Array.from({ length }, (_, row) => cell(row) as number | null);
      return [name, Array.from(cells)] as const;
    });
    return Object.fromEntries(columns);
  });
}

/** Columns with text, by name. */
type Judged = ReadonlyMap<string, JudgedColumn>;

/** The table that the options choose; undefined where no text is in it, or nothing but text to learn from. */
function tableWith(shape: Shape, judged: Judged, settings: Settings): Table | undefined {
  const { features, sampleWeight, missing } = settings;
  const target = settings.target ?? shape.target?.name;
  const isIdle = (name: string): boolean => IDLE.has(judged.get(name)?.kind ?? 'number');
  const chosen =
    features ?? shape.names.filter((name) => name !== target && name !== sampleWeight && !isIdle(name));
  const used = [...chosen, target, ...(typeof sampleWeight === 'string' ? [sampleWeight] : [])];
  const told = [...judged.values()].filter(({ name }) => !features || used.includes(name));
  if (told.length === 0 || chosen.length === 0) return undefined;
  const column = (name: string): Column => {
    const found = judged.get(name);
    return found ? readColumn(found, name === target, missing) : shape.column(name);
  };
  const { target: own } = shape;
  const table = tableOf(
    { names: shape.names, column, ...(own && { target: judged.has(own.name) ? column(own.name) : own }) },
    { ...settings, features: chosen },
  );
  return { ...table, notes: told.flatMap(({ notes }) => notes) };
}

/** All columns with text in them: which mark is decimal in one may be proven in another. */
function judgedColumns({ names, column, target }: Shape): Judged {
  const columns = [...names.map(column), ...(target ? [target] : [])];
  const judged = judgeColumns(
    columns.filter(holdsText).map((found) => textOf(found)),
    {
      commaSeparated: true,
    },
  );
  return new Map(judged.map((found) => [found.name, found]));
}

/** The columns of a later chunk, by what the first has proven. */
function heldColumns({ names, column, target }: Shape, held: Judged): Judged {
  const columns = [...names.filter((name) => held.has(name)).map(column), ...(target ? [target] : [])];
  const found = columns.flatMap((of) => {
    const first = held.get(of.name);
    return first ? [[of.name, { ...first, cells: cellsAs(first, textOf(of, first.mark)) }] as const] : [];
  });
  return new Map(found);
}

function holdsText({ length, cell }: Column): boolean {
  for (let row = 0; row < length; row++) {
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

/** The numbers of a column, dates of a target as days. Cells that are none are missing, or left to be refused. */
function readColumn(
  { name, kind, cells }: JudgedColumn,
  isTarget: boolean,
  missing: 'error' | 'drop',
): Column {
  const values = kind === 'date' && isTarget ? readDates(cells) : cells;
  if (kind !== 'number' || missing === 'error' || values instanceof Float64Array)
    return arrayColumn(name, values as readonly number[]);
  return arrayColumn(
    name,
    values.map((cell) => (typeof cell === 'string' ? null : cell)),
  );
}
