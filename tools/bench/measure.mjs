// Timing, side by side: both sides take turns in one run, so that what else the machine does falls on both.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROUNDS = 7;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Median seconds of each side over rounds in which they take turns. A side may return its own seconds. */
export async function takeTurns(sides, { rounds = ROUNDS, warmUps = 2 } = {}) {
  const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, side] of Object.entries(sides)) {
      const start = performance.now();
      const own = await side();
      const seconds = typeof own === 'number' ? own : (performance.now() - start) / 1000;
      if (round >= 0) times[name].push(seconds);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Standard normal numbers, the same on every run (mulberry32 and Box–Muller). */
export function normals(seed, count) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    numbers[i] = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }
  return numbers;
}

/** Columns x1 … xd and y = 1 + x1 − 2·x2 + 3·x3 − … + noise. */
export function linearData(n, d, seed = 1) {
  const columns = Array.from({ length: d }, (_, j) => normals(seed + j, n));
  const weights = columns.map((_, j) => (j % 2 ? -(j + 1) : j + 1) / d);
  const y = normals(seed + d, n).map((noise, i) =>
    columns.reduce((sum, column, j) => sum + weights[j] * column[i], 1 + 0.1 * noise),
  );
  return { columns, y, table: Object.fromEntries([...columns.map((c, j) => [`x${j + 1}`, c]), ['y', y]]) };
}

/** The largest |a − b| ÷ (1 + |b|): both sides have to have done the same work. */
function distance(a, b) {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]) / (1 + Math.abs(b[i]))));
}

export function expectSame(what, a, b, tolerance) {
  const gap = distance(a, b);
  if (!(gap <= tolerance)) throw new Error(`${what}: the two sides differ by ${gap}, more than ${tolerance}`);
}

/** A folder for this process, gone when it ends. */
export const temporary = mkdtempSync(join(tmpdir(), 'gd-bench-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** The program of a C source, compiled for this machine; undefined where there is no C compiler. */
export function compileC(name, flags = ['-march=native', '-ffast-math']) {
  const program = join(temporary, [name, ...flags].join(''));
  const { status } = spawnSync('cc', ['-O3', ...flags, here(`native/${name}.c`), '-o', program]);
  return status === 0 ? program : undefined;
}

/** Where pip puts rivals, beside those from npm. */
const PIPPED = here('node_modules/.python');

/** Pythons with what pip has brought, and with what is installed. */
const PYTHONS = [
  { command: 'python3', env: { ...process.env, PYTHONPATH: PIPPED } },
  { command: 'python3', env: process.env },
  { command: '/usr/bin/python3', env: process.env },
];

/** A Python that can import modules, and its environment; undefined where neither pip nor the machine has them. */
export function pythonWith(modules) {
  if (!existsSync(PIPPED)) {
    // once, whether it comes or not
    mkdirSync(PIPPED, { recursive: true });
    const wanted = ['--quiet', '--target', PIPPED, '--requirement', here('native/requirements.txt')];
    spawnSync('python3', ['-m', 'pip', 'install', ...wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return PYTHONS.find(
    ({ command, env }) => spawnSync(command, ['-c', `import ${modules}`], { env }).status === 0,
  );
}

/** Output of a native program or of a Python with its script, as JSON. One thread. */
export function runJson({ command, env = process.env }, args) {
  const oneThread = { ...env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  return JSON.parse(execFileSync(command, args, { env: oneThread, encoding: 'utf8' }));
}

/** A rival without a BLAS of its own machine is none: its figures would flatter us. */
export const hasFastBlas = ({ blas }) => blas !== 'reference BLAS';
export const NO_FAST_BLAS = 'NumPy here has the reference BLAS: install OpenBLAS (Debian: libopenblas0)';

export const script = (name) => here(`native/${name}.py`);
