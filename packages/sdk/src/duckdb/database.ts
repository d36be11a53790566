// DuckDB, an optional peer dependency of 68 MB, loaded when a file is opened and shut off from everything but that file.
import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBPreparedStatement,
} from '@duckdb/node-api';
import { GdError, quote } from '../errors.ts';
import type { AnswerRow } from '../sql/answers.ts';
import { quoteIdentifier } from '../sql/dialects.ts';
import { engineError } from '../sql/engine-error.ts';

/** Progress of a query. */
export interface Progress {
  /** Share of the work done, 0 to 1. */
  readonly share: number;
  /** Rows read so far. */
  readonly rows: number;
}

/** Listener and signal of one query. */
export interface QueryWatch {
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

/** A stored database that is asked, and stays as it is to the last byte. */
const READ_ONLY: Readonly<Record<string, string>> = {
  ...CONFIGURATION,
  access_mode: 'READ_ONLY',
  enable_external_access: 'false',
  lock_configuration: 'true',
};

/**
 * A database with one connection: queries wait for each other, so that each is watched and stopped alone. What is asked
 * of it is one SELECT, by the engine's own word, whatever a condition in it says.
 */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** An empty one in memory, for files. */
  static async inMemory(memoryLimit: string): Promise<Database> {
    const database = await Database.#open(':memory:', { ...CONFIGURATION, memory_limit: memoryLimit });
    // progress is counted for those who ask, and printed for none
    await database.run(
      'SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0',
    );
    return database;
  }

  /** One that is stored in a file. */
  static async stored(path: string): Promise<Database> {
    return Database.#open(path, READ_ONLY);
  }

  static async #open(path: string, configuration: Readonly<Record<string, string>>): Promise<Database> {
    const { DuckDBInstance } = await loadDuckDb();
    try {
      const instance = await DuckDBInstance.create(path, configuration);
      return new Database(instance, await instance.connect());
    } catch (error) {
      throw engineError(error);
    }
  }

  /** From here on these files can be read, no other file read or written, and no setting changed. */
  async lock(files: readonly string[]): Promise<void> {
    await this.run(`SET allowed_paths = [${files.map(textLiteral).join(', ')}]`);
    await this.run('SET enable_external_access = false; SET lock_configuration = true');
  }

  /** Statements of our own, with nothing in them that came from outside but names and literals. */
  async run(sql: string): Promise<void> {
    await this.#connection.run(sql).catch((error: unknown) => {
      throw engineError(error);
    });
  }

  /** Makes a table of columns in memory, text among numbers left out. */
  async load(table: string, columns: readonly LoadedColumn[]): Promise<void> {
    const { DOUBLE, DuckDBDataChunk, VARCHAR } = await loadDuckDb();
    const types = columns.map(({ numeric }) => (numeric ? 'DOUBLE' : 'VARCHAR'));
    const named = columns.map(({ name }, j) => `${quoteIdentifier(name, 'duckdb')} ${types[j]}`);
    await this.run(`CREATE TABLE ${table} (${named.join(', ')})`);
    const appender = await this.#connection.createAppender(table);
    const rows = columns[0]!.cells.length;
    for (let start = 0; start < rows; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - start);
      const chunk = DuckDBDataChunk.create(
        types.map((type) => (type === 'DOUBLE' ? DOUBLE : VARCHAR)),
        count,
      );
      const cells = columns.map((column) => cellsOf(column, start, count));
      chunk.setColumns(cells);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  /** Throws `OPTION` unless the engine's own parser takes a text for one condition and nothing else. */
  async requireCondition(where: string | undefined): Promise<void> {
    if (where === undefined) return;
    const [read, bare] = await Promise.all([where, 'true'].map((condition) => this.#selectWith(condition)));
    if (read !== undefined && read === bare) return;
    throw new GdError(
      'OPTION',
      `"where" expected one condition in SQL, got ${quote(where)}`,
      'write what could stand between WHERE and the end of a SELECT, and nothing after it',
      { option: 'where' },
    );
  }

  /** A SELECT with a condition, as the parser reads it, the condition itself left out; undefined where it is more or less. */
  async #selectWith(condition: string): Promise<string | undefined> {
    const select = textLiteral(`SELECT 1 WHERE (${condition}\n)`);
    const { tree } = await this.row(`SELECT CAST(json_serialize_sql(${select}) AS VARCHAR) AS tree`);
    const parsed = JSON.parse(String(tree)) as ParsedSql;
    if (parsed.error_type === 'parser') throw engineError(new Error(`Parser Error: ${parsed.error_message}`));
    const [statement, ...more] = parsed.statements ?? [];
    return statement && more.length === 0
      ? JSON.stringify({ ...statement.node, where_clause: null })
      : undefined;
  }

  /** The one row of an aggregate query whose columns have the names we gave them. */
  async row(sql: string, watch?: QueryWatch): Promise<AnswerRow> {
    return (await this.rows(sql, watch))[0] ?? {};
  }

  /** The rows of an answer, by the names of its columns, which are ours: `columns` takes any. */
  async rows(sql: string, watch?: QueryWatch): Promise<AnswerRow[]> {
    const { names, columns } = await this.columns(sql, watch);
    return Array.from(columns[0] ?? [], (_, row) => {
      const values: Record<string, unknown> = {};
      for (let j = 0; j < names.length; j++) values[names[j]!] = columns[j]![row];
      return values;
    });
  }

  /** Names and values by position, because an object would lose a column called `__proto__`. */
  columns(sql: string, watch: QueryWatch = {}): Promise<{ names: string[]; columns: unknown[][] }> {
    const answer = this.#last.then(() => this.#ask(sql, watch));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #ask(
    sql: string,
    { signal, onProgress }: QueryWatch,
  ): Promise<{ names: string[]; columns: unknown[][] }> {
    signal?.throwIfAborted();
    const connection = this.#connection;
    const release = interruptOn(signal, connection);
    const silence = reportOn(connection, onProgress);
    let select: DuckDBPreparedStatement | undefined;
    try {
      select = await onlySelect(connection, sql);
      const reader = await select.runAndReadAll();
      const names = reader.columnNames();
      const columns = reader.getColumns();
      return { names, columns: names.map((_, j) => columns[j] ?? []) };
    } catch (error) {
      signal?.throwIfAborted();
      throw engineError(error);
    } finally {
      // it holds the buffers of the files that it has read, until it is collected at the latest
      select?.destroySync();
      silence();
      release();
    }
  }

  /**
   * The rows of a query as they come, some thousand at a time. One that breaks ends like one that is complete: who asks
   * counts. A connection of its own lets other queries in between.
   */
  async *stream(sql: string, { signal }: QueryWatch = {}): AsyncGenerator<Chunk> {
    signal?.throwIfAborted();
    const connection = await this.#instance.connect();
    const release = interruptOn(signal, connection);
    let next: Promise<DuckDBDataChunk | null> | undefined;
    try {
      const result = await onlySelect(connection, sql)
        .then((select) => select.stream())
        .catch((error: unknown) => {
          throw engineError(error);
        });
      const ask = (): Promise<DuckDBDataChunk | null> => {
        const chunk = result.fetchChunk();
        // it is looked at when it is awaited
        chunk.catch(() => undefined);
        return chunk;
      };
      next = ask();
      for (;;) {
        const chunk = await next;
        signal?.throwIfAborted();
        if (!chunk?.rowCount) return;
        // the engine reads on while these rows are worked on
        next = ask();
        yield { rows: chunk.rowCount, column: (index) => chunk.getColumnVector(index) };
      }
    } finally {
      release();
      // a connection is closed once nothing is asked of it
      await next?.catch(() => undefined);
      connection.closeSync();
    }
  }

  /** Reason why the rows of a query ended early: the engine tells it when all of them are asked for at once. */
  async failureOf(sql: string): Promise<GdError> {
    try {
      await this.columns(`SELECT COUNT(COLUMNS(*)) FROM (${sql}) AS rows`);
    } catch (error) {
      return error as GdError;
    }
    return engineError(new Error('the rows ended before the file did'));
  }

  /** Closes it once what it has been asked is answered: a query under way would read memory that is gone. */
  close(): void {
    this.#last.then(() => {
      this.#connection.closeSync();
      this.#instance.closeSync();
    });
  }
}

/** A column to be loaded: numbers, or the text of its cells. */
export interface LoadedColumn {
  readonly name: string;
  readonly numeric: boolean;
  readonly cells: ArrayLike<number | string | null>;
}

/** Rows that the engine takes at a time. */
const CHUNK_ROWS = 2048;

function cellsOf({ numeric, cells }: LoadedColumn, start: number, count: number): (number | string | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const cell = cells[start + i]!;
    if (cell === null || (numeric && typeof cell === 'string')) return null;
    return numeric ? cell : String(cell);
  });
}

/** Text as a literal of DuckDB, whatever it holds. */
export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A text as DuckDB's parser takes it, or why it does not. */
interface ParsedSql {
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly { readonly node: object }[];
}

/** A text as one SELECT, and no other statement. */
async function onlySelect(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const { StatementType } = await loadDuckDb();
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error(`expected one statement, got ${statements.count}`);
  const statement = await statements.prepare(0);
  if (statement.statementType === StatementType.SELECT) return statement;
  throw new Error('expected a SELECT, got another statement');
}

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

/** Tells of the progress of a query again and again, until the function returned is called. */
function reportOn(
  connection: DuckDBConnection,
  onProgress: ((progress: Progress) => void) | undefined,
): () => void {
  if (!onProgress) return () => {};
  let last: Progress = { share: 0, rows: 0 };
  const timer = setInterval(() => {
    const { percentage, rows_processed: rows } = connection.progress;
    // in some parts of its work the engine cannot tell: then it is where it was
    if (percentage >= 0) last = { share: Math.min(1, percentage / 100), rows: Number(rows) };
    onProgress(last);
  }, PROGRESS_MS);
  return () => clearInterval(timer);
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
