// Writes the compiled kernels into a TypeScript module as text: the one form that loads in every bundler, page and
// runtime without a fetch, an asset rule or a top-level await. Not as base64, which cuts bytes into pieces of six bits:
// one character for each byte under 91, where nearly all of them are, two for the others, and repetitions stay
// repetitions. Under gzip that is a fifth less. `decode` in src/index.ts reads it.
import { readFileSync, writeFileSync } from 'node:fs';

const at = (path) => new URL(`../${path}`, import.meta.url);
// printable ASCII without the double quote: '!' and '~' announce the bytes from 182 and from 91 on
const encode = (byte) => {
  if (byte >= 182) return `!${encode(byte - 182)}`;
  return byte >= 91 ? `~${encode(byte - 91)}` : String.fromCharCode(35 + byte);
};
const text = [...readFileSync(at('dist/core.wasm'))].map(encode).join('');
writeFileSync(
  at('src/wasm.generated.ts'),
  `// Generated from assembly/ by scripts/embed-wasm.mjs; changes here are lost.\nexport const WASM = ${JSON.stringify(text)};\n`,
);
