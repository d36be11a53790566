import { LINKED } from '../descent/linked.ts';
import type { FitOptions } from '../options.ts';
import { runOptions } from '../options.ts';
import { nextTask } from '../pauses.ts';
import type { Epoch, Source } from '../types.ts';
import { Model } from './model.ts';
import { fitting } from './of-run.ts';

/**
 * `fit` as a stream: one `Epoch` per `every` epochs, the start first, then the model as the return value. It goes on when
 * the next value is asked for, and ends when the loop is left.
 *
 * @throws {GdError} as `fit` does; an aborted run throws the signal's reason
 *
 * @example Watch the loss fall.
 * ```ts
 * import { train } from '@gd-trainer/sdk';
 *
 * for await (const { epoch, loss } of train({ x: [[1], [2], [3]], y: [3, 5, 7] }, { epochs: 3, learningRate: 0.5 })) {
 *   console.log(epoch, loss.toFixed(4)); // 0 13.8333, 1 3.4583, 2 0.8646, 3 0.2161
 * }
 * ```
 */
export async function* train(source: Source, options?: FitOptions): AsyncGenerator<Epoch, Model> {
  const settings = runOptions(options);
  const run = fitting(source, settings, LINKED, true);
  try {
    for (;;) {
      settings.signal?.throwIfAborted();
      const { done, value } = run.next();
      if (done) return new Model(value);
      if (value && 'epoch' in value) {
        settings.onEpoch?.(value);
        yield value;
      }
      await nextTask();
    }
  } finally {
    run.return(undefined as never);
  }
}
