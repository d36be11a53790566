import { readFileSync } from 'node:fs';
import { GdError, Model } from '@gd-trainer/sdk';
import { quoted } from './clean-text.ts';
import { EXIT, Failure } from './failure.ts';
import { writeWhole } from './files.ts';

export function saveModel(path: string, model: Model): void {
  writeWhole(path, `${JSON.stringify(model)}\n`);
}

/** The model in a file that `--save` wrote. */
export function readModelFile(path: string): Model {
  const name = quoted(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? `no file ${name}` : `${name} could not be read (${code})`;
    throw new Failure(EXIT.data, reason, 'give a model that --save wrote');
  }
  try {
    return Model.fromJSON(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof GdError ? error.message : 'no JSON';
    throw new Failure(EXIT.data, `${name} holds no model: ${reason}`, 'give a model that --save wrote');
  }
}
