import { EXIT } from './failure.ts';
import { openExperiment } from './open-experiment.ts';
import type { Output } from './output.ts';
import { saveModel } from './save-model.ts';
import { Session } from './session.ts';
import { withinTime } from './stop-signal.ts';
import { loadScreen, type Request, wantsScreen } from './train.ts';
import { resultOf } from './training-result.ts';
import { type Language, WORDS } from './words/words.ts';

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
  const { trainer, data, choice, view, ...opened } = await withinTime(timeout, openExperiment(state, file));
  if (Object.keys(flagOptions).length > 0) trainer.set(flagOptions);
  const language = flags.lang ? request.language : languageOf(opened.language, request.language);
  if (wantsScreen(flags)) {
    const openScreen = await loadScreen();
    const screen = { data, choice, options: flagOptions, flags, language, timeout, trainer, view };
    return openScreen(screen, output);
  }
  const session = new Session(data, choice, trainer);
  const model = session.toModel();
  if (flags.save !== undefined) saveModel(flags.save, model);
  const { status, epoch } = trainer.snapshot;
  const { onEpoch, signal, ...options } = trainer.options;
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const result = resultOf(model, given, { status, epochs: epoch });
  if (flags.json || flags.jsonl) output.data(`${JSON.stringify(result)}\n`);
  else {
    const { printResult } = await import('./print-result.ts');
    output.data(printResult(data.name, result, WORDS[language]));
  }
  return EXIT.done;
}

const languageOf = (name: string | undefined, otherwise: Language): Language =>
  name !== undefined && Object.hasOwn(WORDS, name) ? (name as Language) : otherwise;
