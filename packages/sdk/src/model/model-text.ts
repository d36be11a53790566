import { counted, quote } from '../errors.ts';
import type { LinearModel } from './linear-model.ts';
import { referencesOf } from './references.ts';

/** Weights that are listed; of more the first few. */
const LISTED = 5;

/** A model in ten lines at most, for a console: the equation's numbers, how the run ended, and how well it fits. */
export function modelText(model: LinearModel, hint: string): string {
  const { target, weights, bias, features, training, rows, skippedRows } = model;
  const { optimizer, learningRate, learningRateLimit, batchSize, scale, l1, l2 } = training;
  const listed = weights.length > LISTED ? LISTED - 1 : weights.length;
  const named = Array.from({ length: listed }, (_, j) => [plain(features[j]!), weights[j]!] as const);
  const width = Math.max(...[...named.map(([name]) => name.length), 'bias'.length]);
  const line = (name: string, value: number): string => `  ${name.padEnd(width)}  ${round(value)}`;
  return [
    `linear model of ${plain(target)} from ${counted(weights.length, 'feature')}, ${counted(rows, 'row')}${skippedRows > 0 ? ` (${skippedRows} left out)` : ''}`,
    `${endOf(model)}${hint ? `: ${hint}` : ''}`,
    `R² ${round(model.r2)}, RMSE ${round(model.rmse)}, loss ${round(model.loss)}, gap ${round(model.gap, 2)}, ${model.digits.toFixed(1)} digits`,
    model.status === 'exact'
      ? `scale ${scale}, l2 ${round(l2)}`
      : `${optimizer}, learning rate ${round(learningRate)}${learningRateLimit === null ? '' : ` (limit ${round(learningRateLimit)})`}, batches ${batchSize}, scale ${scale}, l1 ${round(l1)}, l2 ${round(l2)}`,
    ...named.map(([name, weight]) => line(name, weight)),
    ...(listed < weights.length ? [`  … ${weights.length - listed} more in weights`] : []),
    training.intercept ? line('bias', bias) : '  no intercept',
    ...referencesOf(model).map(
      ([category, level]) => `  ${plain(category)}: ${plain(level)} is the reference`,
    ),
  ].join('\n');
}

const endOf = ({ status, epochs }: LinearModel): string =>
  status === 'exact' ? 'exact: solved, not descended' : `${status} after ${counted(epochs, 'epoch')}`;

const round = (value: number, digits = 6): string => String(Number(value.toPrecision(digits)));

/** A name with what would act on a screen escaped. */
const plain = (name: string): string => quote(name).slice(1, -1);
