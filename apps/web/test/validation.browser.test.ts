import { fit, moments } from '@gd-trainer/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { create, type GdTrainerElement, once, open, part, press } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

/** Rows with more columns of noise than tell anything. */
function noisy(): string {
  let state = 11;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
  const rows = Array.from({ length: 40 }, () => {
    const x = Array.from({ length: 20 }, next);
    return [...x, x[0]! + next()].join(',');
  });
  return [[...Array.from({ length: 20 }, (_, j) => `x${j}`), 'y'].join(','), ...rows, ''].join('\n');
}

test('rows held out have a curve of their own, the epoch of early stopping marked, and are told of', async () => {
  const data = noisy();
  const element = await open({ data, target: 'y', validation: '0.3', patience: '5', epochs: '2000' });
  const [head, ...lines] = data.trim().split('\n');
  const names = head!.split(',');
  const columns = Object.fromEntries(
    names.map((name, j) => [name, lines.map((line) => Number(line.split(',')[j]))]),
  );
  const { learningRate } = element.trainer!.options;
  const options = { target: 'y', validation: 0.3, patience: 5, optimizer: 'gd', learningRate } as const;
  const { epochs } = await fit(columns, options);
  const pane = part(element, '[data-pane=loss]');
  expect(pane.textContent).toMatch(
    new RegExp(`30 % of the rows are held out.*12 rows.*least at epoch ${epochs},`),
  );
  const chart = part(element, '[data-plot=loss] svg.chart');
  expect(chart.querySelectorAll('.chosen')).toHaveLength(1);
  expect(chart.querySelector('.residual-name')!.textContent).toBe('held out');
  part(element, '[data-pane=loss] summary').click();
  const heads = () => [...pane.querySelectorAll('thead th')].map((cell) => cell.textContent);
  await expect.poll(heads).toContain('held out');
  element.lang = 'zh-CN';
  await element.updateComplete;
  expect(pane.textContent).toMatch(/抽出 30% 的行留作验证，共 12 行/);
  element.validation = undefined;
  await element.updateComplete;
  expect(element.trainer!.rows).toBe(40);
  expect(part(element, '[data-plot=loss]').querySelector('.chosen')).toBeNull();
});

describe('the settings', () => {
  /** The field with a label that begins like that. */
  const field = (element: GdTrainerElement, name: string): HTMLInputElement | undefined =>
    [...element.shadowRoot!.querySelectorAll<HTMLLabelElement>('.drawer label')]
      .find((label) => label.textContent!.trim().startsWith(name))
      ?.querySelector('input') ?? undefined;
  const put = async (element: GdTrainerElement, name: string, value: string): Promise<void> => {
    const input = field(element, name)!;
    input.value = value;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await element.updateComplete;
  };
  const said = (element: GdTrainerElement): string => part(element, '.drawer').textContent!;

  test('hold a share of the rows out and set the patience, from the start to the epoch on screen', async () => {
    const data = noisy();
    const element = await open({ data, target: 'y', epochs: '2000', epoch: '7' });
    press(element, 'Settings');
    await element.updateComplete;
    expect(said(element)).toContain('Drawn by the seed and not learned from');
    expect(field(element, 'Patience')).toBeUndefined();
    await put(element, '% of the rows', '30');
    expect([element.validation, element.trainer!.rows, element.snapshot!.epoch]).toEqual([0.3, 28, 7]);
    expect(element.getAttribute('validation')).toBe('0.3');
    const columns = Object.fromEntries(
      data
        .split('\n', 1)[0]!
        .split(',')
        .map((name, j) => [
          name,
          data
            .trim()
            .split('\n')
            .slice(1)
            .map((line) => Number(line.split(',')[j])),
        ]),
    );
    const { learningRate } = element.trainer!.options;
    const options = { target: 'y', validation: 0.3, optimizer: 'gd', learningRate } as const;
    for (const patience of [10, 3, 40]) {
      await put(element, 'Patience', String(patience));
      expect([element.patience, element.snapshot!.epoch]).toEqual([patience, 7]);
      const { epochs } = await fit(columns, { ...options, patience });
      expect(said(element)).toMatch(
        new RegExp(`It is least at epoch ${epochs},.*fall for ${patience} epochs`),
      );
    }
    const rows = /12 rows \(([\d, ]+)/.exec(said(element))![1];
    await put(element, 'Seed', '2');
    expect(/12 rows \(([\d, ]+)/.exec(said(element))![1]).not.toBe(rows);
    expect(element.seed).toBe(2);
    element.lang = 'zh-CN';
    await element.updateComplete;
    expect(field(element, '占全部行的 %')!.value).toBe('30');
    await put(element, '占全部行的 %', '');
    expect([element.validation, element.trainer!.rows, element.snapshot!.epoch]).toEqual([undefined, 40, 7]);
    expect(element.hasAttribute('validation')).toBe(false);
    expect(said(element)).toContain('由随机种子抽取，不参加训练');
  });

  test('say what cannot be held out, and leave the run as it is', async () => {
    const element = await open({ data: noisy(), target: 'y', epoch: '7' });
    press(element, 'Settings');
    await element.updateComplete;
    const failed = once(element, 'gd-error');
    const before = element.snapshot;
    await put(element, '% of the rows', '150');
    expect((await failed).detail).toMatchObject({ code: 'OPTION' });
    expect(part(element, '[part=error]').textContent).toContain('"validation" expected a share in (0, 1)');
    expect([element.validation, element.trainer!.rows]).toEqual([undefined, 40]);
    expect(element.snapshot).toEqual(before);
    await put(element, '% of the rows', '0');
    expect(element.trainer!.rows).toBe(40);
  });

  test('are the author’s to give, and hold no rows out of sums', async () => {
    const closed = await open({ data: noisy(), target: 'y', controls: 'play,step' });
    expect(() => press(closed, 'Settings')).toThrow();
    const element = create({});
    element.data = await moments({ x: [1, 2, 3, 5], y: [2, 3, 5, 7] }, { target: 'y' });
    const ready = once(element, 'gd-ready');
    document.body.append(element);
    await ready;
    press(element, 'Settings');
    await element.updateComplete;
    expect(field(element, 'Optimizer') ?? part(element, '.drawer select')).toBeTruthy();
    expect(field(element, '% of the rows')).toBeUndefined();
  });
});

test('another seed draws other rows, set as a property too', async () => {
  const element = await open({ data: noisy(), target: 'y', validation: '0.3' });
  const held = (): string => /12 rows \(([\d, ]+)/.exec(part(element, '[data-pane=loss]').textContent!)![1]!;
  const before = held();
  element.seed = 3;
  await element.updateComplete;
  await element.updateComplete;
  expect(held()).not.toBe(before);
});
