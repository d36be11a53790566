import { fc } from '@gd-trainer/testing/properties';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { Canvas, type Charset, plainPaint, type Size } from '../build/plots/canvas.js';
import { descentMap } from '../build/plots/descent.js';
import { fitPlot } from '../build/plots/fit.js';
import { lossCurve } from '../build/plots/loss.js';
import { linearScale, logScale } from '../build/plots/scale.js';
import { timelineBar } from '../build/plots/timeline.js';

const charset = fc.constantFrom<Charset>('braille', 'block', 'ascii');
const size = fc.record({ columns: fc.integer({ min: 1, max: 120 }), rows: fc.integer({ min: 1, max: 40 }) });
const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const loss = fc.oneof(fc.double({ min: 0, max: 1e300, noNaN: true }), fc.constantFrom(0, 5e-324, Infinity));

/** Either nothing, where there is no room, or exactly as many columns and rows as asked for. */
function fills(lines: readonly string[], { columns, rows }: Size): void {
  if (lines.length === 0) expect(columns < 12 || rows < 3).toBe(true);
  else expect(lines.map((line) => stringWidth(line))).toEqual(Array.from({ length: rows }, () => columns));
}

test('a loss curve fills its place exactly, whatever the losses', () => {
  fc.assert(
    fc.property(
      fc.array(loss, { minLength: 1, maxLength: 50 }),
      fc.boolean(),
      size,
      charset,
      (losses, log, place, set) => {
        const epochs = losses.map((_, epoch) => epoch);
        const now = { epoch: 0, loss: losses[0]! };
        const curve = {
          run: { epochs, losses },
          now,
          converges: now,
          others: [],
          log,
          from: 0,
          to: losses.length,
        };
        fills(lossCurve(curve, place, { charset: set, paint: plainPaint }), place);
      },
    ),
  );
});

test('a descent fills its place exactly, whatever the bowl', () => {
  fc.assert(
    fc.property(
      fc.tuple(number, number, number, number, number),
      fc.constantFrom(0, 1, 1e9),
      size,
      charset,
      ([a, b, c, u, v], kink, place, set) => {
        const curvature = [Math.abs(a), c, Math.abs(b)] as const;
        const slice = {
          about: [u, v],
          loss: 1,
          slope: [0, 0],
          curvature,
          kinks: [kink, kink],
        } as const;
        const box = { x: [u - 1, u + 1], y: [v - 1, v + 1] } as const;
        const map = {
          box,
          slice,
          now: [u, v],
          start: [u, v],
          optimum: [0, 0],
          path: [
            [u, v],
            [0, 0],
          ],
          others: [],
        } as const;
        fills(descentMap(map, place, { charset: set, paint: plainPaint }), place);
      },
    ),
  );
});

test('marks that have met in the middle of a descent share a cell, for all that rounding does', () => {
  fc.assert(
    fc.property(size, charset, fc.constantFrom(-1e-12, 1e-12), (place, set, apart) => {
      const slice = {
        about: [0, 0],
        loss: 1,
        slope: [0, 0],
        curvature: [1, 0, 1],
        kinks: [0, 0],
      } as const;
      const box = { x: [-1, 1], y: [-1, 1] } as const;
      const map = {
        box,
        slice,
        now: [0, 0],
        optimum: [apart, -apart],
        start: [apart, apart],
        path: [],
        others: [],
      } as const;
      const text = descentMap(map, place, { charset: set, paint: plainPaint }).join('');
      expect(text).not.toMatch(/[⊕○]|[+o]/);
    }),
  );
});

test('points and line fill their place exactly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 60 }),
      size,
      charset,
      (points, place, set) => {
        const [x, y] = [Float64Array.from(points, ([a]) => a), Float64Array.from(points, ([, b]) => b)];
        const lines = (low: number, high: number) => {
          const ends = Float64Array.of(low, high);
          return [0, 1].map((level) => ({ x: ends, y: ends.map((end) => end + level), level }));
        };
        const levels = { names: ['阿德利企鹅', 'Gentoo'], of: Int32Array.from(points, (_, i) => i % 2) };
        const common = { x, y, feet: y, bands: () => [], agreement: false, chosen: 0 };
        for (const plot of [
          {
            ...common,
            lines: (low: number, high: number) => lines(low, high).slice(0, 1),
            levels: undefined,
            areAcross: false,
          },
          { ...common, lines, levels, areAcross: false },
          { ...common, x: Float64Array.from(levels.of), lines, levels, areAcross: true },
        ]) {
          fills(fitPlot(plot, place, { charset: set, paint: plainPaint }), place);
        }
      },
    ),
  );
});

test('points of levels, however many, hide no line', () => {
  const x = Float64Array.from({ length: 300 }, (_, i) => i);
  const plot = {
    x,
    y: x,
    feet: x,
    lines: (low: number, high: number) => [
      { x: Float64Array.of(low, high), y: Float64Array.of(low, high), level: 0 },
    ],
    bands: () => [],
    agreement: false,
    levels: { names: ['A'], of: new Int32Array(300) },
    areAcross: false,
    chosen: undefined,
  };
  const lines = fitPlot(plot, { columns: 60, rows: 20 }, { charset: 'ascii', paint: plainPaint });
  const columns = new Set(lines.flatMap((line) => [...line.matchAll(/\*/g)].map(({ index }) => index)));
  // a label covers its end
  expect(columns.size).toBeGreaterThan(48);
});

test('the bar of time is as long as asked for, before and past its end', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.nat(1e6),
      fc.integer({ min: 1, max: 200 }),
      charset,
      (now, end, columns, set) => {
        const bar = timelineBar(
          { now, end, converges: end },
          { columns, rows: 1 },
          { charset: set, paint: plainPaint },
        );
        expect(stringWidth(bar)).toBe(columns);
      },
    ),
  );
});

test('a falling loss is drawn falling: no column of the curve stands above the one before', () => {
  const losses = Array.from({ length: 40 }, (_, epoch) => 0.8 ** epoch);
  const epochs = losses.map((_, epoch) => epoch);
  const now = { epoch: 39, loss: losses[39]! };
  const curve = {
    run: { epochs, losses },
    now,
    converges: undefined,
    others: [],
    log: true,
    from: 0,
    to: 40,
  };
  const lines = lossCurve(curve, { columns: 50, rows: 20 }, { charset: 'ascii', paint: plainPaint });
  const tops = Array.from({ length: 40 }, (_, column) => lines.findIndex((line) => line[column + 8] === '*'));
  const drawn = tops.filter((row) => row >= 0);
  expect(drawn.length).toBeGreaterThan(20);
  expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
});

test('ticks are round and lie within the axis', () => {
  expect(linearScale(0, 51, 5).ticks).toEqual([0, 20, 40]);
  expect(linearScale(-0.3, 0.3, 4).ticks).toEqual([-0.2, 0, 0.2]);
  expect(logScale(1e-6, 100, 5).ticks.map((tick) => Math.log10(tick))).toEqual([-6, -4, -2, 0, 2]);
  fc.assert(
    fc.property(
      number,
      fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
      fc.integer({ min: 1, max: 9 }),
      (low, span, most) => {
        const { ticks, share } = linearScale(low, low + span, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(new Set(ticks).size).toBe(ticks.length);
        for (const tick of ticks) expect(Math.abs(share(tick) - 0.5)).toBeLessThanOrEqual(0.5 + 1e-3);
      },
    ),
  );
});

test.each<Charset>(['braille', 'block', 'ascii'])('a dot outside of a drawing in %s is none', (set) => {
  const canvas = new Canvas({ columns: 4, rows: 3 }, set);
  const { width, height } = canvas;
  const blank = canvas.lines(plainPaint);
  for (const [x, y] of [
    [-1, 1],
    [width, 0],
    [1, -1],
    [0, height],
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
  ] as const)
    canvas.dot(x, y, 'plain');
  expect(canvas.lines(plainPaint)).toEqual(blank);
  canvas.dot(width - 1, height - 1, 'plain');
  expect(canvas.lines(plainPaint).slice(0, -1)).toEqual(blank.slice(0, -1));
  expect(canvas.lines(plainPaint)).not.toEqual(blank);
});
