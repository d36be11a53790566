import { type FitOptions, fitGroups } from '@gd-trainer/sdk';
import { type GroupMoments, momentsFromSql, type TableMoments } from '@gd-trainer/sdk/sql';
import { requireRows } from '../input/choose-columns.ts';
import { openClient } from '../input/sql-client.ts';
import { listOf } from '../input/values.ts';
import { cleanText, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { skippedNotes } from '../output/notes.ts';
import type { Output } from '../output/output.ts';
import { type StopSignal, stopSignal } from '../output/stop-signal.ts';
import type { SqlFlags } from './flags.ts';
import { requestOf } from './request.ts';
import { countsOf, methodOf, printGroups } from './train-groups.ts';
import { trainHeadless } from './train-rows.ts';

/** The `sql` command: the database sums its rows up, the descent runs here. Resolves to the exit code. */
export async function trainSql(flags: SqlFlags, output: Output): Promise<number> {
  const request = requestOf(flags);
  const { flagOptions, timeout } = request;
  const features = listOf(flags.features) ?? [];
  const options: FitOptions = { missing: 'drop', ...flagOptions, target: flags.target, features };
  const url = addressOf(flags);
  const started = performance.now();
  const stop = stopSignal(timeout);
  const by = listOf(flags.by);
  const read = await readMoments(flags, url, { ...options, by }, stop, output).finally(stop.release);
  if (!read) return EXIT.interrupted;
  if ('keys' in read) {
    for (const note of skippedNotes(countsOf(read), options, request.language)) output.note(note);
    const fits = await fitGroups(read, { ...flagOptions, target: flags.target, method: methodOf(options) });
    return printGroups(fits, { target: flags.target, by: read.by }, request, output);
  }
  const moments = read;
  requireRows(moments.n, moments.names.length - 1);
  const skipped = skippedNotes(moments, options, request.language);
  return trainHeadless(
    {
      name: cleanText(flags.table),
      source: moments,
      skippedRows: moments.skippedRows,
      options,
      notes: () => skipped,
    },
    request,
    started,
    output,
  );
}

/** The moments, or nothing after Ctrl-C. */
async function readMoments(
  { dialect, table, target, where }: SqlFlags,
  url: string | undefined,
  {
    features = [],
    intercept = true,
    sampleWeight,
    by,
  }: FitOptions & { readonly by: readonly string[] | undefined },
  stop: StopSignal,
  output: Output,
): Promise<TableMoments | GroupMoments | undefined> {
  const client = await openClient(dialect, url, stop.signal);
  try {
    const from = {
      dialect,
      table: partsOf(table),
      target,
      features,
      intercept,
      ...(where !== undefined && { where }),
      ...(typeof sampleWeight === 'string' && { sampleWeight }),
    };
    const asked = { ...from, query: client.query, signal: stop.signal };
    return await (by ? momentsFromSql({ ...asked, by }) : momentsFromSql(asked));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (!stop.interrupted())
      throw new Failure(EXIT.data, 'the time ran out before the database had answered');
    output.note('stopped before the database had answered: there is no result');
    return undefined;
  } finally {
    await client.close();
  }
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
