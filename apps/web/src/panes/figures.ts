import { html, type TemplateResult } from 'lit';
import type { RunView } from '../view.ts';
import type { FirstWords } from '../words/words.ts';

/** State of the run, as a row of numbers; the name of each opens what it means. */
export function figures({ session, words, format }: RunView): TemplateResult {
  const { snapshot, forecast } = session;
  const values: readonly (readonly [name: keyof FirstWords['figures'], value: number | null])[] = [
    ['loss', snapshot.loss],
    ['rmse', snapshot.rmse],
    ['gap', snapshot.gap],
    ['gradient', snapshot.gradientNorm],
    ['condition', forecast.condition],
  ];
  return html`<dl class="facts" part="facts">
    ${values.map(([name, value]) =>
      value === null
        ? ''
        : html`<div>
      <dt><details class="meaning" name="meaning"><summary>${words.figures[name]}</summary><p>${words.meanings[name]}</p></details></dt>
      <dd>${format.short(value)}</dd>
    </div>`,
    )}
  </dl>`;
}
