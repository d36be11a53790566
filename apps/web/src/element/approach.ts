import { walks } from '@gd-trainer/sdk/view';
import type { RunControl } from './run-control.ts';

/** Time for the updates of one frame on the way to an epoch: the page stays quick to answer. */
const SLICE_MS = 12;
/** The number of epochs a frame grows by no more than this, since nothing is known of what is ahead. */
const MOST_GROWTH = 4;

/**
 * Goes to an epoch for a reader. Where every update of the way has to be made, the page is drawn in between, and whatever
 * else moves the run meanwhile ends it.
 */
export async function approach(run: RunControl, epoch: number): Promise<void> {
  const { session } = run;
  if (!session) return;
  for (let stride = walks(session.trainer) ? 1 : Infinity; ; ) {
    const begin = performance.now();
    const next = Math.min(epoch, Math.floor(session.snapshot.epoch) + stride);
    if (!run.move(() => session.seek(next)) || session.snapshot.epoch < next || next === epoch) return;
    const { moves } = run;
    const growth = Math.min(MOST_GROWTH, SLICE_MS / Math.max(1, performance.now() - begin));
    stride = Math.ceil(growth * stride);
    await new Promise(requestAnimationFrame);
    if (run.moves !== moves || run.session !== session) return;
  }
}
