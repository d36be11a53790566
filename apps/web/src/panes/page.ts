import { narrate } from '@gd-trainer/sdk/narrate';
import type { Pane } from '@gd-trainer/sdk/view';
import { html, noChange, nothing, type TemplateResult } from 'lit';
import type { Choices, Drawer, ElementStatus, Feedback, View } from '../view.ts';
import type { Words } from '../words/words.ts';
import { dataDrawer, type SourceView, sampleButtons } from './data.ts';
import { descentPane } from './descent.ts';
import { diagnosisDrawer } from './diagnosis.ts';
import { equation } from './equation.ts';
import { textOf } from './fields.ts';
import { figures } from './figures.ts';
import { fitPane } from './fit.ts';
import { icon } from './icons.ts';
import { ledgerPane } from './ledger.ts';
import { lossPane } from './loss.ts';
import { neuronPane } from './neuron.ts';
import { penaltyDrawer } from './penalty.ts';
import { raceDrawer } from './race.ts';
import { learningRate } from './rate.ts';
import { settings } from './settings.ts';
import { shareDrawer } from './share.ts';
import { summaryDrawer } from './summary.ts';
import { transport } from './transport.ts';

/** An error as its reader is told it. */
interface Complaint {
  readonly message: string;
  readonly hint: string;
}

/** Content of the page, with or without a run. */
export interface PageView {
  readonly words: Words;
  readonly status: ElementStatus;
  readonly error: Complaint | undefined;
  /** Read out by screen readers. */
  readonly announcement: string;
  /** What is said to a reader's answer. */
  readonly feedback: Feedback | undefined;
  readonly data: SourceView | undefined;
  readonly run: View | undefined;
}

/** Everything inside the element. */
export function page({ words, status, error, announcement, feedback, data, run }: PageView): TemplateResult {
  return html`<div class="page" part="page" data-status=${status}>
    <header>
      <slot name="title"></slot>
      ${run ? rows(run, data?.notes.length ?? 0) : nothing}
      <p class="status" part="status" data-status=${status}>${words.status[status]}</p>
    </header>
    <slot name="task"></slot>
    ${feedback && run ? reply(feedback, run) : nothing}
    ${error ? failure(error) : nothing} ${run ? body(run, data) : waiting(words, status, data)}
    <p class="unseen" role="status">${announcement}</p>
  </div>`;
}

/** What the reader said, what happened, and why. */
function reply({ said, isRight, facts }: Feedback, { words, language }: View): TemplateResult {
  const verdict = isRight === undefined ? '' : isRight ? words.answer.right : words.answer.wrong;
  return html`<div class="reply" part="reply" data-right=${isRight ?? nothing}>
    <p>${words.answer.said(said)} <b>${verdict}</b></p>
    ${facts.map((fact) => html`<p>${narrate(fact, language)}</p>`)}
  </div>`;
}

function rows({ session, words, format }: View, notes: number): TemplateResult {
  const { rows: count, skippedRows } = session.trainer;
  const skipped = skippedRows > 0 ? ` · ${words.skipped(format.count(skippedRows))}` : '';
  const noted = notes > 0 ? ` · ${words.notes(format.count(notes))}` : '';
  return html`<p class="rows">${words.rows(format.count(count))}${skipped}${noted}</p>`;
}

const failure = ({ message, hint }: Complaint): TemplateResult =>
  html`<p class="failure" part="error" role="alert"><b>${message}</b>${hint ? html`<span>${hint}</span>` : nothing}</p>`;

const waiting = (words: Words, status: ElementStatus, data: SourceView | undefined): TemplateResult =>
  html`<div class="waiting">
    <slot name="poster"></slot>
    ${status === 'empty' && data ? html`<p>${words.start}</p>${sampleButtons(data)}` : nothing}
    ${data && status !== 'loading' ? drawer(words.dataDrawer, dataDrawer(data)) : nothing}
  </div>`;

/** Every pane; what is there to be read, not watched, only when it is due. */
const PANE: Readonly<Record<Pane, (view: View) => TemplateResult | typeof noChange>> = {
  fit: fitPane,
  descent: descentPane,
  loss: lossPane,
  neuron: (view) => (view.isDue ? neuronPane(view) : noChange),
  ledger: (view) => (view.isDue ? ledgerPane(view) : noChange),
};

function body(view: View, data: SourceView | undefined): TemplateResult {
  const { drawer: open } = view.choices;
  return html`${equation(view)} ${figures(view)}
    <div class="bar">${transport(view)} ${drawerButtons(view, data !== undefined)}</div>
    ${open === 'data' && data ? drawer(view.words.dataDrawer, dataDrawer(data)) : nothing}
    ${open === 'settings' ? drawer(view.words.settingsDrawer, settings(view)) : nothing}
    ${open === 'race' ? drawer(view.words.race.title, raceDrawer(view)) : nothing}
    ${open === 'summary' ? drawer(view.words.summaryDrawer, summaryDrawer(view)) : nothing}
    ${open === 'diagnosis' ? drawer(view.words.diagnosisDrawer, diagnosisDrawer(view)) : nothing}
    ${open === 'penalty' ? drawer(view.words.penaltyDrawer, penaltyDrawer(view)) : nothing}
    ${open === 'share' ? drawer(view.words.share.title, shareDrawer(view)) : nothing}
    ${view.allows('rate') ? learningRate(view) : nothing} ${paneChooser(view)}
    <div class="panes" data-count=${view.panes.length} ?data-front=${view.isFront}>
      ${view.panes.map((name) => PANE[name](view))}
    </div>`;
}

const drawer = (title: string, content: TemplateResult): TemplateResult =>
  html`<section class="drawer" part="drawer" aria-label=${title}>${content}</section>`;

function drawerButtons(view: View, hasData: boolean): TemplateResult {
  const { words, choices, act } = view;
  const button = (name: Drawer, label: string): TemplateResult =>
    html`<button
      title=${label}
      aria-expanded=${choices.drawer === name}
      @click=${() => act.choose({ drawer: choices.drawer === name ? undefined : name })}
    >
      ${icon(name)}<span>${label}</span>
    </button>`;
  return html`<div class="buttons">
    ${hasData ? button('data', words.dataDrawer) : nothing}
    ${view.allows('settings') ? button('settings', words.settingsDrawer) : nothing}
    ${view.allows('race') ? button('race', words.race.title) : nothing}
    ${view.allows('summary') ? button('summary', words.summaryDrawer) : nothing}
    ${view.allows('diagnosis') ? button('diagnosis', words.diagnosisDrawer) : nothing}
    ${view.allows('penalty') ? button('penalty', words.penaltyDrawer) : nothing}
    ${view.allows('share') ? button('share', words.share.title) : nothing}
  </div>`;
}

/** Chooser of the pane in front; where a wide element shows them all, it hides this. */
function paneChooser({
  words,
  choices,
  panes,
  isFront,
  hasFront,
  act,
}: View): TemplateResult | typeof nothing {
  if (panes.length === 1) return nothing;
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
