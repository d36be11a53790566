// The page in Firefox, where there is one: it draws, trains to the same bits, and is operated by mouse and by key.
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Trainer } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { needs } from '@gd-trainer/testing/needs';
import { has } from '@gd-trainer/testing/programs';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, openSite } from './served-page.ts';

const command = ['firefox-esr', 'firefox'].find(has);
const site = openSite();

describe('in Firefox', needs(command !== undefined, 'Firefox: apt-get install firefox-esr'), () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, command!));
    browser = await launch({ browser: 'firefox', executablePath: places.find(has)! });
    page = await browser.newPage();
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setViewport({ width: 1280, height: 1400 });
    await page.goto(site.address());
    await page.waitForFunction(() => document.querySelector('gd-trainer')?.snapshot !== undefined);
  });
  afterAll(() => browser?.close());

  /** The middle of a part of the element, in pixels of the window. */
  const middleOf = (selector: string): Promise<{ x: number; y: number }> =>
    page.evaluate((wanted) => {
      const { x, y, width, height } = document
        .querySelector('gd-trainer')!
        .shadowRoot!.querySelector(wanted)!
        .getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, selector);

  const weightsNow = (): Promise<number[]> =>
    page.evaluate(() => [...document.querySelector('gd-trainer')!.snapshot!.weights]);

  test('every pane is drawn, and its formulas stand upright', async () => {
    const shown = await page.evaluate(() => {
      const root = document.querySelector('gd-trainer')!.shadowRoot!;
      const marks = [...root.querySelectorAll('.plot')].map(
        (plot) => plot.querySelectorAll('path, circle, line, text').length,
      );
      const fraction = root.querySelector('[data-pane=ledger] mfrac')!.getBoundingClientRect();
      const letter = root.querySelector('[data-pane=ledger] mfrac mi')!.getBoundingClientRect();
      return { marks, fraction: fraction.height / letter.height };
    });
    expect(shown.marks).toHaveLength(4);
    for (const count of shown.marks) expect(count).toBeGreaterThan(10);
    // a numerator above a denominator
    expect(shown.fraction).toBeGreaterThan(1.5);
  });

  test('a run comes to the bits that it has in Node', async () => {
    const { columns } = parseCsv(readFileSync(`${dist}penguins.csv`, 'utf8'));
    const features = ['flipper_length_mm', 'bill_depth_mm'];
    const trainer = new Trainer(columns, { target: 'body_mass_g', features, missing: 'drop' });
    trainer.seek(60);
    await page.evaluate(() => document.querySelector('gd-trainer')!.seek(60));
    expect(await weightsNow()).toEqual([...trainer.snapshot.weights]);
  });

  test('a point of the map is dragged, a key steps, and nothing complains', async () => {
    await page.evaluate(() => document.querySelector('gd-trainer')!.reset());
    const before = await weightsNow();
    const { x, y } = await middleOf('.handle .now');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 60, y + 30, { steps: 4 });
    await page.mouse.up();
    expect((await weightsNow())[0]).toBeLessThan(before[0]!);
    const epochNow = (): Promise<number> =>
      page.evaluate(() => document.querySelector('gd-trainer')!.snapshot!.epoch);
    expect(await epochNow()).toBe(0);
    await page.keyboard.press('.');
    await expect.poll(epochNow).toBe(1);
    expect(complaints).toEqual([]);
  });
});
