import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { esbuild, root } from '../project.mjs';
import { both } from '../table.mjs';

const KB = 1000;
const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length / KB;

const limit = (kilobytes) => both(`limit ${kilobytes} KB`, `上限 ${kilobytes} KB`);

/** Sizes are not times: `ours` and `theirs` hold kilobytes here. */
export async function* run() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'packages/sdk/dist/index.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const row = { id: 'P13', goal: 1, unit: 'limit', smaller: true, size: true };
  const ours = zipped(outputFiles[0].contents);
  yield {
    ...row,
    work: both('sdk main entry with the core, minified, gzip', 'sdk 主入口连同内核，最小化并 gzip 后'),
    rival: limit(15),
    ours,
    theirs: 15,
  };
  const element = join(root, 'apps/web/dist/gd-trainer.js');
  const work = both('<gd-trainer> as a single file, gzip', '<gd-trainer> 单文件，gzip 后');
  if (!existsSync(element)) yield { ...row, work, rival: limit(45), missing: 'apps/web is not built' };
  else yield { ...row, work, rival: limit(45), ours: zipped(readFileSync(element)), theirs: 45 };
}
