import { closeSync, openSync, readSync } from 'node:fs';
import { GdError, Model } from '@gd-trainer/sdk';
import { quoted } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';
import { MOST_BYTES, writeWhole } from './files.ts';
import { otherKind, savedKind } from './saved-kind.ts';

export function saveModel(path: string, model: Model): void {
  writeWhole(path, `${JSON.stringify(model)}\n`);
}

/** True of a file that begins as `--save` begins one. */
export function isModelFile(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    const start = new Uint8Array(64);
    try {
      return Buffer.from(start.subarray(0, readSync(file, start))).includes('"gd-trainer/model"');
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** The model in a file that `--save` wrote. */
export function readModelFile(path: string): Model {
  const name = quoted(path);
  let text: string;
  try {
    text = textOf(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? `no file ${name}` : `${name} could not be read (${code})`;
    throw new Failure(EXIT.data, reason, 'give a model that --save wrote');
  }
  const kind = savedKind(text);
  if (kind !== undefined && kind !== 'a model') {
    const cure =
      kind === 'a run'
        ? 'give a model that --save wrote, or have one: gd-trainer --state RUN --no-interactive --save FILE'
        : 'give a model that --save wrote';
    throw otherKind(name, kind, 'model', cure);
  }
  try {
    return Model.fromJSON(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof GdError ? error.message : 'no JSON';
    throw new Failure(EXIT.data, `${name} holds no model: ${reason}`, 'give a model that --save wrote');
  }
}

/** The text of a file, or of a pipe or a device that may have no end. */
function textOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let total = 0; total <= MOST_BYTES; ) {
      const chunk = new Uint8Array(2 ** 16);
      const count = readSync(file, chunk);
      if (count === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
  } finally {
    closeSync(file);
  }
  throw new Failure(
    EXIT.data,
    `${quoted(path)}: expected at most ${MOST_BYTES / 1e6} MB, got more`,
    'give a model that --save wrote',
  );
}
