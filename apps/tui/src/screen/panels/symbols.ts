import type { ScaledParameters } from '@gd-trainer/sdk';
import { type Symbols, symbolsOf, termTexts } from '@gd-trainer/sdk/view';
import type { View } from '../store.ts';

/** Symbols of the space the descent runs in; `:scale none` makes it the data's own. */
export function symbolsIn({ session, screen }: View): Symbols {
  const charset = screen.charset === 'ascii' ? 'ascii' : 'unicode';
  return symbolsOf(session.trainer.features.length, session.isScaled, charset);
}

/** The terms that the weights multiply, in a model of terms: x², or x^2 as it is typed. */
export function termsIn({ session, screen }: View): readonly string[] | undefined {
  const texts = termTexts(session.trainer);
  return texts && screen.charset === 'ascii' ? session.trainer.features : texts;
}

/** What ŷ changes by with a weight: x₂, or of a model of terms x², and z₂(x²) where the descent sees it standardised. */
export function derivativesIn(view: View, { input }: Symbols): (j: number) => string {
  const texts = termsIn(view);
  if (!texts) return input;
  return (j) => (view.session.isScaled ? `${input(j)}(${texts[j]})` : texts[j]!);
}

/** Weights, then the bias where there is one. */
export const listed = ({ session }: View, { weights, bias }: ScaledParameters): readonly number[] =>
  session.trainer.options.intercept ? [...weights, bias] : [...weights];
