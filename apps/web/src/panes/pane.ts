import { differencesOf, type Pane } from '@gd-trainer/sdk/view';
import { html, nothing, type TemplateResult } from 'lit';
import type { RunView } from '../view.ts';

/** The same numbers as a chart's, for those who read rather than look. */
export interface TwinTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below it. */
  readonly notes?: readonly string[];
}

/** A titled section with its chart, its controls and, on demand, its table. */
export function pane(
  view: RunView,
  name: Pane,
  content: TemplateResult | typeof nothing,
  { tools = nothing, table }: { tools?: unknown; table?: () => TwinTable } = {},
): TemplateResult {
  const { words, choices } = view;
  return html`<section
    class="pane"
    part=${`pane ${name}`}
    data-pane=${name}
    data-shown=${choices.pane === name}
    aria-labelledby=${`${name}-title`}
  >
    <div class="pane-head"><h2 id=${`${name}-title`}>${words.panes[name]}</h2>${tools}</div>
    ${content} ${table ? twin(view, name, table) : nothing}
  </section>`;
}

function twin({ words, choices, act }: RunView, name: Pane, table: () => TwinTable): TemplateResult {
  const isOpen = choices.tables.includes(name);
  const others = choices.tables.filter((other) => other !== name);
  return html`<details
    class="twin"
    ?open=${isOpen}
    @toggle=${(event: Event) => {
      const open = (event.target as HTMLDetailsElement).open;
      if (open !== isOpen) act.choose({ tables: open ? [...others, name] : others });
    }}
  >
    <summary>${words.table}<span class="unseen">${words.labelled('', words.panes[name])}</span></summary>
    ${isOpen ? tableOf(table(), words.panes[name]) : nothing}
  </details>`;
}

/** A table that scrolls where it is too wide, and its sentences below. */
export const tableOf = ({ head, rows, notes = [] }: TwinTable, caption: string): TemplateResult => html`<div
  class="scroll"
  tabindex="0"
  role="group"
  aria-label=${caption}
>
  <table>
    <thead>
      <tr>
        ${head.map((name) => (name === '' ? html`<td></td>` : html`<th scope="col">${name}</th>`))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
    </tbody>
  </table>
  ${notes.map((note) => html`<p class="quiet">${note}</p>`)}
</div>`;

/** Numbers, each with what it says. */
export const meaningsOf = (entries: readonly (readonly [name: string, meaning: string])[]): TemplateResult =>
  html`<dl class="meanings">
    ${entries.map(([name, meaning]) => html`<div><dt>${name}</dt><dd>${meaning}</dd></div>`)}
  </dl>`;

/** Weights of categories as the differences that they are. */
export const differencesIn = ({ session: { trainer, snapshot }, words }: RunView): string[] =>
  differencesOf(trainer, snapshot).map(words.narrate);

/** At most so many rows of a table: evenly spaced, with the last. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}
