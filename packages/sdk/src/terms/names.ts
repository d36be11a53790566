// Terms and names as text, for whoever writes or lists them; what they mean is for syntax.ts.
const BARE = /^[^*^(),="]+$/;

/** A name as it is written in a term: in quotes where it could be read as something else. */
export const written = (name: string): string =>
  BARE.test(name) && name.trim() === name ? name : `"${name.replaceAll('"', '""')}"`;

/** Terms separated by commas, but for those in parentheses and quotes; where these do not end, every comma counts. */
export function splitTerms(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted) depth = Math.max(0, depth + (character === '(' ? 1 : character === ')' ? -1 : 0));
    if (character === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  const all = depth > 0 || quoted ? text.split(',') : parts;
  return all.map((part) => part.trim()).filter((part) => part !== '');
}
