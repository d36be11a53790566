import type { Snapshot } from '@gd-trainer/sdk';
import { fitNumber, formatCount, lastUpdates, parameterOf, type Update } from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Paint, Tone } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { placeIn } from './header.ts';
import { type Line, layLine, lineWidth, pad, plain, type Segment } from './lines.ts';
import { symbolsIn } from './symbols.ts';
import { DIGITS, NUMBER_WIDTH, short } from './written.ts';

/** Updates that are looked back at. */
const MOST_UPDATES = 200;

const known = new WeakMap<Snapshot, readonly Update[]>();

/** The last updates, the newest first, worked out once a state. */
function updatesIn({ session: { trainer, snapshot } }: View): readonly Update[] {
  const updates = known.get(snapshot) ?? lastUpdates(trainer, MOST_UPDATES);
  known.set(snapshot, updates);
  return updates;
}

/** True if they stand in place of the chain rule. */
export const showsUpdates = ({ screen }: View): boolean => screen.zoomed && screen.updates !== undefined;

/** Number of the first line that is shown, so that the last page is full. */
const firstIn = ({ screen }: View, count: number, lines: number): number =>
  Math.max(0, Math.min(screen.updates ?? 0, count - lines));

/**
 * The last updates of the run, a line each: where it led, the row, the mean loss after it, and every parameter, with its
 * change where there is room for that.
 */
export function updatesPanel(view: View, columns: number, rows: number, paint: Paint): string[] {
  const words = WORDS[view.screen.language];
  const all = updatesIn(view);
  const lines = Math.max(1, rows - 1);
  const first = firstIn(view, all.length, lines);
  const shown = all.slice(first, first + lines);
  if (shown.length === 0) return [layLine([plain(` ${words.noUpdates}`)], columns, paint)];
  const texts = [[words.epoch, words.row], ...shown.map((update) => namesOf(view, update))];
  const widths = [0, 1].map((at) => 2 + Math.max(...texts.map((names) => textWidth(names[at]!))));
  const named = texts.map(
    (names): Segment => ['plain', ` ${names.map((name, at) => pad(name, widths[at]!)).join('')}`],
  );
  const count = parametersOf(view).length;
  const hasChanges = lineWidth([named[0]!]) + (1 + 2 * count) * NUMBER_WIDTH <= columns;
  const numbers = [
    headingOf(view, hasChanges),
    ...shown.map((update) => numbersOf(view, update, hasChanges)),
  ];
  return numbers.map((line, at) => layLine([named[at]!, ...line], columns, paint));
}

/** Where an update led to, and the row or the number of rows that it used. */
function namesOf(view: View, { to, rows, samples }: Update): string[] {
  const [only] = rows;
  const isOne = rows.length === 1 && only !== undefined && only < view.rows.count;
  const used = isOne
    ? formatCount(view.rows.sample(only).row)
    : WORDS[view.screen.language].meanOf(formatCount(samples));
  return [placeIn(to, view.session.trainer.rows), used];
}

const cell = (tone: Tone, text: string): Segment => [tone, pad(text, NUMBER_WIDTH, 'left')];

function headingOf(view: View, hasChanges: boolean): Line {
  const symbols = symbolsIn(view);
  const names = parametersOf(view).flatMap((index) => [
    symbols.parameter(index),
    ...(hasChanges ? ['Δ'] : []),
  ]);
  return [WORDS[view.screen.language].loss, ...names].map((name) => cell('label', name));
}

function numbersOf(view: View, { from, to }: Update, hasChanges: boolean): Line {
  const parameters = parametersOf(view).flatMap((index): Line => {
    const [before, after] = [from, to].map(({ scaled }) => parameterOf(scaled, index)) as [number, number];
    const change = after - before;
    const value = cell('strong', short(after, DIGITS));
    return hasChanges ? [value, cell(change < 0 ? 'error' : 'model', short(change, DIGITS))] : [value];
  });
  return [cell('label', fitNumber(to.loss, 5, NUMBER_WIDTH - 1)), ...parameters];
}

/** The parameters by number, the bias last. */
function parametersOf({ session }: View): number[] {
  const { features, options } = session.trainer;
  return Array.from({ length: features.length + (options.intercept ? 1 : 0) }, (_, index) => index);
}

/** The number of updates that are shown, where there are any. */
export const updatesTitle = (view: View): string => {
  const { length } = updatesIn(view);
  return length > 0 ? ` · ${WORDS[view.screen.language].lastUpdates(formatCount(length))}` : '';
};
