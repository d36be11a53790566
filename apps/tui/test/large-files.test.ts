import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-files-'));
const at = (name: string): string => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...argv: string[]) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, LANG: 'C.UTF-8' };
  return spawnSync(process.execPath, [cli, ...argv], { cwd: folder, encoding: 'utf8', env });
}

function resultOf(...argv: string[]) {
  const { status, stdout, stderr } = run(...argv, '--json');
  expect(stderr.replace(/^gd-trainer: (\d+ of \d+ rows|columns) left out.*\n/gm, '')).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

const city = (i: number): string => (i % 3 === 0 ? '"Paris, France"' : 'Oslo');
/** `rows` of y = 3x − 2z + 1, with some gaps, text, dates and both sorts of truth. */
function csv(rows: number, separator = ','): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const [x, z] = [i % 97, (i * 7919) % 101];
    const gap = i % 50 === 11 ? ['NA', '', 'NaN', 'null'][i % 4] : z;
    return [x, gap, city(i), i % 2 === 0, '2024-05-17', 3 * x - 2 * z + 1 + (i % 5) / 10].join(separator);
  });
  return [['x', 'z', 'city', 'open', 'day', 'y'].join(separator), ...lines, ''].join('\n');
}

describe('both readers find the same rows, types and gaps', () => {
  const ROWS = 3000;
  const quoted = 'a,b,"c, d"\n1,2,3\n"4","5","6"\n7,,9\n10,11,12.5\n-1e3,.5,2\n';
  beforeAll(() => {
    writeFileSync(at('rows.csv'), csv(ROWS));
    writeFileSync(at('rows.tsv'), csv(ROWS, '\t'));
    writeFileSync(at('rows.csv.gz'), gzipSync(csv(ROWS)));
    writeFileSync(at('crlf.csv'), csv(ROWS).replaceAll('\n', '\r\n'));
    writeFileSync(at('bom.csv'), `\ufeff${csv(ROWS)}`);
    writeFileSync(at('quoted.csv'), quoted);
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
    ['rows.tsv', 'y'],
    ['rows.csv.gz', 'y'],
    ['crlf.csv', 'y'],
    ['bom.csv', 'y'],
    ['quoted.csv', 'c, d'],
    ['rows.json', 'y'],
    ['penguins', 'body_mass_g'],
    ['penguins', 'bill_length_mm'],
  ])('in %s for %s', (file, target) => {
    const light = resultOf(file, '--target', target);
    // a condition is DuckDB's, whatever the size
    const duckdb = resultOf(file, '--target', target, '--where', 'true');
    const { rows, skippedRows, options, status } = light;
    expect(duckdb).toMatchObject({ rows, skippedRows, status });
    expect(duckdb.options.features).toEqual(options.features);
    for (const [name, weight] of Object.entries(light.weights as Record<string, number>)) {
      expect(duckdb.weights[name]).toBeCloseTo(weight, 7);
    }
    expect(duckdb.bias).toBeCloseTo(light.bias, 5);
  });
});

describe('DuckDB reads', () => {
  beforeAll(async () => {
    writeFileSync(at('part1.csv'), csv(1000));
    writeFileSync(at('part2.csv'), csv(500));
    // past the 16 MB of the light reader
    writeFileSync(at('large.csv'), csv(500_000));
    const client = await (await DuckDBInstance.create()).connect();
    await client.run(`COPY (SELECT * FROM read_csv('${at('part1.csv')}', nullstr = ['NA', '', 'NaN', 'null']))
      TO '${at('rows.parquet')}' (FORMAT parquet)`);
    await client.run(`COPY (SELECT i AS "a\u001b[2Jb", 2 * i + 1 AS y FROM range(10) AS t(i))
      TO '${at('evil.parquet')}' (FORMAT parquet)`);
  });

  it('a CSV file of more than 16 MB', () => {
    const { rows, skippedRows, weights } = resultOf('large.csv', '--target', 'y', '--features', 'x,z');
    expect([rows, skippedRows]).toEqual([490_000, 10_000]);
    expect(weights.x).toBeCloseTo(3, 2);
  });

  it('files by a pattern', () => {
    expect(resultOf('part*.csv', '--target', 'y')).toMatchObject({ rows: 1470, skippedRows: 30 });
  });

  it('Parquet, and leaves out what holds no numbers', () => {
    const { status, stdout, stderr } = run('rows.parquet', '--target', 'y', '--save', 'model.json');
    expect(stderr).toBe(
      'gd-trainer: columns left out, text or dates: city, day\ngd-trainer: 20 of 1000 rows left out: no value in a column that is used\n',
    );
    expect(stdout).toContain('rows.parquet  980 rows · 20 left out');
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(at('model.json'), 'utf8')).features).toEqual(['x', 'z', 'open']);
  });

  it('only the rows that meet a condition', () => {
    expect(resultOf('rows.parquet', '--target', 'y', '--features', 'x', '--where', 'x < 10').rows).toBe(110);
  });

  it('names that would steer a terminal, and cleans them', () => {
    expect(resultOf('evil.parquet', '--target', 'y').weights).toEqual({ 'a[2Jb': expect.closeTo(2, 8) });
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
    [['rows.parquet', '--target', 'y', '--batch-size', '8'], 2, 'batches need them; pass --batch-size full'],
    [['part1.csv', '--target', 'y', '--where', 'x <'], 3, 'the query failed: Parser Error'],
    [['rows.parquet', '--target', 'y', '--where', "x IN (SELECT x FROM 'part1.csv')"], 3, 'Permission Error'],
    [['-', '--target', 'y', '--where', 'x < 3'], 2, '--where needs a file, got standard input'],
  ] as const)('and says what is wrong with %j', (argv, wanted, message) => {
    const { status, stdout, stderr } = run(...argv);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(wanted);
  });
});
