import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { quoted } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';

/** Bytes, once unpacked, that are read into memory: as numbers of one digit they take eight times as much. */
export const MOST_BYTES = 256e6;

/**
 * Writes a file whole or not at all: beside its place first, then renamed over it. A link goes on pointing to the file,
 * and a file of several names keeps them; a device or a pipe, which holds nothing that could be lost, is written to as it is.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  failPastLimit();
  try {
    const target = targetOf(path);
    const place = statSync(target, { throwIfNoEntry: false });
    if (place && !place.isFile()) writeFileSync(target, content);
    else replaceFile(target, content, place);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new Failure(
      EXIT.unexpected,
      `${quoted(path)} could not be written (${code})`,
      'name a file in a folder you may write to, with room on its disk',
    );
  }
}

const MOST_LINKS = 40;

/** The place that a path leads to by its links, be there a file yet or not. */
function targetOf(path: string, links = 0): string {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() || links === MOST_LINKS) return path;
  return targetOf(resolve(dirname(path), readlinkSync(path)), links + 1);
}

/**
 * A draft has a name that no other save has, and is removed by the save that made it alone. Content of several names is
 * changed in place, since a new file would take one of them away: its draft stays until that is done.
 */
function replaceFile(path: string, content: string | Uint8Array, place: Stats | undefined): void {
  const draft = `${path}.${randomUUID().slice(0, 8)}.draft`;
  const isShared = place !== undefined && place.nlink > 1;
  try {
    write(draft, 'wx', content, place?.mode);
    if (!isShared) renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  if (!isShared) return;
  write(path, 'w', content);
  rmSync(draft);
}

function write(path: string, flag: 'wx' | 'w', content: string | Uint8Array, mode?: number): void {
  const file = openSync(path, flag, 0o644);
  try {
    if (mode !== undefined) fchmodSync(file, mode);
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

let listening = false;

/** Past a limit on the size of files a write shall fail, and not end the process: the signal comes when it has failed. */
function failPastLimit(): void {
  if (!listening) process.on('SIGXFSZ', () => {});
  listening = true;
}
