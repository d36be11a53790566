/**
 * The epoch after `epoch` at which a run's loss is kept: every one at first, then ever wider apart, `last` always;
 * together with epoch 0 at most 1,000.
 */
export function nextPoint(epoch: number, last: number): number {
  const ratio = last <= 1e6 ? 1.015 : last <= 1e9 ? 1.02 : 1.04;
  return Math.min(last, Math.max(epoch + 1, Math.ceil(epoch * ratio)));
}
