import { chainOf } from '@gd-trainer/sdk/view';
import type { Paint, Style } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { chainIn, chosenSample, rowsNamed, sampleName, updateTitle } from './chosen.ts';
import { derivation } from './derivation.ts';
import { factors, forward, type Layout, products, update } from './ledger-lines.ts';
import { rowInNumbers } from './ledger-summary.ts';
import { fill, layLine } from './lines.ts';
import { derivativesIn, symbolsIn } from './symbols.ts';
import { showsUpdates, updatesPanel, updatesTitle } from './updates.ts';
import { NUMBER_WIDTH } from './written.ts';

/** Columns from which the ledger stands in two. */
const TWO_COLUMNS = 72;
const WIDEST_LABEL = 34;
/** Features whose lines are derived one by one. */
const MOST_DERIVED = 12;

export function ledgerTitle(view: View): string {
  const { screen } = view;
  const { panels, why } = WORDS[screen.language];
  if (showsUpdates(view)) return panels.ledger + updatesTitle(view);
  const hint = screen.zoomed ? ` · y ${why.label}` : '';
  return `${panels.ledger} · ${rowsNamed(view)}${hint}`;
}

/** The whole ledger, one factor a line, as far as the rows go. */
export function ledgerPanel(
  view: View,
  columns: number,
  rows: number,
  { paint }: Pick<Style, 'paint'>,
): string[] {
  if (showsUpdates(view)) return updatesPanel(view, columns, rows, paint);
  const chain = chainIn(view);
  const symbols = symbolsIn(view);
  const d = chain.sample.z.length;
  const derived =
    bothDerived(view, columns, rows, paint) ?? derivedOf(view, chosenSample(view), columns, rows, paint);
  if (derived) return derived;
  const layout = (width: number, room: number): Layout => ({
    symbols,
    derivative: derivativesIn(view, symbols),
    features: featuresFrom(view, Math.min(d, room)),
    labelWidth: Math.min(WIDEST_LABEL, width - NUMBER_WIDTH - 1),
  });
  if (columns >= TWO_COLUMNS) {
    const width = Math.floor(columns / 2);
    const half = layout(width, 2 * d + 5 <= rows ? d : Math.max(1, Math.floor((rows - 6) / 2)));
    const [left, right] = [
      [...forward(view, chain, half), ...factors(view, chain, half)],
      [...products(view, chain, half), [], ...update(view, chain, half)],
    ];
    return Array.from({ length: Math.min(rows, Math.max(left.length, right.length)) }, (_, row) =>
      [layLine(left[row] ?? [], width, paint), layLine(right[row] ?? [], columns - width, paint)].join(''),
    );
  }
  // 8 lines and 4 more for each weight; one line says how many weights had to be left out
  const whole = layout(columns, 8 + 4 * d <= rows ? d : Math.max(1, Math.floor((rows - 9) / 4)));
  const lines = [
    ...forward(view, chain, whole),
    ...factors(view, chain, whole),
    ...products(view, chain, whole),
    ...update(view, chain, whole),
  ];
  return lines.slice(0, rows).map((line) => layLine(line, columns, paint));
}

/** The chain rule of a row line by line; undefined where there is no room. */
function derivedOf(
  view: View,
  row: number,
  columns: number,
  rows: number,
  paint: Paint,
  isNamed = false,
): string[] | undefined {
  if (columns < TWO_COLUMNS) return undefined;
  const chain = chainOf(view.rows.sample(row), view.session.next, view.session.snapshot);
  const features = featuresFrom(view, Math.min(chain.sample.z.length, MOST_DERIVED));
  const title = updateTitle(view, chain, row);
  return derivation(view, chain, { row, features, title, isNamed }, columns, rows, paint);
}

/**
 * The chosen row's beside that of the row that is used next, or above it or its numbers, each under its name; undefined where
 * they are one, or have no room.
 */
function bothDerived(view: View, columns: number, rows: number, paint: Paint): string[] | undefined {
  const { session, screen } = view;
  const [next, ...others] = session.next?.rows ?? [];
  const chosen = chosenSample(view);
  const isOne = next === undefined || others.length > 0 || next === chosen || next >= view.rows.count;
  if (isOne || screen.sample === 'next' || session.trainer.options.batchSize === 'full') return undefined;
  const words = WORDS[screen.language];
  const label = (row: number, name: string, width: number): string =>
    layLine([['strong', ` ${name}${sampleName(view, row)}`]], width, paint);
  const named = (
    shown: View,
    row: number,
    name: string,
    width: number,
    height: number,
  ): string[] | undefined => {
    const lines = derivedOf(shown, row, width, height - 1, paint);
    return lines && [label(row, name, width), ...lines];
  };
  const width = Math.floor(columns / 2);
  const left = named(view, chosen, words.chosenSample, width, rows);
  const right = named(view, next, words.nextSample, columns - width, rows);
  if (left && right) {
    const [first, second] = [fill(left, width, rows), fill(right, columns - width, rows)];
    return first.map((line, row) => line + second[row]!);
  }
  const numbers = rowInNumbers(view, next, words.nextSample, columns, paint);
  const above = derivedOf(view, chosen, columns, rows - numbers.length, paint, true);
  if (!above) return undefined;
  // a reason is given once, and what has no room for all is told in numbers
  const plainly = { ...view, screen: { ...screen, why: 0 } };
  const below = named(plainly, next, words.nextSample, columns, rows - above.length - 1) ?? numbers;
  // its name is in the upper edge too
  const lines = [...above, ...below];
  if (lines.length < rows) lines.unshift(label(chosen, words.chosenSample, columns));
  if (lines.length < rows) lines.splice(-below.length, 0, ' '.repeat(columns));
  return lines;
}

/** As many features as there is room for, from the one that was chosen for the fit. */
function featuresFrom({ session, screen }: View, room: number): number[] {
  const d = session.trainer.features.length;
  const chosen = (screen.fitView % (d + 1)) - 1;
  const first = Math.max(0, Math.min(chosen, d - room));
  return Array.from({ length: room }, (_, index) => first + index);
}
