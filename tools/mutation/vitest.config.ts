import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import base from '../../vitest.config.ts';
import { REACHED } from './switches.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests of documents, packages and sizes read no behaviour; kernels as text and servers take too long. */
const ASIDE = [
  'tools/**',
  'packages/core/test/{build,liftoff,turbofan}*.test.ts',
  'packages/sdk/test/{endurance,memory,sql-clickhouse,sql-cluster,sql-postgres}.test.ts',
];

const ORDER = here('build/order.json');
const order: string[] = existsSync(ORDER) ? JSON.parse(readFileSync(ORDER, 'utf8')) : [];
const placeOf = ({ moduleId }: TestSpecification): number =>
  order.findIndex((file) => moduleId.endsWith(file));

/** The quickest first, as they were found to be. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

const folder = here(`../../${REACHED}`);
const reached = existsSync(folder) ? folder : '';

/** All projects, with what tells the changes that a test comes by. */
const projects = (base.test?.projects ?? []).map((project) => {
  const { test } = project as { test: { name: string; exclude?: string[] } };
  const setup = test.name === 'browser' ? 'reached-by-page.ts' : 'reached-by-test.ts';
  const exclude = [...(test.exclude ?? ['**/node_modules/**']), ...ASIDE];
  return { test: { ...test, exclude, setupFiles: [here(setup)], provide: { reached } } };
});

export default defineConfig({
  root: here('../../'),
  test: { ...base.test, projects, sequence: { sequencer: QuickestFirst } },
});
