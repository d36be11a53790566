import { type CSSResult, css } from 'lit';

/** Looks of the roles of marks: blue for the model, vermilion for error and gradient, grey for what is not now. */
export const charts: CSSResult = css`
  /* a frame of the run redraws the inside of charts and equations, and must not lay out the rest */
  .plot {
    height: 260px;
    position: relative;
    user-select: none;
    contain: strict;
    /* and a layer of its own, so that what it changes is all that is painted */
    will-change: transform;
  }
  .plot[data-plot='fit'], .plot[data-plot='loss'] {
    cursor: crosshair;
  }
  .plot[data-plot='neuron'] {
    height: 270px;
  }
  .chart {
    direction: ltr;
    display: block;
    width: 100%;
    height: 100%;
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
    /* a change of these ends a transition, by which a canvas learns that it is to be painted anew */
    color: var(--quiet);
    fill: var(--accent);
    stroke: var(--error);
    transition: color 1ms, fill 1ms, stroke 1ms;
  }
  .chart > * {
    pointer-events: none;
  }
  .chart [data-link]:not([data-link='']), .handle {
    pointer-events: auto;
  }
  .chart path {
    fill: none;
  }
  /* frames leave room for labels of that size */
  text {
    font-size: clamp(12px, 0.857em, 15px);
    fill: var(--quiet);
  }
  :host(:lang(zh)) text {
    font-size: clamp(13px, 0.93em, 15px);
  }
  .grid {
    stroke: var(--line);
  }
  .axis {
    fill: var(--ink);
  }
  .past {
    stroke: var(--accent);
    stroke-width: 2;
  }
  .predicted {
    stroke: var(--quiet);
    stroke-width: 2;
    stroke-dasharray: 0 5;
    stroke-linecap: round;
  }
  .least, .agreement {
    stroke: var(--quiet);
    stroke-dasharray: 6 4;
  }
  .now {
    fill: var(--accent);
    stroke: var(--ground);
    stroke-width: 2;
  }
  .step {
    fill: var(--accent);
  }
  path.cursor {
    stroke: var(--quiet);
  }
  circle.cursor {
    fill: var(--ink);
  }
  .readout {
    fill: var(--ink);
  }

  .rival {
    stroke-width: 2;
  }
  .rival-0, .level-0 {
    --hue: light-dark(#9b4d16, #f0a868);
  }
  .rival-1, .level-1 {
    --hue: light-dark(#00805c, #3ddbb0);
    --dash: 8 3;
  }
  .rival-2, .level-2 {
    --hue: light-dark(#a3307e, #f08bd0);
    --dash: 3 3;
  }
  .rival-3, .level-3 {
    --hue: light-dark(#7d6200, #e6c229);
    --dash: 10 3 2 3;
  }
  .rival-4, .level-4 {
    --hue: light-dark(#5c4dbd, #a89bff);
    --dash: 2 2 6 2;
  }
  .rival-5, .level-5 {
    --hue: light-dark(#5b6770, #aab6c0);
    --dash: 14 4;
  }
  path.rival {
    stroke: var(--hue);
    stroke-dasharray: var(--dash, none);
    fill: none;
  }
  circle.rival {
    fill: var(--hue);
    stroke: var(--ground);
  }
  .swatch {
    width: 28px;
    height: 8px;
  }

  .chart .contour {
    fill: var(--accent);
    fill-opacity: 0.035;
    stroke: var(--accent);
    stroke-opacity: 0.35;
  }
  .eigen {
    stroke: var(--quiet);
    stroke-dasharray: 2 4;
  }
  .optimum {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .chart .update {
    stroke: var(--error);
    stroke-width: 2;
  }
  .handle {
    cursor: grab;
    touch-action: none;
    outline: none;
  }
  .handle:active {
    cursor: grabbing;
  }
  .reach {
    fill: transparent;
  }
  .handle:focus-visible .reach {
    stroke: var(--accent);
    stroke-width: 2;
  }

  .points {
    stroke: var(--quiet);
    stroke-width: 4;
    stroke-linecap: round;
    stroke-opacity: 0.75;
  }
  .few {
    stroke-width: 7;
  }
  .turnable {
    cursor: grab;
    touch-action: none;
  }
  .chart .plane {
    fill: var(--accent);
    fill-opacity: 0.14;
    stroke: var(--accent);
  }
  .mesh {
    stroke: var(--accent);
    stroke-opacity: 0.45;
  }
  .model {
    stroke: var(--accent);
    stroke-width: 2.5;
  }
  .chart .plane.bent {
    stroke: none;
  }
  .chart .shapes {
    fill: var(--hue);
    fill-opacity: 0.55;
    stroke: var(--hue);
    stroke-opacity: 0.8;
  }
  .chart .band {
    fill: var(--accent);
    fill-opacity: 0.1;
    stroke: none;
  }
  .chart .band.mean {
    fill-opacity: 0.22;
  }
  .model.of-level {
    stroke: var(--hue);
  }
  .level {
    fill: var(--hue);
  }
  .residuals {
    stroke: var(--error);
    stroke-opacity: 0.3;
  }
  .chart .residuals.squares {
    fill: var(--error);
    fill-opacity: 0.04;
    stroke-opacity: 0.15;
  }
  .residual {
    stroke: var(--error);
    stroke-width: 2.5;
    stroke-dasharray: 5 3;
  }
  .notice {
    fill: var(--ink);
  }
  .axis, .readout, .notice, .forward, .backward, .residual-name, .note, .level {
    paint-order: stroke;
    stroke: var(--ground);
    stroke-width: 4px;
  }
  .residual-name, .backward {
    fill: var(--error);
  }
  .chosen {
    fill: var(--ground);
    stroke: var(--error);
    stroke-width: 3;
  }
  .foot {
    fill: var(--accent);
  }

  path[data-lit] {
    stroke-width: 3.5;
  }
  path.pill[data-lit] {
    stroke: var(--accent);
  }
  text[data-lit] {
    font-weight: 700;
  }
  circle[data-lit] {
    stroke-width: 4;
  }

  @media (forced-colors: active) {
    text {
      fill: CanvasText;
    }
    .chart .contour {
      fill: none;
    }
  }
`;
