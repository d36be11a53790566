import { type Ledger, ledger } from '@gd-trainer/sdk';
import { formatCount, formatNumber } from '../numbers.ts';
import type { Paint } from '../plots/canvas.ts';
import { WORDS } from '../words/words.ts';
import { type Line, layLine, pad, plain, type Segment } from './lines.ts';
import type { View } from './store.ts';
import { type Symbols, symbolsOf } from './symbols.ts';

/** One sample's chain rule in the space of the descent, and the update that will really be applied next. */
interface Chain {
  readonly sample: {
    readonly index: number;
    readonly row: number;
    readonly x: Float64Array;
    readonly y: number;
  };
  readonly input: Float64Array;
  readonly ledger: Ledger;
  /** Parameters now and after the next update, the bias last. */
  readonly now: readonly number[];
  readonly next: readonly number[];
  /** The gradient the update applies; undefined where the optimizer doesn't apply one as it is. */
  readonly gradient: readonly number[] | undefined;
  /** How many samples that gradient is the mean of. */
  readonly averaged: number;
}

/** The chosen sample, or the one the next update will use. */
export function chosenSample({ session, screen }: View): number {
  const wanted = screen.sample === 'next' ? (session.next.batch[0] ?? 0) : screen.sample;
  return Math.min(wanted, session.shownRows - 1);
}

function chainOf(view: View): Chain {
  const { session } = view;
  const { trainer, snapshot, next } = session;
  const index = chosenSample(view);
  const { x, z, y, row } = session.sample(index);
  const { scaled, learningRate } = snapshot;
  const now = [...scaled.weights, scaled.bias];
  // past a divergence the session stands still: there is no next state to show
  const after = snapshot.status === 'diverged' ? undefined : next.snapshot.scaled;
  const then = now.map((_, j) => (after ? (after.weights[j] ?? after.bias) : Number.NaN));
  const plainSteps = trainer.options.optimizer === 'gd' && trainer.options.l1 === 0;
  const gradient = session.stochastic
    ? now.map((value, j) => (value - then[j]!) / learningRate)
    : [...snapshot.gradient.weights, snapshot.gradient.bias];
  return {
    sample: { index, row, x, y },
    input: z,
    ledger: ledger({ x: z, y }, scaled, learningRate),
    now,
    next: then,
    gradient: plainSteps ? gradient : undefined,
    averaged: session.stochastic ? next.batch.length : trainer.rows,
  };
}

/** Columns from which the ledger stands in two. */
const TWO_COLUMNS = 72;
const LABEL_WIDTH = 22;
const NUMBER_WIDTH = 11;

function number(value: number): Segment {
  const text = pad(formatNumber(value, 4).replaceAll(' ', ''), NUMBER_WIDTH, 'left');
  return [value < 0 ? 'error' : 'model', text];
}

/** The whole ledger, one factor a line, as far as the rows go. */
export function chainPanel(view: View, columns: number, rows: number, paint: Paint): string[] {
  const chain = chainOf(view);
  const symbols = symbolsOf(view);
  const d = chain.input.length;
  if (columns >= TWO_COLUMNS) {
    const shown = Math.max(1, Math.min(d, Math.floor((rows - 6) / 2)));
    const width = Math.floor(columns / 2);
    const [left, right] = [
      [...forward(view, chain, symbols, shown, width), ...factors(chain, symbols, shown)],
      [...products(chain, symbols, shown), [], ...update(view, chain, symbols, shown)],
    ];
    return Array.from({ length: Math.min(rows, Math.max(left.length, right.length)) }, (_, row) =>
      [layLine(left[row] ?? [], width, paint), layLine(right[row] ?? [], columns - width, paint)].join(''),
    );
  }
  // 8 lines and 4 more for each weight; one line says how many weights had to be left out
  const shown = 8 + 4 * d <= rows ? d : Math.max(1, Math.floor((rows - 9) / 4));
  const lines = [
    ...forward(view, chain, symbols, shown, columns),
    ...factors(chain, symbols, shown),
    ...products(chain, symbols, shown),
    ...update(view, chain, symbols, shown),
  ];
  return lines.slice(0, rows).map((line) => layLine(line, columns, paint));
}

function forward(
  view: View,
  { sample, input, ledger }: Chain,
  symbols: Symbols,
  shown: number,
  columns: number,
): Line[] {
  const { session } = view;
  const { features } = session.trainer;
  const { scaled } = session;
  // what the numbers leave free goes to the name, up to where the factors below end
  const nameWidth = Math.min(24, columns - (scaled ? 25 : 16));
  const inputs = Array.from({ length: shown }, (_, j): Line => {
    const raw: Segment = ['plain', pad(formatNumber(sample.x[j]!, 5).replaceAll(' ', ''), 9, 'left')];
    const name: Segment = ['label', ` ${pad(features[j]!, nameWidth)}`];
    return scaled
      ? [name, raw, ['label', ` ${symbols.input(j)}`], number(input[j]!)]
      : [name, ['label', ` ${symbols.input(j)}`], number(input[j]!)];
  });
  return [
    ...inputs,
    [['label', ' ŷ'], number(ledger.prediction), ['label', '        y'], number(sample.y)],
    [['label', pad(' y − ŷ', LABEL_WIDTH)], number(ledger.residual)],
    [
      ['label', pad(' L = ½(y − ŷ)²', LABEL_WIDTH)],
      plain(pad(formatNumber(ledger.loss, 5).replaceAll(' ', ''), NUMBER_WIDTH, 'left')),
    ],
  ];
}

function factors({ input, ledger }: Chain, symbols: Symbols, shown: number): Line[] {
  const weights = Array.from(
    { length: shown },
    (_, j): Line => [
      ['label', pad(` ∂ŷ/∂${symbols.weight(j)} = ${symbols.input(j)}`, LABEL_WIDTH)],
      number(input[j]!),
    ],
  );
  return [
    [['strong', pad(' ∂L/∂ŷ = −(y − ŷ)', LABEL_WIDTH)], number(ledger.lossByPrediction)],
    ...weights,
    [['label', pad(` ∂ŷ/∂${symbols.bias} = 1`, LABEL_WIDTH)], number(1)],
  ];
}

function products({ ledger }: Chain, symbols: Symbols, shown: number): Line[] {
  const weights = Array.from(
    { length: shown },
    (_, j): Line => [
      ['label', pad(` ∂L/∂${symbols.weight(j)} = ∂L/∂ŷ·∂ŷ/∂${symbols.weight(j)}`, LABEL_WIDTH)],
      number(ledger.lossByWeight[j]!),
    ],
  );
  return [
    ...weights,
    [['label', pad(` ∂L/∂${symbols.bias} = ∂L/∂ŷ·1`, LABEL_WIDTH)], number(ledger.lossByBias)],
  ];
}

/** The update as it will be applied: the mean over the batch, not the chosen sample's own gradient. */
function update(view: View, chain: Chain, symbols: Symbols, shown: number): Line[] {
  const words = WORDS[view.screen.language];
  const { now, next, gradient, averaged } = chain;
  const d = now.length - 1;
  const title = averaged === 1 ? words.nextUpdate : words.nextUpdateOf(formatCount(averaged));
  const row = (symbol: string, j: number): Line => {
    const short = (value: number): string => formatNumber(value, 4).replaceAll(' ', '');
    const change = next[j]! - now[j]!;
    const move = gradient
      ? `−α·${formatNumber(gradient[j]!, 3).replaceAll(' ', '')}`
      : `${change < 0 ? '' : '+'}${short(change)}`;
    return [
      ['label', ` ${symbol}`],
      plain(pad(short(now[j]!), 9, 'left')),
      ['label', pad(` ${move}`, 12)],
      ['label', '='],
      ['strong', pad(short(next[j]!), 9, 'left')],
    ];
  };
  const weights = Array.from({ length: shown }, (_, j) => row(symbols.weight(j), j));
  const hidden: Line[] = shown < d ? [[['label', ` ${words.more(d - shown)}`]]] : [];
  return [[['strong', ` ${title}`]], ...weights, row(symbols.bias, d), ...hidden];
}

/** Three lines for a window without room for the panel. */
export function chainSummary(view: View, columns: number, paint: Paint): string[] {
  const chain = chainOf(view);
  const { ledger: facts, sample, input } = chain;
  const symbols = symbolsOf(view);
  const words = WORDS[view.screen.language];
  const short = (value: number): Segment => [
    value < 0 ? 'error' : 'model',
    formatNumber(value, 4).replaceAll(' ', ''),
  ];
  const all = (values: ArrayLike<number>, name: (j: number) => string): Line =>
    Array.from(values).flatMap((value, j): Line => [['label', `  ${name(j)} `], short(value)]);
  const d = input.length;
  const parameter = (j: number): string => (j < d ? symbols.weight(j) : symbols.bias);
  return [
    layLine(
      [
        ['strong', ` ${words.sample(chain.sample.index + 1)}`],
        ...all(
          [facts.prediction, sample.y, facts.residual, facts.lossByPrediction],
          (j) => ['ŷ', 'y', 'y−ŷ', '∂L/∂ŷ'][j]!,
        ),
      ],
      columns,
      paint,
    ),
    layLine(
      [['label', ' ∂L/∂ŷ·∂ŷ/∂'], ...all([...facts.lossByWeight, facts.lossByBias], parameter)],
      columns,
      paint,
    ),
    layLine([['label', ` ${words.nextUpdate}`], ...all(chain.next, parameter)], columns, paint),
  ];
}
