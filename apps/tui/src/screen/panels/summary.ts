import type { Fact } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  aligned,
  inferredOf,
  screenNumber,
  summaryCells,
  summaryFacts,
  summaryLines,
} from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Style } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../store.ts';
import { cutMiddle, type Line, layLine, pad, plain, wrapIn } from './lines.ts';

/** Columns of the table that go where there is no room for all, first the last: the interval is t and error again. */
const SPARED = [6, 5];
const WIDEST_NAME = 24;
/** Lines that a sentence or an explanation may take. */
const MOST_LINES = 4;

/** The numbers are of the optimum, wherever the run stands. */
export function summaryTitle({ screen }: View): string {
  const { panels, ofOptimum } = WORDS[screen.language];
  return `${panels.summary} · ${ofOptimum}`;
}

/** How sure the weights are at the optimum and how well the line fits, the same in words, and what each number means. */
export function summaryPanel(view: View, columns: number, rows: number, { paint }: Style): string[] {
  const { session, screen } = view;
  const { trainer } = session;
  const inferred = inferredOf(trainer);
  const said = sentences(summaryFacts(inferred, trainer), screen, columns);
  const numbers = numberLines(view, columns, rows);
  const words = inferred.refusal
    ? said
    : [...said, [], ...meanings(WORDS[screen.language].explained, screen, columns)];
  return [...numbers, ...words].map((line) => layLine(line, columns, paint));
}

/** Facts as lines of a panel. */
export const sentences = (facts: readonly Fact[], screen: ScreenState, columns: number): Line[] =>
  facts.flatMap((fact) =>
    wrapIn(screen, narrate(fact, screen.language), columns - 2, MOST_LINES).map(
      (line): Line => [plain(` ${line}`)],
    ),
  );

/** The table, and how well the line fits. */
function numberLines(view: View, columns: number, rows: number): Line[] {
  const inferred = inferredOf(view.session.trainer);
  if (inferred.refusal) return [];
  const { summary } = WORDS[view.screen.language];
  const fit = summaryLines(inferred.summary, summary, screenNumber).map(
    (line): Line => [['model', ` ${line}`]],
  );
  return [...tableLines(view, columns, Math.max(4, rows - fit.length - 1)), [], ...fit, []];
}

/** The table of the parameters, as many as there is room for. */
function tableLines({ session, screen }: View, columns: number, rows: number): Line[] {
  const inferred = inferredOf(session.trainer);
  if (inferred.refusal) return [];
  const words = WORDS[screen.language];
  const [head = [], ...all] = summaryCells(inferred.summary, words.summary, screenNumber);
  // the bias comes last, and stays where weights have to go
  const most = Math.max(1, rows - 1);
  const shown = all.length <= most ? all : [...all.slice(0, Math.max(0, most - 2)), all.at(-1)!];
  const named = [head, ...shown].map(([name = '', ...cells]) => [cutMiddle(name, WIDEST_NAME), ...cells]);
  const [heading = '', ...lines] = fitting(named, columns - 2);
  const hidden = all.length - shown.length;
  return [
    [['label', ` ${heading}`]],
    ...lines.map((line): Line => [plain(` ${line}`)]),
    ...(hidden > 0 ? [[['label', ` ${words.more(hidden)}`]] as Line] : []),
  ];
}

/** The cells as lines, without the columns for which there is no room. */
function fitting(cells: readonly (readonly string[])[], columns: number): string[] {
  let kept = cells;
  let lines = aligned(kept, 1, 1, textWidth);
  for (const spared of SPARED) {
    if (Math.max(...lines.map(textWidth)) <= columns) break;
    kept = kept.map((row) => row.filter((_, column) => column !== spared));
    lines = aligned(kept, 1, 1, textWidth);
  }
  return lines;
}

/** Numbers, each with its meaning beside it. */
export function meanings(
  entries: readonly (readonly [name: string, meaning: string])[],
  screen: ScreenState,
  columns: number,
): Line[] {
  const width = Math.max(...entries.map(([name]) => textWidth(name))) + 2;
  return entries.flatMap(([name, meaning]) =>
    wrapIn(screen, meaning, columns - width - 2, MOST_LINES).map(
      (line, index): Line => [['label', ` ${pad(index === 0 ? name : '', width)}`], plain(line)],
    ),
  );
}
