// The clients of databases: optional packages, loaded when a table is asked for. What they know of a connection stays
// with them: no message of ours shows a user, a password or a whole URL.
import { GdError } from '@gd-trainer/sdk';
import type { QueryConfig } from 'pg';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { answerLimit } from './answer-limit.ts';
import { withoutSecrets } from './secrets.ts';

/** Databases that `sql` connects to; the sdk writes SQL for more. */
export const SERVED_DIALECTS = ['clickhouse', 'postgres', 'duckdb'] as const;
export type ServedDialect = (typeof SERVED_DIALECTS)[number];

export interface SqlClient {
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** ClickHouse's code for a user that may only read and asks for a setting. */
const READONLY = '164';
/** Milliseconds to wait for a server to take the connection. */
const CONNECT_MS = 15_000;
/** A sum over a cluster takes as long as it takes; --timeout and Ctrl-C end it sooner. */
const QUERY_MS = 24 * 3_600_000;

/** A client for the address, or for the one its own variables name; connected by the first query. */
export function openClient(
  dialect: ServedDialect,
  url: string | undefined,
  signal: AbortSignal,
): Promise<SqlClient> {
  if (dialect === 'clickhouse') return openClickHouse(url, signal);
  if (dialect === 'postgres') return openPostgres(url, signal);
  return openDuckDb(url, signal);
}

async function openClickHouse(url: string | undefined, signal: AbortSignal): Promise<SqlClient> {
  const { createClient } = await installed('@clickhouse/client', () => import('@clickhouse/client'));
  // the names that ClickHouse's own programs read
  const { CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD } = process.env;
  const address = readUrl(url ?? CLICKHOUSE_URL ?? 'http://localhost:8123', ['http:', 'https:']);
  const bare = address.username === '' && address.password === '';
  const credentials = bare
    ? { user: CLICKHOUSE_USER, password: CLICKHOUSE_PASSWORD }
    : { user: decoded(address.username), password: decoded(address.password) };
  const limit = answerLimit();
  const client = createClient({
    url: address,
    http_agent: await limit.agent(address.protocol === 'https:'),
    request_timeout: QUERY_MS,
    log: { level: 127 as never },
    ...(bare && CLICKHOUSE_USER !== undefined ? { username: CLICKHOUSE_USER } : {}),
    ...(bare && CLICKHOUSE_PASSWORD !== undefined ? { password: CLICKHOUSE_PASSWORD } : {}),
  });
  // 2 leaves the settings to the statement, and writing to nobody
  let clickhouse_settings: { readonly?: '2' } = { readonly: '2' };
  const answerOf = async (query: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const answer = await client.query({
      query,
      format: 'JSONEachRow',
      abort_signal: signal,
      clickhouse_settings,
    });
    return answer.json();
  };
  return {
    async query(query) {
      try {
        return await answerOf(query).catch((error: { code?: unknown }) => {
          // who may not even set this is bound to read by the server
          if (error.code !== READONLY) throw error;
          clickhouse_settings = {};
          return answerOf(query);
        });
      } catch (error) {
        throw limit.exceeded() ?? unreachable(error, address.host) ?? withoutSecrets(error, credentials);
      }
    },
    close: () => client.close(),
  };
}

async function openPostgres(url: string | undefined, signal: AbortSignal): Promise<SqlClient> {
  const { Client } = (await installed('pg', () => import('pg'))).default;
  const address = url === undefined ? undefined : readUrl(url, ['postgres:', 'postgresql:']);
  const limit = answerLimit();
  const settings = {
    stream: limit.socket,
    ...(address ? { connectionString: address.href } : {}),
    connectionTimeoutMillis: CONNECT_MS,
  };
  const client = new Client(settings);
  // a connection that breaks later fails the query under way, which tells of it
  client.on('error', () => {});
  let connected: Promise<unknown> | undefined;
  const cancel = (): void => void cancelQuery(new Client(settings), client);
  signal.addEventListener('abort', cancel);
  return {
    async query(sql) {
      // one snapshot for all statements, and nothing that a condition could change
      connected ??= client
        .connect()
        .then(() => client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY'));
      try {
        await connected;
        // the extended protocol takes one statement: none that a condition adds
        return (await client.query({ text: sql, values: [], queryMode: 'extended' } as QueryConfig)).rows;
      } catch (error) {
        const { user, password } = client;
        throw (
          limit.exceeded() ??
          unreachable(error, `${client.host}:${client.port}`) ??
          withoutSecrets(error, { user, password })
        );
      }
    },
    async close() {
      signal.removeEventListener('abort', cancel);
      await client.end().catch(() => {});
    },
  };
}

/** PostgreSQL goes on with a query whose client has left; only a second connection can stop it. */
async function cancelQuery(second: import('pg').Client, first: import('pg').Client): Promise<void> {
  const { processID } = first as { processID?: number };
  second.on('error', () => {});
  try {
    await second.connect();
    await second.query('SELECT pg_cancel_backend($1)', [processID]);
  } catch {
    // then it ends by itself
  } finally {
    await second.end().catch(() => {});
  }
}

async function openDuckDb(url: string | undefined, signal: AbortSignal): Promise<SqlClient> {
  await installed('@duckdb/node-api', () => import('@duckdb/node-api'));
  if (url === undefined || /^[a-z][a-z\d+.-]+:/i.test(url)) {
    throw new Failure(EXIT.usage, '--url expected the file of a DuckDB database', 'pass --url shop.duckdb');
  }
  const { openDatabase } = await import('@gd-trainer/sdk/duckdb');
  const database = await openDatabase(url).catch((error: GdError) => {
    throw new Failure(
      EXIT.data,
      `${quoted(url)} cannot be opened: ${error.message}`,
      'give the file of a DuckDB database',
    );
  });
  return { query: (sql) => database.query(sql, signal), close: async () => database.close() };
}

async function installed<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    throw new Failure(
      EXIT.usage,
      `this needs ${quoted(name)}, which is not installed`,
      `npm install ${name}`,
    );
  }
}

/** The address, which no message repeats: it may hold a password. */
function readUrl(text: string, protocols: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && protocols.includes(url.protocol)) return url;
  const wanted = protocols.map((protocol) => `${protocol}//host`).join(' or ');
  throw new Failure(EXIT.usage, `--url expected an address like ${wanted}`, 'or set GD_TRAINER_URL to one');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  ENOENT: 'there is no such socket',
};

/** A failure of the connection, in words; undefined where the server has answered. */
function unreachable(error: unknown, host: string): GdError | undefined {
  const { code, errors } = error as { code?: unknown; errors?: readonly { code?: unknown }[] };
  const reason = UNREACHABLE[String(code ?? errors?.[0]?.code)];
  return reason === undefined
    ? undefined
    : new GdError(
        'DATA',
        `no connection to ${quoted(host)}: ${reason}`,
        'check --url and that the server runs',
      );
}
