import type { Epoch, FitOptions, Model, Optimizer, Snapshot, Status } from '@gd-trainer/sdk';
import { referencesOf } from '@gd-trainer/sdk/view';
import { cleanJson } from './clean-text.ts';
import { version } from './version.ts';

/** The object that `--json` prints: numbers round-trip, what is undefined is null. */
export interface TrainingResult {
  readonly schemaVersion: 1;
  readonly status: Status;
  readonly epochs: number;
  readonly loss: number;
  readonly rmse: number;
  readonly r2: number;
  readonly gap: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly bias: number;
  readonly target: string;
  /** Features as they were asked for, or as they were taken. */
  readonly terms: readonly string[];
  /** Raw columns that a prediction needs. */
  readonly inputs: readonly string[];
  /** The reference of each category, which its weights are differences from. */
  readonly references?: Readonly<Record<string, string>>;
  /** The optimizer that ran. */
  readonly optimizer: Optimizer;
  readonly learningRate: number;
  readonly learningRateLimit: number | null;
  readonly condition: number | null;
  readonly rows: number;
  readonly skippedRows: number;
  readonly seed: number;
  readonly options: FitOptions;
  readonly version: string;
}

export function resultOf(
  model: Model,
  options: FitOptions,
  run: { readonly status: Status; readonly epochs: number } = model,
): TrainingResult {
  const { learningRateLimit, condition } = model.moments
    ? model.forecast
    : { learningRateLimit: null, condition: null };
  const references = referencesOf(model);
  return {
    schemaVersion: 1,
    status: run.status,
    epochs: run.epochs,
    loss: model.loss,
    rmse: model.rmse,
    r2: model.r2,
    gap: model.gap,
    weights: Object.fromEntries(model.features.map((name, index) => [name, model.weights[index]!])),
    bias: model.bias,
    target: model.target,
    terms: options.features ?? model.features,
    inputs: model.inputs,
    ...(references.length > 0 ? { references: Object.fromEntries(references) } : {}),
    optimizer: model.training.optimizer,
    learningRate: model.training.learningRate,
    learningRateLimit,
    condition,
    rows: model.rows,
    skippedRows: model.skippedRows,
    seed: model.training.seed,
    options,
    version,
  };
}

/** Ending of a run that is left where it stands. */
export function endingOf({ status, epoch }: Snapshot): { status: Status; epochs: number } {
  return { status: status === 'running' || status === 'idle' ? 'stopped' : status, epochs: epoch };
}

/** An epoch as a line of JSON. */
export function epochLine({
  epoch,
  loss,
  rmse,
  gradientNorm,
  learningRate,
  weights,
  bias,
  validationLoss,
}: Epoch): string {
  const line = {
    epoch,
    loss,
    rmse,
    gradientNorm,
    learningRate,
    weights: Array.from(weights),
    bias,
    validationLoss,
  };
  return `${cleanJson(line)}\n`;
}
