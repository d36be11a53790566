import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type {} from '@gd-trainer/web';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { type BuildOptions, build as esbuild } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright';
import { build as vite } from 'vite';
import solid from 'vite-plugin-solid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import reference from '../../datasets/reference-weights.json' with { type: 'json' };
import { openProject, ROOT } from '../project.ts';

const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const project = openProject();
let browser: Browser;
beforeAll(async () => {
  cpSync(fileURLToPath(new URL('../projects', import.meta.url)), project.folder, { recursive: true });
  cpSync(project.path('node_modules/@gd-trainer/web/dist/penguins.csv'), project.path('penguins.csv'));
  const executablePath = process.env.CHROME_PATH;
  browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    ...(executablePath ? { executablePath } : {}),
  });
});
afterAll(() => browser.close());

/** To six digits least squares on the 342 complete rows, computed in NumPy. */
const expectReference = (weights: readonly number[]): void => {
  const digits = (numbers: readonly number[]): string[] => numbers.map((number) => number.toFixed(6));
  expect(digits(weights)).toEqual(digits(reference.penguins.weights));
};

describe('in Node', () => {
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd: project.folder, encoding: 'utf8', stdio: 'pipe' });

  it('a module trains', () => {
    expectReference(JSON.parse(run('train.js')));
  });

  it('the command trains', () => {
    const command = `node_modules/gd-trainer/${project.manifest('gd-trainer').bin!['gd-trainer']}`;
    const { weights } = JSON.parse(run(command, 'penguins', '--json')) as { weights: Record<string, number> };
    expectReference(Object.values(weights));
  });

  it('the sample of the README prints what it promises', () => {
    const [, sample] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, 'utf8'))!;
    writeFileSync(project.path('sample.ts'), sample!);
    const promised = [...sample!.matchAll(/\/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect(run('--no-warnings', 'sample.ts').trim().split('\n')).toEqual(promised);
  });
});

const bundlers: Record<string, () => Promise<unknown>> = {
  async Vite() {
    await vite({ root: project.path('page'), base: './', build: { outDir: '../Vite' }, logLevel: 'error' });
  },
  async webpack() {
    const stats = await bundleByWebpack();
    expect(stats.toJson({ all: false, errors: true, warnings: true })).toMatchObject({
      errors: [],
      warnings: [],
    });
  },
  async esbuild() {
    const { warnings } = await esbuild({
      entryPoints: [project.path('page/main.js')],
      outfile: project.path('esbuild/main.js'),
      bundle: true,
      minify: true,
      format: 'esm',
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
  },
};

describe('in a page under a strict content security policy', () => {
  it.each(Object.keys(bundlers))('that %s has bundled, the element and the library train', async (name) => {
    await bundlers[name]!();
    if (name !== 'Vite') cpSync(project.path('page/index.html'), project.path(name, 'index.html'));
    const { page, complaints } = await visit(`http://localhost/${name}/index.html`);
    expectReference(await trained(page));
    await expect.poll(() => page.locator('output').textContent()).toMatch(/]/);
    expectReference(JSON.parse((await page.locator('output').textContent())!));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('without a bundler, the element trains', async () => {
    const { page, complaints } = await visit('http://localhost/module.html');
    expectReference(await trained(page));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('whose parts each bring a copy of the element, the first of them trains', async () => {
    const element = project.path('node_modules/@gd-trainer/web/dist/gd-trainer.js');
    cpSync(element, project.path('second-copy.js'));
    const { page, complaints } = await visit('http://localhost/twice.html');
    // as text: vitest would make an import of its own of it
    const loaded = `Promise.all(Array.from(document.querySelectorAll('script[type=module]'), ({ src }) => import(src)))
        .then((copies) => copies.map(({ GdTrainerElement }) => customElements.getName(GdTrainerElement)))`;
    expect(await page.evaluate(loaded)).toEqual([null, null]);
    expectReference(await trained(page));
    expect(complaints).toEqual([]);
    await page.close();
  });
});

const FRAMEWORKS = ['react.jsx', 'vue.js', 'svelte.js', 'solid.jsx', 'angular.js'];

const NEEDED = [
  ...['react', 'react-dom', 'vue', 'svelte', 'solid-js', 'rxjs'],
  ...['common', 'compiler', 'core', 'platform-browser'].map((name) => `@angular/${name}`),
];

describe('in a framework', () => {
  beforeAll(async () => {
    for (const name of NEEDED) project.link(name);
    const root = project.path('frameworks');
    for (const file of FRAMEWORKS) {
      const script = `<script type="module" src="./${file}"></script>`;
      writeFileSync(
        join(root, `${file}.html`),
        `<!doctype html><meta charset="utf-8"><main></main>${script}`,
      );
    }
    await vite({
      root,
      base: './',
      logLevel: 'error',
      build: {
        outDir: '../built',
        rolldownOptions: { input: FRAMEWORKS.map((file) => join(root, `${file}.html`)) },
      },
      plugins: [
        vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'gd-trainer' } } }),
        svelte(),
        solid({ include: '**/solid.jsx' }),
      ],
    });
  });

  it.each(FRAMEWORKS)(
    '%s: the tag takes what it is given, follows a state and tells of its run',
    async (file) => {
      // Angular's templates are compiled in the page here
      const policy = file.startsWith('angular') ? `${STRICT} 'unsafe-eval'` : STRICT;
      await expectLesson(`built/${file}.html`, policy);
    },
  );

  it('rendered on a server, as by Next, the tag stands in the page as it was written, and nothing complains when it begins to live', async () => {
    const bundled = (name: string, options: BuildOptions) =>
      esbuild({
        entryPoints: [project.path(`frameworks/${name}.jsx`)],
        outdir: project.path('rendered'),
        bundle: true,
        format: 'esm',
        jsx: 'automatic',
        // which tells of every difference between the server and the page
        define: { 'process.env.NODE_ENV': '"development"' },
        ...options,
      });
    await bundled('server', { platform: 'node', packages: 'external' });
    await bundled('browser', {});
    const markup = execFileSync(process.execPath, ['rendered/server.js'], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    expect(markup).toContain('target="body_mass_g" features="flipper_length_mm,bill_depth_mm"');
    writeFileSync(
      project.path('rendered/page.html'),
      `<!doctype html><meta charset="utf-8"><main>${markup.trim()}</main><script type="module" src="./browser.js"></script>`,
    );
    await expectLesson('rendered/page.html', STRICT);
  });
});

/** The lesson of a framework: its tag trains, follows a state of the page's and tells of its run. */
async function expectLesson(path: string, policy: string): Promise<void> {
  const { page, complaints } = await visit(`http://localhost/${path}`, policy);
  expectReference(await trained(page));
  await page.locator('main > button').click();
  const rate = (): number => document.querySelector('gd-trainer')!.trainer!.options.learningRate as number;
  await expect.poll(() => page.evaluate(rate)).toBe(0.5);
  await page.evaluate(() => {
    const element = document.querySelector('gd-trainer')!;
    element.seek(0);
    element.play();
  });
  await expect.poll(() => page.locator('output').textContent()).toMatch(/^converged at epoch \d+$/);
  expect(complaints).toEqual([]);
  await page.close();
}

describe('in a page opened from a file', () => {
  it('a plain script tag is enough', async () => {
    const { page, complaints } = await visit(pathToFileURL(project.path('file.html')).href);
    expect((await trained(page)).map((weight) => weight.toFixed(6))).toEqual(['2.000000']);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

/** A new page and what its console complains of; what it asks for comes from the project, under a policy. */
async function visit(url: string, policy = STRICT): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('http://localhost/**', (route) => {
    const path = project.path(new URL(route.request().url()).pathname);
    const headers = { 'content-security-policy': policy };
    return route.fulfill(existsSync(path) ? { path, headers } : { status: 404 });
  });
  await page.goto(url);
  return { page, complaints };
}

/** The weights of the element of a page, at the end of its run. */
async function trained(page: Page): Promise<number[]> {
  await page.waitForFunction(() => document.querySelector('gd-trainer')?.snapshot !== undefined);
  return page.evaluate(() => {
    const element = document.querySelector('gd-trainer')!;
    element.seek(1000);
    return Array.from(element.snapshot!.weights);
  });
}

const bundleByWebpack = (): Promise<webpack.Stats> =>
  new Promise((done, fail) => {
    webpack(
      {
        mode: 'production',
        entry: project.path('page/main.js'),
        output: { path: project.path('webpack'), filename: 'main.js' },
        performance: { hints: false },
        // takes longer than all the rest together, on code that is small already
        optimization: { minimize: false },
      },
      (error, stats) => (error ? fail(error) : done(stats!)),
    );
  });
