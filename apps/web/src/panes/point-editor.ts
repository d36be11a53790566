import { svg } from 'lit';
import { type FitDrawing, fitScales, nearestPoint } from '../charts/fit.ts';
import type { Point } from '../charts/marks.ts';
import { type Edit, edited } from '../input/edits.ts';
import type { View } from '../view.ts';
import { placeOf } from './fields.ts';

/** Distance at which a press takes hold of a point, in pixels. */
const REACH = 18;
/** A key press moves a point by this share of the picture, with Shift by five times as much. */
const NUDGE = 0.02;

/** Edits of the points by pointer and keys. */
export function pointEditor(view: View, drawing: FitDrawing) {
  const { picture, words, format, act } = view;
  const { trainer } = view.session;
  const { drawn, chosen, ranges } = picture;
  const size = view.sizeOf('fit');
  const [x, y] = fitScales(drawing, size);
  const isPlane = trainer.features.length === 1;
  const invert = (
    pixel: number,
    scale: (value: number) => number,
    [low, high]: readonly [number, number],
  ): number => low + ((pixel - scale(low)) / (scale(high) - scale(low))) * (high - low);
  const valuesAt = ([px, py]: Point): Point => [invert(px, x, ranges.across), invert(py, y, ranges.up)];
  const edit = (change: Edit): void => act.edit((table, trainer) => edited(table, trainer, change));
  // with more features than one the place across is the prediction's, and only the target can be moved
  const move = (across: number, up: number): void => {
    const old = trainer.sample(chosen);
    edit({
      kind: 'move',
      sample: chosen,
      x: isPlane ? [rounded(across, ranges.across)] : old.x,
      y: rounded(up, ranges.up),
    });
  };
  const sample = trainer.sample(chosen);
  const at = drawn.rows.indexOf(chosen);
  const [here, height] = [drawing.across[at] ?? 0, sample.y];
  const add = (across: number, up: number): void =>
    edit({
      kind: 'add',
      x: isPlane ? [rounded(across, ranges.across)] : sample.x,
      y: rounded(up, ranges.up),
    });
  const nearest = (event: MouseEvent): { index: number; distance: number } => {
    const place = placeOf(event);
    const index = nearestPoint(drawing, size, place);
    return {
      index,
      distance: Math.hypot(x(drawing.across[index]!) - place[0], y(drawing.actual[index]!) - place[1]),
    };
  };
  const nudge = (event: KeyboardEvent): void => {
    const [dx, dy] =
      { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    const by = NUDGE * (event.shiftKey ? 5 : 1);
    if (dx !== undefined) {
      move(
        here + dx * by * (ranges.across[1] - ranges.across[0]),
        height + dy! * by * (ranges.up[1] - ranges.up[0]),
      );
    } else if (event.key === 'Delete' || event.key === 'Backspace') edit({ kind: 'remove', sample: chosen });
    else if (event.key === 'Insert' || event.key === '+') add(here, height);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    take: (event: PointerEvent): void => {
      const { index, distance } = nearest(event);
      if (distance > REACH) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      act.hold(true);
      act.pick(drawn.rows[index]!);
    },
    release: (): void => act.hold(false),
    drag: (event: PointerEvent): void => {
      if ((event.currentTarget as Element).hasPointerCapture(event.pointerId))
        move(...valuesAt(placeOf(event)));
    },
    add: (event: MouseEvent): void => {
      if (nearest(event).distance > REACH) add(...valuesAt(placeOf(event)));
    },
    handle: svg`<g
      class="handle"
      role="button"
      tabindex="0"
      aria-label=${words.edit.point(format.short(here), format.short(height))}
      @keydown=${nudge}
    ><circle class="reach" cx=${x(here)} cy=${y(height)} r="14"></circle></g>`,
  };
}

/** A value as precise as a picture is: a thousandth of its range. */
function rounded(value: number, [low, high]: readonly [number, number]): number {
  const step = 10 ** Math.floor(Math.log10((high - low) / 1000));
  return Number((Math.round(value / step) * step).toPrecision(12));
}
