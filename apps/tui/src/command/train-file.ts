import { type FitOptions, fitGroups } from '@gd-trainer/sdk';
import {
  type Choice,
  chooseColumns,
  requireRows,
  targetNeeded,
  usedColumns,
} from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import { type LargeFile, openLargeFile, type PassOptions } from '../input/large-file.ts';
import { trainingOptions } from '../input/preset-options.ts';
import { listOf } from '../input/values.ts';
import { cleanText } from '../output/clean-text.ts';
import { EXIT } from '../output/failure.ts';
import { columnNotes, notesFor, notesOn, skippedNotes } from '../output/notes.ts';
import type { Output } from '../output/output.ts';
import { progressBar } from '../output/progress-bar.ts';
import { stoppedReading, stopSignal } from '../output/stop-signal.ts';
import type { ScreenRequest } from '../screen/open-screen.tsx';
import { readingOf } from './flags.ts';
import { clusterIn, isRobust, type Request } from './request.ts';
import { countsOf, type FitGroups, methodOf, trainGroups } from './train-groups.ts';
import { trainHeadless } from './train-rows.ts';
import { loadScreen, wantsScreen } from './wants-screen.ts';

/** The `train` command on a file whose rows stay in it. Resolves to the exit code. */
export async function trainLargeFile(source: string, request: Request, output: Output): Promise<number> {
  const { flags } = request;
  const file = await openLargeFile(source, readingOf(flags));
  try {
    const { target, sampleWeight } = flags;
    const choice = chooseColumns(file.data, { target, sampleWeight, features: listOf(flags.features) });
    if (wantsScreen(flags)) return await showLargeFile(file, choice, request, output);
    if (!choice) throw targetNeeded(file.data);
    if (flags.by !== undefined) {
      return await trainGroups(file.data, choice, request, output, groupsIn(file, choice, request, output));
    }
    return await trainOnMoments(file, choice, request, output);
  } finally {
    file.close();
  }
}

/** Options without the features, which moments have settled. */
const unnamed = ({ features: _, ...options }: FitOptions): FitOptions => options;

/** Groups whose moments one pass over a file sums up. */
const groupsIn =
  (file: LargeFile, choice: Choice, { flags, timeout, language }: Request, output: Output): FitGroups =>
  async (options, by, features) => {
    const { where, sampleWeight } = flags;
    const asked = { where, sampleWeight, intercept: options.intercept };
    const groups = await watched(timeout, output, (watch) =>
      file.groups({ ...choice, features }, by, asked, watch),
    );
    return (
      groups && {
        fits: await fitGroups(groups, { ...unnamed(options), method: methodOf(options) }),
        notes: skippedNotes(countsOf(groups), options, language),
      }
    );
  };

async function trainOnMoments(
  file: LargeFile,
  choice: Choice,
  request: Request,
  output: Output,
): Promise<number> {
  const { flags, flagOptions, timeout, language } = request;
  const used = usedColumns(file.data, choice);
  const options = trainingOptions(file.data, choice, flagOptions);
  const started = performance.now();
  const { where, sampleWeight } = flags;
  const asked = { where, sampleWeight, intercept: options.intercept };
  const moments = await watched(timeout, output, (watch) => file.moments(choice, asked, watch));
  if (!moments) return EXIT.interrupted;
  requireRows(moments.n, moments.names.length - 1, {
    all: moments.n + moments.skippedRows,
    target: choice.target,
    missingIn: (moments.notes ?? []).flatMap(({ code, column, count = 0 }) =>
      column !== undefined && (code === 'missing' || code === 'unreadable') ? [{ name: column, count }] : [],
    ),
  });
  const data = { ...file.data, notes: moments.notes ?? [] };
  const lines = [
    ...notesOn(data, used, language),
    ...columnNotes(choice, language),
    ...skippedNotes(moments, options, language),
  ];
  return trainHeadless(
    {
      name: file.data.name,
      source: moments,
      ...(byBatches(options) || isRobust(request.errors)
        ? {
            rows: {
              count: moments.n + moments.skippedRows,
              pass: file.rows(choice, asked, clusterIn(request.errors)),
            },
          }
        : {}),
      skippedRows: moments.skippedRows,
      options,
      notes: () => lines,
      tableNotes: notesFor(data, used, language),
    },
    request,
    started,
    output,
  );
}

const byBatches = ({ batchSize }: FitOptions): boolean => batchSize !== undefined && batchSize !== 'full';

async function showLargeFile(
  file: LargeFile,
  choice: Choice | undefined,
  { flags, flagOptions, timeout, language }: Request,
  output: Output,
): Promise<number> {
  const seed = typeof flagOptions.seed === 'number' ? flagOptions.seed : 1;
  const { where, sampleWeight } = flags;
  const asked = { where, sampleWeight, intercept: flagOptions.intercept };
  const drawn = await watched(timeout, output, (watch) => file.sample(seed, where, watch));
  if (!drawn) return EXIT.interrupted;
  const data: DataSet =
    where === undefined ? drawn : { ...drawn, name: `${drawn.name} where ${cleanText(where)}` };
  const read: ScreenRequest['read'] = (chosen) =>
    watched(timeout, output, async (watch) =>
      byBatches(flagOptions)
        ? { data: { ...(await file.all(chosen, asked, watch)), name: data.name } }
        : { moments: await file.moments(chosen, asked, watch) },
    );
  const openScreen = await loadScreen();
  return openScreen({ data, read, choice, options: flagOptions, flags, language, timeout }, output);
}

/** Reads with a progress bar; nothing comes back after Ctrl-C. */
async function watched<T>(
  timeout: number | undefined,
  output: Output,
  read: (watch: PassOptions) => Promise<T>,
): Promise<T | undefined> {
  const stop = stopSignal(timeout);
  const progress = progressBar(output, 'rows');
  try {
    return await read({
      signal: stop.signal,
      onProgress: ({ share, rows }) => progress.show(share, rows),
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.clear();
    stoppedReading(stop, output);
    return undefined;
  } finally {
    progress.clear();
    stop.release();
  }
}
