import { type FitOver, fitLines, nameAcross, placesAcross, predictionsOf } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import { type FitDrawing, fitChart, nearestPoint, type Residuals } from '../charts/fit.ts';
import { drawChart } from '../charts/marks.ts';
import { late } from '../late.ts';
import type { RunView } from '../view.ts';
import { told } from '../words/words.ts';
import { fitLabel, options, placeOf } from './fields.ts';
import { icon } from './icons.ts';
import { differencesIn, pane, type TwinTable, thin } from './pane.ts';
import { drawnBy, withAllWords } from './part.ts';

const TABLE_ROWS = 20;
/** More points than these are no longer moved one by one. */
const MOST_EDITABLE = 500;
/** Draws the fit in space. */
export const SPACE = late(() => import('./space.ts'));
const EDITOR = told(() => import('./point-editor.ts'));
const BANDS = told(() => import('./bands.ts'));
const EMPTY = html`<div class="plot" data-plot="fit"></div>`;
const RESIDUALS: readonly Residuals[] = ['none', 'lines', 'squares'];

/** The data with the model through it; a press picks the sample whose chain rule is shown, or, to edit, takes hold of it. */
export function fitPane(view: RunView): TemplateResult {
  const { session, picture, words, format } = view;
  const { length } = picture.drawn.samples;
  if (length === 0) return pane(view, 'fit', html`<p class="quiet">${words.noRows}</p>`);
  const isSampled = session.trainer.rows > length;
  const plot = html`${isInSpace(view) ? drawnBy(SPACE, view, (part) => part.spacePlot(view), EMPTY) : flatPlot(view)}
  ${isSampled ? html`<p class="quiet">${words.drawn(format.count(length))}</p>` : nothing}
  ${canBand(view) && view.choices.hasBands ? drawnBy(BANDS, view, (part) => part.bandsNote(withAllWords(view))) : nothing}
  ${isEditing(view) ? drawnBy(EDITOR, view, () => html`<p class="quiet">${words.edit.how}</p>`) : nothing}`;
  return pane(view, 'fit', plot, { tools: tools(view), table: () => fitTable(view) });
}

const hasSpace = ({ picture }: RunView): boolean => picture.ranges.space !== undefined;
/** The plane itself is what a pane in front shows first. */
const isInSpace = (view: RunView): boolean => (view.choices.isInSpace ?? view.hasFront) && hasSpace(view);
/** Points of terms are made from columns that the plot does not show. */
const canEdit = (view: RunView): boolean => {
  const { features, inputs, rows } = view.session.trainer;
  return view.allows('data') && rows <= MOST_EDITABLE && features.join() === inputs.join();
};
/** Bands stand around the line over one column. */
const canBand = ({ picture }: RunView): boolean =>
  picture.over?.columns.length === 1 && !picture.over.category;
const isEditing = (view: RunView): boolean => view.choices.isEditing && canEdit(view) && !isInSpace(view);

function tools(view: RunView): TemplateResult {
  const { words, choices, act } = view;
  const toggle = (
    name: 'isInSpace' | 'isEditing' | 'hasBands',
    label: string,
    content: unknown,
  ): TemplateResult => {
    const isOn = name === 'isInSpace' ? isInSpace(view) : choices[name];
    return html`<button
      class="round"
      aria-pressed=${isOn}
      aria-label=${label}
      title=${label}
      @click=${() => act.choose({ [name]: !isOn })}
    >
      ${content}
    </button>`;
  };
  return html`<span class="buttons">
    ${hasSpace(view) ? toggle('isInSpace', words.space, words.space) : nothing}
    ${view.allows('summary') && canBand(view) ? toggle('hasBands', words.bands.label, icon('bands')) : nothing}
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

function flatPlot(view: RunView): TemplateResult {
  const { picture, words, format, act } = view;
  const size = view.sizeOf('fit');
  const drawing = fitDrawing(view);
  const sampleAt = (event: PointerEvent): number =>
    picture.drawn.rows[nearestPoint(drawing, size, placeOf(event))] ?? 0;
  const pick = (event: PointerEvent): void => {
    if (view.allows('sample')) act.pick(sampleAt(event));
  };
  const editing = isEditing(view) ? EDITOR.part?.pointEditor(withAllWords(view), drawing) : undefined;
  return html`<div
    class="plot"
    data-plot="fit"
    @click=${editing ? nothing : pick}
    @pointerdown=${editing?.take ?? nothing}
    @pointermove=${editing?.drag ?? nothing}
    @lostpointercapture=${editing?.release ?? nothing}
    @dblclick=${editing?.add ?? nothing}
  >
    <svg
      class="chart"
      viewBox=${`0 0 ${size.width} ${size.height}`}
      role=${editing ? 'group' : 'img'}
      aria-label=${fitLabel(view)}
    >
      ${drawChart(fitChart(drawing, size, words, format))} ${editing?.handle ?? nothing}
    </svg>
  </div>`;
}

function fitDrawing({ session, picture, choices, words }: RunView): FitDrawing {
  const { trainer, snapshot } = session;
  const { drawn, chosen, ranges } = picture;
  const predicted = predictionsOf(drawn, snapshot);
  const base = {
    actual: drawn.columns.at(-1)!,
    predicted,
    residuals: choices.residuals,
    chosen: drawn.rows.indexOf(chosen),
    ranges,
  };
  const flat = flatOver(picture);
  if (!flat) {
    const names = [`${words.predicted} ŷ`, `${words.actual} ${trainer.target}`] as const;
    return { ...base, across: predicted, names, lines: [], bands: [], levels: undefined, areAcross: false };
  }
  const { category } = flat;
  return {
    ...base,
    across: placesAcross(flat),
    names: [nameAcross(flat), trainer.target],
    lines: fitLines(flat, snapshot, ranges.across),
    bands: (choices.hasBands && BANDS.part?.fitBands(session, flat, ranges.across)) || [],
    levels: category && { names: category.levels, of: category.of },
    areAcross: flat.columns.length === 0,
  };
}

/** What a picture without depth can be drawn over. */
const flatOver = ({ over }: RunView['picture']): FitOver | undefined =>
  over && over.columns.length < 2 ? over : undefined;

/** The rows: what the model is made of as far as that is little, else every term; and its weights of levels in words. */
function fitTable(view: RunView): TwinTable {
  const { session, picture, choices, words, format } = view;
  const { trainer, snapshot } = session;
  const { drawn, over } = picture;
  const predicted = predictionsOf(drawn, snapshot);
  const numbered = drawn.samples.map((sample, i) => ({ sample, i, prediction: predicted[i]! }));
  const { columns = [], category } = over ?? {};
  const made = [...columns, ...(category ? [category] : [])].map(({ name }) => name);
  const intervalOf = choices.hasBands ? BANDS.part?.intervalsIn(withAllWords(view)) : undefined;
  const ends = (x: ArrayLike<number>): string[] => {
    if (!intervalOf) return [];
    const { low, high } = intervalOf(x);
    return [`${format.short(low)} … ${format.short(high)}`];
  };
  const cells = (i: number): string[] => [
    ...columns.map(({ values }) => format.short(values[i]!)),
    ...(category ? [category.levels[category.of[i]!] ?? ''] : []),
  ];
  return {
    head: [
      words.row,
      ...(over ? made : trainer.features),
      trainer.target,
      'ŷ',
      ...(intervalOf ? [words.interval] : []),
      'y − ŷ',
    ],
    rows: thin(numbered, TABLE_ROWS).map(({ sample, i, prediction }) => [
      format.count(sample.row),
      ...(over ? cells(i) : Array.from(sample.x, format.short)),
      format.short(sample.y),
      format.short(prediction),
      ...ends(sample.x),
      format.short(sample.y - prediction),
    ]),
    notes: differencesIn(view),
  };
}
