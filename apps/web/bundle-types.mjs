// One declaration file of what an author can reach, in place of one for each module inside.
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const frameworks = ['react', 'preact', 'solid', 'vue', 'svelte'];
const entries = ['define', ...frameworks.map((name) => `frameworks/${name}`)];

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, `./build/types/${entry}.d.ts`])),
  external: /^[^./]/,
  plugins: [dts({ dtsOnly: true, tsconfig: false, generator: 'oxc' })],
});
await bundle.write({ dir: 'dist/types', chunkFileNames: '[name].d.ts' });
