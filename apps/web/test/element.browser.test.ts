import { Trainer } from '@gd-trainer/sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  CHARTS,
  create,
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

const key = (target: Element, name: string): boolean =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
  );

/** The target, then the features. */
const columnsOf = ({ trainer }: GdTrainerElement): unknown[] => [
  trainer?.target,
  ...(trainer?.features ?? []),
];

describe('where rows come from', () => {
  test('CSV between the tags', async () => {
    const element = create({ target: 'y' });
    element.innerHTML = '<script type="text/csv">x,y\n0,1\n1,3\n2,5\n</script>';
    const ready = once(element, 'gd-ready');
    document.body.append(element);
    await ready;
    expect(element.trainer?.rows).toBe(3);
  });

  test('arrays set as a property, with the same bits as the sdk alone', async () => {
    const data = { x1: [1, 2, 3, 4.5], x2: [0.3, -1, 2, 7], y: [1, 4, 2, 8] };
    const element = create({ target: 'y', 'learning-rate': '0.3' });
    element.data = data;
    const ready = once(element, 'gd-ready');
    document.body.append(element);
    await ready;
    element.step();
    element.step();
    const alone = new Trainer(data, { target: 'y', learningRate: 0.3 }).step('epoch', 2);
    expect(element.snapshot?.weights.every((weight, j) => Object.is(weight, alone.weights[j]))).toBe(true);
    expect(element.snapshot?.loss).toBe(alone.loss);
  });

  test('a file that is dropped, its columns shown to choose from', async () => {
    const element = await open(LINE);
    const transfer = new DataTransfer();
    transfer.items.add(new File(['a,b,c\n1,2,3\n2,1,5\n4,4,4\n3,9,1\n'], 'own.csv'));
    const ready = once(element, 'gd-ready');
    part(element, '.page').dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true }),
    );
    await ready;
    await element.updateComplete;
    expect(columnsOf(element)).toEqual(['c', 'a', 'b']);
    const again = once(element, 'gd-ready');
    enter(element, '.drawer .field select', 'a');
    await again;
    expect(columnsOf(element)).toEqual(['a', 'c', 'b']);
  });

  test('rows that are pasted', async () => {
    const element = await open(LINE);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'p\tq\n1\t2\n3\t5\n');
    const ready = once(element, 'gd-ready');
    part(element, '.page').dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
    );
    await ready;
    expect(columnsOf(element)).toEqual(['q', 'p']);
  });

  const pasted = (rows: string): ClipboardEvent => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', rows);
    return new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true });
  };
  const dropped = (...parts: BlobPart[]): DragEvent => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(parts, 'own.csv'));
    return new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true });
  };

  test('nothing that is pasted into a field, nor where an author gave no control of the data', async () => {
    const element = await open(LINE);
    const intoField = pasted('p\tq\n1\t2\n3\t5\n');
    part(element, 'input').dispatchEvent(intoField);
    expect(intoField.defaultPrevented).toBe(false);

    const closed = await open({ ...LINE, controls: 'play' });
    for (const event of [pasted('p\tq\n1\t2\n3\t5\n'), dropped('a,b\n1,2\n2,3\n')]) {
      part(closed, '.page').dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const { data } of [element, closed]) expect(data).toBe(LINE.data);
  });

  test('no more of them than a page can hold, from a file as from an address, which is asked without credentials', async () => {
    const tooMany = new Uint8Array(64 * 2 ** 20 + 1);
    const element = await open(LINE);
    const refused = () => once(element, 'gd-error').then(({ detail }) => (detail as Error).message);
    const fromFile = refused();
    part(element, '.page').dispatchEvent(dropped(tooMany));
    expect(await fromFile).toBe('expected at most 64 MiB of data, got more');

    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(tooMany));
    const fromAddress = refused();
    element.setAttribute('src', 'https://example.com/large.csv');
    element.removeAttribute('data');
    expect(await fromAddress).toBe('expected at most 64 MiB of data, got more');
    expect(fetched.mock.lastCall![1]).toMatchObject({ credentials: 'omit' });
    fetched.mockRestore();
  });

  test('the address that was asked for last: the one before is given up', async () => {
    const asked: { signal: AbortSignal; answer: (rows: string) => void }[] = [];
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(
      (_, init) =>
        new Promise((resolve) => {
          asked.push({ signal: init!.signal!, answer: (rows) => resolve(new Response(rows)) });
        }),
    );
    const element = create({ src: 'https://example.com/first.csv' });
    document.body.append(element);
    await expect.poll(() => asked.length).toBe(1);
    element.setAttribute('src', 'https://example.com/second.csv');
    await expect.poll(() => asked.length).toBe(2);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    const ready = once(element, 'gd-ready');
    asked[1]!.answer('c,d\n1,2\n2,4\n3,5\n');
    await ready;
    asked[0]!.answer('a,b\n1,2\n2,4\n3,5\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(columnsOf(element)).toEqual(['d', 'c']);
    fetched.mockRestore();
  });

  test('a set the page offers, with its own options', async () => {
    const sets = new URL('../dist/data-sets.json', import.meta.url).href;
    const element = await open({ sets });
    expect(element.trainer?.target).toBe('body_mass_g');
    element.seek(1);
    press(element, 'Data');
    await element.updateComplete;
    const ready = once(element, 'gd-ready');
    enter(element, '.drawer .field select', 'lecture');
    await ready;
    element.step('sample');
    // the first update that the lecture works out by hand
    expect(element.snapshot?.weights[0]).toBeCloseTo(1.6, 12);
    expect(element.snapshot?.weights[1]).toBeCloseTo(0.8, 12);
    expect(element.snapshot?.bias).toBeCloseTo(0.8, 12);
    await element.updateComplete;
    expect(text(element)).toContain('The update just made');
  });

  test('names that are markup stay text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const element = await open({ data: `${name},y\n1,2\n2,3\n3,5\n` });
    expect(text(element)).toContain(name);
    expect(element.shadowRoot?.querySelector('img')).toBeNull();
  });
});

describe('the descent', () => {
  test('has one scale for both axes, so that a right angle is drawn as one', async () => {
    const element = await open(PENGUINS);
    await element.updateComplete;
    const ticks = [...part(element, '.plot[data-plot=descent]').querySelectorAll('text.tick')];
    const unitOf = (axis: 'x' | 'y', anchor: string): number => {
      const [first, second] = ticks.filter((tick) => tick.getAttribute('text-anchor') === anchor);
      const pixels = Number(second!.getAttribute(axis)) - Number(first!.getAttribute(axis));
      const value = (tick: Element): number => Number(tick.textContent!.replace('−', '-').replace(',', ''));
      return Math.abs(pixels / (value(second!) - value(first!)));
    };
    // ticks stand on whole pixels
    expect(unitOf('x', 'middle') / unitOf('y', 'end')).toBeCloseTo(1, 1);
  });

  test('draws its lines of equal loss as curves that stay where they are while the point walks on them', async () => {
    const element = await open(PENGUINS);
    const lines = (): (string | null)[] =>
      [...part(element, '.plot[data-plot=descent]').querySelectorAll('.contour')].map((line) =>
        line.getAttribute('d'),
      );
    await element.updateComplete;
    const before = lines();
    expect(before).toHaveLength(9);
    for (const line of before) expect(line).toMatch(/C[^A-Z]+[CLZ]/);
    element.step();
    await element.updateComplete;
    expect(lines()).toEqual(before);
  });

  test('leads to the update that the run makes, whatever the optimizer', async () => {
    const element = await open({ ...PENGUINS, optimizer: 'nesterov', l1: '50' });
    element.seek(2);
    await element.updateComplete;
    const [, tip] = part(element, 'path.update').getAttribute('d')!.split(/[ML]/).slice(1);
    element.step();
    await element.updateComplete;
    const now = part(element, '.handle .now');
    const there = [Number(now.getAttribute('cx')), Number(now.getAttribute('cy'))];
    for (const [i, value] of tip!.split(',').map(Number).entries()) expect(value).toBeCloseTo(there[i]!, 0);
  });
});

describe('what can be touched', () => {
  test('the point on the contours, by arrow keys: the run starts again from there', async () => {
    const element = await open(PENGUINS);
    element.seek(4);
    await element.updateComplete;
    const before = element.snapshot!.scaled.weights[0]!;
    key(part(element, '.handle'), 'ArrowRight');
    expect(element.snapshot?.epoch).toBe(0);
    expect(element.snapshot?.scaled.weights[0]).toBeGreaterThan(before);
  });

  test('the point on the contours, by pointer', async () => {
    const element = await open(PENGUINS);
    await element.updateComplete;
    const handle = part<SVGElement>(element, '.handle');
    const edge = part(element, '.plot[data-plot=descent]').getBoundingClientRect();
    const at = (x: number, y: number) => ({
      pointerId: 1,
      clientX: edge.left + x,
      clientY: edge.top + y,
      bubbles: true,
      composed: true,
    });
    // a synthetic pointer cannot be captured, and capture is all that the browser would add
    handle.setPointerCapture = () => {};
    handle.hasPointerCapture = () => true;
    handle.dispatchEvent(new PointerEvent('pointerdown', at(100, 100)));
    handle.dispatchEvent(new PointerEvent('pointermove', at(150, 60)));
    const [first] = element.snapshot!.scaled.weights;
    handle.dispatchEvent(new PointerEvent('pointermove', at(200, 60)));
    expect(element.snapshot!.scaled.weights[0]).toBeGreaterThan(first!);
  });

  test('no run goes on in an element that has left the page', async () => {
    const element = await open({ ...LINE, 'learning-rate': '1e-6', speed: '30' });
    element.play();
    await expect.poll(() => element.snapshot!.epoch).toBeGreaterThan(0);
    element.remove();
    const { epoch } = element.snapshot!;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(element.snapshot!.epoch).toBe(epoch);
  });

  test('only what `controls` lists', async () => {
    const element = await open({ ...LINE, controls: 'play' });
    expect(part(element, '.transport').textContent).toContain('Play');
    for (const selector of ['.timeline', '.rate', '.round', '.handle', '[aria-expanded]:not(.why)']) {
      expect(element.shadowRoot?.querySelector(selector), selector).toBeNull();
    }
  });

  test('settings: scaling off takes the limit down and κ up', async () => {
    const element = await open(PENGUINS);
    const scaled = element.trainer!.forecast;
    press(element, 'Settings');
    await element.updateComplete;
    const selects = element.shadowRoot!.querySelectorAll<HTMLSelectElement>('.drawer select');
    const scale = [...selects].find((select) => select.textContent?.includes('standardised'))!;
    scale.value = 'none';
    scale.dispatchEvent(new Event('change'));
    const plain = element.trainer!.forecast;
    expect(element.scale).toBe('none');
    expect(plain.condition).toBeGreaterThan(1e6 * scaled.condition!);
    expect(plain.learningRateLimit).toBeLessThan(scaled.learningRateLimit! / 1e3);
  });

  test('a symbol of the chain rule, which lights up its edge in the neuron', async () => {
    const element = await open(PENGUINS);
    const edge = part(element, 'path.edge[data-link=w1]');
    expect(edge.hasAttribute('data-lit')).toBe(false);
    part(element, 'li[data-link=w1] button').click();
    await element.updateComplete;
    expect(edge.hasAttribute('data-lit')).toBe(true);
  });
});

describe('on a page with others', () => {
  test('keys move the element that has the focus, and no other', async () => {
    const [one, two] = [await open(LINE), await open(LINE)];
    key(part(one, 'button'), '.');
    expect(one.snapshot?.epoch).toBe(1);
    expect(two.snapshot?.epoch).toBe(0);
    key(document.body, '.');
    expect([one.snapshot?.epoch, two.snapshot?.epoch]).toEqual([1, 0]);
  });

  test('a key typed into a field is a character', async () => {
    const element = await open(LINE);
    expect(key(part(element, '.epoch input'), '0')).toBe(true);
    expect(key(part(element, '.epoch input'), '.')).toBe(true);
    expect(element.snapshot?.epoch).toBe(0);
  });

  test('a key pressed on a slider, a tab or a box to tick moves the run', async () => {
    const element = await open({ ...LINE, panes: 'fit loss' });
    for (const type of ['range', 'radio', 'checkbox']) {
      const before = element.snapshot!.epoch;
      key(part(element, `input[type=${type}]`), '.');
      expect(element.snapshot!.epoch, type).toBe(before + 1);
    }
  });

  test('speaks the language it is told, while it runs', async () => {
    const element = await open({ ...LINE, lang: 'en' });
    element.seek(2);
    await element.updateComplete;
    expect(text(element)).toContain('Learning rate');
    element.lang = 'zh-CN';
    await element.updateComplete;
    expect(text(element)).toContain('学习率');
    expect(text(element)).not.toContain('Learning rate');
    expect(element.snapshot?.epoch).toBe(2);
  });

  test('speaks the language of the page when that changes', async () => {
    document.documentElement.lang = 'en';
    const element = await open(LINE);
    expect(text(element)).toContain('Learning rate');
    document.documentElement.lang = 'zh-CN';
    await expect.poll(() => text(element)).toContain('学习率');
    document.documentElement.lang = 'en';
  });

  test.each([
    ['an attribute', LINE, ''],
    ['its content', {}, `<script type="text/csv">${LINE.data}</script>`],
  ])('off the screen it neither loads %s, if lazy, nor runs', async (_, attributes, content) => {
    const spacer = document.createElement('div');
    spacer.style.height = '5000px';
    document.body.append(spacer);
    const element = create({ ...attributes, loading: 'lazy', autoplay: '' });
    element.innerHTML = content;
    document.body.append(element);
    await element.updateComplete;
    expect(element.status).toBe('loading');
    expect(element.trainer).toBeUndefined();
    const ready = once(element, 'gd-ready');
    spacer.remove();
    await ready;
    expect(element.trainer?.rows).toBe(3);
  });

  test('says how the run ended to those who listen', async () => {
    const element = await open({ ...LINE, 'learning-rate': '0.5', speed: '1000' });
    const converged = once(element, 'gd-converged');
    element.play();
    await converged;
    await element.updateComplete;
    expect(part(element, '[role=status]').textContent).toMatch(/^Converged at epoch \d+/);
  });

  test('has a table beside each chart', async () => {
    const element = await open(PENGUINS);
    element.seek(3);
    for (const pane of CHARTS) {
      part<HTMLElement>(element, `[data-pane=${pane}] summary`).click();
      await expect
        .poll(() => element.shadowRoot?.querySelectorAll(`[data-pane=${pane}] td`).length)
        .toBeGreaterThan(3);
    }
  });
});
