import { html, type TemplateResult } from 'lit';
import type { View } from '../view.ts';

/** State of the run, as a row of numbers. */
export function figures({ session, words, format }: View): TemplateResult {
  const { snapshot, forecast } = session;
  const entries: [name: string, value: string][] = [
    [words.loss, format.short(snapshot.loss)],
    [words.figures.rmse, format.short(snapshot.rmse)],
    [words.figures.gap, format.short(snapshot.gap)],
    [words.figures.gradient, format.short(snapshot.gradientNorm)],
  ];
  if (forecast.condition !== null) entries.push([words.figures.condition, format.short(forecast.condition)]);
  return html`<dl class="facts" part="facts">
    ${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
