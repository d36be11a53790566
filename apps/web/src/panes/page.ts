import type { Pane } from '@gd-trainer/sdk/view';
import { html, noChange, nothing, type TemplateResult } from 'lit';
import { type Late, late } from '../late.ts';
import {
  type Choices,
  type Drawer,
  type ElementStatus,
  type Feedback,
  type Loading,
  type RunView,
  type Section,
  STANDING,
  type View,
} from '../view.ts';
import { told } from '../words/words.ts';
import type { SourceView } from './data.ts';
import { equation } from './equation.ts';
import { textOf } from './fields.ts';
import { figures } from './figures.ts';
import { fitPane, SPACE } from './fit.ts';
import { icon } from './icons.ts';
import { pane } from './pane.ts';
import { type Content, drawnBy, missing, withAllWords } from './part.ts';
import { learningRate } from './rate.ts';
import { transport } from './transport.ts';

/** An error as its reader is told it. */
interface Complaint {
  readonly message: string;
  readonly hint: string;
}

/** Content of the page, with or without a run. */
export interface PageView extends Loading {
  readonly status: ElementStatus;
  /** Words of the page's language that could not be had. */
  readonly missingWords: Late<unknown> | undefined;
  readonly error: Complaint | undefined;
  /** Read out by screen readers. */
  readonly announcement: string;
  /** What is said to a reader's answer. */
  readonly feedback: Feedback | undefined;
  readonly data: SourceView | undefined;
  readonly run: RunView | undefined;
}

/** Everything inside the element. */
export function page(view: PageView): TemplateResult {
  const { words, status, missingWords, error, announcement, feedback, data, run } = view;
  return html`<div class="page" part="page" data-status=${status}>
    <header>
      <slot name="title"></slot>
      ${run ? rows(run, data?.notes.length ?? 0) : nothing}
      <p class="status" part="status" data-status=${status}>${words.status[status]}</p>
    </header>
    <slot name="task"></slot>
    ${feedback && run ? reply(feedback, run) : nothing}
    ${missingWords ? missing(missingWords, words.missingWords, view) : nothing} ${error ? failure(error) : nothing}
    ${run ? body(run, data) : waiting(view)}
    <p class="unseen" role="status">${announcement}</p>
  </div>`;
}

/** The place of all that, as long as there are no words to fill it with. */
export const silentPage = (status: ElementStatus): TemplateResult =>
  html`<div class="page" part="page" data-status=${status}>
    <header><slot name="title"></slot></header>
    <slot name="task"></slot>
    <div class="waiting"><slot name="poster"></slot></div>
  </div>`;

/** What the reader said, what happened, and why. */
function reply({ said, isRight, facts }: Feedback, { words }: RunView): TemplateResult {
  const verdict = isRight === undefined ? '' : isRight ? words.answer.right : words.answer.wrong;
  return html`<div class="reply" part="reply" data-right=${isRight ?? nothing}>
    <p>${words.answer.said(said)} <b>${verdict}</b></p>
    ${facts.map((fact) => html`<p>${words.narrate(fact)}</p>`)}
  </div>`;
}

function rows({ session, words, format }: RunView, notes: number): TemplateResult {
  const { rows: count, skippedRows } = session.trainer;
  const skipped = skippedRows > 0 ? ` · ${words.skipped(format.count(skippedRows))}` : '';
  const noted = notes > 0 ? html` <span>· ${words.notes(format.count(notes))}</span>` : nothing;
  return html`<p class="rows">${words.rows(format.count(count))}${skipped}${noted}</p>`;
}

const failure = ({ message, hint }: Complaint): TemplateResult =>
  html`<p class="failure" part="error" role="alert"><b>${message}</b>${hint ? html`<span>${hint}</span>` : nothing}</p>`;

function waiting(view: PageView): TemplateResult {
  const { words, status, data } = view;
  return html`<div class="waiting">
    <slot name="poster"></slot>
    ${status === 'empty' && data ? html`<p>${words.start}</p>${drawnBy(DATA, view, (part) => part.sampleButtons(data))}` : nothing}
    ${data && status !== 'loading' ? drawer(words.dataDrawer, dataContent(data, view)) : nothing}
  </div>`;
}

const DATA = told(() => import('./data.ts'));
const dataContent = (data: SourceView, loading: Loading): Content =>
  styled(
    drawnBy(DATA, loading, (part) => part.dataDrawer(data)),
    loading,
  );

const LOOKS = late(() => import('../styles/drawers.ts').then(({ drawers }) => drawers));

/** What is in a drawer, once its looks have come too. */
const styled = (content: Content, loading: Loading): Content =>
  drawnBy(LOOKS, loading, (looks) => {
    loading.adopt(looks);
    return content;
  });

/** Panes but the first, which is there from the beginning; what is there to be read, not watched, is drawn when it is due. */
const LATE_PANES: Readonly<Record<Exclude<Pane, 'fit'>, Late<(view: View) => TemplateResult>>> = {
  descent: told(() => import('./descent.ts').then(({ descentPane }) => descentPane)),
  loss: told(() => import('./loss.ts').then(({ lossPane }) => lossPane)),
  neuron: told(() => import('./neuron.ts').then(({ neuronPane }) => neuronPane)),
  ledger: told(() => import('./ledger.ts').then(({ ledgerPane }) => ledgerPane)),
};
const READ: readonly Pane[] = ['neuron', 'ledger'];

/** The parts that draw these panes, the fit in space or flat; none of what is no pane. */
export const partsOf = (panes: readonly string[], isInSpace: boolean): Late<unknown>[] =>
  panes.flatMap((name): Late<unknown>[] => {
    if (name === 'fit') return isInSpace ? [SPACE] : [];
    if (name === 'data') return [DATA, LOOKS];
    const parts: Record<string, Late<unknown>> = { ...LATE_PANES, ...DRAWERS };
    return Object.hasOwn(parts, name) ? [parts[name]!, ...(isStanding(name as Drawer) ? [LOOKS] : [])] : [];
  });

function drawnPane(name: Pane, view: RunView): TemplateResult | typeof noChange {
  if (name === 'fit') return fitPane(view);
  const { part } = LATE_PANES[name];
  if (part) return view.isDue || !READ.includes(name) ? part(withAllWords(view)) : noChange;
  const isShown = !view.isFront || view.choices.pane === name;
  const place = html`<div class="plot" data-plot=${name}></div>`;
  return pane(view, name, isShown ? drawnBy(LATE_PANES[name], view, () => place, place) : nothing);
}

/** Drawers but that of data, which is there before any run. */
const DRAWERS: Readonly<Record<Exclude<Drawer, 'data'>, Late<(view: View) => TemplateResult>>> = {
  settings: told(() => import('./settings.ts').then(({ settings }) => settings)),
  race: told(() => import('./race.ts').then(({ raceDrawer }) => raceDrawer)),
  summary: told(() => import('./summary.ts').then(({ summaryDrawer }) => summaryDrawer)),
  diagnosis: told(() => import('./diagnosis.ts').then(({ diagnosisDrawer }) => diagnosisDrawer)),
  penalty: told(() => import('./penalty.ts').then(({ penaltyDrawer }) => penaltyDrawer)),
  share: told(() => import('./share.ts').then(({ shareDrawer }) => shareDrawer)),
};

const titleOf = ({ words }: RunView, name: Drawer): string =>
  name === 'race' || name === 'share' ? words[name].title : words[`${name}Drawer`];

function contentOf(name: Drawer, view: RunView, data: SourceView | undefined): Content {
  if (name !== 'data')
    return styled(
      drawnBy(DRAWERS[name], view, (part) => part(withAllWords(view))),
      view,
    );
  return data ? dataContent(data, view) : nothing;
}

function openDrawer(view: RunView, data: SourceView | undefined): Content {
  const { drawer: open } = view.choices;
  if (!open || (open === 'data' && !data)) return nothing;
  return drawer(titleOf(view, open), contentOf(open, view, data));
}

const isStanding = (name: Section | Drawer): name is (typeof STANDING)[number] =>
  (STANDING as readonly string[]).includes(name);

function section(name: Section, view: RunView, data: SourceView | undefined): Content | typeof noChange {
  if (!isStanding(name)) return drawnPane(name, view);
  return html`<section class="pane standing" part=${`pane ${name}`} data-pane=${name} aria-labelledby=${`${name}-title`}>
    <div class="pane-head"><h2 id=${`${name}-title`}>${titleOf(view, name)}</h2></div>
    ${contentOf(name, view, data)}
  </section>`;
}

function body(view: RunView, data: SourceView | undefined): TemplateResult {
  return html`${equation(view)} ${figures(view)}
    <div class="bar">${transport(view)} ${drawerButtons(view, data !== undefined)}</div>
    ${openDrawer(view, data)} ${view.allows('rate') ? learningRate(view) : nothing} ${paneChooser(view)}
    <div class="panes" ?data-front=${view.isFront}>
      ${view.sections.map((name) => section(name, view, data))}
    </div>`;
}

const drawer = (title: string, content: Content): TemplateResult =>
  html`<section class="drawer" part="drawer" aria-label=${title}>${content}</section>`;

function drawerButtons(view: RunView, hasData: boolean): TemplateResult {
  const { choices, sections, act } = view;
  const stands = (name: Drawer): boolean => isStanding(name) && sections.includes(name);
  const button = (name: Drawer): TemplateResult =>
    html`<button
      title=${titleOf(view, name)}
      aria-expanded=${choices.drawer === name}
      @click=${() => act.choose({ drawer: choices.drawer === name ? undefined : name })}
    >
      ${icon(name)}<span>${titleOf(view, name)}</span>
    </button>`;
  const names = (Object.keys(DRAWERS) as Drawer[]).filter((name) => view.allows(name) && !stands(name));
  return html`<div class="buttons">${hasData && !stands('data') ? button('data') : nothing} ${names.map(button)}</div>`;
}

/** Chooser of the pane in front; where a wide element shows them all, it hides this. */
function paneChooser({
  words,
  choices,
  panes,
  isFront,
  hasFront,
  act,
}: RunView): TemplateResult | typeof nothing {
  if (panes.length < 2) return nothing;
  return html`<fieldset class="chooser" ?data-front=${isFront} ?data-both=${hasFront}>
    <legend class="unseen">${words.shown}</legend>
    ${panes.map(
      (name) => html`<label
        ><input
          type="radio"
          name="pane"
          value=${name}
          .checked=${choices.pane === name}
          @change=${(event: Event) => act.choose({ pane: textOf(event) as Choices['pane'] })}
        /><span>${words.panes[name]}</span></label
      >`,
    )}
    ${hasFront ? html`<button aria-pressed=${!isFront} @click=${() => act.choose({ areAllShown: isFront })}>${words.allPanes}</button>` : nothing}
  </fieldset>`;
}
