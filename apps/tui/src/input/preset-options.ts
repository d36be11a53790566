import type { FitOptions, Moments } from '@gd-trainer/sdk';
import type { Choice } from './choose-columns.ts';
import type { DataSet } from './data-set.ts';

/** Options of the preset (as far as its target is kept), then the flags, over the defaults of the command. */
export function trainingOptions(data: DataSet, choice: Choice, flagOptions: FitOptions): FitOptions {
  const { preset } = data;
  const kept =
    preset && preset.target === choice.target ? presetOptions(preset.options, choice, preset.features) : {};
  return { missing: 'drop', ...kept, ...flagOptions, target: choice.target, features: choice.features };
}

/** Options for moments, which rows have come to by their weights, and where terms are columns by the names of theirs. */
export const onMoments = (
  { sampleWeight: _, ...options }: FitOptions,
  { names, terms }: Moments,
): FitOptions => (terms ? { ...options, features: names.slice(0, -1) } : options);

/** Start values of a preset belong to its own features. */
function presetOptions(options: FitOptions, choice: Choice, features: readonly string[]): FitOptions {
  const { initial, ...rest } = options;
  const same = choice.features.length === features.length;
  return same && initial ? { ...rest, initial } : rest;
}
