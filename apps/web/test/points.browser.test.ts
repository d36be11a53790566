import { afterEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  dataSet,
  enter,
  type GdTrainerElement,
  LINE,
  once,
  open,
  PENGUINS,
  part,
  press,
  text,
} from './open-element.ts';

afterEach(() => document.body.replaceChildren());

async function edit(attributes: Readonly<Record<string, string>>): Promise<GdTrainerElement> {
  const element = await open(attributes);
  press(element, 'Edit points');
  // the chart is drawn to its size once that is measured
  await expect
    .poll(() => part(element, '[data-plot=fit] svg').getAttribute('viewBox'))
    .not.toBe('0 0 320 240');
  return element;
}

/** A key pressed on the point that is chosen. */
async function key(element: GdTrainerElement, name: string): Promise<void> {
  const handle = part<SVGGElement>(element, '[data-plot=fit] .handle');
  handle.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true }));
  await element.updateComplete;
}
const rows = (element: GdTrainerElement): number[][] => {
  const trainer = element.trainer!;
  return Array.from({ length: trainer.rows }, (_, i) => {
    const { x, y } = trainer.sample(i);
    return [...x, y];
  });
};

describe('points of a line', () => {
  test('are dragged, and all that follows from them follows at once', async () => {
    const element = await edit(LINE);
    const before = { optimum: element.trainer!.surface.optimum, ledger: text(element) };
    const changed = once(element, 'gd-change');
    const plot = part(element, '[data-plot=fit]');
    const point = part<SVGCircleElement>(element, '[data-plot=fit] .chosen');
    const { x, y } = point.getBoundingClientRect();
    const from = { x: x - plot.getBoundingClientRect().x + 6, y: y - plot.getBoundingClientRect().y + 6 };
    await userEvent.dragAndDrop(plot, plot, {
      sourcePosition: from,
      targetPosition: { x: from.x + 30, y: from.y - 50 },
    });
    await changed;
    const [moved, ...others] = rows(element);
    expect(moved![0]).toBeGreaterThan(0.1);
    expect(moved![1]).toBeGreaterThan(1.5);
    expect(others).toEqual([
      [1, 3],
      [2, 5],
    ]);
    expect(element.trainer!.surface.optimum).not.toEqual(before.optimum);
    expect(text(element)).not.toBe(before.ledger);
  });

  test('are added where nothing is, and looked at', async () => {
    const element = await edit(LINE);
    const plot = part(element, '[data-plot=fit]');
    await userEvent.dblClick(plot, { position: { x: plot.clientWidth - 60, y: plot.clientHeight - 70 } });
    await element.updateComplete;
    expect(rows(element)).toHaveLength(4);
    const [x, y] = rows(element)[3]!;
    expect(x).toBeGreaterThan(1.2);
    expect(y).toBeLessThan(3);
    expect(text(element)).toContain('4 rows');
  });

  test('are moved, added and removed by keys, of which the page hears none', async () => {
    const element = await edit(LINE);
    const heard: string[] = [];
    document.body.addEventListener('keydown', (event) => heard.push(event.key));
    await key(element, 'Tab');
    await key(element, 'ArrowUp');
    expect(rows(element)[0]![1]).toBeGreaterThan(1);
    await key(element, '+');
    expect(rows(element)).toHaveLength(4);
    await key(element, 'Delete');
    await key(element, 'Delete');
    await key(element, 'Delete');
    expect(rows(element)).toHaveLength(1);
    await key(element, 'Delete');
    expect(part(element, '[part=error]').textContent).toMatch(/row/);
    expect(rows(element)).toHaveLength(1);
    expect(heard).toEqual(['Tab']);
  });

  test('leave the run at its epoch, as if it had begun with them', async () => {
    const element = await edit({ ...LINE, 'learning-rate': '0.3', optimizer: 'momentum' });
    element.seek(12);
    await element.updateComplete;
    await key(element, 'ArrowUp');
    const { trainer, snapshot } = element;
    expect(snapshot!.epoch).toBe(12);
    const names = [...trainer!.features, trainer!.target];
    const columns = Object.fromEntries(names.map((name, j) => [name, rows(element).map((row) => row[j]!)]));
    const again = await open({ 'learning-rate': '0.3', optimizer: 'momentum', data: toCsv(columns) });
    again.seek(12);
    expect(again.snapshot!.weights).toEqual(snapshot!.weights);
  });

  test('are not offered where there are too many to move one by one', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `${i},${i * 2}`).join('\n');
    const element = await open({ data: `x,y\n${many}` });
    expect(() => press(element, 'Edit points')).toThrow();
  });
});

test('of several features the target alone is moved, and the other columns stay', async () => {
  const element = await edit(PENGUINS);
  const before = rows(element);
  await key(element, 'ArrowRight');
  await key(element, 'ArrowUp');
  const after = rows(element);
  expect(after[0]!.slice(0, 2)).toEqual(before[0]!.slice(0, 2));
  expect(after[0]![2]).toBeGreaterThan(before[0]![2]!);
  expect(after.slice(1)).toEqual(before.slice(1));
  // a column that was not learned from is still there to be chosen
  element.features = ['bill_length_mm'];
  await element.updateComplete;
  expect(element.trainer!.features).toEqual(['bill_length_mm']);
  expect(element.trainer!.rows).toBe(342);
});

describe('two features in space', () => {
  const pathOf = (element: GdTrainerElement): string =>
    part(element, '[data-plot=fit] .plane').getAttribute('d')!;

  test('are turned by keys and by a drag', async () => {
    const element = await open(PENGUINS);
    press(element, '3-D');
    await element.updateComplete;
    const first = pathOf(element);
    const chart = part<SVGElement>(element, '[data-plot=fit] svg.chart');
    chart.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await element.updateComplete;
    const turned = pathOf(element);
    expect(turned).not.toBe(first);
    const plot = part(element, '[data-plot=fit]');
    await userEvent.dragAndDrop(plot, plot, {
      sourcePosition: { x: 60, y: 60 },
      targetPosition: { x: 120, y: 90 },
    });
    await element.updateComplete;
    expect(pathOf(element)).not.toBe(turned);
  });

  test('show a plane that is the model, and points on the side of it where their residuals are', async () => {
    const element = await open({ src: dataSet('plane') });
    press(element, '3-D');
    await element.updateComplete;
    const start = pathOf(element);
    element.seek(1e5);
    await element.updateComplete;
    expect(pathOf(element)).not.toBe(start);
    const dots = element.shadowRoot!.querySelectorAll('[data-plot=fit] .points');
    const drawn = [...dots].map((path) => path.getAttribute('d')!.split('M').length - 1);
    expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(element.trainer!.rows);
    const above = rows(element).filter(([x1, x2, y]) => {
      const { weights, bias } = element.snapshot!;
      return y! >= weights[0]! * x1! + weights[1]! * x2! + bias;
    });
    expect(drawn[1]).toBe(above.length);
  });

  const paintedBy = (element: GdTrainerElement): string =>
    part<HTMLCanvasElement>(element, '[data-plot=fit] canvas').toDataURL();

  test('are painted as they stand, and anew in other colours', async () => {
    const element = await open(PENGUINS);
    press(element, '3-D');
    await element.updateComplete;
    const canvas = part<HTMLCanvasElement>(element, '[data-plot=fit] canvas');
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const share = data.filter((alpha, i) => i % 4 === 3 && alpha > 0).length / (canvas.width * canvas.height);
    expect(share).toBeGreaterThan(0.05);
    const first = paintedBy(element);
    element.step('epoch');
    await element.updateComplete;
    const stepped = paintedBy(element);
    expect(stepped).not.toBe(first);
    element.style.colorScheme = 'dark';
    await expect.poll(() => paintedBy(element)).not.toBe(stepped);
  });

  test('light up with what means the same, wherever the pointer is', async () => {
    const element = await open(PENGUINS);
    press(element, '3-D');
    element.seek(1000);
    await element.updateComplete;
    const lit = (): (string | undefined)[] =>
      [...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-pane=ledger] [data-lit]')].map(
        ({ dataset }) => dataset.link,
      );
    expect(lit()).toEqual([]);
    const dark = paintedBy(element);
    const dot = part(element, '[data-plot=fit] .foot');
    const [x, y] = ['cx', 'cy'].map((name) => Number(dot.getAttribute(name)));
    await userEvent.hover(part(element, '[data-plot=fit]'), { position: { x: x!, y: y! } });
    await expect.poll(() => new Set(lit())).toEqual(new Set(['prediction']));
    await element.updateComplete;
    expect(paintedBy(element)).not.toBe(dark);
  });

  test('are not offered for another number of features', async () => {
    const element = await open(LINE);
    expect(() => press(element, '3-D')).toThrow();
  });
});

test('the loss is heard when it is asked for, and is silent again', async () => {
  const element = await open(LINE);
  const contexts: AudioContext[] = [];
  const { AudioContext: Original } = globalThis;
  globalThis.AudioContext = class extends Original {
    constructor() {
      super();
      contexts.push(this);
    }
  };
  element.step();
  expect(contexts).toHaveLength(0);
  press(element, 'Hear the mean loss');
  await element.updateComplete;
  element.step();
  expect(contexts).toHaveLength(1);
  expect(part(element, '[aria-label="Hear the mean loss"]').ariaPressed).toBe('true');
  press(element, 'Hear the mean loss');
  await expect.poll(() => contexts[0]!.state).toBe('closed');
  globalThis.AudioContext = Original;
});

test('in a page from right to left, formulas and axes still run from left to right', async () => {
  document.documentElement.dir = 'rtl';
  const element = await open(PENGUINS);
  for (const selector of ['.equation', '.track', 'svg.chart', '.ledger li']) {
    expect(getComputedStyle(part(element, selector)).direction, selector).toBe('ltr');
  }
  expect(getComputedStyle(part(element, 'header')).direction).toBe('rtl');
  // else 3-D is read as D-3, and 10 epochs/s as epochs/s 10
  for (const control of element.shadowRoot!.querySelectorAll('button, label, summary'))
    expect(getComputedStyle(control).unicodeBidi, control.textContent!).toBe('plaintext');
  for (const choice of element.shadowRoot!.querySelectorAll('select'))
    expect(getComputedStyle(choice).direction).toBe('ltr');
  document.documentElement.dir = '';
});

const toCsv = (columns: Readonly<Record<string, readonly number[]>>): string => {
  const names = Object.keys(columns);
  const lines = columns[names[0]!]!.map((_, i) => names.map((name) => columns[name]![i]).join(','));
  return [names.join(','), ...lines].join('\n');
};

describe('a long way by single samples', () => {
  const [RATE, FAR] = [0.001, 150_000];
  const WAY = {
    ...LINE,
    scale: 'none',
    shuffle: 'false',
    'batch-size': '1',
    'learning-rate': String(RATE),
  };

  /** Waits for the epoch, and makes the same updates one after the other. */
  async function expectAt(element: GdTrainerElement, epochs: number): Promise<void> {
    await expect.poll(() => element.snapshot?.epoch).toBe(epochs);
    let [w, b] = [0, 0];
    const points = rows(element);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const [x, y] of points) {
        const g = w * x! + b - y!;
        [w, b] = [w - RATE * g * x!, b - RATE * g];
      }
    }
    expect(element.snapshot!.weights[0]).toBeCloseTo(w, 9);
    expect(element.snapshot!.bias).toBeCloseTo(b, 9);
  }

  test.each<[string, (element: GdTrainerElement) => void]>([
    ['by its reader', (element) => enter(element, '.epoch input', String(FAR))],
    ['by a script', (element) => element.seek(FAR)],
    ['by its attribute', (element) => element.setAttribute('epoch', String(FAR))],
    [
      'by its attribute from the start',
      (element) => {
        element.target = 'y';
        element.setAttribute('epoch', String(FAR));
        element.data = { x: [1, 2, 3, 4], y: [3, 4, 8, 9] };
      },
    ],
  ])('is gone frame by frame: %s', async (_, go) => {
    const element = await open(WAY);
    const reached: number[] = [];
    element.addEventListener('gd-step', ({ detail }) => reached.push(detail.epoch));
    go(element);
    await expectAt(element, FAR);
    expect(reached.length).toBeGreaterThan(1);
    expect(reached).toEqual([...new Set(reached)].sort((a, b) => a - b));
    element.seek(3);
    await expectAt(element, 3);
  });

  test('is gone to its end while points change, and no further once the run is another', async () => {
    const element = await edit(WAY);
    element.seek(FAR);
    expect(element.snapshot!.epoch).toBeLessThan(FAR);
    const before = rows(element);
    for (let k = 0; k < 3; k++) await key(element, 'ArrowUp');
    expect(rows(element)).not.toEqual(before);
    await expectAt(element, FAR);
    element.seek(2 * FAR);
    element.reset();
    for (let k = 0; k < 5; k++) await new Promise(requestAnimationFrame);
    expect(element.snapshot!.epoch).toBe(0);
  });
});
