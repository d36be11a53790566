import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';

export const dist: string = fileURLToPath(new URL('../dist/', import.meta.url));
export const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};
const head = '<meta charset="utf-8"><title>page</title><link rel="icon" href="icon.svg">';

/** A page with one element on the penguins at the automatic rate, with all panes, as an author would write it. */
export const PENGUINS_PAGE = `<!doctype html><html lang="en">${head}
  <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
  <script type="module" src="gd-trainer.js"></script>
  <gd-trainer src="penguins.csv" target="body_mass_g" features="flipper_length_mm,bill_depth_mm" panes="all" learning-rate="auto"></gd-trainer>`;

export interface Visit {
  readonly page: Page;
  /** What the console said that it should not. */
  readonly complaints: string[];
  readonly hosts: Set<string>;
}

/** A browser and a server of the built files, for the tests of the file that asks for it. */
export class Site {
  /** Content security policy of what is served from now on. */
  policy = STRICT;
  /** What is served at `/`. */
  html = PENGUINS_PAGE;
  /** What is served in place of built files, by name. */
  files: Readonly<Record<string, string>> = {};
  #browser: Browser | undefined;
  #server: Server | undefined;

  address(path = ''): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}/${path}`;
  }

  /** A new page, and everything it complains of or asks for. */
  async visit(url: string = this.address(), options: BrowserContextOptions = {}): Promise<Visit> {
    const page = await this.#browser!.newPage(options);
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(url);
    return { page, complaints, hosts };
  }

  async open(): Promise<void> {
    const executablePath = process.env.CHROME_PATH;
    this.#browser = await chromium.launch({
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      ...(executablePath ? { executablePath } : {}),
    });
    this.#server = createServer((request, response) => {
      const [path] = (request.url ?? '/').slice(1).split('?') as [string];
      const type = TYPES[path.split('.').pop()!] ?? 'text/plain';
      response.writeHead(200, {
        'content-type': path === '' ? 'text/html' : type,
        'content-security-policy': this.policy,
      });
      response.end(path === '' ? this.html : (this.files[path] ?? readFileSync(dist + path)));
    });
    await new Promise<void>((done) => this.#server!.listen(0, '127.0.0.1', done));
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#server?.close();
  }
}

/** Opens a site before the tests of a file and closes it after them. */
export function openSite(): Site {
  const site = new Site();
  // whole pages on machines that may be busy
  beforeAll(() => site.open());
  afterAll(() => site.close());
  return site;
}

/** Once there is a run to look at. */
export const ready = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('gd-trainer')?.snapshot !== undefined);
};
