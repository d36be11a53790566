// node tools/documents/src/write.ts [pictures]: writes everything that is generated in the documents, after a build.
// The pictures of the element are taken anew only when asked for.
import { rmSync, writeFileSync } from 'node:fs';
import { pages, renewed } from './pages.ts';
import { takePictures } from './pictures.ts';
import { writeReference } from './reference.ts';
import { repositoryFile } from './repository.ts';

const REFERENCE = repositoryFile('docs/api');

for (const path of pages) writeFileSync(repositoryFile(path), await renewed(path));
rmSync(REFERENCE, { recursive: true, force: true });
const complaints = await writeReference(REFERENCE);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
if (process.argv.includes('pictures')) await takePictures();
