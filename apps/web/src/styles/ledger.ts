import { type CSSResult, css } from 'lit';

/** The lines of the chain rule. */
export const ledger: CSSResult = css`
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
    grid-template-columns: minmax(72px, auto) minmax(0, 1fr);
    align-items: baseline;
    border-radius: 4px;
  }
  .ledger .why {
    margin-inline-start: auto;
    min-height: 24px;
    padding: 0 6px;
    border: 0;
    background: none;
    color: var(--quiet);
    font-size: 13px;
    white-space: nowrap;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .reason {
    grid-column: 2;
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
  /* fractions stand as high as on a board; subscripts are 12 pixels at least */
  math, .term-name {
    /* without a font for mathematics a Chinese page would set its signs as wide as characters */
    font-family: math, 'Times New Roman', serif;
    font-size: max(1.2em, 17px);
    math-style: normal;
  }
  /* as in the neuron, what comes back from the loss */
  math [data-link='slope'] {
    color: var(--error);
  }
  li[data-lit] math [data-link='slope'] {
    color: inherit;
  }
  math [data-lit] {
    outline: 1px solid var(--accent);
  }
  .term-name {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .symbol {
    position: relative;
    border-color: transparent;
    background: none;
    padding: 0 6px;
    min-height: 30px;
    text-align: start;
  }
  .short {
    width: 8ch;
  }

  @container (min-width: 700px) {
    .ledger {
      grid-template-columns: repeat(2, minmax(0, auto));
      justify-content: start;
    }
  }
`;
