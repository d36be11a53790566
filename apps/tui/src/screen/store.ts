import { toFailure } from '../output/failure.ts';
import { writeWhole } from '../output/files.ts';
import type { RunFormat } from '../output/run-formats.ts';
import { WORDS } from '../words/words.ts';
import { perform, type SessionAction } from './actions.ts';
import type { Reopening } from './reopening.ts';
import type { Session } from './session.ts';
import { reduceScreen, type ScreenAction, type ScreenState, SPEEDS, viewOf } from './state.ts';
import { writeRun } from './write-run.ts';

export type Action =
  | ScreenAction
  | SessionAction
  | { readonly type: 'toggle-run' }
  | { readonly type: 'sample-row'; readonly row: number }
  | { readonly type: 'write'; readonly format: RunFormat | 'state'; readonly path: string | undefined }
  | { readonly type: 'reopen'; readonly change: Reopening }
  | { readonly type: 'columns' }
  | { readonly type: 'quit' };

const SCREEN_ACTIONS: ReadonlySet<string> = new Set<ScreenAction['type']>([
  'run',
  'faster',
  'show',
  'next-panel',
  'back',
  'sample',
  'axis',
  'recent',
  'follow',
  'pair',
  'fit-view',
  'unit',
  'language',
  'theme',
  'charset',
  'help',
  'command',
  'entered',
  'message',
]);

/** After which a run goes on. */
const KEEPS_RUNNING: ReadonlySet<string> = new Set<SessionAction['type']>([
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
function axisFor({ type }: Action, { rivals }: Session, { axis }: ScreenState): Pick<ScreenState, 'axis'> {
  return { axis: type !== 'end-race' && rivals?.race && axis === 'log' ? 'gap' : axis };
}

/** Frames a second while the run goes on. */
const FRAMES = 12;

/** What the view draws. A new object a change, so that React sees it. */
export interface View {
  readonly session: Session;
  readonly screen: ScreenState;
}

/** What is wrong, in the words of the command line on screen: `:rate` for `--learning-rate`. */
export function complaint(error: unknown): string {
  const names: Readonly<Record<string, string>> = {
    'learning-rate': 'rate',
    'batch-size': 'batch',
    initial: 'start',
    'sample-weight': 'weight',
  };
  return toFailure(error).message.replace(/--([a-z][a-z0-9-]*)/g, (_, flag) => `:${names[flag] ?? flag}`);
}

/** Holds session and screen, lets time pass while the run goes on, and tells the view of every change. */
export class Store {
  #view: View;
  #timer: NodeJS.Timeout | undefined;
  #takeaway: Promise<string> = Promise.resolve('');
  readonly #listeners = new Set<() => void>();

  /** What shall stand on stdout once the screen is left. */
  get takeaway(): Promise<string> {
    return this.#takeaway;
  }

  constructor(session: Session, screen: ScreenState) {
    this.#view = { session, screen };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): View => this.#view;

  dispatch(action: Action): void {
    const { session, screen } = this.#view;
    if (action.type === 'toggle-run') {
      const underWay = session.goal !== undefined;
      session.halt();
      this.#run(!screen.running && !underWay);
      return;
    }
    if (SCREEN_ACTIONS.has(action.type)) {
      this.#show(reduceScreen(screen, action as ScreenAction));
      return;
    }
    if (action.type === 'write') {
      void this.#write(action.format, action.path);
      return;
    }
    try {
      if (action.type === 'sample-row') {
        this.#show(reduceScreen(screen, { type: 'sample', sample: session.indexOfRow(action.row) }));
        return;
      }
      const answer = perform(session, action as SessionAction, WORDS[screen.language]);
      if (screen.running && !KEEPS_RUNNING.has(action.type)) this.#run(false);
      if (session.underWay) {
        session.approach();
        this.#startClock();
      }
      const shown = { ...this.#view.screen, ...axisFor(action, session, screen), message: undefined };
      this.#show(answer ? reduceScreen(shown, { type: 'message', text: answer, tone: 'plain' }) : shown);
    } catch (error) {
      this.#say(complaint(error), 'error');
    }
  }

  /** Writes the run as it is now to a file, or keeps it for stdout. */
  async #write(format: RunFormat | 'state', path: string | undefined): Promise<void> {
    const { session, screen } = this.#view;
    const { panel, language } = screen;
    const words = WORDS[language];
    const { trainer, data } = session;
    const writing = writeRun(format, { trainer, name: data.name, view: viewOf(panel), language });
    if (path === undefined) this.#takeaway = writing.catch(() => '');
    try {
      const content = await writing;
      if (path !== undefined) writeWhole(path, content);
      this.#say(path === undefined ? words.linked : words.saved(path), 'plain');
    } catch (error) {
      this.#say(complaint(error), 'error');
    }
  }

  #say(text: string, tone: 'plain' | 'error'): void {
    this.#show(reduceScreen(this.#view.screen, { type: 'message', text, tone }));
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
    this.#show(reduceScreen(this.#view.screen, { type: 'run', running }));
  }

  #tick(ms: number): void {
    const { session, screen } = this.#view;
    const before = session.snapshot;
    if (!screen.running) {
      session.approach();
      if (!session.underWay) this.#stopClock();
      this.#show(screen);
    } else if (session.advance(ms, SPEEDS[screen.speed]!, screen.unit) === 'ended') {
      this.#run(false);
      if (session.underWay) this.#startClock();
    } else if (session.snapshot !== before) this.#show(screen);
  }

  #show(screen: ScreenState): void {
    this.#view = { session: this.#view.session, screen };
    for (const listener of this.#listeners) listener();
  }
}
