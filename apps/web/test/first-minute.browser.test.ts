import { solveSync } from '@gd-trainer/sdk';
import { PANES } from '@gd-trainer/sdk/view';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { create, dataSet, type GdTrainerElement, once, open, PENGUINS, part, press } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

/** The element as an author who asks for nothing has it. */
async function openBare(attributes: Readonly<Record<string, string>>): Promise<GdTrainerElement> {
  const element = create(attributes);
  element.removeAttribute('panes');
  const ready = once(element, 'gd-ready');
  document.body.append(element);
  await ready;
  await element.updateComplete;
  return element;
}

const shown = (element: GdTrainerElement): (string | undefined)[] =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>('.pane')]
    .filter((pane) => pane.checkVisibility())
    .map((pane) => pane.dataset.pane);

describe('without a word of the author', () => {
  test.each([360, 1280])(
    'one pane stands in front at %i px, and the others are a press away',
    async (width) => {
      await page.viewport(width, 800);
      const element = await openBare(PENGUINS);
      expect(shown(element)).toEqual(['fit']);
      for (const name of ['ledger', 'loss']) {
        const choice = part<HTMLInputElement>(element, `.chooser input[value=${name}]`);
        expect(choice.labels![0]!.checkVisibility()).toBe(true);
        choice.click();
        await element.updateComplete;
        expect(shown(element)).toEqual([name]);
      }
      const all = part<HTMLButtonElement>(element, '.chooser button');
      expect(all.checkVisibility()).toBe(width > 700);
      all.click();
      await element.updateComplete;
      if (width < 700) return;
      expect(shown(element)).toEqual([...PANES]);
      press(element, 'All together');
      await element.updateComplete;
      expect(shown(element)).toEqual(['loss']);
    },
  );

  test('a phone shows a chart and what moves it on its first screen', async () => {
    await page.viewport(360, 740);
    const element = await openBare(PENGUINS);
    const bottom = (selector: string): number => part(element, selector).getBoundingClientRect().bottom;
    expect(bottom('.primary')).toBeLessThan(bottom('.plot'));
    expect(bottom('.plot')).toBeLessThan(740);
  });

  test.each(['en', 'zh-CN'])('a phone shows the names of all panes on one line: %s', async (lang) => {
    await page.viewport(360, 740);
    const element = await openBare({ ...PENGUINS, lang });
    const names = [...element.shadowRoot!.querySelectorAll('.chooser span')];
    expect(names).toHaveLength(PANES.length);
    expect(new Set(names.map((name) => name.getBoundingClientRect().top)).size).toBe(1);
  });

  test('the box of a plane holds it, from its start on', async () => {
    await page.viewport(360, 740);
    const element = await openBare({ src: dataSet('lecture') });
    const box = part<SVGGElement>(element, '.plot[data-plot=fit] .chart').getBoundingClientRect();
    for (const path of element.shadowRoot!.querySelectorAll('.plot[data-plot=fit] .chart path')) {
      const { top, bottom } = path.getBoundingClientRect();
      expect(top).toBeGreaterThanOrEqual(box.top);
      expect(bottom).toBeLessThanOrEqual(box.bottom);
    }
  });

  test('the name of what is predicted stands beside the points in space, not among them', async () => {
    for (const width of [320, 360, 1280]) {
      await page.viewport(width, 740);
      const element = await openBare(PENGUINS);
      const chart = part<SVGSVGElement>(element, '.plot[data-plot=fit] svg.chart');
      const names = [...chart.querySelectorAll('text.axis')];
      const name = names.find(({ textContent }) => textContent === 'body_mass_g')!;
      const [middle, half] = [Number(name.getAttribute('x')), 4 * name.textContent!.length];
      // what is drawn beyond the frame is cut off
      expect(middle - half).toBeGreaterThanOrEqual(8);
      expect(middle + half).toBeLessThan(chart.viewBox.baseVal.width / 2);
      element.remove();
    }
  });

  test('where the model is no line the one that is drawn is not its', async () => {
    await page.viewport(1280, 740);
    const element = await open(PENGUINS);
    const [line, other] = ['.agreement', '.now'].map((role) =>
      getComputedStyle(part(element, `path${role}, circle${role}`)),
    );
    expect(element.shadowRoot!.querySelector('.plot[data-plot=fit] .model')).toBeNull();
    expect(line!.stroke).not.toBe(other!.fill);
    expect(line!.strokeDasharray).not.toBe('none');
  });

  test('the plane of two features is what is seen first, the line of one, and panes="all" has them side by side', async () => {
    await page.viewport(1280, 800);
    const plane = await openBare(PENGUINS);
    expect(part(plane, '[aria-label="3-D"]').ariaPressed).toBe('true');
    const line = await openBare({ src: dataSet('temperature') });
    expect(line.shadowRoot!.querySelector('[aria-label="3-D"]')).toBeNull();
    const all = await open({ ...PENGUINS, panes: 'all' });
    expect(shown(all)).toEqual([...PANES]);
    expect(part(all, '[aria-label="3-D"]').ariaPressed).toBe('false');
  });

  test('the run is gentle, one of a faster optimizer automatic, and each word is a press away', async () => {
    const element = await openBare({ src: dataSet('temperature'), target: 'anomaly_c', features: 'year' });
    // of one standardised column all curvatures are 1
    expect(element.snapshot!.learningRate).toBeCloseTo(1 - 0.01 ** (1 / 40), 6);
    const { gap } = element.snapshot!;
    element.seek(40);
    expect(Math.sqrt(element.snapshot!.gap / gap)).toBeCloseTo(0.01, 6);
    const [gentle, auto] = element.shadowRoot!.querySelectorAll<HTMLInputElement>('.rate [type=checkbox]');
    expect([gentle!.checked, auto!.checked]).toEqual([true, false]);
    auto!.click();
    await element.updateComplete;
    expect([element.getAttribute('learning-rate'), gentle!.checked, auto!.checked]).toEqual([
      'auto',
      false,
      true,
    ]);
    expect(element.snapshot!.learningRate).toBe(1);
    element.removeAttribute('learning-rate');
    await element.updateComplete;
    expect(element.trainer!.options.learningRate).toBe('gentle');
    element.optimizer = 'momentum';
    await element.updateComplete;
    expect(element.trainer!.options.learningRate).toBe('auto');
    const other = await openBare({ ...PENGUINS, optimizer: 'adam' });
    expect(other.trainer!.options.learningRate).toBe('auto');
  });

  test.each(['en', 'zh-CN'])('each figure in %s opens what it means, one at a time', async (lang) => {
    const element = await openBare({ ...PENGUINS, lang });
    const terms = [...element.shadowRoot!.querySelectorAll<HTMLDetailsElement>('.facts details')];
    expect(terms.map((term) => term.querySelector('summary')!.textContent!.trim().length > 1)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    for (const term of terms) {
      term.querySelector('summary')!.click();
      await expect.poll(() => terms.filter(({ open }) => open)).toEqual([term]);
      const { right, left } = term.querySelector('p')!.getBoundingClientRect();
      const host = element.getBoundingClientRect();
      expect(left >= host.left && right <= host.right).toBe(true);
    }
  });
});

// R 4: coef(lm(pressure ~ boiling)) of MASS::forbes, coef(lm(weight ~ height, women)), and the plane of the lecture
test.each([
  [0, [0.522892], -81.06373],
  [1, [3.45], -87.51667],
  [2, [2, 3], 1],
] as const)(
  'an element without rows offers sets to begin with: of number %i least squares is as published',
  async (at, weights, bias) => {
    const element = create({});
    element.removeAttribute('panes');
    document.body.append(element);
    await element.updateComplete;
    const buttons = () => [...element.shadowRoot!.querySelectorAll('button')];
    await expect.poll(() => buttons().length).toBe(3);
    const ready = once(element, 'gd-ready');
    buttons()[at]!.click();
    await ready;
    await element.updateComplete;
    const { trainer } = element;
    const rows = String(element.data)
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
    const solved = solveSync({ x: rows.map((row) => row.slice(0, -1)), y: rows.map((row) => row.at(-1)!) });
    expect(trainer!.rows).toBe(rows.length);
    for (const [j, weight] of weights.entries()) expect(solved.weights[j]).toBeCloseTo(weight, 5);
    expect(solved.bias).toBeCloseTo(bias, 4);
    expect(shown(element)).toEqual(['fit']);
    element.step();
    expect(element.snapshot!.loss).toBeGreaterThan(0);
  },
);
