// player.html in a frame of another site, and the codes that a reader takes away for other pages.
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { openSite, PENGUINS_PAGE, ready, STRICT } from './served-page.ts';

const site = openSite();
/** The page that frames it may run scripts of its own and frame another site. */
const HOST = "default-src * 'unsafe-inline'; script-src * 'unsafe-inline' 'wasm-unsafe-eval'";

interface Told {
  readonly origin: string;
  /** Number of the frame, from 0. */
  readonly frame: number;
  readonly data: { readonly from: string; readonly type: string; readonly detail: unknown };
}

/** A page of another site with this address in a frame, which notes what it is told. */
async function frame(address: string): Promise<{ page: Page; told(): Promise<Told[]> }> {
  site.policy = HOST;
  site.html = `<!doctype html><title>host</title><link rel="icon" href="icon.svg"><script>
    const told = [];
    addEventListener('message', ({ origin, data, source }) => told.push({ origin, data, frame: Array.from(frames).indexOf(source) }));
    </script><iframe src="${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" width="900" height="900"></iframe>`;
  const { page } = await site.visit(site.address().replace('127.0.0.1', 'localhost'));
  return { page, told: () => page.evaluate('told') as Promise<Told[]> };
}

const innerOf = (page: Page) => page.frames().find((frame) => frame !== page.mainFrame())!;
const player = (query: Record<string, string>): string =>
  `${site.address('player.html')}?${new URLSearchParams(query)}`;

test('the player is set by its query, tells the page that frames it its height and its run, and nobody else', async () => {
  const { page, told } = await frame(
    player({ src: 'lecture.csv', target: 'y', panes: 'loss', 'learning-rate': '0.1', lang: 'zh-CN' }),
  );
  const types = async (): Promise<string[]> => (await told()).map(({ data }) => data.type);
  await expect.poll(types).toEqual(expect.arrayContaining(['gd-ready', 'height']));
  const inner = innerOf(page);
  expect(
    await inner.evaluate(() => [document.documentElement.lang, document.querySelector('gd-trainer')!.panes]),
  ).toEqual(['zh-CN', ['loss']]);
  await inner.evaluate(() => document.querySelector('gd-trainer')!.seek(3));
  await expect.poll(types).toContain('gd-step');
  const all = await told();
  expect(new Set(all.map(({ origin }) => origin))).toEqual(new Set([new URL(site.address()).origin]));
  expect(all.find(({ data }) => data.type === 'gd-step')!.data).toMatchObject({
    from: 'gd-trainer',
    detail: { epoch: 3 },
  });
  const heights = all.filter(({ data }) => data.type === 'height').map(({ data }) => data.detail);
  const height = await inner.evaluate(
    () => document.querySelector('gd-trainer')!.getBoundingClientRect().height,
  );
  expect(heights.at(-1)).toBe(Math.ceil(height));
  await page.close();
});

test('a browser that does not name the framing page tells nobody', async () => {
  const { page, told } = await frame(player({ src: 'lecture.csv', target: 'y' }));
  await page.evaluate(
    (address) => {
      const other = document.createElement('iframe');
      Object.assign(other, { src: address, referrerPolicy: 'no-referrer', id: 'silent' });
      // a frame out of sight draws nothing, and what waits for its drawing waits for ever
      other.style.cssText = 'position: fixed; top: 0';
      document.body.append(other);
    },
    player({ src: 'lecture.csv', target: 'y', panes: 'fit' }),
  );
  const silent = await (await page.waitForSelector('#silent')).contentFrame();
  await silent!.waitForFunction(() => document.querySelector('gd-trainer')?.snapshot, undefined, {
    polling: 100,
  });
  // the other one has had as long
  await expect.poll(async () => (await told()).length).toBeGreaterThan(1);
  expect(new Set((await told()).map((one) => one.frame))).toEqual(new Set([0]));
  await page.close();
});

test('a query brings attributes of the element, a question as text, and nothing that runs', async () => {
  const markup = '<img src=x onerror="document.hostile=1">';
  const query = new URLSearchParams({
    src: 'lecture.csv',
    target: 'y',
    speed: '1000',
    task: markup,
    style: 'color: red',
    onclick: 'document.hostile=1',
    innerHTML: markup,
  });
  query.append('answer', `converged:${markup}`);
  query.append('answer', 'diverged');
  site.policy = STRICT;
  const { page, complaints } = await site.visit(`${site.address('player.html')}?${query}`);
  await ready(page);
  const seen = await page.evaluate(() => {
    const trainer = document.querySelector('gd-trainer')!;
    return {
      hostile: 'hostile' in document,
      attributes: ['style', 'onclick', 'innerhtml'].filter((name) => trainer.hasAttribute(name)),
      images: document.querySelectorAll('img').length,
      buttons: [...trainer.querySelectorAll('button')].map(({ value, textContent }) => [value, textContent]),
    };
  });
  expect(seen).toEqual({
    hostile: false,
    attributes: [],
    images: 0,
    buttons: [
      ['converged', markup],
      ['diverged', 'diverged'],
    ],
  });
  await page.locator('button[value=converged]').click();
  await expect.poll(() => page.getByText('So it went.').count()).toBe(1);
  expect(complaints).toEqual([]);
  await page.close();
});

/** What stands in the field after a press on this button of the drawer. */
async function taken(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: button, exact: true }).click();
  const field = page.locator('gd-trainer textarea.link');
  await expect.poll(() => field.count()).toBe(1);
  return field.inputValue();
}

const standing = (page: { evaluate: Page['evaluate'] }): Promise<unknown> =>
  page.evaluate(() => {
    const { snapshot, panes, controls } = document.querySelector('gd-trainer')!;
    return { epoch: snapshot!.epoch, weights: [...snapshot!.weights], panes, controls };
  });

test('a tag and a frame show elsewhere what is on the screen', async () => {
  site.policy = STRICT;
  site.html = PENGUINS_PAGE.replace(
    'panes="all"',
    'id="shown" panes="loss,fit" controls="play,share" player="player.html"',
  );
  const { page } = await site.visit();
  await ready(page);
  await page.evaluate(async () => {
    const trainer = document.querySelector('gd-trainer')!;
    trainer.learningRate = 0.3;
    await trainer.updateComplete;
    trainer.seek(7);
    await trainer.updateComplete;
  });
  const before = await standing(page);
  const tag = await taken(page, 'Copy tag');
  await page.getByRole('button', { name: 'Copy frame' }).click();
  await expect.poll(() => page.locator('gd-trainer textarea.link').inputValue()).toMatch(/^<iframe /);
  const iframe = await page.locator('gd-trainer textarea.link').inputValue();
  await page.close();

  site.html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="icon.svg">${tag}`;
  const { page: tagged, complaints } = await site.visit();
  await ready(tagged);
  expect(await standing(tagged)).toEqual(before);
  expect(complaints).toEqual([]);
  await tagged.close();

  const { page: host } = await frame(/src="([^"]*)"/.exec(iframe)![1]!.replaceAll('&amp;', '&'));
  await expect
    .poll(() => innerOf(host)?.evaluate(() => document.querySelector('gd-trainer')?.snapshot?.epoch))
    .toBe(7);
  expect(await standing(innerOf(host))).toEqual(before);
  await host.close();
});

test('rows of the reader’s own are in a frame, and no tag is made of them', async () => {
  site.policy = STRICT;
  site.html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="icon.svg"><script type="module" src="gd-trainer.js"></script>
    <gd-trainer player="player.html"><script type="text/csv">x,y\n1,3\n2,5\n3,8\n</script></gd-trainer>`;
  const { page } = await site.visit();
  await ready(page);
  const iframe = await taken(page, 'Copy frame');
  await page.getByRole('button', { name: 'Copy tag' }).click();
  await expect.poll(() => page.getByText('these are your own').count()).toBe(1);
  await page.close();
  const { page: host } = await frame(/src="([^"]*)"/.exec(iframe)![1]!.replaceAll('&amp;', '&'));
  await expect
    .poll(() => innerOf(host)?.evaluate(() => document.querySelector('gd-trainer')?.trainer?.rows))
    .toBe(3);
  await host.close();
});
