import { GdError, type Source } from '@gd-trainer/sdk';
import type { Csv, CsvOptions, CsvStream, Note } from '@gd-trainer/sdk/csv';
import { encodingFor, type RowEdit, readCsv } from '@gd-trainer/sdk/view';
import { langOf } from '../words/words.ts';

/** Rows to learn from, and the columns one can choose among; none where the source is no table of named columns. */
export interface DataTable {
  readonly source: Source;
  readonly names: readonly string[];
  /** Columns that hold numbers. */
  readonly numeric: readonly string[];
  /** Whatever was chosen or left out as a table of text was read. */
  readonly notes?: readonly Note[];
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

/** CSV by address, without credentials. Rejects with a GdError, or with the signal's reason. */
async function fetchCsv(address: string, signal: AbortSignal): Promise<CsvStream> {
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
  return capped(response.body.getReader());
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
  const detect = encodingFor(langOf(element));
  // frameworks say null where they mean nothing
  if (typeof data === 'string' || data instanceof Uint8Array) return tableOf(readCsv(data, reading, detect));
  if (data != null) return readSource(data);
  if (src != null) return tableOf(await readCsv(await fetchCsv(src, signal), reading, detect));
  // a plain script tag runs before the parser has come to the children
  if (document.readyState === 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
  }
  const inline = inlineCsv(element);
  return inline ? tableOf(readCsv(inline, reading, detect)) : undefined;
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
  return { source: data, names, numeric: names.filter((name) => holdsNumbers(columns[name])) };
}

/** Columns of a table of text: cells that are no numbers among numbers are missing, labels of rows no features unasked. */
function tableOf({ columns, names, kinds, notes }: Csv): DataTable {
  const source = Object.fromEntries(
    names.map((name) => {
      const cells = columns[name]!;
      const plain = kinds[name] !== 'number' || cells instanceof Float64Array;
      return [name, plain ? cells : cells.map((cell) => (typeof cell === 'string' ? null : cell))];
    }),
  );
  const numeric = names.filter((name) => kinds[name] === 'number' || kinds[name] === 'boolean');
  return { source: source as Source, names, numeric, notes };
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

/** A stream that ends in an error for a web page, or once it has given more than a page should hold. */
function capped(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let bytes = 0;
  return {
    getReader: () => ({
      async read() {
        const result = await reader.read();
        if (bytes === 0 && MARKUP.test(new TextDecoder().decode(result.value))) throw aPage();
        bytes += result.value?.byteLength ?? 0;
        if (bytes <= LARGEST_BYTES) return result;
        throw tooLarge();
      },
      cancel: (reason?: unknown) => reader.cancel(reason),
      releaseLock: () => reader.releaseLock(),
    }),
  };
}

/** Features taken unasked: a file of ten thousand columns would else be asked for 10¹⁰ / 2 sums. */
const MOST_FEATURES = 30;

/**
 * The columns to learn with: those asked for, else the last one with numbers as the target, and every other one of
 * them as a feature.
 */
export function chooseColumns(
  { numeric }: DataTable,
  target: string | undefined,
  features: readonly string[] | undefined,
): { target?: string; features?: readonly string[] } {
  const chosen = target ?? numeric.at(-1);
  const others = numeric.filter((name) => name !== chosen).slice(0, MOST_FEATURES);
  // where there is none the sdk says which columns are no numbers
  const taken = features ?? (others.length > 0 ? others : undefined);
  return { ...(chosen ? { target: chosen } : {}), ...(taken ? { features: taken } : {}) };
}
