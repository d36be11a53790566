// Bundles the command into dist/: cli.js, the Ink screen as a chunk that only an interactive run loads, and the data sets.
import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { modulesOf, writeLicenses } from '../../tools/packaging/third-party.mjs';

const textWidth = resolve('src/output/text-width.ts');

/** Whoever asks for string-width, Ink above all, gets our quick measure in front of it. */
const quickTextWidth = {
  name: 'quick-text-width',
  setup({ onResolve }) {
    onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer === textWidth ? undefined : { path: textWidth },
    );
  },
};

const quickOutput = resolve('src/screen/ink-output.ts');

/** Ink draws on lines of ours, and on its own output where those do not suffice. */
const quickLines = {
  name: 'quick-lines',
  setup(build) {
    let original;
    build.onResolve({ filter: /^\.\/output\.js$/ }, ({ importer, resolveDir }) => {
      if (!/[\\/]ink[\\/]build[\\/]renderer\.js$/.test(importer)) return undefined;
      original = resolve(resolveDir, 'output.js');
      return { path: quickOutput };
    });
    build.onResolve({ filter: /^ink-output$/ }, () => ({ path: original }));
  },
};

/** Ink keeps the last few frames that it has measured, and not thousands. */
const fewTexts = {
  name: 'few-texts',
  setup({ onResolve }) {
    onResolve({ filter: /^quick-lru$/ }, ({ importer }) =>
      /[\\/]ink[\\/]build[\\/]/.test(importer) ? { path: resolve('src/screen/ink-cache.ts') } : undefined,
    );
  },
};

const result = await build({
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  target: 'node22.12',
  format: 'esm',
  // commander is CommonJS and calls require() for Node's own modules
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  // React's development build takes longer to start
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [quickTextWidth, quickLines, fewTexts],
  // the first Ink looks for at run time and does without; the others are loaded on use, and two need not be there
  external: ['react-devtools-core', '@duckdb/node-api', '@clickhouse/client', 'pg'],
  metafile: true,
  logLevel: 'warning',
}).catch(() => {
  // esbuild has already said what is wrong
  process.exitCode = 1;
});
cpSync(new URL('./', import.meta.resolve('@gd-trainer/datasets/penguins.csv')), 'dist/data', {
  recursive: true,
});
if (result) writeLicenses('dist', modulesOf(result.metafile));
