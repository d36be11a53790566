// Weights of categories as what they are: differences from the reference.
import { referencesOf } from '../model/references.ts';
import { recordOf } from '../session/data-trainer.ts';
import type { Fact } from '../session/fact.ts';
import type { Trainer } from '../session/trainer.ts';
import { categoryName, type Expression } from '../terms/expression.ts';
import { written } from '../terms/names.ts';
import type { Parameters } from '../types.ts';
import { termsOfRun, termText } from './terms.ts';

/** A weight of a category, for `narrate`. */
export type Difference = Extract<Fact, { kind: 'difference' }>;

type Level = Extract<Expression, { readonly op: 'level' }>;

/** The differences that the weights of categories are: of ŷ, and of slopes; what two categories make together is told by neither. */
export function differencesOf(trainer: Trainer, { weights }: Parameters): Difference[] {
  const { terms } = recordOf(trainer).data.moments;
  if (!terms) return [];
  const { features, target } = trainer;
  const references = new Map(referencesOf({ features: [...features], terms }));
  const factors = termsOfRun(trainer).map(({ expression }) => factorsOf(expression));
  const isLevel = (factor: Expression): factor is Level => factor.op === 'level';
  return factors.flatMap((own, j): Difference[] => {
    const [level, another] = own.filter(isLevel);
    const reference = level && references.get(nameOf(level));
    if (!level || another || reference === undefined || level.level === reference) return [];
    const slopes = own.filter((factor) => factor !== level);
    const others = factors.filter((of) => of.length > own.length && own.every((one) => has(of, one)));
    // a slope of every level is none that differs from another
    if (
      factors.some((of) =>
        of.some((one) => isLevel(one) && one.level === reference && nameOf(one) === nameOf(level)),
      )
    ) {
      return [];
    }
    const rest = others.flatMap((of) => of.filter((one) => !has(own, one)));
    const where = rest.map((one) =>
      isLevel(one) ? `${nameOf(one)} = ${references.get(nameOf(one))}` : `${termText(one)} = 0`,
    );
    const slope = slopes.length > 0 ? slopes.map((one) => termText(one)).join('·') : null;
    return [
      {
        kind: 'difference',
        target,
        level: level.level,
        reference,
        value: weights[j]!,
        slope,
        where: [...new Set(where)],
      },
    ];
  });
}

const factorsOf = (expression: Expression): readonly Expression[] =>
  expression.op === 'product' ? expression.of : [expression];

const nameOf = ({ of }: Level): string => categoryName(of, written);

const has = (factors: readonly Expression[], one: Expression): boolean =>
  factors.some((factor) => termText(factor) === termText(one));
