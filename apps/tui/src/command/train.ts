import { DEFAULT_SET } from '../input/bundled-sets.ts';
import {
  type Completeness,
  chooseColumns,
  completeness,
  requireEnoughRows,
  targetNeeded,
  usedColumns,
} from '../input/choose-columns.ts';
import { type DataSet, openDataSet } from '../input/data-set.ts';
import { needsDuckDb, onlyDuckDb } from '../input/formats.ts';
import { trainingOptions } from '../input/preset-options.ts';
import { listOf } from '../input/values.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { isModelFile, readModelFile } from '../output/model-file.ts';
import { columnNotes, notesFor, notesOn } from '../output/notes.ts';
import type { Output } from '../output/output.ts';
import { withinTime } from '../output/stop-signal.ts';
import { type Language, WORDS } from '../words/words.ts';
import { readingOf, type TrainingFlags } from './flags.ts';
import { type Request, requestOf } from './request.ts';
import { trainHeadless } from './train-rows.ts';
import { loadScreen, wantsScreen } from './wants-screen.ts';

/** The `train` command: the screen on a terminal, otherwise train, print, leave. Resolves to the exit code. */
export async function train(file: string | undefined, flags: TrainingFlags, output: Output): Promise<number> {
  const request = requestOf(flags);
  refuseHeldOut(request);
  if (flags.state !== undefined) {
    const { showExperiment } = await import('./train-state.ts');
    return showExperiment(flags.state, file, request, output);
  }
  const source = file ?? DEFAULT_SET;
  if (flags.task === 'summary' && isModelFile(source)) {
    const { printSummary } = await import('../output/print-summary.ts');
    await printSummary(readModelFile(source), request, output);
    return EXIT.done;
  }
  if (staysInFile(source, request)) {
    const { trainLargeFile } = await import('./train-file.ts');
    return trainLargeFile(source, request, output);
  }
  return trainRows(source, request, output);
}

/** Only a descent is watched by rows that are held out. */
function refuseHeldOut({ flags, flagOptions }: Request): void {
  if (flagOptions.validation === undefined || ((flags.task ?? 'train') === 'train' && flags.by === undefined))
    return;
  throw new Failure(
    EXIT.usage,
    '--validation needs a single run, which is stopped when the rows held out are predicted worse',
    'leave it out, or train without --by',
  );
}

/** True where DuckDB shall read. The screen needs the rows themselves to take batches from, which the light reader has. */
function staysInFile(source: string, { flags, flagOptions }: Request): boolean {
  const { where } = flags;
  if (where !== undefined && source === '-') {
    throw new Failure(
      EXIT.usage,
      '--where needs a file, got standard input',
      'save the rows to a file first',
    );
  }
  const batches = flagOptions.batchSize !== undefined && flagOptions.batchSize !== 'full';
  const inMemory = batches && wantsScreen(flags) && where === undefined && !onlyDuckDb(source);
  return needsDuckDb(source, where) && !inMemory;
}

async function trainRows(source: string, request: Request, output: Output): Promise<number> {
  const { flags, flagOptions, language, timeout } = request;
  const started = performance.now();
  const data = await withinTime(timeout, (signal) =>
    openDataSet(source, signal, {
      ...readingOf(flags),
      keepUnreadable: flagOptions.missing === 'error',
    }),
  );
  const { target, sampleWeight } = flags;
  const choice = chooseColumns(data, { target, sampleWeight, features: listOf(flags.features) });
  if (wantsScreen(flags)) {
    const openScreen = await loadScreen();
    return openScreen({ data, choice, options: flagOptions, flags, language, timeout }, output);
  }
  if (!choice) throw targetNeeded(data);
  if (flags.by !== undefined) {
    const { trainGroups } = await import('./train-groups.ts');
    return trainGroups(data, choice, request, output);
  }
  const used = usedColumns(data, choice);
  const options = trainingOptions(data, choice, flagOptions);
  const found = completeness(data, choice);
  if (options.missing === 'drop') requireEnoughRows(data, choice, found);
  return trainHeadless(
    {
      name: data.name,
      source: data.columns,
      options,
      notes: (skipped) => [
        ...notesOn(data, used, language),
        ...columnNotes(choice, language),
        ...rowNotes(data, skipped, found, language),
      ],
      tableNotes: notesFor(data, used, language),
    },
    request,
    started,
    output,
  );
}

/** The rows that stay out of the training, in a line that names the columns where their gaps are all there is to it. */
function rowNotes(
  { rows }: DataSet,
  skipped: number,
  { complete, missingIn }: Completeness,
  language: Language,
): string[] {
  if (skipped === 0) return [];
  const words = WORDS[language];
  const why = skipped === rows - complete ? words.noValueIn(missingIn) : words.noValueUsed;
  return [words.rowsLeftOut(String(skipped), String(rows), why)];
}
