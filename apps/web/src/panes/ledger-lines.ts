import { type Chain, parameterOf, subscript, type Update } from '@gd-trainer/sdk/view';
import { html, type TemplateResult } from 'lit';
import type { View } from '../view.ts';
import {
  factor,
  fraction,
  hat,
  index,
  letter,
  math,
  negative,
  number,
  parameter,
  parens,
  partial,
  sign,
  squared,
  type Term,
} from './math.ts';

/** Weights whose derivatives are written out. */
const MOST_WEIGHTS = 3;

/** A piece of an equation that stays together where the line has to break. */
type Piece = readonly Term[];

/** One equation; what it is about lights up wherever it is drawn, while pointed at or pinned. */
function line(view: View, link: string, left: Term, ...pieces: readonly Piece[]): TemplateResult {
  const isPinned = view.choices.pinned === link;
  return html`<li data-link=${link}>
    <button
      class="symbol"
      aria-pressed=${isPinned}
      @click=${() => view.act.choose({ pinned: isPinned ? undefined : link })}
    >
      <span class="unseen">${view.words.light(nameOf(link))}</span><span aria-hidden="true">${math(left)}</span></button
    >
    <span class="pieces">${pieces.map((piece) => math(...piece))}</span>
  </li>`;
}

/** Symbol of a link, in plain characters. */
const NAMES: Readonly<Record<string, string>> = {
  prediction: 'ŷ',
  residual: 'y − ŷ',
  loss: 'L',
  slope: '∂L/∂ŷ',
  b: 'b',
};

const nameOf = (link: string): string => NAMES[link] ?? `w${subscript(Number(link.slice(1)) + 1)}`;

const yHat = (): Term => hat('y');
const loss = (): Term => letter('L');
const equals = (): Term => sign('=');
// the operator, not the full stop that Chinese fonts make as wide as a character
const times = (): Term => sign('⋅');
const minus = (): Term => sign('−');

/** The names of inputs and parameters in the space of the descent, and the numbers of the parameters. */
function symbolsOf({ session, format }: View) {
  const { isScaled, surface, trainer } = session;
  const d = trainer.features.length;
  return {
    input: (j: number): Term => index(letter(isScaled ? 'z' : 'x'), j),
    weight: (j: number): Term => (j < d ? index(parameter('w', isScaled), j) : parameter('b', isScaled)),
    value: (value: number, j: number): string =>
      format.fixed(value, parameterOf(surface.scaledOptimum, j) || 1),
    /** Numbers of the parameters written out, the bias last. */
    shown: [
      ...Array.from({ length: Math.min(d, MOST_WEIGHTS) }, (_, j) => j),
      ...(trainer.options.intercept ? [d] : []),
    ],
    hasMore: d > MOST_WEIGHTS,
    isBias: (j: number): boolean => j === d,
    linkOf: (j: number): string => (j < d ? `w${j}` : 'b'),
  };
}

/** ŷ, L and the derivative that all others use. */
export function forwardLines(view: View, { state, ledger, sample }: Chain): TemplateResult[] {
  const { format } = view;
  const { input, weight, value, shown, hasMore, isBias } = symbolsOf(view);
  const prediction = format.short(ledger.prediction);
  const named = shown.map((j) => (isBias(j) ? [weight(j)] : [weight(j), input(j)]));
  const numbers = shown.map((j) => {
    const amount = factor(value(parameterOf(state, j), j));
    return isBias(j) ? [amount] : [amount, times(), factor(format.fixed(sample.z[j]!, 10))];
  });
  if (hasMore) {
    named.splice(MOST_WEIGHTS, 0, [letter('…')]);
    numbers.splice(MOST_WEIGHTS, 0, [letter('…')]);
  }
  const difference = [equals(), factor(format.short(sample.y)), minus(), factor(prediction)];
  const gap = (): Term => parens(letter('y'), minus(), yHat());
  const is = (result: number): Piece => [equals(), number(format.short(result))];
  return [
    line(view, 'prediction', yHat(), [equals(), ...sumOf(named).flat()], ...sumOf(numbers, equals()), [
      equals(),
      number(prediction),
    ]),
    line(view, 'residual', gap(), difference, is(ledger.residual)),
    line(
      view,
      'loss',
      loss(),
      [equals(), fraction(number('1'), number('2')), squared(letter('y'), minus(), yHat())],
      is(ledger.loss),
    ),
    line(view, 'slope', partial(loss(), yHat()), [equals(), negative(), gap()], is(ledger.lossByPrediction)),
  ];
}

/** For each parameter the two factors of its derivative, and their product. */
export function backwardLines(view: View, { sample, ledger }: Chain): TemplateResult[] {
  const { format } = view;
  const { weight, input, shown, isBias, linkOf } = symbolsOf(view);
  const slope = format.short(ledger.lossByPrediction);
  return shown.map((j) => {
    const own = isBias(j) ? number('1') : input(j);
    const ownValue = isBias(j) ? '1' : format.fixed(sample.z[j]!, 10);
    const product = isBias(j) ? ledger.lossByBias : ledger.lossByWeight[j]!;
    return line(
      view,
      linkOf(j),
      partial(loss(), weight(j)),
      [equals(), partial(loss(), yHat()), times(), partial(yHat(), weight(j))],
      [equals(), partial(loss(), yHat()), times(), own],
      [equals(), factor(slope), times(), factor(ownValue)],
      [equals(), number(format.short(product))],
    );
  });
}

/** True if an update is what the chain rule on show gives: of that row alone, and with no penalty in it. */
export function isOwn(
  { session, picture: { chosen } }: View,
  { samples, rows: [row = chosen] }: Update,
): boolean {
  return samples === 1 && row === chosen && session.trainer.options.l2 === 0;
}

/** w ← w − α·g with its numbers where the run takes plain steps, else w ← w + Δw. */
export function updateLines(view: View, update: Update): TemplateResult[] {
  const { format } = view;
  const { weight, value, shown, isBias, linkOf } = symbolsOf(view);
  const { from, to, gradient, learningRate } = update;
  return shown.map((j) => {
    const [before, after] = [parameterOf(from.scaled, j), parameterOf(to.scaled, j)];
    const mean = index(letter('g'), isBias(j) ? 'b' : j);
    const slope = isOwn(view, update) ? partial(loss(), weight(j)) : mean;
    const [named, moved]: [Piece, Piece] = gradient
      ? [
          [minus(), letter('α'), times(), slope],
          [
            minus(),
            factor(format.short(learningRate)),
            times(),
            factor(format.short(parameterOf(gradient, j))),
          ],
        ]
      : [
          [sign('+'), letter('Δ'), weight(j)],
          [sign('+'), factor(format.short(after - before))],
        ];
    return line(
      view,
      linkOf(j),
      weight(j),
      [sign('←'), weight(j), ...named],
      [equals(), number(value(before, j))],
      moved,
      [equals(), number(value(after, j))],
    );
  });
}

/** End of an update, from the space of the descent back to the data: w = w̃/σ. */
export function conversionLines(view: View, { to }: Update): TemplateResult[] {
  const { session, picture, format } = view;
  const { surface } = session;
  const { weight, value, shown, isBias, linkOf } = symbolsOf(view);
  return shown
    .filter((j) => !isBias(j) && surface.spread[j]! > 0)
    .map((j) =>
      line(
        view,
        linkOf(j),
        index(letter('w'), j),
        [equals(), fraction(weight(j), index(letter('σ'), j))],
        [
          equals(),
          fraction(number(value(to.scaled.weights[j]!, j)), number(format.short(surface.spread[j]!))),
        ],
        [equals(), number(format.fixed(to.weights[j]!, picture.sizes.weights[j]!))],
      ),
    );
}

/** Terms with what joins them: `first`, if there is one, then plus signs. */
const sumOf = (terms: readonly Piece[], first?: Term): Piece[] =>
  terms.map((term, i) => (i > 0 ? [sign('+'), ...term] : first ? [first, ...term] : term));
