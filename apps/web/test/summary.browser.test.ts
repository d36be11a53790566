import { afterEach, expect, test } from 'vitest';
import { LINE, open, PENGUINS, part, press, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

test('the summary tells how sure the weights are, each number and its meaning, in both languages', async () => {
  const element = await open(PENGUINS);
  expect(text(element)).not.toContain('std. error');
  press(element, 'Summary');
  await element.updateComplete;
  const rows = [...part(element, '.drawer tbody').querySelectorAll('tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );
  // R 4.2.2: lm(body_mass_g ~ flipper_length_mm + bill_depth_mm, palmerpenguins::penguins)
  expect(rows.map(([name, , error, t]) => [name, error, t])).toEqual([
    ['flipper_length_mm', '1.8651', '27.64'],
    ['bill_depth_mm', '13.28', '1.704'],
    ['bias', '540.75', '−12.1'],
  ]);
  expect(part(element, '.drawer').textContent).toMatch(/Weight of bill_depth_mm: .* holds 0/);
  expect(part(element, '.drawer dl').textContent).toContain('in 95 of 100 samples');
  element.lang = 'zh-CN';
  await element.updateComplete;
  expect(part(element, '.drawer').textContent).toMatch(/置信区间.*残差标准误/s);
});

test('a penalty has no standard errors, and the drawer says so', async () => {
  const element = await open({ ...LINE, l2: '0.1', controls: 'summary' });
  press(element, 'Summary');
  await element.updateComplete;
  expect(part(element, '.drawer').textContent).toContain('No standard errors under a penalty');
  expect(part(element, '.drawer').querySelector('table')).toBeNull();
});
