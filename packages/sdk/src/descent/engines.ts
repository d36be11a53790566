import { lookAhead } from '../ahead/forecast.ts';
import { ratesOf } from '../ahead/optimizer-rates.ts';
import { GdError } from '../errors.ts';
import type { Quadratic } from '../loss/quadratic.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import type { Settings } from '../options.ts';
import type { ConjugateDescent } from './conjugate.ts';
import type { Engine } from './engine.ts';
import { staysOnMoments, type Walk, type Ways } from './start.ts';

/** Makers of engines. */
interface Makers<Of extends Engine> {
  readonly Descent: Ways<Of>['Descent'];
  readonly Conjugate: new (...run: ConstructorParameters<typeof ConjugateDescent>) => Of;
  readonly walk: Walk<Of>;
}

/** The way to the engine of any run, its optimizer decided. */
export const enginesOf = <Of extends Engine>({ Descent, Conjugate, walk }: Makers<Of>): Ways<Of>['engine'] =>
  function* (problem, theta, data, given) {
    const optimizer = given.optimizer === 'auto' ? optimizerFor(problem, theta, given) : given.optimizer;
    const settings = { ...given, optimizer };
    const engine = TRAITS[optimizer].searches
      ? new Conjugate(problem, theta, settings)
      : walksRows(settings, problem.space.spread.length)
        ? yield* walk(problem, theta, data, settings)
        : new Descent(problem, ratesOf(problem, settings), optimizer, theta);
    return { engine, settings };
  };

/**
 * The optimizer of a run that leaves it open: the plainest that will meet the tolerance within the epochs, by its
 * forecast, and cg where none will. By batches, and at a rate that is given, it is gd.
 */
function optimizerFor(problem: Quadratic, theta: Float64Array, settings: Settings): Optimizer {
  const { batchSize, path, learningRate, l1, epochs, tolerance } = settings;
  if (batchSize !== 'full' || learningRate !== 'auto') return 'gd';
  if (l1 > 0) return 'nesterov';
  const arrives = (optimizer: Optimizer): boolean => {
    const rates = ratesOf(problem, { ...settings, optimizer });
    const plan = { ...settings, optimizer, problem, rates, learningRate: rates.auto, theta };
    return (lookAhead(plan).epochsTo(tolerance) ?? Infinity) <= epochs;
  };
  return (['gd', 'momentum'] as const).find(arrives) ?? (path === 'rows' ? 'momentum' : 'cg');
}

/** True if an epoch of a run under these options leads over the rows. */
export function walksRows(settings: Settings, features: number): boolean {
  if (settings.batchSize !== 'full' && settings.path === 'moments') {
    throw new GdError(
      'OPTION',
      "\"path\" expected 'rows' with a batch size, got 'moments'",
      "pass `path: 'auto'`",
      { option: 'path' },
    );
  }
  return !staysOnMoments(settings, features);
}
