import type { Path } from '@gd-trainer/sdk';
import {
  aligned,
  type PenaltyCurve,
  penaltyCells,
  penaltyCurves,
  penaltyFact,
  penaltyPath,
} from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Style } from '../../plots/canvas.ts';
import { levelTone } from '../../plots/level-marks.ts';
import { errorOverPenalty, weightsOverPenalty } from '../../plots/penalty.ts';
import { type Language, WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { beside, cutMiddle, halfOf, type Line, layLine, lineWidth, plain } from './lines.ts';
import { sentences } from './summary.ts';

/** Curves that a number tells apart. */
const MOST_CURVES = 9;
/** Lines of the charts: at least, and as a share of the panel. */
const LEAST_ROWS = 6;
const CHART_SHARE = 0.5;
const WIDEST_NAME = 18;

export function penaltyTitle({ screen }: View): string {
  const { panels } = WORDS[screen.language];
  return `${panels.penalty} ${screen.penalty}`;
}

/** The weights over a penalty, the error on rows left out, and what they say in words and as a table. */
export function penaltyPanel(
  { session, screen }: View,
  columns: number,
  rows: number,
  style: Style,
): string[] {
  const found = penaltyPath(session.trainer, screen.penalty);
  const { penalty: words } = WORDS[screen.language];
  const lay = (lines: readonly Line[]): string[] => lines.map((line) => layLine(line, columns, style.paint));
  if (!found) return lay([[plain(` ${words.underWay}`)]]);
  if (found.refusal) return lay(sentences([found.refusal], screen, columns));
  const curves = longest(penaltyCurves(found));
  const height = Math.max(LEAST_ROWS, Math.floor(rows * CHART_SHARE));
  const told: Line[] = [
    ...legend(curves, columns),
    ...sentences([penaltyFact(found)], screen, columns),
    [['label', ` ${wayThere(found.path, screen.language)}`]],
  ];
  const table = tableOf(penaltyCells(found, words, Math.max(4, rows - told.length - 1)));
  const size = { columns: halfOf(columns), rows: height - 1 };
  const charts = [
    [words.weights, weightsOverPenalty(curves, found.path, size, style)],
    [words.error, errorOverPenalty(found.path, size, style)],
  ] as const;
  return [...beside(charts, screen, columns, style.paint), ...lay([...told, [], ...table])];
}

/** The command that runs under the simplest value. */
function wayThere({ penalty, values, oneStandardError }: Path, language: Language): string {
  const value = Number(values[oneStandardError]!.toPrecision(3));
  return WORDS[language].setsPenalty(penalty, String(value));
}

/** The curves that go farthest, as many as have numbers. */
function longest(curves: readonly PenaltyCurve[]): PenaltyCurve[] {
  const reach = ({ y }: PenaltyCurve): number => Math.abs(y[0]!);
  return curves.toSorted((a, b) => reach(b) - reach(a)).slice(0, MOST_CURVES);
}

/** Number and name of each curve, on as few lines as hold them. */
function legend(curves: readonly PenaltyCurve[], columns: number): Line[] {
  const lines: Line[] = [];
  for (const [j, { name }] of curves.entries()) {
    const piece: Line = [[levelTone(j), ` ${j + 1} ${cutMiddle(name, WIDEST_NAME)} `]];
    const last = lines.at(-1);
    if (last && lineWidth([...last, ...piece]) <= columns) lines[lines.length - 1] = [...last, ...piece];
    else lines.push(piece);
  }
  return lines;
}

function tableOf(cells: readonly (readonly string[])[]): Line[] {
  const [head = [], ...rows] = cells;
  const named = [head.map((name) => cutMiddle(name, WIDEST_NAME)), ...rows];
  const [heading = '', ...lines] = aligned(named, 1, 0, textWidth);
  return [[['label', ` ${heading}`]], ...lines.map((line): Line => [plain(` ${line}`)])];
}
