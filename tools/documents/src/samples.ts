// Commands in a guide and what they print: a block marked `sh`, and the block without a mark that follows it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { repositoryFile } from './repository.ts';

const STEP = /(^```sh\n([\s\S]*?)^```\n\n```\n)[\s\S]*?(^```$)/gm;

/** The text with the output of every command as it is now. The commands of one text share a folder. */
export function renewOutputs(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gd-guide-'));
  const cli = repositoryFile('apps/tui/dist/cli.js');
  writeFileSync(join(folder, 'gd-trainer'), `#!/bin/sh\nexec node '${cli}' "$@"\n`, { mode: 0o755 });
  try {
    return text.replace(
      STEP,
      (_, before: string, command: string, after: string) => `${before}${run(command, folder)}${after}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Output of a command, errors among it, as on a terminal of 100 columns. */
function run(command: string, folder: string): string {
  const path = [folder, dirname(process.execPath), process.env.PATH].join(delimiter);
  const { stdout } = spawnSync('/bin/bash', ['-c', `exec 2>&1\n${command}`], {
    cwd: folder,
    env: { PATH: path, LANG: 'C.UTF-8', NO_COLOR: '1', COLUMNS: '100', HOME: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return stdout;
}
