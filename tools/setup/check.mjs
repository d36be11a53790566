// npm run check: format, lint and types.
import { runChecks, staticChecks } from './checks.mjs';
import { leaveWith } from './messages.mjs';
import { prepareWorkspace } from './workspace.mjs';

await leaveWith(async () => runChecks(staticChecks(await prepareWorkspace())));
