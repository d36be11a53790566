// What is there before rows have come keeps its place when they do, and links within a page lead where they say.
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { openSite } from './served-page.ts';

/** Cumulative layout shift from which on a page is no longer called good (web.dev/cls). */
const GOOD = 0.1;
const SETTLED_MS = 900;
/** Longest that the page may be, in pixels: with the chain rule under every lesson it was 21,000 and 35,500. */
const LONGEST: Readonly<Record<number, number>> = { 360: 26_000, 1280: 17_000 };

const site = openSite();

async function open(width: number, path: string, locale = 'en'): Promise<Page> {
  const { page } = await site.visit('about:blank', { viewport: { width, height: 800 }, locale });
  await page.addInitScript(() => {
    const found = { shift: 0 };
    Object.assign(globalThis, { found });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        found.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(site.address(path));
  await page.waitForTimeout(SETTLED_MS);
  return page;
}

const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { found: { shift: number } }).found.shift);
const topOf = (page: Page, id: string): Promise<number> =>
  page.evaluate((selector) => document.querySelector(selector)!.getBoundingClientRect().top, id);

describe.each([360, 1280])('%d px wide', (width) => {
  test.each(['en', 'zh-CN'])(
    'the demo page stays where it is while its elements load, and its links land, in %s',
    async (locale) => {
      const page = await open(width, 'index.html', locale);
      expect(await shiftOf(page)).toBeLessThan(GOOD);
      for (const id of ['#embed', '#closer']) {
        await page.evaluate(() => scrollTo(0, 0));
        await page.click(`nav a[href="${id}"]`);
        await page.waitForTimeout(SETTLED_MS);
        expect(Math.abs(await topOf(page, id)), id).toBeLessThan(5);
      }
      await page.close();
    },
  );

  test('a link from elsewhere lands too', async () => {
    const page = await open(width, 'index.html#embed');
    expect(Math.abs(await topOf(page, '#embed'))).toBeLessThan(5);
    expect(await shiftOf(page)).toBeLessThan(GOOD);
    await page.close();
  });
});

test.each([
  [360, 740, 'en'],
  [360, 740, 'zh-CN'],
  [1280, 800, 'en'],
  [1280, 800, 'zh-CN'],
])(
  'on a screen of %d × %d each lesson has its text and its chart on it together, the chart and its learning rate too, in %s',
  async (width, height, locale) => {
    const { page } = await site.visit('about:blank', { viewport: { width, height }, locale });
    await page.goto(site.address('index.html'));
    for (const lesson of await page.locator('article').all()) {
      await lesson.scrollIntoViewIfNeeded();
      await lesson.locator('gd-trainer .chart').first().waitFor({ state: 'attached' });
    }
    const bottoms = await page.evaluate(() =>
      Array.from(document.querySelectorAll('article'), (article) => {
        const plots = article.querySelector('gd-trainer')!.shadowRoot!.querySelectorAll<HTMLElement>('.plot');
        const shown = Array.from(plots).find(({ offsetHeight }) => offsetHeight > 0)!;
        const { top, bottom } = shown.getBoundingClientRect();
        const rate = article.querySelector('gd-trainer')!.shadowRoot!.querySelector('.rate .track');
        return [
          bottom - article.getBoundingClientRect().top,
          ...(rate ? [rate.getBoundingClientRect().bottom - top] : []),
        ];
      }),
    );
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(LONGEST[width]!);
    expect(bottoms.flat().length).toBeGreaterThan(15);
    expect(bottoms.flat().filter((bottom) => bottom > height)).toEqual([]);
    await page.close();
  },
);
