import { type CSSResult, css } from 'lit';

/** `density="compact"`: as low as a slide asks for, with all that can be done still there; what is narrow is low anyway. */
export const compact: CSSResult = css`
  @container (min-width: 700px) {
    :host([density='compact']) {
      .page {
        gap: 8px 16px;
        padding: 10px;
      }
      .page[data-status='loading'] {
        min-height: 560px;
      }
      .rows {
        text-align: end;
      }
      .facts {
        grid-template-columns: repeat(auto-fit, max-content);
        gap: 0 20px;
      }
      .facts > div, .facts > .meaning {
        display: flex;
        align-items: baseline;
        gap: 6px;
      }
      .bar {
        gap: 8px;
      }
      .bar > .buttons span {
        position: absolute;
        clip-path: inset(50%);
      }
      .primary {
        min-width: 0;
      }
      .timeline {
        flex-basis: 150px;
      }
      .rate {
        gap: 0 16px;
      }
      [data-front] .pane h2 {
        position: absolute;
        clip-path: inset(50%);
      }
      /* on the line of the chooser, which ends before it */
      [data-front] .pane-head {
        width: fit-content;
        margin-inline-start: auto;
        margin-block-start: -52px;
      }
      .plot, [data-front] .plot:not([data-plot='neuron']) {
        height: 236px;
      }
    }
    /* the model and the state of its run, on one line where they fit, as on paper */
    :host(:is([density='compact'], [data-printing])) {
      .page {
        display: flex;
        flex-wrap: wrap;
      }
      .page > :where(:not(.unseen)) {
        flex: 1 0 100%;
        min-width: 0;
      }
      .page > .equation {
        order: -2;
        flex: 1 1 auto;
        font-size: 1.1em;
      }
      .page > header {
        order: -1;
        flex: 1 0 auto;
      }
    }
  }
`;
