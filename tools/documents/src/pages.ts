// Every document with generated parts, and how each of them comes to be what it should be.
import { spawnSync } from 'node:child_process';
import { descendedTable, nistIsThere, solvedInWords, solvedTable } from './accuracy.ts';
import { elementTables } from './element.ts';
import { fill } from './marked.ts';
import { measured } from './measured.ts';
import { readRepository, repositoryFile } from './repository.ts';
import { renewOutputs } from './samples.ts';
import { withTablesOf } from './translated.ts';

type Renewal = (text: string) => string | Promise<string>;

const ACCURACY = 'docs/guides/accuracy.md';
const ELEMENT = 'apps/web/README.md';

/** Makers of each document, by its path. Parts that need NIST's files stay as they are where those are not at hand. */
const RENEWALS: Readonly<Record<string, Renewal>> = {
  // first, because the pages below quote it
  [ACCURACY]: async (text) =>
    nistIsThere ? fill(fill(text, 'solved', await solvedTable()), 'descended', descendedTable()) : text,
  'docs/guides/accuracy.zh-CN.md': (text) => withTablesOf(readRepository(ACCURACY), text),
  'apps/web/README.zh-CN.md': (text) => withTablesOf(readRepository(ELEMENT), text),
  'README.md': (text) => {
    const withTable = fill(text, 'measured', measured('en'));
    return fill(withTable, 'accuracy', solvedInWords(readRepository(ACCURACY), 'en'));
  },
  'README.zh-CN.md': (text) => {
    const withTable = fill(text, 'measured', measured('zh-CN'));
    return fill(withTable, 'accuracy', solvedInWords(readRepository(ACCURACY), 'zh-CN'));
  },
  'docs/guides/lecture.md': renewOutputs,
  'docs/guides/lecture.zh-CN.md': renewOutputs,
  'docs/guides/learning-rate.md': renewOutputs,
  'docs/guides/learning-rate.zh-CN.md': renewOutputs,
  'docs/guides/one-model-or-a-million.md': renewOutputs,
  'docs/guides/one-model-or-a-million.zh-CN.md': renewOutputs,
  'docs/guides/embedding.md': (text) =>
    Object.entries(elementTables()).reduce((now, [name, content]) => fill(now, name, content), text),
  'docs/guides/embedding.zh-CN.md': (text) =>
    Object.entries(elementTables('zh-CN')).reduce((now, [name, content]) => fill(now, name, content), text),
};

export const pages: readonly string[] = Object.keys(RENEWALS);

/** A document as it should be. */
export async function renewed(path: string): Promise<string> {
  return formatted(await RENEWALS[path]!(readRepository(path)));
}

/** Tables padded, as everywhere in the repository. */
function formatted(markdown: string): string {
  const biome = repositoryFile('node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [biome, 'format', '--stdin-file-path=page.md'],
    { cwd: repositoryFile(''), input: markdown, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`biome could not format a page: ${stderr}`);
  return stdout;
}
