// The columns of a table as a reader may choose among them.

import type { NoteFacts } from '../data/notes.ts';
import { MOST_DEFAULT_LEVELS } from '../data/table.ts';
import type { ColumnKind } from '../data/text-column.ts';
import { written } from '../terms/names.ts';

/** A column as it may be chosen. */
export interface OfferedColumn {
  /** Its name in the table. */
  readonly name: string;
  /** What it holds. */
  readonly kind: ColumnKind;
  /** Levels of a category. */
  readonly levels: number | undefined;
  /** The feature that it would be: of dates the term that counts their days; undefined where it can be none. */
  readonly term: string | undefined;
  /** True if it is a feature unasked. */
  readonly isDefault: boolean;
}

/** A table as far as it tells of its columns; what is not said of their kinds is told by the notes. */
export interface ToldTable {
  /** Names of its columns, in order. */
  readonly names: readonly string[];
  /** Names of the columns that hold text or dates. */
  readonly text: readonly string[];
  /** Kinds of columns by name, as far as they are known. */
  readonly kinds?: Readonly<Record<string, ColumnKind | undefined>> | undefined;
  /** Whatever was noted as it was read: of a category how many levels it has. */
  readonly notes?: readonly NoteFacts[] | undefined;
}

const NOTED = ['category', 'date', 'label', 'text', 'empty'] as const;

/** The columns of a table in its order. */
export function offeredColumns({ names, text, kinds = {}, notes = [] }: ToldTable): OfferedColumn[] {
  const noted = new Map<string, NoteFacts>();
  for (const note of notes) {
    if (note.column !== undefined && NOTED.some((kind) => kind === note.code)) noted.set(note.column, note);
  }
  return names.map((name) => {
    const note = noted.get(name);
    const told = NOTED.find((kind) => kind === note?.code);
    const kind =
      (Object.hasOwn(kinds, name) ? kinds[name] : undefined) ??
      told ??
      (text.includes(name) ? 'text' : 'number');
    const levels = kind === 'category' ? note?.count : undefined;
    return { name, kind, levels, term: termOf(name, kind, text), isDefault: isDefault(kind, levels) };
  });
}

function termOf(name: string, kind: ColumnKind, text: readonly string[]): string | undefined {
  if (kind === 'date') return `day(${written(name)})`;
  const isNone = kind === 'text' || kind === 'empty' || (kind === 'label' && text.includes(name));
  return isNone ? undefined : name;
}

const isDefault = (kind: ColumnKind, levels = 0): boolean =>
  kind === 'number' || kind === 'boolean' || (kind === 'category' && levels <= MOST_DEFAULT_LEVELS);
