import { type Chain, parameterOf, type Symbols, updateKind, updateRule } from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Paint } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { cutMiddle, type Line, layLine, lineWidth, pad, plain, wrapIn } from './lines.ts';
import { derivativesIn, symbolsIn } from './symbols.ts';
import {
  DIGITS,
  errorDigits,
  factor,
  LOSS_DIGITS,
  leastWritten,
  operandsFor,
  precise,
  tidy,
  type Written,
  whole,
  written,
  writtenUpdate,
} from './written.ts';

/** What is derived, beside the chain rule itself. */
export interface Derivation {
  /** Row of the chain rule, from 0. */
  readonly row: number;
  /** Numbers of the features whose lines are written out. */
  readonly features: readonly number[];
  /** Name of the update. */
  readonly title: string;
  /** True if it stays where it takes the room of something else. */
  readonly isNamed: boolean;
}

/** A line of it: what it is about, its right sides in turn, the last of them the result, and the reason. */
interface Step {
  readonly left: string;
  /** Sign between them, where it is not the one of equality. */
  readonly sign?: '=' | '←';
  readonly sides: readonly string[];
  readonly why: string;
}

/** What all lines are made of. */
interface Sources extends Pick<Derivation, 'row' | 'features'> {
  readonly view: View;
  readonly chain: Chain;
  readonly symbols: Symbols;
  readonly columns: number;
}

/**
 * The chain rule of a row derived, a line a step: in symbols, in numbers, and what they come to. Below one of the lines
 * stands its reason, if it is asked for, and in a small window the others make room. Undefined where there is not room for
 * all lines and no reason is asked for.
 */
export function derivation(
  view: View,
  chain: Chain,
  { row, features, title, isNamed }: Derivation,
  columns: number,
  rows: number,
  paint: Paint,
): string[] | undefined {
  const sources: Sources = { view, chain, row, features, columns, symbols: symbolsIn(view) };
  const heading: Line = [['strong', ` ${title}`]];
  const [before, after] = [[...forward(sources), ...backward(sources)], update(sources)];
  const steps = [...before, ...after];
  const open = view.screen.why % (steps.length + 1);
  const width = Math.max(...steps.map(({ left }) => textWidth(left)));
  const blocks = steps.map((step, i): Line[] => [
    ...(i === before.length ? [heading] : []),
    ...stepLines(step, width, columns),
    ...(i === open - 1 ? reasonLines(step, view, columns) : []),
  ]);
  const whole = blocks.flat();
  const isCut = features.length < chain.sample.z.length;
  const close = (): Line[][] => [
    closeLines(sources, width, heading),
    closeLines(sources, width, isNamed ? heading : undefined, true),
  ];
  const lines = open > 0 ? whole : [whole, ...close()].find(({ length }) => length <= rows);
  if (!lines || (open === 0 && isCut)) return undefined;
  const end = blocks.slice(0, open).flat().length;
  const first = Math.max(0, Math.min(end - Math.ceil(rows / 2), lines.length - rows));
  return lines.slice(first, first + rows).map((line) => layLine(line, columns, paint));
}

/** All of it on fewer lines: factors beside each other, and at the closest y − ŷ within L. */
function closeLines(sources: Sources, width: number, heading?: Line, isClosest = false): Line[] {
  const { columns } = sources;
  const isFactor = ({ left }: Step): boolean => left.startsWith('∂ŷ/∂');
  const [slope, ...others] = backward(sources);
  const linesOf = (steps: readonly Step[]): Line[] =>
    steps.flatMap((step) => stepLines(step, width, columns, 0));
  const factors = others.filter(isFactor).flatMap((step) => stepLines(step, textWidth(step.left), columns));
  return [
    ...linesOf([...forward(sources, isClosest), slope!]),
    ...flowed(factors, columns),
    ...linesOf(others.filter((step) => !isFactor(step))),
    ...(heading ? [heading] : []),
    ...linesOf(update(sources)),
  ];
}

/** Lines side by side, as many as there is room for. */
function flowed([first = [], ...others]: readonly Line[], columns: number): Line[] {
  const lines = [first];
  for (const line of others) {
    const longer = [...lines.at(-1)!, plain('  '), ...line];
    if (lineWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(line);
  }
  return lines;
}

/** A step on as many lines as it takes: what does not fit any more begins the next one with its sign. */
function stepLines(
  { left, sign = '=', sides }: Step,
  width: number,
  columns: number,
  indent: number = width,
): Line[] {
  const lines: string[] = [`${pad(left, width)} ${sign} ${sides[0]!}`];
  for (const side of sides.slice(1)) {
    const whole = `${lines.at(-1)!} = ${side}`;
    if (textWidth(whole) < columns) lines[lines.length - 1] = whole;
    else lines.push(`${' '.repeat(indent)} = ${side}`);
  }
  const result = sides.at(-1)!;
  return lines.map((text, i) =>
    i < lines.length - 1
      ? [plain(` ${text}`)]
      : [plain(` ${text.slice(0, text.length - result.length)}`), ['strong', result]],
  );
}

function reasonLines({ why }: Step, { screen }: View, columns: number): Line[] {
  const { told } = WORDS[screen.language].why;
  const lines = wrapIn(screen, told(why), columns - 2 * INDENT.length);
  return lines.map((line): Line => [plain(INDENT), ['model', line]]);
}

const INDENT = '   ';

const shown = (value: number, digits: number = DIGITS): string => tidy(precise(value, digits), value);

/** Inputs where they are standardised, ŷ, y − ŷ on its own or within L, and L. */
function forward(sources: Sources, isClose: boolean = false): Step[] {
  const { view, chain } = sources;
  const { sample, ledger } = chain;
  const { why } = WORDS[view.screen.language];
  const { digits, operandDigits } = errorDigits(chain, precise);
  const [y, prediction] = [sample.y, ledger.prediction].map((value) => shown(value, operandDigits));
  const error = shown(ledger.residual, digits);
  const difference = `${y} − ${factor(prediction!)}`;
  const residual: Step = { left: 'y − ŷ', sides: [difference, error], why: why.residual };
  const base = isClose ? `(${difference})` : whole(error);
  return [
    ...inputs(sources),
    { left: 'ŷ', sides: predictionSides(sources, operandDigits), why: why.prediction },
    ...(isClose ? [] : [residual]),
    { left: 'L', sides: ['½(y − ŷ)²', `½·${base}²`, shown(ledger.loss, LOSS_DIGITS)], why: why.loss },
  ];
}

/** z from x, where the descent sees the features standardised. */
function inputs({ view, chain: { sample }, features, symbols }: Sources): Step[] {
  const { surface, trainer, isScaled } = view.session;
  const { features: names, options } = trainer;
  const why = WORDS[view.screen.language].why.standardised(options.intercept);
  if (!isScaled) return [];
  return features.map((j) => {
    const [mean, spread] = [surface.center[j]!, surface.spread[j]!];
    const [x, center, over] = operandsFor(
      [sample.x[j]!, mean, spread],
      ([value, less, by]) => (by! > 0 ? (value! - less!) / by! : 0),
      (z) => precise(z, DIGITS),
    );
    const number = options.intercept ? `(${x} − ${factor(center!)})/${whole(over!)}` : `${x}/${whole(over!)}`;
    const name = cutMiddle(names[j]!, MOST_NAME);
    const symbol = options.intercept ? `(${name} − μ)/σ` : `${name}/σ`;
    return { left: `${symbols.input(j)}`, sides: [symbol, number, shown(sample.z[j]!)], why };
  });
}

/** Columns of a name. */
const MOST_NAME = 24;

/** The sum of products, of as many features as have room, in symbols and in numbers. */
function predictionSides(sources: Sources, digits: number): string[] {
  for (let count = sources.features.length; count > 1; count--) {
    const sides = predictionOf(sources, count, digits);
    if (sides.every((side) => textWidth(side) <= sources.columns - LEFT_ROOM)) return sides;
  }
  return predictionOf(sources, 1, digits);
}

/** Columns that the left sides may take. */
const LEFT_ROOM = 12;
/** Columns of an update beside its numbers. */
const SIGNS_ROOM = 40;

function predictionOf({ view, chain, features, symbols }: Sources, count: number, digits: number): string[] {
  const { sample, state, ledger } = chain;
  const { intercept } = view.session.trainer.options;
  const some = features.slice(0, count);
  const isCut = count < sample.z.length;
  const sumOf = (values: readonly number[]): number =>
    some.reduce((sum, _, i) => sum + values[i]! * values[count + i]!, values[2 * count]!);
  const values = [...some.map((j) => state.weights[j]!), ...some.map((j) => sample.z[j]!), state.bias];
  const hidden = ledger.prediction - sumOf(values);
  const texts = operandsFor(
    values,
    (all) => sumOf(all) + hidden,
    (sum) => precise(sum, digits),
  );
  const rest = isCut ? ['…'] : [];
  const named = some.map((j) => `${symbols.weight(j)}${symbols.input(j)}`);
  const numbers = some.map((_, i) => `${factor(texts[i]!)}·${factor(texts[count + i]!)}`);
  return [
    [...named, ...rest, ...(intercept ? [symbols.bias] : [])].join(' + '),
    [...numbers, ...rest, ...(intercept ? [factor(texts[2 * count]!)] : [])].join(' + '),
    shown(ledger.prediction, digits),
  ];
}

/** Parameters that are written out: index, symbol, what ŷ changes by with it, in symbols and as a number, and why. */
function parametersOf({ view, chain: { sample }, features, symbols }: Sources) {
  const { why } = WORDS[view.screen.language];
  const derivative = derivativesIn(view, symbols);
  const weights = features.map((j) => ({
    index: j,
    symbol: symbols.weight(j),
    own: derivative(j),
    value: sample.z[j]!,
    why: why.byWeight(symbols.weight(j), derivative(j)),
  }));
  const bias = {
    index: sample.z.length,
    symbol: symbols.bias,
    own: '',
    value: 1,
    why: why.byBias(symbols.bias),
  };
  return view.session.trainer.options.intercept ? [...weights, bias] : weights;
}

/** ∂L/∂ŷ, then ∂ŷ/∂w and ∂L/∂w of each parameter. */
function backward(sources: Sources): Step[] {
  const { view, chain, columns } = sources;
  const { ledger, sample } = chain;
  const { why } = WORDS[view.screen.language];
  const { digits, operandDigits } = errorDigits(chain, precise);
  const slope = ledger.lossByPrediction;
  const [y, prediction] = [sample.y, ledger.prediction].map((value) => shown(value, operandDigits));
  const parameters = parametersOf(sources);
  return [
    {
      left: '∂L/∂ŷ',
      sides: ['−(y − ŷ)', `−(${y} − ${factor(prediction!)})`, shown(slope, digits)],
      why: why.slope,
    },
    ...parameters.map(({ symbol, own, value, why }) => ({
      left: `∂ŷ/∂${symbol}`,
      sides: own === '' ? ['1'] : [own, shown(value)],
      why,
    })),
    ...parameters.map(({ symbol, value }) => {
      const symbols = `∂L/∂ŷ · ∂ŷ/∂${symbol}`;
      const multiply = ([a, b]: readonly number[]): number => a! * b!;
      const fits = ({ operands, result }: Written): boolean =>
        textWidth(`${symbols}${operands.join('')}${result}`) <= columns - 2 * LEFT_ROOM;
      const texts = written([slope, value], multiply, fits) ?? leastWritten([slope, value], multiply);
      const [a, b] = texts.operands;
      return {
        left: `∂L/∂${symbol}`,
        sides: [symbols, `${a} · ${factor(b!)}`, tidy(texts.result, slope * value)],
        why: why.product,
      };
    }),
  ];
}

/** The update as it will be applied, by the gradient of its rows or by whatever the optimizer makes of it. */
function update(sources: Sources): Step[] {
  const { view, chain, row, columns } = sources;
  const made = chain.update;
  // past a divergence a run stands still
  if (!made) return [];
  const { options } = view.session.trainer;
  const kind = updateKind(made, row, options.l2);
  const reasons = WORDS[view.screen.language].why.update;
  const why = kind === 'adapted' ? reasons.adapted(updateRule(options)) : reasons[kind];
  return parametersOf(sources).map(({ index, symbol }) => {
    const [now, then] = [parameterOf(made.from.scaled, index), parameterOf(made.to.scaled, index)];
    const { gradient, learningRate } = made;
    const operands = gradient ? [now, learningRate, parameterOf(gradient, index)] : [now, then - now];
    const calculate = ([old, a, b]: readonly number[]): number => (gradient ? old! - a! * b! : old! + a!);
    const texts =
      writtenUpdate(
        operands,
        calculate,
        (texts) => textWidth(`${texts.operands.join('')}${texts.result ?? ''}`) <= columns - SIGNS_ROOM,
      ) ?? leastWritten(operands, calculate);
    const [old, move, slope] = texts.operands;
    const by = kind === 'single' ? `∂L/∂${symbol}` : `g(${symbol})`;
    return {
      left: symbol,
      sign: '←',
      sides: [
        gradient ? `${symbol} − α · ${by}` : `${symbol} + Δ${symbol}`,
        gradient ? `${old} − ${move}·${factor(slope!)}` : `${old} + ${factor(move!)}`,
        ...(texts.result === undefined ? [] : [tidy(texts.result, then)]),
      ],
      why,
    };
  });
}
