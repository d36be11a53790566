import { OPTIMIZERS } from '@gd-trainer/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { enter, open, PENGUINS, part } from './open-element.ts';

type Element = Parameters<typeof part>[0];

afterEach(() => document.body.replaceChildren());

const UPDATE = '[data-pane=ledger] .update';

const titleIn = (element: Element): string => part(element, `${UPDATE} h3`).textContent;

/** The weights, as text, that the update on show ends with, in the space of the descent. */
function weightsIn(element: Element): string[] {
  const lines = [...part(element, `${UPDATE} ul`).querySelectorAll('li[data-link^=w]')];
  return lines.map((line) =>
    [...line.querySelectorAll('.pieces math')]
      .at(-1)!
      .textContent.replace(/[=\s,]/g, '')
      .replace('−', '-'),
  );
}

/** Whether a number is written as another is, to its last digit. */
function expectRounded(text: string, value: number): void {
  const decimals = text.split('.')[1]?.length ?? 0;
  expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.500001 * 10 ** -decimals);
}

describe.each(OPTIMIZERS)('%s', (optimizer) => {
  describe.each(['full', '1', '32'])('batch size %s', (batchSize) => {
    test.each([
      ['standard', '7', '1'],
      ['none', '8', '77'],
    ])('scale %s, seed %s, sample %s: the update shown is the one then made', async (scale, seed, sample) => {
      const element = await open({ ...PENGUINS, optimizer, 'batch-size': batchSize, scale, seed });
      for (let steps = 0; steps < 3; steps++) {
        element.seek(steps);
        enter(element, '[data-pane=ledger] input.short', sample);
        await element.updateComplete;
        expect(titleIn(element)).toBe('The next update');
        const weights = weightsIn(element);
        element.step('batch');
        for (const [j, value] of element.snapshot!.scaled.weights.entries())
          expectRounded(weights[j]!, value);
        await element.updateComplete;
        if (batchSize === 'full') continue;
        // the row it used is shown now, and the update as the one made
        expect(titleIn(element)).toBe('The update just made');
        expect(weightsIn(element)).toEqual(weights);
      }
    });
  });
});

test('of batches the rows are named that the next one draws', async () => {
  const element = await open({ ...PENGUINS, 'batch-size': '4', seed: '3' });
  const named = part(element, `${UPDATE} p`)
    .textContent.match(/Drawn: rows ([\d, ]+)\./)![1]!
    .split(', ');
  element.step('batch');
  const { trainer } = element;
  expect(named).toEqual(trainer!.batch.map((row) => String(trainer!.sample(row).row)));
});
