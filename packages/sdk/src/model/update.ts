import { LINKED } from '../descent/linked.ts';
import { GdError } from '../errors.ts';
import { readData } from '../moments/read-data.ts';
import type { Data } from '../moments/readings.ts';
import { readOptions } from '../options.ts';
import { drain } from '../pauses.ts';
import type { Source } from '../types.ts';
import { type LinearModel, momentsOf } from './linear-model.ts';
import { fittingData } from './of-run.ts';
import { solvingData } from './solving.ts';

/** Multiplications, some ten seconds of them, that a model may ask for: it may come from anyone. */
const MOST_WORK = 1e10;

/**
 * A model of the rows so far and `more`, with the options it was trained with, descending from where it is; solved again
 * where it was solved.
 *
 * @throws {GdError} `DATA` and `DIVERGED` as `fit`; `MODEL` for a model that asks for too much work
 */
export function updated(model: LinearModel, more: Source): LinearModel {
  const { training, features, target, weights, bias } = model;
  const isSolved = model.status === 'exact';
  const moments = momentsOf(model);
  if (!isSolved && training.epochs * ((features.length + 1) ** 2 + 50) > MOST_WORK) {
    throw new GdError(
      'MODEL',
      `the model asks for up to ${training.epochs} epochs, which could take too long`,
      'train it again with fewer epochs',
    );
  }
  const { learningRateLimit, learningRate, scheduled, batchSize, shuffledRows, ...options } = training;
  const settings = readOptions({ ...options, features, target, initial: { weights, bias } });
  const added = drain(readData(more, settings, moments.terms));
  const data: Data = {
    table: undefined,
    moments: moments.merge(added.moments),
    skippedRows: model.skippedRows + added.skippedRows,
  };
  return drain(isSolved ? solvingData(data, settings) : fittingData(data, settings, LINKED));
}
