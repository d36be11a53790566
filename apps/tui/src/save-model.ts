import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Model } from '@gd-trainer/sdk';
import { quoted } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';

export function saveModel(path: string, model: Model): void {
  writeWhole(path, `${JSON.stringify(model)}\n`);
}

/** Writes a file whole or not at all: beside its place first, then renamed over it. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.draft`;
  failPastLimit();
  try {
    const file = openSync(draft, 'wx', 0o644);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.unexpected,
      `${quoted(path)} could not be written (${code})`,
      'name a file in a folder you may write to, with room on its disk',
    );
  }
}

let listening = false;

/** Past a limit on the size of files a write shall fail, and not end the process: the signal comes when it has failed. */
function failPastLimit(): void {
  if (!listening) process.on('SIGXFSZ', () => {});
  listening = true;
}
