import { descend, type Kit, type Run } from '../descent/run.ts';
import type { Ways } from '../descent/start.ts';
import { explained, targetSquares } from '../moments/moments.ts';
import { type Data, isStream } from '../moments/readings.ts';
import type { Settings } from '../options.ts';
import { patiently, type Work } from '../pauses.ts';
import type { Epoch, Source, Stream } from '../types.ts';
import { finite, type LinearModel } from './linear-model.ts';

/** `fit` with what a run may need, linked in or to be loaded. */
export function fitPatiently(
  source: Source | Stream,
  settings: Settings,
  kit: Kit,
  fitStream: (stream: Stream, settings: Settings) => Promise<LinearModel>,
): Promise<LinearModel> {
  if (isStream(source)) return fitStream(source, settings);
  return patiently(fitting(source, settings, kit), settings.signal, settings.onEpoch);
}

/**
 * A whole run, from the source to the model. It pauses wherever the caller may let others work, with an `Epoch` where
 * one is due to be reported.
 */
export function* fitting(
  source: Source,
  settings: Settings,
  kit: Kit,
  reporting: boolean = settings.onEpoch !== undefined,
): Work<LinearModel, Epoch> {
  if (settings.validation === undefined) {
    return yield* fittingData(yield* kit.readData(source, settings), settings, kit, reporting);
  }
  const { data, watchOver } = yield* kit.holdOut(source, settings);
  return modelOf(yield* descend(data, settings, kit, reporting, watchOver), data);
}

/** `fitting` from where the data has been read. */
export function* fittingData(
  data: Data,
  settings: Settings,
  ways: Ways,
  reporting = false,
): Work<LinearModel, Epoch> {
  return modelOf(yield* descend(data, settings, ways, reporting), data);
}

/** The model of a run that has ended, of a session as it stands, or of a solution. Throws `DATA` where it overflows. */
export function modelOf(run: Run, { moments, skippedRows }: Data): LinearModel {
  const { state, status, gap, digits, history, learningRateLimit, scheduled, shuffledRows, settings } = run;
  const { optimizer, momentum, batchSize, scale, intercept, l2, l1, tolerance, epochs, seed } = settings;
  const { initial } = settings;
  const features = moments.names.slice(0, -1);
  return finite({
    features,
    terms: moments.terms,
    target: moments.names.at(-1)!,
    weights: state.weights,
    bias: state.bias,
    status,
    epochs: state.epoch,
    loss: state.loss,
    gap,
    rmse: state.rmse,
    r2: explained(state.rmse ** 2, targetSquares(moments, intercept)),
    rows: moments.n,
    skippedRows,
    history,
    digits,
    training: {
      optimizer,
      learningRate: state.learningRate,
      scheduled,
      learningRateLimit,
      momentum,
      batchSize,
      scale,
      intercept,
      l2,
      l1,
      tolerance,
      epochs,
      seed,
      ...(shuffledRows === undefined ? {} : { shuffledRows }),
      initial: initial ? { weights: Array.from(initial.weights), bias: initial.bias } : null,
    },
    moments,
  });
}
