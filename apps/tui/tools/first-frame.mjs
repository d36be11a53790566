// How long until the first frame stands on the terminal, with 1000 rows, against Ink's own hello world, bundled alike.
// node apps/tui/tools/first-frame.mjs [runs]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { build } from 'esbuild';

const RUNS = Number(process.argv[2] ?? 15);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-first-frame-'));

const HELLO = `
  import { createElement } from 'react';
  import { render, Text } from 'ink';
  render(createElement(Text, null, 'Hello, world'), { interactive: true });
  setInterval(() => {}, 1000);`;

try {
  const hello = join(folder, 'stdin.mjs');
  await build({
    stdin: { contents: HELLO, resolveDir: here('..') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Ink's tools for its developers stay in a file of their own, which is not loaded
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react-devtools-core'],
  });
  const csv = join(folder, 'rows.csv');
  const rows = Array.from({ length: 1000 }, (_, i) => `${i % 97},${(i * 7919) % 101},${i % 89}`);
  writeFileSync(csv, ['x,z,y', ...rows].join('\n'));

  const times = { hello: [], trainer: [] };
  for (let run = 0; run < RUNS; run++) {
    times.hello.push(await firstFrame([hello], 'Hello, world'));
    times.trainer.push(await firstFrame([here('../dist/cli.js'), csv, '--target', 'y'], 'q quit'));
  }
  for (const [name, found] of Object.entries(times)) {
    console.log(
      `${name.padEnd(8)} median ${median(found).toFixed(0)} ms, least ${Math.min(...found).toFixed(0)} ms`,
    );
  }
  const ratio = median(times.trainer) / median(times.hello);
  const least = Math.min(...times.trainer) / Math.min(...times.hello);
  console.log(`ratio    median ${ratio.toFixed(2)}, least ${least.toFixed(2)} (limit 1.7)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Milliseconds from the start of a process until it has drawn `text`. */
function firstFrame(argv, text) {
  const { PATH, HOME } = process.env;
  const start = performance.now();
  const terminal = spawn(process.execPath, argv, {
    cols: 80,
    rows: 24,
    name: 'xterm-256color',
    env: { PATH, HOME, LANG: 'C.UTF-8' },
  });
  return new Promise((resolve) => {
    let seen = '';
    let ms;
    terminal.onData((data) => {
      // without the styles, which stand between the words
      seen += stripVTControlCharacters(data);
      if (ms !== undefined || !seen.includes(text)) return;
      ms = performance.now() - start;
      terminal.kill('SIGKILL');
    });
    terminal.onExit(() => resolve(ms ?? Number.NaN));
  });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
