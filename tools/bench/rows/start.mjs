import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { cli, isBuilt } from '../command.mjs';
import { takeTurns, temporary } from '../measure.mjs';
import { esbuild, root } from '../project.mjs';
import { both } from '../table.mjs';

const ROWS = 1000;
const RUNNING_SECONDS = 5;
/** Milliseconds after which a frame has not come. */
const LATEST_FRAME = 30_000;
const requireFromTui = createRequire(join(root, 'apps/tui/package.json'));

const HELLO = `
  import { createElement } from 'react';
  import { render, Text } from 'ink';
  render(createElement(Text, null, 'Hello, world'), { interactive: true });
  setInterval(() => {}, 1000);`;

/** The command as users start it, on a terminal and off it. */
export async function* run() {
  const frame = {
    id: 'P12',
    work: both(
      `terminal trainer, start to first frame, ${ROWS} rows`,
      `终端训练器，${ROWS} 行数据，从启动到第一帧`,
    ),
    goal: 1.7,
  };
  const json = { id: 'P12', work: both(`--json, ${ROWS} rows`, `--json，${ROWS} 行`), goal: 5 };
  const help = { id: 'P12', work: '--help', goal: 3 };
  const busy = {
    id: 'P12',
    work: both(
      'terminal trainer, running at 80 × 24: processor time',
      '终端训练器，80 × 24 下运行：处理器时间',
    ),
    goal: 0.3,
  };
  const besides = { unit: 'time', smaller: true };
  if (!isBuilt) {
    yield* [frame, json, help, busy].map((row) => ({ ...row, ...besides, missing: 'apps/tui is not built' }));
    return;
  }
  const csv = join(temporary, 'rows.csv');
  const rows = Array.from({ length: ROWS }, (_, i) => `${i % 97},${(i * 7919) % 101},${i % 89}`);
  writeFileSync(csv, ['x,z,y', ...rows].join('\n'));
  const hello = await bundledHello();

  const screens = await takeTurns(
    {
      ours: () => firstFrame([cli, csv, '--target', 'y'], 'all keys'),
      theirs: () => firstFrame([hello], 'Hello, world'),
    },
    { rounds: 15, warmUps: 1 },
  );
  yield {
    ...frame,
    ...besides,
    rival: both('Ink’s hello world, bundled', '打包后的 Ink hello world'),
    ...screens,
  };

  const { bare, asJson, asHelp } = await takeTurns(
    {
      bare: () => finish(['-e', '0']),
      asJson: () => finish([cli, csv, '--target', 'y', '--json']),
      asHelp: () => finish([cli, '--help']),
    },
    { rounds: 15 },
  );
  yield { ...json, ...besides, rival: both('bare Node', '单独的 Node'), ours: asJson, theirs: bare };
  yield { ...help, ...besides, rival: both('bare Node', '单独的 Node'), ours: asHelp, theirs: bare };

  const ours = await processorTime([cli, csv, '--target', 'y', '--scale', 'none', '--epochs', '1000000']);
  const rival = both('the time that passed', '经过的时间');
  if (ours === undefined) yield { ...busy, ...besides, rival, missing: 'no /proc here tells it' };
  else yield { ...busy, ...besides, rival, ours, theirs: RUNNING_SECONDS };
}

/** The first frame of Ink by itself, in one file as ours is. */
async function bundledHello() {
  await esbuild.build({
    stdin: { contents: HELLO, resolveDir: join(root, 'apps/tui') },
    outdir: temporary,
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
  return join(temporary, 'stdin.mjs');
}

function onTerminal(argv) {
  const { spawn } = requireFromTui('@lydell/node-pty');
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, LANG: 'C.UTF-8' };
  return spawn(process.execPath, argv, { cols: 80, rows: 24, name: 'xterm-256color', env });
}

/** Seconds from the start of a process until it has drawn `text`. */
function firstFrame(argv, text) {
  const start = performance.now();
  const terminal = onTerminal(argv);
  const late = setTimeout(() => terminal.kill('SIGKILL'), LATEST_FRAME);
  return new Promise((resolve, reject) => {
    let seen = '';
    let seconds;
    terminal.onData((data) => {
      // without the styles, which stand between the words
      seen += stripVTControlCharacters(data);
      if (seconds !== undefined || !seen.includes(text)) return;
      seconds = (performance.now() - start) / 1000;
      terminal.kill('SIGKILL');
    });
    terminal.onExit(() => {
      clearTimeout(late);
      if (seconds === undefined) reject(new Error(`no "${text}" on the terminal:\n${seen}`));
      else resolve(seconds);
    });
  });
}

function finish(argv) {
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${argv.join(' ')}: ${stderr}`);
}

/** Seconds of processor time that a run takes while it plays; undefined where the system does not tell. */
async function processorTime(argv) {
  const terminal = onTerminal(argv);
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  try {
    await wait(2);
    terminal.write(' ');
    await wait(1);
    const before = ticks(terminal.pid);
    await wait(RUNNING_SECONDS);
    // Linux counts in hundredths of a second, on every machine it is built for
    return before === undefined ? undefined : (ticks(terminal.pid) - before) / 100;
  } finally {
    terminal.kill('SIGKILL');
  }
}

/** User and system time of a process, fields 14 and 15 of its line in /proc; the name before them may hold blanks. */
function ticks(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return undefined;
  }
}
