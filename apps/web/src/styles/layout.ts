import { type CSSResult, css } from 'lit';

/** Layout by the element's own width, because it lives inside other pages. */
export const layout: CSSResult = css`
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    padding: 14px;
    border: 1px solid var(--line);
    border-radius: var(--gd-radius, 8px);
    align-content: start;
  }
  /* about as high as what will stand here, so that what follows it stays in its place */
  :host(:not([panes])) .page[data-status='loading'] {
    min-height: 1100px;
  }
  :host([panes='all']) .page[data-status='loading'] {
    min-height: 1100px;
  }
  p, h2, h3, ul, dl, dd, fieldset {
    margin: 0;
    padding: 0;
  }
  h2, h3 {
    font-size: 1em;
    font-weight: 600;
  }
  header, .lanes {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 14px;
  }
  /* a page may be written from right to left; what stands here reads in its own direction, and formulas as formulas do */
  p, dt, dd, label, legend, summary, h2, h3, th, td, button span {
    unicode-bidi: plaintext;
  }
  .equation, .ledger li {
    direction: ltr;
  }
  .rows, .quiet, .waiting {
    color: var(--quiet);
  }
  .rows {
    flex: 1;
  }
  .status {
    font-weight: 600;
    margin-inline-start: auto;
  }
  .status[data-status='converged'] {
    color: var(--accent);
  }
  .status[data-status='diverged'], .status[data-status='error'] {
    color: var(--error);
  }
  .waiting {
    display: grid;
    align-content: start;
    gap: 14px;
  }
  .failure {
    border-inline-start: 3px solid var(--error);
    padding: 8px 12px;
    background: var(--raised);
    overflow-wrap: anywhere;
  }
  .reply {
    display: grid;
    gap: 4px;
    border-inline-start: 3px solid var(--accent);
    padding: 8px 12px;
    background: var(--raised);
  }
  .failure span {
    display: block;
    color: var(--quiet);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .equation {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 0;
    font-size: 1.2em;
    line-height: 1.3;
  }
  .equation span {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .term {
    display: inline-grid;
    grid-template-columns: auto auto auto;
    align-items: baseline;
  }
  .term b {
    color: var(--accent);
  }
  .term sub {
    grid-area: 2 / 2;
    font-size: 0.7em;
    line-height: 1;
    color: var(--quiet);
  }
  :host(:lang(zh)) .term sub {
    font-size: 13px;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 16px;
    align-items: center;
  }
  .drawer {
    padding: 14px;
    background: var(--raised);
    border-radius: 6px;
    display: grid;
    gap: 10px;
  }
  .link {
    width: 100%;
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 18px;
    align-items: end;
  }
  .field {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .field input, .field select, .field textarea {
    max-width: min(100%, 260px);
  }
  .field input[type='number'] {
    width: 12ch;
  }
  .wide {
    flex-basis: 100%;
  }
  .wide textarea {
    max-width: 60ch;
    width: 100%;
    field-sizing: content;
    overflow-wrap: anywhere;
  }
  .notes {
    max-height: 12em;
    overflow: auto;
  }
  .notes h3 {
    font-size: inherit;
    font-weight: normal;
    color: var(--quiet);
  }
  .notes ul {
    padding-inline-start: 1.2em;
  }
  .notes li {
    overflow-wrap: anywhere;
  }
  fieldset {
    border: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    align-items: center;
    min-width: 0;
  }
  legend {
    padding: 0;
    color: var(--quiet);
  }

  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 18px 22px;
  }
  .pane {
    display: none;
    align-content: start;
    gap: 8px;
    min-width: 0;
  }
  .pane[data-shown='true'], .pane[data-pane='ledger'], .standing {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .chooser button {
    display: none;
  }
  [data-front] .pane[data-shown='false'] {
    display: none;
  }
  .pane-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    min-height: 34px;
  }
  .facts {
    position: relative;
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(80px, max-content));
    gap: 4px 12px;
  }
  .meanings {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
    gap: 4px 24px;
  }
  .meaning summary {
    cursor: help;
    list-style: none;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .meaning summary::-webkit-details-marker {
    display: none;
  }
  .meaning:not([open]) p {
    display: none;
  }
  .meaning p {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(100% + 4px);
    inset-inline-start: 0;
    max-width: min(60ch, 100%);
    box-sizing: border-box;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--ground);
    color: var(--ink);
    font-size: 14px;
  }
  dt {
    font-size: 0.86em;
    color: var(--quiet);
  }
  :host(:lang(zh)) dt {
    font-size: 0.9em;
  }
  .twin summary {
    cursor: pointer;
    color: var(--quiet);
    width: fit-content;
  }
  .scroll {
    max-height: 260px;
    overflow: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 0.93em;
  }
  th, td {
    text-align: end;
    padding: 2px 10px;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    white-space: nowrap;
  }
  thead th {
    color: var(--quiet);
  }

  .side-by-side {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr));
    gap: 10px 16px;
  }
  figure {
    margin: 0;
  }

  .race input {
    width: 9ch;
    appearance: textfield;
  }
  .race td:last-child {
    position: sticky;
    inset-inline-end: 0;
    background: var(--raised);
  }

  .ledger {
    display: grid;
    gap: 16px 32px;
    grid-template-columns: minmax(0, 1fr);
  }
  .ledger > div {
    display: grid;
    gap: 6px;
    align-content: start;
    min-width: 0;
  }
  .ledger ul {
    list-style: none;
    display: grid;
    gap: 8px;
    padding: 2px;
    overflow-x: auto;
  }
  .ledger li {
    contain: layout style;
    display: grid;
    grid-template-columns: minmax(72px, auto) 1fr auto;
    align-items: baseline;
    border-radius: 4px;
  }
  .ledger .why {
    align-self: center;
    padding: 0 6px;
    border: 0;
    background: none;
    color: var(--quiet);
    font-size: 13px;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .reason {
    grid-column: 2 / -1;
    max-width: 56ch;
    padding-block-end: 4px;
    white-space: normal;
  }
  .pieces {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 6px 5px;
  }
  .symbol {
    text-align: start;
  }
  /* fractions stand as high as on a board; subscripts are 12 pixels at least */
  math {
    font-size: max(1.2em, 17px);
    math-style: normal;
  }
  /* as much of the accent as leaves accent on it 4.5 : 1 */
  li[data-lit], .term[data-lit] {
    background: color-mix(in srgb, var(--accent) 8%, transparent);
  }

  @container (min-width: 700px) {
    .facts {
      column-gap: 26px;
    }
    .chooser:not([data-front]) label, .chooser:not([data-both]) {
      display: none;
    }
    .pane {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
    .panes {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .pane[data-pane='ledger'], .pane.standing {
      grid-column: 1 / -1;
    }
    .pane:last-child:nth-child(odd) {
      grid-column: 1 / -1;
    }
    .ledger {
      grid-template-columns: repeat(2, minmax(0, auto));
      justify-content: start;
    }
  }
  @container (min-width: 700px) {
    .chooser button {
      display: block;
    }
    :host(:not([panes])) .page[data-status='loading'] {
      min-height: 830px;
    }
    [data-front] .pane[data-shown='true'] {
      grid-column: 1 / -1;
    }
    [data-front] .plot:not([data-plot='neuron']) {
      height: 340px;
    }
  }
  @container (min-width: 1020px) {
    .panes {
      grid-template-columns: repeat(6, minmax(0, 1fr));
    }
    .pane {
      grid-column: span 2;
    }
    [data-count='2'] .pane {
      grid-column: span 3;
    }
    .pane[data-pane='neuron'], .pane[data-pane='ledger'], .pane.standing, [data-count='1'] .pane {
      grid-column: span 6;
    }
    .plot[data-plot='neuron'] {
      height: 230px;
    }
  }
`;
