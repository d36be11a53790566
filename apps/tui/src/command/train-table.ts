import { type FitOptions, fitGroups } from '@gd-trainer/sdk';
import {
  type GroupMoments,
  momentsFromSql,
  type SqlTable,
  summaryFromSql,
  type TableMoments,
} from '@gd-trainer/sdk/sql';
import { requireRows } from '../input/choose-columns.ts';
import { openClient, type SqlClient } from '../input/sql-client.ts';
import { listOf } from '../input/values.ts';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { skippedNotes } from '../output/notes.ts';
import type { Output } from '../output/output.ts';
import type { RowsAgain } from '../output/print-summary.ts';
import { type StopSignal, stopSignal } from '../output/stop-signal.ts';
import type { SqlFlags } from './flags.ts';
import { isRobust, type Request, requestOf } from './request.ts';
import { countsOf, methodOf, printGroups } from './train-groups.ts';
import { trainHeadless } from './train-rows.ts';

/** The `sql` command: the database sums its rows up, the descent runs here. Resolves to the exit code. */
export async function trainSql(flags: SqlFlags, output: Output): Promise<number> {
  const task = flags.errors === undefined && flags.level === undefined ? 'train' : 'summary';
  const request = requestOf({ ...flags, task });
  const asked = askedTable(flags, request);
  const started = performance.now();
  const client = await openTable(flags, addressOf(flags));
  try {
    const read = await readMoments(client, asked, request, output);
    if (!read) return EXIT.interrupted;
    const again = isRobust(request.errors) ? askedAgain(client, asked) : undefined;
    // training takes its time, and a connection of others
    if (!again) await client.close();
    return await trainSums(read, again, request, started, output);
  } finally {
    await client.close();
  }
}

/** Trains from the sums of a table, and asks it again for what the errors of a summary need. Resolves to the exit code. */
async function trainSums(
  read: TableMoments | GroupMoments,
  again: RowsAgain | undefined,
  request: Request,
  started: number,
  output: Output,
): Promise<number> {
  const { flagOptions, language } = request;
  const { target, table, features } = request.flags as SqlFlags;
  const options: FitOptions = {
    missing: 'drop',
    ...flagOptions,
    target,
    features: listOf(features) ?? [],
  };
  if ('keys' in read) {
    for (const note of skippedNotes(countsOf(read), options, language)) output.note(note);
    const fits = await fitGroups(read, { ...flagOptions, target, method: methodOf(options) });
    return printGroups(fits, { target, by: read.by }, request, output);
  }
  requireRows(read.n, read.names.length - 1);
  const skipped = skippedNotes(read, options, language);
  return trainHeadless(
    {
      name: cleanText(table),
      source: read,
      skippedRows: read.skippedRows,
      ...(again && { again }),
      options,
      notes: () => skipped,
    },
    request,
    started,
    output,
  );
}

/** What is asked of a table, as the sdk takes it. */
interface AskedTable {
  readonly rows: Pick<SqlTable, 'dialect' | 'table' | 'where' | 'sampleWeight'>;
  readonly columns: Pick<SqlTable, 'target' | 'features' | 'intercept'>;
  readonly by: readonly string[] | undefined;
}

const askedTable = (
  { dialect, table, target, features, where, by }: SqlFlags,
  { flagOptions: { intercept = true, sampleWeight } }: Request,
): AskedTable => ({
  rows: {
    dialect,
    table: partsOf(table),
    ...(where !== undefined && { where }),
    ...(typeof sampleWeight === 'string' && { sampleWeight }),
  },
  columns: { target, features: listOf(features) ?? [], intercept },
  by: listOf(by),
});

/** A client that may be closed twice, and whose query ends with any of the signals that it was given. */
interface TableClient extends SqlClient {
  stopAt(signal: AbortSignal): void;
}

async function openTable({ dialect }: SqlFlags, url: string | undefined): Promise<TableClient> {
  const ending = new AbortController();
  const client = await openClient(dialect, url, ending.signal);
  let closed: Promise<void> | undefined;
  return {
    query: client.query,
    stopAt: (signal) => signal.addEventListener('abort', () => ending.abort(signal.reason)),
    close() {
      closed ??= client.close();
      return closed;
    },
  };
}

/** The moments, or nothing after Ctrl-C. */
async function readMoments(
  client: TableClient,
  { rows, columns, by }: AskedTable,
  { timeout }: Request,
  output: Output,
): Promise<TableMoments | GroupMoments | undefined> {
  const stop = stopSignal(timeout);
  const { signal } = stop;
  client.stopAt(signal);
  const asked = { ...rows, ...columns, query: client.query, signal };
  try {
    return await (by ? momentsFromSql({ ...asked, by }) : momentsFromSql(asked));
  } catch (error) {
    if (!signal.aborted) throw error;
    stoppedAsking(stop, output);
    return undefined;
  } finally {
    stop.release();
  }
}

/** A summary by one more question to the table. */
const askedAgain = (client: TableClient, { rows }: AskedTable): RowsAgain => ({
  summary(model, asked, signal) {
    client.stopAt(signal);
    return summaryFromSql(model, { ...rows, ...asked, query: client.query, signal });
  },
  stopped: stoppedAsking,
});

/** Ends a question that was stopped, with the exit code of an interruption. Throws where the time ran out. */
function stoppedAsking(stop: StopSignal, output: Output): number {
  if (!stop.interrupted()) throw new Failure(EXIT.data, 'the time ran out before the database had answered');
  output.note('stopped before the database had answered: there is no result');
  return EXIT.interrupted;
}

/** --url, else GD_TRAINER_URL. What stands on a command line can be read by everyone on the machine: no passwords there. */
function addressOf({ url }: SqlFlags): string | undefined {
  if (url === undefined) return process.env.GD_TRAINER_URL || undefined;
  if (/^[a-z][a-z\d+.-]*:\/\/[^/]*@/i.test(url) || /[?&](?:password|pass|pwd)=/i.test(url)) {
    throw new Failure(
      EXIT.usage,
      '--url expected an address without user and password, which others on this machine could read there',
      'put the whole URL into the variable GD_TRAINER_URL instead',
    );
  }
  return url;
}

/** `db.t` as the parts of a name; a part with a dot in it stands in double quotes. */
function partsOf(table: string): string[] {
  const parts = Array.from(table.matchAll(/(?:^|\.)(?:"((?:[^"]|"")+)"|([^."]+))/g), ([, inQuotes, bare]) =>
    inQuotes === undefined ? bare! : inQuotes.replaceAll('""', '"'),
  );
  const whole = parts.map((part) => (/[."]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part)).join('.');
  if (parts.length > 0 && whole.replaceAll('"', '') === table.replaceAll('"', '')) return parts;
  throw new Failure(EXIT.usage, `--table expected a name like db.table, got ${quoted(table)}`);
}
