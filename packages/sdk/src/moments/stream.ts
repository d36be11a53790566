import { chunkReader, readLevels, readOpenTerms } from '../data/shapes.ts';
import type { Table, Terms } from '../data/table.ts';
import { describe, GdError, quote } from '../errors.ts';
import type { Settings } from '../options.ts';
import { chunksOf, patiently } from '../pauses.ts';
import type { Pass, Source, Stream } from '../types.ts';
import { MomentSums } from './moment-sums.ts';
import { Moments } from './moments.ts';
import { withTold } from './read-data.ts';
import type { Data } from './readings.ts';

/** The data of a stream, by one pass over it: its moments, no rows. Throws `UNSUPPORTED` where options need all rows at once. */
export async function streamData(stream: Stream, settings: Settings): Promise<Data> {
  const { sampleWeight, validation } = settings;
  if (typeof sampleWeight === 'object' || validation !== undefined) {
    throw new GdError(
      'UNSUPPORTED',
      'of a stream only a part is there at a time: validation and weights given as an array need all of it',
      'name the column of the weights, or pass the rows themselves',
    );
  }
  let sums: MomentSums | undefined;
  let read = chunkReader(settings);
  let told: Pick<Table, 'terms' | 'notes'> = {};
  let chunk = 0;
  try {
    for await (const source of chunksIn(stream, settings)) {
      chunk++;
      if (source instanceof Moments)
        throw new GdError('DATA', 'a chunk expected rows, got moments', 'use `merge`');
      let table = read(source);
      if (!sums && table.terms) {
        const { notes } = table;
        const chosen = { ...settings, features: settings.features ?? unasked(table, stream) };
        const terms = await closedTerms(source, stream, chosen);
        read = chunkReader({ ...settings, features: Object.keys(terms.inputs) }, terms);
        table = { ...read(source), ...(notes && { notes }) };
      }
      if (!sums) told = table;
      sums ??= new MomentSums(table, settings.missing);
      await patiently(sums.add(table), settings.signal);
    }
    if (!sums) throw new GdError('DATA', 'the stream has no chunk', 'yield at least one chunk with rows');
    return { table: undefined, moments: withTold(sums.finish(), told), skippedRows: sums.skippedRows };
  } catch (error) {
    throw error instanceof GdError && chunk > 1 ? inChunk(error, chunk) : error;
  } finally {
    sums?.release();
  }
}

/** Features of a stream unasked: categories are left out of one that passes once, for their levels are known at its end. */
function unasked({ terms }: Table, stream: Stream): string[] | undefined {
  if (typeof stream === 'function') return undefined;
  const plain = Object.entries(terms!.inputs).filter(([name, inputs]) => inputs.join() === name);
  return plain.length > 0 ? plain.map(([name]) => name) : undefined;
}

/** The terms of a stream by its first chunk, and by a pass of its own for levels that nobody has declared. */
async function closedTerms(first: Source, stream: Stream, settings: Settings): Promise<Terms> {
  const open = readOpenTerms(first, settings);
  const { categories } = open;
  const levels = categories.map(() => new Set<string>());
  if (categories.length > 0 && typeof stream !== 'function') {
    const { name } = categories[0]!;
    throw new GdError(
      'UNSUPPORTED',
      `the levels of ${quote(name)} are known at the end of the stream, and this one passes once`,
      `pass a function that returns the chunks from the start, or declare them: \`category(${name}, a, b)\``,
    );
  }
  if (categories.length > 0) {
    for await (const chunk of chunksIn(stream, settings)) {
      for (const [i, found] of readLevels(chunk, open).entries())
        for (const level of found) levels[i]!.add(level);
    }
  }
  return open.close(levels);
}

/** The stream as something to read again, once an epoch. Throws `UNSUPPORTED` for one that passes once. */
export function repeatable(stream: Stream): () => Pass {
  if (typeof stream === 'function') return stream;
  throw new GdError(
    'UNSUPPORTED',
    'every epoch takes a pass over the stream, and this one passes once',
    "pass `batchSize: 'full'` and `path: 'auto'`, or a `function` that returns the chunks from the start",
  );
}

/** Single rows are read so many at a time. */
const GATHERED_ROWS = 4096;

/** A pass over a stream until the signal's reason is thrown, single rows gathered into chunks. */
export async function* chunksIn(stream: Stream, settings: Settings): AsyncGenerator<Source> {
  const pass = typeof stream === 'function' ? stream() : stream;
  const items = Symbol.asyncIterator in pass ? pass : asynchronous(pass);
  let gathered: object[] = [];
  for await (const item of chunksOf(items, settings.signal)) {
    if (isRow(item, settings)) gathered.push(item);
    if (gathered.length > 0 && (gathered.at(-1) !== item || gathered.length === GATHERED_ROWS)) {
      yield gathered;
      gathered = [];
    }
    if (!isRow(item, settings)) yield readable(item);
  }
  if (gathered.length > 0) yield gathered;
}

async function* asynchronous<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

/** True of an object with one value for the target, or for each of its keys where that is not named. */
function isRow(item: unknown, { target }: Settings): item is object {
  if (typeof item !== 'object' || item === null || isList(item)) return false;
  if ('getChild' in item || item instanceof Moments) return false;
  const row = item as Readonly<Record<string, unknown>>;
  const values = target !== undefined && target in row ? [row[target]] : Object.values(row);
  return !isList(row.x) && !values.some(isList);
}

const isList = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);

/** A chunk that may hold rows. Throws `DATA` for text and bytes, which have to be parsed first. */
function readable(item: Source | object): Source {
  if (typeof item !== 'string' && !(item instanceof Uint8Array)) return item as Source;
  throw new GdError(
    'DATA',
    `a chunk expected rows, got ${describe(item)}`,
    'read CSV first: `fit((await parseCsv(stream)).columns, options)`, or `openFile` for files of any size',
  );
}

/** The error of a later chunk says so: its rows count from 1 again. */
function inChunk({ code, message, hint, details }: GdError, chunk: number): GdError {
  return new GdError(code, `chunk ${chunk}: ${message}`, hint, { ...details, chunk });
}
