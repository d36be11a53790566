import { boolean, count, expect, number, numbers, object, oneOf, string, strings } from '../checks.ts';
import { Moments } from '../moments/moments.ts';
import { OPTIMIZERS } from '../optimizers.ts';
import type { ModelFacts, Training } from './model.ts';

/** The facts of a model from JSON: every key is looked at by name, nothing is merged. Throws `MODEL`. */
export function readModel(json: unknown): ModelFacts {
  const model = object(json, 'the model');
  expect(model.format === 'gd-trainer/model', 'format', '"gd-trainer/model"', model.format);
  expect(model.schemaVersion === 1, 'schemaVersion', '1', model.schemaVersion);
  const features = strings(model.features, 'features');
  const weights = numbers(model.weights, 'weights', features.length);
  const status = oneOf(model.status, 'status', ['converged', 'exhausted', 'stopped', 'exact'] as const);
  const history = object(model.history, 'history');
  const epoch = numbers(history.epoch, 'history.epoch');
  return {
    features,
    weights,
    bias: number(model.bias, 'bias'),
    target: string(model.target, 'target'),
    status,
    epochs: count(model.epochs, 'epochs'),
    loss: number(model.loss, 'loss'),
    gap: number(model.gap, 'gap'),
    rmse: number(model.rmse, 'rmse'),
    r2: number(model.r2, 'r2'),
    rows: count(model.rows, 'rows'),
    skippedRows: count(model.skippedRows, 'skippedRows'),
    history: { epoch, loss: numbers(history.loss, 'history.loss', epoch.length) },
    digits: number(model.digits, 'digits'),
    training: readTraining(object(model.training, 'training'), features.length),
    ...(model.moments === undefined ? {} : { moments: Moments.fromJSON(model.moments) }),
  };
}

function readTraining(training: Readonly<Record<string, unknown>>, features: number): Training {
  const { batchSize, momentum, initial } = training;
  const start = initial === null ? null : object(initial, 'training.initial');
  return {
    optimizer: oneOf(training.optimizer, 'training.optimizer', OPTIMIZERS),
    learningRate: number(training.learningRate, 'training.learningRate'),
    scheduled: boolean(training.scheduled, 'training.scheduled'),
    learningRateLimit:
      training.learningRateLimit === null
        ? null
        : number(training.learningRateLimit, 'training.learningRateLimit'),
    momentum: momentum === 'auto' ? momentum : number(momentum, 'training.momentum'),
    batchSize: batchSize === 'full' ? batchSize : count(batchSize, 'training.batchSize'),
    scale: oneOf(training.scale, 'training.scale', ['standard', 'none'] as const),
    intercept: boolean(training.intercept, 'training.intercept'),
    l2: number(training.l2, 'training.l2'),
    l1: number(training.l1, 'training.l1'),
    tolerance: number(training.tolerance, 'training.tolerance'),
    epochs: count(training.epochs, 'training.epochs'),
    seed: count(training.seed, 'training.seed'),
    ...(training.shuffledRows === undefined
      ? {}
      : { shuffledRows: count(training.shuffledRows, 'training.shuffledRows') }),
    initial: start && {
      weights: [...numbers(start.weights, 'training.initial.weights', features)],
      bias: number(start.bias, 'training.initial.bias'),
    },
  };
}
