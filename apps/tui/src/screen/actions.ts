import { type FitOptions, OPTIMIZERS, type Unit } from '@gd-trainer/sdk';
import { saveModel } from '../output/model-file.ts';
import type { Words } from '../words/words.ts';
import { contendersOf, presentContender, type RaceKind } from './contenders.ts';
import type { Contender } from './rivals.ts';
import type { Session } from './session.ts';

/** Changes of the run; those of the screen alone are `ScreenAction`. */
export type SessionAction =
  | { readonly type: 'step'; readonly unit: Unit; readonly count: number }
  | { readonly type: 'seek'; readonly epoch: number }
  | { readonly type: 'seek-by'; readonly epochs: number }
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

const MOST_RIVALS = 6;
const BATCHES: readonly ('full' | number)[] = ['full', 32, 8, 1];

/** Carries an action out; may answer with something to say. Throws what the sdk throws, and changes nothing then. */
export function perform(session: Session, action: SessionAction, words: Words): string | undefined {
  const { trainer } = session;
  switch (action.type) {
    case 'step':
      session.step(action.unit, action.count);
      return undefined;
    case 'seek':
      session.seek(action.epoch);
      return undefined;
    case 'seek-by':
      session.seek((session.goal ?? session.snapshot.epoch) + action.epochs);
      return undefined;
    case 'seek-end':
      session.seek(session.course.converges?.epoch ?? session.course.end);
      return undefined;
    case 'reset':
      session.reset();
      return undefined;
    case 'place':
      session.place(action);
      return undefined;
    case 'set':
      session.set(action.options);
      return confirmation(session, action.options, words);
    case 'rate-by':
      session.set({ learningRate: shownRate(session.snapshot.learningRate * action.factor) });
      return undefined;
    case 'next-optimizer':
      session.set({
        optimizer: neighbour(OPTIMIZERS, trainer.options.optimizer, action.by),
        learningRate: 'auto',
        momentum: 'auto',
      });
      return undefined;
    case 'next-batch': {
      const fitting = BATCHES.filter((size) => size === 'full' || size < trainer.rows);
      session.set({ batchSize: neighbour(fitting, trainer.options.batchSize, 1), learningRate: 'auto' });
      return undefined;
    }
    case 'next-scale':
      session.set({ scale: trainer.options.scale === 'none' ? 'standard' : 'none', learningRate: 'auto' });
      return undefined;
    case 'branch':
      return branch(session, words);
    case 'race':
      session.race(contendersOf(action.kind, action.values, trainer));
      return words.racing;
    case 'end-race':
      session.endRace();
      return undefined;
    case 'save':
      saveModel(action.path, session.toModel());
      return words.saved(action.path);
  }
}

/** Options that stand nowhere on the screen. */
const UNSEEN = ['epochs', 'tolerance', 'seed', 'shuffle', 'path', 'momentum'] as const;

/** What was set, where nothing else shows it, and what it waits for. */
function confirmation({ trainer }: Session, options: Partial<FitOptions>, words: Words): string | undefined {
  const name = UNSEEN.find((option) => option in options);
  if (!name) return undefined;
  const { optimizer, batchSize } = trainer.options;
  const idle =
    (name === 'momentum' && optimizer !== 'momentum' && optimizer !== 'nesterov' && words.waitsForMomentum) ||
    ((name === 'seed' || name === 'shuffle') && batchSize === 'full' && words.waitsForBatches);
  return `${name}: ${options[name]}${idle ? `; ${idle}` : ''}`;
}

/** Keeps the settings of the run as one more future. */
function branch(session: Session, words: Words): string {
  const contender = presentContender(session.trainer);
  const kept = session.rivals?.contenders ?? [];
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
