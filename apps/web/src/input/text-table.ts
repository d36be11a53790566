// Tables of text in whatever way they are written, and JSON.
import type { CsvOptions, JudgedTable } from '@gd-trainer/sdk/csv';
import { type Detect, encodingFor, isJson, readCsv, readJsonText } from '@gd-trainer/sdk/view';

/** Characters by which JSON is told from other text. */
const START = 100;
const startsAsJson = (start: string | Uint8Array): boolean =>
  isJson(
    typeof start === 'string' ? start.slice(0, START) : new TextDecoder().decode(start.subarray(0, START)),
  );

/** The table in a text, or in bytes, of a page in this language. */
export function readText(text: string | Uint8Array, reading: CsvOptions, lang: string): JudgedTable {
  const detect = encodingFor(lang);
  if (!startsAsJson(text)) return readCsv(text, reading, detect);
  const { decimal, missingWords } = reading;
  const options = { decimal, missingWords } as CsvOptions;
  return readJsonText(typeof text === 'string' ? text : decoded(text, detect), options);
}

/** The same of bytes that arrive in pieces, the first of which are there; JSON is waited for, as nothing can be said of half of it. */
export async function readPieces(
  first: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
  reading: CsvOptions,
  lang: string,
): Promise<JudgedTable> {
  const all = (async function* () {
    yield* first;
    yield* rest;
  })();
  if (!startsAsJson(first[0]!)) return readCsv(all, reading, encodingFor(lang));
  const parts: BlobPart[] = [];
  for await (const piece of all) parts.push(piece as Uint8Array<ArrayBuffer>);
  return readText(new Uint8Array(await new Blob(parts).arrayBuffer()), reading, lang);
}

function decoded(bytes: Uint8Array, detect: Detect): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(detect(bytes)).decode(bytes);
  }
}
