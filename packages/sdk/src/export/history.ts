import { nextPoint } from '../descent/history.ts';
import type { Trainer } from '../session/trainer.ts';

/**
 * The run as CSV: epoch, loss, every weight and the bias in data units; a line for each of at most 1,000 epochs from the
 * start to the present state, which is the last line. Every number reads back as the same f64.
 *
 * @example The first epochs of a run.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { toCsv } from '@gd-trainer/sdk/export';
 *
 * const trainer = new Trainer({ size: [1, 3], price: [3, 7] }, { target: 'price', scale: 'none', learningRate: 0.1 });
 * trainer.step('epoch', 1);
 * console.log(toCsv(trainer).split('\n')[0]); // epoch,loss,size,bias
 * ```
 */
export function toCsv(trainer: Trainer): string {
  const now = trainer.snapshot;
  const branch = trainer.branch();
  const lines = [['epoch', 'loss', ...trainer.features, 'bias'].map(cell).join(',')];
  const write = ({ epoch, loss, weights, bias }: typeof now): void => {
    lines.push([epoch, loss, ...weights, bias].join(','));
  };
  // in the middle of an epoch of batches its start is a line too, and the present one has a fraction for a number
  const end = now.sample > 0 ? now.epoch + 1 : now.epoch;
  for (let epoch = 0; epoch < end; epoch = nextPoint(epoch, end)) write(branch.seek(epoch));
  write({ ...now, epoch: now.epoch + now.sample / trainer.rows });
  return `${lines.join('\n')}\n`;
}

/** Names come from anywhere: what a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(name: string): string {
  const text = name.replace(/^(?=[=+\-@\t\r\n])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
