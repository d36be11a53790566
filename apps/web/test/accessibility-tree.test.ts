import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { openSite, ready } from './served-page.ts';

const site = openSite();

/** What a screen reader announces. */
const said = (page: Page): Locator => page.getByRole('status');

// roles and names only: what is not in the accessibility tree is not there for this test
test('the whole lesson through the accessibility tree: play, step, another rate, convergence, divergence', async () => {
  const { page, complaints } = await site.visit();
  await ready(page);
  const run = page.getByRole('group', { name: 'Run' });
  const rate = page.getByRole('region', { name: 'Learning rate' });
  const alpha = rate.getByRole('spinbutton', { name: 'Learning rate α' });

  // what there is, before anything moves
  for (const name of ['Fit', 'Descent', 'Mean loss', 'Neuron', 'Chain rule']) {
    expect(await page.getByRole('region', { name, exact: true }).count(), name).toBe(1);
  }
  expect(await page.getByRole('img', { name: /^Mean loss: / }).getAttribute('aria-label')).toContain(
    'epoch 0',
  );

  await run.getByRole('button', { name: 'Step' }).click();
  await expect.poll(() => said(page).textContent()).toMatch(/^Epoch 1/);
  await run.getByRole('button', { name: 'Step' }).click();
  await expect.poll(() => said(page).textContent()).toMatch(/^Epoch 2/);
  await run.getByRole('button', { name: 'Back' }).click();
  await expect.poll(() => said(page).textContent()).toMatch(/^Epoch 1/);
  await run.getByRole('spinbutton', { name: 'Epoch' }).fill('4');
  await run.getByRole('spinbutton', { name: 'Epoch' }).press('Enter');
  await expect.poll(() => said(page).textContent()).toMatch(/^Epoch 4/);

  // a slower rate, which is said to converge, and does
  await alpha.fill('0.5');
  await alpha.press('Enter');
  expect(await rate.getByRole('slider', { name: 'Learning rate α' }).getAttribute('aria-valuetext')).toBe(
    '0.5',
  );
  expect(await rate.getByRole('paragraph').allTextContents()).toContainEqual(
    expect.stringMatching(/settle by epoch/),
  );
  await run.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '1000 epochs/s' });
  await run.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => said(page).textContent()).toMatch(/^Converged at epoch \d+/);

  // a rate past the limit, which is said to diverge, and does
  await run.getByRole('button', { name: 'Reset' }).click();
  await alpha.fill('3');
  await alpha.press('Enter');
  await expect
    .poll(() => rate.getByRole('paragraph').allTextContents())
    .toContainEqual(expect.stringContaining('without bound'));
  await run.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => said(page).textContent()).toMatch(/^Diverged at epoch \d+/);

  // and the numbers behind a picture
  await page.getByRole('region', { name: 'Mean loss', exact: true }).getByText('Table').click();
  await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBeGreaterThan(5);
  expect(complaints).toEqual([]);
  await page.close();
});
