// No label of a chart stands on another or is cut off, however wide the element is.
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { CHARTS, dataSet, open, PENGUINS, part } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const WIDTHS = [320, 360, 560, 720, 1020, 1600];
const RUNS = {
  'the lecture': { src: dataSet('lecture'), 'batch-size': '1', scale: 'none', 'learning-rate': '0.1' },
  'two features': PENGUINS,
  'a slide': { ...PENGUINS, density: 'compact' },
  'one feature': { src: dataSet('temperature'), target: 'anomaly_c', features: 'year' },
  'long names and numbers': { ...PENGUINS, features: 'flipper_length_mm,bill_depth_mm,bill_length_mm' },
};

/** Names of axes that stand where curves go: within the lines of the grid. */
function namesWithin(chart: SVGSVGElement): (string | null)[] {
  const lines = [...chart.querySelectorAll('path.grid')].map((line) => line.getAttribute('d')!);
  const ends = lines.flatMap((d) => [...(/^M[^,]+,([\d.]+)V([\d.]+)$/.exec(d)?.slice(1) ?? [])]).map(Number);
  const [top, bottom] = [Math.min(...ends), Math.max(...ends)];
  const names = [...chart.querySelectorAll('text.axis')];
  return names
    .filter((name) => Number(name.getAttribute('y')) > top && Number(name.getAttribute('y')) < bottom)
    .map(({ textContent }) => textContent);
}

/** Texts of the chart that lie on each other, in pairs, or on the box of another, or leave it: drawn once more where they have a place, since a canvas shows them. */
function overlapsIn(chart: SVGSVGElement): string[] {
  const { width, height } = chart.viewBox.baseVal;
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copy.style.cssText = `position: absolute; width: ${width}px; height: ${height}px`;
  chart.closest('.plot')!.append(copy);
  const texts = [...copy.querySelectorAll('text')].filter(({ textContent }) => textContent !== '');
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const whole = copy.getBoundingClientRect();
  const pills = [...copy.querySelectorAll('.pill')].map((pill) => pill.getBoundingClientRect());
  copy.remove();
  const cut = texts.filter((_, i) => boxes[i]!.left < whole.left - 1 || boxes[i]!.right > whole.right + 1);
  const pairs = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .flatMap((b, k) => (meet(a, b) ? [`${texts[i]!.textContent} / ${texts[i + 1 + k]!.textContent}`] : [])),
  );
  const boxed = texts.filter(
    (text, i) => !text.matches('.value') && pills.some((pill) => meet(pill, boxes[i]!)),
  );
  return [
    ...pairs,
    ...boxed.map(({ textContent }) => `${textContent} is on a box`),
    ...cut.map(({ textContent }) => `${textContent} is cut off`),
  ];
}

/** True of two boxes that share some place; a line of text is higher than its letters. */
function meet(a: DOMRect, b: DOMRect): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  return across > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
}

const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

test.each(Object.entries(RUNS))('%s', async (_, attributes) => {
  const element = await open(attributes);
  const found = new Set<string>();
  let texts = 0;
  for (const width of WIDTHS) {
    await page.viewport(width, 900);
    for (const pane of CHARTS) {
      element.setAttribute('panes', pane);
      // one for its size to be seen, one for it to be drawn
      await frame();
      await frame();
      for (const epoch of [0, 12]) {
        element.seek(epoch);
        await element.updateComplete;
        const chart = part<SVGSVGElement>(element, `.plot[data-plot=${pane}] svg.chart`);
        expect(chart.closest('.plot')!.checkVisibility()).toBe(true);
        texts += chart.querySelectorAll('text').length;
        expect(namesWithin(chart), `${width}px, ${pane}`).toEqual([]);
        for (const pair of overlapsIn(chart)) found.add(`${width}px, ${pane}: ${pair}`);
      }
    }
  }
  expect(texts).toBeGreaterThan(200);
  expect([...found]).toEqual([]);
});

test.each([
  { ...PENGUINS, features: 'species,flipper_length_mm,flipper_length_mm*species', optimizer: 'momentum' },
  { ...PENGUINS, features: 'poly(flipper_length_mm, 2)', scale: 'none', 'learning-rate': 'auto' },
  { ...PENGUINS, lang: 'zh-CN', scale: 'none', 'learning-rate': 'auto' },
  { ...PENGUINS, lang: 'zh-CN', features: 'island' },
])(
  'each line of the chain rule, and the way to its reason, stand within their pane: %j',
  async (attributes) => {
    const element = await open(attributes);
    for (const width of WIDTHS) {
      await page.viewport(width, 900);
      for (const epoch of [0, 12]) {
        element.seek(epoch);
        await element.updateComplete;
        const lines = [...element.shadowRoot!.querySelectorAll('.ledger li')];
        expect(lines.length).toBeGreaterThan(8);
        const outside = lines.filter((line) => {
          const parts = [...line.querySelectorAll('.symbol, .pieces > *')].map((one) =>
            one.getBoundingClientRect(),
          );
          const { left, right } = line.getBoundingClientRect();
          const isWhole = parts.every((one) => one.left >= left - 1 && one.right <= right + 1);
          return !isWhole || parts.some((a, i) => parts.slice(i + 1).some((b) => meet(a, b)));
        });
        expect(
          outside.map(({ textContent }) => textContent),
          `${width}px`,
        ).toEqual([]);
      }
    }
  },
);

test('labels of an axis are exact, in one style, and none twice', async () => {
  const element = await open({ data: 'x,y\n1,150000\n2,152000\n3,157000\n4,160000\n', panes: 'fit' });
  element.seek(50);
  await frame();
  await frame();
  await element.updateComplete;
  const labels = [...element.shadowRoot!.querySelectorAll('text.tick[text-anchor=end]')].map(
    ({ textContent }) => textContent!,
  );
  expect(labels.length).toBeGreaterThan(2);
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels.filter((label) => label !== '0' && !label.includes('10⁵') && !label.includes('10⁴'))).toEqual(
    [],
  );
});
