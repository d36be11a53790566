// DuckDB, an optional peer dependency of 68 MB, loaded when a file is opened and shut off from everything but that file.
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { GdError } from '../errors.ts';
import type { Answer } from '../sql/answers.ts';
import { engineError } from '../sql/engine-error.ts';

/** Progress of a query. */
export interface Progress {
  /** Share of the work done, 0 to 1. */
  readonly share: number;
  /** Rows read so far. */
  readonly rows: number;
}

/** Listener and signal of one query. */
export interface Watch {
  /** Aborts the query: what waits for it rejects with the reason. */
  readonly signal?: AbortSignal;
  /** Called about ten times a second while a query runs. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Some rows of a query. */
export interface Chunk {
  readonly rows: number;
  /** A column of them: doubles, text, or null. */
  column(index: number): { getItem(row: number): unknown };
}

const PROGRESS_MS = 100;
const INTERRUPT_MS = 20;

/** Takes effect before any file is opened: no extension comes from the network or the disk, nothing spills to the disk. */
const CONFIGURATION: Readonly<Record<string, string>> = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  temp_directory: '',
};

/** A database in memory with one connection: queries wait for each other, so that each is watched and stopped alone. */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(memoryLimit: string): Promise<Engine> {
    const { DuckDBInstance } = await loadDuckDb();
    const instance = await DuckDBInstance.create(':memory:', {
      ...CONFIGURATION,
      memory_limit: memoryLimit,
    }).catch((error: unknown) => {
      throw engineError(error);
    });
    const engine = new Engine(instance, await instance.connect());
    // progress is counted for those who ask, and printed for none
    await engine.run(
      'SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0',
    );
    return engine;
  }

  /** From here on these files can be read, no other file read or written, and no setting changed. */
  async lock(files: readonly string[]): Promise<void> {
    await this.run(`SET allowed_paths = [${files.map(textLiteral).join(', ')}]`);
    await this.run('SET enable_external_access = false; SET lock_configuration = true');
  }

  async run(sql: string): Promise<void> {
    await this.columns(sql);
  }

  /** The one row of an aggregate query whose columns have the names we gave them. */
  async row(sql: string, watch?: Watch): Promise<Answer> {
    const { names, columns } = await this.columns(sql, watch);
    return Object.fromEntries(names.map((name, j) => [name, columns[j]![0]]));
  }

  /** Names and values by position, because an object would lose a column called `__proto__`. */
  columns(sql: string, watch: Watch = {}): Promise<{ names: string[]; columns: unknown[][] }> {
    const answer = this.#last.then(() => this.#ask(sql, watch));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #ask(sql: string, { signal, onProgress }: Watch): Promise<{ names: string[]; columns: unknown[][] }> {
    signal?.throwIfAborted();
    const connection = this.#connection;
    const release = interruptOn(signal, connection);
    const timer = onProgress && setInterval(() => report(connection, onProgress), PROGRESS_MS);
    try {
      const reader = await connection.runAndReadAll(sql);
      const names = reader.columnNames();
      const columns = reader.getColumns();
      return { names, columns: names.map((_, j) => columns[j] ?? []) };
    } catch (error) {
      signal?.throwIfAborted();
      throw engineError(error);
    } finally {
      clearInterval(timer);
      release();
    }
  }

  /**
   * The rows of a query as they come, some thousand at a time. One that breaks ends like one that is complete: who asks
   * counts. A connection of its own lets other queries in between.
   */
  async *stream(sql: string, { signal }: Watch = {}): AsyncGenerator<Chunk> {
    signal?.throwIfAborted();
    const connection = await this.#instance.connect();
    const release = interruptOn(signal, connection);
    try {
      const result = await connection.stream(sql).catch((error: unknown) => {
        throw engineError(error);
      });
      for (;;) {
        const chunk = await result.fetchChunk();
        signal?.throwIfAborted();
        if (!chunk?.rowCount) return;
        yield { rows: chunk.rowCount, column: (index) => chunk.getColumnVector(index) };
      }
    } finally {
      release();
      connection.closeSync();
    }
  }

  /** Why the rows of a query ended early: the engine tells it when all of them are asked for at once. */
  async failureOf(sql: string): Promise<GdError> {
    try {
      await this.columns(`SELECT COUNT(COLUMNS(*)) FROM (${sql}) AS rows`);
    } catch (error) {
      return error as GdError;
    }
    return engineError(new Error('the rows ended before the file did'));
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

/** Text as a literal of DuckDB, whatever it holds. */
export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Interrupts the query of a connection when the signal says so, again and again until released: an interrupt that comes
 * before the query has begun is forgotten when it begins.
 */
function interruptOn(signal: AbortSignal | undefined, connection: DuckDBConnection): () => void {
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_MS);
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  return () => {
    clearInterval(again);
    signal?.removeEventListener('abort', interrupt);
  };
}

function report(connection: DuckDBConnection, onProgress: (progress: Progress) => void): void {
  const { percentage, rows_processed: rows } = connection.progress;
  if (percentage >= 0) onProgress({ share: Math.min(1, percentage / 100), rows: Number(rows) });
}

async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    throw new GdError(
      'UNSUPPORTED',
      'reading this file needs DuckDB, which is not installed for this machine',
      'npm install @duckdb/node-api',
    );
  }
}
