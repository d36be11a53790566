import type { Forecast } from '../ahead/forecast.ts';
import type { SeekableEngine } from '../descent/engine.ts';
import { conditionOf, flatDirectionsOf } from '../loss/directions.ts';
import { problemOf } from '../loss/problem.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import type { Moments } from '../moments/moments.ts';
import type { Settings } from '../options.ts';
import type { Epoch } from '../types.ts';
import type { Fact } from './fact.ts';

/** Share of the largest entry below which a parameter has no part in a direction. */
const NEGLIGIBLE = 1e-6;
/** κ must fall by this factor for scaling to be worth a sentence. */
const WORTH_SCALING = 2;

/** The way of a run so far. */
interface LegProgress {
  /** Epoch at which the tolerance was met. */
  readonly convergedAt: number | null;
  /** The loss where the present options began. */
  readonly firstLoss: number;
}

/** Verdict on the learning rate from a state on. */
export function verdictOf(
  settings: Settings,
  { problem, rates }: SeekableEngine,
  { epoch, learningRate, loss }: Epoch,
  forecast: Forecast,
  { convergedAt, firstLoss }: LegProgress,
): Fact {
  const remaining = convergedAt === null ? forecast.epochsTo(settings.tolerance) : convergedAt - epoch;
  return {
    kind: 'forecast',
    verdict: forecast.verdict,
    learningRate,
    learningRateLimit: rates.limit,
    growth: forecast.growth,
    tolerance: settings.tolerance,
    epochs: remaining === null ? null : epoch + remaining,
    most: settings.epochs,
    batches: settings.batchSize !== 'full',
    rise: loss > firstLoss ? loss / firstLoss : null,
    noise: settings.batchSize !== 'full' && problem.minimum > 0,
  };
}

/** Facts that stand out about a run as long as its options stay. */
export function lastingFacts(
  moments: Moments,
  settings: Settings,
  problem: Quadratic,
  forecast: Forecast,
): readonly Fact[] {
  const features = moments.names.slice(0, -1);
  const names = [...features, 'bias'];
  return [
    ...diverging(problem, names, forecast),
    ...constant(problem, features),
    ...collinear(problem, features),
    ...scaling(moments, settings),
  ];
}

function diverging(problem: Quadratic, names: readonly string[], { verdict, growth }: Forecast): Fact[] {
  if (verdict !== 'diverges' || growth === null || !problem.hasSpectrum) return [];
  const { size, spectrum } = problem;
  const direction = spectrum.vectors.subarray((size - 1) * size, size * size);
  const largest = direction.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
  const parameters = Array.from(direction, (x, i) => ({ name: names[i]!, share: x / largest }));
  return [
    { kind: 'diverging', growth, parameters: parameters.filter(({ share }) => Math.abs(share) > NEGLIGIBLE) },
  ];
}

function constant({ space }: Quadratic, features: readonly string[]): Fact[] {
  const still = features.filter((_, j) => space.spread[j] === 0);
  return still.length > 0 ? [{ kind: 'constant', features: still }] : [];
}

/** One fact for each direction without curvature that takes more than one column to make. */
function collinear(problem: Quadratic, features: readonly string[]): Fact[] {
  return flatDirectionsOf(problem).flatMap((direction): Fact[] => {
    const involved = features.filter((_, j) => Math.abs(direction[j]!) > NEGLIGIBLE);
    return involved.length > 1 ? [{ kind: 'collinear', features: involved }] : [];
  });
}

function scaling(moments: Moments, settings: Settings): Fact[] {
  const condition = (scale: 'standard' | 'none'): number =>
    conditionOf(problemOf(moments, { ...settings, scale })) ?? 1;
  const [unscaled, standardised] = [condition('none'), condition('standard')];
  return unscaled > WORTH_SCALING * standardised
    ? [{ kind: 'scaling', unscaled, standardised, scale: settings.scale }]
    : [];
}
