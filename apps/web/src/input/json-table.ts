import type { CsvOptions, JudgedTable } from '@gd-trainer/sdk/csv';
import { type Detect, readJsonText } from '@gd-trainer/sdk/view';

/** A table from JSON, in whatever encoding it is. */
export function readJson(text: string | Uint8Array, reading: CsvOptions, detect: Detect): JudgedTable {
  const { decimal, missingWords } = reading;
  const options = { decimal, missingWords } as CsvOptions;
  return readJsonText(typeof text === 'string' ? text : decoded(text, detect), options);
}

function decoded(bytes: Uint8Array, detect: Detect): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(detect(bytes)).decode(bytes);
  }
}
