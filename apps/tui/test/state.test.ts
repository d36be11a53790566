import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FitOptions, moments, type Source, Trainer } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { readExperiment, toLink } from '@gd-trainer/sdk/view';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const gd = new OneProcess();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-state-'));
});
afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true });
});

const fail = (...argv: string[]) => gd.run(argv, { cwd: folder });
async function run(...argv: string[]): Promise<string> {
  const { status, stdout, stderr } = await fail(...argv);
  expect(status, stderr).toBe(0);
  return stdout;
}

const ROWS = { a: [0, 1, 2, 3, 5], b: [2, 0.1, 7, 3, 3], y: [1, 3.1, 4.9, 7.2, 9.3] };
function played(source: Source = ROWS, options: FitOptions = { target: 'y' }): Trainer {
  const trainer = new Trainer(source, {
    ...options,
    learningRate: 0.3,
    optimizer: 'momentum',
    momentum: 0.4,
  });
  trainer.step('epoch', 5);
  trainer.set({ learningRate: 0.1, batchSize: 2 });
  trainer.step('batch', 2);
  return trainer;
}

/** The numbers of the state that the command prints. */
async function printed(...argv: string[]) {
  const { weights, bias, loss } = JSON.parse(await run(...argv, '--json')) as {
    weights: Record<string, number>;
    bias: number;
    loss: number;
  };
  return { weights: Object.values(weights), bias, loss };
}
const numbersOf = ({ snapshot: { weights, bias, loss } }: Trainer) => ({ weights: [...weights], bias, loss });

describe('a run that was shared', () => {
  test('is printed to its bits: from a link, from an address, from a file', async () => {
    const trainer = played();
    const link = await toLink({ state: trainer.toState() });
    writeFileSync(join(folder, 'link.txt'), `${link}\n`);
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ state: trainer.toState(), name: 'five' }));
    for (const state of [link, `https://example.org/lesson#${link}`, 'link.txt', 'run.json']) {
      expect(await printed('--state', state)).toEqual(numbersOf(trainer));
    }
  });

  test('finds many rows in the file that is named beside it', async () => {
    const many = {
      x: Array.from({ length: 300 }, (_, i) => i),
      y: Array.from({ length: 300 }, (_, i) => 3 * i + (i % 7)),
    };
    const trainer = played(many);
    const link = await toLink({ state: trainer.toState(), name: 'http://127.0.0.1/many.csv' });
    expect(await fail('--state', link, '--json')).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining(
        'its rows did not travel with it, they are in "http://127.0.0.1/many.csv"',
      ),
    });
    writeFileSync(join(folder, 'many.csv'), ['x,y', ...many.x.map((x, i) => `${x},${many.y[i]}`)].join('\n'));
    expect(await printed('many.csv', '--state', link)).toEqual(numbersOf(trainer));
    writeFileSync(join(folder, 'other.csv'), 'x,y\n1,2\n2,4\n3,7\n');
    expect((await fail('other.csv', '--state', link)).stderr).toContain(
      'the data is not the data of this session',
    );
  });

  test('finds the rows of a bundled set by its name', async () => {
    const file = join(dist, 'data/plane.csv');
    const { columns } = parseCsv(readFileSync(file, 'utf8'));
    const trainer = played(columns as Source, { target: 'z', features: ['x1', 'x2'] });
    const link = await toLink({ state: trainer.toState(), name: 'https://example.org/data/plane.csv' });
    expect(await printed('--state', link)).toEqual(numbersOf(trainer));
  });

  test('goes on under the flags that are given, and is saved as a model', async () => {
    const trainer = played();
    const link = await toLink({ state: trainer.toState() });
    const { options } = JSON.parse(await run('--state', link, '--json', '--learning-rate', '0.05')) as {
      options: FitOptions;
    };
    expect(options).toMatchObject({ learningRate: 0.05, optimizer: 'momentum' });
    await run('--state', link, '--no-interactive', '--save', 'model.json');
    const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as { weights: number[] };
    expect(model.weights).toEqual(numbersOf(trainer).weights);
  });

  test('is as other results: stopped where it was left, its epochs a line each with --jsonl', async () => {
    const trainer = played();
    const link = await toLink({ state: trainer.toState() });
    const lines = (await run('--state', link, '--jsonl', '--every', '2'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { epoch?: number; loss: number; status?: string });
    expect(lines.map(({ epoch }) => epoch)).toEqual([0, 2, 4, trainer.snapshot.epoch, undefined]);
    expect(lines[1]!.loss).toBe(trainer.branch().seek(2).loss);
    expect(lines.at(-1)).toMatchObject({ status: 'stopped', loss: trainer.snapshot.loss });
  });

  test('on sums of rows needs no rows to be printed and told', async () => {
    const trainer = new Trainer(await moments(ROWS, { target: 'y' }), { learningRate: 0.3 });
    trainer.seek(4);
    writeFileSync(join(folder, 'sums.json'), JSON.stringify({ state: trainer.toState(), name: 'big.csv' }));
    expect(await printed('--state', 'sums.json')).toEqual(numbersOf(trainer));
    expect(await run('export', 'sums.json', '--to', 'csv')).toMatch(/^epoch,loss,a,b,bias\n0,/);
    expect(await fail('export', 'sums.json', '--to', 'numpy')).toMatchObject({ status: 2, stdout: '' });
  });

  test('that has diverged prints no numbers, and exits as a run that diverges', async () => {
    const trainer = new Trainer(ROWS, { target: 'y', learningRate: 3 });
    trainer.seek(5000);
    const link = await toLink({ state: trainer.toState(), name: 'five.csv' });
    expect(await fail('--state', link, '--json')).toMatchObject({
      status: 4,
      stdout: '',
      stderr: expect.stringMatching(/^gd-trainer: the run of "five.csv" has diverged by epoch \d+; open it/),
    });
  });

  test.each([
    ['--target', 'a'],
    ['--features', 'a'],
    ['--where', 'a > 0'],
    ['--missing', 'drop'],
    ['--initial', '0,0;0'],
  ])('keeps its rows and its start: %s is refused', async (flag, value) => {
    const link = await toLink({ state: played().toState() });
    const { status, stdout, stderr } = await fail('--state', link, '--json', flag, value);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`${flag} cannot change a run that has begun`);
  });

  test('speaks the language of its sender', async () => {
    const link = await toLink({ state: played().toState(), language: 'zh-CN' });
    expect(await run('--state', link, '--no-interactive')).toContain('损失');
    expect(await run('--state', link, '--no-interactive', '--lang', 'en')).toContain('loss');
  });
});

describe('export of a run', () => {
  test.each([
    ['csv', /^epoch,loss,a,b,bias\n0,/],
    ['worksheet', /^# Gradient descent by hand/],
    ['typescript', /new Trainer\(columns/],
    ['numpy', /np\.column_stack/],
  ])('to %s', async (format, content) => {
    const link = await toLink({ state: played().toState(), language: 'en' });
    expect(await run('export', link, '--to', format)).toMatch(content);
    await run('export', link, '--to', format, '--output', 'out.txt');
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toMatch(content);
  });

  test('finds its rows in the file that is named behind it, which the program reads, too', async () => {
    const many = {
      x: Array.from({ length: 300 }, (_, i) => i),
      y: Array.from({ length: 300 }, (_, i) => i % 7),
    };
    writeFileSync(join(folder, 'rows.csv'), ['x,y', ...many.x.map((x, i) => `${x},${many.y[i]}`)].join('\n'));
    const link = await toLink({ state: played(many).toState(), name: 'rows.csv' });
    expect(await fail('export', link, '--to', 'csv')).toMatchObject({ status: 3, stdout: '' });
    expect(await run('export', link, 'rows.csv', '--to', 'csv')).toMatch(/^epoch,loss,x,bias\n0,/);
    expect(await run('export', link, 'rows.csv', '--to', 'numpy')).toContain('open("rows.csv"');
  });

  test('worksheets speak the language that is asked for', async () => {
    const link = await toLink({ state: played().toState(), language: 'en' });
    expect(await run('export', link, '--to', 'worksheet', '--lang', 'zh-CN')).toMatch(/^# 手算/);
  });

  test('that cannot be written leaves no file, half or whole', async () => {
    expect(await fail('export', 'gd1.AAAA', '--to', 'csv', '--output', 'half.csv')).toMatchObject({
      status: 3,
    });
    expect(existsSync(join(folder, 'half.csv'))).toBe(false);
  });

  test('to a link, from the file that holds it', async () => {
    const trainer = played();
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ state: trainer.toState() }));
    const link = (await run('export', 'run.json', '--to', 'link')).trim();
    expect(link).toMatch(/^gd1\.[\w-]+$/);
    expect(Trainer.fromState((await readExperiment(link)).state).snapshot).toEqual(trainer.snapshot);
  });
});

describe('what is no run', () => {
  test.each([
    ['gd1.AAAA', 'the link is damaged'],
    ['nowhere.json', 'no file "nowhere.json"'],
    ['.', 'could not be read'],
  ])('%s is refused in one line', async (state, message) => {
    const { status, stdout, stderr } = await fail('--state', state, '--json');
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('names that would steer a terminal are cleaned', async () => {
    const name = 'a\u001b]0;owned\u0007\u202e';
    const link = await toLink({
      state: played({ ...ROWS, [name]: [1, 2, 3, 5, 8] }).toState(),
      name: `x\u001b[2J`,
    });
    for (const argv of [['--json'], ['--no-interactive']]) {
      const told = await run('--state', link, ...argv);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
      expect(told).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});

describe('a run that takes long to be made again', () => {
  const rows = {
    x: Array.from({ length: 50 }, (_, i) => i % 7),
    y: Array.from({ length: 50 }, (_, i) => i % 5),
  };
  const walk = { target: 'y', batchSize: 1, learningRate: 1e-3, epochs: 1e9 } as const;
  const linkAt = (steps: number) =>
    toLink({ state: { ...new Trainer(rows, walk).toState(), position: { anchor: 0, steps } } });

  test('is left when the time is up', async () => {
    const link = await linkAt(50 * 5_000_000);
    const own = (...argv: string[]) =>
      spawnSync(process.execPath, [join(dist, 'cli.js'), ...argv], { encoding: 'utf8' });
    const started = performance.now();
    own('--version');
    const start = performance.now() - started;
    const { status, stderr } = own('--state', link, '--json', '--timeout', '200ms');
    expect(stderr).toContain('the time ran out');
    expect(status).toBe(3);
    // to the end it would take some thirty starts of the command
    expect(performance.now() - started).toBeLessThan(15 * start);
  });

  test('is refused in a line where nobody would wait for it', async () => {
    const { status, stderr } = await fail('--state', await linkAt(5e11), '--json');
    expect(stderr).toContain('--state: the state asks for 500000000000 steps to be made again');
    expect(stderr).not.toContain('unexpected');
    expect(status).toBe(3);
  });

  test('of 400 features is handed out as a link', async () => {
    const features = Object.fromEntries(
      Array.from({ length: 400 }, (_, j) => [`f${j}`, [j % 3, j % 5, j % 7]]),
    );
    const state = JSON.stringify({
      state: new Trainer({ ...features, y: [1, 2, 4] }, { target: 'y' }).toState(),
    });
    writeFileSync(join(folder, 'wide.json'), state);
    expect(await run('export', 'wide.json', '--to', 'link')).toMatch(/^gd1\./);
  });
});
