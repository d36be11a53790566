import { isNamedColumns, namedColumns, tableOf } from '../data/table.ts';
import { dataOf, isRead } from '../moments/readings.ts';
import { type FitOptions, readOptions, type Settings } from '../options.ts';
import { drain } from '../pauses.ts';
import { DataTrainer } from '../session/data-trainer.ts';
import type { Trainer } from '../session/trainer.ts';
import type { Source } from '../types.ts';

/**
 * The rate of a session that is watched where none is given: 'gentle', but 'auto' for the optimizers that are there to be
 * faster than that.
 */
export const watchedRate = ({ optimizer, learningRate }: Partial<FitOptions>): Settings['learningRate'] =>
  learningRate ?? ((optimizer ?? 'gd') === 'gd' ? 'gentle' : 'auto');

/** A change of options as such a session takes it: an optimizer that is there to be faster leaves 'gentle'. */
export const watchedChange = (present: Settings, change: FitOptions): FitOptions =>
  present.learningRate === 'gentle' && change.optimizer !== undefined
    ? { learningRate: watchedRate(change), ...change }
    : change;

/**
 * The session that `new Trainer` makes of columns by name whose features are numbers, without the code that reads other
 * sources; undefined of such. Throws as that does.
 */
export function trainerOfColumns(source: Source, options: FitOptions): Trainer | undefined {
  const settings = readOptions(options);
  if (settings.validation !== undefined || isRead(source) || !isNamedColumns(source, settings))
    return undefined;
  const table = { ...tableOf(namedColumns(source), settings), source };
  return new DataTrainer(drain(dataOf(table, settings)), options);
}
