import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { type ChainRule, chainRuleOf } from '../element/chain-rule.ts';
import type { View } from '../view.ts';
import { numberOf } from './fields.ts';
import { backwardLines, conversionLines, forwardLines, updateLines } from './ledger-lines.ts';
import { pane } from './pane.ts';

/** The chain rule of the chosen sample with its numbers, and the update that the run makes of it. */
export function ledgerPane(view: View): TemplateResult {
  const { session, words } = view;
  const rule = chainRuleOf(session);
  if (!rule) return pane(view, 'ledger', html`<p class="quiet">${words.noRows}</p>`);
  const content = html`<div class="ledger">
    <div>
      ${session.isScaled ? html`<p class="quiet">${words.scaledNote(session.trainer.options.intercept)}</p>` : nothing}
      <ul>
        ${forwardLines(view, rule)} ${backwardLines(view, rule)}
      </ul>
    </div>
    <div class="update">${update(view, rule)}</div>
  </div>`;
  return pane(view, 'ledger', content, { tools: samplePicker(view, rule) });
}

function samplePicker(view: View, { sample }: ChainRule): TemplateResult {
  const { session, words, act, format } = view;
  return html`<label
    >${words.sample}
    <input
      class="short"
      type="number"
      min="1"
      max=${session.trainer.rows}
      step="1"
      ?disabled=${!view.allows('sample')}
      .value=${live(String(session.chosen + 1))}
      @change=${(event: Event) => act.pick(numberOf(event) - 1)}
    />${sample.row === session.chosen + 1 ? nothing : html` ${words.rowOf(format.count(sample.row))}`}</label
  >`;
}

function update(view: View, rule: ChainRule): TemplateResult {
  const { session, words, format } = view;
  const { optimizer, l1, l2, batchSize } = session.trainer.options;
  const m = format.count(batchSize === 'full' ? session.trainer.rows : batchSize);
  // a penalty adds to the gradient of samples what the chain rule of one does not show
  const isPlain = optimizer === 'gd' && l1 === 0 && (l2 === 0 || batchSize === 'full');
  if (!rule.update || !isPlain) {
    return html`<h3>${words.update.title}</h3>
      <p class="quiet">${isPlain ? words.update.batchAhead(m) : words.update.adapted}</p>`;
  }
  const { samples, isMade } = rule.update;
  return html`<h3>${isMade ? words.update.made : words.update.title}</h3>
    <p class="quiet">${samples === 1 ? words.update.single : words.update.mean(format.count(samples))}</p>
    <ul>
      ${updateLines(view, rule, rule.update)}
    </ul>
    ${session.isScaled ? html`<p class="quiet">${words.update.inDataUnits}</p><ul>${conversionLines(view)}</ul>` : nothing}`;
}
