import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needs } from '@gd-trainer/testing/needs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-completion-'));
  const command = join(folder, 'gd-trainer');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'sales.csv'), 'x,y\n1,2\n');
  writeFileSync(join(folder, 'model.json'), '{}');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shell = (name: string, ...argv: string[]) =>
  spawnSync(name, argv, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder, LANG: 'C.UTF-8' },
  });

/** What bash offers at the end of a line, by the function that the script registers. */
function offered(...words: string[]): string[] {
  const script = `
    source <(gd-trainer completion bash)
    complete=$(complete -p gd-trainer)
    function=\${complete##*-F }; function=\${function%% *}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}
    "$function"
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = shell('bash', '--norc', '-c', script, 'bash', 'gd-trainer', ...words);
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('in bash, without any package for completion', () => {
  test.each([
    [['--opt'], ['--optimizer']],
    [['--optimizer', 'mo'], ['momentum']],
    [['peng'], ['penguins']],
    [['comp'], ['completion']],
    [['sal'], ['sales.csv']],
    [['predict', 'mo'], ['model.json']],
    [
      ['help', 's'],
      ['solve', 'summary', 'sql'],
    ],
    [['--state', 'mo'], ['model.json']],
    [
      ['export', 'model.json', '--to', ''],
      ['sql', 'onnx', 'js', 'python', 'c', 'csv', 'worksheet', 'exercise', 'typescript', 'numpy', 'link'],
    ],
  ])('%j completes to %j', (words, wanted) => {
    expect(offered(...words)).toEqual(wanted);
  });
});

test('offers no name that acts on a screen, and one that looks like a flag by its folder', () => {
  const names = ['odd\u001b[2J.csv', 'odd\u202e.csv', 'odd\u2029.csv', '-odd.csv'];
  for (const name of names) writeFileSync(join(folder, name), 'x,y\n1,2\n');
  const { stdout } = shell(join(folder, 'gd-trainer'), 'complete', '--', '');
  const files = stdout.split('\n').flatMap((line) => /^[^\t]*\.csv/.exec(line) ?? []);
  for (const name of names) rmSync(join(folder, name));
  expect(files.sort()).toEqual(['./-odd.csv', 'sales.csv']);
});

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (name) => {
  const missing = isMissing(name);

  test('is one that the shell reads', needs(!missing, name), () => {
    const { stdout } = shell(join(folder, 'gd-trainer'), 'completion', name);
    const script = join(folder, `script.${name}`);
    writeFileSync(script, stdout);
    expect(shell(name, '-n', script)).toMatchObject({ status: 0, stderr: '' });
  });

  test('names the command', () => {
    const { status, stdout, stderr } = shell(join(folder, 'gd-trainer'), 'completion', name);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('gd-trainer complete --');
  });
});

/** Whether a shell is not installed. */
function isMissing(name: string): boolean {
  return spawnSync(name, ['-c', 'true']).status !== 0;
}
