import { type CSSResult, css } from 'lit';

/** The net of the chain rule: its nodes, and the arrows there and back. */
export const neuron: CSSResult = css`
  .plot[data-plot='neuron'] text {
    font-size: clamp(13px, 0.914em, 16px);
  }
  .edge {
    stroke: var(--accent);
    stroke-width: 1.5;
  }
  .chart .arrow {
    fill: var(--accent);
  }
  .edge.back, .arrow.back {
    stroke: var(--error);
    stroke-width: 1.5;
  }
  .edge.back {
    stroke-dasharray: 5 4;
  }
  .chart .arrow.back {
    fill: none;
  }
  .chart .pill, .sum {
    fill: var(--raised);
    stroke: var(--edge);
  }
  .value, .sigma {
    fill: var(--ink);
  }
  .forward {
    fill: var(--accent);
  }
  .plot[data-plot='neuron'] .sigma {
    font-size: 18px;
  }
`;
