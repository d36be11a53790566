import { afterEach, describe, expect, test, vi } from 'vitest';
import { create, dataSet, enter, LINE, once, open, PENGUINS, part, press, text } from './open-element.ts';

// least squares on the 342 complete rows: tools/datasets/reference-weights.json, computed in NumPy
const WEIGHTS = [51.54144482381324, 22.63413849876349];

afterEach(() => document.body.replaceChildren());

describe('a run', () => {
  test('loads a file by address, plays, and comes to the least-squares weights', async () => {
    const element = await open({ ...PENGUINS, speed: '1000' });
    expect(text(element)).toContain('342 rows');
    expect(text(element)).toContain('2 left out');
    const converged = once(element, 'gd-converged');
    press(element, 'Play');
    const { detail } = await converged;
    expect(Array.from(detail.weights as Float64Array, (weight) => weight.toFixed(6))).toEqual(
      WEIGHTS.map((weight) => weight.toFixed(6)),
    );
    await element.updateComplete;
    expect(element.getAttribute('status')).toBe('converged');
    expect(text(element)).toContain('51.541 · flipper_length_mm');
  });

  test('with too large a rate is called divergent before it starts, and ends in gd-diverged', async () => {
    const element = await open({ ...PENGUINS, 'learning-rate': '3', speed: '1000' });
    const limit = element.trainer?.forecast.learningRateLimit ?? Number.NaN;
    expect(part(element, '#verdict').textContent).toMatch(/the loss will grow without bound/);
    expect(part(element, '#verdict').textContent).toContain(limit.toFixed(3));
    expect(part(element, '#verdict').textContent).toContain('Move α below the mark');
    const diverged = once(element, 'gd-diverged');
    element.play();
    const { detail } = await diverged;
    expect(Number.isFinite(detail.loss)).toBe(true);
    await element.updateComplete;
    expect(element.status).toBe('diverged');
    expect(text(element)).toContain('diverged');
  });

  test('has no weight of −0 in its equation', async () => {
    const element = await open({ ...PENGUINS, scale: 'none', 'learning-rate': 'auto' });
    const written = new Set<string>();
    for (let epoch = 0; epoch < 20; epoch++) {
      element.seek(epoch);
      await element.updateComplete;
      const terms = [...element.shadowRoot!.querySelectorAll('.equation .term')];
      for (const term of terms) written.add(term.textContent.replace(/\s/g, ''));
    }
    expect([...written].filter((term) => term.startsWith('−')).length).toBeGreaterThan(5);
    expect([...written].filter((term) => /^−[0.]+(?:·|b|$)/.test(term))).toEqual([]);
  });

  test('steps, goes back and is reset by its buttons', async () => {
    const element = await open({ ...LINE, 'learning-rate': '0.5' });
    press(element, 'Step');
    press(element, 'Step');
    expect(element.snapshot?.epoch).toBe(2);
    press(element, 'Back');
    expect(element.snapshot?.epoch).toBe(1);
    press(element, 'Reset');
    expect(element.snapshot).toMatchObject({ epoch: 0, bias: 0 });
  });

  test('goes back by one sample within an epoch, to the bits it had', async () => {
    const element = await open({ ...LINE, 'batch-size': '1', 'learning-rate': '0.1' });
    const bits = (): string =>
      JSON.stringify([element.snapshot!.sample, ...element.snapshot!.weights, element.snapshot!.bias]);
    const states = [bits()];
    for (let i = 0; i < 2; i++) {
      press(element, 'Step');
      states.push(bits());
    }
    press(element, 'Back');
    expect(bits()).toBe(states[1]);
    press(element, 'Back');
    expect(bits()).toBe(states[0]);
  });

  test('goes to any epoch by its number field, a million included', async () => {
    const element = await open({ ...LINE, 'learning-rate': '0.01' });
    enter(element, '.epoch input', '1000000');
    expect(element.snapshot?.epoch).toBe(1e6);
    expect(element.snapshot?.weights[0]).toBeCloseTo(2, 9);
    expect(element.snapshot?.bias).toBeCloseTo(1, 9);
  });

  test('goes on under another rate when the slider is moved, and says so in its attribute', async () => {
    const element = await open({ ...LINE, 'learning-rate': '0.1' });
    element.seek(3);
    const changed = once(element, 'gd-change');
    enter(element, '#rate', '700');
    await changed;
    await element.updateComplete;
    const rate = element.trainer?.options.learningRate;
    expect(element.snapshot?.epoch).toBe(3);
    expect(rate).not.toBe(0.1);
    expect(element.getAttribute('learning-rate')).toBe(String(rate));
  });
});

test('a run in a tab that was hidden for an hour goes on where it was, and does not catch up', async () => {
  const element = await open({ ...PENGUINS, 'learning-rate': '0.001', speed: '50' });
  // a hidden tab gets no frames
  const waiting: FrameRequestCallback[] = [];
  const frames = vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => waiting.push(frame));
  const start = performance.now();
  const show = (after: number): void => {
    for (const frame of waiting.splice(0)) frame(start + after);
  };
  try {
    element.play();
    show(0);
    const before = element.snapshot!.epoch;
    expect(before).toBe(1);
    show(3_600_000);
    // a tenth of a second at 50 epochs a second
    expect(element.snapshot!.epoch - before).toBe(5);
    show(3_600_020);
    expect(element.snapshot!.epoch - before).toBe(6);
    element.pause();
  } finally {
    frames.mockRestore();
  }
});

describe('a source that cannot be used', () => {
  test.each([
    [
      'another site',
      { src: 'https://localhost:1/rows.csv' },
      /https:\/\/localhost:1 keeps it .*CORS.*beside this page/,
    ],
    ['a web page', { src: 'data:,<!doctype html><p>no such file' }, /expected CSV, got a web page/],
    ['dates', { data: 'day,y\n2020-01-01,1\n2020-01-02,2\n' }, /no feature beside the target "y"/],
    ['a file that is not there', { src: '/nowhere.csv' }, /404/],
    ['a column that is not there', { ...LINE, target: 'z' }, /"z"/],
    ['text where a number is needed', { data: 'x,y\n1,2\ntall,3\n', target: 'x' }, /"tall"/],
    ['a rate that is no number', { ...LINE, 'learning-rate': 'fast' }, /"learning-rate"/],
  ])('%s: the reason and the cure in the page, and gd-error', async (_, attributes, message) => {
    const element = create(attributes as Record<string, string>);
    const failed = once(element, 'gd-error');
    document.body.append(element);
    const { detail } = await failed;
    expect(`${detail.message} ${detail.hint}`).toMatch(message);
    await element.updateComplete;
    expect(element.status).toBe('error');
    expect(part(element, '[role=alert]').textContent).toContain(detail.message);
  });
});

describe('a run that diverges', () => {
  test.each([
    ['the map and predicted against actual', PENGUINS, '.plot[data-plot=fit] svg.chart .points'],
    [
      'a line',
      { src: dataSet('temperature'), target: 'anomaly_c', features: 'year' },
      '.plot[data-plot=fit] svg.chart .model',
    ],
  ])('is followed in steps: %s', async (_, attributes, drawn) => {
    const element = await open({ ...attributes, 'learning-rate': '2.2' });
    const now = (): SVGCircleElement => part(element, '.plot[data-plot=descent] circle.now');
    const ticks = (): string =>
      [...element.shadowRoot!.querySelectorAll('.plot[data-plot=descent] text')]
        .map(({ textContent }) => textContent)
        .join();
    const seen = new Set<string>();
    for (let epoch = 0; element.snapshot!.status !== 'diverged'; epoch++) {
      element.seek(epoch);
      await element.updateComplete;
      seen.add(ticks());
      const { width, height } = part<SVGSVGElement>(element, '.plot[data-plot=descent] svg.chart').viewBox
        .baseVal;
      expect(Number(now().getAttribute('cx'))).toBeGreaterThan(0);
      expect(Number(now().getAttribute('cx'))).toBeLessThan(width);
      expect(Number(now().getAttribute('cy'))).toBeGreaterThan(0);
      expect(Number(now().getAttribute('cy'))).toBeLessThan(height);
      expect(part(element, drawn).getAttribute('d')).not.toBe('');
      expect(text(element)).not.toContain('left the picture');
    }
    // it stands still in between
    expect(seen.size).toBeGreaterThan(3);
    expect(seen.size).toBeLessThan(element.snapshot!.epoch);
    element.learningRate = 0.5;
    await element.updateComplete;
    element.reset();
    await element.updateComplete;
    expect(ticks()).not.toBe([...seen].at(-1));
  });

  test.each([[{}], [{ optimizer: 'momentum', momentum: '0.9', 'learning-rate': '5' }], [{ view: 'loss' }]])(
    'has no line of more than some crossings of its picture, before it and on its way: %j',
    async (attributes) => {
      const element = await open({ ...PENGUINS, 'learning-rate': '1.4', ...attributes });
      if ('view' in attributes) element.race([{ learningRate: 0.5 }, { learningRate: 1.5 }]);
      for (const epoch of [0, 3, 20, 60]) {
        element.seek(epoch);
        await element.updateComplete;
        for (const chart of element.shadowRoot!.querySelectorAll<SVGSVGElement>('.plot svg.chart')) {
          const { width, height } = chart.viewBox.baseVal;
          for (const path of chart.querySelectorAll<SVGPathElement>('.predicted, .past, .rival:not(circle)'))
            expect(path.getTotalLength(), path.outerHTML.slice(0, 200)).toBeLessThan(60 * (width + height));
        }
      }
    },
  );
});
