import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { esbuild, root } from '../project.mjs';

const KB = 1000;
const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length / KB;

/** Sizes are not times: `ours` and `theirs` hold kilobytes here. */
export async function* run() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'packages/sdk/dist/index.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const row = { id: 'P13', goal: 1, unit: 'times the limit', smaller: true, size: true };
  const ours = zipped(outputFiles[0].contents);
  yield {
    ...row,
    work: 'sdk main entry with the core, minified, gzip',
    rival: 'limit 15 KB',
    ours,
    theirs: 15,
  };
  const element = join(root, 'apps/web/dist/gd-trainer.js');
  const work = '<gd-trainer> as a single file, gzip';
  if (!existsSync(element)) yield { ...row, work, rival: 'limit 45 KB', missing: 'apps/web is not built' };
  else yield { ...row, work, rival: 'limit 45 KB', ours: zipped(readFileSync(element)), theirs: 45 };
}
