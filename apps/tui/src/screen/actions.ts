import { type FitOptions, Model, type Unit } from '@gd-trainer/sdk';
import {
  type Contender,
  contendersOf,
  MOST_RIVALS,
  optimizersFor,
  presentContender,
  type RaceKind,
  type Session,
  watchedChange,
} from '@gd-trainer/sdk/view';
import { toValue } from '../input/values.ts';
import { quoted } from '../output/clean-text.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { saveModel } from '../output/model-file.ts';
import type { Words } from '../words/words.ts';
import type { Pace } from './pace.ts';
import type { ShownRows } from './shown-rows.ts';

/** A run on the screen, and how it moves. */
export interface PacedRun {
  readonly session: Session;
  readonly pace: Pace;
}

/** The same with its rows. */
interface ShownRun extends PacedRun {
  readonly rows: Pick<ShownRows, 'isSampled'>;
}

/** Changes of the run; those of the screen alone are `ScreenAction`. */
export type RunAction =
  | { readonly type: 'step'; readonly unit: Unit; readonly count: number }
  | { readonly type: 'seek'; readonly epoch: number }
  | { readonly type: 'seek-by'; readonly epochs: number }
  | { readonly type: 'back' }
  | { readonly type: 'seek-end' }
  | { readonly type: 'reset' }
  | { readonly type: 'place'; readonly weights: readonly number[]; readonly bias: number }
  | { readonly type: 'set'; readonly options: Partial<FitOptions> }
  | { readonly type: 'rate-by'; readonly factor: number }
  | { readonly type: 'next-optimizer'; readonly by: number }
  | { readonly type: 'next-batch' }
  | { readonly type: 'next-scale' }
  | { readonly type: 'branch' }
  | { readonly type: 'race'; readonly kind: RaceKind; readonly values: readonly string[] }
  | { readonly type: 'end-race' }
  | { readonly type: 'save'; readonly path: string };

const BATCHES: readonly ('full' | number)[] = ['full', 32, 8, 1];

/** Carries an action out; may answer with something to say. Throws what the sdk throws, and changes nothing then. */
export function perform(
  { session, pace, rows }: ShownRun,
  action: RunAction,
  words: Words,
): string | undefined {
  const { trainer } = session;
  const wanted = action.type === 'set' ? action.options.batchSize : undefined;
  const takesBatches = action.type === 'next-batch' || (wanted ?? 'full') !== 'full';
  if (rows.isSampled && takesBatches) return words.batchesNeedRows(String(wanted ?? 32));
  // what decides the future anew ends the way to a goal
  const set = (options: Partial<FitOptions>): void => {
    session.set(watchedChange(session.trainer.options, options));
    pace.halt();
  };
  switch (action.type) {
    case 'step':
      pace.step(action.unit, action.count);
      return undefined;
    case 'seek':
      pace.seek(action.epoch);
      return undefined;
    case 'seek-by':
      // back from within an epoch is to its start
      pace.seek(
        (pace.goal ?? (action.epochs < 0 ? Math.ceil(session.time) : session.snapshot.epoch)) + action.epochs,
      );
      return undefined;
    case 'back':
      pace.back();
      return undefined;
    case 'seek-end':
      pace.seek(session.course.converges?.epoch ?? session.course.end);
      return undefined;
    case 'reset':
      session.reset();
      pace.halt();
      return undefined;
    case 'place':
      session.place(action);
      pace.halt();
      return undefined;
    case 'set':
      set(action.options);
      return confirmation(session, action.options, words);
    case 'rate-by':
      set({ learningRate: shownRate(session.snapshot.learningRate * action.factor) });
      return undefined;
    case 'next-optimizer':
      set({
        optimizer: neighbour(optimizersFor(trainer), trainer.options.optimizer, action.by),
        learningRate: 'auto',
        momentum: 'auto',
      });
      return undefined;
    case 'next-batch': {
      const fitting = BATCHES.filter((size) => size === 'full' || size < trainer.rows);
      set({ batchSize: neighbour(fitting, trainer.options.batchSize, 1), learningRate: 'auto' });
      return undefined;
    }
    case 'next-scale':
      set({ scale: trainer.options.scale === 'none' ? 'standard' : 'none', learningRate: 'auto' });
      return undefined;
    case 'branch':
      return branch(session, words);
    case 'race':
      session.startRace(contendersOf(action.kind, trainer, valuesOf(action)), trainer);
      return words.racing;
    case 'end-race':
      session.endRace();
      return undefined;
    case 'save':
      saveModel(action.path, new Model(trainer.toModel()));
      return words.saved(action.path);
  }
}

/** The values of a `:race` as options take them; those that tell most where none are given. */
function valuesOf({ kind, values }: Extract<RunAction, { type: 'race' }>): (number | string)[] | undefined {
  if (values.length !== 1) return values.length > 0 ? values.map(toValue) : undefined;
  throw new Failure(EXIT.usage, `:race ${kind} expected two to six values, got ${quoted(values[0]!)}`);
}

/** Options that stand nowhere on the screen. */
const UNSEEN = ['epochs', 'tolerance', 'seed', 'shuffle', 'path', 'momentum'] as const;

/** A setting that nothing else shows, and what it waits for. */
function confirmation({ trainer }: Session, options: Partial<FitOptions>, words: Words): string | undefined {
  const name = UNSEEN.find((option) => option in options);
  if (!name) return undefined;
  const { optimizer, batchSize } = trainer.options;
  const idle =
    (name === 'momentum' && optimizer !== 'momentum' && optimizer !== 'nesterov' && words.waitsForMomentum) ||
    ((name === 'seed' || name === 'shuffle') && batchSize === 'full' && words.waitsForBatches);
  const value = String(options[name]);
  return words.labelled(name, idle ? words.listed(value, idle) : value);
}

/** Keeps the settings of the run as one more future. */
function branch(session: Session, words: Words): string {
  const contender = presentContender(session.trainer);
  const kept = session.race?.contenders ?? [];
  if (kept.length === MOST_RIVALS) return words.raceFull;
  if (kept.some((other) => isSame(other, contender))) return words.alreadyKept;
  session.keep(contender);
  return kept.length === 0 ? words.branched : words.racing;
}

const isSame = (a: Contender, b: Contender): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Rates are kept to four digits, so that what stands on the screen is the rate that is used. */
function shownRate(rate: number): number {
  return Number(rate.toPrecision(4));
}

function neighbour<T>(values: readonly T[], present: T, by: number): T {
  const index = values.indexOf(present);
  return values[(Math.max(0, index) + by + values.length) % values.length]!;
}
