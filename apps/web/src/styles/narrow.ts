import { type CSSResult, css } from 'lit';

/** A phone, or a narrow column: the chart and what moves it share a screen; what is read or set once comes after them. */
export const narrow: CSSResult = css`
  @container (max-width: 699px) {
    .page {
      display: flex;
      flex-wrap: wrap;
    }
    .page > :not(.unseen), .timeline {
      flex: 1 0 100%;
      min-width: 0;
    }
    .bar {
      display: contents;
    }
    .page > .facts, .transport > :not(.buttons, .timeline), .bar > .buttons, .page > .drawer, .page > .rate {
      order: 1;
    }
    /* the learning rate shares the screen with the chart that it changes; what is read comes last, if its author has it last */
    .panes {
      display: contents;
    }
    .pane[data-pane='ledger']:last-child {
      order: 2;
    }
    /* the chooser has named the pane */
    .pane:not([data-pane='ledger'], .standing) h2 {
      position: absolute;
      clip-path: inset(50%);
    }
    .pane-head {
      min-height: 0;
    }
  }
  /* a paragraph above it, the model, the chart and what moves it share the screen of a phone */
  @container (max-width: 419px) {
    .page {
      gap: 6px 14px;
      padding: 10px;
    }
    .equation {
      font-size: 1.1em;
      gap: 2px 0;
    }
    .pane {
      gap: 4px;
    }
    .bar > .buttons .icon {
      display: none;
    }
    .bar > .buttons span {
      margin: 0;
    }
  }
`;
