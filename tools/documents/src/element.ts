// Tables of all that `<gd-trainer>` offers a page, from the manifest that its build writes.
import { toMarkdown as table } from '../../bench/table.mjs';
import { readRepository } from './repository.ts';

interface Entry {
  readonly name: string;
  readonly kind?: string;
  readonly privacy?: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
  readonly parameters?: readonly { readonly name: string; readonly optional?: boolean }[];
}

interface Declaration {
  readonly tagName?: string;
  readonly [kind: string]: unknown;
}

/** The element of the manifest, its entries by kind. */
function element(): (kind: string) => readonly Entry[] {
  const { modules } = JSON.parse(readRepository('apps/web/dist/custom-elements.json')) as {
    modules: { declarations: Declaration[] }[];
  };
  const found = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === 'gd-trainer')!;
  return (kind) => (found[kind] ?? []) as Entry[];
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const sentence = (text = ''): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** Tables by the name of the part that they fill. */
export function elementTables(): Readonly<Record<string, string>> {
  const listed = element();
  const named = (kind: string, head: string, says = 'what it does'): string =>
    table(
      [head, says],
      listed(kind).map(({ name, description }) => [code(name), sentence(description)]),
    );
  const methods = listed('members').filter(
    ({ kind, privacy, description }) => kind === 'method' && !privacy && description,
  );
  return {
    attributes: table(
      ['attribute', 'type', 'what it does'],
      listed('attributes').map(({ name, type, description }) => [
        code(name),
        type ? code(type.text.replace(' | undefined', '')) : '',
        sentence(description),
      ]),
    ),
    methods: table(
      ['method', 'what it does'],
      methods.map(({ name, parameters = [], description }) => {
        const names = parameters.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`);
        return [code(`${name}(${names.join(', ')})`), sentence(description)];
      }),
    ),
    events: named('events', 'event', 'when'),
    slots: named('slots', 'slot', 'what goes there'),
    parts: named('cssParts', 'part', 'what it is'),
    properties: named('cssProperties', 'custom property', 'what it colours or sets'),
  };
}
