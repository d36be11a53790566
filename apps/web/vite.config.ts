import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { demoPage } from './demo-page.ts';
import { licenses } from './licenses.ts';
import { minifyTemplates } from './minify-templates.ts';

export default defineConfig({
  plugins: [minifyTemplates(), demoPage(), licenses()],
  resolve: {
    // the build of Lit that can be imported without a browser, at the price of some forty bytes
    conditions: ['node', 'module', 'production'],
    alias: { '@lit-labs/ssr-dom-shim': fileURLToPath(new URL('no-dom.ts', import.meta.url)) },
  },
  optimizeDeps: { entries: 'src/define.ts' },
  build: {
    target: 'es2023',
    sourcemap: true,
    rolldownOptions: { output: { minify: true } },
    lib: {
      entry: 'src/define.ts',
      name: 'GdTrainer',
      formats: ['es', 'iife'],
      fileName: (format) => (format === 'es' ? 'gd-trainer.js' : 'gd-trainer.iife.js'),
    },
  },
});
