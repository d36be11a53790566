// The cells that keep rows out of the moments of a file that only the start of was looked at: how many, which first.
import { type Note, type NoteCode, note } from '../data/notes.ts';
import { SHOWN } from '../data/text-column.ts';
import type { AnswerRow } from '../sql/answers.ts';
import { castColumn, quoteIdentifier } from '../sql/dialects.ts';
import type { QueryWatch } from './database.ts';
import { isCategory, isDate, type ReadColumn } from './file-columns.ts';
import { type Gaps, type OpenedFile, rowsIn } from './passes.ts';
import { STATES } from './row-views.ts';

/** States of cells that are told of. */
const CODES = ['missing', 'unreadable', 'rounded'] as const;
/** Columns that are asked for at a time. */
const COLUMNS = 32;
/** The order of the notes on a column. */
const ORDER: readonly NoteCode[] = [
  'category',
  'missing',
  'groups',
  'currency',
  'percent',
  'unreadable',
  'rounded',
  'decimal',
];

/** Facts of a pass over the chosen rows. */
export interface GapFacts {
  /** Raw columns that were used. */
  readonly used: readonly string[];
  /** Rows that meet the condition. */
  readonly total: number;
  readonly where: string | undefined;
  /** Columns that may hold whole numbers too large for an f64. */
  readonly rounded: readonly string[];
  /** The gaps of each column; none where terms stood in their places. */
  readonly gaps?: ReadonlyMap<string, Gaps>;
}

/** The gaps of each column by its name, by the answer of a pass that read values by the engine's own rules or by ours. */
export function gapsOf(answer: AnswerRow, names: readonly string[]): ReadonlyMap<string, Gaps> {
  return new Map(
    names.map((name, j) => [
      name,
      { count: Number(answer.total) - Number(answer[`present${j}`]), missing: answer.finite === true },
    ]),
  );
}

/** The notes of a file with those on the used columns counted over all chosen rows. */
export async function countedNotes(
  reader: OpenedFile,
  facts: GapFacts,
  watch: QueryWatch,
): Promise<readonly Note[]> {
  const { columns, views, notes } = reader;
  const { used, rounded } = facts;
  const numeric = columns.filter(
    (column) => (column.numeric || isDate(column) || isCategory(column)) && used.includes(column.name),
  );
  const gaps = facts.gaps ?? (await askGaps(reader, numeric, facts.where, watch));
  const chosen = numeric.filter(({ name }) => {
    const { count, missing } = gaps.get(name) ?? { count: 0, missing: true };
    return count > 0 || !missing || rounded.includes(name);
  });
  // what the engine itself has read as numbers is missing elsewhere; what our rules have read may be unreadable too
  const typed = views.isFast;
  const isKnown = (column: ReadColumn): boolean =>
    typed &&
    column.plain &&
    column.told === undefined &&
    !isDate(column) &&
    gaps.get(column.name)!.missing &&
    !rounded.includes(column.name);
  const found: Note[] = [];
  for (let j = 0; j < chosen.length; j += COLUMNS) {
    const some = chosen.slice(j, j + COLUMNS);
    const missing = some.map((column) => (isKnown(column) ? gaps.get(column.name)!.count : undefined));
    found.push(...(await gapsIn(reader, some, missing, facts, watch)));
  }
  const of = (name: string | undefined, { code }: Pick<Note, 'code'>): number =>
    1000 * columns.findIndex((column) => column.name === name) + ORDER.indexOf(code);
  const isCounted = ({ code, column }: Note): boolean =>
    CODES.some((counted) => counted === code) && numeric.some(({ name }) => name === column);
  const kept = notes.filter((told) => !isCounted(told));
  return [...kept, ...found].sort((a, b) => of(a.column, a) - of(b.column, b));
}

/** The gaps of columns that no sums tell of, since terms stand in the places of these. */
async function askGaps(
  { database, views }: OpenedFile,
  columns: readonly ReadColumn[],
  where: string | undefined,
  watch: QueryWatch,
): Promise<ReadonlyMap<string, Gaps>> {
  const values = columns.map((column) => {
    const name = quoteIdentifier(column.sqlName, 'duckdb');
    return isCategory(column)
      ? `CASE WHEN ${name} IS NOT NULL THEN 1.0 END`
      : isDate(column)
        ? `epoch(${name})`
        : castColumn(column.sqlName, 'duckdb');
  });
  const held = values.map((value, j) => `COUNT(${value}) AS present${j}`);
  const finite = `COALESCE(BOOL_AND(${values.map((value) => `isfinite(${value})`).join(' AND ')}), true) AS finite`;
  const sql = (view: string): string =>
    `SELECT ${['COUNT(*) AS total', ...held, finite].join(', ')} FROM ${rowsIn(view, where)}`;
  const answer = await views.read((view) => database.row(sql(view), watch));
  return gapsOf(
    answer,
    columns.map(({ name }) => name),
  );
}

async function gapsIn(
  { database, views }: OpenedFile,
  columns: readonly ReadColumn[],
  known: readonly (number | undefined)[],
  { total, where }: GapFacts,
  watch: QueryWatch,
): Promise<Note[]> {
  const { view, cells, states } = await views.states(columns);
  const counts = columns.flatMap((_, j) =>
    known[j] === undefined
      ? CODES.map((code) => `COUNT(*) FILTER (WHERE ${states[j]} = ${STATES[code]}) AS ${code}${j}`)
      : [],
  );
  const answer =
    counts.length > 0
      ? await database.row(`SELECT ${counts.join(', ')} FROM ${rowsIn(view, where)}`, watch)
      : {};
  const numbered = `(SELECT row_number() OVER () AS ${cells[0]}_row, * FROM ${view})`;
  const met = where === undefined ? '' : ` AND (${where}\n)`;
  const notes: Note[] = [];
  for (const [j, column] of columns.entries()) {
    const { name } = column;
    for (const code of CODES) {
      const count = Number(
        known[j] === undefined ? answer[`${code}${j}`] : code === 'missing' ? known[j] : 0,
      );
      if (count === 0) continue;
      const first = await database.columns(
        `SELECT ${cells[0]}_row, ${cells[j]} FROM ${numbered} WHERE ${states[j]} = ${STATES[code]}${met} LIMIT ${Math.min(SHOWN, count)}`,
        watch,
      );
      const texts = (first.columns[1] as (string | null)[]).map((text) => text ?? '');
      notes.push(
        note({
          code,
          column: name,
          count,
          of: total,
          ...(isDate(column) && { value: 'date' }),
          ...(isCategory(column) && { value: 'category' }),
          rows: first.columns[0]!.map(Number),
          examples: code === 'unreadable' ? texts : texts.map((text) => text.trim()),
        }),
      );
    }
  }
  return notes;
}
