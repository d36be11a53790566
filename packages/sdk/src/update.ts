import { GdError } from './errors.ts';
import type { Model } from './model.ts';
import { readOptions } from './options.ts';
import { type Data, drain, readData } from './prepare.ts';
import { fittingData } from './run.ts';
import type { Source } from './types.ts';

/** The model of its rows and more, with the options it was trained with, from its own weights. */
export function updateModel(model: Model, more: Source): Model {
  const { moments, training, features, target, weights, bias } = model;
  if (!moments) throw new GdError('UNSUPPORTED', 'the model came without its moments', 'train it again');
  const { learningRateLimit, learningRate, scheduled, batchSize, ...options } = training;
  const settings = readOptions({ ...options, features, target, initial: { weights, bias } });
  const added = drain(readData(more, settings));
  const data: Data = {
    table: undefined,
    moments: moments.merge(added.moments),
    skippedRows: model.skippedRows + added.skippedRows,
  };
  return drain(fittingData(data, undefined, settings, false));
}
