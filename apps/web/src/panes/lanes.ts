import type { Race } from '@gd-trainer/sdk/view';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { View } from '../view.ts';

/** The futures by name, each with its line on the chart above: the winner has a star. */
export function lanes(view: View): TemplateResult | typeof nothing {
  const { race } = view.session;
  if (!race) return nothing;
  return html`<p class="lanes">
    ${namesOf(view, race).map((name, i) => html`<span>${swatch(i)} ${name}${star(race, i)}</span>`)}
  </p>`;
}

/** The futures by what sets each apart. */
export const namesOf = ({ words, format }: View, race: Race): string[] =>
  race.names((size) => `${words.race.columns[2]} ${size === 'full' ? words.race.full : format.count(size)}`);

/** Mark of the winner. */
export const star = ({ rivals, winner }: Race, i: number): string => (rivals[i] === winner ? ' ★' : '');

/** The line that a rival is drawn with. */
export const swatch = (i: number) =>
  svg`<svg class="swatch" viewBox="0 0 28 8" aria-hidden="true"><path class=${`rival rival-${i}`} d="M1,4H27"></path></svg>`;
