import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { esbuild, root } from '../project.mjs';
import { both } from '../table.mjs';

const KB = 1000;
const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length / KB;

const limit = (kilobytes) => both(`limit ${kilobytes} KB`, `上限 ${kilobytes} KB`);

const loadedLater = {
  name: 'loaded later',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** A module and what it imports, minified; what it loads when it is used stays outside. */
async function bundled(contents) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: join(root, 'packages/sdk/dist') },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    plugins: [loadedLater],
  });
  return zipped(outputFiles[0].contents);
}

/** Sizes are not times: `ours` and `theirs` hold kilobytes here. */
export async function* run() {
  const row = { id: 'P13', goal: 1, unit: 'limit', smaller: true, size: true };
  yield {
    ...row,
    work: both(
      "import { fit } from '@gd-trainer/sdk/lean', with the core, minified, gzip",
      "import { fit } from '@gd-trainer/sdk/lean'，连同内核，最小化并 gzip 后",
    ),
    rival: limit(16),
    ours: await bundled("export { fit } from './lean.js';"),
    theirs: 16,
  };
  const element = join(root, 'apps/web/dist/gd-trainer.js');
  const work = both('<gd-trainer> as a single file, gzip', '<gd-trainer> 单文件，gzip 后');
  if (!existsSync(element)) yield { ...row, work, rival: limit(85), missing: 'apps/web is not built' };
  else yield { ...row, work, rival: limit(85), ours: zipped(readFileSync(element)), theirs: 85 };
}
