// Kinds of what the command and the sdk save, told apart by what they hold, so that one in the place of another is named.
import { EXIT, Failure } from './failure.ts';

type Json = Readonly<Record<string, unknown>>;

const FORMATS: ReadonlyMap<unknown, string> = new Map([
  ['gd-trainer/model', 'a model'],
  ['gd-trainer/trainer', 'a run'],
  ['gd-trainer/moments', 'moments'],
]);

/** What `--json` prints, each kind by a key that no other has. */
const RESULTS: readonly (readonly [key: string, kind: string])[] = [
  ['predictions', 'predictions'],
  ['groups', 'models of groups'],
  ['covariance', 'a summary'],
  ['settings', 'settings'],
  ['status', 'a result'],
];

/** Kind of a saved thing, as it stands in a sentence; undefined of what nothing of ours has written. */
export function savedKind(text: string): string | undefined {
  if (isLink(text.trim())) return 'a run';
  const json = parsed(text);
  const { format, state, schemaVersion } = json;
  const known = FORMATS.get(format) ?? FORMATS.get((Object(state) as Json).format);
  if (known !== undefined || schemaVersion !== 1) return known;
  return RESULTS.find(([key]) => Object.hasOwn(json, key))?.[1];
}

/** True of a run as a link, or as the address that ends with one. */
export const isLink = (text: string): boolean => /^(?:\S*#)?gd1\./.test(text);

/** The kind of a file whose first characters these are, if it is a result: the rest of it may be long. */
export function resultKind(start: string): string | undefined {
  if (!/^\s*\{\s*"schemaVersion"\s*:\s*1\s*,/.test(start)) return undefined;
  const [, key] = /^[^,]*,\s*"(\w+)"/.exec(start) ?? [];
  // three name their target first
  if (key === 'target') {
    const [, next = ''] = /"(predictions|by)"\s*:/.exec(start) ?? [];
    return next === '' ? 'a summary' : next === 'by' ? 'models of groups' : next;
  }
  return RESULTS.find(([own]) => own === key)?.[1];
}

function parsed(text: string): Json {
  try {
    return Object(JSON.parse(text)) as Json;
  } catch {
    return {};
  }
}

/** The failure where something else was saved than is wanted. */
export const otherKind = (name: string, kind: string, wanted: string, hint: string): Failure =>
  new Failure(EXIT.data, `${name} holds ${kind}, no ${wanted}`, hint);
