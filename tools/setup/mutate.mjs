// npm run mutate [-- PATH …]: sets up what is missing, and counts the small changes of the code that tests notice.
import { join } from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { runAttached } from './child-process.mjs';
import { leaveWith, say } from './messages.mjs';
import { root } from './toolchain.mjs';
import { prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => {
  const toolchain = await prepareWorkspace();
  const browser = await prepareBrowser(toolchain);
  say(
    'a change at a time in a copy of what is committed, an hour or two for those that are drawn; Ctrl-C ends it',
  );
  const env = { ...toolchain.env, ...(browser ? { CHROME_PATH: browser } : {}) };
  const run = join(root, 'tools/mutation/run.mjs');
  return runAttached(toolchain.node, [run, ...process.argv.slice(2)], { cwd: root, env });
});
