import type { ScaledParameters } from '@gd-trainer/sdk';
import { type Chain, chainOf, fitNumber, formatCount, type Symbols } from '@gd-trainer/sdk/view';
import { asciiText } from '../../output/ascii.ts';
import textWidth from '../../output/text-width.ts';
import type { Paint, Style } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { ShownAction } from '../acts.ts';
import type { View } from '../store.ts';
import { derivation } from './derivation.ts';
import { cutMiddle, fill, type Line, layLine, lineWidth, pad, plain, type Segment } from './lines.ts';
import { derivativesIn, symbolsIn } from './symbols.ts';
import { showsUpdates, updatesPanel, updatesTitle } from './updates.ts';
import {
  DIGITS,
  errorDigits,
  factor,
  NUMBER_WIDTH,
  read,
  rounded,
  short,
  visibleDigits,
  type Written,
  written,
} from './written.ts';

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

/** Weights, then the bias where there is one. */
export const listed = ({ session }: View, { weights, bias }: ScaledParameters): readonly number[] =>
  session.trainer.options.intercept ? [...weights, bias] : [...weights];

/** Columns from which the ledger stands in two. */
const TWO_COLUMNS = 72;
const WIDEST_LABEL = 34;
/** Features whose lines are derived one by one. */
const MOST_DERIVED = 12;

/** Facts that the parts of the ledger are laid out by. */
interface Layout {
  readonly symbols: Symbols;
  /** ∂ŷ/∂w of each feature: its symbol, or the term that it is. */
  readonly derivative: (j: number) => string;
  /** Numbers of the features that have room. */
  readonly features: readonly number[];
  /** Columns before the numbers, whose right ends stand under each other. */
  readonly labelWidth: number;
}

function number(value: number, digits: number = DIGITS): Segment {
  return [value < 0 ? 'error' : 'model', pad(short(value, digits), NUMBER_WIDTH, 'left')];
}

/** y − ŷ or ∂L/∂ŷ, which are each other's opposite: in the digits that both have room for. */
function errorNumber(value: number, digits: number): Segment {
  const negative = short(-Math.abs(value), digits);
  return [
    value < 0 ? 'error' : 'model',
    pad(value < 0 ? negative : negative.replace('−', ''), NUMBER_WIDTH, 'left'),
  ];
}

export function ledgerTitle(view: View): string {
  const { screen } = view;
  const { panels, why } = WORDS[screen.language];
  if (showsUpdates(view)) return panels.ledger + updatesTitle(view);
  const hint = screen.zoomed ? ` · y ${why.label}` : '';
  return `${panels.ledger} · ${rowsNamed(view)}${hint}`;
}

/** The row that is shown, and where it was chosen, the row with its key or the rows that are used next. */
function rowsNamed(view: View): string {
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

/** What a row gives, in two lines: ŷ, y and their difference, then its gradient. */
export function rowInNumbers(view: View, row: number, name: string, columns: number, paint: Paint): string[] {
  const chain = chainOf(view.rows.sample(row), view.session.next, view.session.snapshot);
  const { ledger, sample } = chain;
  const symbols = symbolsIn(view);
  const { digits, operandDigits } = errorDigits(chain, short);
  const errors: NamedNumber[] = [
    ['ŷ', ledger.prediction, operandDigits],
    ['y', sample.y, operandDigits],
    ['y − ŷ', ledger.residual, digits],
    ['∂L/∂ŷ', ledger.lossByPrediction, digits],
  ];
  const slopes = listed(view, { weights: ledger.lossByWeight, bias: ledger.lossByBias }).map(
    (value, j): NamedNumber => [`∂L/∂${symbols.parameter(j)}`, value, DIGITS],
  );
  return [
    factLine([['strong', ` ${name}${sampleName(view, row)} `]], errors, columns, paint),
    factLine([], slopes, columns, paint),
  ];
}

/** A number with its name and its digits. */
export type NamedNumber = readonly [name: string, value: number, digits: number];

/** A line of as many numbers as are whole. */
export function factLine(head: Line, facts: readonly NamedNumber[], columns: number, paint: Paint): string {
  const told = facts.map(
    ([name, value, digits]): Line => [
      ['label', ` ${name} `],
      [value < 0 ? 'error' : 'model', short(value, digits)],
      plain(' '),
    ],
  );
  for (let count = told.length; ; count--) {
    const line = [...head, ...told.slice(0, count).flat(), ...(count < told.length ? [plain('…')] : [])];
    // the blank at its end may have no room
    if (count === 0 || lineWidth(line) <= columns + 1) return layLine(line, columns, paint);
  }
}

/** Columns of a feature's value in data units. */
const RAW_WIDTH = 9;

/** As many features as there is room for, from the one that was chosen for the fit. */
function featuresFrom({ session, screen }: View, room: number): number[] {
  const d = session.trainer.features.length;
  const chosen = (screen.fitView % (d + 1)) - 1;
  const first = Math.max(0, Math.min(chosen, d - room));
  return Array.from({ length: room }, (_, index) => first + index);
}

function forward({ session }: View, chain: Chain, { symbols, features, labelWidth }: Layout): Line[] {
  const { sample, ledger } = chain;
  const names = session.trainer.features;
  const error = errorDigits(chain, short);
  const inputs = features.map((j): Line => {
    const symbol = ` ${symbols.input(j)}`;
    const raw = session.isScaled ? pad(fitNumber(sample.x[j]!, 5, RAW_WIDTH - 1), RAW_WIDTH, 'left') : '';
    const nameWidth = labelWidth - 1 - raw.length - symbol.length;
    return [['label', ` ${pad(names[j]!, nameWidth)}`], plain(raw), ['label', symbol], number(sample.z[j]!)];
  });
  return [
    ...inputs,
    [
      ['label', ' ŷ'],
      number(ledger.prediction, error.operandDigits),
      ['label', pad('y', labelWidth - NUMBER_WIDTH - 2, 'left')],
      number(sample.y, error.operandDigits),
    ],
    [['label', pad(' y − ŷ', labelWidth)], errorNumber(ledger.residual, error.digits)],
    [
      ['label', pad(' L = ½(y − ŷ)²', labelWidth)],
      plain(pad(fitNumber(ledger.loss, 5, NUMBER_WIDTH - 1), NUMBER_WIDTH, 'left')),
    ],
  ];
}

function factors(
  { session }: View,
  { sample, ledger }: Pick<Chain, 'sample' | 'ledger'>,
  { symbols, derivative, features, labelWidth }: Layout,
): Line[] {
  const { digits } = errorDigits({ sample, ledger }, short);
  const { intercept } = session.trainer.options;
  const weights = features.map(
    (j): Line => [
      ['label', pad(cutMiddle(` ∂ŷ/∂${symbols.weight(j)} = ${derivative(j)}`, labelWidth), labelWidth)],
      number(sample.z[j]!),
    ],
  );
  return [
    [['strong', pad(' ∂L/∂ŷ = −(y − ŷ)', labelWidth)], errorNumber(ledger.lossByPrediction, digits)],
    ...weights,
    ...(intercept ? [[['label', pad(` ∂ŷ/∂${symbols.bias} = 1`, labelWidth)], number(1)] as Line] : []),
  ];
}

/** ∂L/∂w = ∂L/∂ŷ·∂ŷ/∂w as the product of its factors. */
function products(
  { screen, session }: View,
  { ledger, sample }: Chain,
  { symbols, features, labelWidth }: Layout,
): Line[] {
  const { digits } = errorDigits({ sample, ledger }, short);
  const width = labelWidth + NUMBER_WIDTH;
  const line = (symbol: string, own: number): Line => {
    const name = ` ∂L/∂${symbol} = `;
    const product = ({ operands: [slope, x] }: Written): string => `${name}${slope}·${factor(x!)}`;
    const texts = written(
      [ledger.lossByPrediction, own],
      ([slope, x]) => slope! * x!,
      // two blanks, since behind one a result with a minus sign reads as what is taken away
      (candidate) => textWidth(`${product(candidate)}  ${candidate.result}`) <= width,
    );
    const value = ledger.lossByPrediction * own;
    // made of the factors that stand above: of no more digits than those give
    const above = read(short(ledger.lossByPrediction, digits)) * read(short(own, DIGITS));
    const given = (): number =>
      [DIGITS, 3, 2].find((kept) => rounded(above, kept) === rounded(value, kept)) ?? 1;
    // as it will be spelled, in symbols where no numbers fit, and where those do not either without them
    const symbols = `${name}∂L/∂ŷ·∂ŷ/∂${symbol}`;
    const hasRoom = textWidth(screen.charset === 'ascii' ? asciiText(symbols) : symbols) <= labelWidth;
    const left = texts ? product(texts) : hasRoom ? symbols : ` ∂L/∂${symbol}`;
    const result = texts ? texts.result : rounded(value, given());
    const resultWidth = texts ? width - textWidth(left) : NUMBER_WIDTH;
    return [
      ['label', pad(left, width - resultWidth)],
      [value < 0 ? 'error' : 'model', pad(result, resultWidth, 'left')],
    ];
  };
  const weights = features.map((j) => line(symbols.weight(j), sample.z[j]!));
  return session.trainer.options.intercept ? [...weights, line(symbols.bias, 1)] : weights;
}

/** The update as it will be applied: the mean over the batch, not the chosen sample's own gradient. */
function update(view: View, chain: Chain, { symbols, features, labelWidth }: Layout): Line[] {
  const words = WORDS[view.screen.language];
  const now = listed(view, chain.state);
  const next = chain.update && listed(view, chain.update.to.scaled);
  const gradient = chain.update?.gradient && listed(view, chain.update.gradient);
  const rate = chain.update?.learningRate ?? 0;
  const d = chain.state.weights.length;
  const width = labelWidth + NUMBER_WIDTH;
  const symbolWidth = 1 + textWidth(symbols.weight(d - 1));
  const row = (symbol: string, j: number): Line => {
    // past a divergence the run stands still, where it is
    const then = next?.[j] ?? now[j]!;
    const room = width - symbolWidth - 1;
    const sum = ({ operands: [old, move, slope] }: Written): string =>
      gradient ? `${old} −${move}·${factor(slope!)} =` : `${old} ${signed(move!)} =`;
    const texts = written(
      gradient ? [now[j]!, rate, gradient[j]!] : [now[j]!, then - now[j]!],
      ([old, a, b]) => (gradient ? old! - a! * b! : old! + a!),
      (candidate) => textWidth(`${sum(candidate)} ${candidate.result}`) <= room,
      visibleDigits(now[j]!, then),
    );
    const label: Segment = ['label', pad(` ${symbol} `, symbolWidth + 1)];
    if (!texts) return [label, ['strong', pad(short(then, DIGITS), room, 'left')]];
    const left = sum(texts);
    return [label, plain(left), ['strong', pad(texts.result, room - textWidth(left), 'left')]];
  };
  const weights = features.map((j) => row(symbols.weight(j), j));
  const hidden: Line[] = features.length < d ? [[['label', ` ${words.more(d - features.length)}`]]] : [];
  return [
    [['strong', ` ${updateTitle(view, chain)}`]],
    ...weights,
    ...(now.length > d ? [row(symbols.bias, d)] : []),
    ...hidden,
  ];
}

const signed = (text: string): string => (text.startsWith('−') ? `− ${text.slice(1)}` : `+ ${text}`);

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
function sampleName({ rows, screen }: View, index: number): string {
  const words = WORDS[screen.language];
  return rows.isSampled
    ? words.sample(formatCount(index + 1))
    : words.rowNumber(formatCount(rows.sample(index).row));
}
