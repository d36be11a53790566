import { fc, runs } from '@gd-trainer/testing/properties';
import { afterEach, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

const NUMBERS = [
  '0',
  '1',
  '-1',
  '7',
  '0.5',
  '1e160',
  '1e300',
  '1e308',
  '1e999',
  '5e-324',
  'NaN',
  '',
  'x',
  '0x10',
];
const setting = fc
  .tuple(
    fc.constantFrom(
      'rate',
      'epoch',
      'epochs',
      'tolerance',
      'momentum',
      'batch',
      'l1',
      'l2',
      'seed',
      'sample',
    ),
    fc.constantFrom(...NUMBERS, 'auto', 'full', '9007199254740992', '20'),
  )
  .map((words) => words.join(' '));
const word = fc.constantFrom(
  'optimizer gd',
  'optimizer adam',
  'optimizer momentum',
  'optimizer nesterov',
  'scale none',
  'scale standard',
  'intercept no',
  'intercept yes',
  'shuffle no',
  'path rows',
  'path moments',
  'path auto',
  'unit sample',
  'unit batch',
  'start 0,0;0',
  'start 1e308,1e308;0',
  'start 1;2',
  'race optimizer',
  'race rate 0.1 1e160',
  'race rate 1 2 3 4 5 6 7',
  'race batch 1 full',
  'race momentum 0 0.9 5',
  'race end',
  'show data',
  'show ledger',
  'lang zh-CN',
  'lang en',
  'reset',
  'help',
  'export csv',
  'theme none',
  'charset block',
  'nonsense',
  'r',
);
const key = fc.constantFrom(
  's',
  'S',
  'G',
  'g',
  '+',
  '-',
  'b',
  'r',
  'o',
  'm',
  'z',
  ' ',
  ...'123456789',
  ...'piyYdnwfxvL',
  '\t',
  '\u001b[A',
  '\u001b[B',
  '\u001b[6~',
  '0',
  'u',
  'l',
  '\u001b[D',
  '\u001b[C',
  '>',
);
/** A report of the mouse at any cell, and beyond the window; some are none. */
const pointed = fc
  .tuple(
    fc.constantFrom(0, 0, 32, 64, 65, 2, 4, 99),
    fc.integer({ min: 0, max: 105 }),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([code, x, y]) => `\u001b[<${code};${x};${y}${x % 9 === 0 ? '~' : 'M'}`);
const act = fc.oneof(
  fc.oneof(setting, setting, word).map((line) => `:${line}\r`),
  key,
  pointed,
);

const STARTS = [['lecture'], ['penguins', '--epochs', '0'], ['penguins', '--batch-size', '32'], ['penguins']];

test('whatever is typed, the trainer goes on', async () => {
  const scripts = fc.sample(fc.array(act, { minLength: 40, maxLength: 40 }), {
    numRuns: runs(2),
    seed: Number(process.env.FUZZ_SEED ?? 1),
  });
  for (const [index, script] of scripts.entries()) {
    terminal = TestTerminal.run(STARTS[index % STARTS.length]!, { columns: 100, rows: 30 });
    await terminal.shows(/loss|损失/);
    for (const typed of script) {
      terminal.type(typed);
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    // closes whatever is open, and asks for one more picture in English
    terminal.type('\u001b\u001b');
    await terminal.rests();
    terminal.type(':lang en\r:show loss\r:reset\r');
    await terminal.until(
      `the trainer, after ${JSON.stringify(script)}`,
      () => terminal.fullScreen && /epoch 0/.test(terminal.text),
    );
    expect(terminal.bytes).not.toMatch(/TypeError|RangeError|at .*\.js:\d/);
    terminal.type('q');
    expect(await terminal.ends()).toBe(0);
  }
});

test.each([
  [':epochs 0', ['penguins']],
  [':rate 1e160', ['penguins']],
  [':rate 1e300', ['lecture', '--batch-size', 'full']],
])('%s is a setting or a message, and not the end', async (line, start) => {
  terminal = TestTerminal.run(start, { columns: 100, rows: 30 });
  await terminal.shows(/loss/);
  terminal.type(`${line}\r5s4`);
  await terminal.rests();
  terminal.type(':show timeline\r');
  await terminal.shows(/timeline/);
  terminal.type('q');
  expect(await terminal.ends()).toBe(0);
});
