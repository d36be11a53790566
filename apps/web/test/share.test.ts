import { readFileSync } from 'node:fs';
import { Trainer } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { readExperiment } from '@gd-trainer/sdk/view';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { GdTrainerElement } from '../dist/types/define.js';
import { dist, openSite, PENGUINS_PAGE, ready } from './served-page.ts';

const site = openSite();
const lecturePage = PENGUINS_PAGE.replace(
  /src="penguins.csv".*?><\//s,
  'src="lecture.csv" target="y" batch-size="1" scale="none"></',
);

/** The bits of the state, as text. */
const bitsOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { epoch, sample, loss, weights, bias } = document.querySelector('gd-trainer')!.snapshot!;
    return JSON.stringify({ epoch, sample, loss, weights: [...weights], bias });
  });
const bitsIn = ({ snapshot }: Trainer): string => {
  const { epoch, sample, loss, weights, bias } = snapshot;
  return JSON.stringify({ epoch, sample, loss, weights: [...weights], bias });
};
const linkOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector('gd-trainer')!.permalink());

async function playLecture(): Promise<Page> {
  site.html = lecturePage;
  const { page } = await site.visit();
  await ready(page);
  await page.evaluate(async () => {
    const element = document.querySelector('gd-trainer')!;
    element.seek(2);
    element.learningRate = 0.05;
    element.optimizer = 'momentum';
    await element.updateComplete;
    element.step('sample');
    element.view = 'descent';
    element.lang = 'zh-CN';
    await element.updateComplete;
  });
  return page;
}

describe('a link', () => {
  test('made in Chromium replays in Node, to the same bits', async () => {
    const page = await playLecture();
    const { state, view, language } = await readExperiment(await linkOf(page));
    expect(bitsIn(Trainer.fromState(state))).toBe(await bitsOf(page));
    expect({ view, language }).toEqual({ view: 'descent', language: 'zh-CN' });
    await page.close();
  });

  test('opened in a page without the data shows the run, its settings, view and language', async () => {
    const page = await playLecture();
    const [link, bits] = [await linkOf(page), await bitsOf(page)];
    site.html = PENGUINS_PAGE;
    const { page: other, complaints } = await site.visit(link);
    await ready(other);
    expect(await bitsOf(other)).toBe(bits);
    expect(await other.evaluate(() => document.querySelector('gd-trainer')!.outerHTML)).toContain(
      'optimizer="momentum" learning-rate="0.05" batch-size="1" scale="none"',
    );
    expect(await other.locator('gd-trainer').getAttribute('view')).toBe('descent');
    await expect.poll(() => other.getByRole('button', { name: '播放' }).count()).toBe(1);
    expect((await readExperiment(await linkOf(other))).state).toEqual((await readExperiment(link)).state);
    expect(complaints).toEqual([]);
    await Promise.all([page.close(), other.close()]);
  });

  test('of many rows finds them where the page has them', async () => {
    site.html = PENGUINS_PAGE;
    const { page } = await site.visit();
    await ready(page);
    await page.evaluate(() => document.querySelector('gd-trainer')!.seek(7));
    const link = await linkOf(page);
    expect(link.length).toBeLessThan(700);
    const { page: other } = await site.visit(link);
    await ready(other);
    expect(await bitsOf(other)).toBe(await bitsOf(page));
    const { state } = await readExperiment(link);
    const { columns } = parseCsv(readFileSync(`${dist}penguins.csv`, 'utf8'));
    expect(bitsIn(Trainer.fromState(state, columns))).toBe(await bitsOf(page));
    await Promise.all([page.close(), other.close()]);
  });

  test('pasted into the address of an open page is taken up there, and a damaged one is an error', async () => {
    const page = await playLecture();
    const [link, bits] = [await linkOf(page), await bitsOf(page)];
    site.html = PENGUINS_PAGE;
    const { page: other } = await site.visit();
    await ready(other);
    const paste = (hash: string) =>
      other.evaluate((value) => {
        location.hash = value;
      }, hash);
    await paste(new URL(link).hash);
    await expect.poll(() => bitsOf(other)).toBe(bits);
    await paste(new URL(link).hash.slice(0, -9));
    await expect.poll(() => other.locator('gd-trainer').getAttribute('status')).toBe('error');
    await Promise.all([page.close(), other.close()]);
  });

  test('is for the element that made it, by its id', async () => {
    const tag = '<gd-trainer id="ID" src="lecture.csv" target="y"></gd-trainer>';
    site.html = PENGUINS_PAGE.replace(
      /<gd-trainer.*/s,
      tag.replace('ID', 'first') + tag.replace('ID', 'second'),
    );
    const { page } = await site.visit();
    await page.waitForFunction(() => document.querySelector<GdTrainerElement>('gd-trainer#second')!.snapshot);
    const link = await page.evaluate(() => {
      const element = document.querySelector<GdTrainerElement>('gd-trainer#second')!;
      element.seek(3);
      return element.permalink();
    });
    const { page: other } = await site.visit(link);
    await other.waitForFunction(() =>
      [...document.querySelectorAll('gd-trainer')].every(({ snapshot }) => snapshot),
    );
    expect(
      await other.evaluate(() =>
        [...document.querySelectorAll('gd-trainer')].map(({ snapshot }) => snapshot!.epoch),
      ),
    ).toEqual([0, 3]);
    await Promise.all([page.close(), other.close()]);
  });
});

describe('what a reader takes away', () => {
  test.each([
    ['History (CSV)', 'history.csv', /^epoch,loss,x1,x2,bias\n0,/],
    ['Worksheet', 'worksheet.md', /^# Gradient descent by hand/],
    ['TypeScript', 'run.ts', /new Trainer\(columns/],
    ['NumPy', 'run.py', /import numpy as np/],
    ['SVG', 'chart.svg', /^<svg[^>]*xmlns=.*<path[^>]*stroke="rgb/s],
  ])('%s comes as a file', async (button, name, content) => {
    site.html = lecturePage;
    const { page, complaints } = await site.visit();
    await ready(page);
    await page.getByRole('button', { name: 'Share' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync((await download.path())!, 'utf8')).toMatch(content);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the link stands in a field, for where the clipboard is closed', async () => {
    site.html = lecturePage;
    const { page } = await site.visit();
    await ready(page);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    const field = page.getByLabel('The link, with this run in it:');
    await expect.poll(() => field.inputValue()).toBe(await linkOf(page));
    await page.evaluate(() => document.querySelector('gd-trainer')!.step());
    await expect.poll(() => field.count()).toBe(0);
    await page.close();
  });

  test.each(['fit', 'descent', 'loss', 'neuron'] as const)(
    'the picture of %s looks like the chart',
    async (pane) => {
      site.html = PENGUINS_PAGE;
      // the test, not the element, loads a picture from memory
      site.policy = '';
      const { page } = await site.visit(undefined, { viewport: { width: 1280, height: 1400 } });
      await ready(page);
      const difference = await page.evaluate(async (name) => {
        const element = document.querySelector('gd-trainer')!;
        element.seek(3);
        await element.updateComplete;
        const [png, svg] = await Promise.all([
          element.exportImage('png', name),
          element.exportImage('svg', name),
        ]);
        const { width, height } = await createImageBitmap(png);
        const pixels = async (source: CanvasImageSource) => {
          const brush = new OffscreenCanvas(width, height).getContext('2d')!;
          brush.drawImage(source, 0, 0, width, height);
          return brush.getImageData(0, 0, width, height).data;
        };
        const text = await svg.text();
        const image = new Image();
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
        await image.decode();
        const [a, b] = [await pixels(await createImageBitmap(png)), await pixels(image)];
        let sum = 0;
        for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
        const ink = a.filter((value, i) => i % 4 !== 3 && value < 200).length;
        return { mean: sum / a.length, ink };
      }, pane);
      expect(difference.mean).toBeLessThan(3);
      expect(difference.ink).toBeGreaterThan(1000);
      await page.close();
    },
  );
});

test('a program of the run is to be had by script', async () => {
  site.html = PENGUINS_PAGE;
  const { page } = await site.visit();
  await ready(page);
  const code = await page.evaluate(() => document.querySelector('gd-trainer')!.exportCode('numpy'));
  expect(code).toContain('open("penguins.csv"');
  await page.close();
});
