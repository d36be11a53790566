// An experiment, whole, as one line of text: for the hash of a link, for a file, for handing in.

import { describe, GdError } from '../errors.ts';
import { array, count, expect, numbers, object, optional, string } from '../json.ts';
import type { TrainerState } from '../session/state.ts';

/** Content of a link. */
export interface Experiment {
  /** The run: options, changes and position, and its data where they are few; `Trainer.fromState` replays it. */
  readonly state: TrainerState;
  /** Name of the data, a file or a bundled set: by it they are found where the state has none. */
  readonly name?: string | undefined;
  /** Pane that the reader looked at, in the words of the face that made the link. */
  readonly view?: string | undefined;
  /** Id of the element that it belongs to, where a page has several. */
  readonly place?: string | undefined;
  /** 'en' or 'zh-CN', as the reader had it. */
  readonly language?: string | undefined;
  /** What else stood on the screen, in the words of the face that made the link: each takes what it knows. */
  readonly screen?: Readonly<Record<string, unknown>> | undefined;
  /** Rows by which its data differ from those of that name, in the order in which they were changed. */
  readonly edits?: readonly RowEdit[] | undefined;
}

/** Change of one row: other values, none where it is removed; a new row at the end where there is no number. */
export interface RowEdit {
  /** Number of the row, from 0. */
  readonly row?: number | undefined;
  /** Its features, then its target. */
  readonly values?: readonly number[] | undefined;
}

const MARK = 'gd1.';
/** Numbers that travel in a link, some fifty rows of three columns; more are left to be found by name. */
const MOST_NUMBERS = 200;
/** A text that grows past this as it is unpacked was not written by `toLink`. */
const MOST_BYTES = 1e6;

/**
 * An experiment as URL-safe text of some hundred characters; put it behind `#`. Data of more than 200 numbers do not
 * travel: the name and the fingerprint in the state stand for them.
 *
 * @example Hand a run over, and take it up again.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { readExperiment, toLink } from '@gd-trainer/sdk/view';
 *
 * const trainer = new Trainer({ x: [[1], [2], [3]], y: [3, 5, 7] }, { learningRate: 0.1 });
 * trainer.seek(40);
 * const link = await toLink({ state: trainer.toState() });
 * const again = Trainer.fromState((await readExperiment(link)).state);
 * console.log(link.length < 400, again.snapshot.loss === trainer.snapshot.loss); // true true
 * ```
 */
export async function toLink(experiment: Experiment): Promise<string> {
  const json = JSON.stringify({ ...experiment, state: withoutMuchData(experiment.state) });
  return MARK + toBase64Url(await pack(new TextEncoder().encode(json)));
}

/**
 * Reads what `toLink` wrote, an address that ends with it, or an experiment or a state as JSON. The run itself is
 * checked by `Trainer.fromState`. Throws `MODEL` for anything else.
 */
export async function readExperiment(text: string): Promise<Experiment> {
  expect(typeof text === 'string', 'link', 'text', text);
  const isFile = text.trimStart().startsWith('{');
  const experiment = object(parse(isFile ? text : await unpack(packedPart(text))), 'the experiment');
  const isBare = experiment.format !== undefined;
  const state = (isBare ? experiment : object(experiment.state, 'state')) as unknown as TrainerState;
  const numbers = numbersIn(state);
  expect(isFile || numbers <= MOST_NUMBERS, 'state', `at most ${MOST_NUMBERS} numbers in a link`, numbers);
  if (isBare) return { state };
  return {
    state,
    name: optional(experiment.name, (value) => string(value, 'name')),
    view: optional(experiment.view, (value) => string(value, 'view')),
    place: optional(experiment.place, (value) => string(value, 'place')),
    language: optional(experiment.language, (value) => string(value, 'language')),
    screen: optional(experiment.screen, (value) => object(value, 'screen')),
    edits: optional(experiment.edits, readEdits),
  };
}

function readEdits(json: unknown): RowEdit[] {
  const edits = array(json, 'edits');
  expect(edits.length <= MOST_NUMBERS, 'edits', `at most ${MOST_NUMBERS} changes`, edits);
  return edits.map((item, index) => {
    const edit = object(item, `edits.${index}`);
    return {
      row: optional(edit.row, (value) => count(value, `edits.${index}.row`)),
      values: optional(edit.values, (value) => Array.from(numbers(value, `edits.${index}.values`))),
    };
  });
}

/** True if a link can hold the data of a state; more are to be found by their name. */
export const fitsLink = (state: TrainerState): boolean => numbersIn(state) <= MOST_NUMBERS && hasData(state);

const hasData = ({ columns, moments }: TrainerState): boolean =>
  columns !== undefined || moments !== undefined;

function withoutMuchData(state: TrainerState): TrainerState {
  const { columns, moments, ...rest } = state;
  return numbersIn(state) <= MOST_NUMBERS ? state : rest;
}

/** Numbers in the data of a state, which may be anything; a column without any counts as one. */
function numbersIn({ columns, moments }: TrainerState): number {
  const given = [columns ?? []].flat();
  return Math.max(given.length, given.flat().length) + (moments?.comoment?.length ?? 0);
}

function packedPart(text: string): Uint8Array<ArrayBuffer> {
  const link = text.trim();
  const start = link.lastIndexOf('#') + 1;
  if (!link.startsWith(MARK, start)) throw notALink(text);
  const base64 = link
    .slice(start + MARK.length)
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw damaged();
  }
}

const damaged = (): GdError =>
  new GdError('MODEL', 'the link is damaged', 'copy the whole of it, to its last character');

function toBase64Url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (const reader = unpacked.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > MOST_BYTES) throw new RangeError('too long');
    }
  } catch {
    throw damaged();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GdError('MODEL', 'the experiment is no JSON', 'read what `toLink` or `toState` wrote');
  }
}

function notALink(text: string): GdError {
  return new GdError(
    'MODEL',
    `an experiment expected "${MARK}…", got ${describe(text)}`,
    'copy all of the link',
  );
}
