// Names that only a program can use, found in what a reader is told. It knows nothing of how the sdk puts them there.

const CODE: readonly RegExp[] = [
  /`/,
  /@gd-trainer\//,
  // a call, a member, an arrow, an object
  /[\w\])]\([^)]*\)/,
  /\b[a-z]\w*\.[a-z]\w*\(/,
  /=>/,
  // learningRate, missing: 'drop'
  /\b[a-z]+[A-Z]\w*/,
  /\b[a-z]\w*: '/,
  /\b(?:await|typed array|JSON\.parse|as the \w+ argument)\b/,
];

/** Terms, which are typed as they are told. */
const TERMS = /\b(?:sqrt|log|exp|abs|sin|cos|poly|day|year|month|weekday|hour|category|bin)\([^()]*\)/g;

/** Whatever in a text is no name of a surface: code, and flags or attributes that are not among its names. */
export function foreignNames(text: string, names: ReadonlySet<string>): string[] {
  // what a file or a reader has written stands in quotes
  const own = text.replace(/"[^"]*"/g, '""').replace(TERMS, 'x');
  const code = CODE.flatMap((pattern) => pattern.exec(own)?.[0] ?? []);
  const flags = own.match(/--[a-z][\w-]*/g) ?? [];
  const attributes = [...text.matchAll(/\b([a-z][\w-]*)="[^"]*"/g)].map(([, name]) => name!);
  return [...code, ...[...flags, ...attributes].filter((name) => !names.has(name))];
}
