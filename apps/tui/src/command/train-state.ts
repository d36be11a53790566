import { Model, Moments, type Trainer } from '@gd-trainer/sdk';
import { flagOf } from '@gd-trainer/sdk/view';
import { languageOf, type OpenedExperiment, openExperiment } from '../input/open-run.ts';
import { cleanJson, quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { saveModel } from '../output/model-file.ts';
import type { Output } from '../output/output.ts';
import { endingOf, epochLine, resultOf } from '../output/result.ts';
import { withinTime } from '../output/stop-signal.ts';
import { type Language, WORDS } from '../words/words.ts';
import type { TrainingFlags } from './flags.ts';
import type { Request } from './request.ts';
import { loadScreen, wantsScreen } from './wants-screen.ts';

/**
 * `--state`: the run as it was left, on the screen, or printed; flags that set options change it from there on. Resolves
 * to the exit code.
 */
export async function showExperiment(
  state: string,
  file: string | undefined,
  request: Request,
  output: Output,
): Promise<number> {
  const { flags, flagOptions, timeout } = request;
  refuseRowFlags(flags);
  const opened = await withinTime(timeout, (signal) => openExperiment(state, file, output, signal));
  const { trainer, data, choice, view, screen } = opened;
  if (Object.keys(flagOptions).length > 0) trainer.set(flagOptions);
  const language = languageOf(flags.lang, opened.language);
  if (wantsScreen(flags)) {
    if (opened.source instanceof Moments) throw nothingToDraw();
    const openScreen = await loadScreen();
    const request = { data, choice, options: flagOptions, flags, language, timeout, trainer, view, screen };
    return openScreen(request, output);
  }
  await print(opened, request, language, output);
  return EXIT.done;
}

/** Settled when rows are read, or before the first epoch: no later flag changes them. */
const SETTLED = ['target', 'features', 'sampleWeight', 'where', 'missing', 'validation', 'initial'] as const;

function refuseRowFlags(flags: TrainingFlags): void {
  const settled = SETTLED.find((name) => flags[name] !== undefined);
  if (settled === undefined) return;
  throw new Failure(
    EXIT.usage,
    `${flagOf(settled) ?? `--${settled}`} cannot change a run that has begun`,
    'leave it out, or begin a new run without --state',
  );
}

const nothingToDraw = (): Failure =>
  new Failure(
    EXIT.usage,
    'the run was made on sums of rows, which are in it, but the screen draws rows',
    'pass --no-interactive or --json for its result',
  );

async function print(
  { trainer, data }: OpenedExperiment,
  { flags, every }: Request,
  language: Language,
  output: Output,
): Promise<void> {
  const { status, epoch } = trainer.snapshot;
  if (status === 'diverged') {
    throw new Failure(
      EXIT.diverged,
      `the run of ${quoted(data.name)} has diverged by epoch ${epoch}`,
      'open it on a terminal and go back from there',
    );
  }
  const model = new Model(trainer.toModel());
  if (flags.save !== undefined) saveModel(flags.save, model);
  const { onEpoch, signal, ...options } = trainer.options;
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const result = resultOf(model, given, endingOf(trainer.snapshot));
  if (flags.jsonl) for (const line of historyOf(trainer, every)) output.data(line);
  if (flags.json || flags.jsonl) output.data(`${cleanJson(result)}\n`);
  else {
    const { printResult } = await import('../output/print-result.ts');
    output.data(printResult(data.name, result, WORDS[language]));
  }
}

/** The epochs up to the present one, a line each. */
function* historyOf(trainer: Trainer, every: number): Generator<string> {
  const branch = trainer.branch();
  const { epoch: last } = trainer.snapshot;
  for (let epoch = 0; epoch < last; epoch += every) yield epochLine(branch.seek(epoch));
  yield epochLine(trainer.snapshot);
}
