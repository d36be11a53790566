import { type Chain, fitNumber, type Symbols } from '@gd-trainer/sdk/view';
import { asciiText } from '../../output/ascii.ts';
import textWidth from '../../output/text-width.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { updateTitle } from './chosen.ts';
import { cutMiddle, type Line, pad, plain, type Segment } from './lines.ts';
import { listed } from './symbols.ts';
import {
  DIGITS,
  errorDigits,
  factor,
  NUMBER_WIDTH,
  read,
  rounded,
  short,
  type Written,
  type WrittenUpdate,
  written,
  writtenUpdate,
} from './written.ts';

/** Facts that the parts of the ledger are laid out by. */
export interface Layout {
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

/** Columns of a feature's value in data units. */
const RAW_WIDTH = 9;

export function forward({ session }: View, chain: Chain, { symbols, features, labelWidth }: Layout): Line[] {
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

export function factors(
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
export function products(
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
export function update(view: View, chain: Chain, { symbols, features, labelWidth }: Layout): Line[] {
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
    const sum = ({ operands: [old, move, slope], result }: WrittenUpdate): string =>
      `${old} ${gradient ? `−${move}·${factor(slope!)}` : signed(move!)}${result === undefined ? '' : ' ='}`;
    const texts = writtenUpdate(
      gradient ? [now[j]!, rate, gradient[j]!] : [now[j]!, then - now[j]!],
      ([old, a, b]) => (gradient ? old! - a! * b! : old! + a!),
      (candidate) => textWidth(`${sum(candidate)} ${candidate.result ?? ''}`) <= room,
    );
    const label: Segment = ['label', pad(` ${symbol} `, symbolWidth + 1)];
    const left = texts ? sum(texts) : '';
    const result = texts ? (texts.result ?? '') : short(then, DIGITS);
    return [label, plain(left), ['strong', pad(result, room - textWidth(left), 'left')]];
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
