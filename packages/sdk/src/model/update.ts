import { fittingData } from '../descent/run.ts';
import { type Data, drain, readData } from '../descent/start.ts';
import { GdError } from '../errors.ts';
import { readOptions } from '../options.ts';
import type { Source } from '../types.ts';
import type { Model } from './model.ts';

/** Multiplications, some ten seconds of them, that a model may ask for: it may come from anyone. */
const MOST_WORK = 1e10;

/** The model of its rows and more, with the options it was trained with, from its own weights. */
export function updateModel(model: Model, more: Source): Model {
  const { moments, training, features, target, weights, bias } = model;
  if (!moments) throw new GdError('UNSUPPORTED', 'the model came without its moments', 'train it again');
  if (training.epochs * ((features.length + 1) ** 2 + 50) > MOST_WORK) {
    throw new GdError(
      'MODEL',
      `the model asks for up to ${training.epochs} epochs, which could take too long`,
      'train it again with fewer epochs',
    );
  }
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
