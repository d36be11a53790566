/**
 * A text with the part between `<!-- NAME: … -->` and `<!-- /NAME -->` renewed. What stands in the first comment is for
 * the reader of the source.
 */
export function fill(text: string, name: string, content: string): string {
  const part = new RegExp(`(<!-- ${name}: [^>]*-->\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!part.test(text)) throw new Error(`no part named ${name}`);
  return text.replace(part, (_, start: string, end: string) => `${start}\n${content}\n${end}`);
}

/** The parts of a text that `fill` renews, by name, as they stand. */
export function partsOf(text: string): Readonly<Record<string, string>> {
  const parts = text.matchAll(/<!-- (\w+): [^>]*-->\n([\s\S]*?)<!-- \/\1 -->/g);
  return Object.fromEntries([...parts].map(([, name, content]) => [name!, `${content!.trim()}\n`]));
}
