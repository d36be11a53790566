import type { Note } from '@gd-trainer/sdk/csv';
import { type OfferedColumn, offeredColumns } from '@gd-trainer/sdk/view';
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
  /** The columns as they may be chosen, in file order; of a run that was saved nothing is told but numbers. */
  readonly offered?: readonly OfferedColumn[];
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
  const safeText = names.flatMap((name, index) => (text.includes(name) ? [safe[index]!] : []));
  const safeNotes = notes.map((note) => withSafeName(note, names, safe));
  const rows = names.length > 0 ? (columns[names[0]!]?.length ?? 0) : 0;
  return {
    name: sourceName(source),
    names: safe,
    columns: Object.fromEntries(names.map((name, index) => [safe[index]!, columns[name]!])),
    text: safeText,
    rows,
    offered: offeredColumns({
      names: safe,
      text: safeText,
      kinds: Object.fromEntries(names.map((name, index) => [safe[index]!, kinds[name]])),
      notes: safeNotes,
    }),
    notes: bundled ? [] : safeNotes,
    written,
    ...(bundled ? { preset: bundled.preset } : {}),
  };
}

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
