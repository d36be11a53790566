// The fit pane over what the terms are made of. The rows lie on curves, lines and steps that the test wrote them from, so that
// least squares is known without solving anything.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { enter, type GdTrainerElement, once, open, part, press, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const XS = Array.from({ length: 33 }, (_, i) => -3 + i / 4);
const KINDS = ['A', 'B', 'C'];
const curve = (x: number): number => 2 * x * x - 3 * x + 1;
const lines: Readonly<Record<string, (x: number) => number>> = {
  A: (x) => x + 1,
  B: (x) => -2 * x + 5,
  C: (x) => 3 * x + 9,
};
const kindOf = (i: number): string => KINDS[i % 3]!;
const csv = (y: (x: number, i: number) => number): string =>
  `x,kind,y\n${XS.map((x, i) => `${x},${kindOf(i)},${y(x, i)}`).join('\n')}\n`;
const CURVE = csv(curve);
const LINES = csv((x, i) => lines[kindOf(i)]!(x));

const shown = async (attributes: Readonly<Record<string, string>>): Promise<GdTrainerElement> => {
  const element = await open({ target: 'y', ...attributes });
  element.seek(1e5);
  await element.updateComplete;
  return element;
};

type Place = readonly [x: number, y: number];

/** From a pixel to the number that two ticks of an axis tell. */
function scaleOf(element: GdTrainerElement, axis: 'x' | 'y'): (pixel: number) => number {
  const isBelow = (tick: Element): boolean => tick.getAttribute('text-anchor') === 'middle';
  const ticks = [...part(element, '[data-plot=fit]').querySelectorAll('.tick')]
    .filter((tick) => isBelow(tick) === (axis === 'x'))
    // a label stands four pixels below its line
    .map(
      (tick): Place => [
        Number(tick.getAttribute(axis)) - (axis === 'y' ? 4 : 0),
        Number(tick.textContent!.replaceAll('−', '-').replaceAll(',', '')),
      ],
    );
  const [[from, low], [to, high]] = [ticks[0]!, ticks.at(-1)!];
  return (pixel) => low + ((pixel - from) / (to - from)) * (high - low);
}

/** The places of a path in the numbers of the axes. */
function placesIn(element: GdTrainerElement, selector: string): Place[] {
  const [x, y] = [scaleOf(element, 'x'), scaleOf(element, 'y')];
  const d = part(element, `[data-plot=fit] ${selector}`).getAttribute('d')!;
  return [...d.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, a, b]) => [x(Number(a)), y(Number(b))]);
}

/** Two pixels where these curves are steepest, in their units; they are 40 high. */
const NEAR = 1.1;

describe('the fit', () => {
  test.each(['standard', 'none'])('of a parabola is a parabola (scale %s)', async (scale) => {
    const element = await shown({ data: CURVE, features: 'poly(x, 2)', scale });
    const places = placesIn(element, 'path.model');
    expect(places.length).toBeGreaterThan(100);
    for (const [x, y] of places) expect(Math.abs(y - curve(x))).toBeLessThan(NEAR);
    expect(part(element, '[data-plot=fit] .axis').textContent).toBe('x');
  });

  test('has a line for each level, in its own colour, its points in a shape of their own', async () => {
    const element = await shown({ data: LINES, features: 'x,kind,x*kind' });
    for (const [level, kind] of KINDS.entries()) {
      for (const [x, y] of placesIn(element, `path.model.level-${level}`)) {
        expect(Math.abs(y - lines[kind]!(x))).toBeLessThan(NEAR);
      }
      const points = part(element, `[data-plot=fit] path.shapes.level-${level}`).getAttribute('d')!;
      expect(points.match(/M/g)).toHaveLength(XS.filter((_, i) => kindOf(i) === kind).length);
    }
    const looks = KINDS.map((_, level) => {
      const path = part(element, `path.shapes.level-${level}`);
      return [getComputedStyle(path).fill, path.getAttribute('d')!.split('Z')[0]!.match(/L/g)!.length];
    });
    expect(new Set(looks.map(([fill]) => fill)).size).toBe(3);
    expect(new Set(looks.map(([, corners]) => corners)).size).toBe(3);
  });

  test('names each line at its end, and no name stands on another', async () => {
    const element = await shown({ data: LINES, features: 'x,kind' });
    const labels = [...part(element, '[data-plot=fit]').querySelectorAll('text.level')];
    expect(labels.map((label) => label.textContent!.slice(2)).sort()).toEqual(KINDS);
    const heights = labels.map((label) => Number(label.getAttribute('y'))).sort((a, b) => a - b);
    for (const [i, height] of heights.entries()) {
      if (i > 0) expect(height - heights[i - 1]!).toBeGreaterThanOrEqual(14);
    }
  });

  test('of a category is a step at the mean of each level, over its name', async () => {
    const element = await shown({ data: LINES, features: 'kind' });
    const y = scaleOf(element, 'y');
    for (const [level, kind] of KINDS.entries()) {
      const own = XS.filter((_, i) => kindOf(i) === kind).map(lines[kind]!);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const d = part(element, `path.model.level-${level}`).getAttribute('d')!;
      const ends = [...d.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, a, b]) => [Number(a), y(Number(b))]);
      for (const [, height] of ends) expect(Math.abs(height! - mean)).toBeLessThan(NEAR);
      const tick = [...part(element, '[data-plot=fit]').querySelectorAll('.tick')].find(
        ({ textContent }) => textContent === kind,
      );
      expect(Number(tick!.getAttribute('x'))).toBeGreaterThan(ends[0]![0]!);
      expect(Number(tick!.getAttribute('x'))).toBeLessThan(ends[1]![0]!);
    }
  });

  test('in space bends with its terms, and is flat without', async () => {
    const data = `a,b,y\n${XS.map((x, i) => `${x},${i % 5},${curve(x) + (i % 5)}`).join('\n')}\n`;
    for (const [features, isBent] of [
      ['poly(a, 2),b', true],
      ['a,b', false],
    ] as const) {
      const element = await shown({ data, features });
      press(element, '3-D');
      await element.updateComplete;
      expect(part(element, 'path.plane').classList.contains('bent')).toBe(isBent);
      const strokes = part(element, 'path.mesh').getAttribute('d')!.split('M').slice(1);
      const bends = strokes.map((stroke) => {
        const places = stroke.split('L').map((place) => place.split(',').map(Number));
        const [[x0, y0], [x1, y1]] = [places[0]!, places.at(-1)!] as unknown as [Place, Place];
        const length = Math.hypot(x1 - x0, y1 - y0) || 1;
        return Math.max(
          ...places.map(([x, y]) => Math.abs((x1 - x0) * (y! - y0) - (y1 - y0) * (x! - x0)) / length),
        );
      });
      expect(Math.max(...bends) > 5, features).toBe(isBent);
      document.body.replaceChildren();
    }
  });

  test('has the raw columns and the levels in its table, and says what the weights of levels are', async () => {
    const element = await shown({ data: LINES, features: 'x,kind' });
    part(element, '[data-pane=fit] summary').click();
    const table = await vi.waitFor(() => part(element, '[data-pane=fit] table'), { timeout: 30_000 });
    expect([...table.querySelectorAll('th[scope=col]')].map((cell) => cell.textContent)).toEqual([
      'row',
      'x',
      'kind',
      'y',
      'ŷ',
      'y − ŷ',
    ]);
    expect(part(element, '[data-pane=fit] .scroll').textContent).toMatch(
      /B: [\d.]+ (more|less) y than A, all else equal\./,
    );
  });

  test('is told when the run is over, with what the weights of levels are', async () => {
    const data = `kind,y\n${['A,1', 'B,5', 'A,3', 'B,7'].join('\n')}\n`;
    const element = await open({ data, target: 'y', features: 'kind', lang: 'zh-CN' });
    element.seek(1000);
    await element.updateComplete;
    expect(part(element, '[role=status]').textContent).toContain('B：其余特征相同时，y 比 A 多 4。');
  });
});

describe('terms are named', () => {
  test('in the chain rule with their numbers, and on the contours', async () => {
    const element = await open({ data: CURVE, target: 'y', features: 'poly(x, 2)', scale: 'none' });
    const line = [...part(element, '[data-pane=ledger]').querySelectorAll('li')].find(
      ({ dataset, textContent }) => dataset.link === 'w1' && textContent?.includes('∂L/∂w₂'),
    );
    // row 1 has x = −3
    expect(line!.querySelector('.pieces')!.textContent!.replace(/\s+/g, '')).toMatch(/⋅x²=.*⋅9=/);
    const names = [...part(element, '[data-plot=descent]').querySelectorAll('.axis')];
    expect(names.map(({ textContent }) => textContent)).toEqual(['w₁ (x)', 'w₂ (x²)']);
  });
});

/** Rows with a column of every kind; y is the only one that is asked for. */
const KINDS_CSV = `id,x,kind,town,made,note,yes,y\n${Array.from(
  { length: 66 },
  (_, i) =>
    `${i + 1},${(i * 7) % 11},${kindOf(i)},T${i % 22},2024-01-${(i % 28) + 1},n${i},${i % 2 ? 'yes' : 'no'},${i % 13}`,
).join('\n')}\n`;

describe('columns', () => {
  test('are features unasked if they are numbers, truth, or categories of up to 20 levels', async () => {
    const element = await open({ data: KINDS_CSV });
    expect([element.trainer?.target, element.trainer?.inputs]).toEqual(['y', ['x', 'kind', 'yes']]);
  });

  test('are offered with their kind, and one that is left out says why', async () => {
    const element = await open({ data: KINDS_CSV });
    press(element, 'Data');
    await element.updateComplete;
    const boxes = [...part(element, '.drawer fieldset').querySelectorAll('label')];
    const read = boxes.map((box) => [
      box.textContent!.replace(/\s+/g, ' ').trim(),
      box.querySelector('input')!.checked,
    ]);
    expect(read).toEqual([
      ['id numbers or names its rows, left out unasked', false],
      ['x', true],
      ['kind category, 3 levels', true],
      ['town category, 22 levels', false],
      ['made date, counted in days', false],
      ['yes yes or no', true],
    ]);
    expect(part(element, '.drawer fieldset').textContent).toContain('note: text of too many kinds, left out');
    const made = boxes.find(({ textContent }) => textContent?.includes('made'))!;
    const ready = once(element, 'gd-ready');
    made.querySelector('input')!.click();
    await ready;
    expect(element.trainer?.inputs).toEqual(['x', 'kind', 'yes', 'made']);
    expect(element.trainer?.features).toContain('day(made)');
  });

  test('make terms by typing; a slip is told, and stays to be mended', async () => {
    const element = await open({ data: CURVE, target: 'y', features: 'x' });
    press(element, 'Data');
    await element.updateComplete;
    const field = (): HTMLTextAreaElement => part<HTMLTextAreaElement>(element, '.drawer .wide textarea');
    expect(field().value).toBe('x');
    const ready = once(element, 'gd-ready');
    enter(element, '.drawer .wide textarea', 'poly(x, 2), kind');
    await ready;
    await element.updateComplete;
    expect(element.trainer?.features).toEqual(['x', 'x^2', 'kind=B', 'kind=C']);
    expect(field().value).toBe('poly(x, 2), kind');
    const failed = once(element, 'gd-error');
    enter(element, '.drawer .wide textarea', 'log(z)');
    await failed;
    await element.updateComplete;
    expect(text(element)).toContain('term "log(z)", character 5: no column "z"');
    expect(field().value).toBe('log(z)');
    const again = once(element, 'gd-ready');
    enter(element, '.drawer .wide textarea', 'abs(x)');
    await again;
    expect([element.trainer?.target, element.trainer?.features]).toEqual(['y', ['abs(x)']]);
  });

  test('with commas in their names are typed in quotes and read back as they are', async () => {
    const data = '"net, total",b,y\n1,2,3\n2,1,5\n4,3,1\n5,2,2\n';
    const element = await open({ data, target: 'y' });
    press(element, 'Data');
    await element.updateComplete;
    expect(part<HTMLTextAreaElement>(element, '.drawer .wide textarea').value).toBe('"net, total", b');
    const ready = once(element, 'gd-ready');
    enter(element, '.drawer .wide textarea', '"net, total"');
    await ready;
    expect(element.trainer?.features).toEqual(['net, total']);
  });
});

test('bands wait for the optimum, then stand around the line, in the table too', async () => {
  const element = await open({ data: 'x,y\n0,1\n1,4\n2,4\n3,8\n4,8\n5,12' });
  press(element, '95 % bands');
  await element.updateComplete;
  const fit = () => part(element, '[data-pane=fit]');
  expect(fit().textContent).toContain('bands wait until the run is near its optimum');
  expect(fit().querySelector('.band')).toBeNull();
  element.seek(100_000);
  await element.updateComplete;
  expect(fit().textContent).toContain('inner of the line, outer of a new row');
  const [outer, inner] = ['prediction', 'mean'].map((kind) =>
    [
      ...fit()
        .querySelector(`.band.${kind}`)!
        .getAttribute('d')!
        .matchAll(/,([\d.]+)/g),
    ].map(([, y]) => Number(y)),
  );
  const heightOf = (ys: readonly number[]) => Math.max(...ys) - Math.min(...ys);
  expect(heightOf(outer!)).toBeGreaterThan(heightOf(inner!) + 18);
  // R 4.2.2: predict(lm(y ~ x), interval = "prediction")
  part<HTMLDetailsElement>(element, '[data-pane=fit] details').open = true;
  await expect
    .poll(() => fit().querySelector('tbody')?.textContent ?? '')
    .toMatch(/−2.6666 … 4.8571.*5.7412 … 12.678/s);
});
