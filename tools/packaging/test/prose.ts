// Texts of errors as they stand in the source, so that one that comes is read by the tests, too.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The parts of a syntax tree that make an error. */
function errorsIn(tree: unknown): unknown[] {
  if (Array.isArray(tree)) return tree.flatMap(errorsIn);
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Node;
  const isError =
    node.type === 'NewExpression' && ['GdError', 'Failure'].includes((node.callee as Node).name as string);
  return isError ? [node] : Object.values(node).flatMap(errorsIn);
}

/** Prose of a syntax tree: texts of more than one word, with `put` for whatever is put into them. */
function proseIn(tree: unknown, put: string): string[] {
  if (Array.isArray(tree)) return tree.flatMap((node) => proseIn(node, put));
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as Node;
  if (node.type === 'ImportDeclaration') return [];
  const own =
    node.type === 'Literal' && typeof node.value === 'string'
      ? [node.value]
      : node.type === 'TemplateLiteral'
        ? [(node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join(put)]
        : [];
  return [
    ...own.filter((text) => /\w \w/.test(text)),
    ...Object.values(node).flatMap((child) => proseIn(child, put)),
  ];
}

/** Statements and programs, which no reader is told. */
const isCode = (text: string): boolean =>
  /[A-Z]{3,}[^a-z]*[({]|\b(?:SELECT|SET|AS|CASE)\b|[\\$]|^\s*$|\n|0, \d/.test(text);

/**
 * Texts of the errors of all files of a pattern that make any, each with its file: of the sdk with the phrases that its
 * files put into them, of apps and of what writes programs only what stands in the error itself.
 */
export function errorProse(pattern: string, put: string): [file: string, text: string][] {
  return (
    globSync(pattern, { cwd: root })
      .map((file): [string, string] => [file, readFileSync(root + file, 'utf8')])
      // the hints of a model are its own, and no errors
      .filter(([file, source]) => /GdError|Failure/.test(source) && !file.endsWith('model/model.ts'))
      .flatMap(([file, source]) => {
        const tree = parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
        const told = /\/export\/|^apps\//.test(file) ? errorsIn(tree) : tree;
        return proseIn(told, put)
          .filter((text) => !isCode(text))
          .map((text): [string, string] => [file, text]);
      })
  );
}
