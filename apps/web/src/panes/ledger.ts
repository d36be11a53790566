import { type Chain, type Update, updateRule } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ledger } from '../styles/ledger.ts';
import type { View } from '../view.ts';
import { numberOf } from './fields.ts';
import { backwardLines, conversionLines, forwardLines, kindOf, updateLines } from './ledger-lines.ts';
import { pane } from './pane.ts';

/** Rows of a batch that are named. */
const MOST_ROWS = 8;

/** The chain rule of the chosen sample with its numbers, and the update that the run makes. */
export function ledgerPane(view: View): TemplateResult {
  const { session, picture, words } = view;
  view.adopt(ledger);
  const { chain } = picture;
  if (!chain) return pane(view, 'ledger', html`<p class="quiet">${words.noRows}</p>`);
  const content = html`<div class="ledger">
    <div>
      ${session.isScaled ? html`<p class="quiet">${words.scaledNote(session.trainer.options.intercept)}</p>` : nothing}
      <ul>
        ${forwardLines(view, chain)} ${backwardLines(view, chain)}
      </ul>
    </div>
    ${chain.update ? html`<div class="update">${updateOf(view, chain.update)}</div>` : nothing}
  </div>`;
  return pane(view, 'ledger', content, { tools: samplePicker(view, chain) });
}

function samplePicker(view: View, { sample, update }: Chain): TemplateResult {
  const { session, picture, words, act, format } = view;
  return html`<label
    >${words.sample}
    <input
      class="short"
      type="number"
      min="1"
      max=${session.trainer.rows}
      step="1"
      ?disabled=${!view.allows('sample')}
      .value=${live(String(picture.chosen + 1))}
      @change=${(event: Event) => act.pick(numberOf(event) - 1)}
    />${sample.row === picture.chosen + 1 ? nothing : html` ${words.rowOf(format.count(sample.row))}`}</label
  >${update?.when === 'made' ? html`<span class="quiet">${words.update.before}</span>` : nothing}`;
}

function updateOf(view: View, update: Update): TemplateResult {
  const { session, words } = view;
  return html`<h3>${words.update[update.when]}</h3>
    <p class="quiet">${reasonOf(view, update)}</p>
    <ul>
      ${updateLines(view, update)}
    </ul>
    ${session.isScaled ? html`<p class="quiet">${words.update.inDataUnits}</p><ul>${conversionLines(view, update)}</ul>` : nothing}`;
}

/** Rows that move the weights, and what is made of their gradient. */
function reasonOf(view: View, update: Update): string {
  const { session, words, format } = view;
  const { samples, rows } = update;
  const names = rows.slice(0, MOST_ROWS).map((row) => format.count(session.trainer.sample(row).row));
  const which =
    rows.length > 0
      ? words.update.rows(names.join(words.update.comma), rows.length, rows.length > MOST_ROWS)
      : '';
  const kind = kindOf(view, update);
  if (kind === 'adapted') return `${words.update.adapted(updateRule(session.trainer.options))} ${which}`;
  if (kind === 'single') return words.update.single;
  return `${words.update.mean(format.count(samples), session.trainer.options.l2 > 0)} ${which}`;
}
