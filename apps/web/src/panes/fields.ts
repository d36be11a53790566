import { OPTIMIZERS, type Optimizer } from '@gd-trainer/sdk';
import { TRAITS } from '@gd-trainer/sdk/view';
import { html, type TemplateResult } from 'lit';
import type { Point } from '../charts/marks.ts';
import type { RunView, View } from '../view.ts';

/** The options of a select, the chosen one marked; words are keyed by value. */
export const options = <T extends string>(
  values: readonly T[],
  chosen: T,
  words: Readonly<Record<T, string>>,
): TemplateResult[] =>
  values.map((value) => html`<option value=${value} .selected=${value === chosen}>${words[value]}</option>`);

/** The optimizers by the words of a language, or else by their names. */
export const optimizerNames = ({ optimizers }: View['words']): Readonly<Record<Optimizer, string>> => ({
  ...(Object.fromEntries(OPTIMIZERS.map((key) => [key, TRAITS[key].name])) as Record<Optimizer, string>),
  ...optimizers,
});

export const textOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

export const numberOf = (event: Event): number => Number(textOf(event));

/** The fit in words, for those who don't see it. */
export const fitLabel = ({ session, words, format }: RunView): string =>
  words.labelled(words.panes.fit, `${words.figures.rmse} ${format.short(session.snapshot.rmse)}`);

/** Place of a pointer in a chart, in the chart's own pixels from its top left: a slide that is scaled has other ones. */
export function placeOf(event: MouseEvent, chart: Element = event.currentTarget as Element): Point {
  const { left, top, width } = chart.getBoundingClientRect();
  const scale = width > 0 && chart.clientWidth > 0 ? chart.clientWidth / width : 1;
  return [(event.clientX - left) * scale, (event.clientY - top) * scale];
}
