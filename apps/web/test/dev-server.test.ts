// The development server: the demo page from its sources, drawn anew once for whatever is edited.
import { readdirSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

let server: ViteDevServer;
/** Reloads that a page at the address of the demo page obeys. */
let reloads = 0;
beforeAll(async () => {
  server = await createServer({ root: pathOf('apps/web'), logLevel: 'silent', server: { port: 0 } });
  await server.listen();
  const { hot } = server.environments.client;
  const send = hot.send.bind(hot);
  hot.send = (...message: unknown[]): void => {
    const [{ type, path = '*' }] = message as [{ type?: string; path?: string }];
    if (type === 'full-reload' && ['*', '/index.html'].includes(path)) reloads++;
    send(...(message as Parameters<typeof send>));
  };
});
afterAll(() => server.close());

const fetched = (path: string): Promise<Response> => fetch(new URL(path, server.resolvedUrls!.local[0]));

test('serves all of the demo page', async () => {
  expect(await (await fetched('')).text()).toContain('src="/src/define.ts"');
  const sets = (await (await fetched('data-sets.json')).json()) as { src: string }[];
  const files = [...readdirSync(pathOf('apps/web/demo')), ...sets.map(({ src }) => src)];
  for (const file of files) expect((await fetched(file)).status, file).toBe(200);
  expect(await (await fetched('custom-elements.json')).json()).toHaveProperty('modules');
});

test.each([
  'apps/web/src/words/en.ts',
  'packages/sdk/src/view/words/en.ts',
  'packages/core/src/memory.ts',
  ...['index.html', 'page.js', 'page.css', 'page.zh-CN.json'].map((file) => `apps/web/demo/${file}`),
  'packages/datasets/sets/penguins.csv',
  'packages/datasets/sets/penguins.json',
])('one change of %s is one reload, the third in a row too', async (file) => {
  if (file.endsWith('.ts')) await fetched(`@fs${pathOf(file)}`);
  for (let change = 1; change <= 3; change++) {
    reloads = 0;
    utimesSync(pathOf(file), new Date(), new Date());
    await expect.poll(() => reloads).toBeGreaterThan(0);
    await new Promise((done) => setTimeout(done, 50));
    expect(reloads).toBe(1);
  }
});
