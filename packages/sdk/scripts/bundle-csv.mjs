// papaparse goes into dist/csv.js, so that the sdk installs without a dependency; our own modules stay
// imports, so that a GdError thrown by the reader is the GdError the main entry exports.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { modulesOf, writeLicenses } from '../../../tools/packaging/third-party.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const { metafile } = await build({
  entryPoints: [`${dist}csv.js`],
  outfile: `${dist}csv.js`,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  target: 'es2023',
  external: readdirSync(dist).map((file) => `./${file}`),
  metafile: true,
  logLevel: 'warning',
});
writeLicenses(dist, modulesOf(metafile));
