import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { demoPage } from './demo-page.ts';
import { licenses } from './licenses.ts';
import { minifyTemplates } from './minify-templates.ts';
import { plainAscii } from './plain-ascii.ts';

/** While one edits, packages are their sources: a page that watched dist/ would lose sight of it with every build. */
const SOURCES = ['core', 'sdk'].map((name) => ({
  find: new RegExp(`^@gd-trainer/${name}(?=/|$)`),
  replacement: fileURLToPath(new URL(`../../packages/${name}/src`, import.meta.url)),
}));

export default defineConfig(({ command }) => ({
  plugins: [minifyTemplates(), demoPage(), licenses(), plainAscii()],
  resolve: {
    // the build of Lit that can be imported without a browser, at the price of some forty bytes
    conditions: ['node', 'module', 'production'],
    alias: [
      ...(command === 'serve' ? SOURCES : []),
      { find: '@lit-labs/ssr-dom-shim', replacement: fileURLToPath(new URL('no-dom.ts', import.meta.url)) },
      // one file has all kernels: as one module they are 0.4 KB less than as the two that others load apart
      { find: /^\.\/(full-batch|rows)\.generated\.js$/, replacement: './all.generated.js' },
    ],
  },
  optimizeDeps: { entries: 'src/define.ts' },
  build: {
    target: 'es2023',
    sourcemap: true,
    rolldownOptions: { output: { minify: true, comments: { annotation: false } } },
    lib: {
      entry: 'src/define.ts',
      name: 'GdTrainer',
      formats: ['es', 'iife'],
      fileName: (format) => (format === 'es' ? 'gd-trainer.js' : 'gd-trainer.iife.js'),
    },
  },
}));
