import { type CSSResult, css } from 'lit';

/** What opens under the controls: fields, texts to copy, figures side by side. */
export const drawers: CSSResult = css`
  /* the words of the browser's own button are in the browser's language, not the page's */
  .file {
    position: relative;
    color: var(--ink);
    cursor: pointer;
  }
  .file span {
    display: block;
    padding: 6px 12px;
    background: var(--ground);
    border: 1px solid var(--edge);
    border-radius: 6px;
  }
  .file :focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  textarea {
    padding: 6px 8px;
    vertical-align: top;
  }
  .link {
    width: 100%;
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 18px;
    align-items: end;
  }
  .field {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .field input, .field select, .field textarea {
    max-width: min(100%, 260px);
  }
  .field input[type='number'] {
    width: 12ch;
  }
  .wide {
    flex-basis: 100%;
  }
  .wide textarea {
    max-width: 60ch;
    width: 100%;
    field-sizing: content;
    overflow-wrap: anywhere;
  }
  .notes {
    max-height: 12em;
    overflow: auto;
  }
  .notes h3 {
    font-size: inherit;
    font-weight: normal;
    color: var(--quiet);
  }
  .notes ul {
    padding-inline-start: 1.2em;
  }
  .notes li {
    overflow-wrap: anywhere;
  }
  .side-by-side {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr));
    gap: 10px 16px;
  }
  figure {
    margin: 0;
  }

  .race input {
    width: 9ch;
    appearance: textfield;
  }
  .race input::-webkit-inner-spin-button {
    appearance: none;
  }
  .race th, .race td {
    padding-inline: 5px;
  }
  /* a future is a paragraph where there is no room for its row */
  @container (max-width: 839px) {
    .race thead {
      display: none;
    }
    .race, .race tbody, .scroll:has(.race) {
      display: block;
      max-height: none;
    }
    .race tr {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      border-bottom: 1px solid var(--line);
    }
    .race th, .race td {
      border: 0;
    }
    .race td:last-child {
      margin-inline-start: auto;
    }
    .race td + td::before {
      content: attr(data-name) ' ';
      color: var(--quiet);
    }
  }
`;
