import { formatCount, penaltyPath, type RunFormat, type Session } from '@gd-trainer/sdk/view';
import { copy } from '../output/clipboard.ts';
import { toFailure } from '../output/failure.ts';
import { writeWhole } from '../output/files.ts';
import { toldIn } from '../output/told.ts';
import { type Language, WORDS } from '../words/words.ts';
import { type PacedRun, perform, type RunAction } from './actions.ts';
import type { ShownAction, StoreAction, Yanked } from './acts.ts';
import { SCREEN, typed } from './command-line.ts';
import { Pace } from './pace.ts';
import type { ShownRows } from './shown-rows.ts';
import { keptOf, reduceScreen, type ScreenAction, type ScreenState, SPEEDS } from './state.ts';
import { writeRun } from './write-run.ts';
import { yankedText } from './yank.ts';

/** After which a run goes on. */
const KEEPS_RUNNING: ReadonlySet<RunAction['type']> = new Set([
  'set',
  'rate-by',
  'next-optimizer',
  'next-batch',
  'next-scale',
  'branch',
  'race',
  'end-race',
  'save',
]);

/** A race is told apart by what is left above the minimum, where each run is nearly a straight line. */
function axisFor({ type }: RunAction, { race }: Session, { axis }: ScreenState): Pick<ScreenState, 'axis'> {
  return { axis: type !== 'end-race' && race?.fact && axis === 'log' ? 'gap' : axis };
}

/** Frames a second while the run goes on. */
const FRAMES = 12;

/** State that the view draws. A new object a change, so that React sees it. */
export interface View extends PacedRun {
  readonly rows: ShownRows;
  readonly screen: ScreenState;
}

/** A complaint in the words of the command line on screen: `:rate` for `--learning-rate`. */
export const complaint = (error: unknown, language: Language): string =>
  typed(toldIn(language, toFailure(error, SCREEN), SCREEN));

/** Holds session and screen, lets time pass while the run goes on, and tells the view of every change. */
export class Store {
  #view: View;
  #timer: NodeJS.Timeout | undefined;
  #farewell: Promise<string> = Promise.resolve('');
  readonly #listeners = new Set<() => void>();

  /** Text for stdout once the screen is left. */
  get farewell(): Promise<string> {
    return this.#farewell;
  }

  constructor(run: { readonly session: Session; readonly rows: ShownRows }, screen: ScreenState) {
    this.#view = { ...run, pace: new Pace(run.session), screen };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): View => this.#view;

  readonly dispatch = (action: ShownAction): void => {
    try {
      if ('screen' in action) this.#reduce(action.screen);
      else if ('run' in action) this.#perform(action.run);
      else this.#manage(action.store);
    } catch (error) {
      this.#say(complaint(error, this.#view.screen.language), 'error');
    }
  };

  #manage(action: StoreAction): void {
    const { session, rows, pace, screen } = this.#view;
    switch (action.type) {
      case 'toggle-run': {
        const wasUnderWay = pace.goal !== undefined;
        pace.halt();
        const starts = !screen.running && !wasUnderWay;
        this.#run(starts && !session.isOver);
        if (starts && session.isOver) this.#say(WORDS[screen.language].isOver, 'plain');
        return;
      }
      case 'sample-row':
        this.#reduce({ type: 'sample', sample: rows.indexOf(action.row) });
        return;
      case 'yank':
        void this.#yank(action.what);
        return;
      case 'write':
        void this.#write(action.format, action.path);
    }
  }

  #perform(action: RunAction): void {
    const { session, pace, screen } = this.#view;
    const answer = perform(this.#view, action, WORDS[screen.language]);
    if (screen.running && !KEEPS_RUNNING.has(action.type)) this.#run(false);
    if (pace.isUnderWay) {
      pace.approach();
      this.#startClock();
    }
    const shown = { ...this.#view.screen, ...axisFor(action, session, screen), message: undefined };
    this.#show(answer ? reduceScreen(shown, { type: 'message', text: answer, tone: 'plain' }) : shown);
  }

  /** Writes the run as it is now to a file, or keeps it for stdout. */
  async #write(format: RunFormat, path: string | undefined): Promise<void> {
    const { session, rows, screen } = this.#view;
    const { panel, language } = screen;
    const words = WORDS[language];
    const writing = writeRun(format, {
      trainer: session.trainer,
      name: rows.data.name,
      view: panel,
      language,
      screen: keptOf(screen),
    });
    if (path === undefined) this.#farewell = writing.catch(() => '');
    try {
      const content = await writing;
      if (path !== undefined) writeWhole(path, content);
      this.#say(path === undefined ? words.linked : words.saved(path), 'plain');
    } catch (error) {
      this.#say(complaint(error, this.#view.screen.language), 'error');
    }
  }

  /** Copies a part of the run, and says what was sent: no terminal tells whether it took it. */
  async #yank(what: Yanked): Promise<void> {
    const { language } = this.#view.screen;
    try {
      const text = await yankedText(what, this.#view);
      copy(text);
      this.#say(WORDS[language].copied(what, formatCount(Array.from(text).length)), 'plain');
    } catch (error) {
      this.#say(complaint(error, language), 'error');
    }
  }

  #say(text: string, tone: 'plain' | 'error'): void {
    this.#reduce({ type: 'message', text, tone });
  }

  /** Stops the run and its clock; the store can be shown again. */
  close(): void {
    this.#stopClock();
    this.#view = { ...this.#view, screen: { ...this.#view.screen, running: false } };
  }

  #stopClock(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #startClock(): void {
    this.#stopClock();
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#tick(now - last);
      last = now;
    }, 1000 / FRAMES);
  }

  #run(running: boolean): void {
    if (running) this.#startClock();
    else this.#stopClock();
    this.#reduce({ type: 'run', running });
  }

  #tick(ms: number): void {
    const { session, pace, screen } = this.#view;
    const before = session.snapshot;
    if (!screen.running) {
      pace.approach();
      if (!pace.isUnderWay) this.#stopClock();
      this.#show(screen);
    } else if (pace.advance(ms, SPEEDS[screen.speed]!, screen.unit) === 'ended') {
      this.#run(false);
      if (pace.isUnderWay) this.#startClock();
    } else if (session.snapshot !== before) this.#show(screen);
  }

  #reduce(action: ScreenAction): void {
    this.#show(reduceScreen(this.#view.screen, action));
  }

  #show(screen: ScreenState): void {
    const { session } = this.#view;
    this.#view = { ...this.#view, screen };
    if (screen.panel === 'penalty')
      penaltyPath(session.trainer, screen.penalty, () => this.#show(this.#view.screen));
    for (const listener of this.#listeners) listener();
  }
}
