// The fit panel over what the terms are made of. The rows lie on curves and lines that the test wrote them from, so that least
// squares is known without solving anything.
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

const XS = Array.from({ length: 33 }, (_, i) => -3 + i / 4);
const KINDS = ['A', 'B', 'C'];
const curve = (x: number): number => 2 * x * x - 3 * x + 1;
const lines = [(x: number) => x + 1, (x: number) => -2 * x + 5, (x: number) => 3 * x + 9];
const csv = (y: (x: number, i: number) => number): string =>
  `x,kind,y\n${XS.map((x, i) => `${x},${KINDS[i % 3]},${y(x, i)}`).join('\n')}\n`;
const CURVE = csv(curve);
const LINES = csv((x, i) => lines[i % 3]!(x));

const SIZE = { columns: 100, rows: 30 };
const own = (text: string, flags = ''): TestTerminal =>
  TestTerminal.shell(
    `cd "$(mktemp -d)" && printf "%s" "$CSV" > own.csv && exec $GD own.csv --target y ${flags}`,
    SIZE,
    {
      CSV: text,
    },
  );

/** Places of a character in the fit panel, in the numbers of its axes, and the height of a row and width of a column there. */
function placesOf(mark: string): { places: [x: number, y: number][]; height: number; width: number } {
  const all = terminal.text.split('\n');
  const top = all.findIndex((line) => line.startsWith('+ fit'));
  const body = all.slice(
    top + 1,
    all.findIndex((line, i) => i > top && line.startsWith('+--')),
  );
  const heights = body.slice(0, -1).flatMap((line, row) => {
    const tick = /^\| *(-?[\d.]+) /.exec(line.replaceAll('−', '-'))?.[1];
    return tick === undefined ? [] : [[row, Number(tick)] as const];
  });
  const widths = [
    ...body
      .at(-1)!
      .replaceAll('−', '-')
      .matchAll(/-?[\d.]+/g),
  ].map(({ index, 0: tick }) => [index + Math.floor(tick.length / 2), Number(tick)] as const);
  const scale = (ticks: readonly (readonly [number, number])[]) => {
    const [[from, low], [to, high]] = [ticks[0]!, ticks.at(-1)!];
    const step = (high - low) / (to - from);
    return { step: Math.abs(step), at: (cell: number) => low + (cell - from) * step };
  };
  const [x, y] = [scale(widths), scale(heights)];
  const places = body
    .slice(0, -1)
    .flatMap((line, row) =>
      [...line].flatMap((character, column): [number, number][] =>
        character === mark ? [[x.at(column), y.at(row)]] : [],
      ),
    );
  return { places, height: y.step, width: x.step };
}

describe('the fit', () => {
  test('of :features poly(x,2) is the parabola, at raw values', async () => {
    terminal = own(CURVE, '--features x --charset ascii');
    await terminal.shows('ready');
    terminal.type(':features poly(x,2)\r');
    await terminal.shows('x^2');
    terminal.type('G');
    await terminal.shows(' converged');
    terminal.type('4');
    await terminal.shows(/^\+ fit x x y -+\+$/m);
    await terminal.rests();
    const { places, height, width } = placesOf('*');
    expect(places.length).toBeGreaterThan(60);
    for (const [x, y] of places) {
      const near = [-1, 0, 1].map((step) => curve(x + step * width));
      const off = Math.max(0, Math.min(...near) - y, y - Math.max(...near));
      expect(off, `${x}, ${y}`).toBeLessThan(1.5 * height);
    }
  });

  test('has a line a level, each with its mark and its name at the end', async () => {
    terminal = own(LINES, '--features x,kind,x*kind --charset ascii');
    await terminal.shows('ready');
    terminal.type('G');
    await terminal.shows(' converged');
    terminal.type('4');
    await terminal.shows(/^\+ fit x x kind x y -+\+$/m);
    await terminal.rests();
    for (const [level, mark] of ['o', '^', '#'].entries()) {
      expect(terminal.text).toMatch(new RegExp(`\\${mark} ${KINDS[level]} *\\|$`, 'm'));
      // the label's own mark stands at the right end, over no row
      const { places, height, width } = placesOf(mark);
      const rows = places.filter(([x, y]) =>
        XS.some(
          (own, i) =>
            i % 3 === level && Math.abs(own - x) <= width && Math.abs(lines[level]!(own) - y) <= 1.5 * height,
        ),
      );
      expect(places.length - rows.length).toBeLessThanOrEqual(1);
    }
    // every line is the line of some level
    const { places, height } = placesOf('*');
    expect(places.length).toBeGreaterThan(100);
    for (const [x, y] of places) {
      expect(Math.min(...lines.map((line) => Math.abs(line(x) - y)))).toBeLessThan(1.5 * height + 0.5);
    }
  });

  test('of a category has its levels side by side, each with its name', async () => {
    terminal = own(LINES, '--features kind');
    await terminal.shows('ready');
    terminal.type('G4');
    await terminal.shows(/│ +A +B +C +│/);
    for (const mark of ['•', '▲', '■']) expect(terminal.text).toContain(mark);
  });
});

test('terms are named in the chain rule with their numbers, and on the contours', async () => {
  terminal = own(CURVE, "--features 'poly(x,2)' --scale none");
  await terminal.shows('ready');
  terminal.type('3');
  // row 1 has x = −3
  await terminal.shows(/∂ŷ\/∂w₂ = x² +9\.000/);
  terminal.type('2');
  await terminal.shows('w₁ (x) × w₂ (x²)');
  terminal.type(':scale standard\r3');
  await terminal.shows(/∂ŷ\/∂w̃₂ = z₂\(x²\) /);
});

test.each([
  ['en', 'B: 4 more y than A, all else equal.'],
  ['zh-CN', 'B：其余特征相同时，y 比 A 多 4。'],
])('the weight of a level is told as a difference (%s)', async (language, sentence) => {
  terminal = own('kind,y\nA,1\nB,5\nA,3\nB,7\n', `--features kind --lang ${language}`);
  await terminal.shows('own.csv');
  terminal.type('G5');
  await terminal.shows(sentence);
});

/** Rows with a column of every kind. */
const EVERY = `id,x,kind,town,made,note,y\n${Array.from(
  { length: 66 },
  (_, i) =>
    `${i + 1},${(i * 7) % 11},${KINDS[i % 3]},T${i % 22},2024-01-${String((i % 28) + 1).padStart(2, '0')},n${i},${i % 13}`,
).join('\n')}\n`;

describe('the picker', () => {
  test('offers every column with its kind, and says why one is left out', async () => {
    terminal = own(EVERY);
    await terminal.shows('ready');
    terminal.type('c');
    await terminal.shows('Which column');
    terminal.type('\r');
    for (const line of [
      /\[x\] x +number/,
      /\[x\] kind +category, 3 levels/,
      /\[ \] town +category, 22 levels/,
      /\[ \] made +date, counted in days/,
      /\[ \] id +numbers or names its rows/,
      /^ {7}note +text of too many kinds, left out/m,
    ]) {
      await terminal.shows(line);
    }
  });

  test('takes categories and dates, and keeps terms that were typed', async () => {
    terminal = own(EVERY, '--features x^2');
    await terminal.shows('ready');
    terminal.type('c');
    await terminal.shows('Which column');
    terminal.type('\r');
    await terminal.shows(/\[x\] x\^2 +term/);
    // kind is the second line, made the fifth of: x, kind, id, town, made
    terminal.type('\u001b[B \u001b[B\u001b[B\u001b[B ');
    await terminal.shows(/\[x\] made/);
    terminal.type('\r');
    await terminal.shows(/·kind=B.*·kind=C.*·day\(made\).*·x\^2/);
  });

  test.each([
    [80, 24],
    [100, 30],
  ])(
    'at %d × %d leaves the names that hold what is typed, and says how much is below',
    async (columns, rows) => {
      // c1 to c60 and Rate; 15 of those names hold a 5
      const names = [...Array.from({ length: 60 }, (_, i) => `c${i + 1}`), 'Rate'];
      const table = [0, 1, 2, 3].map((row) => names.map((_, j) => ((row + 1) * (j + 3)) % 7).join(','));
      const program = 'cd "$(mktemp -d)" && printf "%s" "$CSV" > own.csv && exec $GD own.csv';
      const CSV = `${names.join(',')}\n${table.join('\n')}\n`;
      terminal = TestTerminal.shell(program, { columns, rows }, { CSV });
      await terminal.shows('Which column');
      const listed = (): string[] =>
        terminal.lines.flatMap((line) => /^ [> ] (?:\[.\] )?(\w+)/.exec(line)?.[1] ?? []);
      const more = (): number => Number(/(\d+) more below/.exec(terminal.text)?.[1] ?? 0);
      expect(listed().length + more()).toBe(61);
      terminal.type('rAt');
      await terminal.shows('with "rAt" in the name: 1 of 61');
      expect([listed(), more()]).toEqual([['Rate'], 0]);
      terminal.type('\r');
      await terminal.shows('From which columns shall Rate');
      expect(listed().length + more()).toBe(60);
      terminal.type('5');
      await terminal.shows('15 of 60');
      expect(listed()).toEqual(names.filter((name) => name.includes('5')));
      terminal.type('9');
      await terminal.shows('with "59"');
      terminal.type('\u007f');
      await terminal.shows('15 of 60');
      // those that match are unmarked, the others stay as they are, and training takes all that are marked
      terminal.type('\u0001');
      await terminal.shows('[ ] c5 ');
      terminal.type('\u001b');
      await terminal.shows('[x] c4 ');
      expect(terminal.text).toContain('[ ] c5 ');
      terminal.type('x');
      await terminal.shows('0 of 60');
      terminal.type('\u001b');
      await terminal.until('all of them', () => listed().length + more() === 60);
    },
  );
});

test('bands wait for the optimum, stand around the line there, and tell where there are none', async () => {
  const noisy = csv((x, i) => 2 * x + ((i * 7) % 5));
  terminal = own(noisy, '--features x --charset ascii');
  await terminal.shows('own.csv');
  terminal.type('i4');
  await terminal.shows('fit x x y - bands wait until the run is near its optimum');
  const before = terminal.text.match(/\./g)?.length ?? 0;
  terminal.type('G');
  await terminal.shows('fit x x y - 95 % bands: inner of the line, outer of a new row');
  await terminal.rests();
  expect((terminal.text.match(/\./g)?.length ?? 0) - before).toBeGreaterThan(60);
  terminal.type('i');
  await terminal.shows(/fit x x y -/);
  await terminal.rests();
  expect((terminal.text.match(/\./g)?.length ?? 0) - before).toBeLessThan(60);
});
