// The command under `--lang zh-CN` and a Chinese locale: what it says to people is Chinese, what programs read is not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import textWidth from 'string-width';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandsOf } from './cases.ts';
import { OneProcess } from './one-process.ts';

const gd = new OneProcess();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gd-trainer-chinese-'));
  writeFileSync(join(folder, 'rows.csv'), 'x,z,y\n1,2,3\n2,,4\n3,5,9\n4,4,8\n5,9,1\n');
});
afterAll(() => {
  gd.close();
  rmSync(folder, { recursive: true });
});

const run = (argv: readonly string[], locale = 'C') =>
  gd.run(argv, { cwd: folder, env: { HOME: folder, LC_ALL: locale } });

/** Two words of English in a row, names in quotes, flags, addresses and the words of an engine aside. */
const english = (text: string): string[] =>
  text
    .replace(/查询失败：[^；]*|“[^”]*”|--\S+|\S+[./]\S+|gd-trainer\S*/g, ' ')
    .match(/\b[a-z]{2,} [a-z]{2,}\b/g) ?? [];

it.each([
  [['rows.csv', '--target', 'w'], '没有“w”这一列；可用的有“x”、“z”、“y”'],
  [['rows.csv', '--target', 'y', '--learning-rate', 'x'], '--learning-rate 应为'],
  [
    ['rows.csv', '--target', 'y', '--missing', 'error'],
    '“z”列第 2 行应为数值，却是空值；用 --missing drop 可略去这些行',
  ],
  [
    ['rows.csv', '--target', 'y', '--features', 'x,z,x^2,z^2'],
    '4 行完整的数据要确定 5 个参数（4 个权重和偏置）；“z”在 5 行中有 1 行没有值',
  ],
  [['rows.csv', '--target', 'y', '--separator', 'ab'], '--separator 应为一个字符'],
  [['rows.csv', '--target', 'y', '--where', 'x >'], '请改正 --where 中的条件'],
  [['none.csv'], '没有文件“none.csv”；请给出 CSV 文件，或自带的数据集 cars'],
  [['rows.csv', '--target', 'y', '--epoch', '3'], '没有选项“--epoch”；是不是指 --epochs？'],
  [['cars', '--scale', 'none', '--learning-rate', '1', '--json'], '损失在第'],
  [['predict', 'none.json', 'rows.csv'], '没有文件“none.json”；请给出 --save 写出的模型'],
  [['explain', 'none.json'], '缺少必需的选项“--row <n>”'],
  [['--lang', 'zh'], '--lang 应为 en 或 zh-CN'],
  [['completion', 'tcsh'], 'completion 应为 bash、zsh 或 fish，却是“tcsh”'],
  [['help', 'sumary'], '没有命令“sumary”；是不是指 summary？'],
  [['--timeout', 'soon'], '--timeout 应为 60s、5m 这样的时长'],
  [['--state', 'gd1.x'], '--state：链接已损坏；请复制整个链接，到最后一个字符为止'],
])('%j', async (argv, told) => {
  const { stderr, stdout } = await run(argv, 'zh_CN.UTF-8');
  expect(stderr).toContain(told);
  expect(english(stderr), stderr).toEqual([]);
  expect(stdout).toBe('');
});

it('notes are set as Chinese is: no half-width mark beside a character', async () => {
  writeFileSync(
    join(folder, 'gaps.csv'),
    'x,z,city,note,y\n1,,u,a,3\n2,2,v,b,\n3,5,u,c,9\n4,4,v,d,8\n5,9,u,e,1\n6,x,v,f,2\n7,1,u,g,4\n',
  );
  const asked = [
    ['gaps.csv', '--target', 'y', '--json'],
    ['gaps.csv', '--target', 'y', '--features', 'x,z', '--json'],
    ['gaps.csv', '--target', 'y', '--features', 'x,z', '--where', 'x > 0', '--no-interactive'],
    ['penguins', '--no-interactive'],
    ['penguins', '--by', 'species'],
    ['cars', '--scale', 'none', '--epochs', '5', '--optimizer', 'gd', '--no-interactive'],
  ];
  for (const argv of asked) {
    const { stderr, stdout } = await run(argv, 'zh_CN.UTF-8');
    const text = stderr + (stdout.startsWith('{') ? '' : stdout);
    expect(text).toMatch(/\p{Script=Han}/u);
    // what is named in quotes stands as it is
    expect(text.replace(/“[^”]*”/g, '“”')).not.toMatch(/\p{Script=Han} ?[,;:!?()]|[,;!?()] ?\p{Script=Han}/u);
  }
});

const COMMANDS = ['', 'train', ...commandsOf((await gd.run(['--help'])).stdout)];

it.each(COMMANDS)('the help of "%s" is Chinese to the last word, within 80 columns', async (command) => {
  const argv = [...(command === '' ? [] : [command]), '--help'];
  const { stdout } = await run(argv, 'zh_CN.UTF-8');
  expect(stdout).toContain('用法 gd-trainer');
  // values, which are typed as they stand, are told apart by marks
  const left = english(
    stdout.replace(/（可选[^）]*）|^ {2}(?:gd-trainer|cat) .*?(?= {2}|$)|\b[\w, ]+ (?:或|和) \w+/gm, ' '),
  );
  expect(left).toEqual([]);
  const examples = / --\S+ .* --\S+ /;
  for (const line of stdout.split('\n'))
    if (!examples.test(line)) expect(textWidth(line), line).toBeLessThanOrEqual(80);
  expect(stdout).not.toMatch(/^ *[，。；：、）”]/m);
  expect((await run([...argv, '--lang', 'zh-CN'])).stdout).toBe(stdout);
});

it('the short help, completion and explain speak Chinese, too', async () => {
  const short = (await run(['-h'], 'zh_CN.UTF-8')).stdout;
  expect(short).toContain('gd-trainer --help 列出全部选项');
  expect(short).not.toContain('--l2');
  const offered = (await run(['complete', '--', '--'], 'zh_CN.UTF-8')).stdout;
  expect(offered).toContain('--epochs\t最多训练多少轮');
  expect(english(offered.replace(/\b[\w, ]+ 或 \w+/g, ' '))).toEqual([]);
  await run([
    'rows.csv',
    '--target',
    'y',
    '--features',
    'x',
    '--epochs',
    '5',
    '--quiet',
    '--save',
    'model.json',
  ]);
  const explained = (await run(['explain', 'model.json', 'rows.csv', '--row', '1', '--lang', 'zh-CN']))
    .stdout;
  expect(explained).toContain('rows.csv，第 1 行');
  expect(explained).toContain('偏置');
  expect(english(explained)).toEqual([]);
});
