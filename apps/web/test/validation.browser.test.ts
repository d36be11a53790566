import { fit } from '@gd-trainer/sdk';
import { afterEach, expect, test } from 'vitest';
import { open, part } from './open-element.ts';

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
