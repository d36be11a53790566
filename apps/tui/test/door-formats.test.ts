// Tables as people have them, opened by the command: by name, through a pipe, packed under any name.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const corpus = (file: string): string =>
  fileURLToPath(new URL(`../../../packages/sdk/test/corpus/door/${file}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-door-'));
const gd = new OneProcess();
afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true });
});

async function train(file: string, input?: Buffer): Promise<unknown> {
  const argv = [file, '--target', 'mpg', '--json', '--quiet', '--lang', 'en'];
  return JSON.parse((await gd.run(argv, input && { input })).stdout);
}

test('gzip is known by its first bytes, and JSON in it by how it begins', async () => {
  const packed = gzipSync(readFileSync(corpus('j_nan.json')));
  writeFileSync(join(folder, 'table.dat'), packed);
  const plain = await train(corpus('j_nan.json'));
  expect(plain).toMatchObject({ rows: 28, skippedRows: 2, notes: [{ code: 'missing', rows: [4, 10] }] });
  expect(await train('-', packed)).toEqual(plain);
  expect(await train(join(folder, 'table.dat'))).toEqual(plain);
});

test('predictions past 16 MB stand beside every cell as it was read, in the dialect of the file', async () => {
  const at = (name: string): string => join(folder, name);
  const predict = (name: string): string =>
    execFileSync(process.execPath, [cli, 'predict', at('model.json'), at(name), '--quiet'], {
      encoding: 'latin1',
      maxBuffer: 2 ** 26,
    });
  const street = 'Stra\u00dfe; '.repeat(20);
  const line = (i: number): string =>
    `${String(i).padStart(6, '0')};${i % 5 ? '' : ' '}1.${500 + (i % 400)};"${i % 97},5";"${street}""${i}"" in two\r\nlines"\r\n`;
  const table = (rows: number): string =>
    `sep=;\r\nNr;"a, b";z;note\r\n${Array.from({ length: rows }, (_, i) => line(i)).join('')}7;x;"1,5";last\r\n`;
  writeFileSync(
    at('train.csv'),
    `"a, b";z;t\n${Array.from({ length: 30 }, (_, i) => `${1500 + ((7 * i) % 30)};${i % 7},5;${i * 2}\n`).join('')}`,
  );
  await gd.run([at('train.csv'), '--target', 't', '--save', at('model.json'), '--json', '--quiet']);
  const rows = 90_000;
  writeFileSync(at('few.csv'), table(500), 'latin1');
  writeFileSync(at('many.csv'), table(rows), 'latin1');
  const [few, many] = [predict('few.csv'), predict('many.csv')];
  const head = few.slice(0, few.lastIndexOf('7;x;'));
  expect(many.slice(0, head.length)).toBe(head);
  const records = many.split(/(?<!two)\r\n/).slice(1);
  expect(records).toHaveLength(rows + 2);
  const other = records.findIndex((record, i) => i < rows && !record.startsWith(`${line(i).slice(0, -2)};`));
  expect([other, records.slice(-2)]).toEqual([-1, ['7;x;"1,5";last;', '']]);
});

describe('predictions name the cells that cannot be read, once for all rows', () => {
  const at = (name: string): string => join(folder, name);
  const model = at('cells.json');
  beforeAll(async () => {
    writeFileSync(at('cells.csv'), 'x,z,y\n1,2,8\n2,1,7\n3,5,21\n4,4,20\n5,3,19\n');
    await gd.run([at('cells.csv'), '--target', 'y', '--save', model, '--quiet', '--json']);
  });

  test.each([
    ['a few rows', 10],
    ['rows past 16 MB', 230_000],
  ])('of %s', (_, rows) => {
    const line = (i: number): string =>
      i === rows - 3
        ? '1_0,0.50'
        : i === rows - 2
          ? '2.50,soon'
          : i === rows - 1
            ? 'NA,1.00'
            : `${i % 7}.50,${i % 5}.00`;
    // few rows are many bytes
    const wide = '-'.repeat(70);
    const lines = Array.from({ length: rows }, (_, i) => `${wide},${line(i)}\n`);
    writeFileSync(at('table.csv'), `note,x,z\n${lines.join('')}`);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'predict', model, at('table.csv'), '--lang', 'en'],
      {
        encoding: 'utf8',
        maxBuffer: 2 ** 27,
      },
    );
    expect(stderr.trim().split('\n')).toEqual([
      `gd-trainer: x: ${rows - 1} of ${rows} cells are numbers; row ${rows - 2} holds "1_0"`,
      `gd-trainer: z: ${rows - 1} of ${rows} cells are numbers; row ${rows - 1} holds "soon"`,
      `gd-trainer: 3 of ${rows} rows without a prediction: an input is missing`,
    ]);
    expect(stdout.trimEnd().split('\n').slice(-3)).toEqual(
      ['1_0,0.50,', '2.50,soon,', 'NA,1.00,'].map((cells) => `${wide},${cells}`),
    );
  });
});

describe('a run whose epochs ran out', () => {
  /** R² of least squares on one feature, by sums. */
  const xs = [1, 2, 3, 4, 5, 7, 9, 12];
  const ys = [2, 1, 5, 4, 8, 6, 12, 11];
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, v, i) => sum + (v - mean(a)) * (b[i]! - mean(b)), 0);
  const best = product(xs, ys) ** 2 / product(xs, xs) / product(ys, ys);
  const file = join(folder, 'line.csv');
  writeFileSync(file, `x,y\n${xs.map((x, i) => `${x},${ys[i]}`).join('\n')}\n`);
  const run = (...flags: string[]) => gd.run([file, '--target', 'y', '--json', ...flags]);

  test.each([
    ['a rate that is low', ['--learning-rate', '0.01', '--epochs', '50']],
    ['unscaled columns', ['--optimizer', 'gd', '--scale', 'none', '--epochs', '30']],
    ['an optimizer without a limit', ['--optimizer', 'adam', '--epochs', '10']],
    ['single samples', ['--batch-size', '1', '--epochs', '2', '--learning-rate', '0.1']],
    ['too few', ['--optimizer', 'momentum', '--epochs', '1', '--momentum', '0.5', '--learning-rate', '0.2']],
  ])('by %s tells how far it is from the minimum, and flags that finish it', async (_, flags) => {
    const { stdout, stderr } = await run(...flags, '--lang', 'en');
    const [, r2, short, ways] =
      /ran out with R² (\S+), (\S+) short of the minimum; (.*) gets there in [\d,]+ epochs?/.exec(stderr) ??
      [];
    const { status, r2: reached } = JSON.parse(stdout);
    expect(status).toBe('exhausted');
    const number = (text: string | undefined): number => Number(text?.replaceAll('−', '-'));
    expect(number(r2)).toBeCloseTo(reached, 3);
    expect(number(short) / (best - reached)).toBeCloseTo(1, 1);
    // what is so already is no way
    for (const way of ['--scale standard', '--batch-size full', '--learning-rate auto']) {
      if (!flags.includes(way.split(' ')[0]!)) expect(ways).not.toContain(way);
    }
    const last = JSON.parse((await run(...flags, ...ways!.split(' '), '--quiet')).stdout);
    expect([last.status, last.r2.toFixed(9)]).toEqual(['converged', best.toFixed(9)]);
  });

  test('is told in 简体中文 too', async () => {
    const flags = ['--learning-rate', '0.01', '--epochs', '50', '--lang', 'zh-CN'];
    expect((await run(...flags)).stderr).toMatch(/轮数用完，R² 为 \S+，比损失最小时的 R² 低 \S+；改用 --/);
  });

  test.each(['x,x^2', 'x,category(parity)', 'kind'])('of %s names flags as well', async (features) => {
    const kinds = join(folder, 'kinds.csv');
    writeFileSync(
      kinds,
      `x,parity,kind,y\n${xs.map((x, i) => `${x},${x % 2},${x > 4 ? 'far' : 'near'},${ys[i]}`).join('\n')}\n`,
    );
    const argv = [kinds, '--target', 'y', '--features', features, '--json', '--lang', 'en'];
    const asked = (...flags: string[]) => gd.run([...argv, ...flags]);
    const low = ['--learning-rate', '0.01', '--epochs', '5'];
    const [, ways = ''] = /minimum; (.*) gets there/.exec((await asked(...low)).stderr) ?? [];
    expect(JSON.parse((await asked(...low, ...ways.split(' '))).stdout).status).toBe('converged');
  });

  test('with a penalty tells of the loss', async () => {
    const { stderr } = await run('--l2', '1', '--learning-rate', '0.01', '--epochs', '5', '--lang', 'en');
    expect(stderr).toMatch(/the epochs ran out, the mean loss \S+ above its minimum; .* gets there in/);
  });
});
