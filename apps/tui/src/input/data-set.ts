import type { Note } from '@gd-trainer/sdk/csv';
import { cleanText } from '../output/clean-text.ts';
import { bundledSet, type Preset } from './bundled-sets.ts';
import type { DataColumn, ReadOptions } from './columns.ts';
import { readColumns } from './read-columns.ts';
import type { WrittenTable } from './records.ts';

/** Contents of a file, before anyone chose features and target. */
export interface DataSet {
  /** Its name on screen. */
  readonly name: string;
  /** Column names in file order, safe to print. */
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, DataColumn>>;
  /** Columns that hold text or dates. */
  readonly text: readonly string[];
  readonly rows: number;
  /** Columns that no model learns from unasked: labels of rows, and those without any value. */
  readonly idle?: readonly string[];
  /** Text columns of few kinds, which models learn from unasked. */
  readonly categories?: readonly string[];
  /** Whatever the reader of a file of one's own chose or left out, under names that are safe to print. */
  readonly notes?: readonly Note[];
  /** The lines of a text table, where they were to be kept. */
  readonly written?: WrittenTable | undefined;
  /** Choices that a bundled set brings along. */
  readonly preset?: Preset;
}

/** Opens a bundled set by name, a file by path, or standard input as `-`; the signal ends the reading. */
export async function openDataSet(
  source: string,
  signal?: AbortSignal,
  reading: ReadOptions = {},
): Promise<DataSet> {
  const bundled = bundledSet(source);
  const found = await readColumns(bundled?.file ?? source, reading, signal);
  const { names, columns, text, kinds = {}, notes = [], written } = found;
  const safe = safeNames(names);
  const rows = names.length > 0 ? (columns[names[0]!]?.length ?? 0) : 0;
  return {
    name: sourceName(source),
    names: safe,
    columns: Object.fromEntries(names.map((name, index) => [safe[index]!, columns[name]!])),
    text: names.flatMap((name, index) => (text.includes(name) ? [safe[index]!] : [])),
    rows,
    idle: safe.filter((_, index) => ['label', 'empty'].includes(kinds[names[index]!] ?? '')),
    categories: categoriesIn(notes, names, safe),
    notes: bundled ? [] : notes.map((note) => withSafeName(note, names, safe)),
    written,
    ...(bundled ? { preset: bundled.preset } : {}),
  };
}

/** Kinds of text that a category has at most to be a feature unasked. */
const MOST_LEVELS = 20;

/** Categories that are features unasked, under names that are safe to print. */
export const categoriesIn = (
  notes: readonly Note[],
  names: readonly string[],
  safe: readonly string[],
): string[] =>
  notes.flatMap(({ code, column, count = 0 }) => {
    const name = safe[names.indexOf(column ?? '')];
    return code === 'category' && count <= MOST_LEVELS && name !== undefined ? [name] : [];
  });

/** A note under the name of its column that is safe to print. */
export function withSafeName(note: Note, names: readonly string[], safe: readonly string[]): Note {
  return note.column === undefined
    ? note
    : { ...note, column: safe[names.indexOf(note.column)] ?? note.column };
}

/** Name of a source: a path by its last part. */
export function sourceName(source: string): string {
  return cleanText(source === '-' ? 'stdin' : (source.split(/[\\/]/).at(-1) ?? source));
}

/** Names stripped of what could steer a terminal; those that become equal by it are numbered. */
export function safeNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = cleanText(name) || 'column';
    let unique = clean;
    for (let count = 2; taken.has(unique); count++) unique = `${clean} ${count}`;
    taken.add(unique);
    return unique;
  });
}
