import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { enter, LINE, once, open, PENGUINS, part, press, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const RACE = [{ optimizer: 'gd', learningRate: 0.3 }, { optimizer: 'momentum' }] as const;

describe('a race', () => {
  test('draws every future in both charts, at the epoch of the run', async () => {
    const element = await open(PENGUINS);
    element.seek(4);
    element.race(RACE);
    element.seek(9);
    await element.updateComplete;
    for (const pane of ['loss', 'descent']) {
      expect(part(element, `[data-pane=${pane}] .lanes`).textContent).toMatch(/^\s*gd\s+momentum ★\s*$/);
      for (const number of [0, 1]) {
        expect(part(element, `[data-pane=${pane}] path.rival-${number}`).getAttribute('d')).toMatch(
          /^M[\d.,-]+L/,
        );
        expect(part(element, `[data-pane=${pane}] circle.rival-${number}`)).toBeTruthy();
        expect(part(element, `[data-pane=${pane}] .lanes .rival-${number}`)).toBeTruthy();
      }
    }
    press(element, 'Race');
    await element.updateComplete;
    // five epochs of 342 rows
    expect(text(element)).toContain('1710 gradients of single rows each, since epoch 4.');
    expect(text(element)).toContain('momentum wins');
  });

  test.each([320, 660, 1020])(
    'stands in a drawer %d px wide with every number and field in sight',
    async (width) => {
      await page.viewport(width, 900);
      const element = await open(PENGUINS);
      press(element, 'Race');
      await element.updateComplete;
      press(element, 'Optimizers');
      await element.updateComplete;
      const box = part(element, '.scroll:has(.race)');
      expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
      const cells = [...box.querySelectorAll('tbody td')];
      expect(cells.length).toBe(5 * 8);
      for (const cell of cells) {
        const { left, top, width: across, height } = cell.getBoundingClientRect();
        expect(across * height).toBeGreaterThan(0);
        // nothing else lies on it
        cell.scrollIntoView({ block: 'center' });
        const { top: now } = cell.getBoundingClientRect();
        expect(
          cell.contains(element.shadowRoot!.elementFromPoint(left + across / 2, now + height / 2)),
          `${top}`,
        ).toBe(true);
      }
    },
  );

  test('is played until the last of them is there', async () => {
    const element = await open({ ...PENGUINS, speed: '1000' });
    element.race(RACE);
    element.play();
    press(element, 'Race');
    await element.updateComplete;
    const [, slowest] = /gd at epoch (\d+)/.exec(text(element))!;
    expect(Number(slowest)).toBeGreaterThan(100);
    await expect.poll(() => element.snapshot!.epoch).toBeGreaterThanOrEqual(Number(slowest));
  });

  test('is set up and changed by hand', async () => {
    const element = await open(PENGUINS);
    press(element, 'Race');
    await element.updateComplete;
    press(element, 'Optimizers');
    await element.updateComplete;
    const rivals = () => element.shadowRoot!.querySelectorAll('.race tbody tr').length;
    expect(rivals()).toBe(5);
    press(element, 'Add a future');
    await element.updateComplete;
    expect(rivals()).toBe(6);
    enter(element, '.race tbody tr:nth-child(1) [aria-label="Learning rate α"]', '1.5');
    await element.updateComplete;
    expect(part(element, '.race tbody tr:nth-child(1)').textContent).toContain('never');
    press(element, 'Remove');
    await element.updateComplete;
    expect(rivals()).toBe(5);
    press(element, 'Batch sizes');
    await element.updateComplete;
    expect(rivals()).toBe(3);
    press(element, 'End the race');
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('.rival')).toBeNull();
  });

  test('names its lanes and shows what removes them in 360 pixels', async () => {
    const element = await open({ ...PENGUINS, view: 'loss' });
    element.style.width = '360px';
    element.race([{ learningRate: 0.1 }, { learningRate: 1 }, { learningRate: 1.3 }, { batchSize: 32 }]);
    press(element, 'Race');
    await element.updateComplete;
    const { right } = element.getBoundingClientRect();
    const shown = [...element.shadowRoot!.querySelectorAll('.lanes span, .race .round')];
    const widths = shown.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0);
    // in a narrow element the names stand beside the one chart it shows
    expect(widths).toHaveLength(4 + 4);
    for (const box of widths) expect(box.right).toBeLessThanOrEqual(right);
  });

  test('keeps the focus of who removes its lanes', async () => {
    const element = await open(PENGUINS);
    element.race([{ learningRate: 0.1 }, { learningRate: 1 }, { learningRate: 1.3 }, { learningRate: 0.5 }]);
    press(element, 'Race');
    await element.updateComplete;
    for (const [line, focused] of [
      [2, '×'],
      [3, '×'],
      [1, 'Optimizers'],
    ] as const) {
      const button = part(element, `.race tbody tr:nth-child(${line}) .round`);
      button.focus();
      button.click();
      await element.updateComplete;
      expect(element.shadowRoot!.activeElement?.textContent?.trim()).toBe(focused);
    }
    press(element, 'Optimizers');
    await element.updateComplete;
    const end = [...element.shadowRoot!.querySelectorAll('button')].find((one) =>
      one.textContent!.includes('End the race'),
    )!;
    end.focus();
    end.click();
    await element.updateComplete;
    expect(element.shadowRoot!.activeElement?.textContent?.trim()).toBe('Optimizers');
  });

  test('survives a change of the run, and ends where the run starts elsewhere', async () => {
    const element = await open(PENGUINS);
    element.race(RACE);
    element.learningRate = 0.1;
    await element.updateComplete;
    expect(element.shadowRoot!.querySelectorAll('[data-pane=loss] .chart path.rival')).toHaveLength(2);
    element.weights = [1, 1];
    await element.updateComplete;
    expect(element.shadowRoot!.querySelectorAll('[data-pane=loss] .chart path.rival')).toHaveLength(0);
  });

  test('that cannot be run is an error in words', async () => {
    const element = await open(LINE);
    const failed = once(element, 'gd-error');
    element.race([{}]);
    expect((await failed).detail.message).toContain('a race expected 2 to 6 futures');
    element.race([{}, { learningRate: -1 }]);
    await element.updateComplete;
    expect(part(element, '[part=error]').textContent).toContain('learning-rate');
  });
});
