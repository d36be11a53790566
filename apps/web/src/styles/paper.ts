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
    .pane {
      break-inside: avoid;
    }
    .meaning summary {
      text-decoration: none;
    }
  }
`;
