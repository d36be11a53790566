import { afterEach, expect, test } from 'vitest';
import { type GdTrainerElement, LINE, open, PENGUINS, part, press } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const drawer = (element: GdTrainerElement) => () => part(element, '.drawer').textContent;

test('the weights over a penalty stand beside the error on rows left out, and the choice can be taken', async () => {
  const element = await open(PENGUINS);
  press(element, 'Penalty');
  await element.updateComplete;
  expect(part(element, '.drawer').textContent).toContain('tried on rows left out');
  await expect.poll(drawer(element)).toMatch(/Of 50 strengths of l2, .* 10 parts/);
  const drawn = (name: string) => part(element, `.drawer [data-plot=${name}] svg.chart`);
  expect(drawn('weights').querySelectorAll('.rival')).toHaveLength(2);
  expect([...drawn('weights').querySelectorAll('.level')].map((mark) => mark.textContent).sort()).toEqual([
    'bill_depth_mm',
    'flipper_length_mm',
  ]);
  expect(drawn('error').querySelectorAll('.now, .chosen')).toHaveLength(2);
  expect(part(element, '.drawer tbody').querySelectorAll('tr')).toHaveLength(50);
  const button = part(element, '.drawer .buttons button');
  const [, value] = /^Run with l2 = ([\d.]+)$/.exec(button.textContent!.trim())!;
  button.click();
  await element.updateComplete;
  expect(element.l2).toBe(Number(value));
  const select = part<HTMLSelectElement>(element, '.drawer select');
  select.value = 'l1';
  select.dispatchEvent(new Event('change'));
  await expect.poll(drawer(element)).toMatch(/Of 50 strengths of l1/);
  element.lang = 'zh-CN';
  await expect.poll(drawer(element)).toMatch(/轮流留出一份来检验/);
});

test('two rows are too few to leave some out, and the drawer says so', async () => {
  const element = await open({ ...LINE, data: 'x,y\n0,1\n1,3\n', controls: 'penalty' });
  press(element, 'Penalty');
  await expect.poll(drawer(element)).toContain('2 rows are too few');
  expect(part(element, '.drawer').querySelector('svg')).toBeNull();
});
