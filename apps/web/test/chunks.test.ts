// The element as a module that loads its parts when they are used: dist/chunks, beside the same in one file.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { beforeEach, describe, expect, test } from 'vitest';
import { dist, openSite, PENGUINS_PAGE, ready, STRICT } from './served-page.ts';

const site = openSite();
const IN_CHUNKS = PENGUINS_PAGE.replace('gd-trainer.js', 'chunks/gd-trainer.js');
/** One pane in front, as an author gets it who asks for nothing. */
const IN_FRONT = IN_CHUNKS.replace(' panes="all"', '');
const IN_CHINESE = IN_FRONT.replace('lang="en"', 'lang="zh-CN"');
const LINE = `<gd-trainer target="y"><script type="text/csv">x,y\n0,1\n1,3\n2,5\n</script></gd-trainer>`;

beforeEach(() => {
  site.policy = STRICT;
  site.html = IN_FRONT;
});

interface Scripts {
  /** Addresses of the scripts asked for so far. */
  readonly urls: string[];
  /** Their names, without the hashes. */
  readonly names: string[];
}

async function open(html: string, isOffline: (name: string) => boolean = () => false) {
  site.html = html;
  const { page, complaints } = await site.visit('about:blank');
  const scripts: Scripts = { urls: [], names: [] };
  const offline = { is: isOffline };
  await page.route('**/*.js', (route) => {
    const name = nameOf(route.request().url());
    scripts.urls.push(route.request().url());
    scripts.names.push(name);
    return offline.is(name) ? route.abort('internetdisconnected') : route.continue();
  });
  await page.goto(site.address());
  await ready(page);
  await page.locator('gd-trainer [data-pane=fit] .chart').waitFor({ state: 'attached' });
  return { page, scripts, offline, complaints };
}

const nameOf = (url: string): string => /([\w-]+?)(\.zh-CN)?(-[0-9a-f]{8})?\.js$/.exec(url)![1]!;
const drawer = (page: Page) => page.locator('gd-trainer .drawer');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Text of the element, the style sheet aside. */
const textIn = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector('gd-trainer')!.shadowRoot!.querySelector('.page')!.textContent!);

describe('what a page loads', () => {
  test('before anybody touches it is what it shows: no drawer, no other pane, no other language, no kernels', async () => {
    const { page, scripts, complaints } = await open(IN_FRONT);
    await page.waitForTimeout(500);
    expect(scripts.names).toContain('space');
    for (const part of [
      'share',
      'sharing',
      'race',
      'summary',
      'settings',
      'data',
      'bands',
      'text-table',
      'reader',
    ])
      expect(scripts.names).not.toContain(part);
    for (const part of ['descent', 'loss', 'neuron', 'ledger', 'zh-CN', 'embedded', 'permalink'])
      expect(scripts.names).not.toContain(part);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the rest comes ahead of its use, when a pointer or the focus comes to the element', async () => {
    const { page, scripts } = await open(IN_FRONT);
    await page.locator('gd-trainer').hover();
    await expect
      .poll(() => scripts.names)
      .toEqual(expect.arrayContaining(['share', 'race', 'loss', 'embedded']));
    expect(scripts.names).not.toContain('zh-CN');
    // each once
    expect(new Set(scripts.urls).size).toBe(scripts.urls.length);
    await page.close();
  });

  test('many cells bring the kernels in WebAssembly before they are summed up, and the numbers are those of the one file', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i % 97},${((i * 7919) % 1009) / 3 - (i % 97)}`);
    site.files = { 'many.csv': `x,y\n${rows.join('\n')}\n` };
    const html = `<!doctype html><html lang="en"><link rel="icon" href="icon.svg"><script type="module" src="chunks/gd-trainer.js"></script><gd-trainer src="many.csv" target="y"></gd-trainer>`;
    const { page, scripts } = await open(html);
    expect(scripts.names).toContain('embedded');
    const one = await open(html.replace('chunks/', ''));
    expect(await bitsAt(page, 40)).toBe(await bitsAt(one.page, 40));
    site.files = {};
    await Promise.all([page.close(), one.page.close()]);
  });
});

const bitsAt = (page: Page, epoch: number): Promise<string> =>
  page.evaluate((at) => {
    const element = document.querySelector('gd-trainer')!;
    element.seek(at);
    return JSON.stringify([...element.snapshot!.weights, element.snapshot!.bias, element.snapshot!.loss]);
  }, epoch);

describe('a run', () => {
  test('goes on to the same bits when the kernels come in the midst of it', async () => {
    const html = IN_FRONT.replace(' learning-rate', ' batch-size="16" learning-rate');
    const { page, scripts } = await open(html);
    await page.evaluate(() => document.querySelector('gd-trainer')!.seek(3));
    await page.locator('gd-trainer').hover();
    await expect.poll(() => scripts.names).toContain('embedded');
    await page.waitForTimeout(300);
    const one = await open(html.replace('chunks/', ''));
    await one.page.evaluate(() => document.querySelector('gd-trainer')!.seek(3));
    const stepped = (at: Page): Promise<string> =>
      at.evaluate(() => {
        const element = document.querySelector('gd-trainer')!;
        element.step('batch');
        element.step('epoch');
        const { weights, bias, loss } = element.snapshot!;
        return JSON.stringify([...weights, bias, loss]);
      });
    expect(await stepped(page)).toBe(await stepped(one.page));
    await Promise.all([page.close(), one.page.close()]);
  });

  test('says as much in chunks as in one file, in both languages, with all panes', async () => {
    for (const html of [IN_CHUNKS, IN_CHUNKS.replace('lang="en"', 'lang="zh-CN"')]) {
      const parts = await open(html);
      const whole = await open(html.replace('chunks/', ''));
      await parts.page.locator('gd-trainer .ledger li').first().waitFor();
      expect(await textIn(parts.page)).toBe(await textIn(whole.page));
      await Promise.all([parts.page.close(), whole.page.close()]);
    }
  });

  test('can be shared, drawn and written down without a drawer having been opened', async () => {
    const { page } = await open(IN_FRONT);
    const [link, svg, code] = await page.evaluate(async () => {
      const element = document.querySelector('gd-trainer')!;
      const image = await (await element.exportImage('svg', 'descent')).text();
      return [await element.permalink(), image, await element.exportCode('numpy')] as const;
    });
    expect(link).toMatch(/#gd1\./);
    expect(svg).toMatch(/^<svg/);
    expect(code).toContain('import numpy');
    await page.goto('about:blank');
    await page.goto(link);
    await ready(page);
    await page.close();
  });
});

describe('every drawer', () => {
  test('opens with what is in it', async () => {
    const { page, complaints } = await open(IN_FRONT);
    const drawers = [
      ['Data', /Predict/],
      ['Settings', /Optimizer/],
      ['Race', /Futures of this run/],
      ['Summary', /std\. error/],
      ['Diagnosis', /Cook/],
      ['Penalty', /./],
      ['Share', /Copy link/],
    ] as const;
    for (const [name, content] of drawers) {
      await press(page, name);
      await expect.poll(() => drawer(page).textContent(), { message: name }).toMatch(content);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    [
      'en',
      'Share',
      /This part of the page could not be loaded: check the connection\./,
      'Try again',
      /Copy link/,
    ],
    ['zh-CN', '分享', /页面的这一部分没能加载：请检查网络。/, '重试', /复制链接/],
  ])(
    'says in words that it could not be had, and comes when it can: %s',
    async (lang, name, words, again, content) => {
      const { page, offline } = await open(lang === 'en' ? IN_FRONT : IN_CHINESE, (part) => part === 'share');
      await press(page, name);
      await expect.poll(() => drawer(page).getByRole('alert').textContent()).toMatch(words);
      offline.is = () => false;
      await press(page, again);
      await expect.poll(() => drawer(page).textContent()).toMatch(content);
      await page.close();
    },
  );

  test('closed while it could not be had, it is asked for again when it is opened', async () => {
    const { page, offline } = await open(IN_FRONT, (part) => part === 'race');
    await page.locator('gd-trainer').hover();
    await page.waitForTimeout(200);
    offline.is = () => false;
    await press(page, 'Race');
    await expect.poll(() => drawer(page).textContent()).toMatch(/Futures of this run/);
    await page.close();
  });
});

describe('a page in Chinese', () => {
  test('shows no English while its words are on their way', async () => {
    site.html = IN_CHINESE;
    const { page } = await site.visit('about:blank');
    const told: string[] = [];
    await page.exposeFunction('tell', (text: string) => told.push(text));
    await page.route('**/zh-CN*.js', async (route) => {
      await new Promise((done) => setTimeout(done, 400));
      await route.continue();
    });
    await page.addInitScript(() => {
      const { tell } = globalThis as unknown as { tell(text: string): void };
      setInterval(() => {
        const shown = document.querySelector('gd-trainer')?.shadowRoot?.querySelector('.page')?.textContent;
        if (shown?.trim()) tell(shown);
      }, 20);
    });
    await page.goto(site.address());
    await expect.poll(() => told.some((text) => text.includes('播放'))).toBe(true);
    expect(told.filter((text) => /Play|Loading|loading|Learning/.test(text))).toEqual([]);
    await page.close();
  });

  test.each([
    [
      'in Chinese, by words that came when they were needed',
      () => false,
      /没有 “nothing” 这一列|nothing.*列/,
    ],
    ['in English where those cannot be had', (part: string) => part === 'errors', /no column "nothing"/],
  ])('tells of an error %s', async (_, isOffline, words) => {
    const { page, scripts } = await open(IN_CHINESE, isOffline);
    expect(scripts.names).not.toContain('errors');
    await page.evaluate(() => document.querySelector('gd-trainer')!.setAttribute('target', 'nothing'));
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(words);
    expect(scripts.names).toContain('errors');
    await page.close();
  });

  test('is told in English, and why, where they cannot be had', async () => {
    const { page, offline } = await open(IN_CHINESE, (part) => part === 'zh-CN');
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toMatch(/中文文字没能加载.*could not be loaded/s);
    expect(await textIn(page)).toContain('Play');
    offline.is = () => false;
    await press(page, 'Try again');
    await expect.poll(() => textIn(page)).toContain('播放');
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.close();
  });
});

test.each([IN_FRONT, IN_CHINESE, IN_CHUNKS])(
  'once it is ready nothing moves, however late parts come: page %#',
  async (html) => {
    site.html = html;
    const { page } = await site.visit('about:blank', { viewport: { width: 1280, height: 800 } });
    await page.route('**/chunks/*.js', async (route) => {
      if (!route.request().url().endsWith('/gd-trainer.js'))
        await new Promise((done) => setTimeout(done, 400));
      await route.continue();
    });
    await page.addInitScript(() => {
      document.addEventListener('gd-ready', async ({ target }) => {
        const element = target as HTMLElementTagNameMap['gd-trainer'];
        await element.updateComplete;
        Object.assign(globalThis, { heightWhenReady: element.offsetHeight });
      });
    });
    await page.goto(site.address());
    await page.waitForFunction(() => 'heightWhenReady' in globalThis);
    await page.waitForTimeout(1000);
    const [whenReady, later] = await page.evaluate(() => [
      (globalThis as unknown as { heightWhenReady: number }).heightWhenReady,
      document.querySelector('gd-trainer')!.offsetHeight,
    ]);
    expect(whenReady).toBeGreaterThan(400);
    expect(later).toBe(whenReady);
    await page.close();
  },
);

test('rows in the page need nothing of what reads other tables', async () => {
  const { page, scripts } = await open(
    `<!doctype html><html lang="en"><link rel="icon" href="icon.svg"><script type="module" src="chunks/gd-trainer.js"></script>${LINE}`,
  );
  expect(scripts.names).toEqual(['gd-trainer']);
  await page.close();
});

test('text that takes rules, terms and rows held out bring what reads them, whenever they come, and a run says what it says in one file', async () => {
  const html = `<!doctype html><html lang="en"><link rel="icon" href="icon.svg"><script type="module" src="chunks/gd-trainer.js"></script>${LINE}`;
  const { page, scripts, offline, complaints } = await open(html);
  const one = await open(html.replace('chunks/', ''));
  const change = async (attributes: Readonly<Record<string, string>>): Promise<void> => {
    const texts = [page, one.page].map((at) =>
      at.evaluate(async (given) => {
        const element = document.querySelector('gd-trainer')!;
        const isReady = new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
        for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
        await isReady;
        element.seek(3);
        await element.updateComplete;
        const { weights, bias, loss } = element.snapshot!;
        return JSON.stringify([
          element.trainer!.features,
          [...weights],
          bias,
          loss,
          element.trainer!.toState(),
        ]);
      }, attributes),
    );
    const [chunks, whole] = await Promise.all(texts);
    expect(chunks).toBe(whole);
  };
  await change({ features: 'poly(x,2)' });
  expect(scripts.names).toContain('reader');
  expect(scripts.names).not.toContain('text-table');
  await change({ features: 'x', validation: '0.4', seed: '3' });
  site.files = { 'marks.csv': 'city;size;y\nRome;"1,5";2\nOslo;2,5;3\nRome;3;5\nOslo;4,25;7\nRome;5;8\n' };
  offline.is = (part) => part === 'text-table';
  await page.evaluate(() => document.querySelector('gd-trainer')!.setAttribute('src', 'marks.csv'));
  await expect
    .poll(() => page.getByRole('alert').textContent())
    .toMatch(/a part of the page could not be loaded/);
  offline.is = () => false;
  await change({ src: './marks.csv', features: 'size,city' });
  expect(scripts.names).toContain('text-table');
  expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  site.files = {};
  await Promise.all([page.close(), one.page.close()]);
});

test('the chunks lead nowhere but to one another', () => {
  const files = readdirSync(`${dist}chunks`).filter((file) => file.endsWith('.js'));
  const led = files.flatMap((file) =>
    [
      ...readFileSync(`${dist}chunks/${file}`, 'utf8').matchAll(
        /(?:from|import)\s*\(?\s*[`'"]([^`'"]+)[`'"]/g,
      ),
    ].map(([, target]) => target!),
  );
  const names = led.filter((target) => /^[.\w@]/.test(target) && target.endsWith('.js'));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((target) => !files.includes(target.replace('./', '')))).toEqual([]);
});

test('Chinese is in the chunks that only it is loaded for, and in what has both languages', () => {
  const chinese = readdirSync(`${dist}chunks`)
    .filter((file) => file.endsWith('.js'))
    // a sentence or two that a page needs before it has its language
    .filter(
      (file) => (readFileSync(`${dist}chunks/${file}`, 'utf8').match(/\p{Script=Han}/gu) ?? []).length > 80,
    )
    .map(nameOf);
  // worksheets are in either
  expect(chinese.sort()).toEqual(['errors', 'sharing', 'zh-CN']);
});
