import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const demo = fileURLToPath(new URL('demo/', import.meta.url));
const dist = fileURLToPath(new URL('dist/', import.meta.url));
const dataSets = fileURLToPath(new URL('./', import.meta.resolve('@gd-trainer/datasets/penguins.csv')));

const DATA_SETS = 'data-sets.json';
/** Written by the build, after the page. */
const MANIFEST = 'custom-elements.json';
/** The set that a page without another opens comes first. */
const FIRST_SET = 'penguins';

/**
 * The demo page, written as a reader would write it beside the built element. The build copies it and the data sets
 * into dist/; the development server shows the same page with the element's source in place of the built file.
 */
export function demoPage(): Plugin {
  return {
    name: 'demo-page',
    configureServer(server) {
      server.watcher.add(dataSets);
      server.middlewares.use((request, response, next) => {
        if (request.url === `/${DATA_SETS}`) {
          response.setHeader('content-type', 'application/json').end(dataSetList());
          return;
        }
        const path = (request.url ?? '/').slice(1) || 'index.html';
        const file = path === MANIFEST ? dist + MANIFEST : pageFiles().get(path);
        if (file) request.url = `/@fs${file}`;
        if (path.endsWith('.html')) request.url = `/demo/${path}`;
        next();
      });
    },
    hotUpdate({ file }) {
      // by themselves they have no address that vite would know the page by
      const isOfPage = file.startsWith(demo) || file.startsWith(dataSets);
      if (!isOfPage || this.environment.name !== 'client') return;
      this.environment.hot.send({ type: 'full-reload' });
      return [];
    },
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace('src="gd-trainer.js"', 'src="/src/define.ts"'),
    },
    generateBundle() {
      for (const [fileName, file] of pageFiles()) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
      }
      this.emitFile({ type: 'asset', fileName: DATA_SETS, source: dataSetList() });
    },
  };
}

/** Files that lie beside the element on the demo page, by name. */
function pageFiles(): Map<string, string> {
  const files = readdirSync(demo).map((name) => [name, demo + name] as const);
  const sets = readdirSync(dataSets)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => [name, dataSets + name] as const);
  return new Map([...files, ...sets]);
}

/** The bundled sets as the element's `sets` attribute wants them. */
function dataSetList(): string {
  const sets = readdirSync(dataSets)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(dataSets + name, 'utf8')) as { name: string })
    .map((set) => ({ ...set, src: `${set.name}.csv` }))
    .sort((a, b) => Number(b.name === FIRST_SET) - Number(a.name === FIRST_SET));
  return JSON.stringify(sets);
}
