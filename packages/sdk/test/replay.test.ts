import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';
import { replayHash } from './replay.ts';
import { REPLAY_HASH } from './replay-hash.ts';

it('replays to the recorded bits in Node', () => {
  expect(replayHash()).toBe(REPLAY_HASH);
});

// baseline code only, optimised code only, and no WebAssembly at all: three ways to run, one answer
it.each(['--liftoff-only', '--no-liftoff', '--jitless'])('replays to them under %s too', (flag) => {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./replay.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const script = `${outputFiles[0]!.text}\nconsole.log(replayHash());`;
  const printed = execFileSync(process.execPath, [flag, '--input-type=module', '-'], {
    input: script,
    encoding: 'utf8',
  });
  expect(printed.trim()).toBe(REPLAY_HASH);
});
