import type { Plugin } from 'vite';

/** As much of a syntax tree as is looked at. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const TAGS = ['html', 'svg', 'mathml', 'css'];

/**
 * Takes out of tagged templates what only people need: minifiers leave strings alone, and the style sheets and markup
 * of the element are strings.
 */
export function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/src/') || !TAGS.some((tag) => code.includes(`${tag}\``))) return undefined;
      const edits: { start: number; end: number; text: string }[] = [];
      visit(this.parse(code) as unknown as Node, (node) => {
        const tag = node.type === 'TaggedTemplateExpression' ? (node.tag as Node).name : undefined;
        if (!TAGS.includes(String(tag))) return;
        for (const { start, end } of (node.quasi as { quasis: Node[] }).quasis) {
          const text = code.slice(start, end);
          edits.push({ start, end, text: tag === 'css' ? smallCss(text) : smallMarkup(text) });
        }
      });
      const sorted = edits.sort((a, b) => b.start - a.start);
      const small = sorted.reduce(
        (rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end),
        code,
      );
      return { code: small, map: null };
    },
  };
}

function visit(node: Node, enter: (node: Node) => void): void {
  enter(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) visit(child as Node, enter);
    }
  }
}

/** Whitespace with a line break in it is the formatter's, and one space of it is all that a browser would see: none in a tag. */
const smallMarkup = (text: string): string => text.replace(/\s*\n\s*(\/?>)/g, '$1').replace(/\s*\n\s*/g, ' ');

const smallCss = (text: string): string =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
