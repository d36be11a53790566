import { type NoteFacts, type OfferedColumn, splitTerms, written } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import type { OfferedSet } from '../input/offered-sets.ts';
import { type DataTable, offeredIn } from '../input/rows.ts';
import { SAMPLE_SETS, type SampleSet } from '../input/sample-sets.ts';
import type { Language, Words } from '../words/words.ts';
import { textOf } from './fields.ts';

/** Content and acts of the data drawer; it is there before any data are. */
export interface SourceView {
  readonly words: Words;
  readonly language: Language;
  readonly table: DataTable | undefined;
  /** Whatever was chosen or left out as the rows were read. */
  readonly notes: readonly NoteFacts[];
  readonly target: string | undefined;
  readonly features: readonly string[];
  /** Sets the page offers beside the reader's own files. */
  readonly offered: readonly OfferedSet[];
  readonly chosenSet: OfferedSet | undefined;
  openSet(set: OfferedSet): void;
  openSample(set: SampleSet): void;
  openFile(file: Blob): void;
  openText(text: string): void;
  chooseColumns(columns: { target: string; features: readonly string[] }): void;
}

/** A few rows to begin with, each set by a press. */
export const sampleButtons = ({ language, openSample }: SourceView): TemplateResult =>
  html`<div class="buttons">
    ${SAMPLE_SETS.map((set) => html`<button @click=${() => openSample(set)}>${set.title[language]}</button>`)}
  </div>`;

/** The rows' source and the columns that are learned; nothing leaves the page. */
export function dataDrawer(view: SourceView): TemplateResult {
  const { words, table, chosenSet, language } = view;
  return html`<div class="fields">
    ${view.offered.length > 0 ? setPicker(view) : nothing}
    <label class="file"
      ><input
        class="unseen"
        type="file"
        accept=".csv,.tsv,.txt,.json,text/csv"
        @change=${(event: Event) => {
          const [file] = (event.target as HTMLInputElement).files ?? [];
          if (file) view.openFile(file);
        }}
      /><span>${words.data.file}</span></label
    >
    <label class="field"
      >${words.data.paste}
      <textarea
        rows="1"
        spellcheck="false"
        placeholder="x,y"
        @change=${(event: Event) => textOf(event).trim() !== '' && view.openText(textOf(event))}
      ></textarea>
    </label>
    ${table && table.names.length > 1 && table.numeric.length > 0 ? columnPicker(view) : nothing}
    ${notesOn(view)}
    ${chosenSet?.note?.[language] ? html`<p class="wide">${chosenSet.note[language]}</p>` : nothing}
    <p class="quiet wide">${chosenSet?.description[language]} ${words.data.local}</p>
  </div>`;
}

/** Notes that a drawer lists at most: a table of ten thousand columns can have as many. */
const MOST_NOTES = 100;

/** Whatever was chosen or left out as the rows were read. */
function notesOn({ words, notes }: SourceView): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  const more = notes.length - MOST_NOTES;
  return html`<section class="wide notes" tabindex="0" aria-label=${words.notes(String(notes.length))}>
    <h3>${words.notes(String(notes.length))}</h3>
    <ul>
      ${notes.slice(0, MOST_NOTES).map((note) => html`<li>${words.narrateNote(note)}</li>`)}
      ${more > 0 ? html`<li>${words.moreTerms(String(more))}</li>` : nothing}
    </ul>
  </section>`;
}

function setPicker({ words, language, offered, chosenSet, openSet }: SourceView): TemplateResult {
  return html`<label class="field"
    >${words.data.sets}
    <select
      @change=${(event: Event) => {
        const set = offered.find(({ name }) => name === textOf(event));
        if (set) openSet(set);
      }}
    >
      ${chosenSet ? nothing : html`<option value="">–</option>`}
      ${offered.map((set) => html`<option value=${set.name} .selected=${set === chosenSet}>${set.title[language]}</option>`)}
    </select></label
  >`;
}

function columnPicker(view: SourceView): TemplateResult {
  const { words, table, target, features, notes, chooseColumns } = view;
  const choose = (chosen: readonly string[]): void => {
    if (chosen.length > 0) chooseColumns({ target: target!, features: chosen });
  };
  // the old target takes the place among the features that the new one leaves
  const predict = (name: string): void =>
    chooseColumns({
      target: name,
      features: features.map((feature) => (feature === name ? target! : feature)),
    });
  const columns = offeredIn(table!, notes).filter(({ name }) => name !== target);
  const leftOut = columns.filter(({ term }) => term === undefined);
  return html`<label class="field"
      >${words.data.target}
      <select @change=${(event: Event) => predict(textOf(event))}>
        ${table!.numeric.map((name) => html`<option value=${name} .selected=${name === target}>${name}</option>`)}
      </select></label
    >
    <fieldset>
      <legend>${words.data.features}</legend>
      ${columns.map((column) => columnBox(column, words, features, choose))}
      ${leftOut.map(({ name, kind }) => html`<p class="quiet">${words.labelled(name, words.columnKind(kind, undefined))}</p>`)}
    </fieldset>
    ${termField(view, choose)}`;
}

/** A column to be ticked, with its kind; terms that are typed stay where they are. */
function columnBox(
  { name, term, kind, levels }: OfferedColumn,
  words: Words,
  features: readonly string[],
  choose: (features: readonly string[]) => void,
): TemplateResult | typeof nothing {
  if (term === undefined) return nothing;
  const chosen = [term, name].find((feature) => features.includes(feature));
  const toggle = (): void =>
    choose(chosen === undefined ? [...features, term] : features.filter((other) => other !== chosen));
  return html`<label class="check" title=${words.columnKind(kind, levels)}
    ><input type="checkbox" .checked=${chosen !== undefined} @change=${toggle} />${name}${
      kind === 'number' ? nothing : html`<small class="quiet"> ${words.columnKind(kind, levels)}</small>`
    }</label
  >`;
}

/** Terms are one line, however many it takes to show them. */
function takeOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  const field = event.target as HTMLElement;
  // to leave a field is what makes the browser tell of its change, once
  field.blur();
  field.focus();
}

/** The features as a text in which terms can be typed. */
function termField(
  { words, table, features }: SourceView,
  choose: (features: readonly string[]) => void,
): TemplateResult {
  const { names } = table!;
  const text = features.map((feature) => (names.includes(feature) ? written(feature) : feature)).join(', ');
  const read = (typed: string): string[] =>
    splitTerms(typed).map((term) => names.find((name) => written(name) === term) ?? term);
  return html`<label class="field wide"
    >${words.data.terms}
    <textarea
      rows="2"
      spellcheck="false"
      placeholder="size^2, city, log(age)"
      .value=${text}
      @keydown=${takeOnEnter}
      @change=${(event: Event) => choose(read(textOf(event)))}
    ></textarea>
  </label>`;
}
