import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GdError } from '@gd-trainer/sdk';
import { type CsvStream, parseCsv } from '@gd-trainer/sdk/csv';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { bundledNames } from './bundled-sets.ts';
import type { Columns } from './columns.ts';
import { statsOf } from './formats.ts';
import { columnsOfJson } from './json-columns.ts';

/** Reads CSV, TSV or JSON, packed with gzip or not, from a path or from standard input (`-`). */
export async function readColumns(path: string): Promise<Columns> {
  const stdin = path === '-';
  if (stdin && process.stdin.isTTY) {
    throw new Failure(
      EXIT.usage,
      'standard input is a terminal',
      'pipe a CSV file into it: gd-trainer - < data.csv',
    );
  }
  if (!stdin) requireFile(path);
  const plainPath = path.replace(/\.gz$/i, '');
  const bytes = stdin ? process.stdin : createReadStream(path);
  const stream = plainPath === path ? bytes : bytes.pipe(createGunzip());
  try {
    return await readFormat(plainPath, stream);
  } catch (error) {
    throw inFile(error, path);
  }
}

async function readFormat(path: string, stream: Readable): Promise<Columns> {
  if (/\.json$/i.test(path)) return columnsOfJson(await textOf(stream));
  const web = Readable.toWeb(stream) as unknown as CsvStream;
  return /\.tsv$/i.test(path) ? parseCsv(web, { delimiter: '\t' }) : parseCsv(web);
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function requireFile(path: string): void {
  const stats = statsOf(path);
  if (!stats) {
    throw new Failure(
      EXIT.data,
      `no file ${quoted(path)}`,
      `give a CSV file or one of the bundled sets ${bundledNames().join(', ')}`,
    );
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
  if (error instanceof GdError) {
    return new GdError(error.code, `${name}: ${error.message}`, error.hint, error.details);
  }
  const { code } = error as { code?: unknown };
  const reason = typeof code === 'string' ? CODES[code] : undefined;
  return reason ? new Failure(EXIT.data, `${name} ${reason}`) : error;
}
