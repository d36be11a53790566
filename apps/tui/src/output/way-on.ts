// The distance of a run whose epochs ran out from the minimum, and the flags that take it there.
import { type FitOptions, forecast, GdError, type Model } from '@gd-trainer/sdk';
import { flagOf, formatCount, formatNumber } from '@gd-trainer/sdk/view';
import { type Language, WORDS } from '../words/words.ts';

/** Changes that are tried, the smallest first. */
const WAYS: readonly FitOptions[] = [
  { learningRate: 'auto' },
  { scale: 'standard' },
  { optimizer: 'momentum' },
  { batchSize: 'full' },
  { scale: 'standard', learningRate: 'auto' },
  { optimizer: 'momentum', learningRate: 'auto' },
  { optimizer: 'momentum', learningRate: 'auto', scale: 'standard', batchSize: 'full' },
  { optimizer: 'cg', learningRate: 'auto', batchSize: 'full' },
  {},
];
const DEFAULTS: FitOptions = {
  learningRate: 'auto',
  scale: 'standard',
  optimizer: 'auto',
  batchSize: 'full',
};
/** Features up to which the forecasts of all ways take less time than reading them. */
const MOST_FEATURES = 512;

/** A line on a run that ended exhausted; none on others. */
export function wayOn(model: Model, options: FitOptions, language: Language): string[] {
  const { gap, r2, rmse } = model;
  if (model.status !== 'exhausted' || gap === 0) return [];
  const words = WORDS[language];
  // gap and rmse² count the same residuals, and 1 − R² is the mean of their squares over that of the target
  const short = (2 * gap * (1 - r2)) / rmse ** 2;
  const way = fastest(model, options);
  const found = way && words.gets(way.flags, formatCount(way.epochs));
  const { l1, l2 } = model.training;
  const ended =
    l1 > 0 || l2 > 0
      ? words.ranOutAbove(formatNumber(gap, 2))
      : words.ranOut(formatNumber(r2, 4), formatNumber(short, 2));
  return [ended + (found ?? '')];
}

interface Way {
  readonly flags: string;
  readonly epochs: number;
}

/**
 * The first way that arrives within the epochs of the run, else the one that arrives first, with the epochs it takes. Moments have
 * a name for each weight, as of each level of a category: what the options call features is not theirs.
 */
function fastest(
  { moments, features, training }: Model,
  { features: _, ...options }: FitOptions,
): Way | undefined {
  if (!moments || features.length > MOST_FEATURES) return undefined;
  const { epochs, tolerance } = training;
  const found = WAYS.flatMap((way) => {
    const arrives = arrivalOf(
      () => forecast(moments, { ...options, optimizer: training.optimizer, ...way }),
      tolerance,
    );
    return arrives === null ? [] : [{ way, arrives }];
  });
  const best =
    found.find(({ arrives }) => arrives <= epochs) ?? found.sort((a, b) => a.arrives - b.arrives)[0];
  if (!best) return undefined;
  const more = best.arrives > epochs ? { epochs: best.arrives } : {};
  const changes = Object.entries({ ...best.way, ...more }).filter(
    ([name, value]) => ({ ...DEFAULTS, ...options })[name as keyof FitOptions] !== value,
  );
  return {
    flags: changes.map(([name, value]) => `${flagOf(name)} ${value}`).join(' '),
    epochs: best.arrives,
  };
}

/** Epochs of a run to its tolerance; null where there is no closed form, or no end. */
function arrivalOf(look: () => ReturnType<typeof forecast>, tolerance: number): number | null {
  try {
    return look().epochsTo(tolerance);
  } catch (error) {
    if (error instanceof GdError) return null;
    throw error;
  }
}
