import { GdError, type Source } from '@gd-trainer/sdk';
import type { CsvOptions } from '@gd-trainer/sdk/csv';
import {
  type NoteFacts,
  type OfferedColumn,
  offeredColumns,
  type PlainTable,
  type RowEdit,
  readPlain,
} from '@gd-trainer/sdk/view';
import { late } from '../late.ts';
import { langOf } from '../words/words.ts';

/** Rows to learn from, and the columns one can choose among; none where the source is no table of named columns. */
export interface DataTable {
  readonly source: Source;
  readonly names: readonly string[];
  /** Columns that hold numbers. */
  readonly numeric: readonly string[];
  /** Whatever was chosen or left out as a table of text was read. */
  readonly notes?: readonly NoteFacts[];
  /** The columns as they may be chosen, of a table of text; of others the sdk's notes tell. */
  readonly offered?: readonly OfferedColumn[];
  /** True if there is more than numbers among its cells, which the sdk is to judge. */
  readonly isMixed?: boolean;
  /** Changes that the reader made of the rows as they were read. */
  readonly edits?: readonly RowEdit[];
}

/** Most that a page should hold in memory: a table past it belongs to the command line. */
const LARGEST_BYTES = 64 * 2 ** 20;

/** An address as it may stand in a message: of bounded length, with nothing in it that acts. */
export const named = (address: string): string =>
  `"${address.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, 200)}"`;

/** Why nothing came, as far as a browser tells: what another site keeps for itself looks like no network. */
function unreadHint(address: string): string {
  const { origin } = Object.assign(document.createElement('a'), { href: address });
  // of files
  if (origin === 'null') return 'from a file:// page, hold the CSV in a <script type="text/csv">';
  return !origin || origin === location.origin
    ? 'check the address'
    : `check the address; if ${origin} keeps it to itself (CORS), put it beside this page`;
}

/** The pieces of a file by address, without credentials. Rejects with a GdError, or with the signal's reason. */
async function fetched(
  address: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<Uint8Array<ArrayBuffer>>> {
  let response: Response;
  try {
    response = await fetch(new URL(address, document.baseURI), { signal, credentials: 'omit' });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new GdError('DATA', `${named(address)} could not be read`, unreadHint(address));
  }
  if (!(response.ok && response.body)) {
    throw new GdError('DATA', `${named(address)} answered ${response.status}`, 'check the address');
  }
  return capped(response.body);
}

/** An element as far as its rows go. */
interface RowsElement extends HTMLElement {
  readonly data: Source | string | Uint8Array | undefined;
  readonly src: string | undefined;
}

/** The rows an element was given: by property, by address, or as CSV between its tags; undefined if it was not. */
export async function readRows(
  element: RowsElement,
  reading: CsvOptions,
  signal: AbortSignal,
): Promise<DataTable | undefined> {
  const { data, src } = element;
  const lang = langOf(element);
  // frameworks say null where they mean nothing
  if (typeof data === 'string' || data instanceof Uint8Array) return readText(data, reading, lang);
  if (data != null) return readSource(data);
  if (src != null) return readPieces(await fetched(src, signal), reading, lang);
  // a plain script tag runs before the parser has come to the children
  if (document.readyState === 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
  }
  const inline = inlineCsv(element);
  return inline ? readText(inline, reading, lang) : undefined;
}

const TEXT_TABLE = late(() => import('./text-table.ts'));

/** Bytes that are read at a glance, between two frames. */
const PLAIN_BYTES = 2 ** 20;

/** A table of text or JSON, whichever it is; by its rules, unless it leaves nothing to be judged. */
async function readText(text: string | Uint8Array, reading: CsvOptions, lang: string): Promise<DataTable> {
  const plain = Object.values(reading).some((option) => option !== undefined) ? undefined : plainIn(text);
  if (plain) return tableOf(plain);
  const { readText: readAny } = await TEXT_TABLE.load();
  return tableOf(readAny(text, reading, lang));
}

function plainIn(text: string | Uint8Array): PlainTable | undefined {
  if (text.length > PLAIN_BYTES) return undefined;
  try {
    const options = { fatal: true, ignoreBOM: true };
    return readPlain(typeof text === 'string' ? text : new TextDecoder('utf-8', options).decode(text));
  } catch {
    return undefined;
  }
}

/** The same of a file that arrives in pieces. */
async function readPieces(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  reading: CsvOptions,
  lang: string,
): Promise<DataTable> {
  const first: Uint8Array<ArrayBuffer>[] = [];
  for (let bytes = 0; bytes <= PLAIN_BYTES; bytes += first.at(-1)!.length) {
    const { done, value } = await pieces.next();
    if (done) return readText(new Uint8Array(await new Blob(first).arrayBuffer()), reading, lang);
    first.push(value);
  }
  const { readPieces: readAny } = await TEXT_TABLE.load();
  return tableOf(await readAny(first, pieces, reading, lang));
}

/** CSV between the tags of an element, which nobody shows or runs. */
export const inlineCsv = (element: HTMLElement): string | undefined =>
  element.querySelector('script[type="text/csv"]')?.textContent;

/** The bytes of a file, if a page can hold it. */
export async function bytesOfFile(file: Blob): Promise<Uint8Array> {
  if (file.size > LARGEST_BYTES) throw tooLarge();
  return new Uint8Array(await file.arrayBuffer());
}

/** Data handed over by a script, in whatever form the sdk can read. */
function readSource(data: Source): DataTable {
  const columns = columnsOf(data);
  if (!columns) return { source: data, names: [], numeric: [] };
  const names = Object.keys(columns);
  const numeric = names.filter((name) => holdsNumbers(columns[name]));
  return { source: data, names, numeric, isMixed: numeric.length < names.length };
}

/** Columns of a table of text: cells that are no numbers among numbers are missing, labels of rows no features unasked. */
function tableOf({ columns, names, kinds, text, notes }: PlainTable): DataTable {
  const source = Object.fromEntries(
    names.map((name) => {
      const cells = columns[name]!;
      const plain = kinds[name] !== 'number' || cells instanceof Float64Array;
      return [name, plain ? cells : cells.map((cell) => (typeof cell === 'string' ? null : cell))];
    }),
  );
  const numeric = names.filter((name) => kinds[name] === 'number' || kinds[name] === 'boolean');
  const offered = offeredColumns({ names, text, kinds, notes });
  return { source: source as Source, names, numeric, notes, offered };
}

/** The columns of a plain table, or one row of a list of rows. */
function columnsOf(data: Source): Readonly<Record<string, unknown>> | undefined {
  if (Array.isArray(data)) return data[0] as Record<string, unknown> | undefined;
  const isTable = typeof data === 'object' && !('x' in data && 'y' in data) && !('getChild' in data);
  return isTable && !('comoment' in data) ? (data as Record<string, unknown>) : undefined;
}

function holdsNumbers(column: unknown): boolean {
  if (typeof column === 'number' || ArrayBuffer.isView(column)) return true;
  return Array.isArray(column) && column.every((cell) => cell === null || typeof cell === 'number');
}

const tooLarge = (): GdError =>
  new GdError(
    'DATA',
    `expected at most ${LARGEST_BYTES / 2 ** 20} MiB of data, got more`,
    'take fewer rows or columns, or train in the terminal, which has no such limit',
  );

/** Start of what a server sends in place of a file it does not have, or of a page about the file. */
const MARKUP = /^\s*<!doctype html/i;

const aPage = (): GdError => new GdError('DATA', 'expected CSV, got a web page', 'name the file itself');

/** The pieces of a stream; an error for a web page, or once it has given more than a page should hold. */
async function* capped(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (bytes === 0 && MARKUP.test(new TextDecoder().decode(value))) throw aPage();
      bytes += value.byteLength;
      if (bytes > LARGEST_BYTES) throw tooLarge();
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Cells that are summed up in no time without WebAssembly. */
const FEW_CELLS = 1e5;

/** True if there are more cells than that, or nobody knows how many. */
export function isLarge({ source, names }: DataTable): boolean {
  const [first] = names;
  if (first === undefined) return true;
  const { length } = Array.isArray(source)
    ? source
    : (source as Readonly<Record<string, ArrayLike<unknown>>>)[first]!;
  return length * names.length > FEW_CELLS;
}

/** Features taken unasked: a file of ten thousand columns would else be asked for 10¹⁰ / 2 sums. */
const MOST_FEATURES = 30;

/** The columns of a table as they may be chosen; `notes` are what the sdk has said of one that it judged. */
export function offeredIn(
  { offered, names, numeric }: DataTable,
  notes: readonly NoteFacts[],
): readonly OfferedColumn[] {
  if (offered) return offered;
  const told = notes.filter(({ code }) => ['text', 'category', 'date', 'label', 'empty'].includes(code));
  const text = names.filter((name) => !numeric.includes(name) && told.some(({ column }) => column === name));
  return offeredColumns({ names, text, notes });
}

/**
 * The columns to learn with: those asked for, else the last one with numbers as the target, and every other column of
 * numbers, truth or few levels as a feature.
 */
export function chooseColumns(
  table: DataTable,
  target: string | undefined,
  features: readonly string[] | undefined,
): { target?: string; features?: readonly string[] } {
  const { numeric, isMixed, offered } = table;
  const chosen = target ?? numeric.at(-1);
  if (chosen === undefined && table.names.length > 0)
    throw new GdError('DATA', 'expected a column of numbers to predict, got none');
  const unasked = offered ? offered.flatMap(({ name, isDefault }) => (isDefault ? [name] : [])) : numeric;
  const others = unasked.filter((name) => name !== chosen).slice(0, MOST_FEATURES);
  // where there is none the sdk says which columns are no numbers
  const taken = features ?? (others.length > 0 && !isMixed ? others : undefined);
  return { ...(chosen ? { target: chosen } : {}), ...(taken ? { features: taken } : {}) };
}
