import type { Point } from '@gd-trainer/sdk/view';
import { type SVGTemplateResult, svg } from 'lit';

/** Least and largest value of an axis. */
export type Range = readonly [low: number, high: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a chart before the page is laid out. */
export const UNMEASURED: Size = { width: 320, height: 240 };

/** Marks of a chart. `role` says what a mark means and names its class; the style sheet says how that looks. */
export type Mark =
  | { readonly kind: 'path'; readonly d: string; readonly role: string; readonly link?: string }
  | {
      readonly kind: 'dot';
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly role: string;
      readonly link?: string;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly role: string;
      readonly anchor?: 'start' | 'middle' | 'end';
      readonly link?: string;
    };

/** A part of a picture in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Axes, which stand around the frame, and marks, which are cut off at it. */
export interface Chart {
  readonly frame: Frame;
  readonly axes: readonly Mark[];
  readonly marks: readonly Mark[];
}

export type { Point };

/** A chart as the content of an SVG element of its size. */
export function drawChart({ frame, axes, marks }: Chart): SVGTemplateResult {
  const { left, right, top, bottom } = frame;
  const [width, height] = [right - left, bottom - top];
  return svg`${drawMarks(axes)}
    <svg x=${left} y=${top} width=${width} height=${height} viewBox=${`${left} ${top} ${width} ${height}`}>${drawMarks(marks)}</svg>`;
}

/** Marks as SVG, in order. Text is bound as text: names in it come from files. */
export const drawMarks = (marks: readonly Mark[]): SVGTemplateResult[] => marks.map(drawMark);

function drawMark(mark: Mark): SVGTemplateResult {
  const link = mark.link ?? '';
  switch (mark.kind) {
    case 'path':
      return svg`<path class=${mark.role} data-link=${link} d=${mark.d}></path>`;
    case 'dot':
      return svg`<circle class=${mark.role} data-link=${link} cx=${round(mark.x)} cy=${round(mark.y)} r=${mark.r}></circle>`;
    case 'text':
      return svg`<text class=${mark.role} data-link=${link} x=${round(mark.x)} y=${round(mark.y)} text-anchor=${mark.anchor ?? 'start'}>${mark.text}</text>`;
  }
}

// a tenth of a pixel is finer than any eye, and keeps the path short
export const round = (value: number): number => Math.round(value * 10) / 10;

/** A line through points; those that are no numbers break it. */
export function linePath(points: readonly Point[]): string {
  let path = '';
  let pen = 'M';
  for (const [x, y] of points) {
    if (!(Number.isFinite(x) && Number.isFinite(y))) {
      pen = 'M';
      continue;
    }
    path += `${pen}${round(x)},${round(y)}`;
    pen = 'L';
  }
  return path;
}

/** The same as far as it lies in a frame: a diverging run has more dashes beyond it than a renderer, or a sheet of paper, can hold. */
export function pathWithin(points: readonly Point[], frame: Frame): string {
  const kept: Point[] = [];
  for (const [i, point] of points.slice(1).entries()) {
    const [start, end] = partWithin(points[i]!, point, frame);
    if (!(start && end)) continue;
    // what goes on from the last point goes on with its dashes
    if (kept.at(-1) !== start) kept.push(BREAK, start);
    kept.push(end);
  }
  return linePath(kept);
}

/** Where a line ends and the next one begins. */
export const BREAK: Point = [NaN, NaN];

/** The ends of what lies in a frame of a straight line, its own where they do (Liang and Barsky's clipping); none where nothing does. */
function partWithin(begin: Point, end: Point, { left, right, top, bottom }: Frame): readonly Point[] {
  const [x, y] = begin;
  const [across, up] = [end[0] - x, end[1] - y];
  let [from, to] = [0, 1];
  for (const [start, way, low, high] of [
    [x, across, left, right],
    [y, up, top, bottom],
  ] as const) {
    const [enters, leaves] = [(low - start) / way, (high - start) / way].sort((a, b) => a - b);
    if (way !== 0) [from, to] = [Math.max(from, enters!), Math.min(to, leaves!)];
    else if (start < low || start > high) return [];
  }
  const at = (share: number): Point => [x + share * across, y + share * up];
  return from < to ? [from === 0 ? begin : at(from), to === 1 ? end : at(to)] : [];
}

/** Another future as a line, with the place it has come to by the present epoch. */
export function rivalMarks(path: readonly Point[], [x, y]: Point, number: number, frame: Frame): Mark[] {
  const role = `rival rival-${number}`;
  return [
    { kind: 'path', d: pathWithin(path, frame), role },
    { kind: 'dot', x, y, r: 4, role },
  ];
}

/** Many points as one path: strokes of hardly any length, for dashes skip those of none, with round ends. One element draws thousands. */
export const dotsPath = (points: readonly Point[]): string =>
  points.map(([x, y]) => `M${round(x)},${round(y)}h.1`).join('');

/** Room that y − ŷ takes beside a residual, in pixels, and the length from which on it has some. */
const RESIDUAL_NAME = { width: 42, height: 20, shortest: 24 };

/** The name of a residual at the middle of what is seen of it: on its right, or where that is cut off or fuller, on its left. */
export function residualName(
  text: string,
  [x, y]: Point,
  foot: number,
  { left, right, top, bottom }: Frame,
  points: readonly Point[],
): Mark[] {
  const { width, height, shortest } = RESIDUAL_NAME;
  const [from, to] = [Math.max(top, Math.min(y, foot)), Math.min(bottom, Math.max(y, foot))];
  if (to - from <= shortest) return [];
  const [middle, gap] = [(from + to) / 2, 8];
  const pointsAt = (start: number): number =>
    points.filter(([px, py]) => px > start && px < start + width && Math.abs(py - middle) < height / 2)
      .length;
  const before = x - gap - width;
  const isLeft = x + gap + width > right || (before > left && pointsAt(before) < pointsAt(x + gap));
  return [
    {
      kind: 'text',
      x: isLeft ? x - gap : x + gap,
      y: middle + 4,
      text,
      role: 'residual-name',
      anchor: isLeft ? 'end' : 'start',
      link: 'residual',
    },
  ];
}

/** A name that may be long, an ellipsis marking the cut. */
export const shortened = (name: string, most: number): string =>
  name.length > most ? `${name.slice(0, most - 1)}…` : name;
