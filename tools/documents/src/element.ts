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

const HEADS = {
  en: {
    attributes: ['attribute', 'type', 'what it does'],
    methods: ['method', 'what it does'],
    events: ['event', 'when'],
    slots: ['slot', 'what goes there'],
    parts: ['part', 'what it is'],
    properties: ['custom property', 'what it colours or sets'],
  },
  'zh-CN': {
    attributes: ['属性', '类型', '作用'],
    methods: ['方法', '作用'],
    events: ['事件', '何时'],
    slots: ['插槽', '放什么'],
    parts: ['部件', '是什么'],
    properties: ['自定义属性', '什么的颜色或设置'],
  },
} as const;

/** What an entry is, in a language: in Chinese as the demo page says it, of a part before an attribute of its name. */
function teller(language: keyof typeof HEADS): (entry: Entry, kind?: 'part') => string {
  if (language === 'en') return ({ description }) => sentence(description);
  const told = JSON.parse(readRepository('apps/web/demo/page.zh-CN.json')) as Record<string, string>;
  return ({ name }, kind) => sentence((kind && told[`${kind} ${name}`]) ?? told[name]);
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const sentence = (text = ''): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** Tables by the name of the part that they fill. */
export function elementTables(language: keyof typeof HEADS = 'en'): Readonly<Record<string, string>> {
  const listed = element();
  const heads = HEADS[language];
  const tell = teller(language);
  const named = (kind: string, head: readonly string[], of?: 'part'): string =>
    table(
      head,
      listed(kind).map((entry) => [code(entry.name), tell(entry, of)]),
    );
  const methods = listed('members').filter(
    ({ kind, privacy, description }) => kind === 'method' && !privacy && description,
  );
  return {
    attributes: table(
      heads.attributes,
      listed('attributes').map((entry) => [
        code(entry.name),
        entry.type ? code(entry.type.text.replace(' | undefined', '')) : '',
        tell(entry),
      ]),
    ),
    methods: table(
      heads.methods,
      methods.map((entry) => {
        const names = (entry.parameters ?? []).map(({ name, optional }) => `${name}${optional ? '?' : ''}`);
        return [code(`${entry.name}(${names.join(', ')})`), tell(entry)];
      }),
    ),
    events: named('events', heads.events),
    slots: named('slots', heads.slots),
    parts: named('cssParts', heads.parts, 'part'),
    properties: named('cssProperties', heads.properties),
  };
}
