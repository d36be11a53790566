import type { FitOptions, Optimizer, Unit } from '@gd-trainer/sdk';
import { formatNumber } from '../numbers.ts';
import { saveModel, writeWhole } from '../save-model.ts';
import type { Session } from '../session.ts';
import type { Words } from '../words/words.ts';

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
  | { readonly type: 'race' }
  | { readonly type: 'save'; readonly path: string }
  | { readonly type: 'state'; readonly path: string; readonly view?: string; readonly language?: string };

const OPTIMIZERS: readonly Optimizer[] = ['gd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam'];
const RACERS: readonly Optimizer[] = ['gd', 'momentum', 'nesterov', 'adam'];
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
      session.seek(session.outlook.converges?.epoch ?? session.outlook.end);
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
      session.keepAsRival(`α ${formatNumber(session.snapshot.learningRate, 3)} ${trainer.options.optimizer}`);
      return words.branched;
    case 'race':
      if (session.rivals.length > 0) session.rivals = [];
      else session.race(RACERS.filter((optimizer) => !isAtItsBest(trainer, optimizer)));
      return session.rivals.length > 0 ? words.racing : undefined;
    case 'save':
      saveModel(action.path, session.toModel());
      return words.saved(action.path);
    case 'state': {
      const { path, view, language } = action;
      const experiment = { state: trainer.toState(), name: session.data.name, view, language };
      writeWhole(path, `${JSON.stringify(experiment)}\n`);
      return words.saved(path);
    }
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

/** Whether the present run is what this racer would do. */
function isAtItsBest({ options }: Session['trainer'], optimizer: Optimizer): boolean {
  const { learningRate, momentum, batchSize } = options;
  const best = learningRate === 'auto' && momentum === 'auto' && batchSize === 'full';
  return best && options.optimizer === optimizer;
}

/** Rates are kept to four digits, so that what stands on the screen is the rate that is used. */
function shownRate(rate: number): number {
  return Number(rate.toPrecision(4));
}

function neighbour<T>(values: readonly T[], present: T, by: number): T {
  const index = values.indexOf(present);
  return values[(Math.max(0, index) + by + values.length) % values.length]!;
}
