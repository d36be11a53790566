import { type DrawnRows, fitNumber, formatCount, formatFixed } from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import { type Paint, plainPaint, type Size, type Style, type Tone } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { ShownAction } from '../acts.ts';
import type { View } from '../store.ts';
import { chosenSample } from './chosen.ts';
import { cutMiddle, type Line, layLine, pad, type Segment } from './lines.ts';
import { notesBelow } from './notes.ts';

const GAP = 2;
const WIDEST_NAME = 20;
const CUT_NAME = 8;
const MOST_DECIMALS = 4;

/** Format of a column, whichever rows are in view: nothing jumps as they pass. */
interface ColumnFormat {
  readonly name: string;
  /** Columns with the gap before it, and how few will do if its name is cut. */
  readonly width: number;
  readonly least: number;
  readonly decimals: number;
}

/** The rows with prediction and residual, and below them what was noted as they were read. */
export function dataPanel(view: View, columns: number, height: number, { paint }: Style): string[] {
  const notes = notesUnder(view, columns, height, paint);
  return [...rowLines(view, columns, height - notes.length, paint), ...notes];
}

function notesUnder(view: View, columns: number, height: number, paint: Paint): string[] {
  const most = Math.max(Math.floor(height / 2), height - 1 - view.rows.count);
  return notesBelow(view, columns, most, paint);
}

/** The act that chooses the row on a line of the panel; the first line is the heading. */
export function rowUnder(view: View, line: number, { columns, rows }: Size): ShownAction | undefined {
  const body = rows - notesUnder(view, columns, rows, plainPaint).length - 1;
  const isRow = line > 0 && line <= Math.min(body, view.rows.count);
  return isRow ? { screen: { type: 'sample', sample: firstShown(view, body) + line - 1 } } : undefined;
}

/** The row on the first of so many lines: the chosen one lies in the middle, as far as there are rows. */
const firstShown = (view: View, lines: number): number =>
  Math.max(0, Math.min(chosenSample(view) - Math.floor(lines / 2), view.rows.count - lines));

/** A heading and the rows, the chosen one in the middle and marked. */
function rowLines(view: View, columns: number, height: number, paint: Paint): string[] {
  const { session, rows, screen } = view;
  const { snapshot } = session;
  const mark = screen.charset === 'ascii' ? '>' : '▸';
  const words = WORDS[screen.language];
  const last = rows.sample(rows.count - 1).row;
  const rowWidth = 2 + Math.max(textWidth(words.row), formatCount(last).length);
  const { features, hidden, target, derived } = layout(view, columns - rowWidth);
  const cell = (text: string, { width }: ColumnFormat, tone: Tone = 'plain'): Segment => [
    tone,
    `  ${pad(text, width - GAP, 'left')}`,
  ];
  const dots: Segment = ['label', hidden ? ' …' : ''];
  const heading: Line = [
    ['label', pad(` ${words.row}`, rowWidth)],
    ...features.map((format) => cell(cutMiddle(format.name, format.width - GAP), format, 'label')),
    dots,
    cell(cutMiddle(target.name, target.width - GAP), target, 'label'),
    cell('ŷ', derived, 'label'),
    cell('y − ŷ', derived, 'label'),
  ];
  const chosen = chosenSample(view);
  const body = Math.max(0, height - 1);
  const first = firstShown(view, body);
  const lines = Array.from({ length: Math.min(body, rows.count) }, (_, offset): Line => {
    const index = first + offset;
    const { x, y, row } = rows.sample(index);
    const prediction = x.reduce((sum, value, j) => sum + value * snapshot.weights[j]!, snapshot.bias);
    const tone: Tone = index === chosen ? 'strong' : 'plain';
    return [
      [tone, `${index === chosen ? mark : ' '}${pad(formatCount(row), rowWidth - 1)}`],
      ...features.map((format, j) => cell(formatFixed(x[j]!, format.decimals), format, tone)),
      dots,
      cell(formatFixed(y, target.decimals), target, tone),
      cell(derivedText(prediction, derived), derived, tone),
      cell(derivedText(y - prediction, derived), derived, y < prediction ? 'error' : 'model'),
    ];
  });
  return [heading, ...lines].map((line) => layLine(line, columns, paint));
}

/** With fewer digits where a run that diverges has outgrown the column. */
function derivedText(value: number, { decimals, width }: ColumnFormat): string {
  const text = formatFixed(value, decimals);
  return text.length <= width - GAP ? text : fitNumber(value, 3, width - GAP);
}

/** The columns that fit: the target and what follows from it always, features as long as there is room. */
function layout({ session, rows }: View, columns: number) {
  const { features: names, target: targetName } = session.trainer;
  const all = formatsOf(rows.drawn, [...names, targetName]);
  const values = rows.drawn.columns.at(-1)!;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // three digits and one of a guess are what a residual can be read by
  const decimals = Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(largest || 1))));
  const width = formatFixed(-largest, decimals).length + GAP + 1;
  const derived = { name: '', decimals, width, least: width };
  const fitted = fit(all, columns - 2 * derived.width - GAP);
  const features = fitted.slice(0, -1);
  return { features, hidden: features.length < names.length, target: fitted.at(-1)!, derived };
}

/** The target and as many of the features before it as there is room for, their names cut where they have to be. */
function fit(formats: readonly ColumnFormat[], room: number): ColumnFormat[] {
  const target = formats.at(-1)!;
  let left = room - target.least;
  const features = formats.slice(0, -1).filter(({ least }) => {
    left -= least;
    return left >= 0;
  });
  const shown = [...features, target];
  left = room - shown.reduce((sum, { least }) => sum + least, 0);
  return shown.map((format) => {
    const more = Math.max(0, Math.min(left, format.width - format.least));
    left -= more;
    return { ...format, width: format.least + more };
  });
}

const known = new WeakMap<DrawnRows, readonly ColumnFormat[]>();

/** The formats of all columns, worked out once. */
function formatsOf(drawn: DrawnRows, names: readonly string[]): readonly ColumnFormat[] {
  const formats = known.get(drawn) ?? drawn.columns.map((values, j) => formatOf(names[j]!, values));
  known.set(drawn, formats);
  return formats;
}

/** As many decimals as the values have, up to a few. */
function formatOf(name: string, values: Float64Array): ColumnFormat {
  const exact = (decimals: number): boolean =>
    values.every((value) => Math.abs(Number(value.toFixed(decimals)) - value) <= 1e-9 * Math.abs(value));
  let decimals = 0;
  while (decimals < MOST_DECIMALS && !exact(decimals)) decimals++;
  const ends = [Math.min(...values), Math.max(...values)];
  const widest = Math.max(...ends.map((value) => formatFixed(value, decimals).length));
  const nameWidth = textWidth(name);
  return {
    name,
    decimals,
    width: GAP + Math.max(widest, Math.min(WIDEST_NAME, nameWidth)),
    least: GAP + Math.max(widest, Math.min(CUT_NAME, nameWidth)),
  };
}
