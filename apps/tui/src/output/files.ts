import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { quoted } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';

/**
 * Writes a file whole or not at all: beside its place first, then renamed over it. A link goes on pointing to the file;
 * a device or a pipe, which holds nothing that could be lost, is written to as it is.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  failPastLimit();
  try {
    const place = statSync(path, { throwIfNoEntry: false });
    if (place && !place.isFile()) writeFileSync(path, content);
    else replaceFile(place ? realpathSync(path) : path, content, place?.mode);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.unexpected,
      `${quoted(path)} could not be written (${code})`,
      'name a file in a folder you may write to, with room on its disk',
    );
  }
}

function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    const file = openSync(draft, 'wx', 0o644);
    try {
      if (mode !== undefined) fchmodSync(file, mode);
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

let listening = false;

/** Past a limit on the size of files a write shall fail, and not end the process: the signal comes when it has failed. */
function failPastLimit(): void {
  if (!listening) process.on('SIGXFSZ', () => {});
  listening = true;
}
