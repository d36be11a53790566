// The command line completes what may stand there, looks for lines entered before, and shows whole what it says.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

const typed = (): string => /^:(.*?) {2}/.exec(`${terminal.lines.at(-1)!}   `)?.[1] ?? terminal.lines.at(-1)!;

async function becomes(keys: string, wanted: string): Promise<void> {
  // what stood there is taken out, and with it the line is closed
  if (terminal.lines.at(-1)!.startsWith(':')) terminal.type('\u0005\u0015\u007f');
  await terminal.until('the line to close', () => !terminal.lines.at(-1)!.startsWith(':'));
  terminal.type(`:${keys}`);
  await terminal.until(`${JSON.stringify(keys)} to become ${wanted}`, () => typed() === wanted);
}

test('tab completes values, columns and terms as far as they are certain', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 160, rows: 50 });
  await terminal.shows('ready');
  for (const [keys, wanted] of [
    ['ra\t', 'ra▏'],
    ['rat\t', 'rate ▏'],
    ['rate g\t', 'rate gentle ▏'],
    ['opt\tmom\t', 'optimizer momentum ▏'],
    ['optimizer ad\t', 'optimizer ada▏'],
    ['batch f\t', 'batch full ▏'],
    ['scale n\t', 'scale none ▏'],
    ['intercept n\t', 'intercept no ▏'],
    ['path m\t', 'path moments ▏'],
    ['missing e\t', 'missing error ▏'],
    ['target fl\t', 'target flipper_length_mm ▏'],
    ['target FL\t', 'target flipper_length_mm ▏'],
    ['target bill\t', 'target bill_▏'],
    ['weight no\t', 'weight none ▏'],
    ['features bill_l\t', 'features bill_length_mm▏'],
    ['features bill_length_mm^2,fl\t', 'features bill_length_mm^2,flipper_length_mm▏'],
    ['features bill_length_mm*bill_d\t', 'features bill_length_mm*bill_depth_mm▏'],
    ['features log(bo\t', 'features log(body_mass_g▏'],
    ['features po\t', 'features poly(▏'],
    ['unit b\t', 'unit batch ▏'],
    ['show t\t', 'show timeline ▏'],
    ['lang z\t', 'lang zh-CN ▏'],
    ['charset as\t', 'charset ascii ▏'],
    ['theme l\t', 'theme light ▏'],
    ['race o\t', 'race optimizer ▏'],
    ['race optimizer gd nes\t', 'race optimizer gd nesterov ▏'],
    ['race rate 0.1 ge\t', 'race rate 0.1 gentle ▏'],
    ['export w\t', 'export worksheet ▏'],
    ['yank e\t', 'yank equation ▏'],
    ['nonsense x\t', 'nonsense x▏'],
    ['seed \t', 'seed ▏'],
  ] as const) {
    await becomes(keys, wanted);
  }
  // what there is to choose from is told where nothing is certain
  await becomes('target bill_\t', 'target bill_▏');
  expect(terminal.lines.at(-1)).toContain('bill_length_mm bill_depth_mm');
  // in the middle of a line, what stands behind stays
  await becomes('scale xyz\u001b[D\u001b[D\u001b[Dn\t', 'scale none ▏xyz');
});

test('tab completes files and folders, and none whose name acts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-files-'));
  mkdirSync(join(folder, 'models'));
  for (const name of [
    'mine.json',
    'models/a.json',
    'models/b.json',
    '.hidden.json',
    'act\u001b[2J.json',
    'day 1.md',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  terminal = TestTerminal.shell(
    'cd "$FOLDER" && exec $GD lecture',
    { columns: 100, rows: 30 },
    { FOLDER: folder },
  );
  await terminal.shows('ready');
  for (const [keys, wanted] of [
    ['save mi\t', 'save mine.json▏'],
    ['save mo\t', 'save models/▏'],
    ['save models/a\t', 'save models/a.json▏'],
    ['state .h\t', 'state .hidden.json▏'],
    ['export csv mi\t', 'export csv mine.json▏'],
    ['export worksheet da\t', 'export worksheet day 1.md▏'],
    ['save act\t', 'save act▏'],
    ['save there/is/no\t', 'save there/is/no▏'],
  ] as const) {
    await becomes(keys, wanted);
  }
  await becomes('save models/\t', 'save models/▏');
  expect(terminal.lines.at(-1)).toContain('models/a.json models/b.json');
  rmSync(folder, { recursive: true });
});

test('the beginning of a value will do where it is the only one', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 100, rows: 30 });
  await terminal.shows('ready');
  for (const [line, wanted] of [
    [':opt mom', 'momentum · full batch'],
    [':batch f', 'full batch'],
    [':sc n', 'unscaled'],
    [':lang z', '未标准化'],
    [':lang e', 'unscaled'],
    [':show led', /^┌ chain rule[^┌┐]*┐$/m],
    [':optimizer ad', '"ad"'],
  ] as const) {
    terminal.type(`${line}\r`);
    await terminal.shows(wanted);
  }
});

test('Ctrl-R looks for a line entered before, again for an older one, and Escape gives the begun one back', async () => {
  terminal = TestTerminal.run(['lecture'], { columns: 100, rows: 30 });
  await terminal.shows('ready');
  for (const line of ['seed 7', 'epochs 70', 'seed 8', 'l2 0.5']) {
    terminal.type(`:${line}\r`);
    await terminal.rests();
  }
  const shows = (wanted: string): Promise<void> =>
    terminal.until(wanted, () => terminal.lines.at(-1)!.trimEnd() === wanted);
  terminal.type(':sho\u0012');
  await shows(' look for ▏  :sho');
  terminal.type('see');
  await shows(' look for see▏  :seed 8');
  terminal.type('\u0012');
  await shows(' look for see▏  :seed 7');
  // there is no older one
  terminal.type('\u0012');
  await shows(' look for see▏  :seed 7');
  terminal.type('\u007f\u007f\u007f70');
  await shows(' look for 70▏  :epochs 70');
  terminal.type('\u001b');
  await terminal.until('what was begun', () => typed() === 'sho▏');
  terminal.type('\u0012l2\u001b[D\u001b[D2');
  await terminal.until('the line taken', () => typed() === 'l2 02▏.5');
  terminal.type('\u0015\u0012seed 7\r');
  await terminal.shows('seed: 7');
});

test('a line longer than the window shows what is around the cursor', async () => {
  terminal = TestTerminal.run(['lecture']);
  await terminal.shows('ready');
  const numbers = Array.from({ length: 40 }, (_, i) => i + 100).join(' ');
  terminal.type(`:race rate ${numbers}`);
  await terminal.until('its end', () => /^:….*138 139▏$/.test(terminal.lines.at(-1)!.trimEnd()));
  terminal.type('\u001b[D'.repeat(7));
  await terminal.until('both sides', () => /^:….* 137 ▏138 139$/.test(terminal.lines.at(-1)!.trimEnd()));
  terminal.type('\u0001');
  await terminal.until('its beginning', () => /^:▏race rate 100 .*…$/.test(terminal.lines.at(-1)!.trimEnd()));
});

describe('what is said wraps, so that the cure is read', () => {
  test.each([
    [40, ':weight nothing', 'no column "nothing"'],
    [80, ':target fliper_length_mm', 'no column "fliper_length_mm"; did you mean "flipper_length_mm"?'],
    [80, ':features bill_length_mm^2,lg(bill_depth_mm)', 'did you mean log?'],
    [80, ':batch 0', /"?:batch"? expected .* got 0/],
    [80, ':race rate 1 2 3 4 5 6 7', /got 7|two to six/],
  ])('at %i columns: %s', async (columns, line, wanted) => {
    terminal = TestTerminal.run(['penguins'], { columns, rows: 24 });
    await terminal.shows('ready');
    terminal.type(`${line}\r`);
    const said = (): string => terminal.lines.slice(-4).join(' ').replace(/\s+/g, ' ');
    await terminal.until(`${wanted}`, () =>
      typeof wanted === 'string' ? said().includes(wanted) : wanted.test(said()),
    );
    expect(terminal.lines.at(-1)).not.toContain('…');
    // the next key takes it away, and what it lay over is there again
    terminal.type('u');
    await terminal.shows(/␣ run/);
  });
});
