import { type Chain, chainOf, formatCount } from '@gd-trainer/sdk/view';
import { WORDS } from '../../words/words.ts';
import type { ShownAction } from '../acts.ts';
import type { View } from '../store.ts';
import { showsUpdates } from './updates.ts';

/** The chosen sample, or the one the next update will use. */
export function chosenSample({ session, rows, screen }: View): number {
  const [next = 0] = session.next?.rows ?? session.trainer.batch;
  return Math.min(screen.sample === 'next' ? next : screen.sample, rows.count - 1);
}

/** The act that chooses the sample so many further on. */
export function sampleBeside(view: View, by: number): ShownAction {
  if (showsUpdates(view) && view.screen.panel === 'ledger')
    return { screen: { type: 'updates', by: 3 * by } };
  const sample = Math.min(view.rows.count - 1, Math.max(0, chosenSample(view) + by));
  return { screen: { type: 'sample', sample } };
}

export const chainIn = (view: View): Chain =>
  chainOf(view.rows.sample(chosenSample(view)), view.session.next, view.session.snapshot);

/** The row that is shown, and where it was chosen, the row with its key or the rows that are used next. */
export function rowsNamed(view: View): string {
  const { session, screen } = view;
  const words = WORDS[screen.language];
  const name = sampleName(view, chosenSample(view));
  if (session.trainer.options.batchSize === 'full') return name;
  if (screen.sample === 'next') return words.nextSample + name;
  const used = session.next?.rows ?? [];
  const [first] = used;
  if (first === undefined) return name;
  if (used.includes(chosenSample(view))) return words.chosenAndNext + name;
  const next =
    used.length === 1
      ? `n ${words.nextSample}${sampleName(view, first)}`
      : words.nextUpdateOf(formatCount(used.length));
  return `${words.chosenSample}${name} · ${next}`;
}

/** Name of an update, and of the row that it is made by where another one is shown. */
export function updateTitle(view: View, { update }: Chain, row: number = chosenSample(view)): string {
  const { nextUpdate, nextUpdateOf } = WORDS[view.screen.language];
  const {
    samples,
    rows: [only = row],
  } = update ?? { samples: 1, rows: [] };
  if (samples > 1) return nextUpdateOf(formatCount(samples));
  return only === row || only >= view.rows.count ? nextUpdate : `${nextUpdate} · ${sampleName(view, only)}`;
}

/** Name of a sample that can be shown: its row in the file, or its number where only some of the rows are at hand. */
export function sampleName({ rows, screen }: View, index: number): string {
  const words = WORDS[screen.language];
  return rows.isSampled
    ? words.sample(formatCount(index + 1))
    : words.rowNumber(formatCount(rows.sample(index).row));
}
