import {
  PENALTIES,
  type Penalty,
  penaltyCells,
  penaltyCurves,
  penaltyFact,
  penaltyPath,
} from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { type Chart, drawChart } from '../charts/marks.ts';
import { errorOverPenalty, weightsOverPenalty } from '../charts/penalty.ts';
import type { View } from '../view.ts';
import { options, textOf } from './fields.ts';
import { tableOf } from './pane.ts';

/** Curves that are told apart. */
const MOST_CURVES = 12;

/** The weights over a penalty and the error on rows left out, with the values of choice; the charts stand as the run goes on. */
export function penaltyDrawer(view: View): TemplateResult {
  const { session, words, choices, language, act } = view;
  const found = penaltyPath(session.trainer, choices.penalty, () => act.choose({}));
  const sizes = (['weights', 'error'] as const).flatMap((name) => Object.values(view.sizeOf(name)));
  return html`<div class="fields">
      <label
        ><select
          aria-label=${words.penaltyDrawer}
          @change=${(event: Event) => act.choose({ penalty: textOf(event) as Penalty })}
        >
          ${options(PENALTIES, choices.penalty, { l1: 'l1', l2: 'l2' })}
        </select></label
      >
    </div>
    ${guard([found, language, ...sizes], () => content(view, found))}`;
}

function content(view: View, found: ReturnType<typeof penaltyPath>): TemplateResult {
  const { words, format, act } = view;
  if (!found) return html`<p class="quiet">${words.penalty.underWay}</p>`;
  if (found.refusal) return html`<p>${words.narrate(found.refusal)}</p>`;
  const { path } = found;
  const { penalty } = path;
  const curves = penaltyCurves(found).slice(0, MOST_CURVES);
  const [head = [], ...rows] = penaltyCells(found, words.penalty);
  const value = Number(path.values[path.oneStandardError]!.toPrecision(3));
  const draw = (name: 'weights' | 'error', chart: Chart): TemplateResult => figure(view, name, chart);
  return html`<p>${words.narrate(penaltyFact(found))}</p>
    ${
      view.allows('settings')
        ? html`<span class="buttons"
            ><button @click=${() => act.change({ [penalty]: value })}>
              ${words.setPenalty(penalty, format.short(value))}
            </button></span
          >`
        : nothing
    }
    <div class="side-by-side">
      ${draw('weights', weightsOverPenalty(curves, path, view.sizeOf('weights'), format))}
      ${draw('error', errorOverPenalty(path, view.sizeOf('error'), format))}
    </div>
    ${tableOf({ head, rows }, words.penaltyDrawer)}`;
}

function figure(view: View, name: 'weights' | 'error', chart: Chart): TemplateResult {
  const { width, height } = view.sizeOf(name);
  const title = view.words.penalty[name];
  return html`<figure>
    <figcaption>${title}</figcaption>
    <div class="plot" data-plot=${name}>
      <svg class="chart" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${title}>${drawChart(chart)}</svg>
    </div>
  </figure>`;
}
