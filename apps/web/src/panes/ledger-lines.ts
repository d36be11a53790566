import {
  type Chain,
  digitsThatGive,
  parameterOf,
  type Symbols,
  subscript,
  symbolsOf as symbolsOfSpace,
  termTexts,
  type Update,
  type UpdateKind,
  updateKind,
  updateRule,
} from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import type { View } from '../view.ts';
import {
  factor,
  fraction,
  hat,
  index,
  letter,
  linked,
  type MathPart,
  math,
  negative,
  number,
  parameter,
  parens,
  partial,
  sign,
  squared,
  text,
} from './math.ts';

/** Weights whose derivatives are written out. */
const MOST_WEIGHTS = 3;

/** A piece of an equation that stays together where the line has to break; the name of a term breaks anywhere. */
type Piece = readonly MathPart[] | string;

/** One equation, and behind a fold its reason; what it is about lights up wherever it is drawn, while pointed at or pinned. */
function line(
  view: View,
  about: string | readonly [link: string, left: string],
  why: string | readonly string[],
  left: MathPart,
  ...pieces: readonly Piece[]
): TemplateResult {
  const [link, name = nameOf(link)] = typeof about === 'string' ? [about] : about;
  const { words } = view;
  const isPinned = view.choices.pinned === link;
  const isExplained = view.choices.explained === name;
  return html`<li data-link=${link}>
    <button
      class="symbol"
      aria-pressed=${isPinned}
      @click=${() => view.act.choose({ pinned: isPinned ? undefined : link })}
    >
      <span class="unseen">${words.listed(name, words.light(nameOf(link)))}</span><span aria-hidden="true">${math(left)}</span></button
    >
    <span class="unseen">${math(left, ...pieces.flatMap(heard))}</span>
    <div class="pieces">
      ${pieces.map(drawn)}
      <button class="why" aria-expanded=${isExplained} @click=${() => view.act.choose({ explained: isExplained ? undefined : name })}>
        ${words.why.label}<span class="unseen"> ${name}</span>
      </button>
    </div>
    ${isExplained ? [why].flat().map((reason) => html`<p class="reason">${reason}</p>`) : nothing}
  </li>`;
}

/** A piece as it is seen: on its own, since a formula of the browser never breaks. */
const drawn = (piece: Piece): TemplateResult =>
  typeof piece === 'string'
    ? html`<span class="term-name" aria-hidden="true">${piece}</span>`
    : html`<math aria-hidden="true">${piece}</math>`;

/** A piece as it is heard: within the line as a whole, which is one formula. */
const heard = (piece: Piece): readonly MathPart[] => (typeof piece === 'string' ? [text(piece)] : piece);

/** Symbol of a link, in plain characters. */
const NAMES: Readonly<Record<string, string>> = {
  prediction: 'ŷ',
  residual: 'y − ŷ',
  loss: 'L',
  slope: '∂L/∂ŷ',
  b: 'b',
};

const nameOf = (link: string): string => NAMES[link] ?? `w${subscript(Number(link.slice(1)) + 1)}`;

/** Digits of an operand, where they give the result. */
const LEAST_DIGITS = 5;

/** Operands with as many digits as let a calculator come to the result that is printed. */
function operandsOf(
  { format }: View,
  operands: readonly number[],
  calculate: (operands: readonly number[]) => number,
  print: (result: number) => string,
): string[] {
  const round = (value: number, digits: number): number => Number(value.toPrecision(digits));
  const digits = digitsThatGive({ operands, calculate, round, print }, LEAST_DIGITS);
  return operands.map((value) => format.precise(value, digits));
}

const product = (factors: readonly number[]): number => factors.reduce((all, value) => all * value, 1);

const half = (): MathPart => fraction(number('1'), number('2'));
const yHat = (): MathPart => linked('prediction', hat('y'));
const loss = (): MathPart => linked('loss', letter('L'));
/** y − ŷ, in letters or numbers: one thing, which L and ∂L/∂ŷ are made of. */
const gap = (...terms: readonly MathPart[]): MathPart => linked('residual', parens(...terms));
/** ∂L/∂ŷ: worked out once, and a factor of all others. */
const lossByPrediction = (): MathPart => linked('slope', partial(letter('L'), hat('y')));
const equals = (): MathPart => sign('=');
// the operator, not the full stop that Chinese fonts make as wide as a character
const times = (): MathPart => sign('⋅');
const minus = (): MathPart => sign('−');

/** The names of inputs and parameters in the space of the descent, and the numbers of the parameters. */
function symbolsOf({ session, format }: View) {
  const { isScaled, surface, trainer } = session;
  const d = trainer.features.length;
  const texts = termTexts(trainer);
  const linkOf = (j: number): string => (j < d ? `w${j}` : 'b');
  const input = (j: number): MathPart => linked(`x-${linkOf(j)}`, index(letter(isScaled ? 'z' : 'x'), j));
  const parameterIn = (scaled: boolean, j: number): MathPart =>
    linked(linkOf(j), j < d ? index(parameter('w', scaled), j) : parameter('b', scaled));
  return {
    input,
    /** ∂ŷ/∂w: x₂, or of a model of terms x², and z₂(x²) where the descent sees it standardised. */
    derivative: (j: number, before: readonly MathPart[]): Piece[] => {
      if (!texts) return [[...before, input(j)]];
      return isScaled ? [[...before, input(j)], `(${texts[j]})`] : [before, texts[j]!];
    },
    weight: (j: number): MathPart => parameterIn(isScaled, j),
    /** The same in the units of the data. */
    inData: (j: number): MathPart => parameterIn(false, j),
    value: (value: number, j: number): string =>
      format.fixed(value, parameterOf(surface.scaledOptimum, j) || 1),
    /** Numbers of the parameters written out, the bias last. */
    shown: [
      ...Array.from({ length: Math.min(d, MOST_WEIGHTS) }, (_, j) => j),
      ...(trainer.options.intercept ? [d] : []),
    ],
    hasMore: d > MOST_WEIGHTS,
    isBias: (j: number): boolean => j === d,
    linkOf,
  };
}

/** The same symbols in a sentence. */
const plainSymbols = ({ session }: View): Symbols =>
  symbolsOfSpace(session.trainer.features.length, session.isScaled);

/** ŷ, L and the derivative that all others use. */
export function forwardLines(view: View, { state, ledger, sample }: Chain): TemplateResult[] {
  const { format } = view;
  const { why } = view.words;
  const { input, weight, shown, hasMore, isBias } = symbolsOf(view);
  const { prediction, residual } = ledger;
  const named = shown.map((j) => (isBias(j) ? [weight(j)] : [weight(j), input(j)]));
  // the parameters, then what each is multiplied by
  const pairs = [
    ...shown.map((j) => parameterOf(state, j)),
    ...shown.map((j) => (isBias(j) ? 1 : sample.z[j]!)),
  ];
  const hidden = prediction - sumOfPairs(pairs);
  const written = operandsOf(view, pairs, (all) => sumOfPairs(all) + hidden, format.short);
  const numbers = shown.map((j, i) => {
    const amount = factor(written[i]!);
    return isBias(j) ? [amount] : [amount, times(), factor(written[shown.length + i]!)];
  });
  const [error] = operandsOf(view, [residual], ([r]) => 0.5 * r! * r!, format.short);
  const exact = error!.replace(/\D/g, '').length;
  const [target, predicted] = operandsOf(
    view,
    [sample.y, prediction],
    ([y, yHat]) => y! - yHat!,
    (r) => format.precise(r, Math.max(LEAST_DIGITS, exact)),
  );
  if (hasMore) {
    named.splice(MOST_WEIGHTS, 0, [letter('…')]);
    numbers.splice(MOST_WEIGHTS, 0, [letter('…')]);
  }
  const difference = [linked('target', factor(target!)), minus(), linked('prediction', factor(predicted!))];
  const letters = [letter('y'), minus(), hat('y')];
  const is = (result: number): Piece => [equals(), number(format.short(result))];
  return [
    line(view, 'prediction', why.prediction, yHat(), ...sumOf(named, equals()), ...sumOf(numbers, equals()), [
      equals(),
      linked('prediction', number(format.short(prediction))),
    ]),
    line(
      view,
      'residual',
      why.residual,
      gap(...letters),
      [equals(), ...difference],
      [equals(), linked('residual', number(error!))],
    ),
    line(
      view,
      'loss',
      why.loss,
      loss(),
      [equals(), half(), squared(gap(...letters))],
      [equals(), half(), times(), squared(gap(number(error!)))],
      is(ledger.loss),
    ),
    line(
      view,
      'slope',
      why.slope,
      lossByPrediction(),
      [equals(), negative(), gap(...letters)],
      [equals(), negative(), gap(number(target!), minus(), factor(predicted!))],
      [
        equals(),
        linked(
          'slope',
          number(error!.startsWith('−') ? error!.slice(1) : residual === 0 ? error! : `−${error}`),
        ),
      ],
    ),
  ];
}

/** Σ of the first half times the second, number by number. */
const sumOfPairs = (pairs: readonly number[]): number => {
  const half = pairs.length / 2;
  return pairs.slice(0, half).reduce((sum, value, i) => sum + value * pairs[half + i]!, 0);
};

/** For each parameter the two factors of its derivative, and their product. */
export function backwardLines(view: View, { sample, ledger }: Chain): TemplateResult[] {
  const { format } = view;
  const { why } = view.words;
  const { weight, derivative, shown, isBias, linkOf } = symbolsOf(view);
  const plain = plainSymbols(view);
  return shown.map((j) => {
    const before = [equals(), lossByPrediction(), times()];
    const factors = [ledger.lossByPrediction, isBias(j) ? 1 : sample.z[j]!];
    const [slope, ownValue] = operandsOf(view, factors, product, format.short);
    return line(
      view,
      [linkOf(j), `∂L/∂${nameOf(linkOf(j))}`],
      [why.product, isBias(j) ? why.byBias(plain.bias) : why.byWeight(plain.weight(j), plain.input(j))],
      partial(loss(), weight(j)),
      [...before, partial(yHat(), weight(j))],
      ...(isBias(j) ? [[...before, number('1')]] : derivative(j, before)),
      [equals(), linked('slope', factor(slope!)), times(), factor(ownValue!)],
      [equals(), number(format.short(product(factors)))],
    );
  });
}

/** What an update takes, beside the chain rule on show. */
export const kindOf = ({ session, picture }: View, update: Update): UpdateKind =>
  updateKind(update, picture.chosen, session.trainer.options.l2);

/** w ← w − α·g with its numbers where the run takes plain steps, else w ← w + Δw. */
export function updateLines(view: View, update: Update): TemplateResult[] {
  const { weight, value, shown, isBias, linkOf } = symbolsOf(view);
  const { from, to, gradient, learningRate } = update;
  const kind = kindOf(view, update);
  const why = view.words.why.update;
  return shown.map((j) => {
    const [before, after] = [parameterOf(from.scaled, j), parameterOf(to.scaled, j)];
    const mean = index(letter('g'), isBias(j) ? 'b' : j);
    const slope = kind === 'single' ? partial(loss(), weight(j)) : mean;
    const print = (result: number): string => value(result, j);
    const operands = gradient ? [before, learningRate, parameterOf(gradient, j)] : [before, after - before];
    const [old, ...moves] = operandsOf(
      view,
      operands,
      ([start, a, b]) => (gradient ? start! - a! * b! : start! + a!),
      print,
    );
    const [named, ...moved]: [readonly MathPart[], ...Piece[]] = gradient
      ? [
          [minus(), letter('α'), times(), slope],
          ...inPieces([minus(), factor(moves[0]!)], [times(), factor(moves[1]!)], moves.join('')),
        ]
      : [
          [sign('+'), letter('Δ'), weight(j)],
          [sign('+'), factor(moves[0]!)],
        ];
    return line(
      view,
      [linkOf(j), `${nameOf(linkOf(j))} ←`],
      kind === 'adapted' ? why.adapted(updateRule(view.session.trainer.options)) : why[kind],
      weight(j),
      [sign('←'), weight(j), ...named],
      [equals(), number(old!)],
      ...moved,
      [equals(), number(value(after, j))],
    );
  });
}

/** End of an update, from the space of the descent back to the data: w = w̃/σ, then b = b̃ − Σ w·μ. */
export function conversionLines(view: View, { to }: Update): TemplateResult[] {
  const { session, picture, format } = view;
  const { surface } = session;
  const { weight, inData, shown, isBias, linkOf } = symbolsOf(view);
  const { sizes } = picture;
  const weights = shown.filter((j) => !isBias(j) && surface.spread[j]! > 0);
  const lines = weights.map((j) => {
    const print = (result: number): string => format.fixed(result, sizes.weights[j]!);
    const operands = [to.scaled.weights[j]!, surface.spread[j]!];
    const [scaled, spread] = operandsOf(view, operands, ([w, sigma]) => w! / sigma!, print);
    return line(
      view,
      linkOf(j),
      view.words.why.weightInData,
      inData(j),
      [equals(), fraction(weight(j), index(letter('σ'), j))],
      [equals(), fraction(number(scaled!), number(spread!))],
      [equals(), number(print(to.weights[j]!))],
    );
  });
  return session.trainer.options.intercept ? [...lines, biasLine(view, to, weights)] : lines;
}

function biasLine(
  view: View,
  { scaled, weights, bias }: Update['to'],
  shown: readonly number[],
): TemplateResult {
  const { session, picture, format } = view;
  const { center } = session.surface;
  const { weight, inData } = symbolsOf(view);
  const print = (result: number): string => format.fixed(result, picture.sizes.bias);
  const pairs = [...shown.map((j) => weights[j]!), ...shown.map((j) => center[j]!)];
  const hidden = scaled.bias - sumOfPairs(pairs) - bias;
  const operands = [...pairs, scaled.bias];
  const written = operandsOf(
    view,
    operands,
    (all) => all.at(-1)! - sumOfPairs(all.slice(0, -1)) - hidden,
    print,
  );
  const more: Piece = weights.length > shown.length ? [minus(), letter('…')] : [];
  return line(
    view,
    'b',
    view.words.why.biasInData,
    inData(scaled.weights.length),
    [equals(), weight(scaled.weights.length)],
    ...shown.map((j): Piece => [minus(), inData(j), times(), index(letter('μ'), j)]),
    more,
    [equals(), number(written.at(-1)!)],
    ...shown.map(
      (_, i): Piece => [minus(), factor(written[i]!), times(), factor(written[shown.length + i]!)],
    ),
    more,
    [equals(), number(print(bias))],
  );
}

/** Characters of a product that fit on a line of the narrowest page. */
const LONGEST_PRODUCT = 18;

/** A product, in two pieces where its numbers are long. */
const inPieces = (one: readonly MathPart[], other: readonly MathPart[], numbers: string): Piece[] =>
  numbers.length > LONGEST_PRODUCT ? [one, other] : [[...one, ...other]];

/** Terms with what joins them: `first`, then plus signs. */
const sumOf = (terms: readonly (readonly MathPart[])[], first: MathPart): Piece[] =>
  terms.map((term, i) => [i > 0 ? sign('+') : first, ...term]);
