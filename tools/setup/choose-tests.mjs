// From words to tests: a word is part of the name of test files, or of tests.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './toolchain.mjs';

/**
 * The choice that words make: the `files` to run, all without a word, and `name`, the words that are no file's, which as
 * they stand have to be in the name of a test. Throws a list of what there is if no file holds them.
 */
export function chooseTests(words) {
  const all = testFiles();
  const ofFiles = words.filter((word) => all.some((file) => isCalled(file, word)));
  const name = words.filter((word) => !ofFiles.includes(word)).join(' ');
  const called = all.filter((file) => ofFiles.length === 0 || ofFiles.some((word) => isCalled(file, word)));
  const [anyWord = ''] = name.split(' ');
  const files = called.filter((file) => textOf(file).includes(anyWord));
  if (files.length === 0) throw new Error(nothingHas(name));
  return { files, name };
}

/** Arguments of npm test: words up to the first flag, which with all that follows is for vitest. */
export function splitArguments(args) {
  const flag = args.findIndex((arg) => arg.startsWith('-'));
  return flag < 0 ? [args, []] : [args.slice(0, flag), args.slice(flag)];
}

/** True if one of the files runs in a browser or opens one itself. */
export function takesBrowser(files) {
  return files.some(
    (file) => file.includes('.browser.test.') || /'playwright'|served-page/.test(textOf(file)),
  );
}

/** The answer to words that are in no name. */
export function nothingHas(name) {
  const files = [...new Set(testFiles().map((file) => basename(file).replace(/(\.\w+)?\.test\.tsx?$/, '')))];
  return `no test is called "${name}"; there are tests of ${files.sort().join(', ')}`;
}

function testFiles() {
  return ['packages', 'apps', 'tools'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) => testsIn(`${group}/${name}/test`)),
  );
}

function testsIn(folder) {
  try {
    const names = readdirSync(join(root, folder));
    return names.filter((name) => /\.test\.tsx?$/.test(name)).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function isCalled(file, word) {
  return file.toLowerCase().includes(word.toLowerCase());
}

function textOf(file) {
  return readFileSync(join(root, file), 'utf8');
}
