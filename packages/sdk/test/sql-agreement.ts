import { readFileSync } from 'node:fs';
import { type Moments, moments, solve, solveSync } from '@gd-trainer/sdk';
import {
  type Dialect,
  momentsFromSql,
  momentsSql,
  summaryFromSql,
  type TableMoments,
} from '@gd-trainer/sdk/sql';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { expect, it } from 'vitest';

type Row = Readonly<Record<string, unknown>>;

/** A database to hold against the sdk's own moments of the same rows. */
export interface Engine {
  readonly dialect: Dialect;
  readonly query: (sql: string) => Promise<readonly Row[]>;
  /** Its types, each able to hold NULL. */
  readonly types: Readonly<Record<'double' | 'integer' | 'decimal' | 'text' | 'time', string>>;
  /** What stands behind the columns of CREATE TABLE. */
  readonly storage?: string;
  /** A name as this database quotes it, written down once more so that the sdk's own quoting is tested. */
  readonly quoted: (name: string) => string;
}

type Columns = Readonly<Record<string, readonly (number | null)[]>>;

const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : `'${Number.isNaN(value) ? 'NaN' : 'Infinity'}'`;

/** Writes columns down as a table, all of one type. */
async function load(
  { query, types, quoted, storage = '' }: Engine,
  table: string,
  columns: Columns,
  type: keyof Engine['types'] = 'double',
): Promise<void> {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.map((_, i) => {
    const cells = names.map((name) => columns[name]![i]!);
    return `(${cells.map((cell) => (cell === null ? 'NULL' : numberText(cell))).join(', ')})`;
  });
  const definitions = names.map((name) => `${quoted(name)} ${types[type]}`);
  await query(`CREATE TABLE ${quoted(table)} (${definitions.join(', ')}) ${storage}`);
  await query(`INSERT INTO ${quoted(table)} VALUES ${rows.join(', ')}`);
}

/** At least twelve digits of every mean and co-moment. */
export function expectAgreement(actual: Moments, expected: Moments): void {
  expect([actual.n, actual.names, actual.target]).toEqual([expected.n, expected.names, expected.target]);
  expect(Math.abs(actual.weight / expected.weight - 1)).toBeLessThan(1e-14);
  const p = expected.names.length;
  const size = (j: number): number => Math.sqrt(expected.comoment[j * p + j]!);
  for (let i = 0; i < p; i++) {
    const spread = Math.abs(expected.mean[i]!) + size(i) / Math.sqrt(expected.weight);
    expect(Math.abs(actual.mean[i]! - expected.mean[i]!)).toBeLessThanOrEqual(1e-12 * spread);
    for (let j = 0; j < p; j++) {
      const difference = Math.abs(actual.comoment[i * p + j]! - expected.comoment[i * p + j]!);
      expect(difference).toBeLessThanOrEqual(1e-12 * size(i) * size(j));
    }
  }
}

const corpus = (name: string) =>
  JSON.parse(readFileSync(new URL(`corpus/inference/${name}`, import.meta.url), 'utf8'));
const KINDS = ['HC0', 'HC1', 'HC2', 'HC3', 'cluster'] as const;

/** A covariance to `digits` digits of the errors that it is made of. */
function expectCovariance(actual: Float64Array, expected: ArrayLike<number>, digits: number): void {
  expect(actual).toHaveLength(expected.length);
  const p = Math.sqrt(expected.length);
  const size = (i: number): number => Math.sqrt(expected[i * p + i]!);
  for (let at = 0; at < expected.length; at++) {
    const scale = size(Math.floor(at / p)) * size(at % p);
    expect(Math.abs(actual[at]! - expected[at]!) / scale).toBeLessThan(10 ** -digits);
  }
}

/** A set of corpus/inference. */
interface RobustSet {
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly target: string;
  readonly intercept: boolean;
  readonly weights: readonly number[] | null;
}

const ROWS = 1500;
const random = (seed: number, scale = 1, offset = 0): number[] =>
  [...randomNumbers(seed, ROWS)].map((u) => offset + scale * u);
const sparse = (values: readonly number[], every: number, gap: number | null): (number | null)[] =>
  values.map((value, i) => (i % every === 3 ? gap : value));
/** What the sdk calls missing: the same cells as null. */
const nulls = (columns: Columns): Columns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      values.map((value) => (Number.isFinite(value) ? value : null)),
    ]),
  );

/** The tests that every database has to pass; `engine` is asked once they run. */
export function agreesWithSdk(engine: () => Engine): void {
  const ask = (
    table: string,
    columns: Columns,
    more: { where?: string; sampleWeight?: string } = {},
  ): Promise<TableMoments> => {
    const names = Object.keys(columns).filter((name) => name !== more.sampleWeight);
    const { dialect, query } = engine();
    return momentsFromSql({
      query,
      dialect,
      table: [table],
      target: names.at(-1)!,
      features: names.slice(0, -1),
      ...more,
    });
  };
  const own = (columns: Columns, sampleWeight?: string): Promise<Moments> => {
    const names = Object.keys(columns).filter((name) => name !== sampleWeight);
    const weights = sampleWeight === undefined ? {} : { sampleWeight };
    return moments(nulls(columns), {
      target: names.at(-1)!,
      features: names.slice(0, -1),
      missing: 'drop',
      ...weights,
    });
  };

  it('counts one set of complete rows for all sums, past NULL, NaN and infinities, at 1.79e12 too', async () => {
    const columns = {
      time: random(1, 1e6, 1.79e12),
      size: sparse(random(2), 7, null),
      age: sparse(random(3, 80), 11, Number.NaN),
      price: sparse(random(4, 1e9, 1e9), 13, Infinity),
    };
    await load(engine(), 'gaps', columns);
    const found = await ask('gaps', columns);
    expectAgreement(found, await own(columns));
    expect(found.skippedRows).toBe(ROWS - found.n);
    expect(found.n).toBeLessThan(ROWS);
  });

  it('computes terms as the sdk does, levels and kinds found by asking', async () => {
    const { dialect, query, types, quoted, storage = '' } = engine();
    const [size, price] = [random(7, 9, 0.5), random(8, 1, -0.5)];
    const kinds = ['plain', "O'Hara", 'back\\slash', 'a "b", c', '多'];
    const rows = size.map((_, i) => ({
      size: size[i]!,
      'net price': price[i]!,
      kind: i % 17 === 5 ? null : kinds[Math.floor(random(9, 5)[i]!)]!,
      zip: [7, 10, 200][i % 3]!,
      sold: new Date(Date.UTC(2023, 10, 1) + Math.floor(i / 3) * 7_200_000),
      y: random(10)[i]!,
    }));
    const text = (value: string): string =>
      dialect === 'clickhouse'
        ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
        : `'${value.replaceAll("'", "''")}'`;
    const cell = (value: unknown): string =>
      value instanceof Date
        ? text(value.toISOString().slice(0, 19).replace('T', ' '))
        : typeof value === 'string'
          ? text(value)
          : String(value ?? 'NULL');
    const columns = [
      ...['size', 'net price', 'y'].map((name) => [name, types.double]),
      ['kind', types.text],
      ['zip', types.integer],
      ['sold', types.time],
    ] as [keyof (typeof rows)[0], string][];
    await query(
      `CREATE TABLE terms (${columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ')}) ${storage}`,
    );
    const values = rows.map((row) => `(${columns.map(([name]) => cell(row[name])).join(', ')})`);
    await query(`INSERT INTO terms VALUES ${values.join(', ')}`);
    const from = { dialect, query, table: ['terms'], target: 'y' };
    for (const features of [
      ['size', 'kind'],
      ['poly(size, 3)', '"net price"*size', 'log(size)^2', 'sqrt(size)', 'abs("net price")'],
      ['exp("net price")', 'sin(size)', 'cos(size)', 'bin(size, 0, 2, 5)'],
      ['size*kind', 'category(zip, ref: 10)', 'kind=plain'],
      ['day(sold)', 'month(sold)', 'weekday(sold)', 'hour(sold)'],
      ['year(sold)', 'day(sold)*size', 'poly(day(sold), 2)'],
    ]) {
      const expected = await moments(rows, { target: 'y', features, missing: 'drop' });
      const found = await momentsFromSql({ ...from, features });
      expectAgreement(found, expected);
      expect([found.terms?.levels, found.skippedRows]).toEqual([expected.terms?.levels, ROWS - expected.n]);
    }
    expect(() =>
      momentsSql({ dialect, table: ['terms'], target: 'y', features: ['category(kind)'] }),
    ).toThrow('the levels of "kind" are in the database');
    await expect(momentsFromSql({ ...from, features: ['log(sise)'] })).rejects.toMatchObject({
      code: 'DATA',
      message: 'term "log(sise)", character 5: no column "sise"',
    });
  });

  it('takes any names, those of our own statements too', async () => {
    const names = [
      'a"; DROP TABLE names; --',
      '`b`\\',
      "it's 100 %",
      'gd0',
      'total',
      'sum0',
      'NULL',
      '重さ',
      '$1 ?',
    ];
    const columns = Object.fromEntries([
      ['__proto__', random(1)],
      ...names.map((name, j) => [name, random(j)]),
    ]);
    await load(engine(), 'names"\\', columns);
    const where = `${engine().quoted('total')} < 0.5 -- half of them`;
    const half = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        (values as number[]).filter((_, i) => columns.total![i]! < 0.5),
      ]),
    );
    expectAgreement(await ask('names"\\', columns, { where }), await own(half));
  });

  it('multiplies integers and decimals as doubles, so that none overflows or is rounded', async () => {
    const integers = { a: random(1, 9e15).map(Math.round), b: random(2, 9e15).map(Math.round) };
    await load(engine(), 'integers', integers, 'integer');
    expectAgreement(await ask('integers', integers), await own(integers));
    const hundredths = (values: readonly number[]): number[] =>
      values.map((value) => Number(value.toFixed(2)));
    const decimals = { a: hundredths(random(3, 1e12)), b: hundredths(random(4)) };
    await load(engine(), 'decimals', decimals, 'decimal');
    expectAgreement(await ask('decimals', decimals), await own(decimals));
  });

  it('weighs rows, leaves out those of weight 0 and refuses weights below', async () => {
    const columns = { x: random(5), w: random(6, 4).map(Math.floor), y: random(7) };
    await load(engine(), 'weights', columns);
    const found = await ask('weights', columns, { sampleWeight: 'w' });
    expectAgreement(found, await own(columns, 'w'));
    expect([found.n < ROWS, found.skippedRows]).toEqual([true, 0]);
    const below = { ...columns, w: columns.w.map((weight) => weight - 1) };
    await load(engine(), 'below', below);
    await expect(ask('below', below, { sampleWeight: 'w' })).rejects.toMatchObject({
      code: 'DATA',
      message: 'column "w": expected sample weights ≥ 0, got -1',
    });
  });

  it('knows that a constant column does not vary', async () => {
    const columns = { constant: random(1).fill(0.1), y: random(8) };
    await load(engine(), 'constant', columns);
    const found = await ask('constant', columns);
    expect([found.mean[0], found.comoment[0]]).toEqual([0.1, 0]);
  });

  it('takes a hundred features', async () => {
    const rows = 150;
    const columns = Object.fromEntries(
      Array.from({ length: 101 }, (_, j) => [`x${j}`, [...randomNumbers(j, rows)].map((u) => u + j)]),
    );
    await load(engine(), 'wide', columns);
    expectAgreement(await ask('wide', columns), await own(columns));
  });

  it('sums up group by group, about the mean of each, NULL a group of its own', async () => {
    const { dialect, query, types, quoted, storage = '' } = engine();
    const shops = ['a', "b'c", null, '多'];
    // far from zero, each group at a place of its own
    const rows = random(1).map((u, i) => {
      const time = 1.79e12 + 1e9 * (i % 4) + Math.round(1e6 * u);
      return {
        shop: shops[i % 4]!,
        half: i % 3,
        time,
        size: i % 11 === 3 ? null : random(2)[i]!,
        y: random(3)[i]!,
        // one group weighs nothing
        w: i % 12 === 5 ? 0 : (i * 7) % 5,
      };
    });
    const text = (value: string | null): string =>
      value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
    const columns = ['time', 'size', 'y', 'w'].map((name) => `${quoted(name)} ${types.double}`).join(', ');
    await query(
      `CREATE TABLE ${quoted('grouped')} (${quoted('shop')} ${types.text}, ${quoted('half')} ${types.integer}, ${columns}) ${storage}`,
    );
    const cells = rows.map(
      ({ shop, half, time, size, y, w }) => `(${[text(shop), half, time, size ?? 'NULL', y, w].join(', ')})`,
    );
    await query(`INSERT INTO ${quoted('grouped')} VALUES ${cells.join(', ')}`);
    const table = { query, dialect, table: ['grouped'], target: 'y', features: ['time', 'size'] };
    const options = { target: 'y', features: ['time', 'size'], missing: 'drop' } as const;
    const weighted = { ...table, by: ['shop', 'half'], sampleWeight: 'w' };
    for (const asked of dialect === 'duckdb' ? [{}, { sampleWeight: 'w' }] : [{}]) {
      const groups = await momentsFromSql({ ...table, ...asked, by: ['shop', 'half'] });
      expect(groups.keys).toHaveLength('sampleWeight' in asked ? 11 : 12);
      expect(groups.skippedRows).toBe(rows.filter(({ size }) => size === null).length);
      for (const [i, [shop, half]] of groups.keys.entries()) {
        const own = rows.filter((row) => row.shop === shop && row.half === Number(half));
        expectAgreement(groups.moments[i]!, await moments(own, { ...options, ...asked }));
      }
    }
    if (dialect !== 'duckdb') {
      await expect(momentsFromSql(weighted)).rejects.toThrow(`by DuckDB alone, not by ${dialect}`);
    } else {
      const below = { ...weighted, sampleWeight: 'half', where: 'half <> 1', features: ['time'] };
      await query('UPDATE grouped SET half = -1 WHERE half = 2');
      await expect(momentsFromSql(below)).rejects.toThrow(
        'column "half": expected sample weights ≥ 0, got -1',
      );
    }
    const refused = { ...table, by: 'shop' };
    await expect(momentsFromSql({ ...refused, where: '1 = 0' })).rejects.toThrow(
      'no group has a complete row',
    );
  });

  it('has the robust errors of statsmodels 0.13.5, clusters of four rows each, weights in one set', async () => {
    const { dialect, query } = engine();
    const expected = corpus('robust.json');
    for (const [set, from] of Object.entries<RobustSet>(corpus('inference.json'))) {
      const { target, intercept, weights } = from;
      const cluster = from.columns[target]!.map((_, row) => Math.floor(row / 4));
      await load(engine(), set, { ...from.columns, cluster, ...(weights && { times: weights }) });
      const table = { query, dialect, table: [set], ...(weights && { sampleWeight: 'times' }) };
      const features = Object.keys(from.columns).filter((name) => name !== target);
      const model = await solve(await momentsFromSql({ ...table, target, features, intercept }), {
        intercept,
      });
      for (const kind of KINDS) {
        const errors = kind === 'cluster' ? { cluster: 'cluster' } : kind;
        const { covariance } = await summaryFromSql(model, { ...table, errors });
        expectCovariance(covariance, expected[set][kind].covariance, 8);
      }
      const classic = await summaryFromSql(model, table);
      expect([...classic.covariance]).toEqual([...model.summary().covariance]);
    }
  });

  it('has the robust errors of the rows, through terms, gaps, weights of 0, a condition and clusters without a name', async () => {
    const { dialect, query, quoted } = engine();
    const columns = {
      time: random(11, 1e6, 1.79e12),
      size: sparse(random(12, 3, 1), 7, null),
      zip: random(13, 4).map(Math.floor),
      gd0: sparse(random(14, 40).map(Math.floor), 9, null),
      w: random(15, 3).map(Math.floor),
      y: random(16).map((u, i) => u * (1 + 3 * random(12)[i]!)),
    };
    await load(engine(), 'spread', columns);
    const features = ['time', 'poly(size, 2)', 'category(zip)', 'log(size)*zip'];
    const asked = { target: 'y', features, sampleWeight: 'w' };
    const kept = [...columns.y.keys()].filter((i) => columns.size[i] !== null && columns.zip[i]! !== 2);
    const rows = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, kept.map((i) => values[i]!)]),
    );
    const table = { query, dialect, table: ['spread'], where: `${quoted('zip')} <> 2`, sampleWeight: 'w' };
    const [there, here] = [await solve(await momentsFromSql({ ...table, ...asked })), solveSync(rows, asked)];
    for (const errors of ['HC1', 'HC3', { cluster: 'gd0' }] as const) {
      const found = await summaryFromSql(there, { ...table, errors, level: 0.9 });
      const own = here.summary({ errors, data: rows, sampleWeight: 'w', level: 0.9 });
      expectCovariance(found.covariance, own.covariance, 7);
      expect(found.parameters.map(({ name }) => name)).toEqual(own.parameters.map(({ name }) => name));
      expect(found.level).toBe(0.9);
    }
    const refused: [object, RegExp][] = [
      [{ sampleWeight: undefined, errors: 'HC1' }, /had weights/],
      [{ where: `${quoted('y')} > 0.5`, errors: 'HC1' }, /complete rows, and the model learned from/],
      [{ where: `${quoted('zip')} = 0`, errors: { cluster: 'zip' } }, /complete rows, and the model learned/],
      [{ errors: 'HC9' }, /"errors" expected 'classic', 'HC0'/],
      [{ errors: { cluster: 'nowhere' } }, /^the query failed: .*nowhere/],
    ];
    for (const [changed, message] of refused) {
      const asking = Object.fromEntries(
        Object.entries({ ...table, ...changed }).filter(([, value]) => value !== undefined),
      ) as never;
      await expect(summaryFromSql(there, asking)).rejects.toThrow(message);
    }
  });

  it('has no HC3 of a row that alone tells of a parameter, as the rows have none', async () => {
    const { dialect, query } = engine();
    const columns = { only: [1, 0, 0, 0, 0], x: [1, 2, 3, 4, 5], y: [9, 1, 3, 2, 4] };
    await load(engine(), 'alone', columns);
    const table = { query, dialect, table: ['alone'] };
    const asked = { target: 'y', features: ['only', 'x'] };
    const model = await solve(await momentsFromSql({ ...table, ...asked }));
    for (const errors of ['HC2', 'HC3'] as const) {
      const refusal = { code: 'UNSUPPORTED', message: expect.stringContaining('a row has leverage 1') };
      await expect(summaryFromSql(model, { ...table, errors })).rejects.toMatchObject(refusal);
      expect(() => model.summary({ errors, data: columns })).toThrow('a row has leverage 1');
    }
    const { covariance } = await summaryFromSql(model, { ...table, errors: 'HC1' });
    expectCovariance(covariance, model.summary({ errors: 'HC1', data: columns }).covariance, 10);
  });

  it('runs the statements it shows, which find the constants themselves', async () => {
    const columns = { time: random(9, 1e6, 1.79e12), y: random(10) };
    await load(engine(), 'shown', columns);
    const { dialect, query } = engine();
    const statements = momentsSql({ dialect, table: ['shown'], target: 'y', features: ['time'] });
    const answers: Row[] = [];
    for (const sql of statements) answers.push((await query(sql))[0]!);
    const all = Object.assign({}, ...answers) as Record<string, unknown>;
    expect([Number(all.total), Number(all.complete)]).toEqual([ROWS, ROWS]);
    const expected = await own(columns);
    expect(Number(all.product0_0) / expected.comoment[0]!).toBeCloseTo(1, 9);
    expect(Number(all.mean0) / expected.mean[0]!).toBeCloseTo(1, 6);
  });

  it('says what is wrong with the rows, and passes on what the database says', async () => {
    const columns = { x: [null, null, null], y: [1, 2, 3] };
    await load(engine(), 'empty', columns);
    await expect(ask('empty', columns)).rejects.toMatchObject({
      code: 'DATA',
      message: 'all 3 rows have a missing value',
    });
    await expect(ask('empty', columns, { where: '1 = 0' })).rejects.toMatchObject({
      code: 'DATA',
      message: 'the table has no rows',
    });
    await expect(ask('empty', { nowhere: [], y: [] })).rejects.toMatchObject({
      name: 'GdError',
      code: 'DATA',
      message: expect.stringMatching(/^the query failed: .*nowhere/),
    });
    const large = { x: [1e300, 2e300, -1e300], y: [1, 2, 3] };
    await load(engine(), 'large', large);
    await expect(ask('large', large)).rejects.toMatchObject({
      code: 'DATA',
      message: expect.stringMatching(/overflow|out of range/),
    });
  });
}
