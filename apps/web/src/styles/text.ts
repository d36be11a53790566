import { type CSSResult, css } from 'lit';

/** What is read: sentences, formulas, numbers, tables. */
export const text: CSSResult = css`
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
  p, dt, dd, label, legend, summary, h2, h3, th, td, button, button span {
    unicode-bidi: plaintext;
  }
  .equation, .ledger li, select {
    direction: ltr;
  }
  .rows, .quiet, .waiting {
    color: var(--quiet);
  }
  .rows {
    flex: 1;
  }
  .rows > span {
    white-space: nowrap;
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
  .failure, .reply {
    border-inline-start: 3px solid var(--error);
    padding: 8px 12px;
    background: var(--raised);
    overflow-wrap: anywhere;
  }
  .reply {
    display: grid;
    gap: 4px;
    border-color: var(--accent);
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
    /* a page without a doctype hands no colour on to tables */
    color: inherit;
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

  /* as much of the accent as leaves accent on it 4.5 : 1 */
  li[data-lit], .term[data-lit] {
    background: color-mix(in srgb, var(--accent) 8%, transparent);
  }
`;
