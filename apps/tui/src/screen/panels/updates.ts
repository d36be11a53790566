import type { Snapshot } from '@gd-trainer/sdk';
import { fitNumber, formatCount, lastUpdates, parameterOf, type Update } from '@gd-trainer/sdk/view';
import type { Paint } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { placeIn } from './header.ts';
import { type Line, layLine, pad, plain } from './lines.ts';
import { symbolsIn } from './symbols.ts';
import { DIGITS, NUMBER_WIDTH, short } from './written.ts';

/** Updates that are looked back at. */
const MOST_UPDATES = 200;
/** Columns of the epoch and of the row. */
const PLACE_WIDTH = 14;
const ROW_WIDTH = 9;

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

/** The last updates of the run, a line each: the row, the mean loss after it, every parameter and its change. */
export function updatesPanel(view: View, columns: number, rows: number, paint: Paint): string[] {
  const words = WORDS[view.screen.language];
  const all = updatesIn(view);
  const lines = Math.max(1, rows - 1);
  const first = firstIn(view, all.length, lines);
  const shown = all.slice(first, first + lines);
  if (shown.length === 0) return [layLine([plain(` ${words.noUpdates}`)], columns, paint)];
  return [heading(view), ...shown.map((update) => updateLine(view, update))].map((line) =>
    layLine(line, columns, paint),
  );
}

function heading(view: View): Line {
  const words = WORDS[view.screen.language];
  const symbols = symbolsIn(view);
  const cells = parametersOf(view).flatMap((index) => [symbols.parameter(index), 'Δ']);
  return [
    ['label', ` ${pad(words.epoch, PLACE_WIDTH)}${pad(words.row, ROW_WIDTH)}`],
    ['label', pad(words.loss, NUMBER_WIDTH, 'left')],
    ...cells.map((text) => ['label', pad(text, NUMBER_WIDTH, 'left')] as const),
  ];
}

function updateLine(view: View, { from, to, rows, samples }: Update): Line {
  const { trainer } = view.session;
  const [only] = rows;
  const words = WORDS[view.screen.language];
  const used =
    rows.length === 1 && only !== undefined && only < view.rows.count
      ? formatCount(view.rows.sample(only).row)
      : words.meanOf(formatCount(samples));
  const cells = parametersOf(view).flatMap((index) => cellsOf(from, to, index));
  return [
    plain(` ${pad(placeIn(to, trainer.rows), PLACE_WIDTH)}${pad(used, ROW_WIDTH)}`),
    ['label', pad(fitNumber(to.loss, 5, NUMBER_WIDTH - 1), NUMBER_WIDTH, 'left')],
    ...cells,
  ];
}

function cellsOf(from: Snapshot, to: Snapshot, index: number): Line {
  const [before, after] = [from, to].map(({ scaled }) => parameterOf(scaled, index)) as [number, number];
  const change = after - before;
  return [
    ['strong', pad(short(after, DIGITS), NUMBER_WIDTH, 'left')],
    [change < 0 ? 'error' : 'model', pad(short(change, DIGITS), NUMBER_WIDTH, 'left')],
  ];
}

/** The parameters by number, those from the chosen feature on first. */
function parametersOf({ session }: View): number[] {
  const { features, options } = session.trainer;
  return Array.from({ length: features.length + (options.intercept ? 1 : 0) }, (_, index) => index);
}

/** The number of updates on a page, for the key that turns it. */
export const updatesTitle = (view: View): string => {
  const { lastUpdates } = WORDS[view.screen.language];
  return lastUpdates(formatCount(updatesIn(view).length));
};
