import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { Trainer } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { PANES, readExperiment } from '@gd-trainer/sdk/view';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GdTrainerElement } from '../dist/types/define.js';
import { dist, openSite, PENGUINS_PAGE, ready, STRICT, type Visit } from './served-page.ts';

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
      'learning-rate="0.05" status="stopped" optimizer="momentum" batch-size="1" scale="none"',
    );
    expect(await other.locator('gd-trainer').getAttribute('view')).toBe('descent');
    await expect.poll(() => other.getByRole('button', { name: '播放' }).count()).toBe(1);
    expect((await readExperiment(await linkOf(other))).state).toEqual((await readExperiment(link)).state);
    expect(complaints).toEqual([]);
    await Promise.all([page.close(), other.close()]);
  });

  test('of many rows with points moved, added and removed carries the changes', async () => {
    site.html = PENGUINS_PAGE;
    const { page } = await site.visit();
    await ready(page);
    await page.getByRole('button', { name: 'Edit points' }).click();
    const plot = page.locator('gd-trainer [data-plot=fit]');
    const { width, height } = (await plot.boundingBox())!;
    for (let moves = 0; moves < 4; moves++) {
      await plot.focus();
      await page.keyboard.press(['ArrowUp', 'ArrowRight', '+', 'Delete'][moves]!);
    }
    await plot.dblclick({ position: { x: width / 2, y: height / 3 } });
    await page.evaluate(() => document.querySelector('gd-trainer')!.seek(7));
    const [link, bits] = [await linkOf(page), await bitsOf(page)];
    const { edits, state } = await readExperiment(link);
    expect([edits!.length > 0, state.columns]).toEqual([true, undefined]);
    expect(link.length).toBeLessThan(1500);
    const { page: other, complaints } = await site.visit(link);
    await ready(other);
    expect(await bitsOf(other)).toBe(bits);
    expect((await readExperiment(await linkOf(other))).edits).toEqual(edits);
    expect(complaints).toEqual([]);
    await page.close();
    await other.close();
  });

  test.each([
    ['en', '300 rows are too many for a link'],
    ['zh-CN', '数据有 300 行，链接里放不下'],
  ])('of too many rows of the reader is refused, in %s', async (language, message) => {
    site.html = PENGUINS_PAGE.replace('<gd-trainer', `<gd-trainer lang="${language}"`);
    const { page } = await site.visit();
    await ready(page);
    const rows = Array.from({ length: 300 }, (_, i) => `${i},${(i * 7) % 13},${3 * i + 1}`);
    await page.evaluate(
      (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        const root = document.querySelector('gd-trainer')!.shadowRoot!;
        root
          .querySelector('.page')!
          .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
      },
      `a,b,c\n${rows.join('\n')}`,
    );
    await expect
      .poll(() => page.evaluate(() => document.querySelector('gd-trainer')!.trainer?.rows))
      .toBe(300);
    const refusal = await page.evaluate(() =>
      document
        .querySelector('gd-trainer')!
        .permalink()
        .catch(({ message, hint }) => [message, hint]),
    );
    expect(refusal).toEqual([message, expect.stringMatching(/TypeScript/)]);
    await page.close();
  });

  test('about other rows than the page has says so in the reader’s words', async () => {
    site.html = PENGUINS_PAGE;
    const { page } = await site.visit();
    await ready(page);
    const link = await linkOf(page);
    site.html = PENGUINS_PAGE.replace('penguins.csv', 'cars.csv').replace(
      /target="[^"]*" features="[^"]*"/,
      'target="mpg" features="weight"',
    );
    const { page: other } = await site.visit(link);
    await expect
      .poll(() => other.locator('gd-trainer [part=error]').textContent())
      .toMatch(/other rows|column/);
    await page.close();
    await other.close();
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

  test('pasted into the address of an open page is taken up there, and a damaged one is told beside it', async () => {
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
    await expect.poll(() => other.getByText('链接已损坏').count()).toBe(1);
    expect(await bitsOf(other)).toBe(bits);
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

test('a run on 400 features has a link too', async () => {
  site.html = PENGUINS_PAGE.replace(/src="penguins.csv".*?><\//s, '></');
  const { page, complaints } = await site.visit();
  const link = await page.evaluate(async () => {
    const element = document.querySelector('gd-trainer')!;
    const features = Array.from({ length: 400 }, (_, j) => `f${j}`);
    const columns = features.map((name, j) => [name, [j % 3, j % 5, j % 7]]);
    Object.assign(element, { data: { ...Object.fromEntries(columns), y: [1, 2, 4] }, target: 'y', features });
    await new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
    return element.permalink();
  });
  expect((await readExperiment(link)).state.features).toHaveLength(400);
  expect(complaints).toEqual([]);
  await page.close();
});

test('in a frame the link is that of the page around it, and brings the run back into the frame', async () => {
  site.files = { 'inner.html': lecturePage };
  site.html =
    '<!doctype html><iframe></iframe><iframe src="inner.html"></iframe><iframe src="inner.html"></iframe>';
  const framesOf = async (page: Page) => {
    const frames = page.frames().filter((frame) => frame.url().includes('inner'));
    for (const frame of frames)
      await frame.waitForFunction(() => document.querySelector('gd-trainer')?.snapshot);
    return frames;
  };
  const epochs = async (page: Page) =>
    Promise.all(
      (await framesOf(page)).map((frame) =>
        frame.evaluate(() => document.querySelector('gd-trainer')!.snapshot!.epoch),
      ),
    );
  const { page } = await site.visit();
  const [, second] = await framesOf(page);
  const link = await second!.evaluate(() => {
    const trainer = document.querySelector('gd-trainer')!;
    trainer.seek(5);
    return trainer.permalink();
  });
  expect(link.split('#')[0]).toBe(site.address());
  const { page: opened } = await site.visit(link);
  await expect.poll(() => epochs(opened)).toEqual([0, 5]);
  // and into one that is open
  await opened.evaluate(() => history.replaceState(null, '', '/'));
  for (const frame of await framesOf(opened))
    await frame.evaluate(() => document.querySelector('gd-trainer')!.seek(2));
  await opened.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect.poll(() => epochs(opened)).toEqual([2, 5]);
  site.files = {};
  await Promise.all([page.close(), opened.close()]);
});

describe('a link leaves to others what is theirs', () => {
  const pageOf = (...ids: readonly string[]) =>
    PENGUINS_PAGE.replace(
      /<gd-trainer.*/s,
      `<h2 id="gdp">A heading</h2>${ids.map((id) => `<gd-trainer id="${id}" src="lecture.csv" target="y"></gd-trainer>`).join('')}`,
    );
  const allReady = (page: Page) =>
    page.waitForFunction(() =>
      [...document.querySelectorAll('gd-trainer')].every(({ snapshot }) => snapshot),
    );
  const epochs = (page: Page) =>
    page.evaluate(() => [...document.querySelectorAll('gd-trainer')].map(({ snapshot }) => snapshot?.epoch));
  const seekAll = (page: Page) =>
    page.evaluate(() => {
      for (const element of document.querySelectorAll('gd-trainer')) element.seek(7);
    });
  const paste = (page: Page, hash: string) =>
    page.evaluate((value) => {
      location.hash = value;
    }, hash);
  const packed = (state: object) =>
    `#gd1.${deflateRawSync(JSON.stringify({ state, place: 'second' })).toString('base64url')}`;
  const complaintsOf = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('gd-trainer')].map(
        ({ shadowRoot }) => shadowRoot!.querySelector('[part~=error]')?.textContent?.trim() ?? '',
      ),
    );
  const [x, y] = [Array.from({ length: 50 }, (_, i) => i % 7), Array.from({ length: 50 }, (_, i) => i % 5)];
  const walk = new Trainer({ x, y }, { target: 'y', batchSize: 1, learningRate: 1e-3, epochs: 1e9 });

  test('the other elements, with every anchor that is none', async () => {
    site.html = pageOf('first', 'second');
    const { page, complaints } = await site.visit();
    await allReady(page);
    await seekAll(page);
    for (const anchor of ['#gdp', '#gd', '#gd1', '#gd2.AAAA']) await paste(page, anchor);
    await paste(page, packed(walk.toState()));
    await expect.poll(() => epochs(page)).toEqual([7, 0]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the rows of the author, where it is damaged or asks for too much', async () => {
    site.html = pageOf('first', 'second');
    const { page } = await site.visit(site.address('#gd1.AAAA'));
    await allReady(page);
    await expect.poll(() => complaintsOf(page)).toEqual([expect.stringContaining('the link is damaged'), '']);
    const state = walk.toState();
    const hostile = { ...state, position: { anchor: 0, steps: 5e11 } };
    await seekAll(page);
    await paste(page, packed(hostile));
    await expect
      .poll(() => complaintsOf(page))
      .toEqual([expect.stringContaining('damaged'), expect.stringContaining('would take too long')]);
    expect(await epochs(page)).toEqual([7, 7]);
    const { page: other } = await site.visit(site.address(packed(hostile)));
    await allReady(other);
    expect(await epochs(other)).toEqual([0, 0]);
    await expect
      .poll(() => complaintsOf(other))
      .toEqual(['', expect.stringContaining('would take too long')]);
    await Promise.all([page.close(), other.close()]);
  });

  test.each(['data', 'src', 'file'])('its place, where other rows come in: %s', async (way) => {
    site.html = pageOf('second');
    walk.seek(3);
    const { page } = await site.visit(site.address(packed(walk.toState())));
    await expect.poll(() => epochs(page)).toEqual([3]);
    await page.evaluate((way) => {
      const element = document.querySelector('gd-trainer')!;
      const csv = 'p,y\n1,2\n2,5\n3,6\n';
      if (way === 'data') element.data = csv;
      if (way === 'src') element.src = 'lecture.csv';
      if (way !== 'file') return;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([csv], 'own.csv'));
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, composed: true });
      element.shadowRoot!.querySelector('.page')!.dispatchEvent(drop);
    }, way);
    await expect.poll(() => epochs(page)).toEqual([0]);
    const columns = await page.evaluate(() => document.querySelector('gd-trainer')!.trainer!.features);
    // the features that the link asked for have gone with it, the author's target is there again
    expect(columns).toEqual(way === 'src' ? ['x1', 'x2'] : ['p']);
    await page.close();
  });

  // what else the machine has to do shows in a frame: it is asked again before it counts
  test('the page its frames, while a long run is made again', { retry: 2 }, async () => {
    site.html = pageOf('second');
    walk.seek(1_000_000);
    const { page } = await site.visit();
    await allReady(page);
    await page.evaluate(() => {
      const seen = { longest: 0, statuses: new Set<string>() };
      (window as unknown as { seen: typeof seen }).seen = seen;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
      }).observe({ type: 'longtask' });
      const look = () => {
        seen.statuses.add(document.querySelector('gd-trainer')!.status);
        requestAnimationFrame(look);
      };
      look();
    });
    const started = performance.now();
    await paste(page, packed(walk.toState()));
    await expect.poll(() => epochs(page)).toEqual([1_000_000]);
    const taken = performance.now() - started;
    const seen = await page.evaluate(() => {
      const { longest, statuses } = (
        window as unknown as { seen: { longest: number; statuses: Set<string> } }
      ).seen;
      return { longest, statuses: [...statuses] };
    });
    expect(seen.statuses).toContain('loading');
    // a pause comes every 30 ms or so; without one it would be most of the time
    expect(seen.longest).toBeLessThan(Math.max(200, taken / 3));
    await page.close();
  });
});

describe('what a reader takes away', () => {
  let opened: Visit;
  beforeAll(async () => {
    site.html = lecturePage;
    opened = await site.visit();
    await ready(opened.page);
    await opened.page.getByRole('button', { name: 'Share' }).click();
  });
  afterAll(() => opened.page.close());

  test.each([
    ['History (CSV)', 'history.csv', /^epoch,loss,x1,x2,bias\n0,/],
    ['Worksheet', 'worksheet.md', /^# Gradient descent by hand/],
    ['With blanks', 'exercise.md', /^# Gradient descent by hand[\s\S]*Fill in the blanks/],
    ['TypeScript', 'run.ts', /new Trainer\(columns/],
    ['NumPy', 'run.py', /import numpy as np/],
    ['SVG', 'chart.svg', /^<svg[^>]*xmlns=.*<path[^>]*stroke="rgb/s],
  ])('%s comes as a file', async (button, name, content) => {
    const { page, complaints } = opened;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync((await download.path())!, 'utf8')).toMatch(content);
    expect(complaints).toEqual([]);
  });

  test('the link stands in a field, for where the clipboard is closed', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Copy link' }).click();
    const field = page.getByLabel('The link, with this run in it');
    await expect.poll(() => field.inputValue()).toBe(await linkOf(page));
    await page.evaluate(() => document.querySelector('gd-trainer')!.step());
    await expect.poll(() => field.count()).toBe(0);
  });
});

describe('the picture', () => {
  let page: Page;
  beforeAll(async () => {
    site.html = PENGUINS_PAGE;
    // the test, not the element, loads a picture from memory
    site.policy = '';
    page = (await site.visit(undefined, { viewport: { width: 1280, height: 1400 } })).page;
    await ready(page);
    await page.evaluate(async () => {
      const element = document.querySelector('gd-trainer')!;
      element.seek(3);
      await element.updateComplete;
    });
  });
  afterAll(async () => {
    site.policy = STRICT;
    await page.close();
  });

  test.each(PANES.filter((pane) => pane !== 'ledger'))('of %s looks like the chart', async (pane) => {
    const difference = await page.evaluate(async (name) => {
      const element = document.querySelector('gd-trainer')!;
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
  });
});

test.each(['fit', 'neuron'] as const)(
  'the picture of %s is XML, whatever characters a name has',
  async (pane) => {
    site.html = PENGUINS_PAGE.replace(/src="penguins.csv".*?><\//s, '></');
    const { page } = await site.visit();
    const read = await page.evaluate(async (name) => {
      const element = document.querySelector('gd-trainer')!;
      const hostile = 'a\u0001b\ufffec\ud800d\u{1f600}<&';
      element.target = 'y';
      element.data = { [hostile]: [1, 2, 4], y: [1, 2, 3] };
      await new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
      await element.updateComplete;
      const text = await (await element.exportImage('svg', name)).text();
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        errors: parsed.querySelectorAll('parsererror').length,
        // a template's own marks stay behind
        comments: text.match(/<!--/g)?.length ?? 0,
        text: parsed.documentElement.textContent,
      };
    }, pane);
    expect(read).toMatchObject({ errors: 0, comments: 0 });
    expect(read.text).toContain('a\ufffdb\ufffdc\ufffdd');
    await page.close();
  },
);

test('a program of the run is to be had by script', async () => {
  site.html = PENGUINS_PAGE;
  const { page } = await site.visit();
  await ready(page);
  const code = await page.evaluate(() => document.querySelector('gd-trainer')!.exportCode('numpy'));
  expect(code).toContain('open("penguins.csv"');
  await page.close();
});
