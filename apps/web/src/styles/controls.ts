import { type CSSResult, css } from 'lit';

/** Buttons, sliders, fields: native ones, because keyboards and screen readers know them. */
export const controls: CSSResult = css`
  button, select, textarea, input[type='number'] {
    font: inherit;
    color: var(--ink);
    background: var(--ground);
    border: 1px solid var(--edge);
    border-radius: 6px;
    min-height: 34px;
    padding: 0 8px;
  }
  button {
    cursor: pointer;
  }
  button:hover {
    background: var(--raised);
  }
  button[aria-expanded='true'], button[aria-pressed='true'] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  input[type='checkbox'], input[type='radio'] {
    accent-color: var(--accent);
  }
  .icon {
    width: 16px;
    height: 16px;
    fill: currentColor;
    vertical-align: -3px;
    flex: none;
  }
  .icon + span {
    margin-inline-start: 6px;
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
    min-width: 100px;
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent), var(--ink) 15%);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .round {
    min-width: 36px;
    padding: 0 6px;
  }
  label {
    color: var(--quiet);
    white-space: nowrap;
  }
  .check {
    color: var(--ink);
  }
  /* its parts and the drawers' buttons share lines */
  .transport {
    display: contents;
  }
  .timeline {
    flex: 1 1 280px;
    display: flex;
    align-items: center;
    gap: 14px;
  }
  .epoch input {
    width: 9ch;
  }
  /* numbers grow to the right in every script */
  .track {
    direction: ltr;
    position: relative;
    flex: 1;
    display: grid;
    min-width: 0;
  }

  input[type='range'] {
    appearance: none;
    width: 100%;
    height: 34px;
    margin: 0;
    background: transparent;
    cursor: pointer;
    position: relative;
  }
  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--edge) 60%, transparent);
  }
  input[type='range']::-moz-range-track {
    height: 4px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--edge) 60%, transparent);
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 18px;
    height: 18px;
    margin-top: -7px;
    border-radius: 50%;
    border: 2px solid var(--ground);
    background: var(--accent);
  }
  input[type='range']::-moz-range-thumb {
    width: 14px;
    height: 14px;
    border-radius: 50%;
    border: 2px solid var(--ground);
    background: var(--accent);
  }
  /* the middle of a thumb travels from half its width to half its width before the end */
  .marks {
    position: absolute;
    inset: 0 9px;
    width: calc(100% - 18px);
    height: 100%;
    overflow: visible;
    pointer-events: none;
  }
  .marks line.best {
    stroke: var(--accent);
    stroke-width: 2;
  }
  .marks line.limit {
    stroke: var(--error);
    stroke-width: 3;
  }
  .beyond {
    fill: var(--error);
    opacity: 0.3;
  }
  .convergence path {
    fill: var(--ground);
    stroke: var(--accent);
    stroke-width: 2;
  }

  .rate {
    display: grid;
    grid-template: 'name number auto' 'track track track' 'words words words' / 1fr auto minmax(0, auto);
    align-items: center;
    gap: 0 12px;
  }
  .rate .name {
    grid-area: name;
  }
  .rate .track {
    grid-area: track;
    padding-top: 20px;
  }
  .rate .number {
    grid-area: number;
    width: 11ch;
  }
  .rate .chosen {
    grid-area: auto;
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    align-content: center;
    min-height: 34px;
  }
  .verdict {
    grid-area: words;
  }
  .verdict[data-verdict='diverges'] {
    color: var(--error);
    font-weight: 600;
  }
  @container (min-width: 700px) {
    .rate {
      grid-template: 'name track number auto' 'words words words words' / auto 1fr auto auto;
      gap: 4px 14px;
      align-items: end;
    }
    .rate > label {
      line-height: 34px;
    }
  }

  .chooser {
    gap: 0 6px;
    justify-content: start;
    border-bottom: 1px solid var(--line);
  }
  /* the chain rule stands below whatever is chosen, unless one pane stands in front of all */
  .chooser:not([data-front]) label:has([value='ledger']) {
    display: none;
  }
  .chooser input {
    position: absolute;
    opacity: 0;
  }
  .chooser span {
    display: block;
    padding: 6px 0;
    border-bottom: 2px solid transparent;
    cursor: pointer;
  }
  .chooser :checked + span {
    color: var(--ink);
    font-weight: 600;
    border-color: var(--accent);
  }
  .chooser :focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: -3px;
  }

  @container (min-width: 420px) {
    .chooser span {
      padding-inline: 9px;
    }
  }

  @media (forced-colors: active) {
    .primary, .chooser :checked + span, button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    input[type='range']::-webkit-slider-thumb {
      background: Highlight;
      forced-color-adjust: none;
    }
    input[type='range']::-webkit-slider-runnable-track {
      background: ButtonText;
      forced-color-adjust: none;
    }
  }
`;
