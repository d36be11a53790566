import { OPTIMIZERS } from '@gd-trainer/sdk';
import { afterEach, describe, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

const asNumber = (text: string): number => Number(text.replaceAll('−', '-'));

/** Each parameter in the update on screen: what it is, and what it becomes. */
function update(): [now: number, next: number][] {
  const rows = terminal.text.matchAll(/[wb]\u0303?[₁₂]? +(−?[\d.e−]+) +[−+][α·\d.e−+]+ *= +(−?[\d.e−]+)/gu);
  return [...rows].map(([, now, next]) => [asNumber(now!), asNumber(next!)]);
}

const isRounded = (shown: number, exact: number): boolean =>
  Math.abs(shown - exact) <= 1e-3 * Math.abs(exact);

describe.each(OPTIMIZERS)('%s', (optimizer) => {
  test.each([
    ['full', 'standard', '1'],
    ['1', 'none', '8'],
    ['32', 'standard', '7'],
  ])(
    'batch size %s, scale %s, seed %s: the update shown is the one then made',
    async (batch, scale, seed) => {
      const settings = ['--optimizer', optimizer, '--batch-size', batch, '--scale', scale, '--seed', seed];
      terminal = TestTerminal.run(['penguins', ...settings], { columns: 100, rows: 30 });
      await terminal.shows('penguins');
      terminal.type(':unit batch\r3');
      for (let steps = 1; steps <= 3; steps++) {
        await terminal.until('an update', () => update().length === 3);
        const shown = update();
        terminal.type('s');
        await terminal.until(`an update from ${shown.map(([, next]) => next)}`, () =>
          update().every(([now], j) => isRounded(now, shown[j]![1])),
        );
      }
    },
  );
});
