import { html, nothing, type TemplateResult } from 'lit';
import { type FitFacts, fitChart, nearestPoint, type Residuals } from '../charts/fit.ts';
import { drawChart } from '../charts/marks.ts';
import { predictions } from '../samples.ts';
import type { Session } from '../session.ts';
import type { View } from '../view.ts';
import type { Words } from '../words/words.ts';
import { pane, type Table, thin } from './chart.ts';
import { options, placeOf } from './fields.ts';

const TABLE_ROWS = 20;
const RESIDUALS: readonly Residuals[] = ['none', 'lines', 'squares'];

/** The data with the model through it; a press picks the sample whose chain rule is shown. */
export function fitPane(view: View): TemplateResult {
  const { session, words, format, choices, act } = view;
  if (session.samples.all.length === 0) return pane(view, 'fit', html`<p class="quiet">${words.noRows}</p>`);
  const size = view.sizeOf('fit');
  const facts = fitFacts(session, choices.residuals, words);
  const pick = (event: PointerEvent): void => {
    if (!view.allows('sample')) return;
    const drawn = nearestPoint(facts, size, placeOf(event));
    act.pick(session.samples.rows[drawn] ?? 0);
  };
  const tools = html`<label
    >${words.residuals}
    <select @change=${(event: Event) => act.choose({ residuals: (event.target as HTMLSelectElement).value as Residuals })}>
      ${options(RESIDUALS, choices.residuals, words.residualModes)}
    </select></label
  >`;
  const plot = html`<div class="plot" data-plot="fit" @click=${pick}>
    <svg class="chart" viewBox=${`0 0 ${size.width} ${size.height}`} role="img" aria-label=${label(view)}>
      ${drawChart(fitChart(facts, size, words, format))}
    </svg>
  </div>
  ${session.trainer.rows > session.samples.all.length ? html`<p class="quiet">${words.drawn(format.count(session.samples.all.length))}</p>` : nothing}`;
  return pane(view, 'fit', plot, { tools, table: () => fitTable(view) });
}

const label = ({ session, words, format }: View): string =>
  `${words.panes.fit}: ${words.facts.rmse} ${format.short(session.snapshot.rmse)}`;

function fitFacts(session: Session, residuals: Residuals, words: Words): FitFacts {
  const { samples, trainer, snapshot, chosen, ranges } = session;
  const predicted = predictions(samples, snapshot);
  const base = {
    actual: samples.targets,
    predicted,
    residuals,
    chosen: samples.rows.indexOf(chosen),
    ranges,
  };
  if (trainer.features.length > 1) {
    const names = [`${words.predicted} ŷ`, `${words.actual} ${trainer.target}`] as const;
    // on the diagonal prediction and target agree
    return { ...base, across: predicted, names, line: ranges.across };
  }
  const at = (x: number): number => snapshot.weights[0]! * x + snapshot.bias;
  const [low, high] = ranges.across;
  const across = Float64Array.from(samples.all, ({ x }) => x[0]!);
  return { ...base, across, names: [trainer.features[0]!, trainer.target], line: [at(low), at(high)] };
}

function fitTable({ session, words, format }: View): Table {
  const { samples, trainer, snapshot } = session;
  const predicted = predictions(samples, snapshot);
  const numbered = samples.all.map((sample, i) => ({ sample, prediction: predicted[i]! }));
  return {
    head: [words.row, ...trainer.features, trainer.target, 'ŷ', 'y − ŷ'],
    rows: thin(numbered, TABLE_ROWS).map(({ sample, prediction }) => [
      format.count(sample.row),
      ...Array.from(sample.x, format.short),
      format.short(sample.y),
      format.short(prediction),
      format.short(sample.y - prediction),
    ]),
  };
}
