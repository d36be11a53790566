import { type FitOptions, fitSync, type Model, type Optimizer, Trainer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import { describe, expect, it } from 'vitest';

type Columns = Readonly<Record<string, readonly number[]>> & { readonly y: readonly number[] };

const days = Array.from({ length: 60 }, (_, i) => i);
const trend = days.map((day) => 0.02 * day + 14 + 0.1 * Math.sin(9 * day));

/** Numbers between −½ and ½ by a generator of its own, the same every time. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31 - 0.5;
  };
}

function apart(features: number): Columns {
  const random = randomly(7);
  const names = Array.from({ length: features }, (_, j) => `x${j + 1}`);
  const columns = names.map((_, j) => days.map(() => 1000 * (j + 1) + 2 * random()));
  const y = days.map((day) => columns.reduce((sum, x, j) => sum + (j + 1) * x[day]!, random()));
  return { ...Object.fromEntries(names.map((name, j) => [name, columns[j]!])), y };
}

/** x around 3s, spread by s, beside a column around 1. */
function large(s: number): Columns {
  const random = randomly(3);
  const [x, z] = [days.map(() => 3 * s + 2 * s * random()), days.map(() => 1 + random())];
  return { x, z, y: x.map((value, i) => 2.5 * value + s * z[i]!) };
}

const SETS: Record<string, Columns> = {
  'a million and so many': { x: days.map((day) => 1e6 + day), y: trend },
  'a hundred thousand and so many': { x: days.map((day) => 1e5 + day), y: trend },
  'a thousand and so many': { x: days.map((day) => 1e3 + day), y: trend },
  'seconds since 1970': { x: days.map((day) => 1.7e9 + 86_400 * day), y: trend },
  'milliseconds since 1970': { x: days.map((day) => 1.7e12 + 86_400_000 * day), y: trend },
  'a date as YYYYMMDD': {
    x: days.map((day) => 20_240_101 + (day % 28) + 100 * Math.floor(day / 28)),
    y: trend,
  },
  'a date as a spreadsheet counts': { x: days.map((day) => 45_000 + day), y: trend },
  'a column of billionths': { x: days.map((day) => 1e-9 * day), y: trend.map((value) => 1e-9 * value) },
  'eight columns, a thousand apart': apart(8),
  ...Object.fromEntries([1e3, 1e6, 1e7, 1e8].map((s) => [`a column of ${s} beside one of 1`, large(s)])),
};

/** Residuals of least squares: the centred target, less its share in the centred columns, twice over (modified Gram–Schmidt). */
function leastSquares({ y, ...features }: Columns): number[] {
  const centred = (column: readonly number[]): number[] => {
    const about = column.map((value) => value - column[0]!);
    const mean = about.reduce((sum, value) => sum + value, 0) / about.length;
    return about.map((value) => value - mean);
  };
  const basis: number[][] = [];
  const without = (column: number[]): number[] => {
    let rest = column;
    for (const one of [...basis, ...basis]) {
      const share = product(rest, one);
      rest = rest.map((value, i) => value - share * one[i]!);
    }
    return rest;
  };
  for (const column of Object.values(features)) {
    const rest = without(centred(column));
    const length = Math.sqrt(product(rest, rest));
    basis.push(rest.map((value) => value / length));
  }
  return without(centred(y));
}

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const half = (squares: readonly number[]): number => (0.5 * product(squares, squares)) / squares.length;

function residualsOf({ weights, bias }: Pick<Model, 'weights' | 'bias'>, columns: Columns): number[] {
  const features = Object.keys(columns).filter((name) => name !== 'y');
  // about the first row, so that what is large and the same everywhere does not take the digits
  const first = features.reduce(
    (sum, name, j) => sum - weights[j]! * columns[name]![0]!,
    columns.y[0]! - bias,
  );
  return columns.y.map((y, i) =>
    features.reduce(
      (rest, name, j) => rest - weights[j]! * (columns[name]![i]! - columns[name]![0]!),
      y - columns.y[0]! + first,
    ),
  );
}

const OPTIMIZERS: readonly Optimizer[] = ['gd', 'momentum', 'nesterov'];

describe.each(Object.entries(SETS))('with %s', (_, columns) => {
  const least = half(leastSquares(columns));
  const spread = half(leastSquares({ y: columns.y }));

  it.each(OPTIMIZERS)('%s says of itself what the rows say, scaled or not', (optimizer) => {
    for (const scale of ['none', 'standard'] as const) {
      const options: FitOptions = { target: 'y', optimizer, scale, epochs: 3000 };
      const model = fitSync(columns, options);
      const loss = half(residualsOf(model, columns));
      const near = 1e-9 * spread;
      expect(Math.abs(model.loss - loss)).toBeLessThan(near + 1e-9 * loss);
      expect(Math.abs(model.gap - (loss - least))).toBeLessThan(near + 1e-9 * loss);
      expect(Math.abs(model.r2 - model.score(columns).r2)).toBeLessThan(1e-9 * (1 + loss / spread));
      expect(model.forecast.rank).toBe(Object.keys(columns).length);
      if (loss - least > 2e-10 * spread) expect(model.status).toBe('exhausted');
      if (loss - least > 0.01 * spread) expect(model.digits).toBeLessThan(2);
    }
  });
});

describe('columns that all but follow from others', () => {
  const random = randomly(23);
  const x = days.map((day) => Math.sin(1.3 * day));
  const y = x.map((value) => 2 * value + 0.5 * random());
  const copies = (apart: number): Columns => ({ x, copy: x.map((value) => value + apart * random()), y });

  it.each([1e-3, 1e-6, 1e-8, 1e-9, 1e-10, 1e-12])('a copy within %d is told from the first', (apart) => {
    const columns = copies(apart);
    const least = half(leastSquares(columns));
    for (const scale of ['standard', 'none'] as const) {
      const model = fitSync(columns, { target: 'y', scale, optimizer: 'gd' });
      expect(model.status).toBe('exhausted');
      expect(model.hint).toMatch(/solve\(\)/);
      const left = half(residualsOf(model, columns)) - least;
      expect(Math.abs(model.gap - left)).toBeLessThan(0.02 * left + 1e-15);
      expect(model.digits).toBeLessThan(1);
    }
  });

  it.each([1e-9, 1e-10, 1e-12])('a session knows what no epoch brings, of copies within %d', (apart) => {
    const columns = copies(apart);
    const least = half(leastSquares(columns));
    for (const batchSize of ['full', 7] as const) {
      const trainer = new Trainer(columns, { target: 'y', batchSize });
      const { status, gap, convergedAt, ...end } = trainer.seek(3000);
      const left = half(residualsOf(end, columns)) - least;
      expect([status, convergedAt]).toEqual(['running', null]);
      expect(Math.abs(gap - left)).toBeLessThan(0.02 * left + 1e-15);
      expect(trainer.forecast.epochsTo(1e-10)).toBeNull();
      const fact = trainer.facts.find(({ kind }) => kind === 'collinear')!;
      expect(narrate(fact, 'en')).toMatch(/^x and copy are all but collinear: .* stays [\d.×⁻⁰-⁹¹²³]+ above/);
      expect(narrate(fact, 'zh-CN')).toMatch(/^x 和 copy 近乎共线：/);
    }
  });

  it('one that follows from others exactly, but for its own rounding, is not', () => {
    const fahrenheit = { x, copy: x.map((value) => 1.8 * value + 32), y };
    const sum = { a: x, b: days.map((day) => day * day), c: days.map((day, i) => x[i]! + day * day), y };
    for (const columns of [copies(0), fahrenheit, sum]) {
      const model = fitSync(columns, { target: 'y', optimizer: 'momentum' });
      expect(model.status).toBe('converged');
      expect(model.gap).toBeLessThan(1e-12);
    }
  });
});
