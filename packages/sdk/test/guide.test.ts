import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needs } from '@gd-trainer/testing/needs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findClickHouse } from '../../../tools/cluster/clickhouse.ts';
import { findPostgres } from '../../../tools/cluster/postgres.ts';

const sdk = fileURLToPath(new URL('../', import.meta.url));
const guide = readFileSync(new URL('../../../docs/guides/larger-than-memory.md', import.meta.url), 'utf8');

/** Fewer rows than the guide takes, and still more than memory holds at a time. */
const ROWS = '600000';

interface Step {
  readonly command: string;
  /** What the guide says it prints; empty where it says nothing. */
  readonly promised: string;
}

/** The shell blocks of the guide after the one that builds, each with the output that follows it. */
function stepsOf(text: string): Step[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, kind, body]) => ({
    kind,
    body: body!,
  }));
  const steps = blocks.flatMap(({ kind, body }, index) => {
    const next = blocks[index + 1];
    return kind === 'sh' ? [{ command: body, promised: next?.kind === '' ? next.body : '' }] : [];
  });
  return steps.slice(1);
}

const folder = mkdtempSync(join(tmpdir(), 'gd-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Numbers depend on the number of rows and on the clock: what is compared is all else. */
const masked = (text: string): string =>
  text.replaceAll(folder, '/tmp').replace(/-?\d+(?:[,.]\d+)*(?:e[-+]?\d+)?/g, '#');

/** Up to an ellipsis, where the words of an engine are cut. */
const beginningOf = (promised: string): string => masked(promised).trim().replace(/…$/, '');

const servers = [
  { name: 'PostgreSQL', needs: '/tmp/pg', found: findPostgres() },
  { name: 'ClickHouse', needs: 'tools/cluster', found: findClickHouse() },
];
const steps = stepsOf(guide);
const lacking = (command: string) =>
  servers.find(({ needs, found }) => command.includes(needs) && 'missing' in found);
for (const { name, found } of servers) {
  if ('missing' in found) console.warn(`The guide is not followed with ${name}: ${found.missing}`);
}

describe(
  'the guide, step by step',
  needs(existsSync('/bin/bash') && process.getuid?.() === 0, 'root and bash'),
  () => {
    let printed: string[];

    beforeAll(() => {
      const script = steps.map(({ command }) =>
        lacking(command)
          ? 'echo skipped'
          : command
              .replaceAll('10000000', ROWS)
              .replace('tools/cluster/run.ts', `tools/cluster/run.ts ${ROWS}`)
              .replaceAll('/tmp/', `${folder}/`),
      );
      // the user of PostgreSQL has to get to its folder
      const whole = ['exec 2>&1', `chmod 755 ${folder}`, ...script].join('\necho @@@\n');
      const output = execFileSync('/bin/bash', ['-c', whole], { cwd: sdk, encoding: 'utf8' });
      printed = output.split('@@@\n').slice(2);
    }, 180_000);

    it('has the steps that are looked for here', () => {
      expect(steps).toHaveLength(9);
      expect(printed).toHaveLength(steps.length);
      for (const { needs } of servers) expect(guide).toContain(needs);
    });

    it.each(steps.map((step, index) => [index, step] as const))(
      'step %i prints what it says',
      (index, step) => {
        if (lacking(step.command)) return expect(printed[index]).toBe('skipped\n');
        expect(masked(printed[index]!)).toContain(beginningOf(step.promised));
      },
    );
  },
);
