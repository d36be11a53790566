// The cells that keep rows out of the moments of a file that only the start of was looked at: how many, which first.
import { type Note, type NoteCode, note } from '../data/notes.ts';
import { SHOWN } from '../data/text-column.ts';
import type { AnswerRow } from '../sql/answers.ts';
import { castColumn } from '../sql/dialects.ts';
import type { QueryWatch } from './database.ts';
import type { ReadColumn } from './file-columns.ts';
import type { Gaps, OpenedFile } from './passes.ts';

/** The kind of a cell that is no number. */
const GAPS = { missing: 1, unreadable: 2 } as const;
/** Columns that are asked for at a time. */
const COLUMNS = 32;
/** The order of the notes on a column. */
const ORDER: readonly NoteCode[] = ['missing', 'groups', 'currency', 'percent', 'unreadable', 'decimal'];

/** The gaps of each column by its name, by the answer of a pass that read values by the engine's own rules or by ours. */
export function gapsOf(answer: AnswerRow, names: readonly string[]): ReadonlyMap<string, Gaps> {
  return new Map(
    names.map((name, j) => [
      name,
      { count: Number(answer.total) - Number(answer[`present${j}`]), missing: answer[`finite${j}`] === true },
    ]),
  );
}

/** The notes of a file with those on the used columns counted over all of it. */
export async function countedNotes(
  reader: OpenedFile,
  used: readonly string[],
  total: number,
  watch: QueryWatch,
  known?: ReadonlyMap<string, Gaps>,
): Promise<readonly Note[]> {
  const { columns, views, notes } = reader;
  const numeric = columns.filter(({ name, numeric: is }) => is && used.includes(name));
  const gaps = known ?? (await askGaps(reader, numeric, watch));
  const chosen = numeric.filter(({ name }) => {
    const { count, missing } = gaps.get(name) ?? { count: 0, missing: true };
    return count > 0 || !missing;
  });
  // what the engine itself has read as numbers is missing elsewhere; what our rules have read may be unreadable too
  const typed = views.isFast;
  const isKnown = (column: ReadColumn): boolean => typed && column.plain && gaps.get(column.name)!.missing;
  const found: Note[] = [];
  for (let j = 0; j < chosen.length; j += COLUMNS) {
    const some = chosen.slice(j, j + COLUMNS);
    const view = await views.gaps(some);
    const missing = some.map((column) => (isKnown(column) ? gaps.get(column.name)!.count : undefined));
    found.push(...(await gapsIn(reader, view, some, missing, total, watch)));
  }
  const of = (name: string | undefined, { code }: Pick<Note, 'code'>): number =>
    1000 * columns.findIndex((column) => column.name === name) + ORDER.indexOf(code);
  const kept = notes.filter(
    ({ code, column }) => !(code in GAPS && (column === undefined || used.includes(column))),
  );
  return [...kept, ...found].sort((a, b) => of(a.column, a) - of(b.column, b));
}

/** The gaps of columns that no sums tell of, since terms stand in the places of these. */
async function askGaps(
  { database, views }: OpenedFile,
  columns: readonly ReadColumn[],
  watch: QueryWatch,
): Promise<ReadonlyMap<string, Gaps>> {
  const held = columns.map(({ sqlName }, j) => {
    const value = castColumn(sqlName, 'duckdb');
    return `COUNT(${value}) AS present${j}, COALESCE(BOOL_AND(isfinite(${value})), true) AS finite${j}`;
  });
  const sql = (view: string): string => `SELECT ${['COUNT(*) AS total', ...held].join(', ')} FROM ${view}`;
  const answer = await views.read((view) => database.row(sql(view), watch));
  return gapsOf(
    answer,
    columns.map(({ name }) => name),
  );
}

async function gapsIn(
  { database }: OpenedFile,
  view: string,
  columns: readonly ReadColumn[],
  known: readonly (number | undefined)[],
  total: number,
  watch: QueryWatch,
): Promise<Note[]> {
  const codes = Object.keys(GAPS) as (keyof typeof GAPS)[];
  const counts = columns.flatMap((_, j) =>
    known[j] === undefined
      ? codes.map((code) => `COUNT(*) FILTER (WHERE gap${j} = ${GAPS[code]}) AS ${code}${j}`)
      : [],
  );
  const answer =
    counts.length > 0 ? await database.row(`SELECT ${counts.join(', ')} FROM ${view}`, watch) : {};
  const notes: Note[] = [];
  for (const [j, { name }] of columns.entries()) {
    for (const code of codes) {
      const count = Number(
        known[j] === undefined ? answer[`${code}${j}`] : code === 'missing' ? known[j] : 0,
      );
      if (count === 0) continue;
      const first = await database.columns(
        `SELECT row, cell FROM (SELECT row_number() OVER () AS row, cell${j} AS cell, gap${j} AS gap FROM ${view}) WHERE gap = ${GAPS[code]} LIMIT ${Math.min(SHOWN, count)}`,
        watch,
      );
      const cells = (first.columns[1] as (string | null)[]).map((text) => text ?? '');
      notes.push(
        note({
          code,
          column: name,
          count,
          of: total,
          rows: first.columns[0]!.map(Number),
          examples: code === 'missing' ? cells.map((text) => text.trim()) : cells,
        }),
      );
    }
  }
  return notes;
}
