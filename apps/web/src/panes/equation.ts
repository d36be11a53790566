import { subscript, termTexts } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import type { RunView } from '../view.ts';

/** Terms that fit on a line or two; the rest are counted. */
const MOST_TERMS = 6;

/** ŷ = w₁·x₁ + w₂·x₂ + b in data units, each number under its name. */
export function equation({ session, picture, words, format }: RunView): TemplateResult {
  const { trainer, snapshot } = session;
  const { sizes } = picture;
  const { weights, bias } = snapshot;
  const shown = (termTexts(trainer) ?? trainer.features).slice(0, MOST_TERMS);
  const hidden = trainer.features.length - shown.length;
  return html`<p class="equation" part="equation" role="group" aria-label=${words.equation}>
    <span class="target">${trainer.target} = </span>
    ${shown.map((feature, j) => {
      const value = format.fixed(weights[j]!, sizes.weights[j]!);
      return html`<span class="term" data-link=${`w${j}`}
        ><span>${sign(value, j === 0)}</span><b>${sizeOf(value)}</b><span> · ${feature}</span
        ><sub>w${subscript(j + 1)}</sub></span
      >`;
    })}
    ${hidden > 0 ? html`<span> + … ${words.more(format.count(hidden))}</span>` : ''}
    ${trainer.options.intercept ? biasTerm(format.fixed(bias, sizes.bias)) : nothing}
  </p>`;
}

const biasTerm = (bias: string): TemplateResult =>
  html`<span class="term" data-link="b"><span>${sign(bias, false)}</span><b>${sizeOf(bias)}</b><span></span><sub>b</sub></span>`;

const sizeOf = (value: string): string => value.replace(/^−/, '');

/** As what is shown of it has: there is no −0.0. */
const sign = (value: string, isFirst: boolean): string => {
  if (value.startsWith('−')) return isFirst ? '−' : ' − ';
  return isFirst ? '' : ' + ';
};
