import { type CSSResult, css } from 'lit';

/** On paper: light, nothing to press, and no chart in two halves. */
export const paper: CSSResult = css`
  /* charts are drawn to the text of a sheet before it is known: A4 and Letter have some 720 pixels */
  :host([data-printing]) {
    color-scheme: light;
    width: 720px;
  }
  /* what is said, the charts and the chain rule share a sheet */
  :host([data-printing]) .panes:not([data-front]) {
    .pane {
      flex-basis: calc(33% - 15px);
    }
    .pane:is([data-pane='neuron'], [data-pane='ledger'], .standing) {
      flex-basis: 100%;
    }
    .plot[data-plot] {
      height: 150px;
    }
    .plot[data-plot='neuron'] {
      height: 185px;
    }
  }
  @media print {
    :host {
      color-scheme: light;
      width: auto;
    }
    .page {
      border: 0;
      padding: 0;
      gap: 8px 14px;
    }
    .panes {
      row-gap: 10px;
    }
    .pane > p {
      font-size: 12px;
      line-height: 1.35;
    }
    canvas {
      object-fit: contain;
    }
    .transport, .bar, .chooser, .drawer, .rate > :not(.verdict), .pane-head > :not(h2), .twin, .why, .standing[data-pane='data'] {
      display: none;
    }
    .pane, .ledger li, tr, figure, .meanings > * {
      break-inside: avoid;
    }
    .pane {
      display: grid;
    }
    /* what is read may go on overleaf, between two of its lines; rows of a grid would overlap there */
    .pane[data-pane='ledger'], .standing, .ledger > div, .ledger ul {
      display: block;
    }
    .pane[data-pane='ledger'], .standing {
      break-inside: auto;
    }
    .pane-head, .ledger p {
      break-after: avoid;
    }
    /* no heading stays behind at the foot of a sheet: it takes the room of what follows, which stands in it */
    [data-pane='ledger'] .pane-head {
      break-inside: avoid;
      padding-block-end: 160px;
      margin-block-end: -152px;
    }
    /* columns as wide as their lines, which break least so; 14 pixels are the 10½ points of a book's text */
    .ledger {
      grid-template-columns: repeat(2, auto);
      justify-content: space-between;
      gap: 4px 20px;
    }
    .ledger li {
      grid-template-columns: minmax(56px, auto) minmax(0, 1fr);
    }
    .pane-head, .ledger .symbol {
      min-height: 0;
      padding: 0;
    }
    .ledger .pieces {
      gap: 1px 4px;
    }
    .ledger math, .ledger .term-name {
      font-size: 14px;
    }
    /* no line goes overleaf alone */
    .ledger ul > :nth-last-child(-n + 2) {
      break-before: avoid;
    }
    th, td {
      padding: 2px 5px;
    }
    .ledger ul, .scroll {
      max-height: none;
      overflow: visible;
    }
    .meaning summary {
      text-decoration: none;
    }
  }
`;
