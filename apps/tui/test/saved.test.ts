// Every kind of file that is saved, given to every command: what takes it works, what does not says what it was given.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moments, Trainer } from '@gd-trainer/sdk';
import { toLink } from '@gd-trainer/sdk/view';
import { leftInEnglish } from '@gd-trainer/testing/mistakes';
import { foreignNames } from '@gd-trainer/testing/surfaces';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OneProcess } from './one-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-saved-'));
const at = (name: string): string => join(folder, name);
const command = new OneProcess();
afterAll(() => {
  command.close();
  rmSync(folder, { recursive: true });
});

/** Files by name, each with what it is to the command; nothing of ours wrote the last ones. */
const SAVED = {
  'model.json': 'a model',
  'run.json': 'a run',
  'link.txt': 'a run',
  'moments.json': 'moments',
  'result.json': 'a result',
  'summary.json': 'a summary',
  'groups.json': 'models of groups',
  'predictions.json': 'predictions',
  'settings.json': 'settings',
  'rows.csv': 'a table',
  'prose.txt': undefined,
  'empty.json': undefined,
  'other.json': undefined,
} as const;
type Kind = (typeof SAVED)[keyof typeof SAVED];

/** What each command takes in the place of `FILE`, and what its hint asks for. */
const COMMANDS: readonly (readonly [argv: string, takes: readonly Kind[], asks: RegExp])[] = [
  ['predict FILE rows.csv', ['a model'], /give a model that --save wrote/],
  ['explain FILE rows.csv --row 1', ['a model'], /give a model that --save wrote/],
  ...['sql', 'onnx', 'js', 'python', 'c'].map(
    (to) => [`export FILE --to ${to}`, ['a model'], /give a model that --save wrote/] as const,
  ),
  ...['csv', 'worksheet', 'exercise', 'typescript', 'numpy', 'link'].map(
    (to) =>
      [
        `export FILE --to ${to}`,
        ['a run'],
        /give a link that was shared, or a file that :state wrote/,
      ] as const,
  ),
  ['--state FILE --json', ['a run'], /give a link that was shared, or a file that :state wrote/],
  ['FILE --target y --json', ['a table'], /give the rows that it is of/],
  ['solve FILE --target y --json', ['a table'], /give the rows that it is of/],
  ['summary FILE --target y', ['a table', 'a model'], /give the rows that it is of/],
  ['predict model.json FILE', ['a table'], /give the rows that it is of/],
  ['explain model.json FILE --row 1', ['a table'], /give the rows that it is of/],
];

beforeAll(async () => {
  const rows = Array.from({ length: 12 }, (_, i) => [i, (i * i) % 7, i % 2 ? 'a' : 'b', 2 * i + (i % 3)]);
  writeFileSync(at('rows.csv'), `x,z,g,y\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  const data = { x: rows.map(([x]) => x as number), y: rows.map(([, , , y]) => y as number) };
  const trainer = new Trainer(data, { target: 'y' });
  trainer.seek(3);
  const state = trainer.toState();
  const files: Record<string, string> = {
    'run.json': JSON.stringify({ state, name: 'twelve' }),
    'link.txt': `https://example.org/lesson#${await toLink({ state })}\n`,
    'moments.json': JSON.stringify(await moments(data, { target: 'y' })),
    'settings.json': await printed('config --json'),
    'prose.txt': 'Nothing of this is a table, or was saved.\n',
    'empty.json': '',
    'other.json': '{"a": 1, "b": {"c": []}}',
    'result.json': await printed('rows.csv --target y --json --save model.json'),
    'summary.json': await printed('summary rows.csv --target y --json'),
    'groups.json': await printed('rows.csv --target y --features x --by g --json'),
    'predictions.json': await printed('predict model.json rows.csv --json'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
});

const run = (line: string) =>
  command.run(line.split(' ').map((word) => (/\.(?:json|csv|txt)$/.test(word) ? at(word) : word)));

async function printed(line: string): Promise<string> {
  const { status, stdout, stderr } = await run(line);
  expect([status, stderr.replace(/^gd-trainer: .*\n/gm, '')], line).toEqual([0, '']);
  return stdout;
}

test('what is of another kind is named, with the cure that this command has, in both languages', async () => {
  const help: string[] = [];
  for (const name of ['', 'summary ', 'predict ', 'explain ', 'export '])
    help.push((await run(`${name}--help`)).stdout);
  const flags = new Set(help.join('\n').match(/--[a-z][\w-]*/g));
  for (const [argv, takes, asks] of COMMANDS) {
    for (const [name, kind] of Object.entries(SAVED)) {
      const line = argv.replace('FILE', name);
      const { status, stderr } = await run(line);
      if (takes.includes(kind)) {
        expect([status, stderr.match(/unexpected/)], line).toEqual([0, null]);
        continue;
      }
      expect([status, stderr], line).toEqual([3, expect.stringMatching(/^gd-trainer: .+\n$/)]);
      expect(foreignNames(stderr, flags), line).toEqual([]);
      const wanted = takes[0]!;
      if (wanted !== 'a table') expect(stderr, line).toContain(`no ${wanted.slice(2)}`);
      if (kind !== undefined && (wanted === 'a table' || kind !== 'a table'))
        expect(stderr, line).toContain(kind);
      if (kind !== undefined || wanted !== 'a table') expect(stderr, line).toMatch(asks);
      const chinese = await run(`${line} --lang zh-CN`);
      expect(leftInEnglish(chinese.stderr.replace(/gd-trainer\S*|--\S+/g, ' ')), chinese.stderr).toEqual([]);
    }
  }
});
