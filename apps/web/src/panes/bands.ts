import type { Interval } from '@gd-trainer/sdk';
import { bandlessOf, inferredOf } from '@gd-trainer/sdk/view';
import { html, type TemplateResult } from 'lit';
import type { View } from '../view.ts';

export { fitBands } from '@gd-trainer/sdk/view';

/** Meaning of the bands around a line, or the reason why there are none. */
export const bandsNote = ({ session, picture, words }: View): TemplateResult =>
  html`<p class="quiet">${words.bands[bandlessOf(session, picture.over) ?? 'drawn']}</p>`;

/** Intervals of new rows, where there are bands. */
export function intervalsIn({ session, picture }: View): ((x: ArrayLike<number>) => Interval) | undefined {
  const inferred = inferredOf(session.trainer);
  if (bandlessOf(session, picture.over) || inferred.refusal) return undefined;
  return inferred.intervals('prediction');
}
