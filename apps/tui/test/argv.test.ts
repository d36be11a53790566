import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OPTIMIZERS } from '@gd-trainer/sdk';
import { flagOf, OPTIONS } from '@gd-trainer/sdk/view';
import { foreignNames } from '@gd-trainer/testing/surfaces';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERBS } from '../build/screen/command-line.js';
import { type Case, commandsOf, parseCases, patternOf } from './cases.ts';
import { OneProcess } from './one-process.ts';

const gd = new OneProcess();
const cases = new URL('cases/', import.meta.url);
const folders: string[] = [];

afterAll(() => {
  gd.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('the help names every option that is a flag, every optimizer and every language', async () => {
  const { stdout } = await gd.run(['--help']);
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

test('every option of a run is a flag and a command of the screen', async () => {
  const set = new Set(VERBS.map((verb: { name: string; option?: string }) => verb.option ?? verb.name));
  const flags = Object.keys(OPTIONS).filter((name) => flagOf(name) !== undefined);
  // lines of --jsonl are for a pipe
  expect(flags.filter((name) => !set.has(name))).toEqual(['every']);
  expect(Object.keys(OPTIONS).filter((name) => set.has(name) && flagOf(name) === undefined)).toEqual([]);
  const { stdout } = await gd.run(['--help']);
  for (const name of ['lang', 'charset', 'theme', 'mouse', 'save', 'state']) {
    expect(set.has(name), name).toBe(true);
    expect(stdout).toContain(`--${name} `);
  }
});

test('help and version are commands as well as flags, and a file of such a name goes by its folder', async () => {
  const printed = async (...argv: readonly string[]) => {
    const { status, stdout, stderr } = await gd.run(argv);
    expect({ status, stderr }, argv.join(' ')).toEqual({ status: 0, stderr: '' });
    return stdout;
  };
  const help = await printed('--help');
  expect(await printed('help')).toBe(help);
  const commands = commandsOf(help);
  expect(commands).toEqual(expect.arrayContaining(['solve', 'predict', 'help', 'version']));
  for (const name of commands) expect(await printed('help', name)).toBe(await printed(name, '--help'));
  expect(await printed('help', 'predict', '--lang', 'zh-CN')).toBe(
    await printed('predict', '--help', '--lang', 'zh-CN'),
  );
  expect(await printed('version')).toBe(await printed('--version'));
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-help-'));
  folders.push(folder);
  for (const name of commands) {
    writeFileSync(join(folder, name), 'x,y\n1,2\n2,3\n3,5\n');
    const file = [`./${name}`, '--target', 'y', '--json'];
    const { status, stdout } = await gd.run(file, { cwd: folder });
    expect({ status, rows: JSON.parse(stdout).rows }, name).toEqual({ status: 0, rows: 3 });
  }
});

/** Flags of the command and of its subcommands, as its help lists them. */
const FLAGS = new Set<string>();
beforeAll(async () => {
  for (const argv of [[], ['summary'], ['sql'], ['predict'], ['explain'], ['export']])
    for (const [flag] of (await gd.run([...argv, '--help'])).stdout.matchAll(/--[a-z][\w-]*/g))
      FLAGS.add(flag);
});

for (const name of readdirSync(cases)) {
  describe(name.replace('.txt', ''), () => {
    for (const wanted of parseCases(readFileSync(new URL(name, cases), 'utf8'))) {
      test(wanted.title, async () => {
        const { status, stdout, stderr } = await run(wanted);
        expect.soft(stderr).toMatch(patternOf(wanted.stderr));
        expect.soft(stdout).toMatch(patternOf(wanted.stdout));
        expect.soft(foreignNames(stderr, FLAGS), 'names that cannot be typed').toEqual([]);
        expect(status).toBe(wanted.exit);
      });
    }
  });
}

async function run({ files, before, argv, stdin, env }: Case) {
  const cwd = mkdtempSync(join(tmpdir(), 'gd-trainer-argv-'));
  folders.push(cwd);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const given = { input: stdin, cwd, env };
  for (const command of before) expect(await gd.run(command, given)).toMatchObject({ status: 0 });
  return gd.run(argv, given);
}
