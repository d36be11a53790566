import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import {
  type Box,
  boxAround,
  ellipsePoint,
  ellipseTangent,
  linearTicks,
  logTicks,
  type Plane,
  type Point,
  planeOf,
  segmentWithin,
} from '@gd-trainer/sdk/view';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const NUMBERS = randomNumbers(3, 160).map((value) => value - 0.5);
/** Rows whose two first features go together. */
const ROWS = Array.from({ length: 40 }, (_, i) => {
  const [a, b, c, noise] = NUMBERS.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
  return { x: [a, 0.7 * a + 0.4 * b, c + 0.3 * a], y: 3 * a - 2 * b + c + 0.2 * noise };
});
const SOURCE = { x: ROWS.map(({ x }) => x), y: ROWS.map(({ y }) => y) };

/** Mean of ½(y − ŷ)² over the rows plus penalties, one row after another: nothing of what is tested. */
function naiveLoss(weights: readonly number[], bias: number, { l1 = 0, l2 = 0 }: FitOptions): number {
  let sum = 0;
  for (const { x, y } of ROWS)
    sum += (x.reduce((total, value, j) => total + value * weights[j]!, bias) - y) ** 2;
  const squares = weights.reduce((total, weight) => total + weight ** 2, 0);
  const sizes = weights.reduce((total, weight) => total + Math.abs(weight), 0);
  return sum / (2 * ROWS.length) + 0.5 * l2 * squares + l1 * sizes;
}

const BOX: Box = { x: [-4, 7], y: [-6, 3] };

/** A slice of unscaled rows over their two first weights, a few epochs down, with its loss by the rows. */
function slice(options: FitOptions): {
  plane: Plane;
  lossAt: (place: Point) => number;
  gradient: Point;
  now: Point;
} {
  const trainer = new Trainer(SOURCE, { scale: 'none', learningRate: 0.05, ...options });
  trainer.seek(3);
  const { weights, bias, scaled, gradient } = trainer.snapshot;
  return {
    plane: planeOf(trainer.surface.slice([0, 1], scaled), BOX),
    lossAt: ([a, b]) => naiveLoss([a, b, weights[2]!], bias, options),
    gradient: [gradient.weights[0]!, gradient.weights[1]!],
    now: [weights[0]!, weights[1]!],
  };
}

const PLACES = [0.1, 0.35, 0.5, 0.9];

describe('lines of equal loss', () => {
  it.each([{}, { l2: 0.3 }, { l1: 0.2 }, { intercept: false }])(
    'are where the loss is equal: %o',
    (options) => {
      const { plane, lossAt } = slice(options);
      expect(plane.rings).toHaveLength(9);
      for (const { loss, arcs } of plane.rings) {
        expect(arcs.length).toBeGreaterThan(0);
        for (const { ellipse, from, to } of arcs) {
          for (const share of PLACES) {
            const place = ellipsePoint(ellipse, from + share * (to - from));
            expect(Math.abs(lossAt(place) / loss - 1)).toBeLessThan(1e-13);
            expect(place.every((value, i) => value >= [BOX.x, BOX.y][i]![0] - 1e-9)).toBe(true);
            expect(place.every((value, i) => value <= [BOX.x, BOX.y][i]![1] + 1e-9)).toBe(true);
          }
        }
      }
    },
  );

  it('stand at right angles to the gradient, on equal scales', () => {
    const { plane, lossAt } = slice({});
    for (const { ellipse, from, to } of plane.rings.flatMap(({ arcs }) => arcs)) {
      for (const share of PLACES) {
        const t = from + share * (to - from);
        const [[x, y], [dx, dy]] = [ellipsePoint(ellipse, t), ellipseTangent(ellipse, t)];
        const h = 1e-5;
        const slope = [
          (lossAt([x + h, y]) - lossAt([x - h, y])) / (2 * h),
          (lossAt([x, y + h]) - lossAt([x, y - h])) / (2 * h),
        ] as const;
        const cosine =
          (slope[0] * dx + slope[1] * dy) / (Math.hypot(slope[0], slope[1]) * Math.hypot(dx, dy));
        expect(Math.abs(cosine)).toBeLessThan(1e-8);
      }
    }
  });

  it('bound, with the corners of the box, what lies below them', () => {
    const { plane, lossAt } = slice({});
    const corners = BOX.x.flatMap((x) => BOX.y.map((y): Point => [x, y]));
    for (const { loss, corners: below } of plane.rings) {
      expect(below).toEqual(corners.filter((corner) => lossAt(corner) <= loss));
    }
    expect(plane.rings.some(({ corners: below }) => below.length > 0)).toBe(true);
  });

  it('meet where l1 has its corners', () => {
    const { plane, lossAt } = slice({ l1: 0.2 });
    const ends = plane.rings
      .flatMap(({ loss, arcs }) => arcs.map((arc) => ({ loss, arc })))
      .flatMap(({ loss, arc: { ellipse, from, to } }) =>
        [from, to].map((t) => ({ loss, place: ellipsePoint(ellipse, t) })),
      );
    const atCorners = ends.filter(({ place }) => place.some((value) => Math.abs(value) < 1e-9));
    expect(atCorners.length).toBeGreaterThan(8);
    for (const { loss, place } of atCorners) {
      expect(Math.abs(lossAt(place) / loss - 1)).toBeLessThan(1e-12);
      const twins = atCorners.filter(
        (other) => Math.hypot(...other.place.map((v, i) => v - place[i]!)) < 1e-9,
      );
      expect(twins).toHaveLength(2);
    }
    expect(plane.axes).toEqual([]);
  });

  it('are straight along a direction that the data leave open', () => {
    const twice = { x: ROWS.map(({ x }) => [x[0]!, x[0]!]), y: SOURCE.y };
    const trainer = new Trainer(twice, { scale: 'none' });
    const { rings } = planeOf(trainer.surface.slice([0, 1], trainer.snapshot.scaled), BOX);
    for (const { ellipse, from, to } of rings.flatMap(({ arcs }) => arcs)) {
      expect(ellipse.radii[1] / ellipse.radii[0]).toBeGreaterThan(1e5);
      const sums = [from, (from + to) / 2, to].map((t) => {
        const [x, y] = ellipsePoint(ellipse, t);
        return x + y;
      });
      expect(Math.max(...sums) - Math.min(...sums)).toBeLessThan(1e-6);
    }
    expect(rings.every(({ arcs }) => arcs.length > 0)).toBe(true);
  });

  it('are none where no loss depends on either', () => {
    const constant = { x: ROWS.map(({ x }) => [x[0]!, 5, 7]), y: SOURCE.y };
    const trainer = new Trainer(constant);
    expect(planeOf(trainer.surface.slice([1, 2], trainer.snapshot.scaled), BOX)).toEqual({
      rings: [],
      axes: [],
    });
  });
});

describe('the axes of the bowl', () => {
  it('cross where the slice is least, at right angles, and stay in the box', () => {
    const { plane, lossAt } = slice({});
    const [first, second] = plane.axes.map(([from, to]) => [to[0] - from[0], to[1] - from[1]] as const);
    expect(Math.abs(first![0] * second![0] + first![1] * second![1])).toBeLessThan(1e-12);
    for (const [from, to] of plane.axes) {
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const along = (t: number): number => lossAt([from[0] + t * dx, from[1] + t * dy]);
      // a parabola along the line has its least where the slice has it: the same loss for both
      const [a, b, c] = [along(0), along(0.5), along(1)];
      const least = a - (4 * b - 3 * a - c) ** 2 / (8 * (a - 2 * b + c));
      expect(least).toBeLessThan(Math.min(...plane.rings.map(({ loss }) => loss)));
    }
  });
});

describe('the first step of plain descent', () => {
  it('leaves its line of equal loss at a right angle', () => {
    const { columns, options } = dataSet('penguins');
    const trainer = new Trainer(columns, options);
    const [start, next] = [trainer.snapshot, trainer.step()];
    const now: Point = [start.scaled.weights[0]!, start.scaled.weights[1]!];
    const moved = [next.scaled.weights[0]! - now[0], next.scaled.weights[1]! - now[1]] as const;
    const { curvature, about, slope } = trainer.surface.slice([0, 1], start.scaled);
    const [u, v] = [now[0] - about[0], now[1] - about[1]];
    const [xx, xy, yy] = curvature;
    const gradient = [slope[0] + xx * u + xy * v, slope[1] + xy * u + yy * v] as const;
    const turn = moved[0] * gradient[1] - moved[1] * gradient[0];
    expect(Math.abs(turn) / (Math.hypot(...moved) * Math.hypot(...gradient))).toBeLessThan(1e-12);
  });
});

describe('the optimum under l1', () => {
  it('is where a run with l1 ends, in the surface and in the contour', () => {
    const trainer = new Trainer(SOURCE, { l1: 0.1, learningRate: 0.3 });
    const { scaled, weights } = trainer.seek(5000);
    const { optimum, scaledOptimum } = trainer.surface;
    for (const [j, weight] of scaled.weights.entries()) {
      expect(Math.abs(weight - scaledOptimum.weights[j]!)).toBeLessThan(1e-9);
      expect(Math.abs(weights[j]! - optimum.weights[j]!)).toBeLessThan(1e-9);
    }
    const [a, b] = trainer.features;
    expect(trainer.contour(a!, b!).optimum).toEqual([optimum.weights[0], optimum.weights[1]]);
  });
});

describe('a box', () => {
  const widthOf = ({ x }: Box): number => x[1] - x[0];
  const heightOf = ({ y }: Box): number => y[1] - y[0];

  it('has air around every point, and one scale for both axes where it can', () => {
    const points: Point[] = [
      [0, 0],
      [3, 1],
    ];
    const { x, y } = boxAround(points, 2);
    expect(x[0]).toBeLessThan(0);
    expect(x[1]).toBeGreaterThan(3);
    expect(y[0]).toBeLessThan(0);
    expect(y[1]).toBeGreaterThan(1);
    expect(widthOf({ x, y }) / heightOf({ x, y })).toBeCloseTo(2, 12);
  });

  it('gives spans that are too unlike a scale each', () => {
    const box = boxAround(
      [
        [0, 0],
        [1000, 1],
      ],
      1,
    );
    expect(heightOf(box)).toBeLessThan(2);
  });

  it('has a size where the points have none', () => {
    for (const points of [
      [[0, 0]],
      [[4000, 4000]],
      [
        [5, 0],
        [5, 1],
      ],
      [
        [Number.NaN, 1],
        [3, 2],
      ],
    ] as Point[][]) {
      const box = boxAround(points, 1.5);
      expect(widthOf(box)).toBeGreaterThan(0);
      expect(widthOf(box) / heightOf(box)).toBeCloseTo(1.5, 9);
    }
  });

  it('cuts a segment at its edges', () => {
    const box: Box = { x: [0, 10], y: [0, 5] };
    expect(segmentWithin([-10, -5], [20, 10], box)).toEqual([
      [0, 0],
      [10, 5],
    ]);
    expect(segmentWithin([-1, 6], [11, 7], box)).toBeUndefined();
    expect(segmentWithin([0, 0], [Number.NaN, 1], box)).toBeUndefined();
  });
});

describe('ticks', () => {
  it('are round, and none too close to tell apart', () => {
    expect(linearTicks(0, 51, 5)).toEqual([0, 20, 40]);
    expect(linearTicks(-0.3, 0.3, 4)).toEqual([-0.2, 0, 0.2]);
    expect(linearTicks(1e12, 1e12 + 1e-3, 5)).toEqual([]);
    expect(logTicks(1e-6, 100, 5)).toEqual([1e-6, 1e-4, 1e-2, 1, 100]);
    expect(logTicks(3, 400, 9)).toEqual([5, 10, 20, 50, 100, 200]);
    expect(logTicks(1, 5, 4)).toEqual([1, 2, 3, 4, 5]);
  });
});
