import {
  type Epoch,
  type FitOptions,
  fit,
  forecast,
  type Model,
  Moments,
  type Optimizer,
  type Source,
  type Status,
  solve,
  Trainer,
} from '@gd-trainer/sdk';
import type { Note } from '@gd-trainer/sdk/csv';
import { formatNumber, TRAITS } from '@gd-trainer/sdk/view';
import { onMoments } from '../input/preset-options.ts';
import { countedPasses, type RowPasses } from '../input/row-passes.ts';
import { cleanJson } from '../output/clean-text.ts';
import { EXIT } from '../output/failure.ts';
import { saveModel } from '../output/model-file.ts';
import type { Output } from '../output/output.ts';
import type { RowsAgain } from '../output/print-summary.ts';
import { type ProgressBar, progressBar } from '../output/progress-bar.ts';
import { epochLine, resultOf } from '../output/result.ts';
import { stoppedReading, stopSignal } from '../output/stop-signal.ts';
import { wayOn } from '../output/way-on.ts';
import { WORDS } from '../words/words.ts';
import { type Request, timeLeft } from './request.ts';

/** A training, once its data are known. */
export interface PreparedTraining {
  /** Name of the data on screen. */
  readonly name: string;
  /** Their rows, or the moments of them. */
  readonly source: Source;
  /** The rows behind the moments, pass by pass, where they are trained from by batches. */
  readonly rows?: RowPasses;
  /** The rows behind the moments, where a summary asks for them once more. */
  readonly again?: RowsAgain;
  /** Rows left out of moments; of rows the sdk itself knows. */
  readonly skippedRows?: number;
  readonly options: FitOptions;
  /** Notes of the reader of the rows, told in the language of the run. */
  readonly tableNotes?: readonly Note[];
  /** Lines about so many rows, and the columns, left out: for once the run has succeeded. */
  readonly notes: (skippedRows: number) => readonly string[];
}

/** The same with what was asked for; after `timeout` milliseconds it is stopped, and its result so far printed. */
type HeadlessRun = PreparedTraining &
  Pick<Request, 'format' | 'every' | 'language' | 'timeout' | 'task' | 'level' | 'errors'> & {
    readonly save: string | undefined;
  };

/** Trains without a screen and prints the result; resolves to the exit code. */
export async function trainHeadless(
  training: PreparedTraining,
  request: Request,
  started: number,
  output: Output,
): Promise<number> {
  const run = { ...request, ...training, timeout: timeLeft(request, started), save: request.flags.save };
  const { source, options, format } = run;
  warnPastLimit(run, output);
  const stop = stopSignal(run.timeout);
  const progress = run.rows ? progressBar(output, 'rows') : progressBar(output, 'epochs');
  const { epochs = 10_000 } = options;
  // a summary takes one pass over them
  const passes = run.rows && countedPasses(run.rows, run.task === 'train' ? epochs : undefined, progress);
  const again = run.again ?? (passes && readAgain(passes, progress));
  let last: Epoch | undefined;
  const every = format === 'jsonl' ? run.every : Math.max(1, Math.ceil(epochs / 200));
  const onEpoch = (epoch: Epoch): void => {
    last = epoch;
    if (format === 'jsonl') output.data(epochLine(epoch));
    else if (passes) passes.onEpoch(epoch.epoch);
    else progress.show(epoch.epoch / epochs, epoch.epoch);
  };
  try {
    const { signal } = stop;
    const asked = passes ? options : onSource(source, options);
    const model =
      run.task === 'train'
        ? await fit(passes?.pass ?? source, { ...asked, every, onEpoch, signal })
        : await solve(source, { ...onSource(source, options), signal });
    await finish({ ...run, again, signal }, model, model, output);
    return EXIT.done;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (again && run.task === 'summary') return again.stopped(stop, output);
    const model = await stateAsModel(run, last);
    await finish(run, model, { status: 'stopped', epochs: last?.epoch ?? 0 }, output);
    return stop.interrupted() ? EXIT.interrupted : EXIT.done;
  } finally {
    progress.clear();
    stop.release();
  }
}

async function finish(
  run: Omit<HeadlessRun, 'again'> & {
    readonly again?: RowsAgain | undefined;
    readonly signal?: AbortSignal;
  },
  model: Model,
  ending: { readonly status: Status; readonly epochs: number },
  output: Output,
): Promise<void> {
  const found = resultOf(model, run.options, ending);
  const notes = run.tableNotes ?? [];
  const result = { ...found, skippedRows: run.skippedRows ?? found.skippedRows, notes };
  for (const note of [...run.notes(result.skippedRows), ...wayOn(model, run.options, run.language)])
    output.note(note);
  if (model.training.shuffledRows !== undefined) output.note(`rows were ${model.hint}`);
  if (run.save !== undefined) saveModel(run.save, model);
  if (run.task === 'summary') {
    const { printSummary } = await import('../output/print-summary.ts');
    await printSummary(model, { ...run, data: run.source }, output);
  } else if (run.format === 'text') {
    // measuring wide characters takes 30 ms to load, which --json need not wait for
    const { printResult } = await import('../output/print-result.ts');
    output.data(printResult(run.name, result, WORDS[run.language]));
  } else output.data(`${cleanJson(result)}\n`);
}

/** A summary by one more pass, told by the progress bar. */
const readAgain = ({ pass }: Pick<RowPasses, 'pass'>, progress: ProgressBar): RowsAgain => ({
  async summary(model, asked, signal) {
    const summary = await model.summary({ ...asked, data: pass, signal });
    progress.clear();
    return summary;
  },
  stopped: stoppedReading,
});

/** The options for rows, or for the moments of them. */
const onSource = (source: Source, options: FitOptions): FitOptions =>
  source instanceof Moments ? onMoments(options, source) : options;

/** The state a stopped run had reached, under the optimizer that ran: at a rate that is given another would be chosen. */
function stateAsModel({ source, options, rows }: HeadlessRun, last: Epoch | undefined): Promise<Model> {
  const { weights, bias, learningRate } = last ?? {};
  const asked = onSource(source, options);
  const optimizer = chosenOptimizer(source, asked);
  const reached = weights && bias !== undefined ? { initial: { weights, bias } } : {};
  const rate = TRAITS[optimizer].searches ? {} : { learningRate };
  const batchSize = rows ? 'full' : options.batchSize;
  return fit(source, { ...asked, ...reached, ...rate, optimizer, batchSize, epochs: 0 } as FitOptions);
}

/** The optimizer of a run; by batches, for which moments cannot be asked, it is gd unless named. */
function chosenOptimizer(source: Source, options: FitOptions): Optimizer {
  const { optimizer = 'auto', batchSize = 'full' } = options;
  if (optimizer !== 'auto') return optimizer;
  return batchSize === 'full' ? new Trainer(source, { ...options, optimizer }).options.optimizer : 'gd';
}

/** Without scaling any guess at a rate is likely past the limit: said before the run, not after it has failed. */
function warnPastLimit({ source, options }: HeadlessRun, output: Output): void {
  const { learningRate, scale, batchSize = 'full' } = options;
  if (scale !== 'none' || typeof learningRate !== 'number' || batchSize !== 'full') return;
  const { learningRateLimit } = forecast(source, onSource(source, options));
  if (learningRateLimit === null || learningRate < learningRateLimit) return;
  const limit = formatNumber(learningRateLimit, 4);
  output.note(
    `learning rate ${formatNumber(learningRate, 4)} is past the limit ${limit} of these unscaled columns: expect the loss to grow`,
  );
}
