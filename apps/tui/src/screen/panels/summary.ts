import type { Fact } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import { inferredOf, screenNumber, summaryCells, summaryFacts, summaryLines } from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Style } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../store.ts';
import { type Line, layLine, pad, plain, type TableSteps, tableWithin, wrapIn } from './lines.ts';

/**
 * Columns of a name, and numbers of the columns that are left out, as the table gets narrower: the interval is t and error
 * again.
 */
const STEPS: TableSteps = [
  [24, []],
  [24, [6]],
  [24, [5, 6]],
  [12, [5, 6]],
  [12, [3, 5, 6]],
  [12, [2, 3, 5, 6]],
  [8, [2, 3, 5, 6]],
  [8, [2, 3, 5, 6, 7]],
];

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
    wrapIn(screen, narrate(fact, screen.language), columns - 2).map((line): Line => [plain(` ${line}`)]),
  );

/** The table, and how well the line fits. */
function numberLines(view: View, columns: number, rows: number): Line[] {
  const inferred = inferredOf(view.session.trainer);
  if (inferred.refusal) return [];
  const { summary } = WORDS[view.screen.language];
  const fit = summaryLines(inferred.summary, summary, screenNumber)
    .flatMap((line) => wrapIn(view.screen, line, columns - 2))
    .map((line): Line => [['model', ` ${line}`]]);
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
  const [heading = '', ...lines] = tableWithin([head, ...shown], STEPS, 1, columns - 2);
  const hidden = all.length - shown.length;
  return [
    [['label', ` ${heading}`]],
    ...lines.map((line): Line => [plain(` ${line}`)]),
    ...(hidden > 0 ? [[['label', ` ${words.more(hidden)}`]] as Line] : []),
  ];
}

/** Numbers, each with its meaning beside it. */
export function meanings(
  entries: readonly (readonly [name: string, meaning: string])[],
  screen: ScreenState,
  columns: number,
): Line[] {
  const width = Math.max(...entries.map(([name]) => textWidth(name))) + 2;
  return entries.flatMap(([name, meaning]) =>
    wrapIn(screen, meaning, columns - width - 2).map(
      (line, index): Line => [['label', ` ${pad(index === 0 ? name : '', width)}`], plain(line)],
    ),
  );
}
