// From a path to the call that reads it: which files, in which format, by which rules.
import { GdError, quote } from '../errors.ts';
import { type Engine, textLiteral } from './engine.ts';

export type Format = 'csv' | 'parquet' | 'json';

/** The files behind a path. */
export interface Files {
  /** As patterns that match one file each. */
  readonly patterns: readonly string[];
  /** What may be read: the patterns and the names they stand for. */
  readonly allowed: readonly string[];
  readonly format: Format;
  /** Bytes on disk, compressed or not. */
  readonly bytes: number;
}

const FORMATS: Readonly<Record<string, Format>> = {
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

/** Cells that mean "no value", as in the sdk's own reader of CSV. */
export const MISSING: readonly string[] = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL'];

/** The files that a path names: itself where there is such a file, else as a pattern. Throws `DATA` if there are none. */
export async function findFiles(engine: Engine, path: string): Promise<Files> {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) {
    throw new GdError('UNSUPPORTED', `${quote(path)} is not a local file`, 'download it first');
  }
  const itself = await glob(engine, escapePattern(path));
  const names = itself.length > 0 ? itself : await glob(engine, path);
  if (names.length === 0) {
    throw new GdError('DATA', `no file ${quote(path)}`, "of a folder, name the files: 'folder/*.parquet'");
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
  const { bytes } = await engine.row(
    `SELECT CAST(SUM(size) AS DOUBLE) AS bytes FROM read_blob(${listLiteral(patterns)})`,
  );
  return { patterns, allowed: [...new Set([...patterns, ...names])], format, bytes: Number(bytes) };
}

/**
 * The call that reads the files. CSV has a header row, quotes and no comments, wherever in the file the first quote
 * stands; no line is skipped to make the rest fit. Files of one pattern are matched by the names of their columns.
 */
export function readCall(
  { patterns, format }: Files,
  types: ReadonlyMap<string, string> = new Map(),
): string {
  const options = patterns.length > 1 ? ['union_by_name = true'] : [];
  if (format === 'csv') {
    options.push("header = true, skip = 0, quote = '\"', escape = '\"', comment = ''");
    options.push(`nullstr = ${listLiteral(MISSING)}`);
    const chosen = [...types].map(([name, type]) => `${textLiteral(name)}: ${textLiteral(type)}`);
    if (chosen.length > 0) options.push(`types = {${chosen.join(', ')}}`);
  }
  return `read_${format}(${[listLiteral(patterns), ...options].join(', ')})`;
}

/** The first row of the first CSV file as text, before DuckDB renames a header that comes twice. */
export function headerSql({ patterns }: Files): string {
  const rules = "header = false, skip = 0, quote = '\"', escape = '\"', comment = '', all_varchar = true";
  return `SELECT * FROM read_csv(${textLiteral(patterns[0]!)}, ${rules}) LIMIT 1`;
}

async function glob(engine: Engine, pattern: string): Promise<string[]> {
  const { columns } = await engine.columns(`SELECT file FROM glob(${textLiteral(pattern)}) ORDER BY file`);
  return columns[0] as string[];
}

/** A name as a pattern that matches it alone. */
const escapePattern = (name: string): string => name.replace(/[[*?]/g, '[$&]');

const listLiteral = (texts: readonly string[]): string => `[${texts.map(textLiteral).join(', ')}]`;

function formatOf(name: string): Format {
  const [, extension = ''] = /\.([^./\\]+?)(?:\.(?:gz|zst))?$/i.exec(name) ?? [];
  return FORMATS[extension.toLowerCase()] ?? 'csv';
}
