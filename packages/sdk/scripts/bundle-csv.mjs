// papaparse goes into dist/csv.js, so that the sdk installs without a dependency; our own modules stay
// imports, so that a GdError thrown by the reader is the GdError the main entry exports.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
await build({
  entryPoints: [`${dist}csv.js`],
  outfile: `${dist}csv.js`,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  target: 'es2023',
  external: readdirSync(dist).map((file) => `./${file}`),
  logLevel: 'warning',
});
