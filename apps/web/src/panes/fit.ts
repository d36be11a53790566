import { html, nothing, type TemplateResult } from 'lit';
import { type FitFacts, fitChart, nearestPoint, type Residuals } from '../charts/fit.ts';
import { drawChart } from '../charts/marks.ts';
import { predictions } from '../element/samples.ts';
import type { Session } from '../element/session.ts';
import { MOST_EDITABLE } from '../input/edits.ts';
import type { View } from '../view.ts';
import type { Words } from '../words/words.ts';
import { fitLabel, options, placeOf } from './fields.ts';
import { icon } from './icons.ts';
import { pane, type Table, thin } from './pane.ts';
import { pointEditor } from './point-editor.ts';
import { spacePlot } from './space.ts';

const TABLE_ROWS = 20;
const RESIDUALS: readonly Residuals[] = ['none', 'lines', 'squares'];

/** The data with the model through it; a press picks the sample whose chain rule is shown, or, to edit, takes hold of it. */
export function fitPane(view: View): TemplateResult {
  const { session, words, format } = view;
  if (session.samples.all.length === 0) return pane(view, 'fit', html`<p class="quiet">${words.noRows}</p>`);
  const isSampled = session.trainer.rows > session.samples.all.length;
  const plot = html`${isInSpace(view) ? spacePlot(view) : flatPlot(view)}
  ${isSampled ? html`<p class="quiet">${words.drawn(format.count(session.samples.all.length))}</p>` : nothing}
  ${isEditing(view) ? html`<p class="quiet">${words.edit.how}</p>` : nothing}`;
  return pane(view, 'fit', plot, { tools: tools(view), table: () => fitTable(view) });
}

const isInSpace = ({ session, choices }: View): boolean =>
  choices.isInSpace && session.trainer.features.length === 2;
const canEdit = (view: View): boolean => view.allows('data') && view.session.trainer.rows <= MOST_EDITABLE;
const isEditing = (view: View): boolean => view.choices.isEditing && canEdit(view) && !isInSpace(view);

function tools(view: View): TemplateResult {
  const { session, words, choices, act } = view;
  const toggle = (name: 'isInSpace' | 'isEditing', label: string, content: unknown): TemplateResult =>
    html`<button
      class="round"
      aria-pressed=${choices[name]}
      aria-label=${label}
      title=${label}
      @click=${() => act.choose({ [name]: !choices[name] })}
    >
      ${content}
    </button>`;
  return html`<span class="buttons">
    ${session.trainer.features.length === 2 ? toggle('isInSpace', words.space, words.space) : nothing}
    ${canEdit(view) && !isInSpace(view) ? toggle('isEditing', words.edit.points, icon('edit')) : nothing}
    <label
      ><span class="unseen">${words.residuals}</span>
      <select
        title=${words.residuals}
        @change=${(event: Event) => act.choose({ residuals: (event.target as HTMLSelectElement).value as Residuals })}
      >
        ${options(RESIDUALS, choices.residuals, words.residualModes)}
      </select></label
    ></span
  >`;
}

function flatPlot(view: View): TemplateResult {
  const { session, words, format, choices, act } = view;
  const size = view.sizeOf('fit');
  const facts = fitFacts(session, choices.residuals, words);
  const sampleAt = (event: PointerEvent): number =>
    session.samples.rows[nearestPoint(facts, size, placeOf(event))] ?? 0;
  const pick = (event: PointerEvent): void => {
    if (view.allows('sample')) act.pick(sampleAt(event));
  };
  const editing = isEditing(view) ? pointEditor(view, facts) : undefined;
  return html`<div
    class="plot"
    data-plot="fit"
    @click=${editing ? nothing : pick}
    @pointerdown=${editing?.take ?? nothing}
    @pointermove=${editing?.drag ?? nothing}
    @dblclick=${editing?.add ?? nothing}
  >
    <svg
      class="chart"
      viewBox=${`0 0 ${size.width} ${size.height}`}
      role=${editing ? 'group' : 'img'}
      aria-label=${fitLabel(view)}
    >
      ${drawChart(fitChart(facts, size, words, format))} ${editing?.handle ?? nothing}
    </svg>
  </div>`;
}

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
