import { fileURLToPath } from 'node:url';
import { type BuildOptions, defineConfig, type PluginOption } from 'vite';
import { demoPage } from './demo-page.ts';
import { inlineParts } from './inline-parts.ts';
import { licenses } from './licenses.ts';
import { minifyTemplates } from './minify-templates.ts';
import { plainAscii } from './plain-ascii.ts';
import { shorter } from './shorter.ts';

/** While one edits, packages are their sources: a page that watched dist/ would lose sight of it with every build. */
const SOURCES = ['core', 'sdk'].map((name) => ({
  find: new RegExp(`^@gd-trainer/${name}(?=/|$)`),
  replacement: fileURLToPath(new URL(`../../packages/${name}/src`, import.meta.url)),
}));

const NO_KERNELS = fileURLToPath(new URL('no-kernels.ts', import.meta.url));

/** One of the two forms that the element is built in. */
interface Form {
  readonly plugins: PluginOption[];
  /** In place of the kernels that load by themselves. */
  readonly kernels: string;
  readonly build: Pick<BuildOptions, 'outDir' | 'rolldownOptions' | 'lib'>;
}

/** `vite build --mode chunks` writes the element as a module that loads its parts when they are used, else it is one file. */
const CHUNKS = 'chunks';
const SMALL = { minify: true, comments: { annotation: false } } as const;

const inChunks: Form = {
  plugins: [minifyTemplates(), shorter()],
  // a chunk has them, and until it comes those in TypeScript stand in
  kernels: NO_KERNELS,
  build: {
    outDir: 'dist/chunks',
    rolldownOptions: {
      // what chunks share is in the entry: it is there before them
      preserveEntrySignatures: 'allow-extension',
      output: {
        ...SMALL,
        // a shared chunk would be named after all that share it
        chunkFileNames: ({ name }) => `${name.replace(/~.*/, '')}-[hash:8].js`,
        hashCharacters: 'hex',
        // what a page needs at once is one file, and what parts share is no crowd of small ones
        codeSplitting: {
          groups: [
            { name: 'gd-trainer', tags: ['$initial'] },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 300 },
          ],
        },
      },
    },
    lib: { entry: 'src/define.ts', formats: ['es'], fileName: () => 'gd-trainer.js' },
  },
};

const inOneFile: Form = {
  plugins: [minifyTemplates(), inlineParts(), shorter(), demoPage(), licenses(), plainAscii()],
  // as one module they are 0.4 KB less than as the two that others load apart
  kernels: './all.generated.js',
  build: {
    rolldownOptions: { output: SMALL },
    lib: {
      entry: 'src/one-file.ts',
      name: 'GdTrainer',
      formats: ['es', 'iife'],
      fileName: (format) => (format === 'es' ? 'gd-trainer.js' : 'gd-trainer.iife.js'),
    },
  },
};

export default defineConfig(({ command, mode }) => {
  const { plugins, kernels, build } = mode === CHUNKS ? inChunks : inOneFile;
  return {
    plugins,
    resolve: {
      // the build of Lit that can be imported without a browser, at the price of some forty bytes
      conditions: ['node', 'module', 'production'],
      alias: [
        ...(command === 'serve' ? SOURCES : []),
        {
          find: '@lit-labs/ssr-dom-shim',
          replacement: fileURLToPath(new URL('no-dom.ts', import.meta.url)),
        },
        ...(mode === CHUNKS ? [] : [{ find: '@gd-trainer/core/embedded', replacement: NO_KERNELS }]),
        { find: /^\.\/(full-batch|rows)\.generated\.js$/, replacement: kernels },
      ],
    },
    optimizeDeps: { entries: 'src/define.ts' },
    build: { target: 'es2023', sourcemap: true, ...build },
  };
});
