import { cleanText } from '../output/clean-text.ts';
import { bundledSet, type Preset } from './bundled-sets.ts';
import type { DataColumn } from './columns.ts';
import { readColumns } from './read-columns.ts';

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
  /** Choices that a bundled set brings along. */
  readonly preset?: Preset;
}

/** Opens a bundled set by name, a file by path, or standard input as `-`; the signal ends the reading. */
export async function openDataSet(source: string, signal?: AbortSignal): Promise<DataSet> {
  const bundled = bundledSet(source);
  const { names, columns, text } = await readColumns(bundled?.file ?? source, signal);
  const safe = safeNames(names);
  const rows = names.length > 0 ? (columns[names[0]!]?.length ?? 0) : 0;
  return {
    name: sourceName(source),
    names: safe,
    columns: Object.fromEntries(names.map((name, index) => [safe[index]!, columns[name]!])),
    text: names.flatMap((name, index) => (text.includes(name) ? [safe[index]!] : [])),
    rows,
    ...(bundled ? { preset: bundled.preset } : {}),
  };
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
