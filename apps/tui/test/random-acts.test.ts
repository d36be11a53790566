// Ten minutes at the trainer by a hand that knows every key, command and cell, and no aim. After each act the run is held against its
// contract, and the screen against what the state says. FUZZ_RUNS=20 npm run fuzz random-acts is 200 minutes.
import { Console } from 'node:console';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { strayNumbers } from '@gd-trainer/testing/numerals';
import { fc, runs } from '@gd-trainer/testing/properties';
import stringWidth from 'string-width';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { View } from '../build/screen/store.js';
import { requestOf } from './bundled.ts';
import { expectContract } from './run-contract.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { SimulatedTerminal } from './simulated-terminal.ts';

// as the command runs: the development build of React keeps every render
process.env.NODE_ENV = 'production';
process.env.LANG = 'C.UTF-8';
// Ink makes one of its own, and a test's has no class
Object.assign(console, { Console });

const stores = vi.hoisted((): { view(): View }[] => []);
vi.mock('../build/screen/store.js', async (original) => {
  const module = await original<typeof import('../build/screen/store.js')>();
  class Watched extends module.Store {
    constructor(...given: ConstructorParameters<typeof module.Store>) {
      super(...given);
      stores.push(this);
    }
  }
  return { ...module, Store: Watched };
});
const { Session, walks } = await import('@gd-trainer/sdk/view');
const { KEYS } = await import('../build/screen/keys.js');
const { VERBS, completionOf } = await import('../build/screen/command-line.js');
const { openScreen } = await import('../build/screen/open-screen.js');
const { frame } = await import('../build/screen/panels/frame.js');
const { paintOf } = await import('../build/screen/theme.js');

const MINUTES = 10;
const SIZES = [
  [80, 24],
  [100, 30],
  [160, 50],
  [40, 12],
  [20, 5],
] as const;
/** Milliseconds between two acts: of a hand that plays, and of one that looks on. */
const PAUSES = [5, 40, 150, 400, 1000, 2500, 6000, 12_000];
/** A run that plays is interrupted sooner: a dozen frames a second take their time. */
const LONGEST_PLAY_MS = 1500;
/** Longest that Ink and what was begun take to be on the screen. */
const FRAME_MS = 120;

/** Rows that a line of commands and its answer take at most. */
const TYPED_ROWS = 4;
type SessionOf = InstanceType<typeof Session>;
/** Milliseconds that an update takes on a slow computer, by which a run is paced. */
const UPDATE_MS = 1e-3;

const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-acts-'));
const home = process.cwd();
let clock: SimulatedClock;
let terminal: SimulatedTerminal;
beforeEach(() => {
  process.chdir(folder);
  stores.length = 0;
  terminal = new SimulatedTerminal();
  terminal.install();
  clock = new SimulatedClock();
  clock.install();
  for (const move of ['step', 'play'] as const) {
    const moved = Session.prototype[move] as (...by: Parameters<SessionOf['play']>) => unknown;
    vi.spyOn(Session.prototype, move).mockImplementation(function (
      this: SessionOf,
      ...by: Parameters<SessionOf['play']>
    ) {
      const { time } = this;
      const answer = moved.apply(this, by) as never;
      clock.spend(UPDATE_MS * Math.abs(this.time - time) * (walks(this.trainer) ? this.trainer.rows : 1));
      return answer;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  clock.release();
  terminal.release();
  process.chdir(home);
});
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const quiet = {
  data() {},
  note() {},
  failure() {},
  redraw() {},
  language: 'en',
  live: false,
} as const;

/** What a terminal sends for keys that are no character. */
const SENT: Readonly<Record<string, string>> = {
  space: ' ',
  escape: '\u001b',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  left: '\u001b[D',
  right: '\u001b[C',
  up: '\u001b[A',
  down: '\u001b[B',
  'shift+left': '\u001b[1;2D',
  'shift+right': '\u001b[1;2C',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
};
const sent = (key: string): string => SENT[key] ?? key;
/** Ways out of the screen for good. */
const LEAVES = ['quit'];

const keys = KEYS.filter(({ id }) => !LEAVES.includes(id)).flatMap(({ keys: names }) => names.map(sent));
const NUMBERS = [
  '0',
  '1',
  '-1',
  '7',
  '0.5',
  '20',
  '1e160',
  '1e999',
  '5e-324',
  'NaN',
  '',
  '1e308,0;1',
  'x',
  '0x10',
];
const editing = [
  '\u001b[D',
  '\u001b[C',
  '\u001b[A',
  '\u001b[H',
  '\u0001',
  '\u0005',
  '\u0015',
  '\u0017',
  '\u007f',
  '\t',
  'a',
  '面',
];

/** What is typed where columns are asked for. */
const PICKING = ['\r', '\r', '\r', '\r', '\u001b', '\u001b', ' ', '\u001b[B', '\u0001', '\u007f', 'l'];

/** Every command with what its list says it takes, whatever completes it, and what it may not take. */
function commands(data: ReturnType<typeof requestOf>['data']): string[] {
  return VERBS.filter(({ name }) => !LEAVES.includes(name)).flatMap(({ name, takes }) => {
    const completed = completionOf(`${name} `, data).words;
    const others = takes === '' ? [] : [...completed, ...NUMBERS];
    return [...takes.split(' | '), ...others].map((argument) => `${name} ${argument}`.trim());
  });
}

/** Something that is done at the terminal, and how long it is looked at. */
interface Act {
  readonly bytes?: string;
  /** What is typed in its place where columns are asked for. */
  readonly picked: string;
  readonly size?: readonly [columns: number, rows: number];
  readonly pause: number;
}

const bytes = (text: fc.Arbitrary<string>): fc.Arbitrary<Pick<Act, 'bytes'>> =>
  text.map((typed) => ({ bytes: typed }));
const cell = fc.tuple(fc.integer({ min: 1, max: 164 }), fc.integer({ min: 1, max: 52 }));
const report = (code: number, [x, y]: readonly [number, number]): string => `\u001b[<${code};${x};${y}M`;
/** A press and where it is dragged, then let go; or a turn of the wheel. */
const pointed = fc.oneof(
  fc.array(cell, { minLength: 1, maxLength: 4 }).map(([at, ...way]) => {
    const [x, y] = way.at(-1) ?? at!;
    return `${report(0, at!)}${way.map((next) => report(32, next)).join('')}\u001b[<0;${x};${y}m`;
  }),
  fc.tuple(fc.constantFrom(64, 65), cell).map(([code, at]) => report(code, at)),
);
const acts = (data: ReturnType<typeof requestOf>['data']): fc.Arbitrary<Act> => {
  const line = fc.constantFrom(...commands(data));
  const typed = fc.oneof(
    { weight: 6, arbitrary: line.map((text) => `:${text}\r`) },
    { weight: 1, arbitrary: line.map((text) => `:${text.slice(0, 1 + (text.length >> 1))}\t\r`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(line, fc.array(fc.constantFrom(...editing), { maxLength: 6 }))
        .map(([text, edits]) => `:${text}${edits.join('')}\u001b`),
    },
  );
  const act = fc.oneof(
    { weight: 10, arbitrary: bytes(fc.constantFrom(...keys)) },
    { weight: 6, arbitrary: bytes(typed) },
    { weight: 5, arbitrary: bytes(pointed) },
    { weight: 1, arbitrary: fc.constantFrom(...SIZES).map((size) => ({ size })) },
  );
  return fc
    .tuple(act, fc.constantFrom(...PAUSES), fc.oneof(fc.constantFrom(...PICKING), pointed))
    .map(([what, pause, picked]) => ({ ...what, pause, picked }));
};

const STARTS = [
  ['penguins', {}],
  ['lecture', {}],
  ['penguins', { batchSize: 32 }],
  ['cars', { optimizer: 'adam' }],
] as const;
const SCRIPTS = runs(1);

test.each(Array.from({ length: SCRIPTS }, (_, index) => index))(
  'ten minutes of keys, commands and clicks: script %d',
  async (index) => {
    const [set, options] = STARTS[index % STARTS.length]!;
    const request = requestOf(set, options);
    const seed = Number(process.env.FUZZ_SEED ?? 1) + index;
    const script = fc.sample(acts(request.data), { numRuns: 1000, seed });
    const columns = request.data.columns;
    let ending: Promise<number> | undefined;
    let hasEnded = false;
    await clock.during(() => {
      ending = openScreen(request as never, quiet).finally(() => {
        hasEnded = true;
      });
    });
    await clock.pass(FRAME_MS);
    const done: Act[] = [];
    try {
      for (const act of script) {
        if (clock.now > 60_000 * MINUTES) break;
        done.push(act);
        await clock.during(() => {
          if (act.size) terminal.resize(...act.size);
          else terminal.type(isPicking() ? act.picked : act.bytes!);
        });
        const plays = stores.at(-1)!.view().screen.running;
        await clock.pass(FRAME_MS + (plays ? Math.min(act.pause, LONGEST_PLAY_MS) : act.pause));
        await expectScreen();
        expectContract(stores.at(-1)!.view().session.trainer, columns);
      }
      expect(clock.now).toBeGreaterThan(60_000 * MINUTES);
    } catch (error) {
      const last = done.slice(-40).map(({ bytes, size }) => JSON.stringify(size ?? bytes));
      throw new Error(`seed ${seed}, ${set}, act ${done.length}, after ${last.join(' ')}`, { cause: error });
    }
    for (let tries = 0; tries < 9 && !hasEnded; tries++) {
      // out of whatever is open
      await clock.during(() => terminal.type('\u001b'));
      await clock.pass(FRAME_MS);
      await clock.outside(() => terminal.draw());
      if (!isPicking()) await clock.during(() => terminal.type('q'));
      await clock.pass(FRAME_MS);
    }
    expect(await ending).toBe(0);
  },
);

/** The screen says what the state says, in lines that fit, of characters alone; nothing has been written that is no screen. */
async function expectScreen(): Promise<void> {
  const view = stores.at(-1)!.view();
  const written = await clock.outside(() => terminal.draw());
  expect(written).not.toMatch(/(?:Type|Range|Reference)Error|\bat .*\.js:\d/);
  const { columns, rows } = terminal;
  const lines = frame(view, columns, rows, paintOf(view.screen.theme)).map(stripVTControlCharacters);
  expect(lines).toHaveLength(rows);
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  // below may stand what was typed
  const told = lines.slice(0, -TYPED_ROWS).join('\n');
  expect(strayNumbers(told, view.screen.charset), told).toEqual([]);
  expect(told).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
  const { message, running } = view.screen;
  expect(message?.text ?? '').not.toMatch(/is not a function|Cannot read/);
  const moves = running || view.pace.isUnderWay || view.screen.panel === 'penalty';
  // a terminal breaks a line that is too wide, and all that follow are elsewhere
  if (!moves && !isPicking())
    expect(terminal.lines.map((line) => line.trimEnd())).toEqual(lines.map((line) => line.trimEnd()));
  else for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
}

/** True while columns are asked for, which is no state of a run. */
const isPicking = (): boolean => /^ (?:Which column|From which|要预测|用哪些)/.test(terminal.lines[0] ?? '');
