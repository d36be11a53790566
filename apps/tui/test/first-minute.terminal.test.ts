import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal | undefined;
afterEach(() => terminal?.close());

// by the plain recurrence in NumPy, from the standardised columns of the 342 complete rows at α = 0.26132
const SETTLED = 185;

test.each([
  ['en', 160, 50],
  ['en', 80, 24],
  ['en', 40, 12],
  ['zh-CN', 100, 30],
  ['zh-CN', 40, 12],
] as const)('in %s at %i × %i the first screen tells of a run one can watch', async (lang, columns, rows) => {
  terminal = TestTerminal.run(['penguins', '--lang', lang], { columns, rows });
  const [says, welcome] =
    lang === 'en'
      ? [`The weights settle by epoch ${SETTLED}`, ' space: run or pause']
      : [`训练到第 ${SETTLED} 轮收敛`, ' 空格：训练或暂停'];
  await terminal.shows(welcome);
  expect(terminal.text).toContain(says);
  expect(terminal.text).toContain('0.2613');
  if (rows > 12) expect(terminal.text).toMatch(/mean loss · gap, log|平均损失 · 距最小值，对数/);
  // three keys until the first is pressed, then the keys there are
  terminal.type('u');
  await terminal.shows(lang === 'en' ? '␣ run' : '␣ 训练');
  expect(terminal.text).not.toContain(welcome);
  terminal.type(' ');
  await terminal.shows(lang === 'en' ? '␣ pause' : '␣ 暂停');
  terminal.type(' ');
  await terminal.shows(lang === 'en' ? '␣ run' : '␣ 训练');
});

test('an optimizer that is there to be faster opens at its automatic rate, and without a screen gd does too', async () => {
  terminal = TestTerminal.run(['penguins', '--optimizer', 'momentum'], { columns: 100, rows: 30 });
  await terminal.shows('space: run or pause');
  // where momentum at Polyak's rate is by the same recurrence
  expect(terminal.text).toContain('settle by epoch 23 ');
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const run = (...flags: string[]) =>
    JSON.parse(
      spawnSync(process.execPath, [cli, 'penguins', '--json', ...flags], { encoding: 'utf8' }).stdout,
    );
  expect(run().learningRate).toBeCloseTo(1, 6);
  expect(run('--learning-rate', 'gentle')).toMatchObject({ status: 'converged', epochs: SETTLED });
});
