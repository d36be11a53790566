// From a path to the call that reads it: which files, in which format, by which rules.
import { statSync } from 'node:fs';
import { type CsvHead, isJson } from '../csv.ts';
import type { MissingWords } from '../data/text-column.ts';
import { GdError, quote } from '../errors.ts';
import { type Database, textLiteral } from './database.ts';
import { type Packing, packingOf, textAtStart } from './packing.ts';

/** A format of files, or a table that is in memory already. */
type FileFormat = 'csv' | 'parquet' | 'json' | 'table';

/** The files behind a path. */
export interface Files {
  /** As patterns that match one file each. */
  readonly patterns: readonly string[];
  /** The names of the same files. */
  readonly names: readonly string[];
  /** Files that may be read: the patterns and the names they stand for. */
  readonly allowed: readonly string[];
  readonly format: FileFormat;
  /** The way in which all of them are packed; undefined where they differ, and the engine goes by their names. */
  readonly packing: Packing | undefined;
  /** Bytes on disk, compressed or not. */
  readonly bytes: number;
}

const FORMATS: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  txt: 'csv',
  parquet: 'parquet',
  pq: 'parquet',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
};

/** The files that a path names: itself where there is such a file, else as a pattern. Throws `DATA` if there are none. */
export async function findFiles(database: Database, path: string): Promise<Files> {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) {
    throw new GdError('UNSUPPORTED', `${quote(path)} is not a local file`, 'download it first');
  }
  const itself = await glob(database, escapePattern(path));
  const names = itself.length > 0 ? itself : await glob(database, path);
  if (names.length === 0) {
    throw new GdError(
      'DATA',
      `no file ${quote(path)}`,
      "of a folder, name the files, such as 'folder/*.parquet'",
    );
  }
  // whoever opens a pipe that nobody writes to waits for ever
  const pipe = names.find((name) => !statSync(name).isFile());
  if (pipe !== undefined) {
    throw new GdError('DATA', `${quote(pipe)} expected a file, got a pipe or a device`, 'save it to a file');
  }
  const format = formatOf(names[0]!);
  const other = names.find((name) => formatOf(name) !== format);
  if (other !== undefined) {
    throw new GdError(
      'DATA',
      `${quote(names[0]!)} and ${quote(other)} are of unlike formats`,
      'name one kind',
    );
  }
  const patterns = names.map(escapePattern);
  const { bytes } = await database.row(
    `SELECT CAST(SUM(size) AS DOUBLE) AS bytes FROM read_blob(${listLiteral(patterns)})`,
  );
  if (bytes === 0) throw new GdError('DATA', 'expected rows, got an empty file', 'choose another file');
  const packed = packingOf(names[0]!);
  const packing = names.every((name) => packingOf(name) === packed) ? packed : undefined;
  const allowed = [...new Set([...patterns, ...names])];
  return { patterns, names, allowed, format, packing, bytes: Number(bytes) };
}

/** Name of the table that was loaded. */
export const LOADED = 'loaded';

/** Dialect of CSV files, and the types that some columns are read as; DuckDB finds out the rest. */
export interface CsvRules
  extends Partial<Pick<CsvHead, 'dialect' | 'mixedLineEnds' | 'linesAbove' | 'headed'>> {
  readonly types?: ReadonlyMap<string, string>;
  /** Cells that stand for no value, letter by letter. */
  readonly nulls?: readonly string[];
}

/** Words in the cases that people write them in: DuckDB compares letter by letter here. */
export const asWritten = ({ words }: MissingWords): readonly string[] => [
  ...new Set(
    [...words].flatMap((word) => [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]),
  ),
  ...(words.has('nan') ? ['NaN', 'NaT'] : []),
];

/** Types that need no look at the file to be read: dates have formats. */
const PLAIN_TYPES = ['DOUBLE', 'BOOLEAN', 'VARCHAR'];

/**
 * The call that reads the files. CSV has a header row, quotes and no comments, wherever in the file the first quote
 * stands; no line is skipped to make the rest fit. Files of one pattern are matched by the names of their columns.
 */
export function readCall({ patterns, format, packing }: Files, rules: CsvRules = {}): string {
  if (format === 'table') return LOADED;
  const options = patterns.length > 1 ? ['union_by_name = true'] : [];
  if (format !== 'parquet' && packing) options.push(`compression = '${packing}'`);
  if (format === 'csv') options.push(...csvOptions(rules, patterns.length === 1));
  return `read_${format}(${[listLiteral(patterns), ...options].join(', ')})`;
}

function csvOptions(
  { dialect, mixedLineEnds, linesAbove = 0, headed = true, types, nulls = [''] }: CsvRules,
  oneFile: boolean,
): string[] {
  const options = [`header = ${headed}, skip = ${linesAbove}, quote = '"', escape = '"', comment = ''`];
  options.push(`nullstr = ${listLiteral(nulls)}`);
  if (dialect) options.push(`delim = ${textLiteral(dialect.separator)}`);
  // the strict reader gives up where line ends change; this one lets fields past the last column go, which the head has
  // none of
  if (mixedLineEnds) options.push('strict_mode = false');
  if (!types) return options;
  const chosen = [...types].map(([name, type]) => `${textLiteral(name)}: ${textLiteral(type)}`).join(', ');
  const known =
    oneFile && dialect !== undefined && [...types.values()].every((type) => PLAIN_TYPES.includes(type));
  options.push(known ? `auto_detect = false, columns = {${chosen}}` : `types = {${chosen}}`);
  return options;
}

async function glob(database: Database, pattern: string): Promise<string[]> {
  const { columns } = await database.columns(`SELECT file FROM glob(${textLiteral(pattern)}) ORDER BY file`);
  return columns[0] as string[];
}

/** A name as a pattern that matches it alone. */
const escapePattern = (name: string): string => name.replace(/[[*?]/g, '[$&]');

const listLiteral = (texts: readonly string[]): string => `[${texts.map(textLiteral).join(', ')}]`;

function formatOf(name: string): FileFormat {
  const [, extension = ''] = /\.([^./\\]+?)(?:\.(?:gz|zst))?$/i.exec(name) ?? [];
  const named = FORMATS[extension.toLowerCase()] ?? 'csv';
  return named === 'csv' ? formatIn(name) : named;
}

/** The format of a file by how it begins, whatever it is called. */
function formatIn(name: string): FileFormat {
  const start = textAtStart(name);
  if (start.startsWith('PAR1')) return 'parquet';
  return isJson(start) ? 'json' : 'csv';
}
