import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { fit, fitGroupsSync, fitSync, moments } from '@gd-trainer/sdk';
import { MISSING, parseCsv } from '@gd-trainer/sdk/csv';
import {
  type FileMomentsOptions,
  type FileRows,
  openDatabase,
  openFile,
  type Progress,
} from '@gd-trainer/sdk/duckdb';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataFile } from './data-sets.ts';
import { expectAgreement } from './sql-agreement.ts';

const ROWS = 5000;
let folder: string;
const at = (name: string): string => join(folder, name);
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};

const [a, b, noise] = [1, 2, 3].map((seed) => [...randomNumbers(seed, ROWS)]) as [
  number[],
  number[],
  number[],
];
const time = a.map((u) => 1.79e12 + Math.round(1e6 * u));
const y = a.map((u, i) => 3 * u - 2 * b[i]! + noise[i]!);
const gap = (i: number): string => (i % 50 === 7 ? 'NA' : String(b[i]));
const text = (separator: string): string =>
  ['time', 'b', 'city', 'y']
    .join(separator)
    .concat('\n')
    .concat(y.map((value, i) => [time[i], gap(i), `"it's, ${i}"`, value].join(separator)).join('\n'));
const expected = () =>
  moments(
    { time, b: b.map((value, i) => (i % 50 === 7 ? null : value)), y },
    { target: 'y', missing: 'drop' },
  );

/** Opens a file, asks it and closes it. */
async function momentsOf(path: string, options: FileMomentsOptions = { target: 'y' }) {
  const file = await openFile(path);
  try {
    return { columns: file.columns, rows: file.rows, moments: await file.moments(options) };
  } finally {
    file.close();
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  write('rows.csv', text(','));
  write('rows.tsv', text('\t'));
  write('rows.csv.gz', gzipSync(text(',')));
  const rows = y.map((value, i) => ({ time: time[i], b: i % 50 === 7 ? null : b[i], city: 'x', y: value }));
  write('rows.json', JSON.stringify(rows));
  write('rows.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
  mkdirSync(at('parts'));
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${at('rows.csv')}', nullstr = 'NA')`);
  await connection.run(`COPY t TO '${at('rows.parquet')}'`);
  await connection.run(`COPY (FROM t LIMIT 2000) TO '${at('parts/1.parquet')}'`);
  // the same columns in another order
  await connection.run(`COPY (SELECT y, city, b, time FROM t OFFSET 2000) TO '${at('parts/2.parquet')}'`);
  connection.closeSync();
  database.closeSync();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the moments of a file', () => {
  it.each([
    'rows.csv',
    'rows.tsv',
    'rows.csv.gz',
    'rows.json',
    'rows.jsonl',
    'rows.parquet',
    'parts/*.parquet',
  ])('%s', async (name) => {
    const { columns, rows, moments: found } = await momentsOf(at(name));
    expectAgreement(found, await expected());
    expect([rows, found.skippedRows]).toEqual([ROWS, ROWS / 50]);
    expect(columns.filter(({ numeric }) => numeric).map((column) => column.name)).toEqual(['time', 'b', 'y']);
    expect(columns.find((column) => column.name === 'city')).toMatchObject({ type: 'VARCHAR' });
  });

  it('of a name that promises tabs, where the separator is given', async () => {
    write('semicolons.tsv', text(';'));
    const file = await openFile(at('semicolons.tsv'), { separator: ';' });
    expect(file.columns.map(({ name }) => name)).toEqual(['time', 'b', 'city', 'y']);
    file.close();
  });

  it('of rows that meet a condition, weighed', async () => {
    const { moments: found } = await momentsOf(at('rows.parquet'), {
      target: 'y',
      features: ['time'],
      where: 'b < 0.5',
      sampleWeight: 'b',
    });
    const kept = y.map((_, i) => i).filter((i) => i % 50 !== 7 && b[i]! < 0.5);
    const pick = (values: readonly number[]) => kept.map((i) => values[i]!);
    expectAgreement(
      found,
      await moments({ time: pick(time), b: pick(b), y: pick(y) }, { target: 'y', sampleWeight: 'b' }),
    );
  });

  it.each([
    ['csv', 1000],
    ['parquet', 600],
  ] as const)('of many columns, as %s of %i, with gaps, weights and a condition', async (format, d) => {
    const n = 300;
    const names = Array.from({ length: d }, (_, j) => (j === 0 ? 'y' : j === 1 ? 'weight' : `x${j}`));
    const columns = names.map((_, j) =>
      Array.from(randomNumbers(j + 1, n), (u) => Math.round(u * 1e6) / 1e6),
    );
    const isGap = (i: number, j: number): boolean =>
      (i === 7 && j === 500) || (i === 9 && j === 1) || (i === 11 && j === 0);
    const cells = columns.map((column, j) => column.map((value, i) => (isGap(i, j) ? null : value)));
    const lines = Array.from({ length: n }, (_, i) => cells.map((column) => column[i] ?? '').join(','));
    let path = write('wide.csv', `${names.join(',')}\n${lines.join('\n')}\n`);
    if (format === 'parquet') {
      const database = await DuckDBInstance.create();
      const connection = await database.connect();
      await connection.run(`COPY (FROM read_csv('${path}')) TO '${at('wide.parquet')}'`);
      connection.closeSync();
      database.closeSync();
      path = at('wide.parquet');
    }
    const kept = Array.from({ length: n }, (_, i) => i).filter((i) => columns[2]![i]! < 0.5);
    const whole = kept.filter((i) => !cells.some((column) => column[i] === null));
    const source = Object.fromEntries(names.map((name, j) => [name, whole.map((i) => columns[j]![i]!)]));
    const seen: Progress[] = [];
    const { moments: found } = await momentsOf(path, {
      target: 'y',
      sampleWeight: 'weight',
      where: 'x2 < 0.5',
      onProgress: (progress) => seen.push(progress),
    });
    expectAgreement(found, await moments(source, { target: 'y', sampleWeight: 'weight' }));
    expect(found.skippedRows).toBe(kept.length - whole.length);
    expect(seen.at(-1)).toEqual({ share: 1, rows: kept.length });
    const { rows, moments: all } = await momentsOf(path, { target: 'y' });
    expect([rows, all.n, all.skippedRows]).toEqual([n, n - 3, 3]);
  });

  it('train the same model as the rows in memory', async () => {
    const path = dataFile('penguins.csv');
    const options = { target: 'body_mass_g', features: ['flipper_length_mm', 'bill_depth_mm'] };
    const { moments: found } = await momentsOf(path, options);
    const rows = fitSync(parseCsv(readFileSync(path, 'utf8')).columns, { ...options, missing: 'drop' });
    const model = fitSync(found);
    expect([found.skippedRows, model.rows]).toEqual([rows.skippedRows, rows.rows]);
    expect(model.skippedRows).toBe(found.skippedRows);
    for (const [j, weight] of model.weights.entries()) expect(weight / rows.weights[j]!).toBeCloseTo(1, 9);
  });

  it('of columns with any name, true and false as 1 and 0', async () => {
    const path = write('names.csv', '__proto__,"a""; DROP VIEW rows; --",y\ntrue,1,2\nfalse,3,4\ntrue,5,7\n');
    const { columns, moments: found } = await momentsOf(path);
    expect(columns.map(({ name }) => name)).toEqual(['__proto__', 'a"; DROP VIEW rows; --', 'y']);
    expect([found.n, found.mean[0]]).toEqual([3, 2 / 3]);
  });

  it('of numbers whose decimals begin far down, and of a first quote as far down', async () => {
    const whole = '1,2\n'.repeat(30_000);
    const { moments: found } = await momentsOf(write('late.csv', `a,y\n${whole}"2.5","-1e3"\n`));
    expect(found.n).toBe(30_001);
    expect(found.mean[0]).toBeCloseTo((30_000 + 2.5) / 30_001, 12);
  });

  it('of CSV files that have their columns in another order, or more of them', async () => {
    mkdirSync(at('lists'));
    write('lists/1.csv', 'x,y\n1,10\n2,20\n');
    write('lists/2.csv', 'y,z,x\n30,a,3\n40,b,4.5\n');
    const { moments: found } = await momentsOf(at('lists/*.csv'));
    expect([found.n, found.names, [...found.mean]]).toEqual([4, ['x', 'y'], [10.5 / 4, 25]]);
  });

  it.each([
    ['blanks around "NA"', ' NA ,3', 'missing', 'NA'],
    ['decimals after a comma', '"1,5",3', 'unreadable', '1,5'],
    ['text', 'n/a?,3', 'unreadable', 'n/a?'],
  ])('whose first %s come late, are those of the other rows, and told of', async (_, row, code, cell) => {
    const rows = `x,y\n${'1,2\n'.repeat(200_000)}${row}\n`;
    const { moments: found } = await momentsOf(write('care.csv', rows), { target: 'y' });
    expect(found).toMatchObject({ n: 200_000, skippedRows: 1 });
    expect(found.notes).toMatchObject([{ code, column: 'x', count: 1, rows: [200_001], examples: [cell] }]);
  });

  it('of names that differ by a capital alone', async () => {
    const file = await openFile(write('case.csv', 'a,A,y\n1,4,1\n2,3,2\n5,9,3\n'));
    const found = await file.moments({ target: 'y', where: 'A_1 > 3' });
    expect([found.names, [...found.mean]]).toEqual([
      ['a', 'A', 'y'],
      [3, 6.5, 2],
    ]);
    expect(Object.keys(await file.sample(3))).toEqual(['a', 'A', 'y']);
    file.close();
    mkdirSync(at('cases'));
    write('cases/1.csv', 'a,A\n1,2\n');
    write('cases/2.csv', 'a,A\n1,2\n');
    await expect(openFile(at('cases/*.csv'))).rejects.toThrow(
      'column 2 expected a name of its own, got "A", the name of column 1',
    );
  });

  it('of a file whose name is a pattern, by itself', async () => {
    write('1.csv', 'x,y\n8,8\n');
    const { moments: found } = await momentsOf(write('[1].csv', 'x,y\n1,2\n'));
    expect([...found.mean]).toEqual([1, 2]);
  });

  it('leave out the rows that the reader of CSV leaves out', async () => {
    const cells = `x,y\n${MISSING.map((cell, i) => `${cell},${i}`).join('\n')}\n4,5\n`;
    const { moments: found } = await momentsOf(write('missing.csv', cells));
    expect([found.n, found.skippedRows]).toEqual([1, MISSING.length]);
  });
});

describe('a file that is packed', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ x: i, y: 2 * i + 1 }));
  const csv = ['x,y', ...rows.map(({ x, y: target }) => `${x},${target}`)].join('\n');
  it.each([
    ['packed.csv', gzipSync(csv)],
    ['plain.csv.gz', csv],
    ['packed.dat', gzipSync(JSON.stringify(rows))],
    ['lines.csv.gz', gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'))],
  ])('or not is known by its bytes: %s', async (name, bytes) => {
    const { moments: found } = await momentsOf(write(name, bytes), { target: 'y', features: ['x'] });
    expect([found.n, found.mean[0]]).toEqual([1000, 499.5]);
  });
});

describe('dates of a file', () => {
  it('that are none are counted and named, wherever they stand', async () => {
    const day = (i: number): string => new Date(Date.UTC(1900, 0, 1 + i)).toISOString().slice(0, 10);
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `${i === 55_000 ? '5' : i === 57_000 ? '' : day(i)},${i}`,
    );
    const file = await openFile(write('days.csv', ['when,y', ...rows].join('\n')));
    const found = await file.moments({ target: 'y', features: ['day(when)'] });
    expect(found.skippedRows).toBe(2);
    expect(found.notes!.map(({ code, count, rows: first }) => [code, count, first])).toEqual([
      ['date', undefined, undefined],
      ['missing', 1, [57_001]],
      ['unreadable', 1, [55_001]],
    ]);
    expect(found.notes![2]!.message).toBe('when: 59999 of 60000 cells are dates; row 55001 holds "5"');
    expect((await fit(found)).weights[0]).toBeCloseTo(1, 9);
    file.close();
  });
});

describe('the groups of a file', () => {
  it("are those of the engine's own regressions, in every format", async () => {
    const rows = y.map((value, i) => [i % 7, `shop ${i % 3}`, a[i], value].join(','));
    write('groups.csv', ['half,shop,x,y', ...rows].join('\n'));
    const database = await DuckDBInstance.create();
    const connection = await database.connect();
    await connection.run(`COPY (FROM read_csv('${at('groups.csv')}')) TO '${at('groups.parquet')}'`);
    const answer = await connection.runAndReadAll(
      `SELECT shop, half, regr_slope(y, x) AS slope, regr_intercept(y, x) AS bias, regr_r2(y, x) AS r2, count(*)::INT AS rows
       FROM '${at('groups.parquet')}' WHERE x < 0.9 GROUP BY shop, half ORDER BY shop, half`,
    );
    const wanted = answer.getRowObjects();
    connection.closeSync();
    database.closeSync();
    for (const name of ['groups.csv', 'groups.parquet']) {
      const file = await openFile(at(name));
      const groups = await file.groups({
        target: 'y',
        features: ['x'],
        by: ['shop', 'half'],
        where: 'x < 0.9',
      });
      file.close();
      const fits = [...fitGroupsSync(groups)];
      expect(fits.map(({ key }) => key)).toEqual(wanted.map(({ shop, half }) => [shop, Number(half)]));
      for (const [i, { weights, bias, r2, rows: count }] of fits.entries()) {
        const { slope, bias: intercept, r2: share, rows: total } = wanted[i]!;
        expect(count).toBe(total);
        expect(weights[0]! / Number(slope)).toBeCloseTo(1, 10);
        expect(bias / Number(intercept)).toBeCloseTo(1, 9);
        expect(r2 / Number(share)).toBeCloseTo(1, 9);
      }
    }
  });

  it('are no features unasked, and have to be columns', async () => {
    const file = await openFile(at('groups.csv'));
    const { moments: own } = await file.groups({ target: 'y', by: 'shop' });
    expect(own[0]!.names).toEqual(['half', 'x', 'y']);
    await expect(file.groups({ target: 'y', by: 'city' })).rejects.toThrow('no column "city" to group by');
    await expect(file.groups({ target: 'y', by: [] })).rejects.toThrow('"by" expected');
    file.close();
  });
});

describe('a file on the way', () => {
  it('tells how far it has come, and stops at once with the reason of the signal', async () => {
    const file = await openFile(at('rows.parquet'));
    const seen: Progress[] = [];
    const controller = new AbortController();
    const reason = new Error('enough');
    // a condition of 10^11 steps: who is not stopped never ends
    const where = '(SELECT count(*) FROM range(10000000) s, range(10000) t WHERE s.range + t.range = b) = 0';
    const onProgress = (progress: Progress) => {
      seen.push(progress);
      controller.abort(reason);
    };
    await expect(file.moments({ target: 'y', where, onProgress, signal: controller.signal })).rejects.toBe(
      reason,
    );
    expect(seen[0]!.share).toBeGreaterThanOrEqual(0);
    expect((await file.moments({ target: 'y' })).n).toBe(ROWS - ROWS / 50);
    await expect(file.moments({ target: 'y', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    file.close();
  });

  it('is left whenever the signal comes, before a query has begun too', async () => {
    const file = await openFile(at('rows.parquet'));
    const where = '(SELECT count(*) FROM range(10000000) s, range(10000) t WHERE s.range + t.range = b) = 0';
    for (const turns of [0, 1, 2, 5, 20, 100]) {
      const controller = new AbortController();
      const stopped = expect(file.moments({ target: 'y', where, signal: controller.signal })).rejects.toThrow(
        'enough',
      );
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort(new Error('enough'));
      await stopped;
    }
    file.close();
  });

  it.each(['csv', 'csv.gz'])(
    'counts the rows of a %s file once',
    async (kind) => {
      // more than is counted when opened
      const database = await (await DuckDBInstance.create()).connect();
      await database.run(
        `COPY (SELECT i % 1009 AS x, sqrt(i) AS y FROM range(1000000) AS t(i)) TO '${at(`long.${kind}`)}'`,
      );
      const file = await openFile(at(`long.${kind}`));
      const seen: Progress[] = [];
      // a condition that takes its time, so that there is something to tell
      const where = "md5(md5(md5(CAST(y AS VARCHAR)))) > ''";
      const onProgress = (progress: Progress) => seen.push(progress);
      const { n } = await file.moments({ target: 'y', where, onProgress });
      file.close();
      const last = seen.at(-1)!;
      expect(seen.map(({ rows }) => rows)).toEqual(seen.map(({ rows }) => rows).sort((p, q) => p - q));
      expect(last.rows).toBeLessThan(1.1 * n);
      // rows are its share of the whole, so that rows per second and the time left agree
      expect(Math.abs(last.rows / n - last.share)).toBeLessThan(0.1);
    },
    90_000,
  );

  it('draws the same rows for the same seed', async () => {
    const file = await openFile(at('rows.csv'));
    const [one, again, other] = [
      await file.sample(200, 1),
      await file.sample(200, 1),
      await file.sample(200, 2),
    ];
    expect(Object.keys(one)).toEqual(['time', 'b', 'y']);
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    expect(new Set(one.y).size).toBe(200);
    for (const [k, value] of one.y!.entries()) {
      const i = y.indexOf(value as number);
      expect([one.time![k], one.b![k]]).toEqual([time[i], i % 50 === 7 ? null : b[i]]);
    }
    const chosen = await file.sample(200, 1, { where: 'b > 0.5' });
    expect(Math.min(...(chosen.b as number[]))).toBeGreaterThan(0.5);
    expect(chosen.b).toHaveLength(200);
    await expect(file.sample(0)).rejects.toThrow(
      '"count" expected a whole number from 1 to 2147483647, got 0',
    );
    file.close();
  });
});

describe('the rows of a file as a stream', () => {
  const target = 'y';
  /** The same rows in memory, in the order of the file. */
  const inMemory = { time, b: b.map((value, i) => (i % 50 === 7 ? null : value)), y };

  it.each(['rows.csv', 'rows.csv.gz', 'rows.parquet', 'rows.jsonl', 'parts/*.parquet'])(
    '%s trains by batches to the bits of the rows in memory',
    async (name) => {
      const options = { target, features: ['time', 'b'], batchSize: 32, epochs: 2, missing: 'drop' } as const;
      const file = await openFile(at(name));
      const model = await fit(file.stream({ target }), options);
      file.close();
      expect(model.toJSON()).toEqual(fitSync(inMemory, options).toJSON());
    },
  );

  it('keeps to a condition, brings weights along, and goes on where a cell asks for care', async () => {
    const rows = `x,y\n${'1,2\n'.repeat(200_000)} NA ,3\n5,7\n`;
    const file = await openFile(write('streamed.csv', rows));
    const chunks: FileRows[] = [];
    for await (const chunk of file.stream({ target, features: ['x'] })()) chunks.push(chunk);
    expect(chunks.flatMap(({ x }) => [...x!])).toHaveLength(200_002);
    expect([...chunks.at(-1)!.x!.slice(-3)]).toEqual([1, Number.NaN, 5]);
    expect([...chunks.at(-1)!.y!.slice(-3)]).toEqual([2, 3, 7]);
    const chosen = file.stream({ target, features: ['x'], sampleWeight: 'x', where: 'y = 7' });
    for await (const chunk of chosen())
      expect({ ...chunk }).toEqual({ x: Float64Array.of(5), y: Float64Array.of(7) });
    file.close();
  });

  it('is never taken for whole where it breaks', async () => {
    // too large to be counted when it is opened
    const row = `1.${'0'.repeat(200)},2\n`;
    const file = await openFile(write('broken.csv', `x,y\n${row.repeat(170_000)}1,2,3\n`));
    const options = { target, features: ['x'] };
    await expect(fit(file.stream(options), { ...options, batchSize: 8 })).rejects.toThrow('Line: 170002');
    file.close();
  });

  it('ends with the reason of the signal, and lets other questions in between', async () => {
    const file = await openFile(at('rows.parquet'));
    const controller = new AbortController();
    const rows = file.stream({ target, signal: controller.signal });
    const read = async () => {
      for await (const _ of rows()) {
        expect((await file.moments({ target })).n).toBe(ROWS - ROWS / 50);
        controller.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    expect(() => file.stream({ target, features: ['nothing'] })).toThrow('no column "nothing"');
    file.close();
  });
});

describe('the cells of a file', () => {
  it.each(['rows.csv', 'rows.parquet', 'rows.jsonl'])(
    'of %s: numbers where asked for, else text',
    async (name) => {
      const file = await openFile(at(name));
      const chunks: Readonly<Record<string, readonly (number | string | null)[]>>[] = [];
      for await (const chunk of file.cells(['b'])) chunks.push(chunk);
      expect(Object.keys(chunks[0]!)).toEqual(['time', 'b', 'city', 'y']);
      expect(chunks.flatMap((chunk) => chunk.b!)).toEqual(b.map((value, i) => (i % 50 === 7 ? null : value)));
      expect(chunks.flatMap((chunk) => chunk.y!).map(Number)).toEqual(y);
      expect(chunks.flatMap((chunk) => chunk.time!)).toEqual(time.map(String));
      await expect(file.cells(['city'])[Symbol.asyncIterator]().next()).rejects.toThrow('column "city"');
      file.close();
    },
  );
});

describe('nothing but the file', () => {
  it('can be read, written or changed by a condition', async () => {
    const secret = write('secret.csv', 'x,y\n1,2\n');
    const file = await openFile(at('rows.csv'));
    const ask = (where: string) => file.moments({ target: 'y', where });
    for (const where of [
      `(SELECT count(*) FROM read_text('${secret}')) > 0`,
      `(SELECT count(*) FROM '${secret}') > 0`,
      `(SELECT count(*) FROM glob('/*')) > 0`,
    ]) {
      await expect(ask(where)).rejects.toThrow(/Permission Error/);
    }
    file.close();
  });

  /** Settings that keep the door shut, as the engine itself reports them. */
  const settings = {
    lock_configuration: 'true',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: '',
  };
  const reported = (names: object): string[] =>
    Object.keys(names).map((name) => `CAST(current_setting('${name}') AS VARCHAR)`);

  it('is what the engine is set to, for files and for databases', async () => {
    const file = await openFile(write('set.csv', 'x,y\n1,2\n3,4\n5,7\n'));
    const wanted = Object.values(settings);
    for (const [j, asked] of reported(settings).entries()) {
      await expect(file.moments({ target: 'y', where: `${asked} = '${wanted[j]}'` })).resolves.toMatchObject({
        n: 3,
      });
    }
    file.close();

    const path = at('set.duckdb');
    (await DuckDBInstance.create(path)).closeSync();
    const database = await openDatabase(path);
    const named = { ...settings, access_mode: 'read_only' };
    const [row] = await database.query(`SELECT ${reported(named).map((asked, j) => `${asked} AS s${j}`)}`);
    expect(Object.values(row as object)).toEqual(Object.values(named));
    database.close();
  });

  /** A condition that closes its brackets and goes on to overwrite a file. */
  const overwriting = (path: string): string =>
    `1=1)) AS sample; COPY (SELECT 666 AS x, 2 AS y) TO '${path}' (USE_TMP_FILE false); SELECT * FROM (SELECT 1 WHERE (1=1`;

  it('is more than a condition: what closes its brackets is refused, though it would overwrite the file', async () => {
    const rows = 'x,y\n1,2\n3,4\n5,7\n';
    const path = write('victim.csv', rows);
    // what happens to an engine that is asked as it stands, whatever it is allowed to open
    const instance = await DuckDBInstance.create(':memory:');
    const client = await instance.connect();
    await client.run(`SET allowed_paths = ['${path}']; SET enable_external_access = false`);
    const asked = `SELECT 1 FROM (SELECT * FROM read_csv('${path}') WHERE (${overwriting(path)}\n)) AS chosen`;
    await client.runAndReadAll(asked).catch(() => undefined);
    instance.closeSync();
    expect(readFileSync(path, 'utf8')).toContain('666');

    write('victim.csv', rows);
    const file = await openFile(path);
    for (const where of [
      overwriting(path),
      'x > 0; SELECT 1',
      'x > 0) UNION (SELECT 1',
      'x > 0) GROUP BY (x',
      'x > 0) LIMIT (1',
      'x > 0) ORDER BY (x',
      'x > 0) --',
    ]) {
      // where the brackets do not even match, the parser says so
      const refused = { message: expect.stringMatching(/"where" expected one condition|Parser Error/) };
      await expect(file.moments({ target: 'y', where }), where).rejects.toMatchObject(refused);
      await expect(file.sample(5, 1, { where }), where).rejects.toMatchObject(refused);
      const stream = file.stream({ target: 'y', where })();
      await expect(stream[Symbol.asyncIterator]().next(), where).rejects.toMatchObject(refused);
    }
    await expect(file.moments({ target: 'y', where: 'x >' })).rejects.toMatchObject({
      message: expect.stringContaining('Parser Error: syntax error'),
      hint: 'mend the condition in `where`',
    });
    expect(readFileSync(path, 'utf8')).toBe(rows);
    for (const where of [
      'x > 0 -- all of them',
      'x IN (SELECT 1 UNION SELECT 3)',
      'CASE WHEN x > 2 THEN true END',
    ]) {
      expect((await file.moments({ target: 'y', where })).n, where).toBeGreaterThan(0);
    }
    file.close();
  });

  it('happens to a database that is only read: it stays the same to the last byte', async () => {
    const instance = await DuckDBInstance.create(at('shop.duckdb'));
    await (await instance.connect()).run(
      'CREATE TABLE t AS SELECT i AS x, 2 * i AS y FROM range(9) r(i); CHECKPOINT',
    );
    instance.closeSync();
    const before = readFileSync(at('shop.duckdb'));
    const sql = `SELECT 1 FROM (SELECT * FROM t WHERE (${overwriting(at('copy.duckdb'))}\n)) AS chosen`;
    // READ_ONLY keeps statements from writing into it, and none from writing over it
    cpSync(at('shop.duckdb'), at('copy.duckdb'));
    const copy = await DuckDBInstance.create(at('copy.duckdb'), {
      access_mode: 'READ_ONLY',
      enable_external_access: 'false',
    });
    await (await copy.connect()).runAndReadAll(sql).catch(() => undefined);
    copy.closeSync();
    expect(readFileSync(at('copy.duckdb')).equals(before)).toBe(false);

    const database = await openDatabase(at('shop.duckdb'));
    for (const write of [
      sql.replaceAll('copy.duckdb', 'shop.duckdb'),
      'DROP TABLE t',
      'INSERT INTO t VALUES (1, 2)',
      `COPY t TO '${at('shop.duckdb')}'`,
      'CHECKPOINT',
      'SET threads = 1',
      "ATTACH ':memory:' AS m",
    ]) {
      await expect(database.query(write), write).rejects.toMatchObject({ code: 'DATA' });
    }
    expect(await database.query('SELECT COUNT(*) AS n FROM t')).toEqual([{ n: 9n }]);
    database.close();
    expect(readFileSync(at('shop.duckdb')).equals(before)).toBe(true);
  });

  it('is fetched from the network', async () => {
    for (const url of ['https://example.com/a.csv', 's3://bucket/a.parquet']) {
      await expect(openFile(url)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    }
  });
});

describe('what is not a table is refused', () => {
  it.each([
    ['none/*.csv', undefined, 'DATA', /^no file ".*none\/\*\.csv"$/],
    ['bare.csv', '1,2\n3,4\n', 'DATA', /^no column "x"$/],
    ['text.csv', 'x,y\n1,2\n3,abc\n', 'DATA', /^column "y": expected numbers, got VARCHAR$/],
    ['target.csv', 'x,z\n1,2\n', 'DATA', /^no column "y"$/],
    ['empty.csv', '', 'DATA', /^expected rows, got an empty file$/],
    ['header.csv', 'x,y\n', 'DATA', /^expected at least one row below the header, got none$/],
    ['gaps.csv', 'x,y\nNA,1\n2,\n', 'DATA', /^all 2 rows have a missing value$/],
    ['ragged.csv', 'x,y\n1,2\n1,2,3\n', 'DATA', /^row 2: expected 2 fields, got 3$/],
    ['short.csv', 'x,y,z\n1,2,3\n4,5\n6,7,8\n', 'DATA', /^row 2: expected 3 fields, got 2$/],
    ['later.csv', `x,y\n${'1,2\n'.repeat(300_000)}1,2,3\n`, 'DATA', /Line: 300002 .*Found: 3$/],
    ['wrong.parquet', 'PAR1 no parquet', 'DATA', /./],
  ] as const)('%s', async (name, content, code, message) => {
    if (content !== undefined) write(name, content);
    const features = ['x'];
    await expect(momentsOf(at(name), { target: 'y', features })).rejects.toMatchObject({
      name: 'GdError',
      code,
      message: expect.stringMatching(message),
    });
  });

  it('and any file where DuckDB is not installed', () => {
    const modules = at('node_modules/@gd-trainer');
    for (const name of ['core', 'sdk']) {
      const from = fileURLToPath(new URL(`../../${name}/`, import.meta.url));
      for (const part of ['dist', 'package.json']) {
        cpSync(join(from, part), join(modules, name, part), { recursive: true });
      }
    }
    const script = `import { openFile } from '@gd-trainer/sdk/duckdb';
      await openFile('x.csv').catch(({ name, code, message, hint }) => console.log(name, code, message, '|', hint));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe(
      'GdError UNSUPPORTED reading this file needs DuckDB, which is not installed for this machine | npm install @duckdb/node-api',
    );
  });

  it('and options that are none', async () => {
    await expect(openFile('')).rejects.toThrow('"path" expected the name of a file, got ""');
    await expect(openFile('x', { memory: 1 } as never)).rejects.toThrow('unknown option "memory"');
    await expect(openFile('x', { memoryLimit: "1'" })).rejects.toThrow('"memoryLimit" expected a size');
    const file = await openFile(at('rows.csv'));
    await expect(file.moments({ target: 'y', epochs: 1 } as never)).rejects.toThrow(
      'unknown option "epochs"',
    );
    file.close();
  });
});
