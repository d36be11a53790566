// npm run format: writes every file in the house's format and mends what lint can mend.
import { join } from 'node:path';
import { runAttached } from './child-process.mjs';
import { leaveWith } from './messages.mjs';
import { root } from './toolchain.mjs';
import { prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const { node, env } = await prepareWorkspace();
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  return runAttached(node, [biome, 'check', '--write', '.'], { cwd: root, env });
});
