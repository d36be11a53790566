import {
  type DiagnosisChart,
  diagnosisCells,
  diagnosisCharts,
  diagnosisFacts,
  inferredOf,
} from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { drawChart, UNMEASURED } from '../charts/marks.ts';
import { residualChart } from '../charts/residuals.ts';
import type { View } from '../view.ts';
import { meaningsOf, tableOf } from './pane.ts';

/** Rows of the table, those first that move the line most. */
const TABLE_ROWS = 30;

/** What each row does to the line at the optimum, and what is wrong with the fit: two charts, the rows and sentences. */
export function diagnosisDrawer(view: View): TemplateResult {
  const { trainer } = view.session;
  const inferred = inferredOf(trainer);
  const { words, language } = view;
  const said = diagnosisFacts(inferred, trainer).map((fact) => html`<p>${words.narrate(fact)}</p>`);
  const diagnosis = inferred.refusal ? undefined : inferred.diagnosed.diagnosis;
  if (!diagnosis) return html`${said}`;
  const sizes = diagnosisCharts(diagnosis).flatMap((chart) => Object.values(view.sizeOf(chart.kind)));
  // the rows stay as the run goes on
  const ofRows = (): TemplateResult => {
    const places = Array.from(diagnosis.row.keys())
      .sort((a, b) => (diagnosis.cook[b] || 0) - (diagnosis.cook[a] || 0))
      .slice(0, TABLE_ROWS);
    const [head = [], ...rows] = diagnosisCells(diagnosis, places, words.diagnosis);
    return html`<div class="side-by-side">${diagnosisCharts(diagnosis).map((chart) => figure(view, chart))}</div>
      <h3>${words.diagnosis.most}</h3>
      ${tableOf({ head, rows }, words.diagnosis.most)}`;
  };
  return html`${said} ${guard([diagnosis, language, ...sizes], ofRows)} ${meaningsOf(words.diagnosis.explained)}`;
}

// thousands of points are worked out first and drawn once their place is measured: together they would hold the page up
function figure(view: View, chart: DiagnosisChart): TemplateResult {
  const { words, format } = view;
  const { charts, axes } = words.diagnosis;
  const size = view.sizeOf(chart.kind);
  const rows = chart.named.map(({ name }) => name);
  const label = words.labelled(
    charts[chart.kind],
    words.labelled(words.diagnosis.most, words.listed(...rows)),
  );
  return html`<figure>
    <figcaption>${words.listed(charts[chart.kind], words.ofOptimum)}</figcaption>
    <div class="plot" data-plot=${chart.kind}>
      <svg class="chart" viewBox=${`0 0 ${size.width} ${size.height}`} role="img" aria-label=${label}>
        ${size === UNMEASURED ? nothing : drawChart(residualChart(chart, axes[chart.kind], size, format))}
      </svg>
    </div>
  </figure>`;
}
