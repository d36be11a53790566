import { GdError, type TrainerState } from '@gd-trainer/sdk';
import { columnsOf, type Experiment, openTrainer, readExperiment, Session } from '@gd-trainer/sdk/view';
import { withEdits } from '../input/edits.ts';
import type { DataTable } from '../input/rows.ts';
import type { Words } from '../words/words.ts';
import { addresses, shownPage } from './frames.ts';

/**
 * The experiment in the address of the page, if it is meant for this element: by its id, else for the first of the page.
 * Of a damaged one nobody knows whom it was for: that is told to the first. Throws as `readExperiment` does.
 */
export async function linkedExperiment(element: HTMLElement): Promise<Experiment | undefined> {
  const isFirst = document.querySelector(element.localName) === element;
  for (const { hash, way } of addresses()) {
    try {
      const experiment = await readExperiment(hash);
      const { place = '' } = experiment;
      const id = place.slice(way.length);
      const isMeant = id === '' ? isFirst : document.getElementById(id) === element;
      if (place.startsWith(way) && isMeant) return experiment;
    } catch (error) {
      // what is wrong with the address around a frame is told there
      if (isFirst && way === '') throw error;
    }
  }
  return undefined;
}

/** Where a link finds an element again; undefined of the first of a page. */
export const placeOf = ({ id }: HTMLElement): string | undefined => shownPage().way + id || undefined;

/** The rows that travelled with a state; undefined if they stayed where they were. */
export function tableOfState(state: TrainerState): DataTable | undefined {
  const table = columnsOf(state);
  if (!table) return undefined;
  const isText = (name: string): boolean => table.columns[name]!.some((cell) => typeof cell === 'string');
  const numeric = table.names.filter((name) => !isText(name));
  return { source: table.columns, names: table.names, numeric, isMixed: numeric.length < table.names.length };
}

/** True if the rows of a state, or their sums, are in it. */
export const travels = ({ columns, moments }: TrainerState): boolean =>
  columns !== undefined || moments !== undefined;

/** Rows of this page as a link has them changed. */
export const tableOfLink = (
  { state, edits = [] }: Experiment,
  table: DataTable | undefined,
): DataTable | undefined =>
  table && edits.length > 0 && !travels(state)
    ? withEdits(table, [...state.features, state.target], edits)
    : table;

/**
 * The run of a link, on its own rows or on these; undefined where there are none. A long one leaves the page its pauses.
 * Throws `MODEL` in the reader's words where these are other rows.
 */
export async function openLinked(
  { state }: Experiment,
  table: DataTable | undefined,
  signal: AbortSignal,
  words: Words['share'],
): Promise<Session | undefined> {
  if (!(table || travels(state))) return undefined;
  const trainer = await openTrainer(state, travels(state) ? undefined : table?.source, signal).catch(
    (error: unknown) => {
      if (travels(state) || !(error instanceof GdError) || !error.message.includes('not the data'))
        throw error;
      throw new GdError('MODEL', words.otherRows, words.otherRowsHint);
    },
  );
  return Session.open(trainer, undefined, signal);
}

/** The address of the page that its reader sees, with an experiment behind it. */
export function addressOf(link: string): string {
  const address = new URL(shownPage().page.location.href);
  address.hash = link;
  return address.href;
}
