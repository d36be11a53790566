/**
 * A text with the part between `<!-- NAME: … -->` and `<!-- /NAME -->` renewed. What stands in the first comment is for
 * the reader of the source.
 */
export function fill(text: string, name: string, content: string): string {
  const part = new RegExp(`(<!-- ${name}: [^>]*-->\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!part.test(text)) throw new Error(`no part named ${name}`);
  return text.replace(part, (_, start: string, end: string) => `${start}\n${content}\n${end}`);
}
