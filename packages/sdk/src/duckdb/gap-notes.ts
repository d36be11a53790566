// The cells that keep rows out of the moments of a file that only the start of was looked at: how many, which first.
import { type Note, type NoteCode, note } from '../data/notes.ts';
import { SHOWN } from '../data/text-column.ts';
import { castColumn } from '../sql/dialects.ts';
import type { Database, QueryWatch } from './database.ts';
import type { ReadColumn } from './file-columns.ts';
import { finiteSql, type OpenedFile } from './passes.ts';

/** What a cell is that is no number. */
const GAPS = { missing: 1, unreadable: 2 } as const;
/** Columns that are asked for at a time. */
const COLUMNS = 32;
/** The order of the notes on a column. */
const ORDER: readonly NoteCode[] = ['missing', 'groups', 'currency', 'percent', 'unreadable', 'decimal'];

/** The notes of a file with those on the used columns counted over all of it; `gappy` names those with gaps, where they are known. */
export async function countedNotes(
  reader: OpenedFile,
  used: readonly string[],
  watch: QueryWatch,
  gappy?: ReadonlySet<string>,
): Promise<readonly Note[]> {
  const { database, columns, views, notes } = reader;
  const numeric = columns.filter(({ name, numeric: is }) => is && used.includes(name));
  const chosen = gappy
    ? numeric.filter(({ name }) => gappy.has(name))
    : await withGaps(reader, numeric, watch);
  const gaps: Note[] = [];
  for (let j = 0; j < chosen.length; j += COLUMNS) {
    const some = chosen.slice(j, j + COLUMNS);
    gaps.push(...(await gapsIn(database, await views.gaps(some), some, watch)));
  }
  const of = (name: string | undefined, { code }: Pick<Note, 'code'>): number =>
    1000 * columns.findIndex((column) => column.name === name) + ORDER.indexOf(code);
  const kept = notes.filter(
    ({ code, column }) => !(code in GAPS && (column === undefined || used.includes(column))),
  );
  return [...kept, ...gaps].sort((a, b) => of(a.column, a) - of(b.column, b));
}

async function withGaps(
  { database, views }: OpenedFile,
  columns: readonly ReadColumn[],
  watch: QueryWatch,
): Promise<readonly ReadColumn[]> {
  const counts = columns.map(
    ({ sqlName }, j) => `COUNT(*) - COUNT(${finiteSql(castColumn(sqlName, 'duckdb'), 'NULL')}) AS gaps${j}`,
  );
  const answer = await views.read((view) => database.row(`SELECT ${counts.join(', ')} FROM ${view}`, watch));
  return columns.filter((_, j) => Number(answer[`gaps${j}`]) > 0);
}

async function gapsIn(
  database: Database,
  view: string,
  columns: readonly ReadColumn[],
  watch: QueryWatch,
): Promise<Note[]> {
  const counts = columns.flatMap((_, j) =>
    Object.entries(GAPS).map(([code, gap]) => `COUNT(*) FILTER (WHERE gap${j} = ${gap}) AS ${code}${j}`),
  );
  const answer = await database.row(`SELECT COUNT(*) AS total, ${counts.join(', ')} FROM ${view}`, watch);
  const notes: Note[] = [];
  for (const [j, { name }] of columns.entries()) {
    for (const [code, gap] of Object.entries(GAPS) as [keyof typeof GAPS, number][]) {
      const count = Number(answer[`${code}${j}`]);
      if (count === 0) continue;
      const first = await database.columns(
        `SELECT row, cell FROM (SELECT row_number() OVER () AS row, cell${j} AS cell, gap${j} AS gap FROM ${view}) WHERE gap = ${gap} LIMIT ${SHOWN}`,
        watch,
      );
      const cells = (first.columns[1] as (string | null)[]).map((text) => text ?? '');
      notes.push(
        note({
          code,
          column: name,
          count,
          of: Number(answer.total),
          rows: first.columns[0]!.map(Number),
          examples: code === 'missing' ? cells.map((text) => text.trim()) : cells,
        }),
      );
    }
  }
  return notes;
}
