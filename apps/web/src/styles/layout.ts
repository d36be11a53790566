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
  :host(:not([panes])) .page[data-status='loading'], :host([panes='all']) .page[data-status='loading'] {
    min-height: 1100px;
  }
  .waiting {
    display: grid;
    align-content: start;
    gap: 14px;
  }
  /* an author's question has a line of its own */
  ::slotted([slot='task']) {
    flex: 1 0 100%;
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

  /* lines that are full, whichever panes are shown in whatever order */
  .panes {
    display: flex;
    flex-wrap: wrap;
    gap: 18px 22px;
  }
  .pane {
    flex: 1 0 100%;
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
      flex-basis: calc(50% - 12px);
    }
    .pane[data-pane='ledger'], .pane.standing {
      flex-basis: 100%;
    }
    .chooser button {
      display: block;
    }
    :host(:not([panes])) .page[data-status='loading'] {
      min-height: 830px;
    }
    [data-front] .plot:not([data-plot='neuron']) {
      height: 340px;
    }
  }
  @container (min-width: 1020px) {
    .pane {
      flex-basis: calc(33% - 15px);
    }
    .pane[data-pane='neuron'] {
      flex-basis: 100%;
    }
    .plot[data-plot='neuron'] {
      height: 230px;
    }
  }
`;
