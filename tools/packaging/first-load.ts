// Scripts that a page with the element has fetched once it shows its run and nobody has touched it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';

/** Long enough for whatever else would be fetched unasked. */
const SETTLED_MS = 1000;
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', html: 'text/html' };

/** The scripts by name, each with its size under gzip in KB of 1000 bytes, of a page beside the files in `folder`. */
export async function firstLoad(folder: string, html: string): Promise<Map<string, number>> {
  const server = createServer(({ url = '/' }, response) => {
    const [path] = url.slice(1).split('?') as [string];
    response.setHeader('content-type', TYPES[path.split('.').at(-1) || 'html'] ?? 'text/plain');
    response.end(path === '' ? html : readFileSync(join(folder, path)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const executablePath = process.env.CHROME_PATH;
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const page = await browser.newPage();
    const files = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith('.js')) files.add(pathname.slice(1));
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.locator('gd-trainer [data-pane=fit] .chart').waitFor({ state: 'attached' });
    await page.waitForTimeout(SETTLED_MS);
    const zipped = (file: string): number =>
      gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000;
    return new Map([...files].map((file) => [file, zipped(file)]));
  } finally {
    await browser.close();
    server.close();
  }
}

const page = (lang: string, element: string): string =>
  `<!doctype html><html lang="${lang}"><meta charset="utf-8"><link rel="icon" href="data:,">
  <script type="module" src="chunks/gd-trainer.js"></script>${element}`;
const PENGUINS =
  '<gd-trainer src="penguins.csv" target="body_mass_g" features="flipper_length_mm,bill_depth_mm"></gd-trainer>';

/** Pages that the first load is measured on; the first is that of the README, and has the budget. */
export const FIRST_PAGES = {
  'the page of the README': page('en', PENGUINS),
  'the same in Chinese': page('zh-CN', PENGUINS),
  'one feature, the rows in the page': page(
    'en',
    '<gd-trainer target="y"><script type="text/csv">x,y\n0,1\n1,3\n2,5\n</script></gd-trainer>',
  ),
  'the page of the README with all panes': page('en', PENGUINS.replace(' src', ' panes="all" src')),
} as const;
