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
