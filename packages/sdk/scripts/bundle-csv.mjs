// papaparse goes into dist/csv/records.js, so that the sdk installs without a dependency; our own modules stay
// imports, so that a GdError thrown by the reader is the GdError the main entry exports.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { modulesOf, writeLicenses } from '../../../tools/packaging/third-party.mjs';

/**
 * papaparse hangs all it has on one object, of which no bundler can leave a part out. What we use of it is its parser
 * of text; handed over as functions of a module, that one stays with what it calls, and the rest goes. Modules of our
 * own stay imports.
 */
const parserAlone = {
  name: 'parser-alone',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /papaparse\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const functions = source.match(/^\tfunction \w+\(.*?^\t}$/gms) ?? [];
      const badDelimiters = /Papa\.BAD_DELIMITERS = (.*);/.exec(source)?.[1];
      if (!badDelimiters || !functions.some((text) => text.startsWith('\tfunction Parser(')))
        throw new Error(`${path} is written in another way now: find its Parser there`);
      return {
        contents: `${/^\/\*.*?\*\//s.exec(source)?.[0]}
const Papa = { BYTE_ORDER_MARK: '\\ufeff' };
Papa.BAD_DELIMITERS = ${badDelimiters};
${functions.join('\n')}
export default { Parser };`,
      };
    });
  },
};

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const { metafile } = await build({
  entryPoints: [`${dist}csv/records.js`],
  outfile: `${dist}csv/records.js`,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  target: 'es2023',
  // 'stream' is asked for by a function that is left out, and looked up before that is known
  external: ['stream'],
  mainFields: ['main'],
  plugins: [parserAlone],
  metafile: true,
  logLevel: 'warning',
});
writeLicenses(dist, modulesOf(metafile));
