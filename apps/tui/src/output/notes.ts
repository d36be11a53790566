import type { FitOptions } from '@gd-trainer/sdk';
import type { Note } from '@gd-trainer/sdk/csv';
import { narrateNote } from '@gd-trainer/sdk/narrate';
import type { OfferedColumn } from '@gd-trainer/sdk/view';
import { type Language, WORDS } from '../words/words.ts';
import { EXIT, Failure } from './failure.ts';

/** A line on the rows that are not in the moments. Throws if none may be left out. */
export function skippedNotes(
  { n, skippedRows }: { readonly n: number; readonly skippedRows: number },
  { missing }: FitOptions,
  language: Language,
): string[] {
  if (skippedRows === 0) return [];
  const all = n + skippedRows;
  const { rowsLeftOut, noValueUsed } = WORDS[language];
  if (missing !== 'error') return [rowsLeftOut(String(skippedRows), String(all), noValueUsed)];
  throw new Failure(
    EXIT.data,
    `${skippedRows} of ${all} ${all === 1 ? 'row has' : 'rows have'} no value in a column that is used`,
    'pass --missing drop to leave such rows out',
  );
}

/** The columns that stay out because they hold no numbers, in a line. */
export function columnNotes(
  { leftOut }: { readonly leftOut: readonly string[] },
  language: Language,
): string[] {
  return leftOut.length > 0 ? [WORDS[language].columnsLeftOut(leftOut)] : [];
}

/** A table with what its reader noted. */
interface NotedTable {
  readonly notes?: readonly Note[];
  /** Its columns as they may be chosen. */
  readonly offered?: readonly OfferedColumn[];
}

/** Notes on what is used of a table and on what is left out of it unasked, told in a language. */
export function notesFor(
  { notes = [], offered = [] }: NotedTable,
  used: readonly string[],
  language: Language,
): Note[] {
  const others = offered.filter(({ kind }) => kind !== 'number' && kind !== 'boolean');
  const told = [...used, ...others.map(({ name }) => name)];
  return notes
    .filter(({ column }) => column === undefined || told.includes(column))
    .map((note) => ({ ...note, message: narrateNote(note, language) }));
}

/** The same as lines, each with the flags that choose otherwise; columns of text are told of in a line of their own. */
export function notesOn(data: NotedTable, used: readonly string[], language: Language): string[] {
  return notesFor(data, used, language)
    .filter(({ code }) => !['text', 'category', 'date'].includes(code))
    .map((note) => withCure(note, language));
}

/** A note with the flags that choose otherwise. */
export function withCure({ code, message }: Note, language: Language): string {
  const { cures, aside } = WORDS[language];
  return cures[code] === undefined ? message : `${message}${aside(cures[code])}`;
}
