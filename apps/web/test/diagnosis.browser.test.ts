import { afterEach, expect, test } from 'vitest';
import { dataSet, type GdTrainerElement, LINE, open, part, press, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

/** Opens the drawer, whose charts are drawn in the frame after. */
async function diagnose(element: GdTrainerElement): Promise<void> {
  press(element, 'Diagnosis');
  await element.updateComplete;
  await drawn();
}
async function drawn(): Promise<void> {
  for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
}

const CARS = { src: dataSet('cars'), target: 'mpg', features: 'horsepower,weight' } as const;

test('the diagnosis draws the residuals and names the rows that matter most, in both languages', async () => {
  const element = await open({ ...CARS, epochs: '100000' });
  await diagnose(element);
  const rows = [...part(element, '.drawer tbody').querySelectorAll('tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );
  // R 4.2.2: fitted, residuals, rstudent, hatvalues, cooks.distance of lm(mpg ~ horsepower + weight)
  expect(rows[0]).toEqual(['327', '29.84', '13.56', '3.255', '0.01071', '0.03730']);
  expect(rows.slice(0, 3).map(([row]) => row)).toEqual(['327', '117', '326']);
  for (const chart of ['fitted', 'normal']) {
    const drawn = part(element, `.drawer [data-plot=${chart}] svg.chart`);
    expect(drawn.querySelector('.points')!.getAttribute('d')!.match(/M/g)).toHaveLength(392);
    const named = [...drawn.querySelectorAll('.note')].map((mark) => mark.textContent);
    expect(named).toEqual(['327', '117', '326']);
    expect(drawn.getAttribute('aria-label')).toContain('327, 117, 326');
  }
  expect(part(element, '.drawer').textContent).toMatch(/At the optimum R² is 0\.7064.*The run now has R² −/s);
  const said = () => part(element, '.drawer').textContent!.replace(/ The run now has R² −?[\d.]+/, '');
  const before = said();
  element.seek(100000);
  await element.updateComplete;
  expect(part(element, '.drawer').textContent).not.toContain('The run now');
  expect(said()).toBe(before);
  element.lang = 'zh-CN';
  await element.updateComplete;
  expect(part(element, '.drawer').textContent).toMatch(/最能移动拟合线的是第 327、117 和 326 行.*库克距离/s);
});

test('a drawing of the run leaves the charts of its rows as they are', async () => {
  const element = await open(CARS);
  await diagnose(element);
  await expect.poll(() => part(element, '.drawer svg').getAttribute('viewBox')).not.toBe('0 0 320 240');
  await drawn();
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  observer.observe(part(element, '.side-by-side'), { subtree: true, childList: true, attributes: true });
  element.step('epoch');
  await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
  expect(changes).toEqual([]);
  observer.disconnect();
});

test('a line without residuals, and a penalty, have no diagnosis, and the drawer says so', async () => {
  const element = await open({ ...LINE, controls: 'diagnosis' });
  await diagnose(element);
  expect(part(element, '.drawer').textContent).toContain('there are no residuals to judge');
  expect(part(element, '.drawer').querySelector('table, svg')).toBeNull();
  const penalised = await open({ ...CARS, l2: '0.1' });
  await diagnose(penalised);
  expect(text(penalised)).toContain('No standard errors under a penalty');
});

test('rows go by the text that tells them apart, beside their numbers, and nothing in it is markup', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `car ${i + 1},${i},${i === 29 ? 90 : 2 * i + (i % 3)}`);
  const data = ['name,x,y', ...rows.with(29, '"<b>Volvo</b>\u202e 142E",29,90')].join('\n');
  const element = await open({ data, target: 'y', features: 'x' });
  await diagnose(element);
  const drawer = part(element, '.drawer');
  expect(drawer.textContent).toMatch(/<b>Volvo<\/b> 142E \(row 30\) lies .* above the line/);
  expect(drawer.querySelector('tbody th')!.textContent).toBe('30 <b>Volvo</b> 142E');
  expect(drawer.querySelector('[data-plot=fitted] .note')!.textContent).toBe('<b>Volvo</b> 142E');
  expect(drawer.querySelector('svg')!.getAttribute('aria-label')).toContain('<b>Volvo</b> 142E, car ');
  expect(drawer.querySelector('b')).toBeNull();
  // all three names can be read: inside their charts, and apart
  for (const chart of drawer.querySelectorAll<SVGSVGElement>('svg.chart')) {
    const { bottom, left, right, top } = chart.getBoundingClientRect();
    const boxes = [...chart.querySelectorAll('.note')].map((note) => note.getBoundingClientRect());
    expect(boxes).toHaveLength(3);
    for (const box of boxes) {
      expect(box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom).toBe(true);
    }
    const meet = (a: DOMRect, b: DOMRect): boolean =>
      a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
    for (const [i, box] of boxes.entries())
      expect(boxes.slice(i + 1).some((other) => meet(box, other))).toBe(false);
  }
  element.lang = 'zh-CN';
  await element.updateComplete;
  expect(drawer.textContent).toMatch(/<b>Volvo<\/b> 142E（第 30 行）高于拟合值/);
});
