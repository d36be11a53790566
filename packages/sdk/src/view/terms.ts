import type { Moments } from '../moments/moments.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Term } from '../terms/expand.ts';
import { categoryName, type Expression } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import { type Writing, write } from '../terms/write.ts';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Terms as they stand in a formula: size², [species=Gentoo] where that is 1 or 0. */
const FORMULA: Writing = {
  column: (name) => name,
  date: (part, name) => `${part}(${name})`,
  call: (name, x) => `${name}(${x})`,
  product: (factors) => factors.join('·'),
  power: (x, by) => `${/^[\p{L}\p{N}_]+$|\)$/u.test(x) ? x : `(${x})`}${SUPERSCRIPTS[by]}`,
  between: (x, from, to) => `[${from} ≤ ${x} < ${to}]`,
  level: (of, level) => `[${categoryName(of, written)}=${level}]`,
};

/** A term as it stands in a formula. */
export const termText = (expression: Expression): string => write(expression, FORMULA);

/** Terms of runs, by their moments: a picture asks at every frame. */
const termsKnown = new WeakMap<Moments, readonly Term[]>();

/** The terms that the weights of a run multiply; columns where there are no others. */
export function termsOfRun(trainer: Trainer): readonly Term[] {
  const { data, kit } = recordOf(trainer);
  const { moments } = data;
  const before = termsKnown.get(moments);
  if (before) return before;
  const { features } = trainer;
  const terms = moments.terms
    ? kit!.modelTerms(features, moments.terms)
    : features.map((name): Term => ({ name, expression: { op: 'column', name } }));
  termsKnown.set(moments, terms);
  return terms;
}

/** Terms of a run as they stand in a formula; undefined where all are plain columns. */
export const termTexts = (trainer: Trainer): readonly string[] | undefined =>
  recordOf(trainer).data.moments.terms && termsOfRun(trainer).map(({ expression }) => termText(expression));
