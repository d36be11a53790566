// node empty.mjs FOLDER …: removes what an earlier build wrote, another branch's files among it.
import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
