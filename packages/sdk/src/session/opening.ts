import { readHolding } from '../descent/early-stopping.ts';
import { readOptions } from '../options.ts';
import type { Work } from '../pauses.ts';
import type { Source } from '../types.ts';
import { DataTrainer, legsOf } from './data-trainer.ts';
import { type Opening, Replay } from './replay.ts';
import { readState } from './saved-state.ts';
import { TERM_KIT } from './term-kit.ts';

/**
 * The session that `toState` wrote, replayed; tells the epochs done. Nothing is computed before the data are known to be
 * the right ones, and the whole way to be bearable. Throws `MODEL`.
 */
export function* opening(
  state: unknown,
  source: Source | undefined,
  kind: new (...parts: never[]) => DataTrainer = DataTrainer,
): Work<DataTrainer, Opening> {
  const { legs, current, position, unit, diverged, data } = readState(state, source);
  const first = legs[0]!.options;
  const read = yield* readHolding(data.source, readOptions(first));
  data.check(read);
  const way = new Replay(read, legs, current, position);
  const trainer: DataTrainer = Reflect.construct(DataTrainer, [read, first, TERM_KIT, unit], kind);
  const own = legsOf(trainer);
  for (const { options, arrival } of legs.slice(1)) {
    yield* way.go(own.all.at(-1)!, arrival!);
    own.append(options);
  }
  yield* way.go(own.enter(current), position);
  if (diverged) own.present.end();
  return trainer;
}
