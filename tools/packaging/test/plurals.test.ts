// Counts in sentences: `1 row`, `2 rows`. Read from the source, where a noun in the plural after a count that may be 1 is a fault.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const COUNTED =
  /^(?: (?:more|gradient|complete|finite))? (?:rows|epochs|steps|samples|weights|features|parameters|columns|cells|fields|values|keys|lines|notes|kinds|numbers|evaluations|gradients|terms|batches|futures)\b/;
/** Before a bound, or a whole of which something is a part. */
const BOUND = /(?:at most|up to|over|of|to|to the|for) $/;

/** Templates in which a count is followed by a plural, and no condition around them tells one from many. */
function unconditional(tree: unknown, isAsked = false): string[] {
  if (Array.isArray(tree)) return tree.flatMap((node) => unconditional(node, isAsked));
  if (typeof tree !== 'object' || tree === null) return [];
  const node = tree as { readonly type?: string; readonly quasis?: { value: { cooked: string } }[] };
  const texts = node.type === 'TemplateLiteral' ? node.quasis!.map(({ value }) => value.cooked) : [];
  const isFault = texts.some((text, i) => i > 0 && COUNTED.test(text) && !BOUND.test(texts[i - 1]!));
  const asks = isAsked || node.type === 'ConditionalExpression';
  return [
    ...(isFault && !isAsked ? [texts.join('…')] : []),
    ...Object.values(node).flatMap((child) => unconditional(child, asks)),
  ];
}

/** Counts that are never 1, each with the reason. */
const MANY: readonly string[] = [
  // more than 2²⁵ cells
  'expected at most … cells, got … with …, … cells',
  // more than what fits a link
  '… rows are too many for a link',
  // more steps than can be made again
  'the state asks for … steps to be made again, which would take too long',
  // rows of a stream that is shuffled by parts
  'shuffled within … rows at a time, in the order of the stream: where that is sorted, shuffle it first',
];

it('one thing is told of in the singular', () => {
  const files = globSync('{packages/sdk,apps/tui,apps/web}/src/**/*.{ts,tsx}', { cwd: root });
  expect(files.length).toBeGreaterThan(200);
  const faults = files.flatMap((file) => {
    const lang = file.endsWith('x') ? 'tsx' : 'ts';
    return unconditional(parseAst(readFileSync(root + file, 'utf8'), { lang })).map((text) => [file, text]);
  });
  expect(faults.filter(([, text]) => !MANY.includes(text!))).toEqual([]);
});
