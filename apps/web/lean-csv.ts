import type { Plugin } from 'vite';

/** What papaparse offers besides reading text, and a page never asks of it. */
const UNUSED = ['unparse', 'NetworkStreamer', 'FileStreamer', 'ReadableStreamStreamer'];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/**
 * Takes the bodies of those functions out of the built element: papaparse hangs them all on one object, so that no
 * bundler can tell that nobody calls them.
 */
export function leanCsv(): Plugin {
  return {
    name: 'lean-csv',
    apply: 'build',
    transform(code, id) {
      if (!code.includes('papaparse') || !id.endsWith('/csv.js')) return undefined;
      const bodies = new Map<string, Node>();
      visit(this.parse(code) as unknown as Node, [], bodies);
      const missing = UNUSED.filter((name) => !bodies.has(name));
      if (missing.length > 0)
        this.error(`no ${missing.join(', ')} in papaparse: look at what it has instead`);
      const lean = [...bodies.values()]
        .sort((a, b) => b.start - a.start)
        .reduce((rest, { start, end }) => `${rest.slice(0, start)}{}${rest.slice(end)}`, code);
      return { code: lean, map: null };
    },
  };
}

/** Collects the bodies by name; `around` are the statements of the function that a node stands in. */
function visit(node: Node, around: readonly Node[], bodies: Map<string, Node>): void {
  if (node.type === 'AssignmentExpression') {
    const [left, right] = [node.left as Node, node.right as Node];
    const name = (left.property as { name?: string } | undefined)?.name ?? '';
    const body = UNUSED.includes(name) ? bodyOf(right, around) : undefined;
    if (body) bodies.set(name, body);
  }
  const body = node.body as Node | undefined;
  const inside =
    /Function/.test(node.type) && body?.type === 'BlockStatement' ? (body.body as Node[]) : around;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child)
        visit(child as Node, inside, bodies);
    }
  }
}

/** The body of a function, given as it is or by its name. */
function bodyOf(value: Node, around: readonly Node[]): Node | undefined {
  if (value.type !== 'Identifier') return value.body as Node | undefined;
  const named = ({ type, id }: Node): boolean =>
    type === 'FunctionDeclaration' && (id as { name: string }).name === value.name;
  return around.find(named)?.body as Node | undefined;
}
