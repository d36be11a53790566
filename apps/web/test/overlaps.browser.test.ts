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
  'names in Chinese': {
    data: '以毫米计的鳍肢的长度,以毫米计的喙的厚度,以克计的体重\n181,18,3750\n195,17,4300\n210,15,4900\n',
    lang: 'zh-CN',
  },
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

/** Columns as CSV. */
const tableOf = (columns: readonly (readonly [string, readonly number[]])[]): string =>
  [
    columns.map(([name]) => name),
    ...columns[0]![1].map((_, row) => columns.map(([, values]) => values[row])),
  ].join('\n');

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

test.each([
  [560, ['bill_depth_mm', 'flipper_length_mm']],
  [1020, ['bill_depth_mm', 'flipper_length_mm', '以毫米计的鳍肢的长度']],
])('%d pixels of the neuron have room for the whole names of its inputs', async (width, names) => {
  await page.viewport(width, 900);
  const columns = [...names, 'y'].map(
    (name, j) => [name, [1, 2, 4, 7, 3].map((x) => (x * (j + 2)) % 11)] as const,
  );
  const element = await open({ data: tableOf(columns), target: 'y', panes: 'neuron' });
  await frame();
  await frame();
  await element.updateComplete;
  const chart = part<SVGSVGElement>(element, '.plot[data-plot=neuron] svg.chart');
  const notes = [...chart.querySelectorAll('.note')].map(({ textContent }) => textContent);
  expect(notes).toEqual(expect.arrayContaining(names));
  expect(overlapsIn(chart)).toEqual([]);
});

test.each([360, 1020])(
  'in %d pixels y − ŷ is whole, and beside fewer points than on the other side',
  async (width) => {
    await page.viewport(width, 900);
    let named = 0;
    for (const attributes of [{ data: 'x,y\n0,1\n1,3\n2,5\n9,30\n' }, PENGUINS]) {
      const element = await open({ ...attributes, panes: 'fit' });
      await frame();
      await frame();
      for (const epoch of [0, 4]) {
        element.seek(epoch);
        await element.updateComplete;
        const chart = part<SVGSVGElement>(element, '.plot[data-plot=fit] svg.chart');
        const points = [
          ...part(element, '.plot[data-plot=fit] .points')
            .getAttribute('d')!
            .matchAll(/M([\d.-]+),([\d.-]+)/g),
        ];
        const picture = chart.querySelector('svg')!.viewBox.baseVal;
        for (const [, x, y] of points.slice(0, 60)) {
          const { left, top } = chart.getBoundingClientRect();
          const at = { clientX: left + Number(x), clientY: top + Number(y), bubbles: true };
          part(element, '.plot[data-plot=fit]').dispatchEvent(new MouseEvent('click', at));
          await element.updateComplete;
          const name = chart.querySelector<SVGTextElement>('.residual-name');
          if (!name) continue;
          named++;
          const box = name.getBBox();
          expect(box.x).toBeGreaterThanOrEqual(picture.x - 1);
          expect(box.x + box.width).toBeLessThanOrEqual(picture.x + picture.width + 1);
          expect(box.y).toBeGreaterThanOrEqual(picture.y - 1);
          expect(box.y + box.height).toBeLessThanOrEqual(picture.y + picture.height + 1);
          const axis = Number(chart.querySelector('.chosen')!.getAttribute('cx'));
          const under = (from: number): number =>
            points.filter(
              ([, px, py]) =>
                Number(px) > from &&
                Number(px) < from + box.width &&
                Number(py) > box.y + 4 &&
                Number(py) < box.y + box.height - 4,
            ).length;
          const mirrored = 2 * axis - box.x - box.width;
          const hasRoom = mirrored > picture.x + 8 && mirrored + box.width < picture.x + picture.width - 8;
          // both sides are looked at with somewhat more room than the letters take
          if (hasRoom) expect(under(box.x)).toBeLessThanOrEqual(under(mirrored) + 4);
        }
      }
      element.remove();
    }
    expect(named).toBeGreaterThan(40);
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
