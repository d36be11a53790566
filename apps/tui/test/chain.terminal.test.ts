import { readFileSync } from 'node:fs';
import { OPTIMIZERS } from '@gd-trainer/sdk';
import { isRight, sumsIn } from '@gd-trainer/testing/arithmetic';
import { asExponential, NUMERAL, readNumeral } from '@gd-trainer/testing/numerals';
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

/** Each parameter in the update on screen: what it is, and what it becomes. */
function update(): [now: number, next: number | undefined][] {
  const rows = terminal.text.matchAll(
    /[wb]\u0303?[₁₂]? +(?:← [^=]* = )?(−?[\d.,e−×⁻⁰-⁹¹²³]+) +[−+] ?[·()\d.,e−+×⁻⁰-⁹¹²³]+(?: *= +(−?[\d.,e−×⁻⁰-⁹¹²³]+))?/gu,
  );
  return [...rows].map(([, now, next]) => [readNumeral(now!), next ? readNumeral(next) : undefined]);
}

const isRounded = (shown: number, exact: number): boolean =>
  Math.abs(shown - exact) <= 1e-3 * Math.abs(exact);

describe.each(OPTIMIZERS)('%s', (optimizer) => {
  const batches = [
    ['1', 'none', '8'],
    ['32', 'standard', '7'],
  ] as const;
  test.each([['full', 'standard', '1'] as const, ...(optimizer === 'cg' ? [] : batches)])(
    'batch size %s, scale %s, seed %s: the update shown is the one then made',
    async (batch, scale, seed) => {
      const settings = ['--optimizer', optimizer, '--batch-size', batch, '--scale', scale, '--seed', seed];
      terminal = TestTerminal.run(['penguins', ...settings], { columns: 100, rows: 30 });
      await terminal.shows('penguins');
      terminal.type(':unit batch\r3');
      await terminal.shows(/w\u0303?₁ +←/u);
      for (let steps = 1; steps <= 3; steps++) {
        await terminal.until('an update', () => update().length === 3);
        const shown = update();
        terminal.type('s');
        await terminal.until(`an update from ${shown.map(([, next]) => next)}`, () =>
          update().every(([now], j) => isRounded(now, shown[j]![1]!)),
        );
      }
    },
  );
});

const NUMBER = NUMERAL;
const FACTOR = String.raw`(?:${NUMBER}|\(${NUMBER}\))`;
const keyed = (text: string): number => readNumeral(text.replace(/[()]/g, ''));

/** Every calculation on screen as its operands, what a calculator makes of them, and the result as it is printed. */
function calculations(): [text: string, calculated: number, printed: string][] {
  const find = (pattern: string): RegExpExecArray[] => [...terminal.text.matchAll(new RegExp(pattern, 'gu'))];
  const derived = terminal.text.split('│').flatMap(sumsIn);
  if (terminal.text.includes('½·'))
    return derived.map(({ text, left }) => [text, left, text.split(' = ')[1]!]);
  return [
    ...find(`= (${FACTOR})·(${FACTOR}) +(${NUMBER})`).map(
      ([text, a, b, result]): [string, number, string] => [text, keyed(a!) * keyed(b!), result!],
    ),
    ...find(`(${NUMBER}) −(${NUMBER})·(${FACTOR}) = +(${NUMBER})`).map(
      ([text, old, rate, slope, result]): [string, number, string] => [
        text,
        keyed(old!) - keyed(rate!) * keyed(slope!),
        result!,
      ],
    ),
    ...find(`(${NUMBER}) ([+−]) (${NUMBER}) = +(${NUMBER})`).map(
      ([text, old, sign, change, result]): [string, number, string] => [
        text,
        keyed(old!) + (sign === '+' ? 1 : -1) * keyed(change!),
        result!,
      ],
    ),
    ...find(`ŷ +(${NUMBER}) +y +(${NUMBER})[^ŷ]*y − ŷ +(${NUMBER})`).map(
      ([text, prediction, y, result]): [string, number, string] => [
        text.slice(0, 60),
        keyed(y!) - keyed(prediction!),
        result!,
      ],
    ),
    ...find(`∂L/∂w\u0303?([₁₂]) = ∂L/∂ŷ·∂ŷ/∂w\u0303?[₁₂] +(${NUMBER})`).map(
      ([text, index, result]): [string, number, string] => {
        const [, slope] = find(`∂L/∂ŷ = −\\(y − ŷ\\) +(${NUMBER})`)[0]!;
        const [, own] = find(`∂ŷ/∂w\u0303?${index} = [xz]${index} +(${NUMBER})`)[0]!;
        return [text, keyed(slope!) * keyed(own!), result!];
      },
    ),
    ...find(`y − ŷ +(${NUMBER})[^ŷ]*L = ½\\(y − ŷ\\)² +(${NUMBER})`).map(
      ([text, error, result]): [string, number, string] => [
        text.slice(0, 60),
        0.5 * keyed(error!) ** 2,
        result!,
      ],
    ),
  ];
}

function halfUnit(printed: string): number {
  const [mantissa = '', exponent = '0'] = asExponential(printed).split('e');
  return 0.5000001 * 10 ** (Number(exponent) - (mantissa.split('.')[1]?.length ?? 0));
}

const SIZES = [
  [100, 30],
  [160, 50],
  [80, 24],
] as const;

/** Gives the terminal a size, and waits for a frame as wide. */
async function resized(columns: number, rows: number): Promise<void> {
  terminal.resize(columns, rows);
  await terminal.until(`a frame of ${columns} columns`, () =>
    terminal.lines.some((line) => line.length === columns && /^┌.*┐$/.test(line)),
  );
  await terminal.rests();
}

describe('at one size after the other', () => {
  test.each([
    ['lecture', '--learning-rate', '0.1'],
    ['penguins', '--scale', 'none', '--learning-rate', '1e-5'],
    ['penguins', '--optimizer', 'adam'],
    ['penguins', '--batch-size', '1', '--seed', '3'],
  ])('%s %s %s %s: a calculator comes to every number of the chain rule', async (...settings) => {
    terminal = TestTerminal.run(settings.filter(Boolean));
    await terminal.shows(settings[0]!);
    terminal.type('3');
    for (const [columns, rows] of SIZES) {
      await resized(columns, rows);
      for (let step = 0; step < 6; step++) {
        await terminal.until('a chain rule', () => calculations().length >= 3);
        for (const [text, calculated, printed] of calculations()) {
          expect(Math.abs(calculated - readNumeral(printed)), text).toBeLessThanOrEqual(halfUnit(printed));
        }
        const before = terminal.text;
        terminal.type('s');
        await terminal.until('another state', () => terminal.text !== before);
      }
      terminal.type('g');
    }
  });

  test.each([['lecture'], ['lecture', '--batch-size', 'full']])(
    '%s %s %s: near the end, too, and there a weight is seen to move and looks no rounder than it is',
    async (...settings) => {
      terminal = TestTerminal.run(settings);
      await terminal.shows(settings[0]!);
      terminal.type('3');
      for (const [columns, rows, epoch] of SIZES.flatMap((size) =>
        [122, 400].map((epoch) => [...size, epoch] as const),
      )) {
        if (epoch === 122) await resized(columns, rows);
        // the second row, whose inputs are both 1, so that every parameter moves
        terminal.type(`:epoch ${epoch}\rs`);
        await terminal.shows(new RegExp(`epoch ${epoch + 1} (?:\\(1/4\\)| )[^]*w₁ +← `));
        await terminal.rests();
        const all = calculations();
        const seen = update();
        expect(seen).toHaveLength(3);
        const sums = seen.filter(([, next]) => next !== undefined).length;
        expect(all.length, terminal.text).toBeGreaterThanOrEqual(5 + sums);
        for (const [text, calculated, printed] of all)
          expect(Math.abs(calculated - readNumeral(printed)), text).toBeLessThanOrEqual(halfUnit(printed));
        const [, weights = ''] =
          /ŷ = w₁x₁[^=]*= ([^=]*) = /u.exec(terminal.text.replaceAll(/[│\s]+/g, ' ')) ?? [];
        const sum = weights.split(' + ').map((term) => keyed(term.split('·')[0]!));
        for (const [j, [now, next]] of seen.entries()) {
          // where so many digits have no room the sum has no result
          expect(now, terminal.text).not.toBe(next);
          if (columns >= 100) expect(next, terminal.text).toBeDefined();
          // as many digits as a value that has four, or all of one that has fewer
          expect(Math.abs(now - sum[j]!), terminal.text).toBeLessThan(
            1e-3 * Math.abs((next ?? now) - now) + 5e-4 * Math.abs(now),
          );
        }
      }
    },
  );
});

describe.each([
  ['en', 'why: '],
  ['zh-CN', '为什么：'],
] as const)('in %s', (language, mark) => {
  test('the first update of the lecture is derived as on paper', async () => {
    terminal = TestTerminal.run(['lecture', '--lang', language], { columns: 100, rows: 30 });
    await terminal.shows('lecture');
    terminal.type('3');
    await terminal.shows('w₁ − α');
    const lines = terminal.lines.map((line) => line.replaceAll('│', '').replace(/\s+/g, ' ').trim());
    for (const line of [
      'ŷ = w₁x₁ + w₂x₂ + b = 0·2 + 0·1 + 0 = 0',
      'y − ŷ = 8 − 0 = 8',
      'L = ½(y − ŷ)² = ½·8² = 32',
      '∂L/∂ŷ = −(y − ŷ) = −(8 − 0) = −8',
      '∂ŷ/∂w₁ = x₁ = 2',
      '∂ŷ/∂w₂ = x₂ = 1',
      '∂ŷ/∂b = 1',
      '∂L/∂w₁ = ∂L/∂ŷ · ∂ŷ/∂w₁ = −8 · 2 = −16',
      '∂L/∂w₂ = ∂L/∂ŷ · ∂ŷ/∂w₂ = −8 · 1 = −8',
      '∂L/∂b = ∂L/∂ŷ · ∂ŷ/∂b = −8 · 1 = −8',
      'w₁ ← w₁ − α · ∂L/∂w₁ = 0 − 0.1·(−16) = 1.6',
      'w₂ ← w₂ − α · ∂L/∂w₂ = 0 − 0.1·(−8) = 0.8',
      'b ← b − α · ∂L/∂b = 0 − 0.1·(−8) = 0.8',
    ])
      expect(lines).toContain(line);
  });

  test('the smallest usual window holds all of it, of two scaled features too', async () => {
    for (const batch of ['full', '1']) {
      terminal = TestTerminal.run(['penguins', '--lang', language, '--batch-size', batch]);
      await terminal.shows('penguins');
      terminal.type(':unit batch\r3');
      for (let step = 1; step <= 6; step++) {
        await terminal.shows(/^│ b\u0303 +← /mu);
        await terminal.rests();
        for (const symbols of [
          '= (flipper_length_mm − μ)/σ = ',
          '= (bill_depth_mm − μ)/σ = ',
          '½(y − ŷ)²',
          '= −(y − ŷ) = ',
        ])
          expect(terminal.text).toContain(symbols);
        for (const symbol of ['w\u0303₁', 'w\u0303₂', 'b\u0303'])
          for (const left of [
            `∂ŷ/∂${symbol} +=`,
            `∂L/∂${symbol} += ∂L/∂ŷ · ∂ŷ/∂${symbol} = `,
            `${symbol} +← ${symbol} − α · `,
          ])
            expect(terminal.text).toMatch(new RegExp(left, 'u'));
        for (const sum of terminal.text.split(/│| {3}/).flatMap(sumsIn))
          expect(isRight(sum), sum.text).toBe(true);
        terminal.type('s');
        await terminal.rests();
      }
      terminal.close();
    }
  });

  test('in the smallest usual window every line tells why, one after the other', async () => {
    terminal = TestTerminal.run(['penguins', '--lang', language]);
    await terminal.shows('penguins');
    const reasons: string[] = [];
    // two inputs, ŷ, y − ŷ, L, ∂L/∂ŷ, two factors and two products a weight and the bias, three updates
    for (let line = 1; line <= 15; line++) {
      const before = terminal.text;
      terminal.type('y');
      await terminal.until('the next reason', () => terminal.text !== before);
      await terminal.rests();
      const lines = terminal.lines.map((text) => text.replaceAll('│', '').trim());
      const at = lines.findIndex((text) => text.startsWith(mark));
      expect(at, `line ${line}\n${terminal.text}`).toBeGreaterThan(0);
      reasons.push(`${lines[at - 1]!.split(/ [=←] /)[0]!.trim()} ${lines[at]}`);
    }
    expect(new Set(reasons).size).toBe(15);
    terminal.type('y');
    await terminal.until('no reason', () => !terminal.text.includes(mark));
  });
});

test.each([
  ['lecture'],
  ['lecture', '--batch-size', '3'],
  ['penguins', '--batch-size', '32'],
  ['penguins', '--batch-size', '1', '--optimizer', 'adam'],
])('%s %s %s: ← within an epoch takes the updates back one by one', async (...settings) => {
  terminal = TestTerminal.run(settings, { columns: 100, rows: 30 });
  await terminal.shows(settings[0]!);
  terminal.type(':unit batch\r3');
  await terminal.shows(/^┌ chain rule/m);
  await terminal.rests();
  const seen: string[][] = [];
  const panel = (): string[] =>
    terminal.lines.slice(terminal.lines.findIndex((line) => line.startsWith('┌')));
  const steps = settings.includes('3') ? 1 : 3;
  for (let step = 0; step < steps; step++) {
    seen.push(panel());
    terminal.type('s');
    await terminal.until('another state', () => panel().join() !== seen.at(-1)!.join());
    await terminal.rests();
  }
  for (const before of seen.toReversed()) {
    terminal.type('\u001b[D');
    await terminal.until(before.join('\n'), () => panel().join() === before.join());
  }
});

test.each([
  ['en', 'next, row', 'chosen, row', 'chosen and next, row'],
  ['zh-CN', '将用第', '所选第', '所选且将用的第'],
])(
  'in %s the enlarged chain rule names the row used next and the chosen one',
  async (lang, next, chosen, both) => {
    terminal = TestTerminal.run(['lecture', '--seed', '3', '--lang', lang]);
    await terminal.shows('lecture');
    terminal.type('3');
    await terminal.shows(next);
    const [, used = ''] = new RegExp(`${next} *(\\d)`).exec(terminal.text)!;
    for (const row of ['1', '2', '3', '4']) {
      terminal.type(`:sample ${row}\r`);
      const wanted = row === used ? `${both} *${row}` : `${chosen} *${row}[^│]* · n ${next} *${used}`;
      await terminal.shows(new RegExp(`┌ [^│]* · ${wanted}`));
      // the update is that of the row used next, and says so under the other one
      expect(/^│ (?:next update|下一次更新) · .*(\d)/m.exec(terminal.text)?.[1]).toBe(
        row === used ? undefined : used,
      );
    }
  },
);

describe('the note of the lecture', () => {
  const path = new URL('../../../packages/datasets/sets/lecture.json', import.meta.url);
  const { note } = JSON.parse(readFileSync(path, 'utf8')) as { note: Record<'en' | 'zh-CN', string> };

  test.each(['en', 'zh-CN'] as const)(
    'in %s stands under its rows, and its sums are right',
    async (language) => {
      const sums = note[language].split(/[,;:，：；。]\s*|\. /).flatMap(sumsIn);
      expect(sums.length).toBeGreaterThanOrEqual(8);
      for (const sum of sums) expect(isRight(sum), sum.text).toBe(true);
      terminal = TestTerminal.run(['lecture', '--lang', language], { columns: 100, rows: 30 });
      await terminal.shows('lecture');
      terminal.type('6');
      await terminal.shows('1.2496');
      const said = terminal.text.replaceAll(/[│\s]+/g, '');
      expect(said).toContain(note[language].replaceAll(/\s+/g, ''));
    },
  );
});
