// The element as it descends, for the READMEs: a short animation in each language, for light pages and for dark ones.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright';
import sharp from 'sharp';
import { repositoryFile } from './repository.ts';

const SIZE = { width: 1040, height: 1100 };
const LEARNING_RATE = 1;
const LAST_EPOCH = 10;
const FRAME_MS = 350;
const END_MS = 2500;

const pageIn = (language: string): string => `<!doctype html><html lang="${language}"><meta charset="utf-8">
  <meta name="color-scheme" content="light dark"><style>body { margin: 0 }</style>
  <script type="module" src="gd-trainer.js"></script>
  <gd-trainer src="penguins.csv" target="body_mass_g" features="flipper_length_mm,bill_depth_mm"
    learning-rate="${LEARNING_RATE}" panes="all"></gd-trainer>`;

/** Takes the pictures into docs/images; needs the built element and a Chromium. */
export async function takePictures(executablePath = process.env.CHROME_PATH): Promise<void> {
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu'],
    ...(executablePath ? { executablePath } : {}),
  });
  for (const language of ['en', 'zh-CN']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const frames = await film(browser, language, colorScheme);
      const path = repositoryFile(`docs/images/element-${colorScheme}.${language}.webp`);
      await writeFile(path, await animate(frames));
    }
  }
  await browser.close();
}

function animate(frames: Buffer[]): Promise<Buffer> {
  const delay = frames.map((_, epoch) => (epoch === LAST_EPOCH ? END_MS : FRAME_MS));
  const film = sharp(frames, { join: { animated: true } });
  return film.webp({ quality: 50, effort: 6, delay, loop: 0 }).toBuffer();
}

/** The element at epochs 0, 1, 2 …, each as a PNG. */
async function film(browser: Browser, language: string, colorScheme: 'light' | 'dark'): Promise<Buffer[]> {
  const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' });
  await page.route('**/*', (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: pageIn(language) });
    const contentType = name.endsWith('.js') ? 'text/javascript' : 'text/csv';
    return route.fulfill({ contentType, body: readFileSync(repositoryFile(`apps/web/dist/${name}`)) });
  });
  await page.goto('http://element.test/');
  const element = page.locator('gd-trainer[status]');
  // from the top to the charts; the neuron and the chain rule are below
  const height = await element.evaluate((node) => {
    const chart = node.shadowRoot!.querySelector('[part~=loss] svg')!;
    return Math.ceil(chart.getBoundingClientRect().bottom);
  });
  const frames: Buffer[] = [];
  for (let epoch = 0; epoch <= LAST_EPOCH; epoch++) {
    await element.evaluate((node, to) => {
      const trainer = node as HTMLElement & { seek(epoch: number): void; updateComplete: Promise<unknown> };
      trainer.seek(to);
      return trainer.updateComplete;
    }, epoch);
    frames.push(await page.screenshot({ caret: 'hide', clip: { x: 0, y: 0, width: SIZE.width, height } }));
  }
  await page.close();
  return frames;
}
