import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../', import.meta.url);

/** The path of a file of this repository. */
export const repositoryFile = (path: string): string => fileURLToPath(new URL(path, ROOT));

/** The text of a file of this repository. */
export const readRepository = (path: string): string => readFileSync(repositoryFile(path), 'utf8');
