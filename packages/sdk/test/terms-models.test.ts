// Models of terms keep what they have learned to read: the order of dates, and which levels have weights.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Model, Moments, moments, solve, solveSync } from '@gd-trainer/sdk';
import { openFile } from '@gd-trainer/sdk/duckdb';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';

const target = 'y';
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`corpus/${name}`, import.meta.url), 'utf8'));

it('a model that was saved before there were terms has columns for features, whatever their names look like', () => {
  const model = Model.fromJSON(read('model-before-terms.json'));
  expect(model.inputs).toEqual(['size', 'a*b', 'log(x)']);
  // as it predicted when it was saved
  expect(model.predict({ size: 3, 'a*b': 2, 'log(x)': 5 })).toBe(7.0625);
});

/** Days as they are written with the day or the month first. */
const ORDERS: Readonly<Record<'day' | 'month', (date: Date) => string>> = {
  day: (date) => `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`,
  month: (date) => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`,
};

describe.each(['day', 'month'] as const)('a model of dates with the %s first', (order) => {
  const written = ORDERS[order];
  const dates = Array.from(
    randomNumbers(6, 120),
    (u) => new Date(Date.UTC(2020, 0, 1) + Math.floor(2000 * u) * 864e5),
  );
  const column = { sold: dates.map(written), y: dates.map((date) => date.getTime() / 864e5) };
  const features = ['day(sold)', 'month(sold)'];
  const rows = dates.map((_, row) => ({ sold: column.sold[row]!, y: column.y[row]! }));
  // days that could be read either way, one at a time
  const either = dates.filter((date) => date.getUTCDate() <= 12);

  function expectRead(model: Model): void {
    expect(model.terms?.orders).toEqual({ sold: order });
    for (const date of either) {
      const day = date.getTime() / 864e5;
      expect(digitsAgreed(model.predict({ sold: written(date) }), day)).toBeGreaterThan(9);
      expect(digitsAgreed(model.predictAll({ sold: [written(date)] })[0]!, day)).toBeGreaterThan(9);
    }
  }

  it('reads a date that could be two as it has learned them, from JSON, too', () => {
    const model = solveSync(column, { target, features });
    expectRead(model);
    expectRead(Model.fromJSON(JSON.parse(JSON.stringify(model))));
    expectRead(solveSync(Moments.fromJSON(JSON.parse(JSON.stringify(model.moments)))));
    expectRead(model.update(rows.filter((_, row) => dates[row]!.getUTCDate() <= 12)));
  });

  it('learns them alike from chunks of which one alone proves the order, and from a file', async () => {
    const sure = rows.findIndex((_, row) => dates[row]!.getUTCDate() > 12);
    const known = rows.filter((_, row) => dates[row]!.getUTCDate() <= 12);
    async function* chunks() {
      yield [rows[sure]!, ...known.slice(0, 3)];
      for (const row of known.slice(3)) yield [row];
    }
    const streamed = await solve(chunks, { target, features: ['day(sold)'] });
    expect(digitsAgreed(streamed.weights[0]!, 1)).toBeGreaterThan(9);
    expectRead(streamed);

    const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-dates-'));
    const path = join(folder, 'rows.csv');
    writeFileSync(path, ['sold,y', ...rows.map(({ sold, y }) => `${sold},${y}`)].join('\n'));
    const file = await openFile(path);
    expectRead(await solve(await file.moments({ target, features })));
    file.close();
    rmSync(folder, { recursive: true });
  });

  it('refuses what is no date in its order, and a model of other dates one that could be two', () => {
    const model = solveSync(column, { target, features });
    const wrong = order === 'day' ? '4/13/2021' : '13/4/2021';
    expect(() => model.predict({ sold: wrong })).toThrow(
      `column "sold", row 1: expected a date, got "${wrong}"`,
    );
    const plain = solveSync({ ...column, sold: dates }, { target, features });
    expect(plain.terms?.orders).toBeUndefined();
    expect(() => plain.predict({ sold: '3/4/2021' })).toThrow(
      'column "sold", row 1: expected a date, got "3/4/2021"',
    );
    const json = JSON.parse(JSON.stringify(model));
    json.terms.orders.sold = 'year';
    expect(() => Model.fromJSON(json)).toThrow(expect.objectContaining({ code: 'MODEL' }));
  });
});

describe('without an intercept', () => {
  const draw = randomNumbers(12, 400);
  const pick = (k: number, levels: string): string[] =>
    Array.from(
      { length: 60 },
      (_, row) => levels[row < levels.length ? row : Math.floor(levels.length * draw[60 * k + row]!)]!,
    );
  const table = {
    f: pick(0, 'cab'),
    g: pick(1, 'qp'),
    x: Array.from(draw.slice(120, 180)),
    y: Array.from(draw.slice(180, 240)),
  };
  // colnames(model.matrix(~ 0 + …)) of R 4.2 for the same formulas, in our words and order
  it.each([
    ['f', 'f=a,f=b,f=c'],
    ['f,g', 'f=a,f=b,f=c,g=q'],
    ['x,g,f', 'x,g=p,g=q,f=b,f=c'],
    ['x*f', 'x*f=a,x*f=b,x*f=c'],
    ['x*g,f', 'x*g=p,x*g=q,f=a,f=b,f=c'],
    ['f*g', 'f=a*g=p,f=a*g=q,f=b*g=p,f=b*g=q,f=c*g=p,f=c*g=q'],
    ['f*g,f,g', 'f=b*g=q,f=c*g=q,f=a,f=b,f=c,g=q'],
    ['x,f,x*f', 'x,f=a,f=b,f=c,x*f=b,x*f=c'],
  ])('%s has the columns that R gives it', async (text, columns) => {
    const features = text.split(',');
    const options = { target, features, intercept: false };
    const model = solveSync(table, options);
    expect(model.features).toEqual(columns.split(','));
    expect(model.bias).toBe(0);
    const rows = table.y.map((_, row) => ({
      f: table.f[row],
      g: table.g[row],
      x: table.x[row],
      y: table.y[row],
    }));
    async function* chunks() {
      yield rows.slice(0, 30);
      yield rows.slice(30);
    }
    expect((await moments(chunks, options)).names).toEqual([...model.features, target]);
    expect(model.toString()).not.toMatch(new RegExp(`${text[0]}: . is the reference`));
    // the weights of the formula with a bias, where it spans the same
    const other = solveSync(table, { target, features });
    if (!text.includes('x*') || text === 'x,f,x*f')
      expect(digitsAgreed(other.r2, 1 - model.loss / (other.loss / (1 - other.r2)))).toBeGreaterThan(10);
  });
});
