import { GdError } from '@gd-trainer/sdk';
import { type JudgedTable, parseCsv, parseJson } from '@gd-trainer/sdk/csv';
import { nearest } from '@gd-trainer/sdk/view';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { isLink, resultKind } from '../output/saved-kind.ts';
import { bundledNames } from './bundled-sets.ts';
import type { Columns, DataColumn, ReadOptions } from './columns.ts';
import { allOf, begun, bytesOf } from './file-bytes.ts';
import { holdsJson, readingBy, statsOf } from './formats.ts';
import { writtenTable } from './records.ts';

/** Reads a text table or JSON, known by how it begins, packed with gzip or not, from a path or from standard input (`-`), until the signal ends it. */
export async function readColumns(
  path: string,
  reading: ReadOptions = {},
  signal?: AbortSignal,
): Promise<Columns> {
  const stdin = path === '-';
  if (stdin && process.stdin.isTTY) {
    throw new Failure(
      EXIT.usage,
      'standard input is a terminal',
      'pipe a CSV file into it: gd-trainer - < data.csv',
    );
  }
  if (!stdin) requireFile(path);
  try {
    return await readFormat(path, bytesOf(path, signal), reading);
  } catch (error) {
    throw inFile(error, path);
  }
}

async function readFormat(
  path: string,
  given: AsyncIterable<Uint8Array>,
  { keepUnreadable = false, keepLines = false, ...flags }: ReadOptions,
): Promise<Columns> {
  const { start, all: bytes } = await begun(given);
  const kind = isLink(start.trim()) ? 'a run' : resultKind(start);
  if (kind) throw new GdError('DATA', `expected a table, got ${kind}`, 'give the rows that it is of');
  if (holdsJson(path, start)) {
    const { decimal, missingWords } = flags;
    const asked = { ...(decimal && { decimal }), ...(missingWords && { missingWords }) };
    return readable(parseJson(await allOf(bytes), asked), keepUnreadable);
  }
  const options = readingBy(path, flags);
  if (keepLines) {
    const all = await allOf(bytes);
    const csv = parseCsv(all, options);
    return { ...readable(csv, keepUnreadable), written: writtenTable(all, csv) };
  }
  return readable(await parseCsv(bytes, options), keepUnreadable);
}

const isText = (cell: unknown): cell is string => typeof cell === 'string';

/** The columns with no text among numbers, unless it is to be refused. */
function readable(table: JudgedTable, keepUnreadable: boolean): Columns {
  if (keepUnreadable) return table;
  const columns: Record<string, DataColumn> = Object.create(null);
  for (const name of table.names) {
    const column = table.columns[name]!;
    const isMixed =
      table.kinds[name] === 'number' && !(column instanceof Float64Array) && column.some(isText);
    columns[name] = isMixed ? Array.from(column, (cell) => (isText(cell) ? null : cell)) : column;
  }
  return { ...table, columns };
}

function hintFor(path: string): string {
  const names = bundledNames();
  const near = nearest(path, names);
  return near ? `did you mean ${near}?` : `give a CSV file or one of the bundled sets ${names.join(', ')}`;
}

function requireFile(path: string): void {
  const stats = statsOf(path);
  if (!stats) {
    throw new Failure(EXIT.data, `no file ${quoted(path)}`, hintFor(path));
  }
  if (stats.isDirectory()) {
    throw new Failure(EXIT.data, `${quoted(path)} is a directory`, 'name the CSV file in it');
  }
}

const CODES: Readonly<Record<string, string>> = {
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  Z_DATA_ERROR: 'is damaged: it does not unpack',
  Z_BUF_ERROR: 'is cut short: it does not unpack to its end',
};

/** The error with the name of the file in front, so that the reader knows the place. */
function inFile(error: unknown, path: string): unknown {
  const name = path === '-' ? 'standard input' : quoted(path);
  // an option is none of the file
  if (error instanceof GdError && error.code === 'OPTION') return error;
  if (error instanceof GdError) {
    return new GdError(error.code, `${name}: ${error.message}`, error.hint, error.details);
  }
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return error;
  return new Failure(EXIT.data, `${name} ${CODES[code] ?? `could not be read (${code})`}`);
}
