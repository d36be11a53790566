/**
 * Files of any size, read by DuckDB: the rows stay in the file, a few numbers come back.
 *
 * @module
 */
import { Engine, type Watch } from './duckdb/engine.ts';
import { type FileColumn, numericColumn, readColumns, widerTypes } from './duckdb/file-columns.ts';
import { type Files, findFiles, readCall } from './duckdb/files.ts';
import { describe, GdError, quote } from './errors.ts';
import { quoteIdentifier } from './sql/dialects.ts';
import { readTableOptions } from './sql/sql-options.ts';
import { askMoments, type TableMoments } from './sql/table-moments.ts';

export type { Progress } from './duckdb/engine.ts';
export type { FileColumn } from './duckdb/file-columns.ts';
export type { TableMoments } from './sql/table-moments.ts';

export interface FileOptions {
  /** What DuckDB may take, as `'512MB'` or `'4GB'`. Default: 1GB, enough for the moments of a file of any size. */
  readonly memoryLimit?: string;
}

export interface FileMomentsOptions extends Watch {
  readonly target: string;
  /** Default: every other numeric column. */
  readonly features?: readonly string[];
  /** A condition on the rows in DuckDB's SQL; it can see this file only. */
  readonly where?: string;
  /** A column of sample weights ≥ 0. */
  readonly sampleWeight?: string;
}

/** Numeric columns by name, on an object without a prototype: any header is safe as a key. A source for `fit`. */
export type FileSample = Readonly<Record<string, readonly (number | null)[]>>;

/** A file, opened: nothing of it is in memory. */
export interface DataFile {
  readonly columns: readonly FileColumn[];
  /** Rows, complete or not; undefined until `moments` has read a text file too large to count in passing. */
  readonly rows: number | undefined;
  /** The moments of all complete rows in one pass, after a look at the first thousand. */
  moments(options: FileMomentsOptions): Promise<TableMoments>;
  /** `count` rows drawn at random, the same for the same seed: numeric columns, missing values as null. */
  sample(count: number, seed?: number, watch?: Watch): Promise<FileSample>;
  /** Gives DuckDB's memory back; the file was never locked. */
  close(): void;
}

const MEMORY_LIMIT = '1GB';
/** Text files up to this size are counted when opened, in about a tenth of a second. */
const COUNTED_BYTES = 32e6;
const VIEW = 'rows';

/**
 * Opens CSV, TSV, Parquet or JSON files, also as .gz and by a pattern like `data/*.parquet`. Needs `@duckdb/node-api`.
 *
 * DuckDB is shut off before it opens the file: no extensions, no other path to read or write, settings locked. It runs
 * in this process all the same; its makers count a crash by a crafted file as a bug, not as a vulnerability, so open
 * files of strangers in a process you can lose.
 *
 * @throws {GdError} `UNSUPPORTED` without DuckDB or for a URL; `DATA` for no such file, or one that is no table
 *
 * @example Fit a file larger than memory.
 * ```ts
 * import { fit } from '@gd-trainer/sdk';
 * import { openFile } from '@gd-trainer/sdk/duckdb';
 *
 * const file = await openFile('apps/tui/data/penguins.csv');
 * const moments = await file.moments({ target: 'body_mass_g', features: ['flipper_length_mm'] });
 * const model = await fit(moments);
 * console.log(file.rows, moments.skippedRows, model.weights[0].toFixed(4)); // 344 2 49.6856
 * file.close();
 * ```
 */
export async function openFile(path: string, options: FileOptions = {}): Promise<DataFile> {
  const memoryLimit = readOptions(path, options);
  const engine = await Engine.open(memoryLimit);
  try {
    const files = await findFiles(engine, path);
    await engine.lock(files.allowed);
    const columns = await readColumns(engine, files);
    await engine.run(`CREATE VIEW ${VIEW} AS SELECT * FROM ${readCall(files, widerTypes(columns))}`);
    const rows = await countRows(engine, files);
    return dataFile(engine, columns, rows);
  } catch (error) {
    engine.close();
    throw error;
  }
}

function dataFile(engine: Engine, columns: readonly FileColumn[], counted: number | undefined): DataFile {
  let rows = counted;
  return {
    columns,
    get rows() {
      return rows;
    },
    async moments({ target, features, where, sampleWeight, signal, onProgress, ...unknown }) {
      const from = readTableOptions({
        ...unknown,
        dialect: 'duckdb',
        table: [VIEW],
        target,
        features: features ?? otherColumns(columns, target, sampleWeight),
        ...(where === undefined ? {} : { where }),
        ...(sampleWeight === undefined ? {} : { sampleWeight }),
      });
      for (const name of [...from.features, target, sampleWeight ?? target]) numericColumn(columns, name);
      const watch = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
      const found = await askMoments(from, (sql) => engine.row(sql, watch));
      if (where === undefined && sampleWeight === undefined) rows ??= found.n + found.skippedRows;
      return found;
    },
    async sample(count, seed = 1, watch = {}) {
      const numeric = columns.filter((column) => column.numeric);
      return drawSample(engine, numeric, { count, seed }, watch);
    },
    close: () => engine.close(),
  };
}

/** The rows of a file that tells, or that is small; with others the first pass over the data counts. */
async function countRows(engine: Engine, { format, bytes }: Files): Promise<number | undefined> {
  if (format !== 'parquet' && bytes > COUNTED_BYTES) return undefined;
  const { total } = await engine.row(`SELECT COUNT(*) AS total FROM ${VIEW}`);
  return Number(total);
}

function otherColumns(columns: readonly FileColumn[], target: string, sampleWeight?: string): string[] {
  const others = columns.filter(({ name, numeric }) => numeric && name !== target && name !== sampleWeight);
  if (others.length > 0) return others.map(({ name }) => name);
  throw new GdError('DATA', `no numeric column beside the target ${quote(target)}`, 'add a column');
}

async function drawSample(
  engine: Engine,
  numeric: readonly FileColumn[],
  { count, seed }: { count: number; seed: number },
  watch: Watch,
): Promise<FileSample> {
  for (const [name, value, least] of [
    ['count', count, 1],
    ['seed', seed, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= least && value < 2 ** 31) continue;
    throw new GdError('OPTION', `"${name}" expected a whole number ≥ ${least}, got ${describe(value)}`, '', {
      option: name,
    });
  }
  const sample: Record<string, (number | null)[]> = Object.create(null);
  if (numeric.length === 0) return sample;
  const cast = numeric.map(({ name }) => {
    const value = `CAST(${quoteIdentifier(name, 'duckdb')} AS DOUBLE)`;
    return `CASE WHEN isfinite(${value}) THEN ${value} END`;
  });
  const drawn = await engine.columns(
    `SELECT ${cast.join(', ')} FROM ${VIEW} USING SAMPLE reservoir(${count} ROWS) REPEATABLE (${seed})`,
    watch,
  );
  for (const [j, { name }] of numeric.entries()) sample[name] = drawn.columns[j] as (number | null)[];
  return sample;
}

function readOptions(path: string, options: FileOptions): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new GdError('OPTION', `"path" expected the name of a file, got ${describe(path)}`);
  }
  const unknown = Object.keys(options).find((name) => name !== 'memoryLimit');
  if (unknown !== undefined) {
    throw new GdError('OPTION', `unknown option ${quote(unknown)}`, 'the option is memoryLimit', {
      option: unknown,
    });
  }
  const { memoryLimit = MEMORY_LIMIT } = options;
  if (/^\d+(\.\d+)? ?[KMGT]i?B$/.test(memoryLimit)) return memoryLimit;
  throw new GdError(
    'OPTION',
    `"memoryLimit" expected a size like 512MB or 4GB, got ${describe(memoryLimit)}`,
    '',
    {
      option: 'memoryLimit',
    },
  );
}
