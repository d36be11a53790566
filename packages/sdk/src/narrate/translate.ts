// Texts of errors in another language: looked up by their English, which stays the text of the error itself.

/**
 * Texts of a language by their English. In the English `{}` stands for what is put in, in the other `{0}`, `{1}` … for the
 * same in an order of its own. Code between backticks is the same in both, and so is the number of clauses in a hint.
 */
export type Translations = Readonly<Record<string, string>>;

/** A text with places, as it is looked for. */
interface Rule {
  readonly pieces: readonly string[];
  readonly told: string;
  /** Finds what was put in, first with quotes kept whole; a name may hold quotes of its own. */
  readonly patterns: readonly RegExp[];
}

/** Letters below which a rule is no sentence, but joins what is known. */
const SENTENCE = 9;

/** A text in quotes, which may hold quotes of its own: the one before a mark or the end closes it. */
const QUOTED = '"(?:[^"]|"(?![\\s,.;:?)]|$))*"(?=[\\s,.;:?)]|$)';

const CODE = '`[^`]*`';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function ruleOf([english, told]: readonly [string, string]): Rule {
  const pieces = english.split('{}');
  const pattern = (put: string): RegExp => new RegExp(`^${pieces.map(escaped).join(put)}$`, 's');
  return { pieces, told, patterns: [pattern(`((?:${QUOTED}|${CODE}|[^"\`])*?)`), pattern('(.*?)')] };
}

const lettersOf = ({ pieces }: Rule): number => pieces.join('').length;

/** Text and names in quotes, numbers, code, terms: what every language has as it is. */
const AS_IT_IS = new RegExp(`^(?:${QUOTED}|${CODE}|\\w+\\([^()]*\\)|\\S*)$`);

/** True of a place that stands in quotes: a name. */
const isNamed = ({ pieces }: Rule, place: number): boolean =>
  pieces[place]!.endsWith('"') && pieces[place + 1]!.startsWith('"');

/** A translation, and true of it where nothing in it is left in English. */
interface Told {
  readonly text: string;
  readonly isKnown: boolean;
}

/**
 * A translator by tables; what none of them has stays as it is.
 *
 * @param tables - texts of an earlier table come before those of a later one
 */
export function translator(...tables: readonly Translations[]): (text: string) => string {
  const all = new Map(tables.toReversed().flatMap((table) => Object.entries(table)));
  const whole = new Map([...all].filter(([english]) => !english.includes('{}')));
  // the more of a text a rule says itself, the surer it is meant
  const rules = [...all]
    .filter(([english]) => english.includes('{}'))
    .map(ruleOf)
    .sort((a, b) => lettersOf(b) - lettersOf(a));
  const sentences = rules.filter((rule) => lettersOf(rule) >= SENTENCE);
  const joints = rules.filter((rule) => lettersOf(rule) < SENTENCE);

  const tell = (text: string): Told => {
    const found = whole.get(text);
    if (found !== undefined) return { text: found, isKnown: true };
    if (AS_IT_IS.test(text)) return { text: text.replace(/^"(.*)"$/s, '“$1”'), isKnown: true };
    const ways = [byRule(text, sentences), inParts(text), byRule(text, joints)];
    // in part is better than not at all
    return (
      ways.find((way) => way?.isKnown) ?? ways.find((way) => way !== undefined) ?? { text, isKnown: false }
    );
  };

  /** By the first rule that leaves nothing in English, else by the first that leaves less than all. */
  function byRule(text: string, rules: readonly Rule[]): Told | undefined {
    let partly: Told | undefined;
    for (const rule of rules) {
      if (!rule.pieces.every((piece) => text.includes(piece))) continue;
      const put = putInto(rule, text);
      if (put === undefined || put.includes(text)) continue;
      const told = put.map((part, i) => (isNamed(rule, i) ? { text: part, isKnown: true } : tell(part)));
      const isKnown = told.every((part) => part.isKnown);
      const all = { text: filled(rule.told, told), isKnown };
      if (isKnown) return all;
      if (rules === sentences || told.some((part, i) => !part.isKnown && part.text !== put[i]))
        partly ??= all;
    }
    return partly;
  }

  /** Clauses and lists, told one by one. */
  function inParts(text: string): Told | undefined {
    for (const [separator, own] of SEPARATORS) {
      const parts = apart(text, separator);
      if (parts.length < 2) continue;
      const told = parts.map(tell);
      const isKnown = told.every((part) => part.isKnown);
      if (isKnown || separator !== ', ') return { text: asOne(told, own), isKnown };
    }
    return undefined;
  }

  // of three words or more the last alone stands behind an "or"
  return (text) => tell(text).text.replace(/ 或 (?=[\w'-]+ 或)/g, '、');
}

/** What was put into the places of a rule; undefined of a text that is not its. */
const putInto = ({ patterns }: Rule, text: string): string[] | undefined =>
  patterns
    .map((pattern) => pattern.exec(text))
    .find(Boolean)
    ?.slice(1);

/** Parts in a row; one 请 is enough for all. */
const asOne = ([first, ...rest]: readonly Told[], separator: string): string =>
  [first!.text, ...rest.map(({ text }) => text.replace(/^请/, ''))].join(separator);

const SEPARATORS: readonly (readonly [separator: string, own: string])[] = [
  ['; ', '；'],
  [', or ', '，或'],
  [', and ', '，并'],
  [', ', '、'],
];

const TOKENS = new RegExp(`${QUOTED}|${CODE}|\\w\\([^()]*\\)|[^]`, 'g');

/** The parts of a text between separators outside quotes, code and terms. */
function apart(text: string, separator: string): string[] {
  const tokens = text.match(TOKENS) ?? [];
  const masked = tokens.map((token) => (token.length > 1 ? '\u0000'.repeat(token.length) : token)).join('');
  const parts: string[] = [];
  let start = 0;
  for (let at = masked.indexOf(separator); at >= 0; at = masked.indexOf(separator, start)) {
    parts.push(text.slice(start, at));
    start = at + separator.length;
  }
  return [...parts, text.slice(start)];
}

const HAN = /\p{Script=Han}/u;
const LATIN = /[\w`'([\-−±≥≤…ŷθ%)\].+*^]/;

/** Two texts as one: with a blank between Chinese and Latin, and none beside Chinese quotes. */
function joined(before: string, after: string): string {
  if (after.startsWith('“')) return before.trimEnd() + after;
  if (before.endsWith('”')) return before + after.trimStart();
  const [last = '', first = ''] = [before.at(-1), after[0]];
  const isParted = (HAN.test(last) && LATIN.test(first)) || (LATIN.test(last) && HAN.test(first));
  return `${before}${isParted ? ' ' : ''}${after}`;
}

/** The text with the parts in their places. */
function filled(template: string, parts: readonly Told[]): string {
  return template.split(/(\{\d\})/).reduce((text, piece) => {
    const [, place] = /^\{(\d)\}$/.exec(piece) ?? [];
    return joined(text, place === undefined ? piece : (parts[Number(place)]?.text ?? ''));
  }, '');
}
