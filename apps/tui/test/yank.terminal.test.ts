// What is copied by OSC 52: the bytes that a terminal would put into its clipboard.
import { afterEach, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

/** Copies one part, and returns the text sent for it. */
async function yanked(
  what: string,
  told = /sent to the clipboard by OSC 52: (\w+), ([\d,]+) char/,
): Promise<string> {
  const before = terminal.bytes.length;
  terminal.type(`:yank ${what}\r`);
  await terminal.shows(told);
  const [, sent = '', ...more] = terminal.bytes.slice(before).split('\u001b]52;c;');
  expect(more).toEqual([]);
  const text = Buffer.from(sent.slice(0, sent.indexOf('\u0007')), 'base64').toString();
  const [, name, count = ''] = told.exec(terminal.text)!;
  expect([name, Number(count.replace(',', ''))]).toEqual([what, Array.from(text).length]);
  terminal.type(':unit sample\r');
  await terminal.until('the message to go', () => !told.test(terminal.text));
  return text;
}

test('weights, equation and link of the first update by hand', async () => {
  terminal = TestTerminal.run(['lecture'], { columns: 100, rows: 30 });
  await terminal.shows('lecture');
  terminal.type('s');
  await terminal.shows('(1/4)');
  const { features, weights, bias } = JSON.parse(await yanked('weights')) as Record<string, number[]>;
  expect(features).toHaveLength(2);
  // 0 − 0.1·(−16), 0 − 0.1·(−8), 0 − 0.1·(−8), as in the lecture
  for (const [j, value] of [1.6, 0.8, 0.8].entries()) {
    expect([...weights!, bias as unknown as number][j]).toBeCloseTo(value, 12);
  }
  const equation = await yanked('equation');
  expect(equation).toMatch(/^[^\s:]+: ŷ = 1\.60*·\S+ \+ 0\.80*·\S+ \+ 0\.80*$/);
  const link = await yanked('link');
  expect(link).toMatch(/^\S*gd1\.[\w-]+$/);
  terminal.type('q');
  await terminal.ends();
  terminal.close();
  terminal = TestTerminal.run(['--state', link], { columns: 100, rows: 30 });
  await terminal.shows('(1/4)');
});

test('nothing that is copied acts, whatever names there are, and the weights read back', async () => {
  const acts = '\u001b]0;PWNED\u0007\u009b2J\u202e';
  const csv = `"x${acts}\nrm -rf",y\n${[1, 2, 3, 4].map((x) => `${x},${2 * x}`).join('\n')}\n`;
  terminal = TestTerminal.shell(
    'cd "$(mktemp -d)" && printf "%s" "$CSV" > own.csv && exec $GD own.csv --target y',
    { columns: 100, rows: 30 },
    { CSV: csv },
  );
  await terminal.shows('own.csv');
  for (const what of ['link', 'equation', 'weights']) {
    const text = await yanked(what);
    expect(text, what).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    if (what === 'weights') expect(JSON.parse(text).weights).toEqual([0]);
  }
});

test('in Chinese too; something else is a mistake, and leaves the clipboard alone', async () => {
  terminal = TestTerminal.run(['lecture', '--lang', 'zh-CN']);
  await terminal.shows('lecture');
  terminal.type(':yank weights\r');
  await terminal.shows(/已用 OSC 52 送往剪贴板：权重，\d+ 个字符/);
  const before = terminal.bytes.length;
  terminal.type(':yank rows\r');
  await terminal.shows('应为 link、equation 或 weights');
  expect(terminal.bytes.slice(before)).not.toContain('\u001b]52');
});
