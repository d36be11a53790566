import { readFileSync } from 'node:fs';
import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { bandlessOf, drawnRows, fitBands, fitOver, Session } from '@gd-trainer/sdk/view';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { expect, it } from 'vitest';

const { women } = JSON.parse(
  readFileSync(new URL('corpus/inference/inference.json', import.meta.url), 'utf8'),
) as { women: { columns: { height: readonly number[]; weight: readonly number[] } } };

function drawn(columns: Readonly<Record<string, readonly (number | string)[]>>, options: FitOptions) {
  const trainer = new Trainer(columns as Record<string, readonly number[]>, options);
  return { session: new Session(trainer), over: fitOver(trainer, drawnRows(trainer, 1000)) };
}

// R 4.2.2: predict(lm(…, women), data.frame(height = c(58, 65, 72)), interval = "confidence" and "prediction")
it.each([
  [
    ['height', 'height^2'],
    [
      [114.090196731, 116.115685622],
      [134.284989981, 136.080620878],
      [162.390196731, 164.415685622],
    ],
    [
      [114.532496223, 115.67338613],
      [134.857492179, 135.508118681],
      [162.832496223, 163.97338613],
    ],
  ],
])('bands of a run on %o are those of R', (features, prediction, mean) => {
  const { session, over } = drawn(women.columns, { target: 'weight', features });
  session.seek(1e7);
  expect(bandlessOf(session, over)).toBeUndefined();
  const [outer, inner] = fitBands(session, over, [58, 72]);
  for (const [band, expected] of [
    [outer!, prediction],
    [inner!, mean],
  ] as const) {
    for (const [i, [low, high]] of expected.entries()) {
      const at = band.x.indexOf([58, 65, 72][i]!);
      expect(digitsAgreed(band.low[at]!, low!)).toBeGreaterThan(8);
      expect(digitsAgreed(band.high[at]!, high!)).toBeGreaterThan(8);
    }
  }
  expect([outer!.kind, inner!.kind]).toEqual(['prediction', 'mean']);
});

it('bands come when the line is within a tenth of its standard errors, and no sooner', () => {
  const { height: x, weight: y } = women.columns;
  const { session, over } = drawn(women.columns, { target: 'weight', learningRate: 0.5 });
  // simple regression by its textbook formulas
  const n = x.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  const sxx = n * mean(x.map((value) => (value - mx) ** 2));
  const slope = (n * mean(x.map((value, i) => (value - mx) * (y[i]! - my)))) / sxx;
  const line = (value: number) => my + slope * (value - mx);
  const variance = (n * mean(y.map((value, i) => (value - line(x[i]!)) ** 2))) / (n - 2);
  const errors = Math.sqrt(mean(x.map((value) => variance * (1 / n + (value - mx) ** 2 / sxx))));
  let [early, drawnBands] = [0, 0];
  for (let epoch = 0; epoch < 60; epoch++) {
    session.seek(epoch);
    const { weights, bias } = session.snapshot;
    const miss = Math.sqrt(mean(x.map((value) => (weights[0]! * value + bias - line(value)) ** 2)));
    const why = bandlessOf(session, over);
    expect(why).toBe(miss <= 0.1 * errors ? undefined : 'early');
    expect(fitBands(session, over, [58, 72])).toHaveLength(why ? 0 : 2);
    if (why) early++;
    else drawnBands++;
  }
  expect(Math.min(early, drawnBands)).toBeGreaterThan(2);
});

it('where bands are undefined the reason is told', () => {
  const line = { x: [1, 2, 3, 4], z: [2, 1, 4, 1], kind: ['a', 'b', 'a', 'b'], y: [2, 4, 6, 8] };
  const reasons = (
    [
      { features: ['x', 'z'] },
      { features: ['x', 'kind'] },
      { features: ['x'], l2: 0.1 },
      { features: ['x'] },
    ] as FitOptions[]
  ).map((options) => {
    const { session, over } = drawn(line, { target: 'y', ...options });
    session.seek(1e5);
    expect(fitBands(session, over, [1, 4])).toEqual([]);
    return bandlessOf(session, over);
  });
  expect(reasons).toEqual(['columns', 'columns', 'uninferred', 'exact']);
});
