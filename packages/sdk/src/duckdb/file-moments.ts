// The moments of a file in one pass, and what kept rows out of them.
import type { Note } from '../data/notes.ts';
import { Moments } from '../moments/moments.ts';
import type { AnswerRow } from '../sql/answers.ts';
import type { ReadTable } from '../sql/statements.ts';
import { askMoments, type TableMoments } from '../sql/table-moments.ts';
import { type ChosenRows, chosenRows, type FileRowsOptions, rawNames, withFileTerms } from './chosen-rows.ts';
import type { QueryWatch } from './database.ts';
import { countedNotes, type GapFacts, gapsOf } from './gap-notes.ts';
import { type Gaps, type OpenedFile, summedRows } from './passes.ts';
import { atStart, inRows } from './progress.ts';

/** Rows and columns to sum up. */
export interface FileMomentsOptions extends FileRowsOptions, QueryWatch {}

/** Columns up to which DuckDB adds the products up: each pair of columns is a sum of its own there, and parsed as one. */
const MOST_SUMMED = 24;
/** Size from which not every whole number is an f64. */
const INEXACT = 2 ** 53;

/** The moments of the complete rows, with the notes on the cells that were used. */
export async function fileMoments(
  reader: OpenedFile,
  { signal, onProgress, ...options }: FileMomentsOptions,
  rowsInFile: number | undefined,
): Promise<TableMoments> {
  const chosen = chosenRows(reader, options);
  await reader.database.requireCondition(chosen.from.where);
  const asked = await withFileTerms(reader, chosen);
  const watch = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const sum = asked.names.length > MOST_SUMMED ? summedHere : summedThere;
  const { moments, gaps } = await sum(reader, asked, watch, rowsInFile);
  const notes = await notesOf(reader, asked, moments, gaps, signal ? { signal } : {});
  return notes.length > 0 ? Object.assign(moments, { notes }) : moments;
}

/** Moments, and what the pass for them told of each column. */
interface Summed {
  readonly moments: TableMoments;
  readonly gaps: ReadonlyMap<string, Gaps>;
}

type Asked = Pick<ChosenRows, 'from' | 'names'>;

async function summedHere(reader: OpenedFile, { from, names }: Asked, watch: QueryWatch): Promise<Summed> {
  const gaps = new Map<string, Gaps>();
  return { moments: await summedRows(reader, from, names, watch, gaps), gaps };
}

async function summedThere(
  { database, views, parsed, scale }: OpenedFile,
  { from, names }: Asked,
  { signal, onProgress }: QueryWatch,
  rowsInFile: number | undefined,
): Promise<Summed> {
  const watchOf = (rows: 'all' | 'few'): QueryWatch => ({
    ...(signal && { signal }),
    ...(onProgress && {
      onProgress: rows === 'all' ? inRows(onProgress, scale, rowsInFile) : atStart(onProgress),
    }),
  });
  let gaps: ReadonlyMap<string, Gaps> = new Map();
  const ask = async (sql: string, rows: 'all' | 'few'): Promise<AnswerRow> => {
    const answer = await database.row(sql, watchOf(rows));
    if (rows === 'all') gaps = gapsOf(answer, names);
    return answer;
  };
  const { skippedRows, ...found } = await views.read((view) =>
    askMoments({ ...from, table: [view], parsed, gapsCounted: true }, ask),
  );
  const moments = new Moments({ ...found, names, target: names.at(-1)! });
  return { moments: Object.assign(moments, { skippedRows }), gaps };
}

/** The notes of the file, those on used cells counted over all chosen rows where those of its start do not tell. */
async function notesOf(
  reader: OpenedFile,
  { from, names }: Asked,
  moments: TableMoments,
  gaps: ReadonlyMap<string, Gaps>,
  watch: QueryWatch,
): Promise<readonly Note[]> {
  const { where } = from;
  const used = rawNames(from, names, weightIn(reader, from));
  const large = names.filter((_, j) => mayBeRounded(moments, j));
  // a term that is large may be so by any of its columns
  const rounded = from.terms && large.length > 0 ? used : large;
  const complete = where === undefined && moments.skippedRows === 0 && rounded.length === 0;
  if (complete || (where === undefined && !reader.partial)) return reader.notes;
  const facts: GapFacts = {
    used,
    total: moments.n + moments.skippedRows,
    where,
    rounded,
    ...(from.terms ? {} : { gaps }),
  };
  return countedNotes(reader, facts, watch);
}

/** The name in the file of the column of weights. */
const weightIn = ({ columns }: OpenedFile, { sampleWeight }: ReadTable): string | undefined =>
  columns.find(({ sqlName }) => sqlName === sampleWeight)?.name;

/** True if a value of a column may be too large to be told from its neighbours: no value is further from the mean than this. */
function mayBeRounded({ mean, comoment, names }: TableMoments, j: number): boolean {
  return Math.abs(mean[j]!) + Math.sqrt(comoment[j * names.length + j]!) >= INEXACT;
}
