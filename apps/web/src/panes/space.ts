import { predictionsOf, termTexts } from '@gd-trainer/sdk/view';
import { html, type TemplateResult } from 'lit';
import { drawChart } from '../charts/marks.ts';
import { linkAt, paintChart } from '../charts/paint.ts';
import { nearestInSpace, type SpaceDrawing, spaceChart } from '../charts/space.ts';
import { PRINTING, type RunView } from '../view.ts';
import { fitLabel, placeOf } from './fields.ts';

/** Degrees for a pixel of a drag, and for a press of an arrow key. */
const DRAG_DEGREES = 0.5;
const KEY_DEGREES = 6;

/**
 * Two columns and the target with the model's surface: turned by a drag or the arrow keys, picked from by a double press.
 * The canvas shows the chart that stands in it: for those who don't see it, for the style sheet, and for a file.
 */
export function spacePlot(view: RunView): TemplateResult {
  const { picture, words, choices, act } = view;
  const { turn } = choices;
  const size = view.sizeOf('fit');
  const drawing = spaceDrawing(view);
  const turnBy = (yaw: number, pitch: number): void =>
    act.choose({
      turn: { yaw: (turn.yaw + yaw) % 360, pitch: Math.min(90, Math.max(-20, turn.pitch + pitch)) },
    });
  const drag = (event: PointerEvent): void => {
    if (event.buttons === 0) {
      pointAt(event);
      return;
    }
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    turnBy(event.movementX * DRAG_DEGREES, event.movementY * DRAG_DEGREES);
  };
  const press = (event: KeyboardEvent): void => {
    const [dx, dy] =
      { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    turnBy(dx * KEY_DEGREES, dy! * KEY_DEGREES);
  };
  const pick = (event: PointerEvent): void => {
    if (view.allows('sample'))
      act.pick(picture.drawn.rows[nearestInSpace(drawing, turn, size, placeOf(event))] ?? 0);
  };
  return html`<div class="plot turnable" data-plot="fit" @pointermove=${drag} @dblclick=${pick}>
    <canvas
      role="application"
      tabindex="0"
      aria-label=${`${fitLabel(view)}. ${words.turn}`}
      @keydown=${press}
      @transitionend=${(event: Event) => repaint(event.currentTarget as HTMLCanvasElement)}
    >
      <svg class="chart" viewBox=${`0 0 ${size.width} ${size.height}`}>
        ${drawChart(spaceChart(drawing, turn, size, words))}
      </svg>
    </canvas>
  </div>`;
}

/** Pixels of a canvas on paper for one of the page. */
const PAPER_SHARPNESS = 3;

/** Paints a canvas as its chart is now; also needed when colours change, of which nothing but a transition tells. */
export function repaint(canvas: HTMLCanvasElement): void {
  const { host } = canvas.getRootNode() as ShadowRoot;
  const sharpness = host.hasAttribute(PRINTING) ? PAPER_SHARPNESS : devicePixelRatio;
  paintChart(canvas, chartIn(canvas), { sharpness });
}

const chartIn = (canvas: HTMLCanvasElement): SVGSVGElement => canvas.querySelector('svg')!;

/** A canvas has no shapes to point at: it takes on what the shape under the pointer is linked to. */
function pointAt(event: PointerEvent): void {
  const canvas = (event.currentTarget as Element).querySelector('canvas')!;
  canvas.dataset.link = linkAt(canvas, chartIn(canvas), placeOf(event));
}

function spaceDrawing({ session, picture, choices }: RunView): SpaceDrawing {
  const { trainer, snapshot } = session;
  const { drawn, chosen } = picture;
  const over = picture.over!;
  const [first, second] = over.columns;
  return {
    points: drawn.samples.map(({ y }, i) => [first!.values[i]!, second!.values[i]!, y] as const),
    predicted: predictionsOf(drawn, snapshot),
    predict: (x1, x2) => over.predict(snapshot, [x1, x2]),
    isBent: termTexts(trainer) !== undefined,
    chosen: drawn.rows.indexOf(chosen),
    hasResiduals: choices.residuals !== 'none',
    ranges: picture.ranges.space!,
    names: [first!.name, second!.name, trainer.target],
  };
}
