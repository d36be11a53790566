import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OneProcess } from './one-process.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-files-'));
const at = (name: string): string => join(folder, name);

const gd = new OneProcess();

afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...argv: readonly string[]) => gd.run(argv, { cwd: folder });

/** In a process of its own, which has to end by itself. */
function started(...argv: readonly string[]) {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [cli, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME, LANG: 'C.UTF-8' },
    maxBuffer: 2 ** 26,
  });
}

async function resultOf(...argv: string[]) {
  const { status, stdout, stderr } = await run(...argv, '--json');
  const expected =
    /^gd-trainer: (?:(?:\d+ of \d+ rows|columns) left out|the epochs ran out|\S+: (?:\d+ of \d+ cells|counts the|the comma)).*\n/gm;
  expect(stderr.replace(expected, '')).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

const city = (i: number): string => (i % 3 === 0 ? '"Paris, France"' : 'Oslo');
/** `rows` of y = 3x − 2z + 1, with some gaps, text, dates and both sorts of truth. */
function csv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [x, z] = [i % 97, (i * 7919) % 101];
    const gap = i % 50 === 11 ? ['NA', '', 'NaN', 'null'][i % 4] : z;
    return [x, gap, city(i), i % 2 === 0, '2024-05-17', 3 * x - 2 * z + 1 + (i % 5) / 10].join(',');
  });
  return [['x', 'z', 'city', 'open', 'day', 'y'].join(','), ...lines, ''].join('\n');
}

// past the 16 MB of the light reader
beforeAll(() => writeFileSync(at('large.csv'), csv(500_000)));

describe('both readers find the same rows, types and gaps', () => {
  const ROWS = 3000;
  const blanks = Array.from(
    { length: 40 },
    (_, i) => ` ${i % 9},${i % 5 === 0 ? ' NA ' : `\t${i} `},${i * 3} \n`,
  );
  beforeAll(() => {
    writeFileSync(at('rows.csv'), csv(ROWS));
    writeFileSync(at('rows.csv.gz'), gzipSync(csv(ROWS)));
    writeFileSync(at('blanks.csv'), `x, z ,y\n${blanks.join('')}`);
    const objects = Array.from({ length: ROWS }, (_, i) => ({
      x: i % 97,
      z: i % 50 === 11 ? null : (i * 7919) % 101,
      city: 'Oslo',
      y: i % 13,
    }));
    writeFileSync(at('rows.json'), JSON.stringify(objects));
  });

  it.each([
    ['rows.csv', 'y'],
    ['rows.csv.gz', 'y'],
    ['blanks.csv', 'y'],
    ['rows.json', 'y'],
    ['penguins', 'body_mass_g'],
  ])('in %s for %s', async (file, target) => {
    const light = await resultOf(file, '--target', target);
    // a condition is DuckDB's, whatever the size
    const duckdb = await resultOf(file, '--target', target, '--where', 'true');
    const { rows, skippedRows, options, status } = light;
    expect(duckdb).toMatchObject({ rows, skippedRows, status });
    expect(duckdb.options.features).toEqual(options.features);
    for (const [name, weight] of Object.entries(light.weights as Record<string, number>)) {
      expect(duckdb.weights[name]).toBeCloseTo(weight, 7);
    }
    expect(duckdb.bias).toBeCloseTo(light.bias, 5);
  });

  it.each(['rows.csv', 'rows.csv.gz', 'blanks.csv', 'rows.json'])(
    'in %s, batch by batch to the last bit',
    async (file) => {
      const argv = [file, '--target', 'y', '--batch-size', '16', '--epochs', '3'];
      const light = await resultOf(...argv);
      expect(light.status).toBe('exhausted');
      const duckdb = await resultOf(...argv, '--where', 'true');
      expect(duckdb).toEqual(light);
    },
  );

  it.each([
    ['a ragged row', 'x,y\n1,2\n1,2,3\n', 'row 2: expected 2 fields, got 3'],
    ['an open quote', 'x,y\n1,2\n"1,2\n', 'row 2: a quoted field is never closed'],
  ])('and refuse %s alike', async (_, text, message) => {
    writeFileSync(at('bad.csv'), text);
    for (const more of [[], ['--where', 'true']]) {
      const { status, stderr } = await run('bad.csv', '--target', 'y', ...more);
      expect(stderr).toContain(message);
      expect(status).toBe(3);
    }
  });
});

it('a file that DuckDB reads is left when the time has run out', () => {
  writeFileSync(at('rows.csv'), csv(3000));
  const slow = 'list_sum(list_transform(range(3000), i -> i + x)) >= 0';
  const argv = ['rows.csv', '--target', 'y', '--where', slow, '--json', '--timeout', '10ms'];
  const { status, stderr } = started(...argv);
  expect(stderr).toContain('the time ran out while the data were read');
  expect(status).toBe(3);
});

describe('batches of a file past memory', () => {
  const argv = ['many.parquet', '--target', 'y', '--batch-size', '32'];
  beforeAll(async () => {
    const client = await (await DuckDBInstance.create()).connect();
    // three parts of the 16 MiB that are in memory at a time
    await client.run(`COPY (SELECT (i * 7919) % 1009 AS x, (i * 31) % 97 AS z, IF(i % 1000 = 3, NULL, 2 * x - z + (i % 7) / 10) AS y
      FROM range(1_200_000) AS t(i)) TO '${at('many.parquet')}' (FORMAT parquet)`);
  });

  it('train by passes over it, and say how far rows are shuffled', async () => {
    const asked = [...argv, '--epochs', '2', '--json', '--save', 'batches.json'];
    const { status, stdout, stderr } = await run(...asked);
    expect(stderr.split('\n')).toEqual([
      'gd-trainer: y: 1198800 of 1200000 cells are numbers; rows 4, 1004, 2004 and 1197 more hold nothing (--missing error refuses such rows)',
      'gd-trainer: 1200 of 1200000 rows left out: no value in a column that is used',
      expect.stringMatching(/the epochs ran out with R² 1.0000, \S+ short of the minimum; --batch-size full/),
      'gd-trainer: rows were shuffled within 524288 rows at a time, in the order of the stream: where that is sorted, shuffle it first',
      '',
    ]);
    expect(status).toBe(0);
    const { weights, rows, skippedRows, epochs, rmse } = JSON.parse(stdout);
    expect({ rows, skippedRows, epochs }).toEqual({ rows: 1_198_800, skippedRows: 1200, epochs: 2 });
    expect(weights).toEqual({ x: expect.closeTo(2, 2), z: expect.closeTo(-1, 1) });
    expect(rmse).toBeLessThan(0.25);
    expect((await run('explain', 'batches.json', 'many.parquet', '--row', '2')).status).toBe(0);
    expect(JSON.parse(readFileSync(at('batches.json'), 'utf8')).training.shuffledRows).toBe(524_288);
  });

  it('report each epoch, and keep to a condition', async () => {
    const { stdout } = await run(...argv, '--epochs', '2', '--jsonl', '--quiet', '--where', 'x < 500');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ epoch }) => epoch)).toEqual([0, 1, 2, undefined]);
    expect(lines.at(-1).rows).toBeLessThan(600_000);
  });

  it('end at Ctrl-C with the result so far', async () => {
    const child = spawn(process.execPath, [cli, ...argv, '--learning-rate', '1e-6', '--jsonl'], {
      cwd: folder,
    });
    let stdout = '';
    child.stdout.on('data', (text) => {
      if (!stdout.includes('"epoch":1,') && (stdout + text).includes('"epoch":1,')) child.kill('SIGINT');
      stdout += text;
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
    const result = JSON.parse(stdout.trim().split('\n').at(-1)!);
    expect(result).toMatchObject({ status: 'stopped', rows: 1_198_800 });
    expect(result.epochs).toBeGreaterThanOrEqual(1);
    expect(result.weights.x).not.toBe(0);
  });
});

describe('a saved model', () => {
  const ROWS = 5000;
  beforeAll(async () => {
    writeFileSync(at('few.csv'), csv(ROWS));
    await run('few.csv', '--target', 'y', '--features', 'x,z', '--save', 'line.json', '--quiet');
    await run('few.csv', '--target', 'y', '--features', 'open', '--save', 'open.json', '--quiet');
    const client = await (await DuckDBInstance.create()).connect();
    const from = `read_csv('${at('few.csv')}', nullstr = ['NA', '', 'NaN', 'null'])`;
    await client.run(`COPY (FROM ${from}) TO '${at('few.parquet')}' (FORMAT parquet)`);
    await client.run(`COPY (SELECT * FROM ${from} WHERE x < 0) TO '${at('none.parquet')}' (FORMAT parquet)`);
    await client.run(`COPY (SELECT 1 AS x, 2 AS y) TO '${at('lacks.parquet')}' (FORMAT parquet)`);
    writeFileSync(at('few.csv.zst'), zstdCompressSync(csv(ROWS)));
  });

  it('predicts every format alike', async () => {
    const light = await run('predict', 'line.json', 'few.csv', '--json');
    expect(light.stderr).toBe('gd-trainer: 100 of 5000 rows without a prediction: an input is missing\n');
    for (const name of ['few.parquet', 'few.csv.zst']) {
      const { status, stdout, stderr } = await run('predict', 'line.json', name, '--json');
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: light.stdout, stderr: light.stderr });
    }
    const { stdout: wanted } = await run('predict', 'line.json', 'few.csv', '--quiet');
    const { stdout: found } = await run('predict', 'line.json', 'few.parquet', '--quiet');
    expect(found.split('\n', 1)).toEqual(['x,z,city,open,day,y,prediction']);
    // Parquet has no words for what is missing
    expect(found).toBe(wanted.replace(/,(?:NA|NaN|null),/g, ',,'));
  });

  it('predicts a file past memory row by row, cells as they stand', () => {
    const { status, stdout, stderr } = started('predict', 'line.json', 'large.csv');
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(500_002);
    expect(lines[12]).toMatch(/^11,null,Oslo,false,2024-05-17,.+,$/);
    expect(lines[4]).toMatch(/^3,22,"Paris, France",false,2024-05-17,.+,-?\d+\.\d+$/);
    expect(lines[400_000]).toMatch(/^68,84,"Paris, France",false,/);
    expect(stderr).toBe('gd-trainer: 10000 of 500000 rows without a prediction: an input is missing\n');
    expect(status).toBe(0);
  });

  it('predicts nothing for no rows, and explains a row wherever it lies', async () => {
    expect((await run('predict', 'line.json', 'none.parquet')).stdout).toBe(
      'x,z,city,open,day,y,prediction\n',
    );
    expect((await run('predict', 'line.json', 'none.parquet', '--json')).stdout).toMatch(
      /"predictions":\[\]}\n$/,
    );
    const light = (await run('explain', 'line.json', 'few.csv', '--row', '4321')).stdout;
    expect(light).toContain('few.csv, row 4321');
    const large = (await run('explain', 'line.json', 'few.parquet', '--row', '4321')).stdout;
    // a format that is no text has no lines to show
    const lines = '  x,z,city,open,day,y\n  52,67,"Paris, France",true,2024-05-17,23\n\n';
    expect(light).toContain(lines);
    expect(large.replace('few.parquet', 'few.csv')).toBe(light.replace(lines, ''));
    expect(await run('explain', 'line.json', 'few.parquet', '--row', '5001')).toMatchObject({
      status: 2,
      stderr: 'gd-trainer: --row expected a whole number from 1 to 5000, got "5001"\n',
    });
  });

  it('says what a file lacks', async () => {
    expect(await run('predict', 'open.json', 'lacks.parquet')).toMatchObject({
      status: 3,
      stderr: 'gd-trainer: no column "open", which the model predicts from; there are "x", "y"\n',
    });
  });
});

describe('DuckDB reads', () => {
  beforeAll(async () => {
    writeFileSync(at('part1.csv'), csv(1000));
    writeFileSync(at('part2.csv'), csv(500));
    const client = await (await DuckDBInstance.create()).connect();
    await client.run(`COPY (SELECT * FROM read_csv('${at('part1.csv')}', nullstr = ['NA', '', 'NaN', 'null']))
      TO '${at('rows.parquet')}' (FORMAT parquet)`);
    await client.run(`COPY (SELECT i AS "a\u001b[2Jb", 2 * i + 1 AS y FROM range(10) AS t(i))
      TO '${at('evil.parquet')}' (FORMAT parquet)`);
  });

  it('and closes a file when all that it was asked is answered, however busy the machine is', async () => {
    // the first of two questions fails, the second is under way: of a dozen at once some would end in the middle of it
    const ends = Array.from({ length: 12 }, () => {
      const child = spawn(process.execPath, [cli, 'part1.csv', '--target', 'y', '--where', 'x <'], {
        cwd: folder,
      });
      return new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
    });
    expect(await Promise.all(ends)).toEqual(new Array(12).fill(3));
  });

  it('a CSV file of more than 16 MB', async () => {
    const { rows, skippedRows, weights } = await resultOf('large.csv', '--target', 'y', '--features', 'x,z');
    expect([rows, skippedRows]).toEqual([490_000, 10_000]);
    expect(weights.x).toBeCloseTo(3, 2);
  });

  it('files by a pattern', async () => {
    expect(await resultOf('part*.csv', '--target', 'y')).toMatchObject({ rows: 1470, skippedRows: 30 });
  });

  it('Parquet, and leaves out what holds no numbers', async () => {
    const { status, stdout, stderr } = await run('rows.parquet', '--target', 'y', '--save', 'model.json');
    expect(stderr).toBe(
      'gd-trainer: z: 980 of 1000 cells are numbers; rows 12, 62, 112 and 17 more hold nothing (--missing error refuses such rows)\n' +
        'gd-trainer: columns left out, text or dates: day\ngd-trainer: 20 of 1000 rows left out: no value in a column that is used\n',
    );
    expect(stdout).toContain('rows.parquet  980 rows · 20 left out');
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(at('model.json'), 'utf8')).features).toEqual([
      'x',
      'z',
      'city="Paris, France"',
      'open',
    ]);
  });

  it('only the rows that meet a condition', async () => {
    expect(
      (await resultOf('rows.parquet', '--target', 'y', '--features', 'x', '--where', 'x < 10')).rows,
    ).toBe(110);
  });

  it('names that would steer a terminal, and cleans them', async () => {
    expect((await resultOf('evil.parquet', '--target', 'y')).weights).toEqual({
      'a[2Jb': expect.closeTo(2, 8),
    });
  });

  it.each([
    [['nothing*.csv', '--target', 'y'], 3, 'no file "nothing*.csv"; of a folder, name the files'],
    [['rows.parquet'], 2, 'no target chosen; pass --target with one of "x", "z", "open", "y"'],
    [['rows.parquet', '--target', 'city'], 3, 'column "city": expected numbers, got VARCHAR'],
    [['rows.parquet', '--target', 'why'], 3, 'no column "why"'],
    [
      ['rows.parquet', '--target', 'y', '--missing', 'error'],
      3,
      'pass --missing drop to leave such rows out',
    ],
    [['part1.csv', '--target', 'y', '--where', 'x <'], 3, 'the query failed: Parser Error'],
    [['rows.parquet', '--target', 'y', '--where', "x IN (SELECT x FROM 'part1.csv')"], 3, 'Permission Error'],
    [['-', '--target', 'y', '--where', 'x < 3'], 2, '--where needs a file, got standard input'],
  ] as const)('and says what is wrong with %j', async (argv, wanted, message) => {
    const { status, stdout, stderr } = await run(...argv);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(wanted);
  });
});

describe('robust errors of a file whose rows stay in it', () => {
  const corpus = (name: string) =>
    JSON.parse(
      readFileSync(new URL(`../../../packages/sdk/test/corpus/inference/${name}`, import.meta.url), 'utf8'),
    );
  // values of statsmodels 0.13.5, as packages/sdk/test/inference.test.ts has them; groups are four rows each
  const { mtcars } = corpus('inference.json');
  const features = Object.keys(mtcars.columns).filter((name) => name !== mtcars.target);

  beforeAll(() => {
    const names = [...features, mtcars.target];
    const lines = mtcars.columns[mtcars.target].map((_: number, row: number) =>
      [...names.map((name) => mtcars.columns[name][row]), `block ${Math.floor(row / 4)}`].join(','),
    );
    writeFileSync(at('mtcars.csv'), [[...names, 'block'].join(','), ...lines, ''].join('\n'));
    writeFileSync(at('cities.csv'), csv(500));
  });

  const summarised = async (...argv: string[]) => {
    const { stdout, stderr, status } = await run('summary', ...argv, '--json');
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as { covariance: number[]; parameters: { standardError: number }[] };
  };

  it.each(['hc0', 'HC1', 'HC2', 'hc3', 'cluster:block'])('are those of statsmodels, %s', async (errors) => {
    const asked = ['--target', mtcars.target, '--features', features.join(','), '--errors', errors];
    const { covariance } = await summarised('mtcars.csv', ...asked, '--where', 'true');
    const kind = errors.startsWith('cluster') ? 'cluster' : errors.toUpperCase();
    const expected: number[] = corpus('robust.json').mtcars[kind].covariance;
    expect(covariance).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) {
      expect(Math.abs(covariance[i]! / value - 1)).toBeLessThan(1e-8);
    }
  });

  it.each(['HC3', 'cluster:open', 'cluster:x'])('go through terms, gaps and text, %s', async (errors) => {
    const asked = ['cities.csv', '--target', 'y', '--features', 'x,z,city', '--errors', errors];
    const inMemory = (await summarised(...asked)).parameters;
    const there = (await summarised(...asked, '--where', 'true')).parameters;
    for (const [i, { standardError }] of there.entries()) {
      expect(Math.abs(standardError / inMemory[i]!.standardError - 1)).toBeLessThan(1e-9);
    }
  });

  it('are refused for a column that there is not, and of a saved model', async () => {
    const asked = ['--target', 'y', '--features', 'x', '--where', 'true', '--errors'];
    expect((await run('summary', 'cities.csv', ...asked, 'cluster:towns')).stderr).toContain(
      'no column "towns"',
    );
    await run('cities.csv', '--target', 'y', '--features', 'x', '--save', 'cities.json');
    const { stderr, status } = await run('summary', 'cities.json', '--errors', 'HC3');
    expect(stderr).toContain(
      '--errors needs the rows, and there are only their sums; give the file of the rows',
    );
    expect(status).toBe(2);
  });
});

describe('weights of the rows by --sample-weight', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    x: (i * 7) % 13,
    y: 2 * i + ((i * 31) % 17),
    visits: i % 5,
  }));
  const text = ['x,y,visits', ...rows.map(({ x, y, visits }) => `${x},${y},${visits}`), ''].join('\n');
  // least squares about the weighted means
  const weight = rows.reduce((sum, { visits }) => sum + visits, 0);
  const mean = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + (row.visits * of(row)) / weight, 0);
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const slope = mean(({ x, y }) => (x - meanX) * (y - meanY)) / mean(({ x }) => (x - meanX) ** 2);

  beforeAll(() => writeFileSync(at('visits.csv'), text));

  it.each([
    ['by descent', 'train', []],
    ['at once by sums where the rows lie', 'solve', ['--where', 'x >= 0']],
  ])('are those of the formula, %s, and no feature unasked', async (_, task, flags) => {
    const asked = ['visits.csv', '--target', 'y', '--sample-weight', 'visits', '--json'];
    const { stdout, stderr, status } = await run(task, ...asked, ...flags);
    expect(status, stderr).toBe(0);
    const { weights, bias } = JSON.parse(stdout) as { weights: Record<string, number>; bias: number };
    expect(Object.keys(weights)).toEqual(['x']);
    expect(Math.abs(weights.x! / slope - 1)).toBeLessThan(1e-8);
    expect(Math.abs(bias / (meanY - slope * meanX) - 1)).toBeLessThan(1e-8);
  });

  it('go with robust errors, in memory and where the rows lie', async () => {
    const asked = [
      'summary',
      'visits.csv',
      '--target',
      'y',
      '--sample-weight',
      'visits',
      '--errors',
      'HC1',
      '--json',
    ];
    const [memory, there] = [await run(...asked), await run(...asked, '--where', 'true')];
    expect(memory.stderr + there.stderr).toBe('');
    const errors = [memory, there].map(({ stdout }) =>
      (JSON.parse(stdout) as { parameters: { standardError: number }[] }).parameters.map(
        (row) => row.standardError,
      ),
    );
    // Σ (w·(x − x̄)·residual)² over (Σ w·(x − x̄)²)², times n/(n − 2), n the rows that weigh something
    const used = rows.filter(({ visits }) => visits > 0);
    const meat = used.reduce((sum, { x, y, visits }) => {
      const residual = y - meanY - slope * (x - meanX);
      return sum + (visits * (x - meanX) * residual) ** 2;
    }, 0);
    const bread = weight * mean(({ x }) => (x - meanX) ** 2);
    const expected = Math.sqrt(((meat / bread ** 2) * used.length) / (used.length - 2));
    for (const [own] of errors) expect(Math.abs(own! / expected - 1)).toBeLessThan(1e-8);
  });

  it('go with groups where the rows lie as in memory, and a column that there is not is named', async () => {
    const asked = ['visits.csv', '--target', 'y', '--sample-weight'];
    expect((await run(...asked, 'visitors')).stderr).toContain('no column "visitors"');
    const text = ['x,y,visits,shop,far'];
    for (const [i, { x, y, visits }] of rows.entries())
      text.push([x, y, visits, i % 3 === 2 ? '' : `s${i % 3}`, 1e12 * (i % 3) + 2 * x + (i % 4)].join(','));
    writeFileSync(at('shops.csv'), `${text.join('\n')}\n`);
    const groups = ['shops.csv', '--target', 'y', '--sample-weight', 'visits', '--by', 'shop', '--csv'];
    for (const features of [[], ['--features', 'x'], ['--features', 'far']]) {
      const [memory, there] = [
        await run(...groups, ...features),
        await run(...groups, ...features, '--where', 'true'),
      ];
      expect(there.status, there.stderr).toBe(0);
      const numbers = ({ stdout }: { stdout: string }): unknown[] =>
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split(',').map((cell) => (Number(cell) ? Number(cell).toPrecision(6) : cell)))
          .sort();
      expect(numbers(there)).toEqual(numbers(memory));
      expect(numbers(there)).toHaveLength(4);
    }
  });
});
