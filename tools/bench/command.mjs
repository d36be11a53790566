// The command line as users run it, and the engine it reads files with.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requireFromSdk, root } from './project.mjs';

export const cli = join(root, 'apps/tui/dist/cli.js');
export const isBuilt = existsSync(cli);
const peakMemory = fileURLToPath(new URL('native/peak-memory.mjs', import.meta.url));

/** Trains on y of a file. Returns the weights, the bias last, and the peak of its resident memory in bytes. */
export function train(file, epochs) {
  const parameters = [
    file,
    '--target',
    'y',
    '--epochs',
    String(epochs),
    '--tolerance',
    '0',
    '--no-interactive',
    '--json',
  ];
  const { status, output } = spawnSync(process.execPath, ['--import', peakMemory, cli, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`gd-trainer ${parameters.join(' ')}: ${output[2]}`);
  const { weights, bias } = JSON.parse(output[1]);
  return { weights: [...Object.values(weights), bias], peakBytes: 1024 * Number(output[3]) };
}

/** Resolves to what `use` makes of a connection to an empty DuckDB, by the engine that files are read with. */
export async function inDuckDB(use) {
  const entry = requireFromSdk.resolve('@duckdb/node-api');
  const { DuckDBInstance } = await import(pathToFileURL(entry).href);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export const quoted = (path) => `'${path.replaceAll("'", "''")}'`;

/** Writes what a query of DuckDB finds to a Parquet file. */
export const writeParquet = (query, path) =>
  inDuckDB((connection) => connection.run(`COPY (${query}) TO ${quoted(path)} (FORMAT parquet)`));
