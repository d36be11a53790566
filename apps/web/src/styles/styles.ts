import { type CSSResult, css } from 'lit';
import { charts } from './charts.ts';
import { compact } from './compact.ts';
import { controls } from './controls.ts';
import { layout } from './layout.ts';
import { narrow } from './narrow.ts';
import { paper } from './paper.ts';
import { text } from './text.ts';

// colours follow the page's own color-scheme; a page that says `light dark` follows the reader's
const theme = css`
  :host {
    --ink: var(--gd-ink, light-dark(#16202a, #e9eef3));
    --quiet: var(--gd-quiet, light-dark(#56626e, #a3b0bc));
    --ground: var(--gd-ground, light-dark(#fff, #10151a));
    --raised: var(--gd-raised, light-dark(#f4f6f8, #1a2128));
    --line: var(--gd-line, light-dark(#d9dfe5, #323c46));
    --edge: var(--gd-edge, light-dark(#818c97, #717d88));
    --accent: var(--gd-accent, light-dark(#0072b2, #58b4ea));
    --on-accent: var(--gd-on-accent, light-dark(#fff, #06131c));
    --error: var(--gd-error, light-dark(#c04a00, #ff9456));
    display: block;
    container-type: inline-size;
    color: var(--ink);
    background: var(--ground);
    /* larger where the reader has asked for larger text */
    font: max(14px, 0.875rem) / 1.45 var(--gd-font, system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
    text-align: start;
  }
  /* Chinese characters are denser: no smaller than 13 px, and with more air between lines */
  :host(:lang(zh)) {
    font-size: max(15px, 0.9375rem);
    line-height: 1.6;
  }
  /* else a page without a colour scheme keeps light grounds under the reader's dark text */
  @media (forced-colors: active) {
    :host {
      --ink: CanvasText;
      --quiet: CanvasText;
      --ground: Canvas;
      --raised: Canvas;
      --line: GrayText;
      --edge: ButtonBorder;
      --accent: Highlight;
      --on-accent: HighlightText;
    }
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
`;

const roles: readonly CSSResult[] = [theme, controls, charts, text];

/** Looks of all that may be there from the beginning. */
export const styles: CSSResult[] = [...roles, layout, narrow, compact, paper];

/** Adds the looks of a part that has come: before the layout, which may ask for others. */
export function adopt(root: ShadowRoot, { styleSheet }: CSSResult): void {
  const sheets = root.adoptedStyleSheets;
  if (styleSheet && !sheets.includes(styleSheet)) sheets.splice(roles.length, 0, styleSheet);
}
