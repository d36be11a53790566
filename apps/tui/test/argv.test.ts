import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OPTIMIZERS } from '@gd-trainer/sdk';
import { flagOf, OPTIONS } from '@gd-trainer/sdk/view';
import { foreignNames } from '@gd-trainer/testing/surfaces';
import { afterAll, describe, expect, test } from 'vitest';
import { VERBS } from '../build/screen/command-line.js';
import { type Case, commandsOf, parseCases, patternOf } from './cases.ts';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const cases = new URL('cases/', import.meta.url);
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('the help names every option that is a flag, every optimizer and every language', () => {
  const { stdout } = spawnSync(process.execPath, [cli, '--help'], { encoding: 'utf8' });
  for (const name of Object.keys(OPTIONS)) {
    const long = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(stdout.includes(`--${long} `), name).toBe(flagOf(name) !== undefined);
  }
  // code is none
  expect(Object.keys(OPTIONS).filter((name) => flagOf(name) === undefined)).toEqual(['onEpoch', 'signal']);
  const [, optimizers = ''] = /--optimizer <name> +([\s\S]*?)\(default/.exec(stdout)!;
  expect(optimizers.match(/\w+/g)!.filter((word) => word !== 'or')).toEqual([...OPTIMIZERS, 'auto']);
  expect(stdout).toMatch(/--lang <language> .*"en", "zh-CN"/);
});

test('every option of a run is a flag and a command of the screen', () => {
  const set = new Set(VERBS.map((verb: { name: string; option?: string }) => verb.option ?? verb.name));
  const flags = Object.keys(OPTIONS).filter((name) => flagOf(name) !== undefined);
  // lines of --jsonl are for a pipe
  expect(flags.filter((name) => !set.has(name))).toEqual(['every']);
  expect(Object.keys(OPTIONS).filter((name) => set.has(name) && flagOf(name) === undefined)).toEqual([]);
  const { stdout } = spawnSync(process.execPath, [cli, '--help'], { encoding: 'utf8' });
  for (const name of ['lang', 'charset', 'theme', 'mouse', 'save', 'state']) {
    expect(set.has(name), name).toBe(true);
    expect(stdout).toContain(`--${name} `);
  }
});

test('help and version are commands as well as flags, and a file of such a name goes by its folder', () => {
  const printed = (...argv: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...argv], { encoding: 'utf8' });
    expect({ status, stderr }, argv.join(' ')).toEqual({ status: 0, stderr: '' });
    return stdout;
  };
  const help = printed('--help');
  expect(printed('help')).toBe(help);
  const commands = commandsOf(help);
  expect(commands).toEqual(expect.arrayContaining(['solve', 'predict', 'help', 'version']));
  for (const name of commands) expect(printed('help', name)).toBe(printed(name, '--help'));
  expect(printed('help', 'predict', '--lang', 'zh-CN')).toBe(printed('predict', '--help', '--lang', 'zh-CN'));
  expect(printed('version')).toBe(printed('--version'));
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-help-'));
  folders.push(folder);
  for (const name of commands) {
    writeFileSync(join(folder, name), 'x,y\n1,2\n2,3\n3,5\n');
    const file = [`./${name}`, '--target', 'y', '--json'];
    const { status, stdout } = spawnSync(process.execPath, [cli, ...file], { cwd: folder, encoding: 'utf8' });
    expect({ status, rows: JSON.parse(stdout).rows }, name).toEqual({ status: 0, rows: 3 });
  }
});

/** Flags of the command and of its subcommands, as its help lists them. */
const FLAGS: ReadonlySet<string> = new Set(
  [[], ['summary'], ['sql'], ['predict'], ['explain'], ['export']].flatMap(
    (argv) =>
      spawnSync(process.execPath, [cli, ...argv, '--help'], { encoding: 'utf8' }).stdout.match(
        /--[a-z][\w-]*/g,
      ) ?? [],
  ),
);

for (const name of readdirSync(cases)) {
  describe(name.replace('.txt', ''), () => {
    for (const wanted of parseCases(readFileSync(new URL(name, cases), 'utf8'))) {
      test(wanted.title, () => {
        const { status, stdout, stderr } = run(wanted);
        expect.soft(stderr).toMatch(patternOf(wanted.stderr));
        expect.soft(stdout).toMatch(patternOf(wanted.stdout));
        expect.soft(foreignNames(stderr, FLAGS), 'names that cannot be typed').toEqual([]);
        expect(status).toBe(wanted.exit);
      });
    }
  });
}

function run({ files, before, argv, stdin, env }: Case) {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-argv-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { PATH, HOME } = process.env;
  const start = (command: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...command], {
      cwd: folder,
      encoding: 'utf8',
      input: stdin,
      // an environment of its own: neither the locale nor CI of who runs the tests may change the answer
      env: { PATH, HOME, LANG: 'C.UTF-8', ...env },
    });
  for (const command of before) expect(start(command)).toMatchObject({ status: 0 });
  return start(argv);
}
