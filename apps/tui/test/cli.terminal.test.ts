import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

const SHOW_CURSOR = '\u001b[?25h';
/** Erase in display: of the whole screen, or of what was scrolled out of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for
const CLEARS = /\u001b\[[23]J/;
const LEAVE_SCREEN = '\u001b[?1049l';

describe('the trainer opens', () => {
  test('on penguins, with the verdict in words before the run starts', async () => {
    terminal = TestTerminal.run([]);
    await terminal.shows('penguins  342 rows · 2 left out');
    await terminal.shows(/settle by epoch 185 and never\s+overshoot/);
    expect(terminal.text).toMatch(/^ epoch 0/m);
    expect(terminal.fullScreen).toBe(true);
  });

  test('runs, pauses and steps by key', async () => {
    terminal = TestTerminal.run(['temperature', '--learning-rate', '0.001']);
    await terminal.shows('ready');
    terminal.type(' ');
    await terminal.shows('running');
    await terminal.shows(/^ epoch [1-9]/m);
    terminal.type(' ');
    await terminal.shows('paused');
    terminal.type('g');
    await terminal.shows(/^ epoch 0/m);
    terminal.type('ss');
    await terminal.shows(/^ epoch 2/m);
    terminal.type('\u001b[D');
    await terminal.shows(/^ epoch 1/m);
  });

  test('changes options without stopping the run', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', '1e-6'], { columns: 100, rows: 30 });
    await terminal.shows('ready');
    terminal.type(' ');
    await terminal.shows('running');
    terminal.type('o');
    await terminal.shows('momentum · full batch');
    terminal.type('mm:rate 1e-6\r');
    await terminal.shows('momentum · batch 8');
    await terminal.shows('running');
  });

  test('changes the learning rate by key and by command', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto']);
    await terminal.shows(/α 1\.000/);
    terminal.type('+');
    await terminal.shows(/α 1\.100/);
    terminal.type(':rate 1.5\r');
    await terminal.shows(/α 1\.500/);
    await terminal.shows(/so the loss will grow\s+without\s+bound/);
  });

  test('says of a setting what it waits for', async () => {
    terminal = TestTerminal.run(['penguins']);
    await terminal.shows('ready');
    terminal.type(':momentum 0.5\r');
    await terminal.shows('momentum: 0.5, used by momentum and nesterov');
    terminal.type(':seed 7\r');
    await terminal.shows('seed: 7, used on batches');
    for (const optimizer of ['momentum', 'nesterov']) {
      terminal.type(`:optimizer ${optimizer}\r:momentum 0.6\r`);
      await terminal.shows(/momentum: 0\.6(?!,)/);
      terminal.type(':batch 8\r:seed 8\r');
      await terminal.shows(/seed: 8(?!,)/);
      terminal.type(':batch full\r');
    }
  });

  test('says what is wrong with a command, and goes on', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto']);
    await terminal.shows('ready');
    terminal.type(':lr 0.1\r');
    await terminal.shows('no command "lr"; did you mean :rate?');
    terminal.type(':rate -1\r');
    await terminal.shows(":rate expected 'auto' or 'gentle' or a finite number > 0, got -1");
    terminal.type('s');
    await terminal.shows(/^ epoch 1/m);
  });

  test('fits the window after every resize, larger and smaller', async () => {
    terminal = TestTerminal.run(['penguins'], { columns: 80, rows: 24 });
    await terminal.shows('all keys');
    // any key takes the first hint away
    terminal.type('n');
    await terminal.shows('q quit');
    for (const [columns, rows] of [
      [160, 50],
      [60, 16],
      [100, 30],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.until(`header and keys at the edges of ${columns} × ${rows}`, () => {
        const { lines } = terminal;
        const [first, last] = [lines[0] ?? '', lines.at(-1) ?? ''];
        return (
          first.startsWith(' penguins') &&
          first.trimEnd().endsWith('ready') &&
          first.length >= columns - 1 &&
          last.includes('q quit')
        );
      });
      expect(terminal.lines.filter((line) => line.includes('q quit'))).toHaveLength(1);
    }
  });

  test('never clears the screen, and what is left after resizes is what a fresh start draws', async () => {
    terminal = TestTerminal.run(['penguins'], { columns: 80, rows: 24 });
    await terminal.shows('ready');
    terminal.type('sss');
    await terminal.shows(/^ epoch 3/m);
    for (const [columns, rows] of [
      [160, 50],
      [60, 16],
      [30, 9],
      [140, 40],
      [100, 30],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.rests();
    }
    const golden = readFileSync(new URL('frames/100x30-braille-en.txt', import.meta.url), 'utf8');
    const [, frame = ''] = golden.split(/^== .*\n/m);
    expect(terminal.text.trimEnd()).toBe(frame.trimEnd());
    expect(terminal.bytes).not.toMatch(CLEARS);
  });

  test('is of use in the smallest window, and below that still says where the run is', async () => {
    terminal = TestTerminal.run(['penguins'], { columns: 40, rows: 12 });
    await terminal.shows(/^┌ mean loss · gap, log ─+┐$/m);
    expect(terminal.lines.slice(7, 9).join('')).toMatch(/●.*◇/);
    expect(terminal.lines[3]).toMatch(/^ α 0\.2613 .*limit 1\.263/);
    terminal.type('n');
    await terminal.shows('? help');
    terminal.resize(39, 12);
    await terminal.shows('gd-trainer needs 40 × 12');
    terminal.resize(20, 5);
    await terminal.shows(/^epoch 0 ready$/m);
    expect(terminal.lines).toEqual([
      'epoch 0 ready',
      expect.stringMatching(/^mean loss [\d,]+$/),
      'α 0.2613',
      'penguins',
      'gd-trainer needs 40…',
    ]);
    terminal.type(':rate 0.5\r7s');
    await terminal.shows(/^epoch 1 paused$/m);
    expect(terminal.lines[2]).toBe('α 0.5000');
    terminal.type(':rate x\r');
    await terminal.shows(/"learningRate"|:rate/);
    terminal.resize(20, 1);
    terminal.type('s');
    await terminal.shows(/^epoch 2 paused$/m);
  });

  test('grows with the window, chain rule and all', async () => {
    terminal = TestTerminal.run(['penguins'], { columns: 300, rows: 80 });
    await terminal.shows('ready');
    await terminal.rests();
    const [edge = ''] = terminal.lines.filter((line) => line.startsWith('┌'));
    const widths = edge.match(/┌[^┐]*┐/g)!.map(({ length }) => length);
    // at 160 columns 52, 52 and 56
    expect(widths).toHaveLength(3);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(95);
    for (const line of terminal.lines) expect(line.replaceAll('\u0303', '').length).toBeLessThanOrEqual(300);
  });

  test('asks for the target of a file that names none', async () => {
    terminal = TestTerminal.shell(
      'cd "$(mktemp -d)" && printf "a,b,c\\n1,2,3\\n2,4,7\\n3,5,8\\n4,9,9\\n" > own.csv && exec $GD own.csv',
    );
    await terminal.shows('Which column shall be predicted?');
    terminal.type('\u001b[B\r');
    await terminal.shows('From which columns shall b be predicted?');
    terminal.type('\r');
    await terminal.shows('own.csv  4 rows');
    await terminal.shows('·a');
  });

  test('goes on where it was when no other columns are chosen after all', async () => {
    terminal = TestTerminal.run(['penguins']);
    await terminal.shows('ready');
    terminal.type('sss');
    await terminal.shows(/^ epoch 3/m);
    terminal.type('c');
    await terminal.shows('Which column shall be predicted?');
    terminal.type('\u001b');
    await terminal.shows(/^ epoch 3/m);
  });

  test('takes data from a pipe and keys from the terminal', async () => {
    terminal = TestTerminal.shell('printf "x,y\\n1,3\\n2,5\\n3,8\\n" | $GD - --target y; echo left with $?');
    await terminal.shows('stdin  3 rows');
    terminal.type('s');
    await terminal.shows(/^ epoch 1/m);
    terminal.type('q');
    await terminal.shows('left with 0');
    expect(terminal.fullScreen).toBe(false);
  });
});

describe('a file whose rows stay in it', () => {
  const make = `
    const { DuckDBInstance } = require('@duckdb/node-api');
    DuckDBInstance.create().then((duckdb) => duckdb.connect()).then((client) => client.run(
      "COPY (SELECT i AS x, (i * 7919) % 101 AS z, 2 * i + (i * 31) % 17 AS y FROM range(200000) AS t(i)) TO 'rows.parquet'"
    ))`;
  const program = `cd "$(mktemp -d)" && NODE_PATH="$MODULES" node -e "$MAKE" &&`;
  const env = { MAKE: make, MODULES: fileURLToPath(new URL('../node_modules', import.meta.url)) };

  test('shows a sample of it, says so, and takes keys', async () => {
    terminal = TestTerminal.shell(
      `${program} exec $GD rows.parquet --target y`,
      { columns: 100, rows: 30 },
      env,
    );
    await terminal.shows('rows.parquet  200,000 rows · plots show 10,000, drawn at random');
    await terminal.shows('next update, mean of 200,000');
    terminal.type('6');
    await terminal.shows(/┌ data ─/);
    terminal.type(':batch 32\r');
    await terminal.shows(/batches need the rows, which stay in this file: begin with --batch-size 32/);
    terminal.type('m');
    await terminal.shows(/begin with --batch-size 32/);
    terminal.type('G');
    await terminal.shows('converged');
    terminal.type('q');
    expect(await terminal.ends()).toBe(0);
  });

  test.each([
    ['all of it', '', '200,000 rows '],
    ['rows of a condition', "--where 'x < 1000 AND z > 50'", '49\\d rows '],
  ])('takes batches of %s once its rows are in memory', async (_, where, rows) => {
    terminal = TestTerminal.shell(
      `${program} exec $GD rows.parquet --target y ${where} --batch-size 32`,
      { columns: 100, rows: 30 },
      env,
    );
    await terminal.shows(new RegExp(`rows\\.parquet.* {2}${rows}.*ready`));
    expect(terminal.text).not.toContain('drawn at random');
    expect(terminal.text).toContain('batch 32');
    terminal.type('u');
    terminal.type('s');
    await terminal.shows(/^ epoch 1 \((32\/49\d|0 %)\)/m);
    for (const batch of ['batch 8', 'batch 1', 'full batch', 'batch 32']) {
      terminal.type('m');
      await terminal.shows(batch);
    }
    // other columns are read anew
    terminal.type(':features z\r');
    await terminal.shows(/ŷ = +0\.0+·z /);
  });

  test('of which a condition leaves some rows, the screen says which and draws from those', async () => {
    terminal = TestTerminal.shell(
      `${program} exec $GD rows.parquet --target y --where 'x < 1000 AND z > 50'`,
      { columns: 100, rows: 30 },
      env,
    );
    await terminal.shows(
      /rows\.parquet where x < 1000 AND z > 50 {2}49\d rows · plots show 49\d, drawn at random/,
    );
    terminal.type('c');
    await terminal.shows('Which column shall be predicted?');
    terminal.type('\r');
    await terminal.shows('From which columns');
    terminal.type('\r');
    await terminal.shows(/where x < 1000 AND z > 50 {2}49\d rows/);
  });

  test('Ctrl-C stops the reading of it', async () => {
    const endless = '(SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b) > x';
    terminal = TestTerminal.shell(
      `trap : INT; ${program} $GD rows.parquet --target y --where '${endless}'; echo left with $?`,
      { columns: 100, rows: 30 },
      env,
    );
    await terminal.shows('───  0 rows');
    terminal.type('\u0003');
    await terminal.shows('left with 130');
    expect(terminal.text).toContain('stopped while the file was read: there is no result');
    expect(terminal.text).not.toContain('──');
  });
});

describe('columns and rows are chosen again on screen', () => {
  const program = 'cd "$(mktemp -d)" && printf "%s" "$CSV" > own.csv && exec $GD own.csv --target price';
  const CSV = [
    '时间,面积/m²,"rooms, total",age,price',
    '2024-01-02,62.5,3,12,310',
    '2024-01-03,88,4,,455',
    '2024-01-04,91.5,4,3,512',
    '2024-01-05,55,2,30,288',
    '2024-01-06,70,3,15,350',
    '2024-01-07,83.5,4,9,398',
  ].join('\n');

  test('by command, and what will not do is said', async () => {
    terminal = TestTerminal.shell(program, { columns: 100, rows: 30 }, { CSV });
    await terminal.shows('own.csv  5 rows · 1 left out');
    terminal.type(':features 面积/m²\r');
    await terminal.shows('own.csv  6 rows');
    await terminal.shows('price: ŷ = 0.000·面积/m² + ');
    terminal.type(':target age\r');
    await terminal.shows('age: ŷ');
    terminal.type(':features size\r');
    await terminal.shows('no column "size"');
    terminal.type(':missing error\r');
    await terminal.shows('column "age", row 2');
    terminal.type(':weight 面积/m²\r');
    await terminal.shows(/age: ŷ = [\d.]+·rooms, total/);
  });

  test('by picker, which shows values, what is missing and what cannot be used, in the language of the screen', async () => {
    terminal = TestTerminal.shell(program, { columns: 100, rows: 30 }, { CSV });
    await terminal.shows('own.csv  5 rows');
    terminal.type('L');
    await terminal.shows('就绪');
    terminal.type('c');
    await terminal.shows('要预测哪一列？');
    await terminal.shows(/rooms, total +数值 +3 {2}4 {2}4 {2}2 …/);
    await terminal.shows(/age .*1 个缺失值/);
    await terminal.shows('不是数值，不能作为预测目标：时间');
    terminal.type('\r');
    await terminal.shows('用哪些列预测 price？');
    terminal.type('\u001b');
    await terminal.shows('要预测哪一列？');
    terminal.type('\r');
    await terminal.shows('[x] rooms, total');
    terminal.type('\u0001\u0001');
    await terminal.shows('[x] age');
    terminal.type(' ');
    await terminal.shows('[ ] 面积/m²');
    terminal.type('\r');
    await terminal.shows('own.csv  5 行 · 略去 1 行');
    expect(terminal.text).not.toContain('·面积/m²');
  });
});

test('the path of the descent stays in the space of its axes when the scaling changes on the way', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 100, rows: 30 });
  await terminal.shows('ready');
  terminal.type('sssz2');
  await terminal.shows(/^┌ descent w₁ × w₂/m);
  await terminal.rests();
  // w₁ goes to some 50, and w̃₁ went to 700
  const ticks = (terminal.lines.at(-3) ?? '').match(/−?\d+/g)?.map((tick) => Number(tick.replace('−', '-')));
  expect(Math.max(...ticks!)).toBeLessThan(500);
  expect(terminal.text).toContain('○');
});

test('every training option can be changed by a command while the run goes on', async () => {
  terminal = TestTerminal.run(
    ['penguins', '--learning-rate', '1e-7', '--tolerance', '0', '--epochs', '1000000'],
    {
      columns: 120,
      rows: 30,
    },
  );
  await terminal.shows('ready');
  terminal.type(' ');
  await terminal.shows('running');
  const changes: readonly [string, RegExp][] = [
    ['rate 2e-7', /α 2\.0+×10⁻⁷/],
    ['l2 0.5', / · l2 0\.5 · /],
    ['l1 0.25', / · l1 0\.25 · /],
    ['l1 0', /l2 0\.5 · \d/],
    ['optimizer momentum', /momentum · full batch/],
    ['momentum 0.5', /^ momentum: 0\.5 *$/m],
    ['scale none', /· unscaled ·/],
    ['intercept no', /bill_depth_mm *$/m],
    ['path rows', /^ path: rows *$/m],
    ['path auto', /^ path: auto *$/m],
    ['seed 7', /^ seed: 7, used on batches *$/m],
    ['batch 64', /batch 64/],
    ['shuffle no', /^ shuffle: false *$/m],
    ['tolerance 1e-9', /^ tolerance: 1e-9 *$/m],
    ['epochs 2000000', /^ epochs: 2000000 *$/m],
  ];
  for (const [command, shown] of changes) {
    terminal.type(`:${command}\r`);
    await terminal.shows(shown);
    await terminal.shows('running');
  }
  // start values begin another run
  terminal.type(':start 1,2;0\r');
  await terminal.shows(/ŷ = +1\.0+·flipper_length_mm \+ +2\.0+·bill_depth_mm/);
});

test('the chain rule of many features is read on from the one that is chosen', async () => {
  const header = Array.from({ length: 12 }, (_, j) => `x${j + 1}`).join(',');
  const rows = Array.from({ length: 20 }, (_, i) =>
    Array.from({ length: 13 }, (_, j) => ((i + 1) * (j + 3) * 7919) % 101).join(','),
  );
  terminal = TestTerminal.shell(
    'cd "$(mktemp -d)" && printf "%s" "$CSV" > own.csv && exec $GD own.csv --target y',
    { columns: 100, rows: 30 },
    { CSV: [`${header},y`, ...rows].join('\n') },
  );
  await terminal.shows(/and \d+ more weights/);
  expect(terminal.text).toContain('∂ŷ/∂w̃₁ = z₁');
  terminal.type('f'.repeat(11));
  await terminal.shows('∂ŷ/∂w̃₁₂ = z₁₂');
  await terminal.shows(/b̃ .*=/);
});

test('the rows of a run that diverges are told whole, in fewer digits', async () => {
  terminal = TestTerminal.run(['penguins', '--learning-rate', '2.9'], { columns: 100, rows: 30 });
  await terminal.shows('ready');
  terminal.type('6:epoch 9\r');
  await terminal.shows('diverged');
  await terminal.rests();
  const row = terminal.lines.find((line) => line.includes('▸1')) ?? '';
  expect(row).toMatch(/3750 +−?[\d.]+×10⁶ +−?[\d.]+×10⁶ +│$/);
});

test('the descent zooms in with the point', async () => {
  terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto'], { columns: 100, rows: 30 });
  await terminal.shows('ready');
  terminal.type('2');
  await terminal.shows(/^┌ descent[^┌┐]*┐$/m);
  const span = (): number => {
    const ticks = (terminal.lines.at(-3) ?? '').match(/−?[\d.]+/g) ?? [];
    const values = ticks.map((tick) => Number(tick.replace('−', '-')));
    return Math.max(...values) - Math.min(...values);
  };
  terminal.type('v');
  await terminal.rests();
  const spans = [span()];
  for (const epoch of [5, 10, 15]) {
    terminal.type(`:epoch ${epoch}\r`);
    await terminal.shows(new RegExp(`^ epoch ${epoch} `, 'm'));
    await terminal.rests();
    spans.push(span());
    expect(terminal.text).toContain('●');
  }
  expect(spans).toEqual(spans.toSorted((a, b) => b - a));
  expect(spans.at(-1)!).toBeLessThan(spans[0]! / 10);
});

test('a sample goes by its row in the file', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 100, rows: 30 });
  await terminal.shows('chain rule · row 1 ');
  terminal.type(':sample 5\r');
  await terminal.shows('chain rule · row 5 ');
  await terminal.shows(/flipper_l… +193\.00 z₁/);
  terminal.type(':sample 4\r');
  await terminal.shows('row 4 is left out: a value is missing there');
  terminal.type(':sample 345\r');
  await terminal.shows('there is no row 345; the last one is 344');
});

test('the command line says what fits, completes it and brings the last line back', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 100, rows: 30 });
  await terminal.shows('ready');
  terminal.type(':');
  await terminal.shows(/^:▏ {2}rate epoch batch/m);
  terminal.type('op\t');
  await terminal.shows(/^:optimizer ▏ {2}:optimizer {2}gd \| momentum/m);
  terminal.type('adam\r');
  await terminal.shows('adam · full batch');
  terminal.type(':\u001b[A');
  await terminal.shows(/^:optimizer adam▏/m);
});

test('the help has every key, sign and command, on as many pages as the window needs', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 80, rows: 24 });
  await terminal.shows('ready');
  terminal.type('?');
  await terminal.shows(/ {2}q {4}quit/);
  expect(terminal.text).toContain('where it converges');
  terminal.type('?');
  await terminal.shows(/:quit +quit/);
  expect(terminal.text).toMatch(/:rate +learning rate, gentle/);
  terminal.type('\u001b');
  await terminal.shows('ready');
});

describe('a race', () => {
  test('of optimizers tells who wins and why, goes on with the run, and is ended by its key', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto'], { columns: 160, rows: 50 });
    await terminal.shows('ready');
    terminal.type('r');
    await terminal.shows('mean loss · gap, log');
    await terminal.shows(
      / cg wins at epoch 3\. .* momentum at epoch 23; nesterov at epoch 34; gd at epoch 42/,
    );
    await terminal.shows(/5 cg .* 3\*/);
    await terminal.shows('0 gradient evaluations each');
    terminal.type('sss');
    await terminal.shows('1026 gradient evaluations each');
    // all of them descend the same loss: gd is the run itself
    await terminal.shows(/1 gd +9665/);
    expect(terminal.text).toMatch(/gap 9665/);
    terminal.type('\u001b[D');
    await terminal.shows('684 gradient evaluations each');
    terminal.type('r');
    await terminal.until('no race', () => !terminal.text.includes('wins'));
    await terminal.shows(/swing past the\s+optimum/);
  });

  test('of rates begins at the epoch on screen, and goes on until the last of them arrives', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto'], { columns: 160, rows: 50 });
    await terminal.shows('ready');
    terminal.type('ss:race rate 0.3 0.8 1.5\r');
    await terminal.shows('from epoch 2');
    await terminal.shows(/1 α = 0\.3 /);
    await terminal.shows(/2 α = 0\.8 .*\*/);
    await terminal.shows(/3 α = 1\.5 .* never/);
    const last = Number(/1 α = 0\.3 [^│]* (\d+) │/.exec(terminal.text)![1]);
    terminal.type('>>>> ');
    await terminal.shows(/^ epoch (?!2 )[^\n]*/m);
    await terminal.until('the last arrival', () => terminal.text.includes(`epoch ${last} `));
    await terminal.shows('converged');
  });

  test('of six shows who wins in a window of 100 × 30, and names all of them beside both charts', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto'], { columns: 100, rows: 30 });
    await terminal.shows('ready');
    terminal.type(':race rate 0.05 0.1 0.2 0.4 1.5 1\r');
    await terminal.shows(/6 α = 1 .* 42\*/);
    await terminal.shows(/^ α = 1 wins at epoch 42\. /m);
    const [verdict] = terminal.text.split('┌');
    expect(verdict).not.toContain('…');
    for (const panel of ['1', '2']) {
      terminal.type(panel);
      for (const name of ['1 α = 0.05', '2 α = 0.1', '3 α = 0.2', '4 α = 0.4', '5 α = 1.5', '6 α = 1'])
        await terminal.shows(name);
    }
  });

  test('of batches, of momentum, of a kept run', async () => {
    terminal = TestTerminal.run(['lecture'], { columns: 160, rows: 50 });
    await terminal.shows('ready');
    terminal.type(':race batch full 2 1\r');
    await terminal.shows(/1 full batch/);
    await terminal.shows(/3 batch 1/);
    terminal.type('s');
    await terminal.shows(/^ epoch 1 \(1\/4\)/m);
    terminal.type(':batch full\r:race momentum 0.2 0.5\r');
    await terminal.shows(/2 β = 0\.5/);
    terminal.type(':race end\r0b');
    await terminal.shows('again races both');
    terminal.type('b');
    await terminal.shows('kept already');
    terminal.type('ob');
    await terminal.shows(/1 gd /);
    await terminal.shows(/2 momentum /);
    await terminal.shows('wins');
  });

  test('that cannot be says why', async () => {
    terminal = TestTerminal.run(['penguins', '--learning-rate', 'auto'], { columns: 100, rows: 30 });
    await terminal.shows('ready');
    for (const [command, answer] of [
      [':race', ':race expected optimizer gd adam | rate 0.1 0.5 1'],
      [':race rate', 'wins'],
      [':race rate 0.1', ':race rate expected two to six values, got "0.1"'],
      [':race rate 0.1 -1', ":rate expected 'auto' or 'gentle' or a finite number > 0, got -1"],
      [':race epochs 1 2', 'expected optimizer or rate or momentum or batch or end, got "epochs"'],
      [':race rate 1 2 3 4 5 6 7', 'a race expected 2 to 6'],
    ] as const) {
      terminal.type(`${command}\r`);
      await terminal.shows(answer);
    }
  });

  test('through many rows leaves the keys alive', async () => {
    const make = `
      const rows = Array.from({ length: 300000 }, (_, i) => i % 97 + ',' + (3 * (i % 97) + (i * 7919) % 101));
      require('fs').writeFileSync('rows.csv', ['x,y', ...rows].join('\\n'));`;
    terminal = TestTerminal.shell(
      'cd "$(mktemp -d)" && node -e "$MAKE" && exec $GD rows.csv --target y --learning-rate auto',
      { columns: 160, rows: 50 },
      { MAKE: make },
    );
    await terminal.shows('ready');
    terminal.type(':race batch full 1\r:epoch 40\r');
    await terminal.shows(/^ epoch 40 /m);
    terminal.type('+');
    await terminal.shows(/α 1\.\d+ /);
    await terminal.shows('12,000,000 gradient evaluations each');
  });
});

test('a long way through the rows leaves the keys alive', async () => {
  const make = `
    const rows = Array.from({ length: 300000 }, (_, i) => i % 97 + ',' + (3 * (i % 97) + (i * 7919) % 101));
    require('fs').writeFileSync('rows.csv', ['x,y', ...rows].join('\\n'));`;
  terminal = TestTerminal.shell(
    'cd "$(mktemp -d)" && node -e "$MAKE" && exec $GD rows.csv --target y --batch-size 1',
    { columns: 100, rows: 30 },
    { MAKE: make },
  );
  await terminal.shows('ready');
  terminal.type(':epoch 5000\r');
  await terminal.shows('on the way to epoch 5000');
  terminal.type('+');
  await terminal.shows('paused');
  terminal.type(']]');
  await terminal.shows('on the way to epoch 2');
  terminal.type('3');
  await terminal.shows(/^┌ chain rule[^┌┐]*┐$/m);
  terminal.type(' ');
  await terminal.shows('paused');
  terminal.type('g');
  await terminal.shows(/^ epoch 0 /m);
});

describe('the terminal is left as it was found', () => {
  const endings: readonly [string, (terminal: TestTerminal) => void, number][] = [
    ['q', (t) => t.type('q'), 0],
    ['Ctrl-C', (t) => t.type('\u0003'), 130],
    ['SIGINT', (t) => t.kill('SIGINT'), 130],
    ['SIGTERM', (t) => t.kill('SIGTERM'), 143],
    ['SIGHUP', (t) => t.kill('SIGHUP'), 129],
  ];

  test.each(endings)('after %s', async (_, end, wanted) => {
    terminal = TestTerminal.run(['penguins']);
    await terminal.shows('ready');
    terminal.type(' ');
    await terminal.shows('running');
    expect(terminal.takesMouse).toBe(true);
    end(terminal);
    expect(await terminal.ends()).toBe(wanted);
    expect(terminal.fullScreen).toBe(false);
    expect(terminal.takesMouse).toBe(false);
    expect(terminal.bytes.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(
      terminal.bytes.lastIndexOf('\u001b[?25l'),
    );
    expect(terminal.bytes).toContain(LEAVE_SCREEN);
  });

  // the shell of a job is what stops and wakes it: without one there would be nobody to call it back
  test.each<[string, (terminal: TestTerminal) => void]>([
    ['Ctrl-Z', (t) => t.type('\u001a')],
    ['Ctrl-Z in the command line', (t) => t.type(':rate\u001a')],
  ])('to the shell by %s, and back by fg to the run as it was', async (_, halt) => {
    terminal = TestTerminal.shell('exec bash --norc --noprofile -i', undefined, { PS1: 'shell% ' });
    await terminal.shows('shell%');
    terminal.type('$GD lecture\r');
    await terminal.shows('ready');
    terminal.type('ss');
    await terminal.shows('epoch 1 (2/4)');
    halt(terminal);
    await terminal.shows('Stopped');
    expect(terminal.fullScreen).toBe(false);
    expect(terminal.takesMouse).toBe(false);
    expect(terminal.bytes.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(
      terminal.bytes.lastIndexOf('\u001b[?25l'),
    );
    terminal.type('echo $((6 * 7))\r');
    await terminal.shows(/^42$/m);
    terminal.type('fg\r');
    await terminal.shows('epoch 1 (2/4)');
    expect(terminal.fullScreen).toBe(true);
    expect(terminal.takesMouse).toBe(true);
    // out of the command line, if it was open
    terminal.type('\u001b');
    await terminal.rests();
    terminal.type('s');
    await terminal.shows('epoch 1 (3/4)');
    terminal.type('q');
    await terminal.shows(/shell% $/m);
  });

  const elsewhere: readonly [string, string, RegExp, string, number][] = [
    ['Esc in the picker', 'own.csv', /Which column/, '\u001b', 130],
    ['Ctrl-C in the picker', 'own.csv', /Which column/, '\u0003', 130],
    ['Ctrl-C in the command line', 'penguins', /ready/, ':rate\u0003', 130],
    ['q in the help', 'penguins', /ready/, '?q', 0],
    ['Ctrl-C among sentences', 'cars --screen-reader', /ready/, '\u0003', 130],
  ];

  test.each(elsewhere)('after %s', async (_, argv, shown, keys, wanted) => {
    terminal = TestTerminal.shell(
      `cd "$(mktemp -d)"; printf "a,b\\n1,2\\n2,4\\n3,5\\n" > own.csv; before=$(stty -g); $GD ${argv}; code=$?; [ "$before" = "$(stty -g)" ] && echo "left with $code, same settings"`,
    );
    await terminal.shows(shown);
    terminal.type(keys);
    await terminal.shows(`left with ${wanted}, same settings`);
    expect(terminal.fullScreen).toBe(false);
    expect(terminal.takesMouse).toBe(false);
    expect(terminal.bytes.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(
      terminal.bytes.lastIndexOf('\u001b[?25l'),
    );
  });

  // loaded before the command, so that nothing in it has to know of the test
  const crashes = [
    ['an uncaught exception', "throw new Error('on purpose')"],
    ['an unhandled rejection', "Promise.reject(new Error('on purpose'))"],
  ] as const;

  test.each(crashes)('after %s', async (_, crash) => {
    const code = `process.on('SIGUSR2', () => { ${crash}; })`;
    const preload = `data:text/javascript,${encodeURIComponent(code)}`;
    const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-crash-'));
    terminal = TestTerminal.shell(
      'before=$(stty -g); sh -c \'echo $$ > "$FOLDER/pid"; exec $GD penguins\'; code=$?; [ "$before" = "$(stty -g)" ] && echo "left with $code, same settings"',
      { columns: 80, rows: 24 },
      { NODE_OPTIONS: `--import=${preload}`, FOLDER: folder },
    );
    await terminal.shows('ready');
    terminal.type(' ');
    await terminal.shows('running');
    expect(terminal.takesMouse).toBe(true);
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGUSR2');
    rmSync(folder, { recursive: true });
    await terminal.shows('left with 1, same settings');
    expect(terminal.text).toContain('on purpose');
    expect(terminal.fullScreen).toBe(false);
    expect(terminal.takesMouse).toBe(false);
    expect(terminal.bytes.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(
      terminal.bytes.lastIndexOf('\u001b[?25l'),
    );
  });

  test('when the terminal is closed under it, the command ends', async () => {
    terminal = TestTerminal.run(['penguins']);
    await terminal.shows('ready');
    terminal.type(' ');
    await terminal.shows('running');
    const { pid } = terminal;
    terminal.hangUp();
    await terminal.until('no process', () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    });
  });

  test('and line settings are back for the next command', async () => {
    terminal = TestTerminal.shell(
      'before=$(stty -g); $GD penguins; [ "$before" = "$(stty -g)" ] && echo same settings',
    );
    await terminal.shows('ready');
    terminal.type('q');
    await terminal.shows('same settings');
  });

  test.each([
    ['Ctrl-C', '\u0003', 130],
    ['q', 'q', 0],
  ])('%s prints the result so far', async (_, key, exitCode) => {
    terminal = TestTerminal.run(['penguins']);
    await terminal.shows('ready');
    terminal.type('ss');
    await terminal.shows(/^ epoch 2/m);
    terminal.type(key);
    expect(await terminal.ends()).toBe(exitCode);
    expect(terminal.text).toContain('stopped after 2 epochs');
    expect(terminal.text).toContain('flipper_length_mm');
  });

  test('a run that is left within an epoch tells the part of it', async () => {
    terminal = TestTerminal.run(['lecture']);
    await terminal.shows('ready');
    terminal.type('s');
    await terminal.shows('(1/4)');
    terminal.type('q');
    expect(await terminal.ends()).toBe(0);
    expect(terminal.text).toContain('stopped after 0.25 epochs');
  });
});

test('when the time runs out before the data are read there is no result, and that is said', async () => {
  terminal = TestTerminal.shell('sleep 60 | $GD - --target y --timeout 300ms; echo left with $?');
  await terminal.shows('the time ran out while the data were read');
});

describe('around the screen', () => {
  test('a model that cannot be saved is said on screen, and the run goes on', async () => {
    terminal = TestTerminal.run(['penguins']);
    await terminal.shows('ready');
    terminal.type(':save /nowhere/model.json\r');
    await terminal.shows('"/nowhere/model.json" could not be written');
    terminal.type('s');
    await terminal.shows(/^ epoch 1/m);
  });

  test('a model that finds no room on the disk leaves the old one as it was', async () => {
    // no file may grow: writing fails as on a full disk
    terminal = TestTerminal.shell(
      'cd "$(mktemp -d)"; echo old > model.json; ulimit -f 0; $GD penguins --save model.json; echo "left with $?: $(ls) $(cat model.json)"',
    );
    await terminal.shows('ready');
    terminal.type(':save model.json\r');
    await terminal.shows('"model.json" could not be written (EFBIG)');
    terminal.type('q');
    await terminal.shows('left with 1: model.json old');
    expect(terminal.fullScreen).toBe(false);
  });

  test('a model is saved whole, at the epoch on screen', async () => {
    terminal = TestTerminal.shell(
      'cd "$(mktemp -d)"; $GD penguins --save last.json && $GD predict last.json penguins | head -n 2 | tail -n 1; ls',
    );
    await terminal.shows('ready');
    terminal.type('G:save at-42.json\r');
    await terminal.shows('saved to at-42.json');
    terminal.type('q');
    await terminal.shows(/,3210\.\d+\s/);
    await terminal.shows(/at-42\.json\s+last\.json/);
  });

  test('a pipe that closes early ends the command quietly', async () => {
    terminal = TestTerminal.shell('$GD penguins --jsonl --quiet | head -n 1; echo ended');
    await terminal.shows('ended');
    expect(terminal.text).toContain('{"epoch":0');
    expect(terminal.text).not.toContain('EPIPE');
  });

  test('NO_COLOR keeps colours out, a theme brings them in', async () => {
    const colour = '\u001b[38;5;';
    terminal = TestTerminal.shell('NO_COLOR=1 $GD penguins');
    await terminal.shows('all keys');
    // any key takes the first hint away
    terminal.type('n');
    await terminal.shows('q quit');
    expect(terminal.bytes).not.toContain(colour);
    terminal.type('t');
    await terminal.rests();
    expect(terminal.bytes).toContain(colour);
  });

  test('a screen reader hears sentences and no plots', async () => {
    terminal = TestTerminal.run(['cars', '--screen-reader']);
    await terminal.shows('cars. ready.');
    terminal.type('s');
    await terminal.shows(/Epoch 1: mean loss [\d.]+, down/);
    terminal.type('3');
    await terminal.shows(/∂L\/∂ŷ = −\(y − ŷ\) −?[\d.]+/);
    terminal.type('7');
    await terminal.shows(/At the optimum R² is 0\.\d+.*Weight of \S+: −?[\d.]+, 95 % interval/s);
    terminal.type('8');
    // R 4.2.2: cooks.distance(lm(mpg ~ horsepower + weight)), rows as the file counts them
    await terminal.shows(/Rows 327, 117 and 326 move the line most: Cook's distances 0\.0373, 0\.0345/);
    terminal.type('?');
    await terminal.shows('space: run, pause');
    terminal.type('???');
    await terminal.shows(':epoch go to an epoch');
    expect(terminal.bytes).not.toMatch(/[\u2800-\u28ff]/);
    expect(terminal.fullScreen).toBe(false);
  });

  test('in a small window the summary is numbers, and words below them', async () => {
    terminal = TestTerminal.run(['penguins', '--features', 'flipper_length_mm']);
    await terminal.shows('penguins');
    terminal.type('7');
    // R 4.2.2: lm(body_mass_g ~ flipper_length_mm, palmerpenguins::penguins)
    await terminal.shows(/flipper_length_mm +49\.68557 +1\.5184 +32\.72 +< 2×10⁻¹⁶/);
    await terminal.shows('residual standard error 394.278 on 340 degrees of freedom');
    terminal.type('\u001b[6~');
    await terminal.shows(/Weight of flipper_length_mm: 49.69, 95 % interval 46.7 to/);
    expect(terminal.text).not.toContain('std. error  ');
    terminal.type(':l2 0.1\r');
    await terminal.shows('No standard errors under a penalty');
  });

  test('in a small window the diagnosis is charts and the rows that matter most, and words below them', async () => {
    terminal = TestTerminal.run(['cars']);
    await terminal.shows('cars');
    terminal.type('8');
    await terminal.shows('diagnosis · at the optimum');
    await terminal.shows(/residuals over ŷ .*normal Q–Q/);
    // R 4.2.2: fitted, residuals, rstudent, hatvalues, cooks.distance of lm(mpg ~ horsepower + weight)
    await terminal.shows(/^\W*327 +29\.84 +13\.56 +3\.255 +0\.01071 +0\.03730/m);
    expect(terminal.text).toMatch(/◆327|327◆/);
    terminal.type('\u001b[6~');
    await terminal.shows(/residuals bend with horsepower.*Add a curve to the features/s);
    expect(terminal.text).not.toContain('◆');
    terminal.type(':l2 0.1\r');
    await terminal.shows('No standard errors under a penalty');
  });

  test('the weights over a penalty stand beside the error on rows left out, and p takes the other penalty', async () => {
    terminal = TestTerminal.run(['penguins', '--features', 'flipper_length_mm,bill_depth_mm,bill_length_mm']);
    await terminal.shows('penguins');
    terminal.type('9');
    await terminal.shows('penalty l2');
    await terminal.shows(/Of 50 strengths of l2, each tried on 10 parts of the rows/);
    await terminal.shows(/1 flipper_length_mm +\d \w+/);
    terminal.type('p');
    await terminal.shows(/Of 50 strengths of l1/);
    terminal.type('\u001b[6~');
    await terminal.shows(/weights? (is|are) not 0/);
    await terminal.shows(/l1 +error +std\. error/);
    expect(terminal.text).toMatch(/:l1 [\d.]+ runs under the simplest/);
    expect(terminal.text).toContain('least error');
  });

  test('rows held out have a curve, the epoch of early stopping marked, and are told of', async () => {
    terminal = TestTerminal.run(['penguins', '--validation', '0.2', '--optimizer', 'momentum']);
    await terminal.shows('274 rows');
    terminal.type('1');
    await terminal.shows(/20 % of the rows are held out, drawn by seed 1: 68 rows \(\d+, \d+, \d+ …\)/);
    expect(terminal.text).toContain('held out');
    terminal.type(':validation none\r');
    await terminal.shows('342 rows');
    terminal.type(':validation 0.5\r1');
    await terminal.shows('171 rows');
    await terminal.shows('50 % of the rows are held out');
    terminal.type(':seed 2\r');
    await terminal.shows('chooses the rows held out, which a run keeps');
  });

  test('names from a file never steer the terminal', async () => {
    terminal = TestTerminal.shell(
      'cd "$(mktemp -d)" && printf "a\\033[2J,b\\033]0;owned\\007,y\\n1,2,3\\n2,4,7\\n3,5,8\\n4,9,9\\n" > evil.csv && exec $GD evil.csv --target y',
    );
    await terminal.shows('·a[2J');
    expect(terminal.bytes).not.toContain('\u001b[2J,');
    expect(terminal.bytes).not.toContain('\u001b]0;owned');
  });
});

test('a run is written to a file and taken up again where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-state-'));
  const file = join(folder, 'run.json');
  terminal = TestTerminal.run(['lecture']);
  await terminal.shows('ready');
  terminal.type('ss:rate 0.05\r');
  await terminal.shows(/α 0\.05000/);
  terminal.type('s2');
  await terminal.shows(/^ epoch 1 \(3\/4\)/m);
  const loss = /loss \S+/.exec(terminal.text)![0];
  terminal.type(`:state ${file}\r`);
  await terminal.shows('saved to');
  terminal.type('q');
  await terminal.ends();
  terminal = TestTerminal.run(['--state', file]);
  await terminal.shows(/^ epoch 1 \(3\/4\)/m);
  await terminal.shows(/α 0\.05000/);
  await terminal.shows(loss);
  await terminal.shows('2[descent]');
  rmSync(folder, { recursive: true });
});

test('a link stands on stdout once the screen is left, and opens the run where it was', async () => {
  terminal = TestTerminal.shell('$GD lecture; echo left', { columns: 100, rows: 30 });
  await terminal.shows('ready');
  terminal.type('sss');
  await terminal.shows(/^ epoch 1 \(3\/4\)/m);
  const loss = /loss \S+/.exec(terminal.text)![0];
  terminal.type('3:link\rq');
  await terminal.shows('left');
  const [link = ''] = /gd1\.[\w\-\r\n]+/.exec(terminal.bytes) ?? [];
  terminal.close();
  terminal = TestTerminal.run(['--state', link.trim()], { columns: 100, rows: 30 });
  await terminal.shows(/^ epoch 1 \(3\/4\)/m);
  await terminal.shows(loss);
  await terminal.shows(/chain rule · /);
});

test('a run is exported from the screen: history, worksheet, programs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-export-'));
  terminal = TestTerminal.run(['lecture']);
  await terminal.shows('ready');
  terminal.type('ssss');
  await terminal.shows(/^ epoch 1 /m);
  for (const [format, name, content] of [
    ['csv', 'history.csv', /^epoch,loss,x1,x2,bias\n0,.*\n1,/],
    ['worksheet', 'day 1.md', /^# Gradient descent by hand/],
    ['typescript', 'run.ts', /new Trainer\(columns/],
    ['numpy', 'run.py', /import numpy as np/],
  ] as const) {
    terminal.type(`:export ${format} ${join(folder, name)}\r`);
    await terminal.until(name, () => existsSync(join(folder, name)));
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(content);
  }
  terminal.type(':export csv\r');
  await terminal.shows(':export csv expected a file');
  terminal.type(':export excel a.xls\r');
  await terminal.shows('expected csv or worksheet or exercise or typescript or numpy');
  terminal.type(`:export csv ${join(folder, 'nowhere', 'a.csv')}\r`);
  await terminal.shows('could not be written');
  rmSync(folder, { recursive: true });
});

test('a long name of a column is cut where rows are shown, at any width', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-terminal-'));
  const name = 'length_of_the_flipper_in_millimetres';
  writeFileSync(join(folder, 'long.csv'), `${name},y\n1,3\n2,5\n3,8\n`);
  terminal = TestTerminal.run([join(folder, 'long.csv'), '--target', 'y'], { columns: 160, rows: 50 });
  await terminal.shows('ready');
  terminal.type('6');
  await terminal.shows(/length_of_the…metres +y/);
  rmSync(folder, { recursive: true });
});

test('a lesson: from the start to convergence, past the limit and back', async () => {
  terminal = TestTerminal.run(['lecture'], { columns: 100, rows: 30 });
  // the first update by hand: ŷ = 0, y − ŷ = 8, so w₁ = 0 + 0.1·16
  await terminal.shows('0 −0.1·(−16)');
  await terminal.shows(/= +1\.600/);
  terminal.type('s');
  await terminal.shows('y: ŷ = 1.600·x1 + 0.800·x2 + 0.800');
  terminal.type('sss');
  await terminal.shows('y: ŷ = 1.866·x1 + 1.264·x2 + 1.250');
  terminal.type('G');
  await terminal.shows('converged');
  await terminal.shows('y: ŷ = 2.000·x1 + 3.000·x2 + 1.000');
  terminal.type('0:batch full\r:rate 0.9\r');
  await terminal.shows(/0\.9 is [\d.]+ times the limit 0\.7097/);
  terminal.type(':epoch 500\r');
  await terminal.shows('diverged');
  terminal.type(':rate auto\r0G');
  await terminal.shows('converged');
});

test('predictions reach a terminal without what would steer it, and a pipe as they came', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-terminal-'));
  const steering = 'x,label\\n3,\\033]0;title\\007\\033[2Jfour\\n';
  const train = `printf 'x,y\\n1,3\\n2,5\\n' > line.csv; $GD line.csv --target y --quiet --json --save m.json > made`;
  terminal = TestTerminal.shell(
    `cd ${folder}; ${train}; printf '${steering}' > rows.csv; $GD predict m.json rows.csv > piped; $GD predict m.json rows.csv`,
  );
  expect(await terminal.ends()).toBe(0);
  expect(terminal.text).toContain('3,]0;title[2Jfour,7');
  expect(terminal.bytes).not.toContain('\u001b');
  expect(readFileSync(join(folder, 'piped'), 'utf8')).toContain('\u001b]0;title\u0007\u001b[2Jfour');
  rmSync(folder, { recursive: true });
});
