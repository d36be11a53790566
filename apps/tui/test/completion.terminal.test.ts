// Tab, as it is pressed: in each shell, on a terminal, beside files whose names are code.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '@gd-trainer/testing/needs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

const NAMES = ['a$(touch RUN1).csv', 'b`touch RUN2`.csv', 'c;touch RUN3;.csv', '-dash.csv', 'w h.csv'];

/** Each shell without anybody's settings, the script loaded, and a prompt to wait for. */
const SHELLS: Readonly<Record<string, string>> = {
  bash: `printf '%s\\n' 'source <(gd-trainer completion bash)' "PS1='ready> '" > rc; exec bash --rcfile rc -i`,
  zsh: `mkdir -p z; printf '%s\\n' 'autoload -U compinit; compinit -u' 'source <(gd-trainer completion zsh)' "PS1='ready> '" > z/.zshrc; ZDOTDIR=$PWD/z exec zsh -i`,
  fish: `mkdir -p f/fish; printf '%s\\n' 'gd-trainer completion fish | source' 'function fish_prompt; echo -n "ready> "; end' 'set fish_greeting' > f/fish/config.fish; XDG_CONFIG_HOME=$PWD/f exec fish -i`,
};
/** The same with a script as many commands have it: candidates go through `compgen -W`. */
const UNGUARDED = `printf '%s\\n' 'f() { COMPREPLY=($(compgen -W "$(gd-trainer complete -- "\${COMP_WORDS[1]}" | cut -f1)" -- "\${COMP_WORDS[1]}")); }' 'complete -F f gd-trainer' "PS1='ready> '" > rc; exec bash --rcfile rc -i`;

let folder: string;
let terminal: TestTerminal | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-tab-'));
  for (const name of NAMES) writeFileSync(join(folder, name), 'x,y\n1,2\n3,4\n5,6\n');
});

afterEach(() => {
  terminal?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(shell: string): Promise<TestTerminal> {
  const command = `cd "$FOLDER"; mkdir -p bin; printf '#!/bin/sh\\nexec %s "$@"\\n' "$GD" > bin/gd-trainer; chmod +x bin/gd-trainer; export PATH="$PWD/bin:$PATH"; ${shell}`;
  terminal = TestTerminal.shell(command, { columns: 100, rows: 24 }, { FOLDER: folder });
  await terminal.shows('ready> ');
  return terminal;
}

const ran = (): string[] => ['RUN1', 'RUN2', 'RUN3', 'RUN4'].filter((name) => existsSync(join(folder, name)));
const isMissing = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status !== 0;

test('a script without guards would run the name of a file', async () => {
  const shell = await open(UNGUARDED);
  shell.type('gd-trainer a\t');
  await shell.until('the name to be run', () => ran().includes('RUN1'));
});

describe.each(Object.entries(SHELLS))('in %s', (name, start) => {
  test(
    'a name that is code is completed to a word, and never run',
    needs(!isMissing(name), name),
    async () => {
      const shell = await open(start);
      for (const letter of ['a', 'b', 'c', '']) {
        shell.type(`gd-trainer ${letter}\t\t`);
        await shell.rests();
        shell.type('\u0015');
        await shell.rests();
      }
      expect(ran()).toEqual([]);
      shell.type('gd-trainer a\t --target y --json\r');
      await shell.shows('"target":"y"');
      expect(ran()).toEqual([]);
    },
  );

  test('what is typed is not run before Enter', needs(!isMissing(name), name), async () => {
    const shell = await open(start);
    shell.type('gd-trainer "$(touch RUN4)" \t\t');
    await shell.rests();
    expect(ran()).toEqual([]);
  });

  test(
    'a name like a flag goes by its folder, and words are completed',
    needs(!isMissing(name), name),
    async () => {
      const shell = await open(start);
      shell.type('gd-trainer ./-d\t');
      await shell.shows('ready> gd-trainer ./-dash.csv');
      shell.type('\u0015gd-trainer cars --optimizer mo\t');
      await shell.shows('--optimizer momentum');
      shell.type('\u0015gd-trainer w\t');
      await shell.shows(/gd-trainer (w\\ h\.csv|'w h\.csv')/);
    },
  );
});
