import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PANES } from '@gd-trainer/sdk/view';
import { needs } from '@gd-trainer/testing/needs';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { openSite, ready } from './served-page.ts';

// UPDATE_SCREENSHOTS=1 takes the pictures anew; look at each before it is committed.
const isUpdating = process.env.UPDATE_SCREENSHOTS === '1';
const folder = new URL('screenshots/', import.meta.url);
/** Pictures are kept at half their size: small, and still worth a look. */
const KEPT_SCALE = 0.5;
/** Ink is compared by cells of so many pixels of what is kept: letters of another font fall into the same ones. */
const CELL = 8;
/** Levels of 255 that lossy pictures stray from the ground. */
const FAINT = 4;
/**
 * Most of the ink that may stand elsewhere: a part that is blank comes to 1, and a line of text in which a serif font
 * breaks earlier to 0.7. Charts keep their size and may move less.
 */
const MOST_MOVED: Readonly<Record<string, number>> = {
  facts: 0.85,
  transport: 0.85,
  'learning-rate': 0.85,
  ...Object.fromEntries(PANES.map((pane) => [pane, pane === 'ledger' ? 0.85 : 0.4])),
};
const PARTS = Object.keys(MOST_MOVED);
const FONTS = ['serif', 'monospace'];

type Box = readonly [x: number, y: number, width: number, height: number];
interface Picture {
  /** A `data:` address. */
  readonly image: string;
  /** Where each visible part stands, in pixels of the picture. */
  readonly boxes: Readonly<Record<string, Box>>;
}

const site = openSite();

describe.each([360, 768, 1280])('%d px wide', (width) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    const open = async (): Promise<Page> => {
      const viewport = { width, height: 900 };
      const { page } = await site.visit(site.address(), { viewport, colorScheme, reducedMotion: 'reduce' });
      await ready(page);
      await page.evaluate(() => document.querySelector('gd-trainer')!.seek(12));
      return page;
    };

    test('looks as it did, whatever the fonts', async () => {
      const page = await open();
      const name = `${width}-${colorScheme}`;
      if (isUpdating) write(name, await shoot(page));
      const reference = read(name);
      expect(await moved(page, reference, await shoot(page)), 'with the fonts of this machine').toEqual({});
      for (const font of colorScheme === 'light' ? FONTS : []) {
        await dress(page, `gd-trainer { --gd-font: ${font} }`);
        expect(await moved(page, reference, await shoot(page)), font).toEqual({});
      }
      await page.close();
    });

    if (colorScheme === 'dark') return;
    test('a pane that is blank, or not there, is noticed', async () => {
      const page = await open();
      const reference = read(`${width}-${colorScheme}`);
      for (const [content, name] of [
        ['visibility: hidden', 'fit'],
        ['display: none', 'ledger'],
      ] as const) {
        await dress(page, `gd-trainer::part(${name}) { ${content} !important }`);
        expect(Object.keys(await moved(page, reference, await shoot(page)))).toEqual([name]);
      }
      await page.close();
    });
  });
});

const hasChinese = spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8' }).stdout?.trim() !== '';

describe.each([360, 1280])('%d px wide, in Chinese', (width) => {
  test('looks as it did', needs(hasChinese, 'a Chinese font (fonts-noto-cjk)'), async () => {
    const viewport = { width, height: 900 };
    const { page } = await site.visit(site.address(), { viewport, reducedMotion: 'reduce' });
    await ready(page);
    await page.evaluate(() => {
      document.documentElement.lang = 'zh-CN';
      document.querySelector('gd-trainer')!.seek(12);
    });
    await expect.poll(() => page.getByText('平均损失').count()).toBeGreaterThan(0);
    const name = `${width}-light-zh-CN`;
    if (isUpdating) write(name, await shoot(page));
    expect(await moved(page, read(name), await shoot(page))).toEqual({});
    await page.close();
  });
});

/** Gives the page a style sheet in place of the one before, as its content policy allows. */
const dress = (page: Page, css: string): Promise<void> =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);

/** The element as it is now, at the size it is kept in. */
async function shoot(page: Page): Promise<Picture> {
  const element = page.locator('gd-trainer');
  await element.evaluate((node) => (node as HTMLElementTagNameMap['gd-trainer']).updateComplete);
  const boxes = await element.evaluate(
    (node, [parts, scale]) => {
      const origin = node.getBoundingClientRect();
      const found: Record<string, [number, number, number, number]> = {};
      for (const name of parts) {
        const part = node.shadowRoot!.querySelector(`[part~=${name}]`)!;
        // its parts share lines with the drawers' buttons
        const shown = getComputedStyle(part).display === 'contents' ? part.parentElement! : part;
        const { left, top, width, height } = shown.getBoundingClientRect();
        if (width > 0) {
          found[name] = [left - origin.left, top - origin.top, width, height].map((value) =>
            Math.round(value * scale),
          ) as [number, number, number, number];
        }
      }
      return found;
    },
    [PARTS, KEPT_SCALE] as const,
  );
  const shot = `data:image/png;base64,${(await element.screenshot({ caret: 'hide' })).toString('base64')}`;
  const image = await page.evaluate(
    async ([source, scale]) => {
      const picture = await createImageBitmap(await decode(source));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
      const context = canvas.getContext('2d')!;
      context.imageSmoothingQuality = 'high';
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/webp', 0.8);

      // without fetch, which the page's policy keeps to its own host
      async function decode(address: string): Promise<Blob> {
        const bytes = Uint8Array.from(atob(address.split(',')[1]!), (character) => character.charCodeAt(0));
        return new Blob([bytes]);
      }
    },
    [shot, KEPT_SCALE] as const,
  );
  return { image, boxes };
}

/** The parts whose ink stands elsewhere than in the reference, with the share of it that does. */
async function moved(page: Page, reference: Picture, now: Picture): Promise<Record<string, number>> {
  const shares = await page.evaluate(
    async ([pictures, parts, cell, faint]) => {
      const [before, after] = await Promise.all(pictures.map(load));
      return parts.flatMap((name) => {
        const [was, is] = pictures.map(({ boxes }) => boxes[name]);
        if (!(was || is)) return [];
        if (!(was && is)) return [[name, 1] as const];
        const size = [Math.ceil(was[2] / cell), Math.ceil(was[3] / cell)] as const;
        const [a, b] = [inkOf(before!, was, size), inkOf(after!, is, size)];
        let [apart, all] = [0, 0];
        for (let i = 0; i < a.length; i++) {
          apart += Math.abs(a[i]! - b[i]!);
          all += Math.abs(a[i]!) + Math.abs(b[i]!);
        }
        return [[name, apart / all] as const];
      });

      function load({ image }: { image: string }): Promise<ImageBitmap> {
        const bytes = Uint8Array.from(atob(image.split(',')[1]!), (character) => character.charCodeAt(0));
        return createImageBitmap(new Blob([bytes]));
      }

      /** How far each cell of a part is from the ground, in each colour. */
      function inkOf(picture: ImageBitmap, box: Box, [columns, rows]: readonly [number, number]): number[] {
        const canvas = new OffscreenCanvas(columns, rows);
        const context = canvas.getContext('2d')!;
        context.imageSmoothingQuality = 'high';
        context.drawImage(picture, ...box, 0, 0, columns, rows);
        const { data } = context.getImageData(0, 0, columns, rows);
        // most of a part is paper
        const paper = [0, 1, 2, 3].map((channel) => {
          const sorted = data.filter((_, i) => i % 4 === channel).sort();
          return sorted[sorted.length >> 1]!;
        });
        return Array.from(data, (value, i) => {
          const ink = value - paper[i % 4]!;
          return Math.abs(ink) < faint ? 0 : ink;
        });
      }
    },
    [[reference, now], PARTS, CELL, FAINT] as const,
  );
  return Object.fromEntries(shares.filter(([name, share]) => !(share < MOST_MOVED[name]!)));
}

/** Each part's place by picture. */
const places = new URL('places.json', folder);
const allPlaces = (): Record<string, Picture['boxes']> =>
  existsSync(places) ? JSON.parse(readFileSync(places, 'utf8')) : {};

function write(name: string, { image, boxes }: Picture): void {
  writeFileSync(new URL(`${name}.webp`, folder), Buffer.from(image.split(',')[1]!, 'base64'));
  writeFileSync(places, `${JSON.stringify({ ...allPlaces(), [name]: boxes })}\n`);
}

function read(name: string): Picture {
  const image = readFileSync(new URL(`${name}.webp`, folder)).toString('base64');
  return { image: `data:image/webp;base64,${image}`, boxes: allPlaces()[name]! };
}
