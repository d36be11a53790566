import { execFile, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { needs } from '@gd-trainer/testing/needs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const FULL = '/dev/full';
const LINE = 'x,y\n1,3\n2,5\n3,7\n';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-places-'));
  writeFileSync(join(folder, 'line.csv'), LINE);
});
afterEach(() => rmSync(folder, { recursive: true }));

const train = (...argv: string[]) =>
  spawnSync(process.execPath, [cli, 'line.csv', '--target', 'y', '--no-interactive', ...argv], {
    cwd: folder,
    encoding: 'utf8',
  });
const weightIn = (text: string): number => JSON.parse(text).weights[0];

describe('a full disk', needs(existsSync(FULL), FULL), () => {
  test.each([
    ['en', 'stdout could not be written (ENOSPC); make room where it goes'],
    ['zh-CN', '标准输出无法写入（ENOSPC）；请在输出所在的磁盘上腾出空间'],
  ])('behind stdout is told in one line, in %s', (language, message) => {
    const stdout = openSync(FULL, 'w');
    const argv = [cli, 'line.csv', '--target', 'y', '--json', '--lang', language];
    const { status, stderr } = spawnSync(process.execPath, argv, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', stdout, 'pipe'],
    });
    closeSync(stdout);
    expect(status).toBe(1);
    expect(stderr).toBe(`gd-trainer: ${message}\n`);
  });

  test('behind --save is told in one line, and a device stays what it is', () => {
    const { status, stderr } = train('--save', FULL);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^gd-trainer: "\/dev\/full" could not be written \(ENOSPC\); .*\n$/);
    expect(statSync(FULL).isCharacterDevice()).toBe(true);
  });
});

describe('a model is saved', () => {
  test('through a link to the file that it points to, whose permissions stay', () => {
    const [target, link] = [join(folder, 'model.json'), join(folder, 'latest.json')];
    writeFileSync(target, 'an older model');
    chmodSync(target, 0o600);
    symlinkSync('model.json', link);
    expect(train('--save', 'latest.json').status).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(weightIn(readFileSync(target, 'utf8'))).toBeCloseTo(2, 6);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['latest.json', 'line.csv', 'model.json']);
  });

  test('into a file of several names, which all have it then', () => {
    const [first, second] = [join(folder, 'model.json'), join(folder, 'same.json')];
    writeFileSync(first, 'an older model, and a longer one than what will be written'.repeat(50));
    linkSync(first, second);
    expect(train('--save', 'model.json').status).toBe(0);
    expect(weightIn(readFileSync(second, 'utf8'))).toBeCloseTo(2, 6);
    expect(statSync(second).nlink).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['line.csv', 'model.json', 'same.json']);
  });

  test('into a pipe, to whoever reads it', async () => {
    const pipe = join(folder, 'model.pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return;
    const reader = promisify(execFile)('cat', [pipe]);
    await promisify(execFile)(
      process.execPath,
      [cli, 'line.csv', '--target', 'y', '--json', '--save', 'model.pipe'],
      { cwd: folder },
    );
    expect(weightIn((await reader).stdout)).toBeCloseTo(2, 6);
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  test('nowhere, if its place is a folder', () => {
    const { status, stderr } = train('--save', '.');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^gd-trainer: "\." could not be written \(EISDIR\)/);
    expect(readdirSync(folder)).toEqual(['line.csv']);
  });
});

describe('rows are read', () => {
  test('from a pipe, to its end', async () => {
    const pipe = join(folder, 'rows.pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return;
    const run = promisify(execFile)(process.execPath, [cli, 'rows.pipe', '--target', 'y', '--json'], {
      cwd: folder,
    });
    spawnSync('sh', ['-c', `cat line.csv > rows.pipe`], { cwd: folder });
    expect(JSON.parse((await run).stdout).weights.x).toBeCloseTo(2, 6);
  });

  test('from a file that grows meanwhile, as far as it has come', async () => {
    const file = join(folder, 'grows.csv');
    const before = 200_000;
    writeFileSync(file, `x,y\n${Array.from({ length: before }, (_, i) => `${i},${2 * i + 1}\n`).join('')}`);
    const growing = setInterval(() => appendFileSync(file, '1,3\n'), 1);
    const run = promisify(execFile)(process.execPath, [cli, file, '--target', 'y', '--json']);
    const { stdout } = await run.finally(() => clearInterval(growing));
    const { rows, weights } = JSON.parse(stdout);
    expect(rows).toBeGreaterThanOrEqual(before);
    expect(weights.x).toBeCloseTo(2, 6);
  });

  test.each([
    ['a folder', '.', 'is a directory'],
    ['nothing', 'prices.csv', 'no file'],
  ])('not from %s', (_, file, reason) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [cli, file, '--target', 'y', '--json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  // who may do everything may read everything
  test(
    'not from a file that is closed to the reader',
    needs(process.getuid?.() !== 0, 'another user than root'),
    () => {
      chmodSync(join(folder, 'line.csv'), 0);
      const { status, stderr } = train('--json');
      expect(status).toBe(3);
      expect(stderr).toBe('gd-trainer: "line.csv" may not be read\n');
    },
  );
});

describe('drafts', () => {
  test('that a process of the same number left behind hinder no save, and stay', () => {
    const script =
      'echo stale > "model.json.$$.draft"; exec "$NODE" "$CLI" line.csv --target y --quiet --save model.json --json';
    const { status, stderr } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, CLI: cli },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(weightIn(readFileSync(join(folder, 'model.json'), 'utf8'))).toBeCloseTo(2, 9);
    const left = readdirSync(folder).filter((name) => name.endsWith('.draft'));
    expect(left.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['stale\n']);
  });

  test('of a link that leads to no file yet become that file, and the link stays one', () => {
    symlinkSync('later.json', join(folder, 'link.json'));
    expect(train('--save', 'link.json', '--quiet')).toMatchObject({ status: 0 });
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(weightIn(readFileSync(join(folder, 'later.json'), 'utf8'))).toBeCloseTo(2, 9);
  });
});
