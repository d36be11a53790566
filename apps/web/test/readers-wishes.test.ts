import { spawnSync } from 'node:child_process';
import { needs } from '@gd-trainer/testing/needs';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { GdTrainerElement } from '../dist/types/define.js';
import { openSite, PENGUINS_PAGE, ready } from './served-page.ts';

const site = openSite();
const needsPoppler = needs(spawnSync('pdftotext', ['-v']).error === undefined, 'poppler-utils');

describe('zoomed in', () => {
  // the pixels of a page are as many times larger as there are fewer of them
  test.each([
    ['200 % of 1280 px', 640, 2],
    ['200 % of 768 px', 384, 2],
    ['400 % of 1280 px', 320, 4],
  ])('%s: nothing is cut off, and nothing scrolls sideways', async (_, width, deviceScaleFactor) => {
    const { page } = await site.visit(site.address(), {
      viewport: { width, height: 600 },
      deviceScaleFactor,
    });
    await ready(page);
    await page.evaluate(() => document.querySelector('gd-trainer')!.step());
    for (const name of ['Data', 'Settings']) {
      await page.getByRole('button', { name, exact: true }).click();
      expect(await cutOff(page), `${name} open`).toEqual([]);
    }
    await page.close();
  });

  test('text alone at twice its size stays whole', async () => {
    const { page } = await site.visit(site.address(), { viewport: { width: 1280, height: 900 } });
    await ready(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('gd-trainer { font-size: 28px }');
      document.adoptedStyleSheets = [sheet];
    });
    expect(await cutOff(page)).toEqual([]);
    // letters of charts as far as their frames have room
    const letters = await page
      .locator('gd-trainer svg.chart text')
      .evaluateAll((texts) => texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize)));
    expect(letters.length).toBeGreaterThan(20);
    expect(Math.min(...letters)).toBe(15);
    await page.close();
  });
});

describe('on paper', () => {
  test('a page in the dark is light, drawn to the sheet, and has nothing to press; then it is as before', async () => {
    const { page } = await site.visit(site.address(), {
      viewport: { width: 1280, height: 900 },
      colorScheme: 'dark',
    });
    await ready(page);
    await page.getByRole('button', { name: '3-D' }).click();
    const look = (): Promise<{ ground: string; controls: number; charts: number[]; sharpness: number }> =>
      page.evaluate(() => {
        const element = document.querySelector('gd-trainer')!;
        const root = element.shadowRoot!;
        const seen = (selector: string): Element[] =>
          [...root.querySelectorAll(selector)].filter((found) => found.checkVisibility());
        const [canvas] = root.querySelectorAll('canvas');
        return {
          ground: getComputedStyle(element).backgroundColor,
          controls: seen('button:not(.symbol), input:not(.short), select').length,
          charts: seen('.plot svg.chart').map((chart) => (chart as SVGSVGElement).viewBox.baseVal.width),
          sharpness: canvas ? canvas.width / canvas.querySelector('svg')!.viewBox.baseVal.width : 0,
        };
      });
    const before = await look();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const paper = await look();
    expect(paper).toMatchObject({ ground: 'rgb(255, 255, 255)', controls: 0 });
    expect(paper.charts.length).toBeGreaterThan(2);
    for (const width of paper.charts) expect(width).toBeLessThanOrEqual(720);
    expect(paper.sharpness).toBeCloseTo(3, 1);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await expect.poll(look).toEqual(before);
    expect(before.controls).toBeGreaterThan(10);
    await page.close();
  });

  test('the chain rule begins under the charts and goes on overleaf', async () => {
    // with so much before it and after it two sheets hold it if the first is filled
    site.html = PENGUINS_PAGE.replace('panes="all"', 'panes="fit neuron ledger"')
      .replace('<gd-trainer', `${'<br>'.repeat(14)}<gd-trainer`)
      .concat('<br>'.repeat(48));
    const { page } = await site.visit();
    site.html = PENGUINS_PAGE;
    await ready(page);
    await page.locator('gd-trainer .ledger li').first().waitFor();
    const sheets = async (): Promise<number> =>
      (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;
    expect(await sheets()).toBe(2);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.pane { break-inside: avoid !important }');
      document.querySelector('gd-trainer')!.shadowRoot!.adoptedStyleSheets.push(sheet);
    });
    expect(await sheets()).toBe(3);
    await page.close();
  });

  // a page is broken where it is printed, and nowhere else: words are read from the sheets
  test.each([
    ['en', 'A4', '5mm'],
    ['zh-CN', 'Letter', '12mm'],
  ])(
    'no word lies on another or beside the sheet, and no line goes overleaf alone: %s, %s, margins of %s',
    needsPoppler,
    async (language, format, margin) => {
      site.html = PENGUINS_PAGE.replace('lang="en"', `lang="${language}"`);
      const { page } = await site.visit();
      site.html = PENGUINS_PAGE;
      await ready(page);
      await page.locator('gd-trainer .ledger li').first().waitFor();
      await page.evaluate(() => document.querySelector('gd-trainer')!.seek(12));
      const overleaf: number[] = [];
      for (const shift of [60, 120, 180, 240]) {
        await page.evaluate(
          (pixels) => document.querySelector('gd-trainer')!.style.setProperty('margin-top', `${pixels}px`),
          shift,
        );
        const words = wordsOf(await page.pdf({ format, margin: marginsOf(margin) }));
        expect(words.length).toBeGreaterThan(150);
        expect(
          words.flatMap((word) => faultsOf(word, words)),
          `${shift} px lower`,
        ).toEqual([]);
        overleaf.push(...derivativesOverleaf(words));
      }
      expect(overleaf.length).toBeGreaterThan(0);
      expect(Math.min(...overleaf)).toBeGreaterThanOrEqual(3);
      await page.close();
    },
  );

  test('a step of the lesson is a sheet of its own', needsPoppler, async () => {
    const { page } = await site.visit(site.address('index.html'), { locale: 'en' });
    // all that waits until it is seen begins to load, with nothing else to do
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.waitForFunction(() =>
      [...document.querySelectorAll<GdTrainerElement>('article gd-trainer')].every(
        ({ snapshot }) => snapshot,
      ),
    );
    for (const next of ['Four more looks', '再看四个现象']) {
      const steps = await page.locator('#lesson article > div h3').allInnerTexts();
      expect(steps).toHaveLength(6);
      const file = await page.pdf({ format: 'A4', margin: marginsOf('10mm') });
      // a printer gets what is seen: dashes of a diverging run that were not made it twenty times as much
      expect(file.length).toBeLessThan(4e6);
      const sheets = sheetsOf(wordsOf(file));
      const sheetsUnder = (heading: string): number[] =>
        sheets.flatMap((on, sheet) => {
          const top = on.filter(({ middle }) => middle < 100).map(({ text }) => text);
          return heading.split(' ').every((word) => top.includes(word)) ? [sheet] : [];
        });
      const [first] = sheetsUnder(steps[0]!);
      expect([...steps, next].map(sheetsUnder)).toEqual(
        Array.from({ length: 7 }, (_, step) => [first! + step]),
      );
      await page.locator('#language').click();
    }
    await page.close();
  });

  test('what was to wait until it is seen is loaded', async () => {
    site.html = PENGUINS_PAGE.replace('<gd-trainer ', `${'<br>'.repeat(900)}<gd-trainer loading="lazy" `);
    const { page } = await site.visit();
    site.html = PENGUINS_PAGE;
    await page.waitForFunction(() => customElements.get('gd-trainer'));
    const status = (): Promise<string> => page.evaluate(() => document.querySelector('gd-trainer')!.status);
    expect(await status()).not.toBe('idle');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect.poll(status).toBe('idle');
    await page.close();
  });
});

const marginsOf = (margin: string) => ({ top: margin, bottom: margin, left: margin, right: margin });

/** Words on each sheet. */
const sheetsOf = (words: readonly Word[]): Word[][] =>
  Array.from({ length: 1 + words.at(-1)!.sheet }, (_, sheet) => words.filter((word) => word.sheet === sheet));

/** Derivatives on each sheet that begins with one: two words at the left, one above the other. */
function derivativesOverleaf(words: readonly Word[]): number[] {
  const left = Math.min(...words.map((word) => word.left)) + 20;
  return sheetsOf(words)
    .map((on) => on.filter((word) => word.left < left).toSorted((a, b) => a.middle - b.middle))
    .filter(([top]) => top?.text.startsWith('∂'))
    .map(({ length }) => length / 2);
}

interface Word {
  readonly text: string;
  readonly sheet: number;
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** The middle of its line. */
  readonly middle: number;
}

/** The words on sheets of paper, in points, without the accents over letters. */
function wordsOf(sheets: Buffer): Word[] {
  const { stdout } = spawnSync('pdftotext', ['-bbox', '-', '-'], { input: sheets, encoding: 'utf8' });
  return stdout
    .split('<page width=')
    .slice(1)
    .flatMap((page, sheet) =>
      [...page.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">([^~]+?)</g)].map(
        ([, left, top, right, bottom, text]) => ({
          text: text!,
          sheet,
          width: Number.parseFloat(page.slice(1)),
          left: Number(left),
          right: Number(right),
          middle: (Number(top) + Number(bottom)) / 2,
        }),
      ),
    );
}

/**
 * Words that a word lies on: nearer in height than any two lines or halves of a fraction stand, and by more than an accent
 * is wide, or half of a Chinese mark, which reaches under its neighbour.
 */
function faultsOf(word: Word, words: readonly Word[]): string[] {
  const { text, sheet, width, left, right, middle } = word;
  const others = words.slice(words.indexOf(word) + 1).filter(
    (other) =>
      other.sheet === sheet &&
      Math.abs(other.middle - middle) < 5 &&
      Math.min(right, other.right) - Math.max(left, other.left) > 7 &&
      // names in charts are drawn twice, the first time as their own ground
      other.text !== text,
  );
  return [
    ...others.map((other) => `${text} / ${other.text}`),
    ...(left < 0 || right > width ? [`${text} is cut off`] : []),
  ];
}

/** Elements that reach out of the page or hide part of their own text, except where they scroll for it. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('gd-trainer')!.shadowRoot!;
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const found = wide > 0 ? [`the page, by ${wide} px`] : [];
    for (const element of root.querySelectorAll<HTMLElement>('.page *')) {
      if (element.closest('.unseen, svg, .scroll') || element.checkVisibility?.() === false) continue;
      const { overflowX, opacity } = getComputedStyle(element);
      if (opacity === '0') continue;
      const { left, right, width } = element.getBoundingClientRect();
      const name = `${element.localName}.${element.className} ${element.textContent?.trim().slice(0, 30)}`;
      const scrolls = element.closest('math') || ['auto', 'scroll'].includes(overflowX);
      const isInScroller = element.closest('ul, .chooser') !== null;
      if (width > 0 && !isInScroller && (left < 0 || right > innerWidth + 0.5))
        found.push(`outside: ${name}`);
      if (!scrolls && overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut: ${name}`);
    }
    return found;
  });

describe('colours of the reader’s own', () => {
  test('what is pressed, chosen or set differs from what is not, and lines stand out from the ground', async () => {
    const { page, complaints } = await site.visit(site.address(), {
      forcedColors: 'active',
      viewport: { width: 360, height: 900 },
    });
    await ready(page);
    await page.evaluate(() => document.querySelector('gd-trainer')!.seek(5));
    const colours = await page.evaluate(() => {
      const root = document.querySelector('gd-trainer')!.shadowRoot!;
      const of = (selector: string, property: string, pseudo?: string): string =>
        getComputedStyle(root.querySelector(selector)!, pseudo).getPropertyValue(property);
      const probe = document.createElement('p');
      document.body.append(probe);
      const named = (name: string): string => {
        probe.style.color = name;
        return getComputedStyle(probe).color;
      };
      return {
        ground: named('Canvas'),
        ink: named('CanvasText'),
        highlight: named('Highlight'),
        play: of('.primary', 'background-color'),
        plain: of('.round', 'background-color'),
        shown: of('.chooser :checked + span', 'background-color'),
        other: of('.chooser :not(:checked) + span', 'background-color'),
        agreement: of('.agreement', 'stroke'),
        points: of('.points', 'stroke'),
        tick: of('.tick', 'fill'),
        beyond: of('.beyond', 'fill'),
      };
    });
    expect(colours.play).toBe(colours.highlight);
    expect(colours.play).not.toBe(colours.plain);
    expect(colours.shown).toBe(colours.highlight);
    expect(colours.other).not.toBe(colours.highlight);
    expect(colours.tick).toBe(colours.ink);
    for (const mark of [colours.agreement, colours.points, colours.beyond])
      expect(mark).not.toBe(colours.ground);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe('less motion', () => {
  test('play goes to the end at once, and nothing moves by itself', async () => {
    const { page } = await site.visit(site.address(), { reducedMotion: 'reduce' });
    await ready(page);
    await page.getByRole('button', { name: 'Play' }).click();
    const trainer = page.locator('gd-trainer');
    expect(await trainer.getAttribute('status')).toBe('converged');
    const moving = await trainer.evaluate((node) =>
      node.shadowRoot!.getAnimations().map(({ id }) => id || 'an animation'),
    );
    expect(moving).toEqual([]);
    await page.close();
  });

  test('nothing plays by itself, whatever the page asks for', async () => {
    site.html = PENGUINS_PAGE.replace('<gd-trainer', '<gd-trainer autoplay');
    const { page } = await site.visit(site.address(), { reducedMotion: 'reduce' });
    await ready(page);
    expect(await page.locator('gd-trainer').getAttribute('status')).toBe('idle');
    await page.close();
    site.html = PENGUINS_PAGE;
  });
});

describe('off the screen', () => {
  test('a run that plays sleeps, and goes on when it is seen again', async () => {
    site.html = `${PENGUINS_PAGE.replace('<gd-trainer', '<gd-trainer learning-rate="0.001" speed="30"')}
      </gd-trainer><svg width="10" height="6000"></svg>`;
    const { page } = await site.visit();
    await ready(page);
    const epoch = (): Promise<number> =>
      page.evaluate(() => document.querySelector('gd-trainer')!.snapshot!.epoch);
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(epoch).toBeGreaterThan(1);

    await page.evaluate(() => scrollTo(0, 5000));
    // asleep once a stretch of frames has passed without an epoch
    const frames = (): Promise<number> =>
      page.evaluate(async () => {
        const { snapshot } = document.querySelector('gd-trainer')!;
        for (let i = 0; i < 30; i++) await new Promise(requestAnimationFrame);
        return document.querySelector('gd-trainer')!.snapshot!.epoch - snapshot!.epoch;
      });
    await expect.poll(frames).toBe(0);
    expect(await page.locator('gd-trainer').getAttribute('status')).toBe('running');

    const asleep = await epoch();
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(epoch).toBeGreaterThan(asleep);
    await page.close();
    site.html = PENGUINS_PAGE;
  });
});
