import type { Parameters } from '@gd-trainer/sdk';
import {
  type Point,
  parameterOf,
  placeOf,
  type Session,
  symbolsOf,
  termTexts,
  walks,
} from '@gd-trainer/sdk/view';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { type DescentDrawing, descentChart, descentScales } from '../charts/descent.ts';
import { drawChart, type Size } from '../charts/marks.ts';
import { zoomTo } from '../charts/picture.ts';
import type { View } from '../view.ts';
import { numberOf, placeOf as pointerPlace } from './fields.ts';
import { lanes } from './lanes.ts';
import { pane, type TwinTable, thin } from './pane.ts';

const TABLE_ROWS = 20;
/** A key press moves the point by this share of the picture, with Shift by five times as much. */
const NUDGE = 0.02;

/** The loss over two parameters with the path on it; the point can be taken elsewhere, and descends from there. */
export function descentPane(view: View): TemplateResult {
  const { words, format } = view;
  const size = view.sizeOf('descent');
  if (parameterCount(view.session) < 2) {
    return pane(view, 'descent', html`<p class="quiet">${words.oneParameter}</p>`);
  }
  const drawing = descentDrawing(view, size);
  const plot = html`<div class="plot" data-plot="descent">
    <svg class="chart" viewBox=${`0 0 ${size.width} ${size.height}`} role="group" aria-label=${words.panes.descent}>
      ${drawChart(descentChart(drawing, size, format))} ${handle(view, drawing, size)}
    </svg>
  </div>
  ${lanes(view)} ${parameterCount(view.session) > 2 ? html`<p class="quiet">${words.slice}</p>` : nothing}`;
  return pane(view, 'descent', plot, { tools: planePicker(view), table: () => descentTable(view) });
}

/** The symbol of a parameter in the space of the descent; a tilde says that it is not in data units. */
const parameterSymbol = ({ trainer, isScaled }: Session, index: number): string =>
  symbolsOf(trainer.features.length, isScaled).parameter(index);

/** The same with the term that it is the weight of, in a model of terms. */
function parameterName(session: Session, index: number): string {
  const symbol = parameterSymbol(session, index);
  const term = termTexts(session.trainer)?.[index];
  return term === undefined ? symbol : `${symbol} (${term})`;
}

const linkOf = ({ trainer }: Session, index: number): string =>
  index < trainer.features.length ? `w${index}` : 'b';

/** Weights and bias, as far as the model has them. */
const parameterCount = ({ trainer }: Session): number =>
  trainer.features.length + (trainer.options.intercept ? 1 : 0);

function descentDrawing({ session, picture, choices }: View, size: Size): DescentDrawing {
  const { snapshot, surface, race, next } = session;
  const { plane } = choices;
  const [a, b] = plane;
  const present = session.now.epoch;
  const at = (state: Parameters): Point => placeOf(state, plane);
  const now = at(snapshot.scaled);
  const optimum = at(surface.scaledOptimum);
  // the past may have run in another space than the present one
  const place = (state: Parameters): Point => at(surface.toScaled(state));
  const { points } = picture.shown;
  const past = [...points.filter(({ epoch }) => epoch < present).map(place), now];
  const rivals = (race?.rivals ?? []).map(({ course, trainer }) => ({
    points: course.points.map(place),
    now: place(trainer.snapshot),
  }));
  const ahead = points.filter(({ epoch }) => epoch > present);
  const future = [now, ...ahead.map(place)];
  const epochs = [present, ...ahead.map(({ epoch }) => epoch)];
  const isDiverging = session.forecast.verdict === 'diverges';
  // a path that diverges would leave any picture: it is followed, in steps
  const shown = isDiverging ? around(optimum, past[0]!, now) : [...past, ...future, optimum];
  const box = picture.boxFor(plane, shown, size);
  return {
    box,
    slice: surface.slice(plane, snapshot.scaled),
    now,
    optimum,
    past,
    future,
    isJoined: (i) => isWay(session, epochs[i]! - epochs[i - 1]!),
    rivals,
    next: next && at(next.to.scaled),
    names: [parameterName(session, a), parameterName(session, b)],
    links: [linkOf(session, a), linkOf(session, b)],
  };
}

/** Places that a picture has to hold: the optimum, the start, and so many steps further that the present state is there. */
function around(optimum: Point, start: Point, now: Point): Point[] {
  const distance = ([a, b]: Point): number => Math.hypot(a - optimum[0], b - optimum[1]);
  const near = distance(start) || 1;
  const reach = near * zoomTo(distance(now), near);
  const corners: Point[] = [
    [optimum[0] - reach, optimum[1] - reach],
    [optimum[0] + reach, optimum[1] + reach],
  ];
  return [start, optimum, ...(reach > near ? corners : [])];
}

/** True if the way between two states of the future is known: of one update, or where no direction turns back. */
function isWay({ trainer, forecast }: Session, epochs: number): boolean {
  return !walks(trainer) && (epochs <= 1 || forecast.verdict === 'converges');
}

/** The present state, which can be dragged, and moved by the arrow keys. */
function handle(view: View, drawing: DescentDrawing, size: Size) {
  const { words, format } = view;
  const [x, y] = descentScales(drawing.box, size);
  const [a, b] = drawing.now;
  const [cx, cy] = [x(a), y(b)];
  if (!view.allows('point')) return svg`<circle class="now" cx=${cx} cy=${cy} r="7"></circle>`;
  const values = words.listed(
    `${drawing.names[0]} ${format.short(a)}`,
    `${drawing.names[1]} ${format.short(b)}`,
  );
  return svg`<g
    class="handle"
    role="button"
    tabindex="0"
    aria-label=${words.point(values)}
    data-link="update"
    @pointerdown=${(event: PointerEvent) => {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      view.act.hold(true);
    }}
    @lostpointercapture=${() => view.act.hold(false)}
    @pointermove=${(event: PointerEvent) => drag(view, drawing, size, event)}
    @keydown=${(event: KeyboardEvent) => nudge(view, drawing, event)}
  >
    <circle class="reach" cx=${cx} cy=${cy} r="18"></circle>
    <circle class="now" cx=${cx} cy=${cy} r="7"></circle>
  </g>`;
}

function drag(view: View, { box }: DescentDrawing, size: Size, event: PointerEvent): void {
  const target = event.currentTarget as SVGGElement;
  if (!target.hasPointerCapture(event.pointerId)) return;
  const [across, up] = pointerPlace(event, target.ownerSVGElement!);
  const [x, y] = descentScales(box, size);
  const within = (value: number, [low, high]: readonly [number, number]): number =>
    Math.min(high, Math.max(low, value));
  const invert = (
    pixel: number,
    scale: (value: number) => number,
    [low, high]: readonly [number, number],
  ): number => within(low + ((pixel - scale(low)) / (scale(high) - scale(low))) * (high - low), [low, high]);
  moveTo(view, invert(across, x, box.x), invert(up, y, box.y));
}

function nudge(view: View, { box, now }: DescentDrawing, event: KeyboardEvent): void {
  const [dx, dy] =
    { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
  if (dx === undefined || dy === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const by = NUDGE * (event.shiftKey ? 5 : 1);
  const [a, b] = now;
  moveTo(view, a + dx * by * (box.x[1] - box.x[0]), b + dy * by * (box.y[1] - box.y[0]));
}

function moveTo({ session, choices, act }: View, a: number, b: number): void {
  const { weights, bias } = session.snapshot.scaled;
  const moved: Readonly<Record<number, number>> = { [choices.plane[0]]: a, [choices.plane[1]]: b };
  const scaled = {
    weights: weights.map((weight, j) => moved[j] ?? weight),
    bias: moved[weights.length] ?? bias,
  };
  act.place(session.surface.toData(scaled));
}

function planePicker({ session, words, choices, act }: View): TemplateResult | typeof nothing {
  const count = parameterCount(session);
  if (count < 3) return nothing;
  const [a, b] = choices.plane;
  const picker = (
    label: string,
    chosen: number,
    other: number,
    put: (index: number) => readonly [number, number],
  ) =>
    html`<select aria-label=${label} @change=${(event: Event) => act.choose({ plane: put(numberOf(event)) })}>
      ${Array.from({ length: count }, (_, index) => index)
        .filter((index) => index !== other)
        .map(
          (index) =>
            html`<option value=${index} .selected=${index === chosen}>${parameterSymbol(session, index)}</option>`,
        )}
    </select>`;
  return html`<span class="pair"
    >${picker(words.across, a, b, (index) => [index, b])} × ${picker(words.up, b, a, (index) => [a, index])}</span
  >`;
}

function descentTable({ session, picture, words, choices, format }: View): TwinTable {
  const names = choices.plane.map((index) => parameterName(session, index));
  return {
    head: [words.epoch, ...names, words.loss],
    rows: thin(picture.shown.points, TABLE_ROWS).map((point) => {
      const scaled = session.surface.toScaled(point);
      const parameters = choices.plane.map((index) => format.short(parameterOf(scaled, index)));
      return [format.short(point.epoch), ...parameters, format.short(point.loss)];
    }),
  };
}
