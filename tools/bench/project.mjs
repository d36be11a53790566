// The measured code, as built: the sdk's public door, and the core's for rows about kernels.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { temporary } from './measure.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const importFromRoot = (path) => import(pathToFileURL(join(root, path)).href);
export const sdk = await importFromRoot('packages/sdk/dist/index.js');

// what the sdk depends on, as it finds it: its own core, so that both share one memory
export const requireFromSdk = createRequire(join(root, 'packages/sdk/package.json'));
export const coreModule = await import(
  pathToFileURL(join(root, 'packages/sdk/node_modules/@gd-trainer/core/dist/index.js')).href
);
export const esbuild = requireFromSdk('esbuild');

/** Copies columns into the core's memory, one after the other. */
export function inCore(columns) {
  const { memory } = coreModule.core();
  const n = columns[0].length;
  const start = memory.allocate(8 * n * columns.length);
  for (const [j, column] of columns.entries()) memory.f64(start + 8 * n * j, n).set(column);
  return start;
}

/** Columns as a file that native programs read. */
export function toFile(name, columns) {
  const path = join(temporary, name);
  const all = new Float64Array(columns.length * columns[0].length);
  for (const [j, column] of columns.entries()) all.set(column, j * column.length);
  writeFileSync(path, all);
  return path;
}

/** The moments of columns in the core's memory: blocks, merged pairwise. */
export function momentsOf(start, n, columns) {
  const { kernels, memory } = coreModule.core();
  const blockRows = 4096;
  const count = ((columns + 1) * (columns + 2)) / 2;
  const shift = memory.allocate(8 * columns);
  memory.f64(shift, columns).fill(0);
  const scratch = memory.allocate(coreModule.momentsScratch(columns, false));
  const stack = memory.allocate(8 * count * 33);
  return {
    run() {
      let parts = 0;
      for (let row = 0; row < n; row += blockRows, parts++) {
        const top = stack + 8 * count * ones(parts);
        const rows = Math.min(blockRows, n - row);
        kernels.moments(start + 8 * row, 8 * n, rows, columns, 0, shift, scratch, top);
        kernels.carry(stack, count, parts);
      }
      for (let top = ones(parts) - 1; top > 0; top--) {
        kernels.accumulate(stack + 8 * count * (top - 1), stack + 8 * count * top, count);
      }
      return memory.f64(stack, count).slice();
    },
    release() {
      for (const block of [shift, scratch, stack]) memory.release(block);
    },
  };
}

function ones(value) {
  let count = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/** A plain SIMD sum, compiled with the project's own AssemblyScript, with a memory of its own for `columns`. */
export async function simdSum(columns) {
  const { default: asc } = await importFromRoot('packages/core/node_modules/assemblyscript/dist/asc.js');
  const output = join(temporary, 'sum.wasm');
  const flags = ['-O3', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--noAssert'];
  const source = readFileSync(new URL('native/sum.ts', import.meta.url), 'utf8');
  const { error } = await asc.main(['sum.ts', '-o', 'sum.wasm', ...flags], {
    readFile: (name) => (name === 'sum.ts' ? source : null),
    writeFile: (name, contents) => name.endsWith('.wasm') && writeFileSync(output, contents),
    listFiles: () => [],
  });
  if (error) throw error;
  const n = columns.reduce((total, column) => total + column.length, 0);
  const memory = new WebAssembly.Memory({ initial: 2 + Math.ceil((8 * n) / 65536) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(output)), {
    env: { memory },
  });
  let end = 65536;
  for (const column of columns) {
    new Float64Array(memory.buffer, end, column.length).set(column);
    end += column.byteLength;
  }
  return () => {
    // in calls of 32 KB, so that the first is not one long call of unoptimised code
    let sum = 0;
    for (let done = 0; done < n; done += 4096) sum += exports.sum(65536 + 8 * done, Math.min(4096, n - done));
    return sum;
  };
}
