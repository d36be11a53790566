// Writes the compiled kernels into TypeScript modules as text: the one form that loads in every bundler, page and
// runtime without a fetch, an asset rule or a top-level await. Not as base64, which cuts bytes into pieces of six bits:
// one character for each byte under 91, where nearly all of them are, two for the others, and repetitions stay
// repetitions. Under gzip that is a fifth less. `decode` in src/core.ts reads it.
import { readFileSync, writeFileSync } from 'node:fs';

const at = (path) => new URL(`../${path}`, import.meta.url);
// printable ASCII without the double quote: '!' and '~' announce the bytes from 182 and from 91 on
const encode = (byte) => {
  if (byte >= 182) return `!${encode(byte - 182)}`;
  return byte >= 91 ? `~${encode(byte - 91)}` : String.fromCharCode(35 + byte);
};
const textOf = (path) => JSON.stringify([...readFileSync(at(path))].map(encode).join(''));
const write = (name, constants) => {
  const lines = Object.entries(constants).map(([key, text]) => `export const ${key} = ${text};\n`);
  writeFileSync(
    at(`src/${name}.generated.ts`),
    `// Generated from assembly/ by scripts/embed-wasm.mjs; changes here are lost.\n${lines.join('')}`,
  );
};
write('full-batch', { FULL_BATCH: textOf('build/full-batch.wasm') });
write('rows', { ROWS: textOf('build/rows.wasm') });
// for a bundle that can load nothing later, in place of both: what they share is there once
write('all', { FULL_BATCH: textOf('dist/core.wasm'), ROWS: "''" });
