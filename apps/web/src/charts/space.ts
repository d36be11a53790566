import type { FirstWords } from '../words/words.ts';
import {
  type Chart,
  dotsPath,
  type Frame,
  linePath,
  type Mark,
  type Point,
  type Range,
  residualName,
  type Size,
} from './marks.ts';

/** From where the picture is seen: turned about the target's axis, tilted from the side (0) to above (90), in degrees. */
export interface Turn {
  readonly yaw: number;
  readonly pitch: number;
}

export interface SpaceDrawing {
  /** Both columns and the target of each row that is drawn. */
  readonly points: readonly (readonly [x1: number, x2: number, y: number])[];
  readonly predicted: ArrayLike<number>;
  /** ŷ at places, given by their first and their second column. */
  readonly predict: (x1: Float64Array, x2: Float64Array) => Float64Array;
  /** True if ŷ is no plane over the columns. */
  readonly isBent: boolean;
  readonly chosen: number;
  readonly hasResiduals: boolean;
  readonly ranges: readonly [Range, Range, Range];
  readonly names: readonly [string, string, string];
}

/** Coordinates in the box, each from −1 to 1. */
type Place = readonly [number, number, number];

/** Parts that the surface is cut into each way by its mesh, and those of a part where the surface bends. */
const MESH = 8;
const BENDS = 3;
/** Fewer points than this are drawn larger. */
const FEW = 60;

/** Two columns and the target in a box, with the model's surface between the points below and above it. */
export function spaceChart(drawing: SpaceDrawing, turn: Turn, size: Size, words: FirstWords): Chart {
  const frame: Frame = { left: 8, right: size.width - 8, top: 8, bottom: size.height - 8 };
  const project = projection(drawing.ranges, turn, frame);
  const heads = drawing.points.map(project.data);
  const feet = drawing.points.map(([x1, x2], i) => project.data([x1, x2, drawing.predicted[i]!]));
  const isAbove = drawing.points.map(([, , y], i) => y >= drawing.predicted[i]!);
  const dots = (above: boolean): Mark => ({
    kind: 'path',
    d: dotsPath(heads.filter((_, i) => isAbove[i] === above)),
    role: heads.length < FEW ? 'points few' : 'points',
  });
  const marks: Mark[] = [
    { kind: 'path', d: boxPath(project.box), role: 'grid' },
    // seen from above, what is below the plane is behind it
    dots(turn.pitch < 0),
    ...surfaceMarks(drawing, project.data),
    ...(drawing.hasResiduals
      ? [
          {
            kind: 'path',
            d: heads.map((head, i) => linePath([feet[i]!, head])).join(''),
            role: 'residuals lines',
          } as const,
        ]
      : []),
    dots(turn.pitch >= 0),
    ...chosenMarks(drawing.chosen, heads, feet, words, frame),
    ...axisNames(drawing.names, project.box, frame),
  ];
  return { frame, axes: [], marks };
}

/** The drawn row nearest to a place in the picture, by index. */
export function nearestInSpace(
  { points, ranges }: SpaceDrawing,
  turn: Turn,
  size: Size,
  [x, y]: Point,
): number {
  const frame: Frame = { left: 8, right: size.width - 8, top: 8, bottom: size.height - 8 };
  const { data } = projection(ranges, turn, frame);
  const distances = points.map((point) => Math.hypot(data(point)[0] - x, data(point)[1] - y));
  return distances.indexOf(Math.min(...distances));
}

/** Parallel projection: data, or places in the box, to pixels. */
function projection(
  ranges: SpaceDrawing['ranges'],
  { yaw, pitch }: Turn,
  { left, right, top, bottom }: Frame,
) {
  const [turned, tilted] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
  // the half diagonal of the box fits, however it is turned
  const unit = Math.min(right - left, bottom - top) / 2 / Math.sqrt(3);
  const box = ([a, b, c]: Place): Point => {
    const across = a * Math.cos(turned) + b * Math.sin(turned);
    const deep = b * Math.cos(turned) - a * Math.sin(turned);
    const up = c * Math.cos(tilted) + deep * Math.sin(tilted);
    return [(left + right) / 2 + WIDE * unit * across, (top + bottom) / 2 - unit * up * TALL];
  };
  const data = (values: Place): Point =>
    box(
      values.map(
        (value, k) => (2 * (value - ranges[k]![0])) / (ranges[k]![1] - ranges[k]![0]) - 1,
      ) as unknown as Place,
    );
  return { box, data };
}

/** Of the widest names, in pixels. */
const CHARACTER_WIDTH = 8;

/** The frame is wider than it is high, and the box may be so too. */
const WIDE = 1.35;
const TALL = 1.05;

type Project = (place: Place) => Point;

const corners = [-1, 1] as const;

function boxPath(box: Project): string {
  const edges: [Place, Place][] = [];
  for (const a of corners) {
    for (const b of corners)
      edges.push(
        [
          [a, b, -1],
          [a, b, 1],
        ],
        [
          [a, -1, b],
          [a, 1, b],
        ],
        [
          [-1, a, b],
          [1, a, b],
        ],
      );
  }
  return edges.map(([from, to]) => linePath([box(from), box(to)])).join('');
}

/** The surface as an area, of flat patches where it bends, and its mesh. */
function surfaceMarks({ ranges, predict, isBent }: SpaceDrawing, data: Project): Mark[] {
  const parts = isBent ? MESH * BENDS : MESH;
  const at = (k: 0 | 1, i: number): number => ranges[k][0] + (i / parts) * (ranges[k][1] - ranges[k][0]);
  const side = parts + 1;
  const x1 = Float64Array.from({ length: side ** 2 }, (_, n) => at(0, Math.floor(n / side)));
  const x2 = Float64Array.from({ length: side ** 2 }, (_, n) => at(1, n % side));
  const heights = predict(x1, x2);
  const on = (i: number, j: number): Point => {
    const n = i * side + j;
    return data([x1[n]!, x2[n]!, heights[n]!]);
  };
  const steps = Array.from({ length: isBent ? side : 2 }, (_, i) => (isBent ? i : i * parts));
  const lines = Array.from({ length: MESH + 1 }, (_, k) => (k * parts) / MESH);
  const mesh = lines.flatMap((k) => [
    linePath(steps.map((step) => on(k, step))),
    linePath(steps.map((step) => on(step, k))),
  ]);
  const patches = steps.slice(1).flatMap((to, k) =>
    steps.slice(1).map((up, l) => {
      const [from, down] = [steps[k]!, steps[l]!];
      const corners = [on(from, down), on(to, down), on(to, up), on(from, up)];
      return corners.flat().every(Number.isFinite) ? `${linePath(corners)}Z` : '';
    }),
  );
  return [
    { kind: 'path', d: patches.join(''), role: isBent ? 'plane bent' : 'plane', link: 'prediction' },
    { kind: 'path', d: mesh.join(''), role: 'mesh' },
  ];
}

function chosenMarks(
  chosen: number,
  heads: readonly Point[],
  feet: readonly Point[],
  words: FirstWords,
  frame: Frame,
): Mark[] {
  const [head, foot] = [heads[chosen], feet[chosen]];
  if (!head || !foot) return [];
  return [
    { kind: 'path', d: linePath([foot, head]), role: 'residual', link: 'residual' },
    { kind: 'dot', x: foot[0], y: foot[1], r: 4, role: 'foot', link: 'prediction' },
    { kind: 'dot', x: head[0], y: head[1], r: 6, role: 'chosen', link: 'target' },
    ...residualName(words.residualSign, head, foot[1], frame, heads),
  ];
}

/**
 * Each name at an edge of its axis: across at the middle of the lowest in the picture, up at the top of the one on the left,
 * which hides no points.
 */
function axisNames(names: SpaceDrawing['names'], box: Project, frame: Frame): Mark[] {
  const lowest = (places: readonly Place[]): Point =>
    places.map(box).reduce((low, point) => (point[1] > low[1] ? point : low));
  const [left, top] = corners
    .flatMap((a) => corners.map((b) => box([a, b, 1])))
    .reduce((first, point) => (point[0] < first[0] ? point : first));
  const places: readonly Point[] = [
    lowest(corners.map((b): Place => [0, b, -1])),
    lowest(corners.map((a): Place => [a, 0, -1])),
    [Math.max(left, frame.left + (names[2].length * CHARACTER_WIDTH) / 2), top],
  ];
  return names.map((text, k) => ({
    kind: 'text',
    x: places[k]![0],
    y: places[k]![1] + (k === 2 ? -6 : 16),
    text,
    role: 'axis',
    anchor: 'middle',
  }));
}
