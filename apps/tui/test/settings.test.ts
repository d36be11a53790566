// Files of settings, which may be a stranger's: what they cannot set, and what becomes of anything else in their place.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Trainer } from '@gd-trainer/sdk';
import { fc, runs } from '@gd-trainer/testing/properties';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const gd = new OneProcess();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-settings-'));
});
afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true });
});

const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  gd.run(argv, { cwd: folder, env: { HOME: folder, ...env } });
const here = (text: string): void => writeFileSync(join(folder, 'gd-trainer.json'), text);
const settingsOf = (stdout: string): string[] => Object.keys(JSON.parse(stdout).settings);

test('no flag that names a file, a condition, an address or columns is a setting', async () => {
  here('{}');
  const settings = new Set(settingsOf((await run(['config', '--json'])).stdout));
  let helps = '';
  for (const argv of [[], ['sql'], ['predict'], ['explain'], ['export'], ['summary']])
    helps += (await run([...argv, '--help'])).stdout;
  const flags = new Set(helps.match(/(?<=^ +(?:-\w, )?--)[a-z][\w-]*/gm));
  const names = [...flags].map((flag) =>
    flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  const barred = names.filter((name) => !settings.has(name));
  // written down here, so that a new flag is looked at before it becomes a setting
  expect([...settings].sort()).toEqual(
    [
      'batchSize',
      'charset',
      'color',
      'epochs',
      'intercept',
      'l1',
      'l2',
      'lang',
      'learningRate',
      'missing',
      'momentum',
      'mouse',
      'optimizer',
      'path',
      'patience',
      'scale',
      'screenReader',
      'seed',
      'shuffle',
      'theme',
      'tolerance',
    ].sort(),
  );
  for (const name of [
    'save',
    'state',
    'where',
    'url',
    'table',
    'target',
    'features',
    'by',
    'output',
    'initial',
    'validation',
    'encoding',
    'timeout',
    'quiet',
  ]) {
    expect(barred).toContain(name);
  }
  for (const name of ['save', 'where', 'url', 'target', 'timeout']) {
    here(JSON.stringify({ [name]: 'there.json' }));
    const { status, stderr } = await run(['config']);
    expect([name, status]).toEqual([name, 2]);
    expect(stderr).toMatch(
      /^gd-trainer: settings of "gd-trainer.json": no setting "\w+"; (it is for the command line: --[\w-]+|gd-trainer config lists them)\n$/,
    );
  }
});

test('whatever stands in its place is settings or is told in a line, and nothing of it is repeated that is no JSON', async () => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, '', [], {}));
  const json = fc.dictionary(
    fc.constantFrom(
      'epochs',
      'learningRate',
      'lang',
      'mouse',
      'intercept',
      '__proto__',
      'constructor',
      'toString',
      'x\u001b[2J',
    ),
    value,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        json.map((settings) => JSON.stringify(settings)),
        fc.string(),
        fc.jsonValue().map((any) => JSON.stringify(any)),
      ),
      async (text) => {
        here(text);
        const { status, stdout, stderr } = await run(['config', '--json']);
        if (status === 0) expect(settingsOf(stdout)).toHaveLength(19);
        else {
          expect([status, stdout]).toEqual([2, '']);
          expect(stderr).toMatch(/^gd-trainer: [^\n]*gd-trainer\.json[^\n]*\n$/);
          expect(stderr.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      },
    ),
    { numRuns: runs(12), seed: Number(process.env.FUZZ_SEED ?? 1) },
  );
  rmSync(join(folder, 'gd-trainer.json'));
  writeFileSync(join(folder, 'secret'), 'root:x:0:0');
  symlinkSync('secret', join(folder, 'gd-trainer.json'));
  expect((await run(['config'])).stderr).not.toContain('root');
  rmSync(join(folder, 'gd-trainer.json'));
  // a pipe that nobody writes to is not waited for
  expect(spawnSync('mkfifo', [join(folder, 'gd-trainer.json')]).status).toBe(0);
  expect(await run(['config'])).toMatchObject({ status: 2, stdout: '' });
  rmSync(join(folder, 'gd-trainer.json'));
  here(' '.repeat(70_000));
  expect((await run(['config'])).stderr).toContain('expected at most 64 KB, got more');
});

test('the configuration of the user is found by XDG_CONFIG_HOME', async () => {
  here('{}');
  mkdirSync(join(folder, 'xdg', 'gd-trainer'), { recursive: true });
  writeFileSync(join(folder, 'xdg', 'gd-trainer', 'config.json'), '{ "seed": 77 }');
  const { stdout } = await run(['config', '--json'], { XDG_CONFIG_HOME: join(folder, 'xdg') });
  expect(JSON.parse(stdout).settings.seed).toEqual({
    value: 77,
    from: join(folder, 'xdg', 'gd-trainer', 'config.json'),
  });
});

test('a shared run is opened as it was sent, in the language of the settings', async () => {
  here('{ "learningRate": 0.001, "missing": "error", "epochs": 3, "lang": "zh-CN" }');
  const trainer = new Trainer({ a: [0, 1, 2, 3], y: [1, 3.1, 4.9, 7.2] }, { target: 'y', learningRate: 0.3 });
  trainer.seek(5);
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ state: trainer.toState() }));
  const { stdout, stderr } = await run(['--state', 'run.json', '--json']);
  expect(stderr).toBe('');
  expect(Object.values(JSON.parse(stdout).weights)).toEqual([...trainer.snapshot.weights]);
  expect((await run(['--state', 'run.json'])).stdout).toContain('轮');
});
