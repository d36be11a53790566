import { type CSSResult, css } from 'lit';

/** `density="compact"`: as low as a slide asks for, with all that can be done still there; what is narrow is low anyway. */
export const compact: CSSResult = css`
  @container (min-width: 700px) {
    :host([density='compact']) .page {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      padding: 10px;
    }
    :host([density='compact']) .page > :where(:not(.unseen)) {
      flex: 1 0 100%;
      min-width: 0;
    }
    :host([density='compact']) .page[data-status='loading'] {
      min-height: 560px;
    }
    /* the model and the state of its run, on one line where they fit */
    :host([density='compact']) .page > .equation {
      order: -2;
      flex: 1 1 auto;
      font-size: 1.1em;
    }
    :host([density='compact']) .page > header {
      order: -1;
      flex: 1 0 auto;
    }
    :host([density='compact']) .rows {
      text-align: end;
    }
    :host([density='compact']) .facts {
      grid-template-columns: repeat(auto-fit, max-content);
      gap: 0 20px;
    }
    :host([density='compact']) .facts > div, :host([density='compact']) .facts > .meaning {
      display: flex;
      align-items: baseline;
      gap: 6px;
    }
    :host([density='compact']) .bar {
      gap: 8px;
    }
    :host([density='compact']) .bar > .buttons span {
      position: absolute;
      clip-path: inset(50%);
    }
    :host([density='compact']) .primary {
      min-width: 0;
    }
    :host([density='compact']) .timeline {
      flex-basis: 150px;
    }
    :host([density='compact']) .rate {
      gap: 0 16px;
    }
    :host([density='compact']) [data-front] .pane h2 {
      position: absolute;
      clip-path: inset(50%);
    }
    /* on the line of the chooser, which ends before it */
    :host([density='compact']) [data-front] .pane-head {
      width: fit-content;
      margin-inline-start: auto;
      margin-block-start: -52px;
    }
    :host([density='compact']) .plot, :host([density='compact']) [data-front] .plot:not([data-plot='neuron']) {
      height: 236px;
    }
  }
`;
