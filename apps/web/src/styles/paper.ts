import { type CSSResult, css } from 'lit';

/** On paper: light, nothing to press, and no chart in two halves. */
export const paper: CSSResult = css`
  /* charts are drawn to the text of a sheet before it is known: A4 and Letter have some 720 pixels */
  :host([data-printing]) {
    color-scheme: light;
    width: 720px;
  }
  @media print {
    :host {
      color-scheme: light;
      width: auto;
    }
    canvas {
      object-fit: contain;
    }
    .transport, .bar, .chooser, .drawer, .rate > :not(.verdict), .pane-head > :not(h2), .twin, .why, .standing[data-pane='data'] {
      display: none;
    }
    .pane, .ledger li, tr, figure, .meanings {
      break-inside: avoid;
    }
    /* side by side in lines: rows of a grid overlap where one of them goes on overleaf */
    .panes {
      display: flex;
      flex-wrap: wrap;
    }
    .pane {
      display: grid;
      width: calc(50% - 11px);
    }
    .pane:last-child:nth-child(odd), [data-count='1'] .pane, [data-front] .pane {
      width: 100%;
    }
    /* what is read does, between two of its lines */
    .pane[data-pane='ledger'], .standing {
      display: block;
      width: 100%;
      break-inside: auto;
    }
    .pane-head {
      break-after: avoid;
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
