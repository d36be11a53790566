// The licences of what a bundle holds of others: each package that a bundled module comes from, with its text.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

export const LICENSES_FILE = 'THIRD_PARTY_LICENSES.txt';
const RULE = `\n${'-'.repeat(80)}\n\n`;

/**
 * Writes the list beside the bundle.
 *
 * @param {string} dist Folder of the built files.
 * @param {Iterable<string>} modules Paths of all modules that have code in them.
 */
export function writeLicenses(dist, modules) {
  const notices = new Set([...new Set([...modules].map(folderOf))].flatMap(noticesOf));
  writeFileSync(join(dist, LICENSES_FILE), [...notices].sort().join(RULE));
}

/** The notices of such a list; each begins with a line like `lit 3.3.3 (BSD-3-Clause)`. */
export const readLicenses = (dist) => {
  const file = join(dist, LICENSES_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').split(RULE).filter(Boolean) : [];
};

/** The paths of all modules that esbuild has put into a bundle, from its metafile. */
export const modulesOf = ({ outputs }) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0 && existsSync(path)),
  );

/** The folder of the package that a module belongs to. */
function folderOf(module) {
  let folder = dirname(module);
  // inside of packages lie manifests without a name, which only say what kind of modules there are
  while (manifestOf(folder)?.name === undefined) folder = dirname(folder);
  return folder;
}

function manifestOf(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** A package of this repository needs no notice, but brings those of what it has bundled itself. */
function noticesOf(folder) {
  if (!folder.split(sep).includes('node_modules')) return readLicenses(join(folder, 'dist'));
  const { name, version, license, author } = manifestOf(folder);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && license === 'MIT') texts.push(mitLicense(author?.name ?? author));
  if (texts.length === 0) throw new Error(`${name} ${version} comes without the text of its licence`);
  return [`${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`];
}

/** For whom names the licence and leaves its text out: the text is the one that we have too. */
const mitLicense = (holder) =>
  readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8')
    .replace(/^Copyright .*$/m, `Copyright (c) ${holder}`)
    .trim();
