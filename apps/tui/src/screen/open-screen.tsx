import { type FitOptions, Model, type Trainer } from '@gd-trainer/sdk';
import type { TableMoments } from '@gd-trainer/sdk/sql';
import { type Session, watchedRate } from '@gd-trainer/sdk/view';
import { type Instance, type RenderOptions, render } from 'ink';
import type { ReactElement } from 'react';
import { type Choice, numericIn } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import { type Keyboard, openKeyboard } from '../input/keyboard.ts';
import { trainingOptions } from '../input/preset-options.ts';
import { EXIT } from '../output/failure.ts';
import { saveModel } from '../output/model-file.ts';
import type { Output } from '../output/output.ts';
import { printResult } from '../output/print-result.ts';
import { endingOf, resultOf } from '../output/result.ts';
import type { Charset } from '../plots/canvas.ts';
import { type Language, WORDS } from '../words/words.ts';
import { App } from './app.tsx';
import { ColumnPicker } from './column-picker.tsx';
import { changedChoice, changedOptions, type Ending, type Reopening } from './reopening.ts';
import { openRun } from './shown-rows.ts';
import { FIRST_SCREEN, panelOf, restored, type ScreenState, SPEEDS } from './state.ts';
import { complaint, Store } from './store.ts';
import { initialTheme } from './theme.ts';

/** The flags that the screen heeds. */
export interface ScreenFlags {
  readonly screenReader?: true;
  readonly save?: string;
  readonly charset?: string;
  readonly color?: string;
  readonly theme?: string;
  readonly mouse?: string;
}

export interface ScreenRequest {
  /** The rows, or a sample of them. */
  readonly data: DataSet;
  /** What a run is made on where the data are a sample: the moments of all rows, or the rows themselves; nothing after Ctrl-C. */
  readonly read?: (
    choice: Choice,
  ) => Promise<{ readonly moments: TableMoments } | { readonly data: DataSet } | undefined>;
  readonly choice: Choice | undefined;
  /** Options of the flags alone. */
  readonly options: FitOptions;
  readonly flags: ScreenFlags;
  readonly language: Language;
  /** The run to go on with, of the chosen columns; a new one if there is none. */
  readonly trainer?: Trainer;
  /** The panel to begin with, by its name. */
  readonly view?: string | undefined;
  /** What else stood on the screen that the run was written from. */
  readonly screen?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds after which the screen closes. */
  readonly timeout: number | undefined;
}

/** The interactive trainer; resolves to the exit code once the reader has left it. */
export async function openScreen(request: ScreenRequest, output: Output): Promise<number> {
  const keyboard = openKeyboard();
  // from now on keys wait for the screen; before it listens they would be echoed into it
  keyboard.setRawMode(true);
  try {
    const asksForMouse = request.flags.mouse !== 'never';
    const choice = request.choice ?? (await pickColumns(request, undefined, keyboard, asksForMouse));
    if (!choice) return EXIT.interrupted;
    let store = await openStore(request, choice, keyboard);
    if (!store) return EXIT.interrupted;
    let farewell = '';
    for (;;) {
      const ending = await showTrainer(store, request, keyboard);
      farewell = (await store.farewell) || farewell;
      if ('exitCode' in ending) {
        finish(store.view().session, request, output);
        output.data(farewell);
        return ending.exitCode;
      }
      if ('suspend' in ending) suspend(keyboard);
      else store = await reopen(store, ending.reopen, request, keyboard);
    }
  } finally {
    keyboard.close();
  }
}

/** Hands the terminal back to the shell, as Ctrl-Z does everywhere, until that calls the trainer to the front. */
function suspend(keyboard: Keyboard): void {
  if (process.platform === 'win32') return;
  keyboard.setRawMode(false);
  // the whole group, or a parent such as npm would wait before the shell
  process.kill(0, 'SIGTSTP');
  keyboard.setRawMode(true);
}

/** Another run on other columns, or the same one where none were chosen or they will not do, which it then says. */
async function reopen(
  store: Store,
  change: Reopening | 'by choice',
  request: ScreenRequest,
  keyboard: Keyboard,
): Promise<Store> {
  const { session, rows, screen } = store.view();
  const language = screen.language;
  try {
    const choice =
      change === 'by choice'
        ? await pickColumns({ ...request, language }, rows.choice, keyboard, screen.mouse)
        : changedChoice(request.data, rows.choice, change);
    const options = change === 'by choice' ? {} : changedOptions(session.trainer.options, rows, change);
    // other columns are another run
    const { trainer, screen: _, ...rest } = request;
    const kept = { ...rest, options: { ...request.options, ...options } };
    return (choice && (await openStore(kept, choice, keyboard, screen))) ?? store;
  } catch (error) {
    keyboard.setRawMode(true);
    store.dispatch({ screen: { type: 'message', text: complaint(error, language), tone: 'error' } });
    return store;
  }
}

/** A session on the chosen columns; of a file that stays where it is moments or rows are read first, unless Ctrl-C stops that. */
async function openStore(
  { data, read, options, flags, language, trainer, view, screen: kept = {} }: ScreenRequest,
  choice: Choice,
  keyboard: Keyboard,
  before?: ScreenState,
): Promise<Store | undefined> {
  // Ctrl-C is a signal while there is no screen to take it as a key
  if (read) keyboard.setRawMode(false);
  const found = await read?.(choice);
  if (read && !found) return undefined;
  keyboard.setRawMode(true);
  const asked = trainingOptions(data, choice, options);
  const { data: shown = data, moments } = { data: undefined, moments: undefined, ...found };
  const run = openRun(shown, choice, trainer ?? { ...asked, learningRate: watchedRate(asked) }, moments);
  const screen = { ...firstScreen(run.session, flags, language), panel: panelOf(view), ...restored(kept) };
  const chosen = before && {
    language: before.language,
    theme: before.theme,
    charset: before.charset,
    mouse: before.mouse,
    history: before.history,
  };
  return new Store(run, { ...screen, ...chosen });
}

const RENDER = {
  alternateScreen: true,
  incrementalRendering: true,
  exitOnCtrlC: false,
  maxFps: 30,
  interactive: true,
} as const;

/** Shows an element on a screen of its own, from the first column: keys of before are on the line that the cursor is on. */
function show(element: ReactElement, keyboard: Keyboard, more: RenderOptions = {}): Instance {
  process.stdout.write('\r');
  // as Ink takes it: all that it asks of a terminal is there
  const stdin = keyboard as unknown as NodeJS.ReadStream;
  return render(element, { ...RENDER, stdin, ...more });
}

async function showTrainer(
  store: Store,
  { flags, timeout }: ScreenRequest,
  keyboard: Keyboard,
): Promise<Ending> {
  const spoken = isSpoken(flags);
  let ending: Ending = { exitCode: EXIT.done };
  const leave = (reason: Ending): void => {
    ending = reason;
    app.unmount();
  };
  const app = show(<App store={store} keyboard={keyboard} spoken={spoken} leave={leave} />, keyboard, {
    isScreenReaderEnabled: spoken,
    alternateScreen: !spoken,
  });
  const interrupt = (): void => leave({ exitCode: EXIT.interrupted });
  const halt = (): void => leave({ suspend: true });
  process.on('SIGINT', interrupt).on('SIGTSTP', halt);
  const timer = timeout === undefined ? undefined : setTimeout(() => leave({ exitCode: EXIT.done }), timeout);
  try {
    await app.waitUntilExit();
    return ending;
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTSTP', halt);
    store.close();
  }
}

function isSpoken(flags: ScreenFlags): boolean {
  return flags.screenReader === true || process.env.INK_SCREEN_READER === 'true';
}

async function pickColumns(
  { data, flags, language }: ScreenRequest,
  present: Choice | undefined,
  keyboard: Keyboard,
  asksForMouse: boolean,
): Promise<Choice | undefined> {
  numericIn(data);
  let picked: Choice | undefined;
  const pick = (choice: Choice | undefined): void => {
    picked = choice;
    app.unmount();
  };
  const mouse = asksForMouse && !isSpoken(flags) ? keyboard : undefined;
  const picker = (
    <ColumnPicker data={data} present={present} words={WORDS[language]} mouse={mouse} pick={pick} />
  );
  const app = show(picker, keyboard);
  await app.waitUntilExit();
  keyboard.setRawMode(true);
  return picked;
}

/** However the screen was left, the model is saved where it shall be, and the result so far is printed. */
function finish(session: Session, { flags, data, language }: ScreenRequest, output: Output): void {
  const model = new Model(session.trainer.toModel());
  if (flags.save !== undefined) saveModel(flags.save, model);
  // a screen of sentences stays where it is, without a line end of its own
  if (isSpoken(flags)) output.data('\n');
  const { snapshot, trainer } = session;
  // a run that is left within an epoch has done a part of it
  const ending = { ...endingOf(snapshot), epochs: snapshot.epoch + snapshot.sample / trainer.rows };
  output.data(printResult(data.name, resultOf(model, {}, ending), WORDS[language]));
}

/** Seconds that a run takes to the tolerance, if its length is known: most of its way is in the first few. */
const SHOW_SECONDS = 20;

function firstScreen(session: Session, flags: ScreenFlags, language: Language): ScreenState {
  const { converges, end } = session.course;
  const wanted = (converges?.epoch ?? Math.min(end, 500)) / SHOW_SECONDS;
  const speed = SPEEDS.findIndex((candidate) => candidate >= wanted);
  return {
    ...FIRST_SCREEN,
    speed: speed < 0 ? SPEEDS.length - 1 : Math.max(FIRST_SCREEN.speed, speed),
    unit: session.trainer.options.batchSize === 1 ? 'sample' : 'epoch',
    // the loss on rows held out has no place above the minimum of the others
    axis: session.validation ? 'log' : 'gap',
    language,
    theme: initialTheme(flags, process.env),
    charset: (flags.charset as Charset | undefined) ?? charsetOf(process.env),
    mouse: flags.mouse !== 'never',
    message: isSpoken(flags) ? undefined : { text: WORDS[language].welcome, tone: 'plain' },
  };
}

/** Plain characters where the terminal or the locale has no others. */
function charsetOf(env: Readonly<Record<string, string | undefined>>): Charset {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const unicode = process.platform === 'win32' || /utf-?8/i.test(locale);
  return env.TERM === 'linux' || env.TERM === 'dumb' || !unicode ? 'ascii' : 'braille';
}
