// Writes the compiled kernels into a TypeScript module as base64: the one form that loads in every
// bundler, page and runtime without a fetch, an asset rule or a top-level await.
import { readFileSync, writeFileSync } from 'node:fs';

const at = (path) => new URL(`../${path}`, import.meta.url);
const base64 = readFileSync(at('dist/core.wasm')).toString('base64');
writeFileSync(
  at('src/wasm.generated.ts'),
  `// Generated from assembly/ by scripts/embed-wasm.mjs; changes here are lost.\nexport const WASM_BASE64 = '${base64}';\n`,
);
