import type { Trainer } from '@gd-trainer/sdk';
import { compileKernels } from '@gd-trainer/sdk/lean';
import { type Session, walks } from '@gd-trainer/sdk/view';
import { late } from '../late.ts';

/** Time for updates before the page is drawn again, at once and in each frame on the way: with the drawing below 50 ms. */
const FIRST_MS = 16;
const SLICE_MS = 12;
/** The number of epochs a step grows by no more than this, since nothing is known of what is ahead. */
const MOST_GROWTH = 4;

/** The kernels in WebAssembly: a few rows need none, and are there sooner. */
export const KERNELS = late(compileKernels, { isAhead: false });

/**
 * The way to an epoch: one step where its state is a formula, short ones where every update has to be made. Each call goes
 * on for a number of milliseconds, one step at least: true once it is there, or where the run has ended before.
 */
export function wayTo(run: Session | Trainer, epoch: number): (milliseconds?: number) => boolean {
  let stride = Number.isInteger(epoch) && walks('trainer' in run ? run.trainer : run) ? 1 : Infinity;
  return (milliseconds = FIRST_MS) => {
    const end = performance.now() + milliseconds;
    for (;;) {
      const begin = performance.now();
      const next = Math.min(epoch, Math.floor(run.snapshot.epoch) + stride);
      run.seek(next);
      if (next === epoch || run.snapshot.epoch < next) return true;
      const now = performance.now();
      const isDrawn = end - now < SLICE_MS / 4;
      // the engine has not made the first steps quick yet: one that takes longer than foreseen has room
      const time = isDrawn ? SLICE_MS : (end - now) / 2;
      const growth = Math.min(MOST_GROWTH, time / Math.max(0.1, now - begin));
      stride = Math.max(1, Math.floor(growth * stride));
      if (isDrawn) return false;
    }
  };
}

/** A run that is shown, and what is done to it. */
interface Approaching {
  readonly session: Session | undefined;
  readonly moves: number;
  destination: number | undefined;
  move(change: () => void): boolean;
}

/** Goes to an epoch, with the page drawn in between; whatever else moves the run meanwhile ends it. */
export async function approach(run: Approaching, epoch: number): Promise<void> {
  const { session } = run;
  if (!session) return;
  const way = wayTo(session, epoch);
  for (let milliseconds = FIRST_MS; ; milliseconds = SLICE_MS) {
    let isThere = false;
    const hasMoved = run.move(() => {
      isThere = way(milliseconds);
    });
    if (!hasMoved || isThere) return;
    run.destination = epoch;
    const { moves } = run;
    // without them it goes on as before
    KERNELS.load().catch(() => {});
    await new Promise(requestAnimationFrame);
    if (run.moves !== moves || run.session !== session) return;
  }
}
